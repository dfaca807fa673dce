-- Programmes from which families of an area get aid. Aid is recorded, never paid.
create table aid_programme (
    id integer primary key,
    area integer not null references area (id),
    kind text not null check (kind in ('subsistence', 'temporary', 'student', 'medical', 'insurance', 'collection', 'other')),
    source text not null check (source in ('government', 'charity', 'company', 'organisation', 'people', 'other')),
    name text not null,                 -- of the programme; names no family
    open boolean not null,              -- whether grants are still recorded under it
    created integer not null,
    created_by integer not null,
    version integer not null
);
create unique index aid_programme_name on aid_programme (area, name);

-- What a household got from a programme.
create table aid_grant (
    id integer primary key,
    household integer not null references household (id),
    programme integer not null references aid_programme (id),
    member integer not null,            -- 0 for all of the household
    month text not null,                -- 2026-11
    amount integer not null check (amount >= 0),     -- fen; 0 for goods
    goods text not null,                -- sealed; the goods, for what is no money
    papers text not null,               -- words of a closed set, by comma
    seen boolean not null,              -- earlier help of this kind was shown before it was entered
    collection integer not null,        -- collection that was handed over, or 0
    entered integer not null,
    entered_by integer not null,
    reversed integer not null,          -- 0 while it counts
    reversed_by integer not null,
    reason text not null                -- sealed; why it was reversed
);
create index aid_grant_household on aid_grant (household, id);
create index aid_grant_programme on aid_grant (programme, id);
create index aid_grant_figures on aid_grant (programme, month, household, amount) where reversed = 0;
create index aid_grant_collection on aid_grant (collection) where collection <> 0;

-- Money that is collected for one household.
create table aid_collection (
    id integer primary key,
    household integer not null references household (id),
    programme integer not null references aid_programme (id),
    case_file integer not null,         -- case that it is for, or 0
    purpose text not null,              -- sealed
    organiser text not null,            -- sealed; who collects it
    target integer not null check (target > 0),      -- fen
    state text not null check (state in ('open', 'closed', 'cancelled')),
    outcome text not null check (outcome in ('', 'handed_over', 'nothing_came', 'returned', 'passed_on')),
    owner integer not null,             -- account that follows it while the file has no caseworker
    due integer not null,               -- until when it is handed over; later it climbs
    level text not null,                -- path of the area that it climbed to
    raised_to integer not null,         -- account that it climbed to, or 0
    climbs integer not null,
    opened integer not null,
    closed integer not null,
    closed_by integer not null,         -- 0 for the clock
    version integer not null
);
create index aid_collection_household on aid_collection (household, id);
create index aid_collection_programme on aid_collection (programme, id);
create index aid_collection_open on aid_collection (due, id) where state = 'open';

-- Money that came in for a collection, without names of givers.
create table aid_sum (
    id integer primary key,
    collection integer not null references aid_collection (id),
    source text not null check (source in ('government', 'charity', 'company', 'organisation', 'people', 'other')),
    amount integer not null check (amount > 0),      -- fen
    at integer not null,
    account integer not null,
    void integer not null               -- when it was struck out; 0 while it counts
);
create index aid_sum_collection on aid_sum (collection, id);

-- A hand-over of collected money; its amount is that of the grant.
create table aid_hand_over (
    id integer primary key,
    collection integer not null references aid_collection (id),
    aid integer not null unique references aid_grant (id),
    at integer not null,
    how text not null check (how in ('transfer', 'cash', 'bill', 'goods')),
    signer text not null,               -- sealed; who received it
    witness text not null               -- sealed; the second signature
);
create index aid_hand_over_collection on aid_hand_over (collection, id);
