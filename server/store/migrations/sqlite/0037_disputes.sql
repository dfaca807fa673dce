-- Whether the account that posted a wish may publish it; for areas with one member of staff.
alter table policy add column one_person_allowed boolean not null default false;

-- Acts of one person where usually two are needed.
create index audit_one_person on audit (id) where subject = 'one_person';

-- What a family did not receive, or received broken; for the coordinator to decide.
create table dispute (
    id integer primary key,
    household integer not null references household (id),
    claim integer not null,                      -- claim that was handed over, or 0
    shop_order integer not null,                 -- order or walk-in that was handed over, or 0
    kind text not null check (kind in ('not_received', 'broken', 'wrong')),
    channel text not null check (channel in ('family', 'visit', 'phone')),
    words text not null,                      -- sealed
    created integer not null,
    created_by integer not null,
    handed_by integer not null,                  -- account that handed over
    state text not null check (state in ('open', 'settled', 'withdrawn')),
    owner integer not null,                      -- coordinator in charge, or 0 without one
    level text not null,                      -- path of the area whose coordinators are in charge, or ''
    due integer not null,
    reminder integer not null,                   -- 0 once the owner was reminded
    climbs integer not null,                     -- how often it went up because it was late
    outcome text not null check (outcome in ('', 'brought', 'replaced', 'returned', 'unsolved')),
    answer text not null,                     -- sealed
    decided integer not null,
    decided_by integer not null,
    version integer not null,
    check ((claim = 0) <> (shop_order = 0))
);
create unique index dispute_claim on dispute (claim) where state = 'open' and claim <> 0;
create unique index dispute_order on dispute (shop_order) where state = 'open' and shop_order <> 0;
create index dispute_of_claim on dispute (claim, id);
create index dispute_of_order on dispute (shop_order, id);
create index dispute_household on dispute (household, id);
create index dispute_open on dispute (due, id) where state = 'open';

-- A hand-over that is to be reversed: asked by one account, decided by another.
create table reversal (
    id integer primary key,
    household integer not null references household (id),
    claim integer not null,                      -- claim that was handed over, or 0
    shop_order integer not null,                 -- order or walk-in that was handed over, or 0
    goal text not null check (goal in ('waiting', 'shelf', 'quarantine', 'gone')),
    reason text not null,                     -- sealed
    asked integer not null,
    asked_by integer not null,
    handed_by integer not null,                  -- account that handed over
    state text not null check (state in ('asked', 'approved', 'refused')),
    answer text not null,                     -- sealed
    decided integer not null,
    decided_by integer not null,
    journal integer not null,                    -- journal of the reversal, or 0
    version integer not null,
    check ((claim = 0) <> (shop_order = 0))
);
create unique index reversal_claim on reversal (claim) where state = 'asked' and claim <> 0;
create unique index reversal_order on reversal (shop_order) where state = 'asked' and shop_order <> 0;
create index reversal_household on reversal (household, id);
create index reversal_asked on reversal (id) where state = 'asked';
