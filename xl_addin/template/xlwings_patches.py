"""Our copy of xlwings' VBA module: the text of the installed version with named changes.

xlwings is BSD-3: its notice stays at the head of the module. What the changes are for: a workbook
that came from elsewhere must not choose which Python code runs (only its own configuration sheet
and the user's own file may), and a call must not read that sheet dozens of times.
"""

from dataclasses import dataclass
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path

VERSION = "0.37.8"  # the DLL that the module names carries the same number


@dataclass(frozen=True, slots=True)
class Patch:
    """One change: the old text stands exactly once in the module, else the build stops."""

    name: str
    old: str
    new: str


class PatchError(RuntimeError):
    """The installed xlwings is not the one that the patches were written for."""


def xlwings_module() -> str:
    """Return the patched ``xlwings.bas``, lines parted by LF.

    Raises PatchError when another version is installed, or when a patch finds its text not
    exactly once.
    """
    installed = metadata.version("xlwings")
    source = shipped("xlwings.bas")
    if installed != VERSION or f'XLWINGS_VERSION As String = "{VERSION}"' not in source:
        raise PatchError(f"xlwings {VERSION} is needed to build the template, {installed} is here")
    for patch in PATCHES:
        if (found := source.count(patch.old)) != 1:
            raise PatchError(f"patch '{patch.name}': its text stands {found} times, not once")
        source = source.replace(patch.old, patch.new)
    return source


def shipped(name: str) -> str:
    """Return a VBA file that xlwings ships, lines parted by LF."""
    spec = find_spec("xlwings")
    if spec is None or spec.origin is None:
        raise PatchError("xlwings is not installed")
    path = Path(spec.origin).parent / name
    return path.read_bytes().decode("ascii").replace("\r\n", "\n")


_EMBEDDED_CODE = """\
    uses_embedded_code = False
    For i = 1 To 2
        If i = 1 Then
            Set wb = ThisWorkbook
        Else
            Set wb = ThisWorkbook
        End If
        For Each sht In wb.Worksheets
            If Right$(sht.Name, 3) = ".py" Then
                uses_embedded_code = True
                Exit For
            End If
        Next
    Next i

    If uses_embedded_code = True Then
        AddExcelDir = "false"
    Else
        AddExcelDir = GetConfig("ADD_WORKBOOK_TO_PYTHONPATH", "true")
    End If
"""
_DIRECTORY_CONFIG = """\
    ' Directory Config
    If source = "" Or source = "directory" Then
        #If App = "Microsoft Excel" Then
            If GetFullName(ThisWorkbook) <> "" Then ' Empty if local dir can't be figured out (e.g. SharePoint)
        #Else
            If InStr(GetDirectoryPath(), "://") = 0 Then ' Other Office apps: skip for synced SharePoint/OneDrive files
        #End If
            If FileExists(GetDirectoryConfigFilePath()) = True Then
                If GetConfigFromFile(GetDirectoryConfigFilePath(), configKey, configValue) Then
                    GetConfig = configValue
                    GetConfig = ExpandEnvironmentStrings(GetConfig)
                    Exit Function
                End If
            End If
        End If
    End If

"""  # noqa: E501  (xlwings' own line)
_DIRECTORY_PATH = """\
Function GetDirectoryConfigFilePath() As String
    Dim pathSeparator As String
    
    #If Mac Then ' Application.PathSeparator doesn't seem to exist in Access...
        pathSeparator = "/"
    #Else
        pathSeparator = "\\"
    #End If
    
    GetDirectoryConfigFilePath = GetDirectoryPath(ThisWorkbook) & pathSeparator & PROJECT_NAME & ".conf"
End Function

"""  # noqa: E501, W293  (xlwings' own lines)
_SQL = """\
Function sql(query, ParamArray tables())
        If TypeOf Application.Caller Is Range Then On Error GoTo failed
        ReDim argsArray(1 To UBound(tables) - LBound(tables) + 2)
        argsArray(1) = query
        For K = LBound(tables) To UBound(tables)
        argsArray(2 + K - LBound(tables)) = tables(K)
        Next K
        If has_dynamic_array() Then
            sql = XLPy.CallUDF("xlwings.ext", "sql_dynamic", argsArray, ThisWorkbook, Application.Caller)
        Else
            sql = XLPy.CallUDF("xlwings.ext", "sql", argsArray, ThisWorkbook, Application.Caller)
        End If
        Exit Function
failed:
        sql = Err.Description
End Function
"""  # noqa: E501  (xlwings' own line)
_GET_ATTRIBUTES = """\
   ' by Karl Peterson MS MVP VB
   Dim Attr As Long
   ' Guard against bad FileSpec by ignoring errors
   ' retrieving its attributes.
   On Error Resume Next
   Attr = GetAttr(FileSpec)
   If Err.Number = 0 Then
      ' No error, so something was found.
      ' If Directory attribute set, then not a file.
      FileExistsOnWindows = Not ((Attr And vbDirectory) = vbDirectory)
   End If
End Function
"""
_NO_LIBRARY = """\
                Err.Raise 1, Description:= _
                    "Could not load " + XLPyDLLName + " from either of the following folders: " _
                    + vbCrLf + ParentFolder(PYTHON_WIN) _
                    + vbCrLf + ", " + ParentFolder(ParentFolder(PYTHON_WIN))
"""


