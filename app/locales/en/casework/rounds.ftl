# Rounds: pages of caseworkers and coordinators, and what members of a household said.

nav-rounds = Rounds
desk-doors-mine = Doors to knock at
desk-doors-unowned = Doors that no one goes to yet
rounds-title = Rounds
rounds-intro = Door by door: who was met, who was out, who has moved.
rounds-empty = No round yet
rounds-empty-text = Once a coordinator opens a round, its doors are here.
rounds-new = Open a round
rounds-new-do = Open the round
round-name = Name
round-name-hint = Such as “Spring 2026”
round-due = Last day
round-due-hint = It ends on this day, and doors that were not met are listed
round-base = Start from
round-base-files = The household files there are
round-base-note-files = A door for each file in use in the area
round-base-list = A list to be uploaded
round-base-note-list = Empty for now; upload the base list next
round-overlap = Rounds that are running inside
round-overlap-refuse = Do not open
round-overlap-note-refuse = Wait until they have ended
round-overlap-join = Take them in
round-overlap-note-join = All that was recorded is kept, as part of this round
round-in-the-way = A round is running here. Use that one, or take in those inside.
round-state-running = Running
round-state-ended = Ended
round-state-joined = Joined
round-state-called-off = Called off
round-doors-none = No doors yet
round-doors-percent = { $n ->
    [one] 1 door
   *[other] { $n } doors
} · { $percent }%
round-people = { $n ->
    [one] 1 person
   *[other] { $n } people
}, { $here } of them here
round-unowned = { $n ->
    [one] 1 door has no one who goes there
   *[other] { $n } doors have no one who goes there
}
round-left = { $n ->
    [one] 1 door was not met; it is listed under “Not met”
   *[other] { $n } doors were not met; they are listed under “Not met”
}
round-opened = Opened
round-ended = Ended
round-joined-into = Joined into
round-areas = By area
round-more = More
round-no-doors = No doors yet
round-no-doors-text = Upload the base list, or add the files there are.
round-percent = { $n }%
round-head-doors = Doors
round-head-percent = Done
round-head-people = People
round-head-here = Living here
round-head-unowned = No one goes
round-export = Download the table
round-export-csv = Download CSV
round-comparison = Compare with the last one
round-manage = Arrange
round-share = Share out doors
round-share-to = Who goes
round-share-unowned = Only doors that no one goes to yet
round-share-do = Give to this person
round-list = Upload the base list
round-list-intro = One line for each door. Columns named “address”, “contact” and “area” will do; “result”, “people” and “here” are welcome. A result is “met”, “not there”, “moved” or “declined”; without one the door is still to be met, and its people are counted then. The same list again adds nothing twice.
round-list-hint = xlsx or csv, at most 20,000 lines
round-list-do = Add to the round
round-list-added = { $n ->
    [one] 1 door added.
   *[other] { $n } doors added.
}
round-list-known = { $n ->
    [one] 1 was there already.
   *[other] { $n } were there already.
}
round-list-wrong = Lines that were not taken
round-list-line = Line { $n }:
round-list-wrong-area = the round has no such area
round-list-wrong-place = neither address nor name, or too long
round-list-wrong-household = no file in use has this number
round-list-wrong-people = the number of people or the result cannot be
round-back = Back to the round
round-files = Add new files
round-files-note = Families whose file is newer than the round, to be met as well.
round-files-do = Add them
round-extend = Change the last day
round-end = End the round
round-end-note = { $n ->
    [one] 1 door was not met. After the end nothing can be recorded, and it is listed.
   *[other] { $n } doors were not met. After the end nothing can be recorded, and they are listed.
}
round-end-do = End it
round-call-off = Call the round off
round-call-off-note = For a round opened by mistake, before any door was knocked at. Its list is deleted.
round-call-off-do = Call it off
round-over = This round has ended and can only be read.
round-compare-new = New
round-compare-gone = Gone
round-compare-changed = Other numbers
round-compared-both = { $n ->
    [one] 1 household was met in both.
   *[other] { $n } households were met in both.
}
round-earlier = See the last one
round-no-earlier = There is no earlier round
round-no-earlier-text = Once a round of this area has ended, the next one can be compared with it.
round-no-difference = Nothing differs
round-then-now = then { $then }; now { $now }
doors-title = Doors
doors-mine = My doors to knock at
doors-none = No doors to knock at now
doors-none-text = A door that was shut comes back on its day.
doors-all = All
doors-open = Not met
doors-unowned = No one goes
doors-own = Mine
doors-empty = No such doors
doors-choose = Choose { $name }
doors-give = Give those ticked to this person
door-n = Door { $n }
door-people = { $n ->
    [one] 1 person
   *[other] { $n } people
}, { $here } here
door-no-owner = No one goes there
door-owner = Who goes
door-source = From
door-source-file = household file
door-source-list = base list
door-source-found = found on the way
door-state-to-meet = To meet
door-state-met = Met
door-state-not-there = Not there
door-state-moved = Moved
door-state-declined = Declined
door-state-gone = File erased or merged
door-again = Try again
door-take = I go there
door-met-twice = Two people met this family on one day, or recorded other numbers. Both are kept; the last one counts.
door-knocks = Recorded
door-found = A family on no list
door-new-family = Create this family's file
door-new-family-do = Create the file and record it as met
door-file-note = This family has a file.
door-moved-note = This family has moved, and its file is still here.
door-ask-members = Ask its members
door-address-hint = Without a fixed address, write where they are found
door-agreed = The family agrees to a file
door-is-this = It is this one
knock-title = Now
knock-outcome = What you found
knock-met = Met
knock-note-met = Say how many below
knock-not-there = Not there
knock-note-not-there = Try another day
knock-moved = Moved
knock-note-moved = They live here no more
knock-declined = Declined
knock-note-declined = Leave it at that
knock-people = How many people
knock-people-hint = Counts only when they were met
knock-here = Of them living here
knock-again = Try again on
knock-again-hint = Only when they were out; in a week when left empty
knock-words = To know next time
knock-words-hint = Only caseworkers read it
knock-do = Record it
lives-here = Lives here
lives-elsewhere = Lives elsewhere
work-unsaid = Not asked
work-employed = Employed
work-casual = Day labour
work-business = Own business
work-farming = Farming
work-seeking = Looks for work
work-studying = At school
work-home = Cares for family at home
work-retired = Retired
work-unable = Cannot work
schooling-unsaid = Not asked
schooling-none = No schooling
schooling-primary = Primary school
schooling-middle = Middle school
schooling-high = High school
schooling-vocational = Vocational school
schooling-college = College
skill-driving = Drives
skill-cooking = Cooks
skill-building = Builds and renovates
skill-electric = Electricity, plumbing
skill-sewing = Sews
skill-farming = Crops and animals
skill-caring = Cares for old people or children
skill-cleaning = Cleans
skill-sales = Sells
skill-computer = Uses a computer
skill-craft = Crafts
spoken-mandarin = Mandarin
spoken-dialect = A dialect
spoken-uyghur = Uyghur
spoken-kazakh = Kazakh
spoken-miao = Miao
spoken-bouyei = Bouyei
spoken-english = English
spoken-other = Another language
profile-title = What each member said
profile-nothing = Not asked yet
profile-note = All of it is optional: record what is said.
profile-asked = Last asked:
profile-masked = The file is masked: own words are not shown, and stay as they are.
profile-lives = Where it lives
profile-work = Work
profile-schooling = Schooling
profile-skills = Can do
profile-skill-words = What else
profile-languages = Speaks
done-round-opened = The round is open, and those who go there were told.
done-round-files = { $n ->
    [one] 1 door added.
   *[other] { $n } doors added.
}
done-doors-given = { $n ->
    [one] 1 door given, and the person was told.
   *[other] { $n } doors given, and the person was told.
}
done-round-ended = The round has ended.
done-round-called-off = Called off.
done-knock = Recorded.
done-door-taken = You go there.
done-family-met = The file is there, and the door is recorded as met.
notice-round-opened = “{ $title }” has begun, and doors are yours.
notice-doors-given = Doors of “{ $title }” were given to you.
notice-round-due = “{ $title }” ends in three days, and doors are left.
notice-round-ended = “{ $title }” has ended; what was not met is listed there.
sheet-people = People
sheet-here = Living here
sheet-door = Door
sheet-door-state = State
sheet-door-source = From
sheet-knocks = Knocks
sheet-answered = Answered on
sheet-door-owner = Who goes
