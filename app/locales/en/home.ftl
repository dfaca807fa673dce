# A family's home, its wishes, its thanks and its file; and the form of a wish, which caseworkers use too.

home-title = Our home
home-empty = No wishes yet
home-empty-text = Tap a picture of what you need.
home-new = Make a wish
home-doors = Go on to
home-household = Our household file
home-past = Earlier wishes

home-code = Pick-up code
home-code-for = Pick-up code: { $title }
home-code-scan = Staff scan this, or tell them the four digits
home-code-show = Show the code to scan
home-ready =
    { $n ->
        [one] It is in the shop: come with the code
       *[other] { $n } are in the shop: come with the code
    }
home-got-it = { $title }: do you have it?
home-handed-at = { $place }: handed over { $day }
home-confirm = Yes, we have it
home-confirm-note = You do not have it? Tell your caseworker. After some days it counts as confirmed.
home-thank = Thank the person who brought it

home-at-draft = Draft, not sent yet
home-at-submitted = Your caseworker is reading it
home-at-rejected = Not accepted
home-at-withdrawn = Taken back
home-at-expired = Its time is over; nobody claimed it
home-at-open = Published, waiting for somebody
home-at-pledged = Somebody has claimed it
home-at-sent = On the way
home-at-checking = In the shop, being checked
home-at-ready = In the shop, ready to collect
home-at-handed = Handed over, please confirm
home-at-confirmed = You have it
home-of-open = { $n } waiting for somebody
home-of-pledged = { $n } claimed
home-of-sent = { $n } on the way
home-of-checking = { $n } being checked
home-of-ready = { $n } ready to collect
home-of-handed = { $n } to confirm
home-of-confirmed = { $n } with you
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
home-withdraw-fold = We do not need it any more
home-withdraw-reason = Why not?
home-withdraw = Take this wish back
home-again = Wish for it again

wish-form-shelves = Kinds of things
wish-form-other = Something else
wish-form-size = Size
wish-form-quantity = How many?
wish-form-member = Who is it for?
wish-form-everybody = All of us
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
done-wish-withdrawn = Taken back. You can make it again whenever you need it.
done-wish-confirmed = Noted: you have it.
done-wish-confirmed-thank = Noted: you have it.
done-thanks-written = Thank you for writing. A caseworker reads it and passes it on.
