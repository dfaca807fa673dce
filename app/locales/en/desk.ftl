# The desk: today, review, the area's wishes and claims, thanks.

list-comma = {", "}

desk-title = Today
desk-review = To review
desk-all-done = all done
desk-thanks = Thanks to pass on
desk-thanks-note = read first, then send
desk-thanks-blocked-note = { $n } without a guardian’s consent
desk-thanks-next = Thanks to read
desk-ready = Ready to hand over
desk-ready-note = in the shop, waiting for the family
desk-long = Waiting long
desk-long-note = unclaimed for two weeks or more
desk-next = New wishes to review
desk-next-none = No wish waits for review.
desk-start-review =
    { $n ->
        [1] Review this one
       *[other] Start reviewing, { $n } in all
    }
desk-quiet = Nothing waits for you
desk-quiet-text = New wishes, thanks and arrivals will show here.
desk-doors = More
desk-to-counter = Shop counter
desk-to-accounts = Accounts and roles
desk-to-areas = Areas and rules
desk-to-wishes = All wishes
desk-to-stock = Stock

review-title = To review
review-one = Review: { $title }
review-empty = No wish waits for review
review-empty-text = All done. New wishes will show here.
review-publish = Publish this wish
review-preview = What everybody will see
review-own-words = The family's own words
review-own-words-note = for staff only
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
desk-code-note = The family says this code when it collects. Tell nobody else.
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
desk-withdraw-note = It is no longer shown, and promises not yet sent end with it.
desk-withdraw-reason = Why take it back
desk-withdraw-do = Take the wish back
done-wish-submitted-for-family = Sent for review.
done-wish-withdrawn-for-family = The wish is taken back and no longer shown.

desk-ready-title = Ready to hand over
desk-ready-none = Nothing waits to be collected
desk-ready-none-text = What has arrived and passed inspection will show here.
desk-claim-title = Claim: { $title }
desk-claim-of = claim { $number }
desk-claim-number = Claim number
desk-location = Which shop
desk-promised = Claimed
desk-due = Due
desk-changed = Last change
desk-check-waits = A used appliance still waits for its signed check. It can be handed over after that.
desk-hand-over = Hand over on a visit
desk-hand-over-hint = Ask the family for its 4-digit code
desk-hand-over-do = Checked: hand over
desk-revoke = Take this claim back
desk-revoke-note = The wish opens again, and the claimer reads why.
desk-revoke-note-arrived = The goods are in the shop: they go on the shelf, the wish opens again, and the claimer reads why.
desk-revoke-reason = Why take it back
desk-revoke-do = Take the claim back
done-handed-over-by-desk = Handed over. Once the family confirms, the claimer is told.
done-claim-revoked = The claim is taken back; the wish is open again.

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
