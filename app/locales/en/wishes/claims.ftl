# A claimer's pages: the promise, and what becomes of it.

claims-sheet-title = Claim
claims-when = When will you bring it?
day-latest = { $day } at the latest
day-left =
    { $n ->
        [one] { $weekday }, { $n } day from now
       *[other] { $weekday }, { $n } days from now
    }
day-other = I can bring it sooner
claims-how-many = How many do you claim?
claims-left = { $n } still wanted; one is fine
claims-bring-to = Bring it to { $place }
claims-sheet-note = You can extend once, or cancel
claims-promise = Confirm
claims-own-already = You have claimed this wish already.
claims-own-see = See my claim
claims-gone = This wish has been claimed.
claims-closed = This wish can no longer be claimed.
claims-similar =
    { $n ->
        [one] One wish like it
       *[other] { $n } wishes like it
    }
claims-none-similar = Nothing like it at the moment
claims-see-feed = See other wishes
claims-see-mine = See my claims
claims-not-donor = To claim, sign in as somebody who fulfils wishes

claims-title = My claims
claims-empty = No claims yet
claims-empty-text = Choose a wish and bring it to the shop; staff hand it to the family.
claims-one-at-a-time = Two of your promises lapsed in the last half year, so you claim one thing at a time for now. Once a shop has received your next one, everything is as before.
claims-none-live = Nothing to bring at the moment
claims-past = Earlier claims
claims-impact = You have made { $n } wishes come true
claims-thanks-mark = Thanks
claims-due = Bring it by
claims-since = Updated
claims-expected = Expected by
claims-parcel = Parcel
claims-waits-until = Waits for the family until
claim-end-not-arrived = The agreed day passed and the shop had received nothing.
claim-end-not-collected = It was never collected and went back on the shelf, for another family.
claim-end-not-checked = The used appliance was never checked, so the wish is open again.
claims-number = No. { $n }
claims-number-name = Number
claims-code = Parcel code
claims-code-named = Parcel code: { $title }
claims-code-text = Write it on the parcel, or show it at the counter.
claims-code-scan = Staff scan this, or type { $code }
claims-step-sent = Sent
claims-promised-at = Claimed { $day }

claims-now-pledged = Now: get it and bring it to the shop
claims-now-pledged-text = Bring it yourself or send it. When it has left, tap “It is on the way” below.
claims-now-sent = Now: wait until the shop has it
claims-now-sent-text = Show the parcel code at the counter.
claims-sent-next = If it is not there by { $day }, we ask you, and two days later the shop. If it has not come by { $last }, the wish opens to others again.
claims-now-checking = The shop has it and is checking it
claims-now-checking-text = Once the used appliance has passed, it goes to the family. Nothing more for you to do.
claims-now-arrived = The shop has it
claims-now-arrived-text = The family has been told to collect it. Nothing more for you to do.
claims-now-handed = The family has been given it
claims-now-handed-text = They are asked to confirm; after some days it counts as confirmed.
claims-now-confirmed = The family has it
claims-now-confirmed-text = This is done. Thank you.
claims-now-cancelled = Cancelled
claims-now-cancelled-text = Others are asked to bring it. Your reason:
claims-now-lapsed = Lapsed
claims-now-lapsed-text = It did not arrive in time, so others are asked to bring it. If the wish is open and you can bring it now, claim it once more.
claims-now-revoked = Cancelled by staff
claims-now-revoked-text = This claim has ended; you need not bring anything.
claims-shelved = On the shelf
claims-now-shelved = It is on the shelf now
claims-now-shelved-text = It will help another family. Thank you.
claims-now-refused = The shop could not take it
claims-now-refused-text = Please fetch it from the shop. The reason:
claims-wish-again = See the wish
claims-see-wish = See the whole wish
claims-calendar = Add to calendar
calendar-bring = Bring to { $place }: { $title }
calendar-code = Code { $code }
parcel-fold = By parcel? Write this
claims-thanks = From the family, to you

claims-send = It is on the way
claims-send-note = From now on the day of arrival counts
claims-send-ask = Has it left?
claims-send-when = When should it arrive?
claims-parcel-fold = Sent by parcel? Add the number
parcel-recipient = { $name } (claim { $code })
parcel-copy = Copy the address
parcel-copied = Copied
claims-courier-hint = Such as SF Express or China Post
claims-tracking-hint = Only staff of the shop and the area see it
claims-shift-fold =
    { $n ->
        [one] It will be late: choose another day (once more)
       *[other] It will be late: choose another day (up to { $n } times)
    }
