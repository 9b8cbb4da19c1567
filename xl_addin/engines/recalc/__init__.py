"""Recalculation without Excel: the cells of a workbook file that call our worksheet functions.

Our functions are called through the catalogue; formualizer computes the expressions around them,
in a child process. The order, the references and the spills are worked out here, because all that
a formula reads must reach our functions as Excel would hand it over.
"""
