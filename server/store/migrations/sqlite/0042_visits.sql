-- Who answers for an area, and for some of its homes.
create table answerer (
    id integer primary key,
    area integer not null references area (id),
    post text not null check (post in ('head', 'grid', 'homes')),
    account integer not null,                    -- account of the person, or 0 for one without
    name text not null,                       -- sealed; '' for one with an account
    phone text not null,                      -- sealed; the number that families may call
    since integer not null,
    named_by integer not null,
    until integer not null,                      -- when the post was given up, or 0
    version integer not null
);
create index answerer_area on answerer (area, id) where until = 0;
create index answerer_account on answerer (account, id) where until = 0;

-- The person who answers for the home, or 0 where only those of the area do.
alter table household add column answerer integer not null default 0;
create index household_answerer on household (answerer, id) where answerer <> 0;

-- Days on which another account does the work of one.
create table staff_leave (
    id integer primary key,
    account integer not null references account (id),
    deputy integer not null references account (id),
    first integer not null,                      -- first second
    last integer not null,                       -- first second after it
    created integer not null,
    created_by integer not null,
    ended integer not null                       -- when it was taken back, or 0
);
create index staff_leave_account on staff_leave (account, last) where ended = 0;
create index staff_leave_deputy on staff_leave (deputy, last) where ended = 0;

-- Which families of an area are visited how often.
create table visit_rule (
    id integer primary key,
    area integer not null references area (id),
    families text not null check (families in ('all', 'hardship', 'illness', 'disability', 'loss_of_work',
        'single_parent', 'elderly_alone', 'orphan', 'disaster', 'low_income')),
    rhythm text not null check (rhythm in ('weekly', 'monthly', 'quarterly', 'festival')),
    festival text not null check (festival in ('', 'new_year', 'spring', 'corban', 'nowruz', 'dragon_boat',
        'mid_autumn', 'double_ninth', 'national')),
    days integer not null,                       -- days of the window
    opens integer not null,                      -- window of the present period
    due integer not null,
    ends integer not null,
    created integer not null,
    created_by integer not null,
    ended integer not null,                      -- when it was taken back or its festival was over, or 0
    version integer not null
);
create index visit_rule_area on visit_rule (area, id) where ended = 0;
create index visit_rule_ends on visit_rule (ends, id) where ended = 0;

-- A visit that is due in a window.
create table visit (
    id integer primary key,
    household integer not null references household (id),
    rule integer not null,                       -- rule that asks for it, or 0 for an appointment
    opens integer not null,
    due integer not null,
    ends integer not null,
    owner integer not null,                      -- account that was asked to go, or 0 for the file's caseworker
    made integer not null,                       -- when the family was met, or 0
    report integer not null,                     -- report of it, or 0
    cancelled integer not null,
    finding integer not null,                    -- finding whose appointment it is, or 0
    judged integer not null,                     -- when the clock found it missed, or 0
    level text not null,                      -- path of the area that it climbed to, or ''
    raised_to integer not null                   -- account that it climbed to, or 0
);
create unique index visit_period on visit (household, rule, opens) where rule <> 0;
create index visit_household on visit (household, due);
create index visit_waiting on visit (ends, id) where made = 0 and cancelled = 0;
create index visit_missed on visit (ends, id) where made = 0 and cancelled = 0 and judged = 0;
create index visit_raised on visit (raised_to, id) where raised_to <> 0;
create index visit_owner on visit (owner, id) where owner <> 0 and made = 0 and cancelled = 0;
create index visit_due on visit (due, household);

-- What a visit found: whom one met and how they are.
create table visit_report (
    id integer primary key,
    household integer not null references household (id),
    way text not null check (way in ('home', 'phone', 'elsewhere')),
    met text not null check (met in ('contact', 'adult', 'child', 'neighbour', 'not_there')),
    mood text not null check (mood in ('well', 'same', 'worse', 'urgent', 'unsaid')),
    words text not null,                      -- sealed
    at integer not null,
    account integer not null,
    recorded integer not null
);
create index visit_report_household on visit_report (household, at);

-- A need that a visit found; open until the family was asked what came of it.
create table finding (
    id integer primary key,
    household integer not null references household (id),
    report integer not null,                     -- report of the visit, or 0
    need text not null check (need in ('goods', 'work', 'school', 'health', 'papers', 'legal', 'wages', 'language',
        'housing', 'care', 'disaster', 'other')),
    words text not null,                      -- sealed
    state text not null check (state in ('open', 'closed', 'ended')),
    outcome text not null check (outcome in ('', 'helped', 'left')),
    owner integer not null,                      -- account that sees to it, or 0 for the file's caseworker
    step text not null check (step in ('none', 'wish', 'case', 'referral', 'appointment')),
    record integer not null,                     -- wish, case, referral or visit of the step, or 0
    step_at integer not null,
    due integer not null,                        -- when it climbs
    level text not null,                      -- path of the area that it climbed to, or ''
    raised_to integer not null,                  -- account that it climbed to, or 0
    climbs integer not null,
    created integer not null,
    created_by integer not null,
    closed integer not null,
    version integer not null,
    check ((state = 'closed') = (outcome <> ''))
);
create index finding_household on finding (household, id);
create index finding_open on finding (due, id) where state = 'open';
create index finding_raised on finding (raised_to, id) where raised_to <> 0 and state = 'open';
create index finding_created on finding (created, id);
create index finding_closed on finding (closed, id) where closed <> 0;

-- What the family said when it was asked about a finding.
create table finding_answer (
    id integer primary key,
    finding integer not null references finding (id),
    asked text not null check (asked in ('contact', 'adult', 'other', 'family')),
    way text not null check (way in ('home', 'phone', 'elsewhere')),
    answer text not null check (answer in ('helped', 'not_helped', 'left', 'unreachable')),
    words text not null,                      -- sealed
    at integer not null,
    account integer not null,
    recorded integer not null
);
create index finding_answer_finding on finding_answer (finding, id);
