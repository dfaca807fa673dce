# What is lacking and what is plenty: the shop's board and the public page.

wanted-title = Wanted most
wanted-door = Wanted most
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
