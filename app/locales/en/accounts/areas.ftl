# Areas, rules, organisations, accounts, shop locations.

admin-state = State
admin-acts = Actions
admin-open = In use
admin-closed = Closed
admin-installation = The whole installation
admin-installation-hint = “The whole installation” is for administrators only

admin-areas-title = Areas and rules
admin-areas-below = Areas below
admin-areas-empty = No areas yet. Make one at the top first.
admin-areas-pick = No area of yours
admin-areas-pick-text = Ask an administrator to make you coordinator of an area.
admin-area-where = Where it is
admin-area-name = Name of the area
admin-area-count = { $n }
admin-area-add = Add an area below
admin-area-add-root = New area at the top
admin-area-add-root-note = Two areas at the top never see each other's households, stock or people.
admin-area-add-below = Add an area below { $name }
admin-area-add-do = Add the area
admin-area-rename = Change the name
admin-area-rename-do = Save the name
field-kind = Level
area-kind-city = City
area-kind-district = District or site
area-kind-community = Community
area-kind-grid = Grid or group
done-area-added = { $name } is added. You can add the next one.
done-area-renamed = It is called { $name } now.

admin-policy-title = Rules for claims and wishes
admin-policy-own = This area has its own rules; areas below without their own follow them.
admin-policy-above = The rules of { $name } hold here. What you save here counts here and below.
admin-policy-above-unnamed = The rules from above hold here. What you save here counts here and below.
admin-policy-default = No rules are set; the installation's defaults hold.
admin-policy-clear = Follow the rules from above again
admin-policy-save = Save the rules of this area
admin-policy-unit-claims = { "" }
admin-policy-unit-days = days
admin-policy-open-claims = How many one person may have at once
admin-policy-claim-days = From the promise to the deadline
admin-policy-reminder-days = How long before the deadline
admin-policy-wish-days = How long a wish is shown
admin-policy-confirm-days = After the hand-over
admin-policy-arrive-days = From “on the way” to the latest day of arrival
admin-policy-grace-days = How long to wait once the shop was asked about overdue goods
admin-policy-collect-days = How long goods wait in the shop before they go on the shelf
admin-policy-costly-above = Wishes above this price per piece, however many pieces, are applied for, and staff choose one donor; empty for none. It applies to wishes published from now on.
admin-policy-unit-yuan = yuan
admin-policy-open-wishes = Wishes of one household under way at once; 0 for any number
admin-policy-year-wishes = Wishes one household may send within a year; 0 for any number
admin-policy-one-person = Only for an area with one member of staff. Each time one person does both, it is recorded, and coordinators and auditors see it.
admin-policy-staff-factor = Staff here and below who have no sign-in code then set one up before they do anything else; you, too.
field-open-wishes = Open wishes of a household
field-year-wishes = Wishes of a household a year
field-one-person-allowed = The account that posted a wish may publish it, and the one that made a family's card may hand over to it
field-staff-factor = Staff sign in with a code
field-costly-above = Price of a costly wish
field-who-may-claim = Who may claim
who-may-claim-anyone = Everybody who registers
who-may-claim-members = Members of organisations only
who-may-claim-nobody = Nobody for now
who-may-claim-note-anyone = neighbours too
who-may-claim-note-members = with an invitation code
who-may-claim-note-nobody = earlier promises still count
done-policy-set = The rules are saved; new claims follow them.
done-policy-cleared = The rules from above hold again.

admin-organisations-title = Organisations
admin-organisations-empty = No organisations yet
admin-organisations-empty-text = Add one and give its code to its members; they type it when they register.
admin-organisation-name = Name of the organisation
admin-organisation-members = Members
admin-organisation-add = Add an organisation
admin-organisation-add-do = Add the organisation
admin-organisation-note = Members may claim wishes of this area and below. The code is made for you.
admin-organisation-invite = Invitation link
admin-organisation-renew = New code
admin-organisation-rename = Rename
admin-organisation-rename-note = Shown everywhere; the old name still finds it.
admin-organisation-rename-do = Give it this name
done-organisation-renamed = It is called “{ $name }” now.
admin-organisation-renew-ask = The old code stops working at once: whoever has it on paper or in a message can no longer register with it.
admin-organisation-renew-do = Yes, make a new code
admin-organisation-close = Close
admin-organisation-open = Open again
done-organisation-added = { $name } is added; its invitation code is { $code }.
done-organisation-opened = { $name } is open again and its code works.
done-organisation-closed = { $name } is closed; its code no longer works, its members stay.
done-organisation-renewed = The new code of { $name } is { $code }; the old one no longer works.

