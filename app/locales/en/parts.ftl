# Forms and lists.

form-wrong-fields =
    { $n ->
        [1] One thing needs changing
       *[other] { $n } things need changing
    }
form-wrong-line = { $field }: { $why }
field-optional = optional
field-none = none
field-phone = Mobile number
field-password = Password
field-name = Name
field-invitation = Invitation code
field-area = Area
field-old = Present password
field-new = New password
field-item = Thing
field-size = Size
field-quantity = How many
field-member = For whom
field-words = Words
field-reason = Reason
field-code = Pick-up code
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
stepper-less = One less
stepper-more = One more
pager = Pages
pager-more = Show more
search-go = Search
scan = Scan
scan-view = Camera picture

steps = How far it has come
steps-at = Step { $n } of { $of }: { $step }
step-submitted = Sent
step-published = Shown
step-claimed = Claimed
step-arrived = In shop
step-handed-over = Given
step-confirmed = Done
