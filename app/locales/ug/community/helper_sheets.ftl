# Yearly sheets of helpers, as a family reads them.

helper-sheets-title = ياردەمچىگە رەھمەت ۋارىقى
