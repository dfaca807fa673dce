# What is lacking and what is plenty: the shop's board and the public page.

wanted-title = Most needed
wanted-door = Most needed
wanted-intro = What families in { $area } wait for and the shops do not have. Most needed first.
wanted-short = { $n } still needed
wanted-size = { $size }: { $n }
wanted-district = { $name }: { $n }
wanted-shelf = The shelf is running low
wanted-offer = I have one to give
wanted-offer-named = I have one to give: { $item }
wanted-none = Nothing is lacking now
wanted-none-text = The shops have what the open wishes ask for.
wanted-none-act = See all wishes
wanted-plenty = Please do not bring these now
wanted-plenty-text = The shops have plenty and no room for more. Look again in a while.
wanted-shops = Where to bring things
wanted-address = Address
wanted-hours = Open

board-title = Short and plenty
board-sides = Which side
board-short = Short { $n }
board-plenty = Plenty { $n }
board-sizes = Sizes
board-lacking = Lacking
board-wanted = Wished for
board-on-shelf = On the shelf
board-minimum = Minimum
board-none-short = Nothing is lacking
board-none-short-text = The shelves answer every open wish, and nothing is below its minimum.
board-none-plenty = Nothing in excess
board-none-plenty-text = Nothing stands well above its wishes and its minimum.
board-short-rule = Lacking = what wishes want less what is on the shelf in the same size, plus what the rest would be below the minimum.
board-plenty-rule = Plenty = at least 10 left after every open wish, and more than 3 times the minimum on the shelf.
board-public = See the public page

# The monthly notice.

month-title = Monthly notice
month-heading = What came and went in { $month }
month-of-year = { $month } { $year }
month-which = Which month
month-show = Show this month
month-turn = Months before and after
month-no-shop = No shop yet
month-no-shop-text = Ask an administrator to open one.
month-not-over = This month is not over; these numbers still change. It can be published once it is over.
month-publish = Publish for everybody
month-publish-text = Then anybody can read it without signing in. Look at the reasons of losses and counts first: no names should be in them.
month-unpublish = Take it in again
month-published = Published for everybody
month-public-page = See the public page
month-print-note = Print it from the browser: one A4 page, to be stamped and put up.
month-nothing = Nothing came or went this month.
month-table = Thing by thing
month-category = { $category } ({ $n })
month-more = { $n } more, on the web page
month-opening = At first
month-received = Received
month-moved-in = Moved in
month-issued = Handed over
month-returned = Returned
month-moved-out = Moved out
month-lost = Written off
month-counted = Counting
month-kits = Kits
month-lent = Lent, net
month-other = Other
month-closing = At last
month-sum-received = units received
month-sum-issued = units handed over
month-sum-households = families
month-sum-closing = units in the shop at last
month-still =
    { $n ->
        [one] 1 more thing, unmoved
       *[other] { $n } more things, unmoved
    }
month-givers = Thanks to
month-unnamed =
    { $n ->
        [one] 1 kind person
       *[other] { $n } kind people
    }
month-units = { $n } units
month-losses = Written off
month-counts = Count differences
month-privacy = Givers are named as they wish, families never. What was there at first, plus what came, less what went, is what is there at last. Come and check.
month-heads = Check codes of the books (if entries were changed after this was published, they no longer fit):
month-signed = Signed:
month-stamp = (stamp)
month-none = No notice yet
month-none-text = Every month the shop publishes what came and what went.
month-public-link = Read the monthly notices
month-public-intro = What the charity shop received and handed over, month by month.

done-month-published = Published; everybody can read it.
done-month-unpublished = Taken in; only staff can read it.
