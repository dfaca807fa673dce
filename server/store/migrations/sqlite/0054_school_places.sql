-- A version of a district's rule for the school places of families from elsewhere.
create table school_rule (
    id integer primary key,
    root integer not null references area (id),
    area integer not null references area (id),
    version integer not null,               -- number in its area, from 1
    months integer not null check (months between 0 and 60),
    counting text not null check (counting in ('consecutive', 'total')),
    back_payment text not null check (back_payment in ('counts', 'does_not_count')),
    residence_months integer not null,      -- -1 when it is not asked for
    contract_months integer not null,       -- -1 when it is not asked for
    cut_off integer not null,               -- days since 1970-01-01, as the next two
    first_day integer not null,
    last_day integer not null,
    papers text not null,                   -- one a line
    source text not null,
    checked_by text not null,
    entered integer not null,
    entered_by integer not null references account (id),
    ended integer not null,                 -- when it was replaced or withdrawn; 0 while it holds
    ended_by integer not null,
    check (first_day <= last_day and cut_off <= last_day)
);
create unique index school_rule_current on school_rule (area) where ended = 0;
create unique index school_rule_version on school_rule (area, version);
create index school_rule_root on school_rule (root, id);

-- A child for whom a school place is sought.
create table school_place (
    id integer primary key,
    household integer not null references household (id),
    member integer not null,                -- the child; 0 after it left the file
    state text not null check (state in ('open', 'closed', 'ended')),
    owner integer not null,                 -- caseworker, or 0 while none is left
    consent_how text not null check (consent_how in ('', 'visit', 'phone')),
    consent_whom text not null,             -- sealed
    consented integer not null,             -- when the family agreed; 0 after it took that back
    facts text not null,                    -- sealed JSON: months, residence, contract; '' before
    asked integer not null,                 -- when the family said so, or when the case was opened
    rule integer not null,                  -- version that the dates come from, or 0
    standing text not null check (standing in ('eligible', 'on_track', 'later', 'not_asked', 'no_rule')),
    first_day integer not null,             -- days since 1970-01-01; 0 for none
    step text not null check (step in ('', 'pay', 'pay_back', 'register', 'sign_contract', 'apply')),
    last_day integer not null,              -- last day of the step; 0 without one
    reminder integer not null,              -- when family and owner are reminded of the step; 0 without one
    wake integer not null,                  -- when the dates are computed again; 0 for never
    due integer not null,                   -- by when the owner acts
    due_told boolean not null,              -- whether the owner was told that it is late
    level text not null,                    -- path of the area that it climbed to, or ''
    in_charge integer not null,             -- account that it climbed to, or 0
    climb_at integer not null,              -- when the owner is told, and the next level after that
    climbs integer not null,
    family_said text not null check (family_said in ('', 'solved', 'not_solved')),
    family_said_at integer not null,
    opened integer not null,
    opened_by integer not null,
    outcome text not null check (outcome in ('', 'placed', 'placed_elsewhere', 'went_home', 'not_before')),
    not_before integer not null,            -- days since 1970-01-01; 0 for other outcomes
    asked_how text not null check (asked_how in ('', 'visit', 'phone', 'page')),
    asked_whom text not null,               -- sealed
    asked_at integer not null,
    answer text not null check (answer in ('', 'solved', 'accepts')),
    answer_words text not null,             -- sealed
    closed integer not null,                -- 0 while open
    closed_by integer not null,
    version integer not null,
    check ((state = 'closed') = (outcome <> '')),
    check ((outcome = 'not_before') = (not_before > 0))
);
create unique index school_place_child on school_place (household, member) where state = 'open' and member > 0;
create index school_place_household on school_place (household, id);
create index school_place_state on school_place (state, id);
create index school_place_owner on school_place (owner, id) where state = 'open';
create index school_place_wake on school_place (wake, id) where wake > 0;
create index school_place_climb on school_place (climb_at, id) where state = 'open';
create index school_place_rule on school_place (rule, id) where state = 'open';

-- A school that was asked for a child.
create table asked_school (
    id integer primary key,
    school_place integer not null references school_place (id),
    name text not null,                     -- sealed
    added integer not null,
    added_by integer not null
);
create index asked_school_place on asked_school (school_place, id);

-- What a school said. Never changed: a school that says two things keeps both.
create table school_said (
    id integer primary key,
    asked_school integer not null references asked_school (id),
    answer text not null check (answer in ('pending', 'yes', 'full', 'no')),
    day integer not null,                   -- days since 1970-01-01
    words text not null,                    -- sealed
    at integer not null,
    by_account integer not null
);
create index school_said_school on school_said (asked_school, id);
