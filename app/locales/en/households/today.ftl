# A family's home, its wishes, its thanks and its file; and the form of a wish, which caseworkers use too.

home-title = Our home
home-empty = No wishes yet
home-empty-text = Tap a picture of what you need.
home-new = Make a wish
home-doors = Go on to
home-household = Our household file
home-past = Earlier wishes
home-draft-fold = Change it
home-draft-save = Save
done-draft-changed = Changed. It has not been sent yet.
home-doors-more = More
home-more = { $n } more wishes

home-code = Pick-up code
home-code-for = Pick-up code: { $title }
home-code-scan = Staff scan this, or tell them the digits
home-code-show = Show the code to scan
home-ready =
    { $n ->
        [one] It is in the shop: come with the code
       *[other] { $n } are in the shop: come with the code
    }
home-got-it = { $title }: do you have it?
home-handed-at = { $place }: handed over { $day }
home-confirm = Yes, we have it
home-confirm-note = You do not have it, or it is broken? Say so below. After some days it counts as confirmed.
home-thank = Thank the person who brought it

home-at-draft = Draft, not sent yet
home-at-submitted = Under review
home-at-rejected = Not accepted
home-at-withdrawn = Withdrawn
home-at-expired = Its time is over; nobody claimed it
home-at-open = Published, waiting for somebody
home-at-pledged = Somebody has claimed it
home-at-sent = On the way
home-at-checking = In the shop, being checked
home-at-ready = In the shop, ready to collect
home-at-handed = Handed over, please confirm
home-at-confirmed = You have it
home-at-undecided = Not collected; it is on the shelf, and your caseworker will ask
home-of-open = { $n } waiting for somebody
home-of-pledged = { $n } claimed
home-of-sent = { $n } on the way
home-of-checking = { $n } being checked
home-of-ready = { $n } ready to collect
home-of-handed = { $n } to confirm
home-of-confirmed = { $n } with you
home-of-undecided = { $n } not collected; your caseworker will ask
home-of-join = {", "}

home-choose-title = Tap what you need
home-post-title = Make a wish
home-post-note = A caseworker reads it first; nobody sees your name or address
home-send = Send the wish
home-keep = Keep it and send it later

home-reason = The reason: { $text }
home-seen-as = What people see
home-sent-on = Sent
home-open-until = Shown until
home-so-far = How far it is
home-due = Due { $day }
home-due-by = Due
home-expected = expected by { $day }
home-expected-by = On the way, expected by
home-collect-by = Please collect it { $day } at the latest
home-withdraw-fold = We do not need it any more
home-withdraw-reason = Why not?
home-withdraw = Take this wish back
home-again = Wish for it again

wish-form-shelves = Kinds of things
wish-form-other = Something else
wish-form-size = Size
wish-form-quantity = How many?
wish-form-member = Who is it for?
wish-form-whole-family = All of us
wish-form-words = A few words
wish-form-words-hint = No names, schools or addresses, please

home-file-phone = Mobile number
home-file-address = Address
home-file-area = Area
home-file-number = Family number
home-file-none = Not on file
home-file-members =
    { $n ->
        [one] One person lives here
       *[other] { $n } people live here
    }
home-file-born = born { $year }
home-file-correct = Something is wrong or has changed? Tell your caseworker, who will correct it.
home-file-correct-named = Something is wrong or has changed? Tell your caseworker { $names }, who will correct it.
home-file-and = {" and "}
home-file-seen = Only your family and the staff of this area can see this. People who claim wishes cannot.

thank-title = Say thank you
thank-text = { $title } was brought by somebody. You may send a card or a few words, or nothing at all.
thank-card = Choose a card
thank-words = A few words
thank-words-hint = No names, schools or addresses, please
thank-note = A caseworker reads it and passes it on
thank-send = Send our thanks
thank-skip = Not this time
thank-waiting = Written. A caseworker reads it and passes it on.
thank-released = It has been passed on.
thank-home = Back home

done-wish-sent = Sent. A caseworker reads it and publishes it; you will hear.
done-wish-kept = Kept. Tap “Send the wish” whenever you like.
done-wish-withdrawn = Withdrawn. You can make it again whenever you need it.
done-wish-confirmed = Noted: you have it.
done-wish-confirmed-thank = Noted: you have it.
done-thanks-written = Thank you for writing. A caseworker reads it and passes it on.

