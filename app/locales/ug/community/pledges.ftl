# What organisations sign, as the foot of a page names it.

pledges-title = ئورۇنلارنىڭ ۋەدىسى
