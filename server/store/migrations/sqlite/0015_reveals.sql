-- Who opened a family's file, when and why; what families object to; and what becomes of a file as a whole.
create table reveal (
    id integer primary key,
    household integer not null references household (id),
    account integer not null references account (id),
    role text not null check (role in ('family', 'donor', 'shopkeeper', 'caseworker', 'coordinator', 'auditor', 'admin')),
    reason text not null check (reason in ('visit', 'delivery', 'check', 'call', 'request_of_family', 'other',
                                           'counter', 'export')),
    words text not null,                   -- sealed
    at integer not null,
    until integer not null,               -- open for whoever opened it until then; `at` when nothing was unmasked
    week integer not null,                -- when the week began, so that weeks are counted by an index
    night boolean not null,
    outside boolean not null               -- another caseworker was responsible
);
create index reveal_household on reveal (household, id);
create index reveal_account on reveal (account, household, until);
create index reveal_week on reveal (week, account);

create table objection (
    id integer primary key,
    household integer not null references household (id),
    opening integer not null,             -- the one that it is about, or 0
    words text not null,                   -- sealed
    created integer not null,
    created_by integer not null,
    answer text not null,                  -- sealed
    answered integer not null,
    answered_by integer not null
);
create index objection_household on objection (household, id);
create index objection_open on objection (id) where answered = 0;

-- A family that goes to another area. The old area keeps it until somebody there accepts.
create table household_move (
    id integer primary key,
    household integer not null references household (id),
    root integer not null,
    from_area integer not null references area (id),
    to_area integer not null references area (id),
    state text not null check (state in ('asked', 'accepted', 'declined', 'called_back')),
    words text not null,                   -- sealed
    asked_by integer not null,
    asked integer not null,
    answer text not null,                  -- sealed
    answered_by integer not null,
    answered integer not null
);
create unique index household_move_open on household_move (household) where state = 'asked';
create index household_move_root on household_move (root, id);

-- The story of a file as a whole.
create table file_change (
    id integer primary key,
    household integer not null references household (id),
    kind text not null check (kind in ('moved', 'joined', 'merged', 'closed', 'reopened', 'erased')),
    other integer not null,               -- the other file of a merge, or 0
    reason text not null,                  -- a key, or empty
    words text not null,                   -- sealed
    account integer not null,
    at integer not null
);
create index file_change_household on file_change (household, id);
