"""The exports of other programs: where the table stands in a file, and what it says.

options: what the user answered. headers: which column is which field. find: the table in its
grid. rows: totals, second headers, another table below. grouped: reports of groups above their
rows. periods: periods as columns. twins: rows and customers that look like one another.
understood: how each column was read. profile: all of it kept in a file.
"""
