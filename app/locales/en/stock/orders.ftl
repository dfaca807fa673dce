# The free shop: families order for points, shops hand over.

free-title = Points shop
free-my-points = Our points
free-points =
    { $n ->
        [1] 1 point
       *[other] { $n } points
    }
free-other-place = Another shop
free-search = Look for a thing
free-shelves = Categories
free-all = All
free-none-found = Nothing found
free-see-all = See everything
free-empty = There is nothing to take at the moment
free-empty-text = As soon as the shop has something new, it is shown here.
free-left = { $n } left
free-only = Only { $n } left
free-short = { $n } points short
free-again = Again from { $day }
free-take = Take one
free-take-one = { $title }:
free-limit-year = { $n } a year per household
free-limit-month = { $n } a month per household
free-limit-week = { $n } a week per household
free-limit-days = { $n } in { $days } days per household
free-limit-note = Limits count what your family took in the shop. What came as a wish does not count.
free-to-basket = To the basket ({ $n })
home-orders = My orders
home-order-ready = Order #{ $n }: collect { $slot }
home-card = Our card
home-card-scan = To be scanned at the shop
done-basket-added = It is in your basket.

basket-title = My basket
basket-empty = The basket is empty
basket-empty-text = Tap “Take one” on the shelf.
basket-fill = To the points shop
basket-more = Back to the shelf
basket-costs = { $n } points × { $of } = { $sum } points
basket-fewer = One { $title } fewer
basket-one-more = One { $title } more
basket-none-left = Somebody took the last one; please take it out
basket-only = Only { $n } left on the shelf
basket-limit-until = { $rule }; again from { $day }
basket-limit-left = { $rule }; { $n } more now
basket-total = Total
basket-rest = You keep
basket-short = You are { $n } points short. Please take fewer things.
basket-no-slot = All times of the next days are full. Please look again tomorrow.
basket-when = When will you come?
basket-slot-left = Room for { $n } more
basket-note = Goods and points are held for you. If you do not come, both go back after two days.
basket-order = Order and collect
slot-morning = { $day }, morning
slot-afternoon = { $day }, afternoon
slot-whole = { $half } ({ $date })
field-pickup = Time
field-lines = Things
done-order-placed = Ordered. Goods and points are held; bring the code.

orders-title = My orders
orders-empty = No orders yet
orders-empty-text = What you take for points is kept here.
orders-and = {", "}
orders-and-more = { $what } … { $n } in all
order-title = Order #{ $n }
order-code = Pick-up code
order-when = To collect
order-until = Held until
order-lines =
    { $n ->
        [1] 1 thing
       *[other] { $n } things
    }
order-said-collected = Collected at { $place }.
order-said-cancelled = Cancelled; the points are yours again.
order-said-expired = Nobody came. The goods are back on the shelf, the points are yours again.
order-cancel-fold = No longer wanted?
order-cancel-reason = Why not?
order-cancel = Cancel this order
order-state-held = To collect
order-state-collected = Collected
order-state-cancelled = Cancelled
order-state-expired = Not collected
done-order-cancelled = Cancelled. The points are yours again.

nav-orders = Points orders
shop-orders-title = Points orders
shop-orders-today = For today
shop-orders-later = Later
shop-orders-ended = Done
shop-orders-none-today = Nothing to put together today
shop-orders-none-later = No orders for the next days yet
shop-orders-none-ended = Nothing done yet
shop-orders-none-text = What families order stands here, by the time at which they come.
shop-orders-walk-in = At the counter
shop-orders-capacity = Orders per half day
shop-orders-capacity-hint = { $place }: how many families you can serve in a morning or an afternoon. 0 takes none.
shop-orders-capacity-set = Save
field-orders = Orders
shop-order-for = For
shop-order-ended = Done
shop-order-lot = Lot
shop-order-assemble = Put it together first: what is in it
shop-order-journals = Journals of this order
shop-order-wrong-code = Ask the family to open “My orders” and compare. After five tries without success you have to wait 15 minutes.
shop-order-expired = Some of it has passed its date and cannot be handed over. Take fresh ones from the shelf; if there are none, cancel the order.
shop-order-replace = Take fresh ones
shop-order-cancel-fold = Cannot be put together? Cancel it
shop-order-cancel-hint = The family reads this
done-order-handed-over = Order #{ $n } was handed over. Next, please.
done-order-called-off = Order #{ $n } is cancelled: goods on the shelf, points with the family.
done-order-replaced = Done. Please take the lots shown now.
done-order-capacity = Saved.

walk-in-title = At the counter
walk-in-hint = Scan the family's card, or type its number, phone or full name
walk-in-note = You see the family name and points only. Every look-up is on record.
walk-in-over = That is more points than the family has ({ $n }). Please take fewer things.
walk-in-find = Find the family
walk-in-none = No such family found. Please check, or ask a caseworker.
walk-in-several = There are several; please ask which one it is.
walk-in-no-shop = You keep no shop at the moment
walk-in-issue = Take the points and hand over
walk-in-issue-note = This takes the points and the goods at once.
walk-in-allowance = { $n } more ({ $units } in { $days } days)
field-family = Which family is here?
field-scan = What was scanned
done-walk-in = Handed over; the points are taken.

counter-family-title = Household { $n }
counter-family-note = Only the first letter of the name and points are shown. Each look is written down, and the family can read it.
counter-family-of-number = The household with this number
counter-family-idle = Nothing waits for this family
counter-family-idle-text = It can take goods for points, or borrow something.
counter-family-ready = Ready to collect ({ $n })
counter-family-coming = Not here yet, or to be checked
counter-family-basket = In the basket, not ordered yet
counter-family-limits = What it may still take
counter-family-year = Wishes it may still have within the year: { $n } of { $of }.
counter-family-again = Again from { $day }.
counter-card = Family card
counter-card-hint = Scan the family’s card to hand over all that is ticked. Without a card, type the pick-up code beside each.
counter-pick-of = Hand over: { $what }
counter-code-of = Pick-up code of { $what }
counter-hand-over = Hand over what is ticked
counter-hand-over-note = What has no code stays here, unless the card is there.
counter-handed-over = Handed over: { $n }.