claims-shift-when = When will it arrive?
claims-shift = Save the new day
claims-undo-note = A slip? You can undo this until { $time }.
claims-undo = Undo my last step
claims-extend = Extend to { $day } (only once)
claims-cancel-fold = I cannot bring it after all
claims-cancel-reason = Why not?
claims-cancel-hint = A few words will do, such as: the size was sold out
claims-cancel = Cancel my claim

done-claim-taken = Claimed. Please bring it to { $place }, { $day } at the latest.
done-claim-sent = Noted: it is on the way. You will hear when the shop has it. For ten minutes you can undo this.
done-claim-shifted = Changed: expected by { $day }.
done-claim-undone = Undone; it is as it was before.
done-claim-extended = Extended. Please bring it { $day } at the latest.
done-claim-cancelled = Cancelled. Others are asked to bring it.

# Standing by: a donor who finds a wish taken is asked when the claim ahead falls through.

standby-late = Just too late?
standby-join = Ask me if it falls through
standby-join-text = If the donor ahead cannot bring it, we ask you, and you have 12 hours of daytime to answer. Please do not buy anything yet.
standby-join-many = How many could you bring?
standby-sign-in = Sign in to say “ask me if it falls through”
standby-waiting-title = Noted: you are asked if it falls through. Please do not buy it yet.
standby-see = See it
standby-answer = Answer
standby-list = Wishes you stand by for
standby-ahead =
    { $n ->
        [0] You are next
        [one] One donor is ahead of you
       *[other] { $n } donors are ahead of you
    }
standby-since = Standing by since { $day }
standby-asked-title = It is your turn: will you bring it?
standby-asked-text = The donor ahead could not bring it, so we ask you. It is fine to say no: then we ask the next at once.
standby-until = Please answer by
standby-accept = Yes, I will bring it
standby-decline = Not this time, ask the next
standby-leave = Do not ask me any more
standby-state-waiting = Standing by
standby-state-asked = Waiting for your answer
standby-state-taken = You said yes
standby-state-left = Left
standby-state-missed = Time is over
standby-state-ended = No longer needed
standby-text-waiting = Please do not buy it yet. If the donor ahead cannot bring it, we send you a notice, and you have 12 hours of daytime to answer.
standby-text-asked = The donor ahead could not bring it, so we ask you.
standby-text-taken = You are bringing it. Thank you.
standby-text-left = You are not asked about this wish any more. Thank you for thinking of this family.
standby-text-missed = The time to answer has passed and the next is asked. Thank you for thinking of this family.
standby-text-ended = This wish needs no donor any more. Thank you for thinking of this family.

done-standby-joined = Noted: we ask you if it falls through. Please do not buy anything yet.
done-standby-left = All right, you are not asked any more. Thank you for thinking of this family.

# Applications: a costly wish is granted. Donors say how they mean to bring it, staff choose one.

application-title = Apply for a wish
application-how = This is a costly thing: say how you mean to bring it, and the community chooses one donor. Please do not buy it before.
application-text = The community reads the plan of each applicant and chooses one. Please do not buy anything before.
application-own = You have applied already and can change it here.
application-see = See it
application-plan = What is your plan?
application-plan-hint = For example: where you buy it, when you bring it, whether you can set it up. Only those who choose read it.
application-note = You can withdraw at any time.
application-send = Apply
application-list = Wishes you applied for
application-since = Applied { $day }
application-late = The applications have waited long, and none is chosen yet. The community has been reminded; we are sorry.
application-plan-own = Your plan
application-reason = Reason
application-change = Change it
application-withdraw = Withdraw
application-state-waiting = Waiting for a decision
application-state-chosen = Chosen
application-state-passed = Another was chosen
application-state-declined = Not chosen
application-state-withdrawn = Withdrawn
application-state-ended = No longer needed
application-text-waiting = The community is still reading; we send you a notice. Please do not buy it yet.
application-text-chosen = You are bringing it. Thank you. The claim says where to, and by when.
application-text-passed = Another donor brings it this time. If it falls through, your application waits again by itself and we send you a notice. Please do not buy it.
application-text-declined = Your application was not chosen this time. Thank you for thinking of this family.
application-text-withdrawn = You have withdrawn. Thank you for thinking of this family.
application-text-ended = This wish needs no donor any more. Thank you for thinking of this family.

