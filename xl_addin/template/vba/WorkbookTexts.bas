Attribute VB_Name = "WorkbookTexts"
Option Explicit
Option Private Module
' Captions in the workbook's language: column A of the hidden sheet wsTexts is the key, B the text.

Private mTexts As Collection

Public Function TextOf(ByVal key As String) As String
    If mTexts Is Nothing Then ReadTexts
    TextOf = key
    On Error Resume Next
    TextOf = mTexts(key)
End Function

Public Sub ForgetTexts()
    Set mTexts = Nothing
End Sub

Private Sub ReadTexts()
    Dim sheet As Worksheet, grid As Variant, place As Long
    Set mTexts = New Collection
    For Each sheet In ThisWorkbook.Worksheets
        If sheet.CodeName = "wsTexts" Then
            grid = sheet.Range("A1:B" & sheet.Cells(sheet.Rows.Count, 1).End(xlUp).Row).Value
            On Error Resume Next  ' a second row with the same key: the first one counts
            For place = 1 To UBound(grid, 1)
                mTexts.Add CStr(grid(place, 2)), CStr(grid(place, 1))
            Next place
            On Error GoTo 0
        End If
    Next sheet
End Sub
