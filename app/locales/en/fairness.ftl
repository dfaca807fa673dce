# Fairness: the same wish, how much one family asks for, who was left out, what was received.

fair-same-own = You have the same already
fair-same-theirs = This family has the same already
fair-same-open = Wished for { $day }, under way, { $n }
fair-same-wish = Received { $day }: { $n }
fair-same-shop = Taken from the shop { $day }: { $n }
fair-same-more =
    { $n ->
        [1] And once more
       *[other] And { $n } times more
    }
fair-again = One more, please: send it
fair-again-theirs = Send it all the same
fair-full-own = No new wish for the moment
fair-full-theirs = This family has reached its limit
fair-full-open = { $n } wishes are under way, and { $limit } is the most. One more when one of them is done.
fair-full-year = { $n } wishes within a year, and { $limit } is the most. Again from { $day }.
fair-full-home = See the wishes there are
fair-beyond = Why one more?
fair-beyond-hint = Whoever reviews it reads this; nobody outside does.
field-beyond = Reason
fair-beyond-said = Sent all the same because: { $text }
fair-never = Never helped before
fair-helped-times =
    { $n ->
        [1] Helped once
       *[other] Helped { $n } times
    }
fair-room = { $open } under way, { $year } within a year

nav-left-out = Left out
left-out-title = Families left out
left-out-text = On file, never helped, and no wish under way. In hardship first, then longest on file.
left-out-shown = Which families
left-out-of-left-out = Left out
left-out-of-never = Never helped
left-out-of-helped = Helped
left-out-of-all = All
left-out-none = No such family
left-out-none-text = Every family was helped or has a wish under way.
left-out-since = On file since
left-out-times = Times helped
left-out-post = Post a wish
left-out-post-named = Post a wish for { $name }
left-out-numbers = Numbers by area
shares-title = How many were helped
shares-text = Each number opens the families behind it.
shares-area = Area
shares-households = On file
shares-helped = Helped
shares-never = Never helped
shares-left-out = Left out
shares-percent = Share helped
shares-percent-value = { $n }%
shares-up = See all
shares-none = No areas below this one

received-title = What we received
home-openings = Who looked at our file
received-none = Nothing received yet
received-none-text = What comes of a wish or from the shop is noted here.
received-from-wish = Wish
received-from-shop = Free shop

desk-left-out = Families left out
desk-left-out-note = Never helped, no wish under way
desk-consents = Families without a consent
desk-objections = Families object
desk-moves = Families to take over
desk-few-note = Waits for you
desk-waiting-longest = Unclaimed, waiting longest
desk-waiting-longest-none = No wish has waited for two weeks.
desk-to-hand-over-next = Ready for the family
desk-to-hand-over-none = Nothing waits for its family.
desk-consents-next = Consents to ask for
desk-consents-none = No consent is missing.
desk-corrections = Corrections asked for

kept-line = No network. This is how it was at { $time }.
kept-unsent = No network, so nothing was sent. What you typed is still here; try again when you are online.
offline-title = No network
offline-text = This page was not kept. Open it again when you are online.
offline-today = See the kept “Today”
