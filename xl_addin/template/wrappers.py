"""VBA written from the catalogue: one wrapper per worksheet function, and its wizard texts.

A wrapper is what xlwings' own generator would write (a test compares them), with five additions:

1. the module says ``Option Explicit``;
2. on macOS, where xlwings has no functions, a wrapper answers #N/A;
3. a description for the function wizard stands in the module, also without any Python;
4. so does the mark that puts it among the user's functions;
5. when Python cannot be reached, the answer begins with ``#`` and the function's name, like every
   other answer that is no result.
"""

from collections.abc import Iterator

from xl_addin.functions import CATALOGUE
from xl_addin.functions.catalogue import CATEGORY, MODULE, Function
from xl_addin.texts import texts

WRAPPERS = "xlwings_udfs"  # the module name that xlwings itself uses
WIZARD = "FunctionWizard"
LONGEST = 255  # what the wizard shows of a text

_HEAD = f"""\
Attribute VB_Name = "{WRAPPERS}"
'Written from the catalogue in xl_addin/functions: change it there, not here
Option Explicit
#Const App = "Microsoft Excel"
"""
_WRAPPER = """\
Function {name}({parameters})
Attribute {name}.VB_Description = "{description}"
Attribute {name}.VB_ProcData.VB_Invoke_Func = " \\n14"
#If Mac Then
    {name} = CVErr(xlErrNA)
#Else
    #If App = "Microsoft Excel" Then
        If TypeOf Application.Caller Is Range Then On Error GoTo failed
        {name} = XLPy.CallUDF({call}, ThisWorkbook, Application.Caller)
        Exit Function
    #Else
        {name} = XLPy.CallUDF({call})
        Exit Function
    #End If
failed:
    {name} = "#{name}: " & Err.Description
#End If
End Function

"""
_WIZARD = """\
Attribute VB_Name = "{module}"
Option Explicit
Option Private Module
' Tells the function wizard what each function and argument is, in the workbook's language.

Public Sub DescribeFunctions()
    Dim wasSaved As Boolean
    wasSaved = ThisWorkbook.Saved
{calls}
    ThisWorkbook.Saved = wasSaved
End Sub

Private Sub Describe(ByVal functionName As String, ByVal count As Long)
    Dim macroName As String, texts() As String, place As Long
    If TextOf("fn." & functionName) = "fn." & functionName Then Exit Sub
    ReDim texts(1 To count)
    For place = 1 To count
        texts(place) = TextOf("fn." & functionName & ".arg" & place)
    Next place
    macroName = "'" & Replace(ThisWorkbook.Name, "'", "''") & "'!" & functionName
    ' Fails where the workbook has no window; the English descriptions in the module stay then.
    On Error Resume Next
    Application.MacroOptions Macro:=macroName, Description:=TextOf("fn." & functionName), _
        Category:="{category}", ArgumentDescriptions:=texts
    On Error GoTo 0
End Sub
"""


def wrapper_module() -> str:
    """Return the VBA module with a wrapper for every function, lines parted by LF."""
    return _HEAD + "".join(_wrapper(function) for function in _functions())


def wizard_module() -> str:
    """Return the VBA module that describes the functions to the wizard, lines parted by LF."""
    calls = "\n".join(f'    Describe "{f.name}", {len(f.arguments)}' for f in _functions())
    return _WIZARD.format(module=WIZARD, calls=calls, category=CATEGORY)


def wizard_texts(language: str) -> dict[str, str]:
    """Return what the wizard shows, by the keys ``fn.<NAME>`` and ``fn.<NAME>.arg<n>``.

    English comes from the docstrings, other languages from texts under ``functions``.
    """
    found: dict[str, str] = {}
    for function in _functions():
        summary, arguments = function_texts(function, language)
        found[f"fn.{function.name}"] = summary
        for place, text in enumerate(arguments, start=1):
            found[f"fn.{function.name}.arg{place}"] = text
    return found


def function_texts(function: Function, language: str) -> tuple[str, list[str]]:
    """Return the sentence about a function and the texts of its arguments, in order."""
    if language == "en":
        return function.summary, [argument.doc for argument in function.arguments]
    branch = texts(language).node(f"functions.{function.name}")
    return branch["summary"], [branch[argument.name] for argument in function.arguments]


def _functions() -> Iterator[Function]:
    for name in sorted(CATALOGUE):  # the order in which xlwings' generator finds them
        yield CATALOGUE[name]


def _wrapper(function: Function) -> str:
    names = [argument.name for argument in function.arguments]
    optional = ["Optional " if argument.optional else "" for argument in function.arguments]
    return _WRAPPER.format(
        name=function.name,
        parameters=", ".join(map("".join, zip(optional, names, strict=True))),
        description=function.summary.replace('"', '""'),
        call=f'"{MODULE}", "{function.name}", Array({", ".join(names)})',
    )