admin-accounts-title = Accounts and roles
admin-accounts-search = Name or phone
admin-accounts-all = Show all accounts
admin-accounts-none = Nobody found
admin-accounts-none-text = Check the name or the number. Families' accounts are in their files.
admin-accounts-empty = No accounts yet
admin-accounts-empty-text = Add somebody who works here first.
admin-account-name = Name
admin-account-add = Add a member of staff
admin-account-add-do = Add with this role
admin-account-open = Can sign in
admin-account-closed = Closed
admin-account-no-role = no role
admin-account-no-role-yet = No role yet, so there is nothing this account can do.
admin-account-created = Made
admin-account-roles = Present roles
admin-account-contact = Change name and phone
admin-account-contact-note = For a new name or number; the account signs in with the new one. Its owner is told.
admin-account-contact-do = Save
done-account-contact = Name and phone are changed.
done-account-factor = The sign-in code is removed, and its owner was told.
admin-account-grant = Give another role
admin-account-grant-do = Give this role
admin-account-revoke = Take away
admin-account-revoke-named = Take the role away: { $role }
admin-account-reset = Make a new set-up code
admin-account-reset-note = For a forgotten password. The old password and earlier sign-ins end, and the owner is told. The code is shown once; hand it over in person.
admin-account-reset-do = Make the code
admin-account-factor = Lost phone: remove the sign-in code
admin-account-factor-note = Make sure first, in person or by phone, that the owner asks for it. The account is signed out everywhere, its owner is told, and can turn it on again.
admin-account-factor-do = Remove the sign-in code
admin-account-code-note = A set-up code is shown once when the account is made. Its owner signs in with phone and code, and sets a password.
admin-account-close = Close this account
admin-account-close-note = It is signed out at once and cannot sign in. Its records stay, and it can be opened again.
admin-account-close-do = Close the account
admin-account-open-do = Open this account again
done-account-opened = The account is open again.
done-account-closed = The account is closed and signed out everywhere.
done-role-granted = The role “{ $role }” is given.
done-role-revoked = The role “{ $role }” is taken away.

admin-locations-title = Shop locations
admin-locations-empty = No shops yet
admin-locations-empty-text = A shop tells claimers where to bring things.
admin-location-name = Name of the shop
admin-location-add = Add a shop
admin-location-add-do = Add the shop
admin-location-area = Which area it serves
admin-location-area-hint = Wishes go to the nearest shop
admin-location-address-hint = Claimers bring things to this address
admin-location-hours-hint = For example: Monday to Friday 9:00–17:00
opening-title = Phone and opening hours
opening-text = Those who bring and collect goods see them; closed days are not offered.
opening-phone-hint = A number that is answered; it can be tapped
opening-recipient-hint = Name on parcels; without one, the shop’s name
opening-opens = { $day }, opens
opening-closes = { $day }, closes
opening-closed-hint = A day a line, such as 2027-01-01; several days as 2027-02-05~2027-02-11
opening-save = Save phone and hours
field-shop-phone = Phone of the shop
field-recipient = Recipient
field-closed-days = Further closed days
field-week = Hours of the week
done-opening-set = Phone and opening hours are saved.
admin-location-open = Takes goods
admin-location-closed = No longer takes goods
admin-location-serves = Serves { $area }
admin-location-open-tick = This shop takes goods
admin-location-close-note = Without it, new claims go to another shop; what is here is still handed over.
admin-location-save = Save the shop
done-location-added = { $name } is added; new claims go to the nearest shop.
done-location-changed = { $name } is saved.
areas-type = Type a part of the name, then pick from the list.
areas-choose = Please choose

# A sheet of areas and staff
staff-sheet-title = Areas, shops and staff from one sheet
staff-sheet-intro = One area a row, with a person, a shop or an organisation there. Write the areas above it first, with slashes: Linjiang/North/Lakeview.
staff-sheet-makes-areas = Areas, shops and organisations that are not there yet are made; what is there stays as it is.
staff-sheet-known-areas = You can add people to your own areas only; ask an administrator for an area that is missing.
staff-sheet-go-text = Each new account gets a one-time code, which is shown once and can be printed and handed over. Its owner sets a password at the first sign-in.
staff-sheet-refused =
    { $n ->
        [one] { $n } row is wrong and is left out; put it right and send the sheet again.
       *[other] { $n } rows are wrong and are left out; put them right and send the sheet again.
    }
