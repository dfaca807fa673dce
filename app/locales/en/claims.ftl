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
claims-promise = I promise to do this
claims-own-already = You have claimed this wish already.
claims-own-see = See my claim
claims-gone = This wish has just been claimed.
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
claims-none-live = Nothing to bring at the moment
claims-past = Earlier claims
claims-due = Bring it by
claims-since = Updated
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
claims-now-sent-text = It is on the way and cannot lapse any more. Show the parcel code at the counter.
claims-now-checking = The shop has it and is checking it
claims-now-checking-text = Once the used appliance has passed, it goes to the family. Nothing more for you to do.
claims-now-arrived = The shop has it
claims-now-arrived-text = The family has been told to collect it. Nothing more for you to do.
claims-now-handed = The family has been given it
claims-now-handed-text = They are asked to confirm; after some days it counts as confirmed.
claims-now-confirmed = The family has it
claims-now-confirmed-text = This is done. Thank you.
claims-now-cancelled = Cancelled
claims-now-cancelled-text = The wish is open to everybody again. Your reason:
claims-now-lapsed = Lapsed
claims-now-lapsed-text = It did not arrive in time, so the wish is open again. If you can bring it now, claim it once more.
claims-now-revoked = Claim taken back
claims-now-revoked-text = Staff took this claim back; you need not bring it.
claims-now-refused = The shop could not take it
claims-now-refused-text = Please fetch it from the shop. The reason:
claims-wish-again = See the wish
claims-thanks = From the family, to you

claims-send = It is on the way
claims-send-note = After this it cannot lapse
claims-extend = Extend to { $day } (only once)
claims-cancel-fold = I cannot bring it after all
claims-cancel-reason = Why not?
claims-cancel-hint = A few words will do, such as: the size was sold out
claims-cancel = Cancel my claim

done-claim-taken = Claimed. Please bring it to { $place }, { $day } at the latest.
done-claim-sent = Noted: it is on the way. You will hear when the shop has it.
done-claim-extended = Extended. Please bring it { $day } at the latest.
done-claim-cancelled = Cancelled. The wish is open to everybody again.