applications-title = Applications to decide
applications-text = Read what each donor plans and choose one; the others are told. Nothing is held before.
applications-empty = No application waits
applications-empty-text = Applications for costly wishes are listed here.
application-wish = Wish
application-units = Would bring
application-applied = Applied
application-claim = Claim
application-others-decide = This concerns you or your organisation, or you have applied for this wish yourself: a colleague decides.
application-choose = Choose this donor
application-choose-note = It becomes an ordinary claim, with its days counted from now. Please read the other applications first.
application-decline = Do not choose this donor
application-decline-reason = Reason (the donor reads it)
application-decline-do = Decline and tell the donor
application-rivals = Other applications for this wish

done-application-made = You have applied; we tell you when one is chosen. Please do not buy anything yet.
done-application-withdrawn = Withdrawn. Thank you for thinking of this family.
done-application-chosen = Chosen; the donor has been told.
done-application-declined = The donor has been told.

need-offer-title = Bring it every month?
need-offer-text = This family needs it every month; { $n } more will follow. If you promise, each is claimed for you with a notice when it opens, and you can stop at any time.
need-offer = I bring it every month
need-promised-note = A donor has promised to bring this every month.
need-mine = What you bring every month
need-next = next { $day }
need-promise-stop = Stop
done-need-promised = Thank you! We tell you each month.
done-need-promise-stopped = All right, others are asked for later months.

# The counter: goods come, are looked at, and leave to a family.

shop-title = Counter
shop-back = Back to the counter
shop-find-title = Who is here?
shop-find = Type or scan a number, pick-up code, family card, barcode or name
shop-find-placeholder = Number, code, card or name
shop-find-hint = Claim number, six-letter code, pick-up code, order, receipt, barcode or the name of a thing. A family: scan its card, or type its phone, its full name or “household:3098”.
shop-find-go = Find
shop-found-title = Find
shop-found-none = Nothing found for “{ $find }”
shop-found-none-text = Check for a mistyped digit. Or try another way: the name of the person or organisation who brings it, or the thing itself, such as “school bag”.
shop-code-paused = { $n } pick-up codes were tried within 15 minutes; more can be tried from { $time } on. Numbers and names still work.
shop-code-other-role = Only shopkeepers search by pick-up code. Please use a number or a name.
shop-found-several = Found { $n }. Choose the right one.

shop-expected = Expected
shop-expected-none = Nobody is bringing anything at the moment.
shop-ready = Ready for the family
shop-ready-none = Nothing waits to be handed over.
shop-checks = Appliances to check
shop-checks-none = No appliance waits for a check.
shop-lists = At the counter
shop-list-whole = See the whole list
shop-list-all = All { $n }
shop-list-cut = Only the first 100 are listed here. Use the field above for the others.
shop-idle = Nothing to do at the counter
shop-idle-text = Nothing is expected and nothing waits for pick-up.
shop-idle-stock = See the stock
shop-idle-action = Fill from the shelf

shop-units-of = { $title } × { $n }
shop-units =
    { $n ->
        [one] { $n } unit
       *[other] { $n } units
    }
shop-from-shelf = From the shelf
shop-filled-by = Set aside from the shelf by { $name }
shop-on-the-way = On the way
shop-sent-at = Sent { $day }
shop-sent = Sent
shop-expected-by = Expected by
shop-parcel = Parcel
shop-waits-until = Waits until
shop-did-it-come = The expected day has passed. Did it come? Then accept it here. If not, there is nothing to do: the wish opens to others by itself.
shop-since =
    { $n ->
        [0] Here since today
        [one] Here for { $n } day
       *[other] Here for { $n } days
    }
shop-late = Overdue
shop-awaiting-check = Waits for a check
shop-number = Number
shop-by = Brought by
shop-due = Due
shop-location = Shop
shop-check = Check
shop-check-passed-by = { $name }: passed
shop-check-failed-by = { $name }: not passed

shop-count =
    { $n ->
        [one] Please count: there should be { $n } unit.
       *[other] Please count: there should be { $n } units.
    }