staff-sheet-go =
    { $n ->
        [one] Do this { $n } row
       *[other] Do these { $n } rows
    }
staff-sheet-left =
    { $n ->
        [one] { $n } row is left. Print the codes below, then go on.
       *[other] { $n } rows are left. Print the codes below, then go on.
    }
staff-sheet-done-title = Codes of new accounts
staff-sheet-done =
    { $n ->
        [one] { $n } row done.
       *[other] { $n } rows done.
    }
staff-sheet-taken = Not made, because their phones have accounts in other areas: { $names }
staff-sheet-hand-out = Print it, cut it into rows, and hand each to its owner.
staff-sheet-code = One-time code
staff-sheet-until = Valid until
staff-sheet-on = Back to Today
staff-sheet-template-name = Areas and staff
staff-sheet-example-area = Linjiang/North/Lakeview
staff-sheet-example-keeper = Zhao Min
staff-sheet-example-caseworker = Wang Fang
staff-sheet-example-union = Union of North
staff-sheet-example-shop = Lakeview charity shop
sheet-area-path = Area path
sheet-role = Role
sheet-employer = Employer
sheet-shop = Shop
import-fate-new-staff = New account
import-fate-new-role = Another role
import-fate-new-place = New area, shop or organisation
import-wrong-no-area = there is no area “{ $text }”; an administrator can make it
import-wrong-not-allowed = you may not do this here: { $text }
import-wrong-phone-taken = { $text } has an account in another area
area-change-title = Move, merge or close
area-change-move = Move below another area
area-change-merge = Merge into another area
area-change-note-move = It goes there with all below it. See what changes first.
area-change-note-merge = Households, people, shops, organisations and rules go over, and this area is closed. See what changes first.
area-change-what = What to do
area-change-to = Where to
area-change-preview = See what changes
area-change-do-move = Move it
area-change-do-merge = Merge it
area-preview-move = What changes below “{ $name }”
area-preview-merge = What changes in “{ $name }”
area-preview-households = Households
area-preview-unkept = Families left without their caseworker
area-preview-losing = Staff who lose it
area-preview-gaining = Staff who get it
area-preview-same-rules = The rules stay the same.
area-preview-rules = Rules
area-preview-before = Now
area-preview-after = Afterwards
area-preview-clashes = Both have these names; change one of each first: { $names }
area-preview-note = Figures of earlier months then count by the new area; this page says on which day that was.
area-content-title = What is open here
area-content-none = Nothing is open here.
area-close = Close this area
area-close-note = It takes nothing new and is in no list; what was stays readable.
area-close-first = Move or end what is listed above first.
area-reopen = Open again
areas-closed-title = Closed areas
areas-closed-none = No closed areas
area-became-title = What became of this area
area-became-moved = moved
area-became-merged = merged
area-became-closed = closed
area-became-reopened = opened again
area-became-households = { $n ->
    [one] 1 household
   *[other] { $n } households
}
done-area-moved = Moved.
done-area-merged = Merged; all of it is here now.
done-area-closed = Closed.
done-area-reopened = Open again.
area-thing-areas = Areas below
area-thing-households = Household files
area-thing-locations = Shops
area-thing-organisations = Organisations
area-thing-staff = Staff with a role here
area-thing-drives = Drives
area-thing-courses = Courses
area-thing-shifts = Shifts
area-thing-groups = Groups
area-thing-rounds = Rounds
area-thing-programmes = Programmes
area-thing-vacancies = Vacancies
area-thing-slots = Bookable times
area-thing-moves = Families about to move here
policy-field-who-may-claim = Who may claim
policy-field-open-claims = Open claims of one account
policy-field-claim-days = Days of a claim
policy-field-reminder-days = Days before the reminder
policy-field-wish-days = Days that a wish is published
policy-field-confirm-days = Days until it counts as received
policy-field-open-wishes = Open wishes of a household
policy-field-year-wishes = Wishes of a household in a year
policy-field-one-person-allowed = May publish what one posted
policy-field-waits = Days on the way and waiting
policy-field-staff-factor = Second factor of staff
policy-field-costly-above = Price above which donors apply
policy-field-pairings = Pairings of one helper
policy-value-usual = as usual
policy-value-on = yes