def _path_line(names: str, system: str) -> str:
    return (
        f'        PYTHONPATH = AddExcelDir & ";" & {names} & ";" & '
        f'GetConfig("ONEDRIVE_CONSUMER_{system}") & ";" & '
        f'GetConfig("ONEDRIVE_COMMERCIAL_{system}") & ";" & '
        f'GetConfig("SHAREPOINT_{system}") & ";" & GetConfig("PYTHONPATH")\n'
    )


_OWN_FUNCTIONS = """\
Function XLPy()
    ' clientbase: the command is made once per session, not at every call
    If mCommand = "" Then
        RequireInterpreter GetConfig("INTERPRETER_WIN", "")
        XLPyLoadDLL
        mCommand = XLPyCommand
    End If
    If 0 <> XLPyDLLActivateAuto(XLPy, mCommand, 1) Then Err.Raise 1000, Description:=XLPy
End Function

Private Sub RequireInterpreter(ByVal interpreter As String)
    ' clientbase: a bare "python" would be looked for in the current folder first
    #If Mac Then
        If Left$(interpreter, 1) = "/" Then Exit Sub
    #Else
        If interpreter Like "[A-Za-z]:\\*" Or Left$(interpreter, 2) = "\\\\" Then
            If FileExists(interpreter) Then Exit Sub
            Err.Raise 1002, Description:=AboutPython("python_missing", interpreter)
        End If
    #End If
    Err.Raise 1002, Description:=AboutPython("python_unnamed", interpreter)
End Sub

Private Function AboutPython(ByVal key As String, ByVal interpreter As String) As String
    ' clientbase: what is wrong, the path that was looked at, and what to run
    Dim told As String
    told = Replace(TextOf(key), "{path}", interpreter)
    told = Replace(told, "{library}", XLPyDLLName)
    AboutPython = Replace(told, "{book}", ThisWorkbook.FullName)
End Function

Private Function PathArguments(ByVal host As String) As String
    ' clientbase: what xlwings.utils.prepare_sys_path takes. The workbook's folder only when the
    ' configuration says so; no empty part at the end, which would mean the current folder.
    Dim addFolder As String, bookName As String, extra As String
    addFolder = LCase$(GetConfig("ADD_WORKBOOK_TO_PYTHONPATH", "false"))
    If addFolder = "true" Then
        bookName = ThisWorkbook.FullName
        #If Mac Then
            If InStr(bookName, "://") = 0 Then bookName = ToPosixPath(bookName)
        #End If
    Else
        addFolder = "false"
    End If
    extra = ";" & GetConfig("PYTHONPATH")
    Do While InStr(extra, ";;") > 0
        extra = Replace(extra, ";;", ";")
    Loop
    If Right$(extra, 1) = ";" Then extra = Left$(extra, Len(extra) - 1)
    PathArguments = addFolder & ";" & bookName & ";" & bookName & ";" & _
        GetConfig("ONEDRIVE_CONSUMER_" & host) & ";" & _
        GetConfig("ONEDRIVE_COMMERCIAL_" & host) & ";" & GetConfig("SHAREPOINT_" & host) & extra
End Function
"""

