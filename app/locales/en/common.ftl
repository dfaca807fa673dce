# The frame of every page, dates, states and roles.

brand = Wishbridge
skip = Skip to content
back = Back
share = Share
share-copied = Link copied
language-draft = A draft: no native reader has looked at it yet.
sign-out = Sign out

nav = Main navigation
nav-short = Most used
nav-more = More
nav-feed = Wishes
nav-claims = Claims
nav-notices = Notices
nav-me = Me
nav-home = Home
nav-free-shop = Shop
nav-sign-in = Sign in
nav-desk = Today
nav-review = To review
nav-wishes = All wishes
nav-thanks = Thanks to pass on
nav-households = Household files
nav-counter = Counter
nav-fill = Fill from the shelf
nav-stock = Stock
nav-board = Short, plenty
nav-receive = Receive goods
nav-journals = Ledger
nav-areas = Areas and rules
nav-organisations = Organisations
nav-accounts = Accounts and roles
nav-locations = Shop locations
nav-languages = Languages
nav-public-pages = Public pages
nav-audit = Audit trail
nav-security = Security log
nav-health = Health
nav-group-wishes = Wishes
nav-group-shop = Charity shop
nav-group-people = Administration
nav-group-me = Me

refused-title = This cannot be done now
refused-not-found-title = Not found
refused-not-found-text = It may be over, or the address is incomplete.
refused-unavailable-title = One moment
refused-home = Go to the start
refused-number = If it stays like this, tell the staff this number:

date-today = today
date-today-at = today { $time }
date-yesterday-at = yesterday { $time }
date-tomorrow = tomorrow
date-in-two-days = { $weekday }
date-on-weekday = { $weekday } { $date }
date-day = { $day } { $month }
date-year = { $day } { $month } { $year }
date-full = { $weekday }, { $day } { $month } { $year }, { $time }
weekday-1 = Monday
weekday-2 = Tuesday
weekday-3 = Wednesday
weekday-4 = Thursday
weekday-5 = Friday
weekday-6 = Saturday
weekday-7 = Sunday
month-1 = January
month-2 = February
month-3 = March
month-4 = April
month-5 = May
month-6 = June
month-7 = July
month-8 = August
month-9 = September
month-10 = October
month-11 = November
month-12 = December
waited-today = posted today
waited-days =
    { $n ->
        [one] waiting 1 day
       *[other] waiting { $n } days
    }

money-about = about { $n } yuan
alias-family =
    { $n ->
        [1] One person
        [2] Family of two
        [3] Family of three
        [4] Family of four
        [5] Family of five
        [6] Family of six
        [7] Family of seven
        [8] Family of eight
        [9] Family of nine
        [10] Family of ten
       *[other] Family of { $n }
    }
alias-baby = a baby
alias-toddler = { $age }-year-old toddler
alias-girl = { $age }-year-old girl
alias-boy = { $age }-year-old boy
alias-child = { $age }-year-old child
alias-woman = { $age }-year-old woman
alias-man = { $age }-year-old man
alias-adult = { $age }-year-old
alias-elder = { $age }-year-old

wish-state-draft = Draft
wish-state-submitted = Waiting for review
wish-state-published = Published
wish-state-fulfilled = Fulfilled
wish-state-rejected = Not accepted
wish-state-withdrawn = Withdrawn
wish-state-expired = Expired

claim-state-pledged = Claimed
claim-state-on-the-way = On the way
claim-state-arrived = In the shop
claim-state-handed-over = Handed over
claim-state-confirmed = Confirmed
claim-state-cancelled = Cancelled
claim-state-lapsed = Lapsed
claim-state-revoked = Cancelled by staff
claim-state-refused = Not accepted

role-family = Family
role-donor = Donor
role-shopkeeper = Shopkeeper
role-caseworker = Caseworker
role-coordinator = Coordinator
role-auditor = Auditor
role-admin = Administrator

# Forms and lists.

form-wrong-fields =
    { $n ->
        [1] One thing needs changing
       *[other] { $n } things need changing
    }
form-wrong-line = { $field }: { $why }
form-field-name = Name
form-field-due = Date
form-field-to = To whom
form-field-how = How
form-field-note = Note
form-field-words = Words
field-optional = optional
file-choose = Choose a file
file-choose-picture = Take or choose a photo
field-none = none
field-phone = Mobile number
field-password = Password
field-name = Name
field-invitation = Invitation code
field-area = Area
field-old = Current password
field-new = New password
field-item = Thing
field-size = Size
field-quantity = How many
field-member = For whom
field-reason = Reason
field-due = Bring it by
field-household = Household
field-address = Address
field-members = Members
field-member-name = Member's name
field-birth-year = Year of birth
field-sex = Sex
field-checker = Checked by
field-note = Findings
field-condition = Condition
field-expires = Best before
field-location = Shop location
field-origin = Origin
field-role = Role
field-hours = Opening hours
field-open-claims = Open claims at once
field-claim-days = Days to deliver
field-reminder-days = Reminder before
field-wish-days = Days on show
field-confirm-days = Days until confirmed
field-courier = Courier
field-tracking = Parcel number
field-expected = Day of arrival
field-decision = Decision
field-arrive-days = Days on the way
field-grace-days = Days for the shop’s answer
field-collect-days = Days to collect
stepper-less = One less
stepper-more = One more
pager = Pages
pager-more = Show more
pager-shown = { $n } shown
pager-start = From the beginning
place-map = Map
place-days = { $first } to { $last }
place-hours = { $days } { $from }–{ $to }
place-closed = { $days } closed
place-closed-on = Also closed: { $days }
place-open-now = Open now, until { $until }
place-shut-now = Closed now, opens { $day } { $from }
search-go = Search
scan = Scan
scan-view = Camera picture

steps = How far it has come
steps-at = Step { $n } of { $of }: { $step }
step-draft = Draft
step-sent = On the way
step-submitted = Sent
step-published = Shown
step-claimed = Claimed
step-arrived = In shop
step-handed-over = Given
step-confirmed = Done
undo-title = What you can undo
undo-none = Nothing to undo now
undo-none-text = What you just did can be undone here for some minutes, as long as nothing depends on it.
undo-do = Undo (within { $n } min)
undo-record = Open { $n }
done-undone = Undone; it is as it was before.
undo-kind-wish-published = The wish is published.
undo-kind-wish-rejected = The wish is sent back.
undo-kind-file-assigned = The file has another caseworker.
undo-kind-work-handed-over = The work is handed over.
undo-kind-case-closed = The case is closed.
undo-kind-pairing-ended = The pairing is ended.
undo-kind-appointment-cancelled = The appointment is cancelled.
undo-kind-shift-cancelled = The shift is cancelled.
undo-kind-course-cancelled = The event is cancelled.
