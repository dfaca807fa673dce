-- A bookable time of a service, at a place or at the families' homes.
create table slot (
    id integer primary key,
    area integer not null references area (id),
    root integer not null,
    service integer not null references service (id),
    kind text not null check (kind in ('place', 'home')),
    place text not null,                -- '' for visits at home
    state text not null check (state in ('open', 'cancelled', 'over')),
    starts integer not null,
    ends integer not null,
    places integer not null check (places > 0),
    taken integer not null,             -- places that are booked
    reminder integer not null,          -- 0 once the families were reminded
    follow integer not null,            -- when the clock closes it; 0 afterwards
    created integer not null,
    created_by integer not null,
    reason text not null,               -- why it was cancelled
    version integer not null,
    check (taken >= 0 and taken <= places and ends > starts)
);
create index slot_area on slot (area, starts, id);
create index slot_root on slot (root, state, starts, id);
create index slot_service on slot (service, state, starts);
create index slot_follow on slot (follow, id) where state = 'open' and follow > 0;
create index slot_reminder on slot (reminder, id) where state = 'open' and reminder > 0;

-- A time that a household booked.
create table appointment (
    id integer primary key,
    slot integer not null references slot (id),
    household integer not null references household (id),
    person integer not null,            -- member whom it is for, or 0 for the family
    people integer not null,            -- people whom it is for
    state text not null check (state in ('booked', 'moved', 'cancelled', 'came', 'absent', 'unsaid')),
    booked integer not null,
    booked_by integer not null,
    changed integer not null,
    changed_by integer not null,        -- 0 for the clock
    moved_to integer not null           -- appointment that took its place, or 0
);
create unique index appointment_live on appointment (slot, household, person) where state = 'booked';
create index appointment_slot on appointment (slot, state, id);
create index appointment_household on appointment (household, state, id);

-- A question to the desk, by a family or another account.
create table question (
    id integer primary key,
    area integer not null references area (id),
    household integer not null,         -- of the asker, or 0
    account integer not null references account (id),
    service integer not null,           -- that it is about, or 0
    class text not null check (class in ('hours2', 'hours24', 'days7', 'days15')),
    words text not null,                -- sealed
    state text not null check (state in ('open', 'answered', 'helped', 'unhelped', 'closed', 'withdrawn')),
    asked integer not null,
    due integer not null,               -- when it climbs, or ends by the clock; 0 once it has ended
    level text not null,                -- path of the area that it climbed to
    in_charge integer not null,         -- account that answers, or 0
    climbs integer not null,
    late boolean not null,              -- whether it was ever late
    answer text not null,               -- sealed
    answered integer not null,
    answered_by integer not null,
    first_by integer not null,          -- account whose answer did not help, or 0
    ended integer not null,
    version integer not null
);
create index question_area on question (area, state, id);
create index question_account on question (account, id);
create index question_household on question (household, state);
create index question_charge on question (in_charge, state, due);
create index question_due on question (due, id) where state in ('open', 'answered');
create index question_service on question (service, state);