shop-condition-ask = What condition is it in?
shop-arrive = Checked, take it in
shop-arrive-note = The family is then told to come.
shop-arrive-note-check = A used appliance needs a signed check before the family is told.
shop-refuse-ask = Cannot take it?
shop-refuse-reason = Why not?
shop-refuse-hint = The person who brought it reads this, for example “the zip is broken, the bag does not close”.
shop-refuse = Do not take it

shop-check-title = A used appliance is checked first
shop-check-one = Case and insulation: no damage, no burn marks
shop-check-two = Cord and plug: no cracks, nothing loose
shop-check-three = Five minutes of use: it works, no leakage, no smell
shop-check-ask = Result
shop-check-passed = Passed
shop-check-passed-text = May go to a family
shop-check-failed = Not passed
shop-check-failed-text = Goes back
shop-check-note-hint = If it did not pass, say what is wrong.
shop-check-note = Whoever signs answers for it.
shop-check-sign = Sign and record
shop-check-signed = Checked by { $name }, who is signed in
field-tick-case = Case and insulation
field-tick-cord = Cord and plug
field-tick-run = Trial run
refusal-required-tick-case = It passes with all three ticked only; if one fails, choose so.
refusal-required-tick-cord = It passes with all three ticked only; if one fails, choose so.
refusal-required-tick-run = It passes with all three ticked only; if one fails, choose so.

shop-code = Pick-up code
shop-code-hint = Ask the family for its code of four or six digits, or scan the code on its phone.
shop-code-known = The code just given is filled in. Hand over the goods, then press below.
shop-wrong-code = Ask the family to open “Home” and check that it is the code of this wish. If two or three more tries fail, ask the caseworker; after 5 tries without success there is a wait of 15 minutes.
shop-hand-over = All correct, hand over
shop-hand-over-note =
    { $n ->
        [one] Give the family { $n } unit.
       *[other] Give the family { $n } units.
    }

shop-said-expected = Not here yet.
shop-said-check = In the shop, waiting for its signed check.
shop-said-ready = In the shop, waiting for the family.
shop-said-handed-over = With the family, which has yet to confirm.
shop-said-confirmed = The family has confirmed. This is done.
shop-said-cancelled = The claimer cancelled; nothing will come.
shop-said-lapsed = It did not come in time; the wish is open again.
shop-said-revoked = The claim was cancelled by staff.
shop-said-refused = Not taken; the wish is open again.
shop-confirms-by = is when it confirms itself without an answer.
shop-reason = Reason: { $reason }
shop-next-person = Next person
shop-goods-here = The goods came after all?
shop-goods-here-text = Take them in as a donation, then fill a wish that still waits from the shelf.
shop-goods-here-receive = Take in as a donation
shop-goods-here-fill = The shelf has it: fill this wish now
shop-revoke = Something wrong with this claim? Take it back

shop-fill-title = Fill from the shelf
shop-fill-text = The shelves could fill these wishes now. Those that wait longest come first.
shop-fill-empty = Nothing to fill right now
shop-fill-empty-text = The shelves have nothing that fits the open wishes. Look again when goods have come.
shop-fill-empty-action = Receive goods
shop-fill-on-shelf = { $n } on the shelf
shop-fill-which = Which lot?
shop-fill-lot = { $place }, { $n } there
shop-fill-expires = best before { $date }
shop-fill-note = The family is then told to come.
shop-fill-do = Set aside for this family
shop-fill-taken = Somebody has claimed this wish
shop-fill-taken-text = What is on the shelf can go to another family.
shop-fill-gone = Nothing on the shelf fits any more
shop-fill-gone-text = Nothing of this thing and size that is still in date is left.
shop-fill-back = See other wishes

done-shop-arrived = { $title } × { $n } taken in; the family has been told. Write { $claim } on it and put it on the pick-up shelf.
done-shop-arrived-check = { $title } taken in. Sign its check first, then the family is told.
done-shop-refused = { $claim } was not taken; whoever brought it has the reason. The wish is open again.
done-shop-checked = { $title } passed its check; the family has been told. Write { $claim } on it and put it on the pick-up shelf.
done-shop-check-failed = { $title } did not pass and is booked as returned. Please give it back.
done-shop-handed-over = { $title } × { $n } handed over. Next person.
done-shop-handed-over-more = { $title } × { $n } handed over. There is more in the shop for this wish: hand that over too.
done-shop-filled = { $title } × { $n } set aside from the shelf; the family has been told. Write { $claim } on it and put it on the pick-up shelf.
