-- Offices that talked about one family, with its consent.
create table conference (
    id integer primary key,
    household integer not null references household (id),
    case_file integer not null,         -- case that it is about, or 0
    previous integer not null,          -- conference that it continues, or 0
    held integer not null,
    agenda text not null,               -- words of a closed set, by comma
    words text not null,                -- sealed; what was agreed
    agreed_whom text not null,          -- sealed; who of the family agreed that the offices talk
    agreed_how text not null check (agreed_how in ('visit', 'phone', 'page')),
    agreed_at integer not null,
    state text not null check (state in ('open', 'ended', 'continued')),
    convener integer not null,          -- account that recorded it
    created integer not null,
    wake integer not null,              -- when the clock looks whether its measures have ended
    ended integer not null,
    version integer not null
);
create index conference_household on conference (household, id);
create index conference_state on conference (state, id);
create index conference_wake on conference (wake, id) where state = 'open';
create unique index conference_previous on conference (previous) where previous <> 0;

-- Who took part: an account, or an office by its name.
create table conference_part (
    id integer primary key,
    conference integer not null references conference (id),
    account integer not null,           -- 0 for an office
    office text not null                -- sealed; '' for an account
);
create index conference_part_conference on conference_part (conference, id);

-- What is to be done until when: a task of an account, or a record that exists.
create table conference_measure (
    id integer primary key,
    conference integer not null references conference (id),
    made_in integer not null,           -- conference in which it was agreed
    household integer not null references household (id),
    kind text not null check (kind in ('task', 'referral', 'visit', 'wish')),
    record integer not null,            -- the record; 0 for a task
    owner integer not null,             -- account of a task; 0 for a record, which has its own
    words text not null,                -- sealed
    due integer not null,               -- of a task; 0 for a record
    state text not null check (state in ('open', 'linked', 'done', 'not_possible', 'not_needed', 'ended')),
    outcome text not null,              -- sealed; what came of a task
    level text not null,                -- path of the area that it climbed to
    raised_to integer not null,         -- account that it climbed to, or 0
    climbs integer not null,
    created integer not null,
    created_by integer not null,
    finished integer not null,
    finished_by integer not null,
    version integer not null,
    check ((kind = 'task') = (record = 0))
);
create unique index conference_measure_record on conference_measure (conference, kind, record) where record <> 0;
create index conference_measure_conference on conference_measure (conference, id);
create index conference_measure_made_in on conference_measure (made_in, id);
create index conference_measure_household on conference_measure (household, id);
create index conference_measure_due on conference_measure (due, id) where state = 'open';
create index conference_measure_owner on conference_measure (owner, due) where state = 'open';
create index conference_measure_raised on conference_measure (raised_to, due) where state = 'open' and raised_to <> 0;
