# Yearly sheets of helpers.

helper-sheets-title = Yearly thanks
helper-sheets-note = Only if you want one: a sheet of what you did in a year, to print. Whoever holds it can check it by number and code, and sees the year and the figures only. There is no ranking.
helper-year = Year
helper-sheet-make = Make the sheet
helper-sheet-of = Thanks for { $year }
helper-sheet-withdraw = Withdraw
helper-sheet-withdrawn = Withdrawn: its check says no
helper-sheet-thanks = Thank you
helper-sheet-text = In { $year } you did this for your neighbours:
helper-claims = Claimed and delivered
helper-claims-of = { $n } times, { $units } units
helper-hours = Hours of shifts (checked in and out)
helper-typed = Hours of shifts (typed by hand)
helper-pairings = Families stood by
helper-courses = Courses and events held
helper-check = Check a sheet of thanks
helper-check-text = Please type number and check code of the sheet.
helper-real = Real: thanks for { $year }
helper-not-real = There is no such sheet, or it was withdrawn
done-helper-sheet = The sheet is ready to print.
done-helper-sheet-withdrawn = Withdrawn: it can no longer be checked.
