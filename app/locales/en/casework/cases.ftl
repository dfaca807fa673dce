# Cases of families: their steps and outcomes, and call-backs about closed ones.

# lists
nav-cases = Cases
desk-cases = late cases
desk-call-backs = families to call back
households-page-cases = Cases and referrals
cases-title = Cases
cases-tab-open = Open
cases-tab-late = Late
cases-tab-over = Ended
cases-all = Show all
cases-empty = No cases
cases-empty-text = Cases opened in a family's file appear here.
cases-none = No cases yet
cases-none-text = A problem that the family cannot solve alone becomes a case and is followed to its end.

# one case
case-kind = About
case-open = Open a case: what is it about?
case-open-kind = Open a case: { $kind }
finding-to-case = Open a case and follow it
finding-to-referral = Refer to an office
case-open-do = Open the case
case-open-note = The family is told that you follow this.
case-member = Whom it concerns
case-urgency = How urgent
case-first-note = What is known
case-words-hint = Only caseworkers who reveal the file, and the family, read this
case-month-hint = For example 2026-09
case-masked = Reveal the family's file, with a reason, to read the words.
case-next = Next: { $step }. Due
case-late = late
case-urgent = urgent
case-ended = ended with the file
case-owner = Followed by
case-no-owner = Without an owner
case-in-charge = Went up to
case-opened = Opened
case-family-said = The family said on its page
case-step-title = Which step is next
case-step = Step
case-step-words = What was done
case-step-do = Record the step
case-note = Add a note
case-note-words = Note
case-note-do = Add
case-close = Close this case
case-close-note = Ask the family first. What it does not call solved cannot be closed as solved. Some cases are asked about again by another person.
case-close-do = Close the case
case-outcome = Outcome
case-assign = Give to another caseworker
case-assign-do = Give
case-lines = History
done-case-opened = The case is open.
done-case-step = Recorded. The time of the step begins now.
done-case-note = Added.
done-case-closed = The case is closed.
done-case-assigned = Given.

# asking the family
family-answer = What the family says
family-answer-solved = It is solved
family-answer-accepts = Not solved, and it agrees to end here
family-answer-not-solved = It is not solved
family-answer-not-reached = Could not be reached
asked-how = How you asked
asked-how-visit = Face to face
asked-how-phone = By phone
asked-how-page = The family said it on its page
asked-whom = Whom you asked
asked-whom-hint = For example: the mother
asked-at = On which day
asked-words = Their words

# call-backs
call-backs-title = Call-backs
call-backs-empty = No call-backs
call-backs-empty-text = All urgent cases and one in ten of the others are asked about again, by a person who had no part in them.
call-back-state = State of call-backs
call-back-state-waiting = waiting
call-back-state-confirmed = confirmed
call-back-state-denied = not solved
call-back-state-ended = not needed
call-back-reason = Why
call-back-reason-urgent = urgent case
call-back-reason-not-reached = the family was not reached
call-back-reason-sample = drawn
call-back-case = Case
call-back-closed-by = Closed by
call-back-assignee = Who asks
call-back-due = Due
call-back-asked-by = Asked by
call-back-others = An account that followed or closed the case does not ask; another one does.
call-back-answer = Ask whether it is solved
call-back-note = If the family says no, the case opens again at once.
call-back-answer-do = Record the answer
call-back-assign = Ask another account to do it
call-back-assign-do = Give
done-call-back = The answer is recorded.
done-call-back-assigned = Given.

# figures
case-figures-title = Figures
case-figures-month = Month
case-figures-all-areas = All areas
case-figures-none = None
case-figures-open = Open, by age
case-figures-outcomes = Closed in the month
case-age-week = up to 7 days
case-age-month = up to 30 days
case-age-quarter = up to 90 days
case-age-longer = over 90 days

# the family's page
cases-own-title = What we are working on for you
cases-own-empty = Nothing is under way
cases-own-empty-text = If you have a problem, tell your caseworker.
case-own-open = Under way
case-own-closed = Ended
case-own-since = Since
case-own-owner = { $name } follows it.
case-own-said = You said that it is solved.
case-own-said-not = You said that it is not solved.
case-own-solved = It is solved
case-own-not-solved = It is not solved
done-case-said = Your answer is recorded.

# kinds
case-kind-work = Work
case-kind-school = School
case-kind-health = Health
case-kind-papers = Papers
case-kind-legal = Legal matters
case-kind-wages = Unpaid wages
case-kind-language = Language
case-kind-housing = Housing
case-kind-care = Care
case-kind-disaster = Disaster

# urgency
urgency-ordinary = Ordinary
urgency-soon = Soon
urgency-urgent = Urgent

