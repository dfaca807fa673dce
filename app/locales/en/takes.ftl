# Counting what is on the shelves.

takes-title = Stock-takes
takes-new = New stock-take
takes-empty = No stock-take yet
takes-empty-text = Open a sheet and count along the shelves. The shop stays open; the differences come out right.
takes-everything = All shelves
takes-everything-hint = Everything in the shop
takes-which = Which shelves?
takes-new-note = The sheet lists what is on the shelves now. Go on receiving and giving: each difference is that of the moment of counting.
takes-start = Start counting
takes-progress = { $n } of { $of } lines counted
takes-differences =
    { $n ->
        [one] 1 line differs
       *[other] { $n } lines differ
    }
take-title = Count sheet { $n }
take-state-counting = counting
take-state-counted = waiting for approval
take-state-approved = in the book
take-state-cancelled = given up
take-range = Shelves
take-differences = Differences
take-opened = Opened
take-approved = Approved
take-given-up = Given up; nothing was booked.
take-sent-back = Please count again:
take-lines = Lines of the sheet
take-left = Left { $n }
take-all = All { $n }
take-different = Different { $n }
take-search = Find a thing on the sheet
take-count-note = Type how many there are, 0 for none. Save after every stretch.
take-count-of = How many: { $what } (lot { $lot })
take-skip = Leave out
take-skipped = left out
take-agrees = As in the book.
take-was-counted = Counted { $n }.
take-differs = Book { $book }, difference { $n }.
take-again = The shelf has fewer by now than this loss. Please count again.
take-save = Save what is counted
take-nothing-here = Nothing left to count here.
take-missing = Not on the sheet
take-missing-text = Received while you count, or found though the book has none. A number puts it on the sheet.
take-piece = pcs
take-by-scan = Count by scanning
take-by-hand = Back to typing
take-scan-note = Scan each piece once, then save. Finish one thing at a time: what you save replaces the number before.
take-scan-save = Save the scans
take-paper = Print a blank sheet
take-paper-note = Count along the shelves, write the numbers into the boxes, then type them in. What the book says is left off on purpose.
take-signed = Counted by:
take-day = Date:
take-all-counted = All counted
take-all-agrees = Everything is as in the book.
take-why-text = Say in a few words why each line differs. Then a colleague approves.
take-why = Why does it differ?
take-why-of = Why does { $what } differ
take-reason-lost = Not found, perhaps lost
take-reason-broken = Broken, not written down then
take-reason-unbooked = Came in without being booked
take-reason-miscounted = Counted wrong before
take-finish = Hand over for approval
take-waits = { $by } has counted everything; a colleague has to approve. Whoever counted cannot.
take-approve-text = { $by } says that all is counted. Look at the differences and their reasons; approving books them.
take-approve = Approve and book
take-reject-ask = Something wrong?
take-reject-text = Send it back to be counted again. What is counted stays.
take-reject = Send back
take-cancel-ask = Not counting after all?
take-cancel-text = Give this sheet up. Nothing is booked.
take-cancel = Give it up
take-sum-lines = lines differ
take-sum-more = too many
take-sum-fewer = missing
take-show-all = All lines
take-show-different = Only what differs
take-book = Book then
take-counted = Counted
take-difference = Difference
take-counter = Counted by

field-counted = Number
refusal-out-of-range-counted = Type a whole number from 0 to 10,000
refusal-unknown-scan = One code is unknown; take it out and type its number instead
refusal-not-found-scan = One thing is not on this sheet; look for it with “Find a thing on the sheet” to add it
refusal-does-not-fit-scan = One thing has several lots on the sheet, which a scan cannot tell apart; type its numbers
refusal-required-scan = Nothing was scanned yet

done-take-open = The sheet is ready; start counting.
done-take-counted =
    { $n ->
        [1] 1 line saved.
       *[other] { $n } lines saved.
    }
done-take-counted-moved = { $n } lines saved. { $moved } moved while you counted and were not saved; count them again.
done-take-finished = All counted. A colleague has to approve.
done-take-approved = Approved; { $n } differences are in the book.
done-take-recount = Nothing was booked: for { $n } lines the shelf has fewer by now. Count them again.
done-take-rejected = Sent back to be counted again.
done-take-cancelled = Count sheet { $n } is given up.
