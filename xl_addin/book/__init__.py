"""Between the workbook and the methods: names, layouts, cells -> tables, results -> cells."""