# The desk: today, review, the area's wishes and claims, thanks.

list-comma = {", "}

desk-title = Today
desk-review = To review
desk-thanks = Thanks to pass on
desk-ready = Ready to hand over
desk-long = Waiting long
desk-visits = To bring on a visit
desk-decisions = Not collected: decide
desk-applications = Applications: decide
desk-quiet = Nothing is due today
desk-quiet-text = New work, and work that reaches its limit, comes first here.
today-late = Late
today-this-day = Today
today-next = Next
today-many = 99+
today-late-now = due now
today-late-days =
    { $n ->
        [one] { $n } day late
       *[other] { $n } days late
    }
today-since-now = came today
today-since-days =
    { $n ->
        [one] waits for { $n } day
       *[other] waits for { $n } days
    }
today-due = due: { $day }
desk-stock-takes = Stock-takes to approve
desk-transfers = Transfers to receive
desk-transfers-short = Transfers that came short
desk-inspections = Goods to inspect
desk-offers = Offers to answer
first-steps-title = First steps
first-steps-text = From an empty installation to the first wish: each step is ticked when it is done.
first-steps-done = done
first-steps-do = do it now
first-steps-others = done by colleagues who may
first-steps-hide = Do not show this again
done-first-steps-hidden = The first steps are no longer shown.
first-areas = Make the areas below
first-shop = Make a shop
first-organisation = Make an organisation
first-people = Bring in caseworkers and shopkeepers
first-family = Make the first family's file
first-wish = Review and publish the first wish
desk-doors = More
desk-to-counter = Shop counter
desk-to-accounts = Accounts and roles
desk-to-areas = Areas and rules
desk-to-wishes = All wishes
desk-to-stock = Stock
desk-to-audit = Audit trail

review-title = To review
review-one = Review: { $title }
review-empty = No wish waits for review
review-empty-text = All done. New wishes will show here.
review-publish = Publish this wish
review-preview = What everybody will see
review-own-words = The family's own words
review-own-words-note = for staff only
review-own-title = In the family's words
review-own-title-note = Only the family and the community see this; it is never public.
review-item-needed = Say which item it is first; then you can publish it.
review-item-change = Choose another item
review-item-existing = Item that the shops have
review-item-existing-hint = Choose one if it is on the list; else describe a new one below.
review-item-size = Size
review-item-size-hint = Only if the chosen item has sizes, as written on the list
review-item-name = Name of the new item
review-item-name-hint = Everyone will see it, so write nothing about the family. The shops use this name from now on.
review-item-category = Category of the new item
review-item-cost = About how much does it cost?
review-item-cost-hint = Needed for a new item; donors see it
review-item-electrical = An appliance: used ones are checked
review-item-perishable = Has a best-before date
review-item-do = Take this item
done-wish-item = Done. Please look at the preview, then publish.
review-own-post = You posted this wish for the family, so a colleague or the coordinator publishes it.
review-no-words = The family wrote no words.
review-words = Public words
review-words-hint = Change them or leave them empty. No names, schools or addresses.
review-others =
    { $n ->
        [1] This family has another wish going on: { $titles }.
       *[other] This family has { $n } other wishes going on: { $titles }.
    }
review-decided = This wish has been decided.
review-see-wish = See the wish
review-reject = Do not publish, send it back
review-reject-note = The family reads the reason as you send it.
review-reason = Why send it back
review-reason-shop = The shop has this right now. Please come and collect it.
review-reason-double = You have wished for the same thing before. Please wait for that one first.
review-reason-many = That is many at once. Please wish again for fewer.
review-reason-visit = We would like to check a few things with you. Your caseworker will be in touch.
review-reason-own = In my own words
review-reason-words = Words to the family
review-reject-do = Send it back to the family
done-wish-published = “{ $title }” is published and can be claimed. The family has been told.
done-wish-rejected = “{ $title }” is sent back; the family reads why.
done-wish-reopened = It waits for its review again, in its old place. The family is told.
desk-wish-reopen = Look at this wish again
desk-wish-reopen-note = If it was sent back by mistake, or things changed: it waits for its review again in its old place, and the family is told.

