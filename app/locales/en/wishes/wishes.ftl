# The feed and one wish.

feed-title = Wishes
feed-intro = Small things that families nearby need. Choose one and bring it to the charity shop.
feed-search = Search items
feed-categories = Categories
feed-conditions = Conditions
feed-area = Area
feed-all-areas = All areas
feed-cost-up-to = up to { $n } yuan
feed-empty = No wish is waiting
feed-empty-text = Every one has been claimed. Please look again in a few days.
feed-none-found = No such wish
feed-none-found-text = Try another category, or look at other areas.
feed-show-all = Show all wishes
feed-order = Sort by
feed-order-fair = Never helped first
feed-order-waiting = Longest wait first
feed-order-ending = Ends soonest first
feed-order-cost = Lowest cost first
feed-order-near = Chosen district first

wish-left = { $n } still wanted
wish-none-left = Claimed
wish-in-stock = In the shop
wish-claim = Claim this wish
wish-claim-short = Claim
wish-claim-named = Claim: { $title }
wish-own-shelf = Other things here
wish-months = How often?
wish-months-once = Once
wish-months-every = Every month, for { $n } months
need-turn = Every month: number { $n } of { $of }
need-stop-fold = No longer needed every month
need-stop-note = This month's wish stays; no wish is made for later months.
need-stop = Stop further months
done-need-stopped = All right, no wish is made for later months.
wish-free-name = Something else
wish-free-text = Write what is on no list in your own words. Others see it only after the community has read it.
wish-free-title = What do you need?
wish-free-hint = Briefly, for example: maize seed
wish-free-symbol = Which one is like it?
free-symbol-seed = Seed
free-symbol-fertiliser = Fertiliser
free-symbol-aid = Medical aid
free-symbol-tool = Tool
free-symbol-other = Something else
wish-apply = Apply for this wish
wish-apply-short = Apply
wish-apply-named = Apply: { $title }
wish-fulfilled = This wish has been fulfilled.
wish-just-taken = This wish has been claimed.
wish-just-taken-similar =
    { $n ->
        [one] This wish has been claimed; there is one more like it.
       *[other] This wish has been claimed; there are { $n } more like it.
    }
wish-not-public = This wish is not on show now.
wish-area = Place
wish-cost = Cost
wish-wanted = Wanted
wish-until = On show until
wish-units = { $n }
wish-how = Bring the goods to the charity shop; its staff hand them to the family.
wish-in-stock-note = The shop has one on its shelf, too. If you claim it, you bring one; otherwise the shop gives its own.
wish-bring-one-of = Bring it to one of the { $n } charity shops of this district; sign in to see which.
wish-save = Save this wish
wish-unsave = Remove from saved
saved-title = Saved
saved-empty = No saved wishes yet
saved-empty-text = Tap the heart on a wish to find it here again.
done-wish-saved = Saved. You find it under “Saved”.
done-wish-unsaved = No longer saved.
wish-similar = Similar wishes
wish-photo = Photo: { $title }

# Hearing instead of reading, saying instead of writing, and what comes after a wish was sent.

speak-page = Read this page to me
speak-hear = Listen:{" "}
speak-synthetic = The voice that reads aloud is made by a computer.

voice-say = Press the microphone and say why you need it
voice-record = Record
voice-hint = Up to a minute; press again to stop. Only your family and your caseworker can hear it.
voice-listen = Listen to the recording
voice-drop = Throw the recording away
voice-file = Or choose a recording
voice-denied = The microphone did not open. You can send the wish without.
voice-who-hears = Only your family and your caseworker can hear it.
photo-take = Take a picture of the thing
photo-kept = Send this picture
photo-hint = The thing only, no people. After review everybody can see it.
field-voice = Recording
review-voice = What the family said
review-voice-note = Listen, then write words that everybody may read: no names, no school, no address.

sent-title = Sent
sent-next = What comes next
sent-next-read = Your caseworker listens and reads first
sent-next-claim = Somebody claims it
sent-next-shop = It is brought to the charity shop
sent-next-home = You collect it with your code
sent-home = Back home

done-voice-removed = The recording is gone.

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
fair-again = Send anyway
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
desk-consents = Families without a consent
desk-objections = Families object
one-person-title = Handled by one person
one-person-note = One account posted and published them, or handed the goods over and had made the family's card or set-up code, as the policy of the area allows; or it set the price and published them. Please look at some of them.
one-person-empty = Nothing was handled by one person
desk-moves = Families to take over
desk-corrections = Corrections asked for

live-said = This page was just updated.
live-gone = Taken
kept-line = No network. This is how it was at { $time }.
kept-unsent = No network, so nothing was sent. What you typed is still here; try again when you are online.
offline-title = No network
offline-text = This page was not kept. Open it again when you are online.
offline-kept = Kept pages
offline-today = See the kept “Today”
newer-version = There is a new version; tap to update
unsent-title = Filled in offline
unsent-text = What you filled in without a network is kept on this phone and sent when there is one. It counts once the system has accepted it. Kept for 7 days; other accounts cannot see it.
unsent-none = Nothing waits to be sent.
unsent-waits = Not sent yet; it does not count.
unsent-accepted = Accepted.
unsent-refused = Not accepted; it does not count:
unsent-expired = It could not be sent within 7 days and is void. Please do it again.
unsent-sure = This was not sent yet. Delete it?
unsent-open = Open
unsent-delete = Delete
unsent-said = No network, so this is kept on this phone. It does not count until you are online and it is confirmed.
unsent-see = See what is kept
unsent-again = Fill in another
unsent-waiting = { $n } filled in offline; tap for the outcome
unsent-leave = { $n } on this phone were not sent yet; signing out deletes them. Go online and let them be sent first.
unsent-leave-do = Delete and sign out
unsent-hand-over = Hand-over · claim #{ $n }
unsent-order = Hand-over · order #{ $n }
unsent-visit = Visit · household { $n }
unsent-marks = Attendance · { $title }
unsent-card = Card at the door · { $title }
share-photo-title = Use a photo
share-photo-text = Choose a photo: a family for a wish, a shop for the barcode in it.
share-photo-none = Your account has no use for a photo: a family takes it for a wish, a shop for the barcode in it.
share-photo = Photo
share-photo-do = Use this one
done-photo-shared = We have the photo. Choose a thing, and it goes with it.
