# Tables: sorting, columns, saved filters, steps for several rows, print.

list-households = Households
list-wishes = Table of wishes
list-claims = Table of claims
list-stock = Stock
list-fill = Fill from the shelf
list-receipts = Receipts
list-journals = Journals
list-orders = Orders
list-transfers = Transfers
list-accounts = Accounts
list-cases = Cases
list-open-cases = Open cases
list-referrals = Referrals
list-visits = Visits
table-open = As a table: sort, select, export
table-open-review = As a table: publish together those without words to read
table-open-claims = All claims: sort, export
table-open-cases = Open cases as a table: sort, select, hand over
table-number = Number
table-step = Step
table-until = Due
table-choices = Columns, rows, saved filter
filters-fold = Save this filter
table-columns = Columns to show
table-rows = Rows
table-rows-wide = Roomy
table-rows-tight = Compact
table-choose = Show it like this
table-print = Print all
table-print-now = Print
table-printed = { $n ->
    [one] { $n } row.
   *[other] { $n } rows.
}
table-print-cut = There are more: narrow the list first, or export it.
table-wish = Wish
table-family = Family
table-left = Left
table-state = State
table-state-all = All states
table-changed = Last change
table-due = Due
table-claimer = Claimed by
table-claim-number = Claim number
table-has-words = words to read
claims-table-none = No such claims
claims-table-all = Show all claims
pager-first = First page
pager-last = Last page
pager-page = Page number
pager-go = Go
field-pick = Selected rows
field-filter-name = Name
bulk-pick = Select { $what }
bulk-all = Select this page
bulk-done = { $n ->
    [one] { $n } row done.
   *[other] { $n } rows done.
}
bulk-refused = { $n ->
    [one] { $n } row was not done:
   *[other] { $n } rows were not done:
}
cases-assign = Hand over
cases-assign-to = Give the selected cases to
visits-assign-to = Give the selected visits to
cases-mine = Followed by me
households-assign = Change caseworker
households-message = Write to the selected families
households-message-words = What to say
households-message-hint = Each family gets the same words, and they stand in its case notes. Name no other family.
households-message-send = Send to the selected families
households-move = Move the selected families to another area
households-assign-to = Give the selected files to
fill-picked = Set aside for the selected
table-on-shelf = On the shelf
table-waiting = Waiting
wishes-publish-picked = Publish the selected
filters-title = My saved filters
filters-change = Rename or delete
filters-name = Name
filters-name-hint = For example “To visit this month”. Only you see it.
filters-save = Save the present filter
filters-rename = Rename
filters-delete = Delete
filters-none = No saved filters yet
filters-none-text = Narrow a list, then open “Save this filter” below it and give it a name.
done-filter-saved = Saved.
done-filter-renamed = Renamed.
done-filter-deleted = Deleted.
done-table-chosen = Remembered.
keys-title = Keyboard
keys-open = Open
keys-move = Next row, previous row
keys-search = To the search field
keys-find = Search everything
keys-pick = Select or clear this row
keys-help = Show this list
keys-close = Close
sheet-list-wish = Wish number
sheet-list-claim = Claim number
sheet-list-state = State
sheet-list-left = Left
sheet-list-caseworker = Caseworker
sheet-list-hardship = In hardship
sheet-list-changed = Last change
sheet-list-submitted = Submitted
sheet-list-expires = Shown until
sheet-list-value = Worth by usual price (yuan)
sheet-list-due = Due
sheet-list-order = Order number
sheet-list-transfer = Transfer number
sheet-list-source = From shop
sheet-list-target = To shop
sheet-list-sent = Sent
sheet-list-received = Received