desk-wishes-title = All wishes
desk-wishes-search = A thing, or a wish's number
desk-wishes-states = States
desk-wishes-all = All
desk-wishes-none = No such wish
desk-wishes-none-text = Try another state or another word.
desk-wish-ready = In the shop
desk-wish-number = Wish number
desk-household = Household
desk-household-number = Household { $n }
desk-units = Claimed
desk-units-of = { $claimed } of { $quantity }
desk-submitted = Sent
desk-expires = On show until
desk-reason = Reason:
desk-code = Pick-up code
desk-claims = Who claimed it
desk-claim-line =
    { $n ->
        [1] 1 unit · claim { $number }
       *[other] { $n } units · claim { $number }
    }
desk-claim-due = due { $date }
desk-from-shelf = From the shop's shelf
desk-to-review = Review it
desk-submit = Send for review
desk-to-hand-over = Hand over
desk-to-fill = Fill from the shelf
desk-in-stock-note = The shop has this; its staff can set it aside for the family.
desk-withdraw = Take this wish back for the family
desk-withdraw-turn = This wish comes every month: taking it back ends the months after it, too.
desk-withdraw-note = It is no longer shown, and promises not yet sent end with it.
desk-withdraw-reason = Why take it back
desk-withdraw-do = Take the wish back
done-wish-submitted-for-family = Sent for review.
done-wish-withdrawn-for-family = The wish is withdrawn and no longer shown.

desk-ready-title = Ready to hand over
desk-ready-none = Nothing waits to be collected
desk-ready-none-text = What has arrived and passed inspection will show here.
desk-decide-title = Not collected: your decision
desk-visit-title = Not collected for a week: bring it
desk-decide = The goods were not collected. What becomes of the wish?
desk-decide-note = The goods are on the shelf again. Please ask the family whether it still needs them. Without a decision by { $day } the wish opens again by itself.
desk-decide-reopen = Still needed: open it again
desk-decide-close = Not needed: close it
done-decided-reopen = The wish is open again.
done-decided-close = Noted: these units are not needed any more.
desk-claim-title = Claim: { $title }
desk-claim-of = claim { $number }
desk-claim-number = Claim number
desk-location = Which shop
desk-promised = Claimed
desk-due = Due
desk-expected = Expected by
desk-parcel = Parcel
desk-waits-until = Waits until
desk-changed = Last change
desk-check-waits = A used appliance still waits for its signed check. It can be handed over after that.
desk-hand-over = Hand over on a visit
desk-hand-over-hint = Ask the family for its code of 4 or 6 digits
desk-hand-over-do = Checked: hand over
desk-revoke = Take this claim back
desk-revoke-note = The wish opens again, and the claimer reads why.
desk-revoke-note-arrived = The goods are in the shop: they go on the shelf, the wish opens again, and the claimer reads why.
desk-revoke-reason = Why take it back
desk-revoke-do = Take the claim back
done-handed-over-by-desk = Handed over. Once the family confirms, the claimer is told.
done-claim-revoked = The claim is cancelled; the wish is open again.

desk-thanks-title = Thanks to pass on
desk-thanks-empty = No thanks to read
desk-thanks-empty-text = What families write comes here first; you read it and pass it on.
desk-thanks-for = Thanks for { $title }
desk-thanks-card-only = a card without words
desk-thanks-words = What the claimer will read
desk-thanks-words-hint = Change what needs it. No names, schools or addresses.
desk-thanks-release = Send to the claimer
desk-thanks-consent = consent missing
desk-thanks-refused-pill = not public
desk-thanks-needs-child = The wish was for a child, and no guardian has agreed to tell of it: the words cannot go to the claimer. Ask the family and record the consent first.
desk-thanks-needs-refused = The family does not want this person told of: the words cannot go to the claimer.
desk-thanks-record = Record the guardian’s consent
desk-thanks-record-again = They changed their mind: record a consent
desk-thanks-keeper = A caseworker who keeps this family’s file records the consent.
desk-thanks-gone = The person is no longer in the file; there is nobody to ask about.
desk-thanks-theirs = What the family wrote
desk-thanks-only-card = Send the card only
desk-thanks-withhold = Do not pass this on
desk-thanks-withhold-note = The claimer will not get it, and the family is not told.
desk-thanks-withhold-do = Do not pass on
done-thanks-released = The thanks are on their way to the claimer.
done-thanks-withheld = These thanks were not passed on.
desk-cost = Price
