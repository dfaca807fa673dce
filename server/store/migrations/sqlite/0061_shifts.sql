-- A shift: people serve an area at a place and a time.
create table shift (
    id integer primary key,
    area integer not null references area (id),
    root integer not null,
    kind text not null check (kind in ('deliver', 'visit', 'stall', 'shop', 'event', 'repair', 'teach', 'clear', 'other')),
    name text not null,
    place text not null,                -- where one meets
    state text not null check (state in ('open', 'cancelled', 'over')),
    starts integer not null,
    ends integer not null,
    places integer not null check (places > 0),
    taken integer not null,             -- places that are taken
    sign_up integer not null,           -- when sign-up opens
    closes integer not null,            -- when sign-up closes
    leave_by integer not null,          -- until when one may leave
    popular boolean not null,           -- by the fill of those before
    first_until integer not null,       -- until when a popular one is for those who served least recently; else 0
    reveal_from integer not null,       -- from when those on it may see addresses
    code text not null,                 -- sealed: shown at the place
    reminder integer not null,          -- 0 once those on it were reminded
    follow integer not null,            -- when the clock closes it; 0 afterwards
    created integer not null,
    created_by integer not null,
    cancelled integer not null,
    reason text not null,               -- why it was cancelled
    version integer not null,
    check (taken >= 0 and taken <= places),
    check (ends > starts and closes >= sign_up)
);
create index shift_area on shift (area, starts, id);
create index shift_root on shift (root, starts, id);
create index shift_state on shift (root, state, starts, id);
create index shift_kind on shift (root, kind, state, starts);
create index shift_follow on shift (follow, id) where state = 'open' and follow > 0;
create index shift_reminder on shift (reminder, id) where state = 'open' and reminder > 0;

-- A place of an account on a shift, or in its standby line.
create table shift_place (
    id integer primary key,
    shift integer not null references shift (id),
    account integer not null references account (id),
    state text not null check (state in ('on', 'standby', 'left', 'cancelled', 'unplaced', 'absent')),
    at integer not null,                -- when it signed up
    came integer not null,              -- 0 before
    went integer not null,              -- 0 before
    minutes integer not null check (minutes >= 0),      -- from check-in to check-out
    typed integer not null check (typed >= 0),          -- minutes typed by hand
    typed_by integer not null,
    marked_by integer not null          -- account that marked it as absent
);
create unique index shift_place_live on shift_place (shift, account) where state in ('on', 'standby', 'absent');
create index shift_place_shift on shift_place (shift, state, id);
create index shift_place_account on shift_place (account, state, id);

-- A task of a shift's list: a home, and what is done there.
create table shift_task (
    id integer primary key,
    shift integer not null references shift (id),
    n integer not null,                 -- number in the list
    household integer not null references household (id),
    kind text not null check (kind in ('deliver', 'fetch', 'clear', 'repair', 'talk', 'look', 'other')),
    words text not null,                -- sealed: the task, and what to know at the door
    state text not null check (state in ('open', 'done', 'not_there', 'declined', 'need', 'back', 'moved', 'settled', 'lapsed')),
    added integer not null,
    added_by integer not null,
    ticked integer not null,            -- 0 before
    ticked_by integer not null,
    due integer not null,               -- of one that came back: when it climbs, then when it lapses; else 0
    raised integer not null,            -- when it climbed; 0 before
    moved_to integer not null           -- task of a later shift, or 0
);
create unique index shift_task_n on shift_task (shift, n);
create index shift_task_home on shift_task (shift, household);
create index shift_task_household on shift_task (household, state);
create index shift_task_due on shift_task (due, id) where state = 'back';

-- The calendar feed of an account; its address is secret.
create table shift_feed (
    account integer primary key references account (id),
    token text not null,                -- hash
    made integer not null
);
create unique index shift_feed_token on shift_feed (token);
