Attribute VB_Name = "RibbonCallbacks"
Option Explicit
' What the ribbon part calls. Every button has the same action: ribbon.press('<id>') in Python.

Private mRibbon As IRibbonUI

Public Sub cb_Load(ribbon As IRibbonUI)
    Set mRibbon = ribbon
End Sub

Public Sub cb_Label(control As IRibbonControl, ByRef returnedVal)
    returnedVal = TextOf(Mid$(control.ID, 4) & ".label")
End Sub

Public Sub cb_Screentip(control As IRibbonControl, ByRef returnedVal)
    returnedVal = TextOf(Mid$(control.ID, 4) & ".screentip")
End Sub

Public Sub cb_Supertip(control As IRibbonControl, ByRef returnedVal)
    returnedVal = TextOf(Mid$(control.ID, 4) & ".supertip")
End Sub

Public Sub cb_Press(control As IRibbonControl)
    Dim button As String, arguments As String, path As String
    On Error GoTo failed
    If Not SafeForShell(ThisWorkbook.FullName) Then
        MsgBox TextOf("unsafe_path"), vbExclamation
        Exit Sub
    End If
    button = Mid$(control.ID, 4)
    arguments = "'" & button & "'"
    If button = "import_sales" Then
        path = ChosenFile()
        If path = "" Then Exit Sub
        arguments = arguments & ", '" & HexOf(path) & "'"
    End If
    #If Mac Then
        RunPython Pressed(arguments)
    #Else
        RunWithSettingsKept Pressed(arguments)
        If button <> "undo_last" Then Application.OnUndo TextOf("undo_last.label"), "cb_Undo"
    #End If
    ' The language may have changed. On macOS Python is still at work here: labels follow at the
    ' next opening of the workbook.
    ForgetTexts
    #If Not Mac Then
        If button = "language" Then DescribeFunctions
    #End If
    If Not mRibbon Is Nothing Then mRibbon.Invalidate
    Exit Sub
failed:
    MsgBox Err.Description, vbExclamation
End Sub

Public Sub cb_Undo()
    ' Excel's own list of undos is gone once a program has written; Ctrl+Z comes here instead
    On Error GoTo failed
    RunWithSettingsKept Pressed("'undo_last'")
    Exit Sub
failed:
    MsgBox Err.Description, vbExclamation
End Sub

Private Function Pressed(ByVal arguments As String) As String
    Pressed = "from xl_addin import ribbon; ribbon.press(" & arguments & ")"
End Function

Private Sub RunWithSettingsKept(ByVal command As String)
    ' Python puts back what it switches off. Where it was ended in the middle it cannot: then this
    ' does, and the error goes on to the caller.
    Dim screen As Boolean, events As Boolean, alerts As Boolean, keyboard As Boolean
    Dim calculation As Long, pointer As Long, status As Variant
    Dim number As Long, description As String
    screen = Application.ScreenUpdating
    events = Application.EnableEvents
    alerts = Application.DisplayAlerts
    keyboard = Application.Interactive
    calculation = Application.Calculation
    pointer = Application.Cursor
    status = Application.StatusBar
    On Error GoTo broken
    Application.Cursor = xlWait
    RunPython command
broken:
    number = Err.Number
    description = Err.Description
    On Error Resume Next
    Application.Interactive = keyboard
    Application.Calculation = calculation
    Application.EnableEvents = events
    Application.DisplayAlerts = alerts
    Application.Cursor = pointer
    Application.StatusBar = status
    Application.ScreenUpdating = screen
    On Error GoTo 0
    If number <> 0 Then Err.Raise number, Description:=description
End Sub

Private Function ChosenFile() As String
    Dim chosen As Variant
    #If Mac Then
        chosen = Application.GetOpenFilename()
    #Else
        chosen = Application.GetOpenFilename( _
            FileFilter:="*.csv; *.txt; *.xlsx; *.xlsm; *.xls; *.parquet," & _
            "*.csv;*.txt;*.xlsx;*.xlsm;*.xls;*.parquet,*.*,*.*", _
            Title:=TextOf("import_sales.title"))
    #End If
    If VarType(chosen) = vbString Then ChosenFile = chosen
End Function

Private Function HexOf(ByVal plain As String) As String
    ' UTF-16, four digits a character: any path survives any shell and any code page
    Dim place As Long
    For place = 1 To Len(plain)
        HexOf = HexOf & Right$("000" & Hex$(AscW(Mid$(plain, place, 1)) And &HFFFF&), 4)
    Next place
End Function

Private Function SafeForShell(ByVal path As String) As Boolean
    SafeForShell = True
    #If Mac Then
        ' xlwings hands the workbook's name to a shell, between double quotes
        Dim mark As Variant
        For Each mark In Array(Chr$(34), "`", "$", "\")
            If InStr(path, mark) > 0 Then SafeForShell = False
        Next mark
    #End If
End Function
