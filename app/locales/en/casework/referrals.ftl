# Services of organisations, and referrals of families to them.

# lists
nav-referrals = Referrals
desk-referrals = late referrals
desk-office-referrals = Referrals that wait for our office
referrals-title = Referrals
referrals-tab-open = Under way
referrals-tab-late = Late
referrals-tab-over = Ended
referrals-empty = No referrals
referrals-empty-text = Families referred to other offices appear here.
referrals-sent = Sent
referrals-answered-in-time = Answered in time
referrals-done-in-time = Done in time
referrals-confirmed = Confirmed
referrals-climbed = Went up

# services
services-title = Services
services-note = See here whether there is room. No family is named.
services-empty = No services yet
services-empty-text = A coordinator adds the services of organisations.
service-add = Add a service
service-organisation = Organisation
service-name = Service
service-add-do = Add
service-closed = no longer offered
service-close = No longer offer
service-reopen = Offer again
done-service-added = The service is on the list.
done-service-set = Changed.
time-class = Class of time
time-class-hours2 = 2 hours
time-class-hours24 = 24 hours
time-class-days7 = 7 days
time-class-days15 = 15 days
time-class-wages = wages: accepted the same day, settled in 3 days
capacity-open = room
capacity-full = full
capacity-set-open = Say there is room
capacity-set-full = Say it is full

# a new referral
referral-new = Refer to another office
referral-service = Service
referral-case = Case
referral-need = What is needed
referral-need-hint = The office reads this only if it is ticked below
referral-sharing = What the family agreed to pass on
referral-sharing-note = Ask the family first. The office sees nothing that is not ticked, and the family can take it back at any time.
referral-agreed-whom = Who agreed
shared-name = Name
shared-phone = Phone
shared-address = Address
shared-need = What is needed
referral-send-do = Send now
referral-draft-do = Save as a draft
done-referral-sent = Sent. If the office has no account, make a link for it.
done-referral-drafted = The draft is saved. Send it within 3 days.
done-referral-step = Recorded.
done-sharing-stopped = The office sees nothing of the family any more.

# one referral
referral-next-sender = Next: the caseworker, by
referral-next-office = Next: the office, by
referral-next-family = Next: the family, by
referral-sender = Sent by
referral-number = Number
referral-answered = Answered
referral-done = Done
referral-late-lead = It is late. Ask { $name } and the office what is missing; if no one can do it, give the family to another caseworker:
referral-steps = Next step
referral-words = Words
referral-words-hint = Taking back and disputing need a reason
referral-climbed-to = Late, went up to { $name }
referral-stopped = Taken back on
referral-link = Link for the office
referral-link-note = An office without an account reads and answers this one by a link. A new link ends the old one.
referral-link-do = Make a link
referral-link-ends = The link works until
referral-link-once = The link is shown this once. Give it only to the person in charge there. Each use is written down.
referral-link-qr = The office can scan it, too
referral-link-uses = Uses of the link
link-use-opened = opened
referral-state-draft = draft
referral-state-sent = sent
referral-state-seen = seen
referral-state-accepted = accepted
referral-state-refused = refused
referral-state-full = full
referral-state-under-way = under way
referral-state-on-hold = on hold
referral-state-done = done
referral-state-confirmed = confirmed
referral-state-disputed = disputed
referral-state-cancelled = cancelled
referral-step-send = Send
link-use-send = Send
referral-step-see = See
link-use-see = See
referral-step-accept = Accept
link-use-accept = Accept
referral-step-refuse = Refuse
link-use-refuse = Refuse
referral-step-say-full = We are full
link-use-say-full = We are full
referral-step-start = Start
link-use-start = Start
referral-step-hold = Put on hold
link-use-hold = Put on hold
referral-step-finish = Done
link-use-finish = Done
referral-step-confirm = The family confirms
link-use-confirm = The family confirms
referral-step-dispute = The family says no
link-use-dispute = The family says no
referral-step-redirect = Send to another service
link-use-redirect = Send to another service
referral-step-cancel = Take back
link-use-cancel = Take back
party-sender = caseworker
party-office = the office
party-family = the family

# the office's page
office-title = Referral
office-referrals-title = Referred to us
office-cover-text = A family was referred to you. Open it to read what it agreed to share. Each opening is written down, and the family sees it.
office-open = Open
office-due = Due
office-disputed = The family says that it is not solved. Please look again.
office-nothing-shared = The family did not agree to share its name or phone. Please reach it through the caseworker.
office-answer = Your answer
office-by = Your name
office-by-hint = The caseworker reads it
office-words-hint = Refusing and putting on hold need a reason. The family reads it, too
office-thanks = Thank you, your answer is recorded
office-thanks-text = You can close this page. While the matter is open, the link keeps working.

# the family's page
referrals-own-title = Offices we asked for you
referral-own-shared = What the office is told
referral-own-nothing = No name, phone or address
referral-own-opened = Opened by the office
referral-own-stop = Stop telling the office
referral-own-stop-note = From now on the office sees nothing of the family. The matter goes on.
referral-own-stop-do = Take it back

# notices
notice-referral-changed = A referral has moved on: { $title }
notice-referral-due = A referral is due soon: { $title }
notice-referral-now = A referral is due now: { $title }
notice-referral-late = A referral is late: { $title }