PATCHES: tuple[Patch, ...] = (
    Patch(
        "no remark behind a directive, which not every reader of VBA takes",
        '#Const App = "Microsoft Excel" \'Adjust when using outside of Excel\n',
        '#Const App = "Microsoft Excel"\n',
    ),
    Patch("no configuration file beside the workbook", _DIRECTORY_CONFIG, ""),
    Patch("no name for such a file", _DIRECTORY_PATH, ""),
    Patch(
        "the remark about the layers follows",
        "(sheet -> directory -> user -> default)",
        "(sheet -> user -> default)",
    ),
    Patch(
        "no code from sheets, the workbook's folder not on the path",
        _EMBEDDED_CODE,
        "    uses_embedded_code = False  ' clientbase: sheets are data, whatever their name\n",
    ),
    Patch(
        "RunPython, Windows: no empty part in the path",
        _path_line('ActiveFullName & ";" & ThisFullName', "WIN"),
        '        PYTHONPATH = PathArguments("WIN")\n',
    ),
    Patch(
        "RunPython, macOS: no empty part in the path",
        _path_line('ActiveFullName & ";" & ThisFullName', "MAC"),
        '        PYTHONPATH = PathArguments("MAC")\n',
    ),
    Patch(
        "functions: no empty part in the path",
        _path_line('ThisWorkbook.FullName & ";" & ThisWorkbook.FullName', "WIN"),
        '        PYTHONPATH = PathArguments("WIN")\n',
    ),
    Patch(
        "functions: the workbook's folder not on the path",
        "    ' TODO: Doesn't automatically check if code is embedded\n"
        '    AddExcelDir = GetConfig("ADD_WORKBOOK_TO_PYTHONPATH", "true")\n',
        "",
    ),
    Patch(
        "macOS: no empty part added to the path",
        '    ParameterString = PYTHONPATH + ";"\n',
        "    ParameterString = PYTHONPATH\n",
    ),
    Patch(
        "RunPython: an absolute interpreter",
        '        interpreter = GetConfig("INTERPRETER", "python")\n    End If\n',
        '        interpreter = GetConfig("INTERPRETER", "python")\n    End If\n'
        "    RequireInterpreter interpreter\n",
    ),
    Patch(
        "functions: Python without the current folder (-P)",
        'tail = " -B -c ""import sys, os;"',
        'tail = " -B -P -c ""import sys, os;"',
    ),
    Patch(
        "RunPython, Windows: Python without the current folder (-P)",
        'PythonInterpreter & " -B -c ""import xlwings.utils;',
        'PythonInterpreter & " -B -P -c ""import xlwings.utils;',
    ),
    Patch(
        "RunPython, macOS: Python without the current folder (-P)",
        '    ParameterString = ParameterString + "|" + PythonInterpreter\n',
        '    ParameterString = ParameterString + "|" + PythonInterpreter + " -P"\n',
    ),
    Patch(
        "the command is cached",
        'Public Const PROJECT_NAME As String = "xlwings"\n',
        'Public Const PROJECT_NAME As String = "xlwings"\nPrivate mCommand As String\n',
    ),
    Patch(
        "the cached command serves every call",
        "Function XLPy()\n    XLPyLoadDLL\n"
        "    If 0 <> XLPyDLLActivateAuto(XLPy, XLPyCommand, 1) Then "
        "Err.Raise 1000, Description:=XLPy\nEnd Function\n",
        _OWN_FUNCTIONS,
    ),
    Patch(
        "ending Python forgets the cached command",
        "    If 0 <> XLPyDLLActivateAuto(unused, XLPyCommand, -1) Then "
        "Err.Raise 1000, Description:=unused\n",
        '    If mCommand = "" Then mCommand = XLPyCommand\n'
        "    If 0 <> XLPyDLLActivateAuto(unused, mCommand, -1) Then "
        "Err.Raise 1000, Description:=unused\n"
        '    mCommand = ""\n',
    ),
    Patch("no worksheet function sql", _SQL, ""),
    Patch(
        "a file whose name the code page of the system lacks is found too",
        _GET_ATTRIBUTES,
        "    FileExistsOnWindows = "
        'CreateObject("Scripting.FileSystemObject").FileExists(FileSpec)\n'
        "End Function\n",
    ),
    Patch(
        "the library is missing: where it was looked for, and what to run",
        _NO_LIBRARY,
        '                Err.Raise 1, Description:=AboutPython("python_library", PYTHON_WIN)\n',
    ),
    Patch(
        "Python could not start: which one, and what to run",
        "        Call ShowError(LOG_FILE)\n        ExecuteWindows = -1\n",
        '        Call ShowError(LOG_FILE, AboutPython("python_failed", PYTHON_WIN) & vbCrLf & '
        "vbCrLf & ReadFile(LOG_FILE))\n        ExecuteWindows = -1\n",
    ),
    Patch(
        "no licence key is handed to Python",
        '    licenseKey = GetConfig("LICENSE_KEY", "")\n    If licenseKey <> "" Then\n',
        '    licenseKey = ""\n    If licenseKey <> "" Then\n',
    ),
)