# steps
case-step-understand = Understand
case-step-propose = Propose jobs
case-step-interview = Interview
case-step-follow = Follow up
case-step-gather = Gather papers
case-step-apply = Apply
case-step-answer = Wait for the answer
case-step-doctor = See a doctor
case-step-treat = Treatment
case-step-advise = Advice
case-step-mediate = Mediation
case-step-claim = Take the claim
case-step-settle = Settle
case-step-paid = Wages paid
case-step-course = Course
case-step-inspect = Inspect the home
case-step-arrange = Arrange care
case-step-trial = Try it
case-step-safe = People safe
case-step-shelter = Shelter
case-step-rebuild = Rebuild

# outcomes
case-outcome-hired = hired
case-outcome-trained = in training
case-outcome-declined = declined
case-outcome-gone = moved away or not reached
case-outcome-placed = placed
case-outcome-placed-elsewhere = placed elsewhere
case-outcome-went-home = went home
case-outcome-not-before = not eligible yet
case-outcome-treated = treated
case-outcome-treated-on = long treatment arranged
case-outcome-not-possible = not possible
case-outcome-issued = issued
case-outcome-not-entitled = not entitled
case-outcome-settled = settled
case-outcome-advised = advised
case-outcome-to-court = went to court
case-outcome-paid-out = paid
case-outcome-paid-partly = paid in part
case-outcome-course-done = course done
case-outcome-helper-found = helper found
case-outcome-housed = housed
case-outcome-repaired = repaired
case-outcome-arranged = care arranged
case-outcome-family-cares = the family cares
case-outcome-moved-in = moved in
case-outcome-restored = restored

# fields
case-field-seeks = Work sought
case-field-skills = Skills
case-field-schooling = Schooling
case-field-since = Without work since
case-field-grade = Level
case-field-from = Needed from
case-field-school-wished = School wished
case-field-trouble = Trouble
case-field-insured = Insured
case-field-paper = Which paper
case-field-lacking = What is missing
case-field-matter = Matter
case-field-other-side = Other side
case-field-employer = Employer
case-field-amount = Amount (yuan)
case-field-months = Months owed
case-field-tongue = Language spoken
case-field-level = Level
case-field-rent = Rent (yuan)
case-field-who = For whom
case-field-need = What is needed
case-field-times-a-week = Times a week
case-field-what = What happened
case-field-loss = Loss
case-schooling-none = none
case-schooling-primary = primary
case-schooling-middle = middle
case-schooling-high = high
case-schooling-college = college
case-grade-kindergarten = kindergarten
case-grade-primary = primary
case-grade-middle = middle
case-grade-high = high
case-insured-yes = yes
case-insured-no = no
case-insured-unknown = unknown
case-paper-identity = identity card
case-paper-residence = residence permit
case-paper-birth = birth certificate
case-paper-marriage = marriage certificate
case-paper-disability = disability certificate
case-paper-other = other
case-level-nothing = none
case-level-little = a little
case-level-talks = talks
case-who-old = an old person
case-who-young = a child
case-who-sick = a sick person
case-who-disabled = a disabled person
case-who-alone = a person alone
case-who-carer = a carer
case-who-poor = a person in hardship
case-what-fire = fire
case-what-flood = flood
case-what-quake = earthquake
case-what-accident = accident
case-what-other = other

# lines
case-line-opened = Opened
case-line-note = Note
case-line-step = Step
case-line-assigned = New owner
case-line-climbed = Late, went up
case-line-family-said = The family said
case-line-closed = Closed
case-line-called-back = Called back
case-line-reopened = Opened again
case-line-ended = Ended with the file

# sheets
sheet-case = Case
sheet-case-kind = Kind
sheet-case-urgency = Urgency
sheet-case-step = Step
sheet-case-due = Due
sheet-case-climbs = Climbs
sheet-case-owner = Owner
sheet-case-opened = Opened
sheet-case-closed = Closed
sheet-case-outcome = Outcome
sheet-referral = Referral
sheet-referral-organisation = Organisation
sheet-referral-service = Service
sheet-referral-class = Class of time
sheet-referral-state = State
sheet-referral-sent = Sent
sheet-referral-answered = Answered
sheet-referral-done = Done

# notices
notice-case-opened = We follow your problem: { $title }
notice-case-assigned = A case is yours from now on: { $title }
notice-case-due = A step of a case is due tomorrow: { $title }
notice-case-late = A case is late: { $title }
notice-case-family-said = A family said how its case stands: { $title }
notice-case-closed = Your case was closed: { $title }. If it is not solved, say so here.
notice-case-reopened = The case is open again: { $title }
notice-call-back-asked = Please call a family back: its case was closed ({ $title })
notice-call-back-late = A call-back is late and comes to you: { $title }
