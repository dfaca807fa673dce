# One search over everything that staff may see.

find-title = Search
find-everything = Search everything
find-placeholder = Number, barcode, name, pinyin initials
find-hint = Type a number, a six-letter code, a barcode, or the name of a person, a thing or a page. Initials of pinyin work, too: “sb” finds 书包. Ctrl K leads here from any page.
find-none = Nothing found for “{ $find }”
find-none-text = Try another word, or only its beginning. You find only what is in the areas you work for.
find-all = Show all
find-pick-up = Pick-up codes are not searched here.
find-at-counter = Look the code up at the counter
found-page = Pages
found-household = Families
found-wish = Wishes
found-claim = Claims
found-order = Orders for points
found-item = Items
found-receipt = Receipts
found-transfer = Transfers
found-account = People
found-organisation = Organisations
found-help = Help
found-order-number = Order { $n }
found-on-hand = { $n } on the shelf
found-state-closed = Closed
