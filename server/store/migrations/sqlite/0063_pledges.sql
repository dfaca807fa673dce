-- The organisation that the account belonged to when it signed up; 0 without one.
alter table shift_place add column organisation integer not null default 0;
update shift_place
    set organisation = coalesce((select a.organisation from account a where a.id = shift_place.account), 0);
create index shift_place_organisation on shift_place (organisation, shift) where organisation <> 0;

-- What an organisation gives an area: signed by both, public, kept by what records say, rated at its end.
create table pledge (
    id integer primary key,
    organisation integer not null references organisation (id),
    area integer not null references area (id),
    state text not null check (state in ('signing', 'shown', 'keeping', 'rating', 'rated', 'declined', 'withdrawn',
        'lapsed', 'unrated')),
    partner text not null check (partner in ('organisation', 'area')),     -- that drafted it
    until integer not null,                     -- last second of its last day
    drafted integer not null,
    drafted_by integer not null,
    organisation_signed integer not null,       -- 0 before
    organisation_signed_by integer not null,
    area_signed integer not null,               -- 0 before
    area_signed_by integer not null,
    shown integer not null,                     -- when both had signed: what is given counts from here; 0 before
    quarter integer not null,                   -- when both are reminded next; 0 for never
    climbed integer not null,                   -- when its missing rating went up; 0 before
    rated integer not null,                     -- 0 before
    rated_by integer not null,
    rating text not null check (rating in ('', 'kept', 'mostly', 'partly', 'hardly')),
    next_step integer not null,                 -- when the clock looks at it; 0 once it is over
    ended integer not null,                     -- 0 before
    ended_by integer not null,                  -- 0 for the clock
    reason text not null check (reason in ('', 'not_needed', 'no_means', 'changed', 'organisation_closed', 'other')),
    version integer not null
);
create index pledge_organisation on pledge (organisation, id);
create index pledge_area on pledge (area, id);
create index pledge_state on pledge (state, id);
create index pledge_next on pledge (next_step, id) where next_step > 0;
create index pledge_live on pledge (organisation, id) where state in ('signing', 'shown', 'keeping');

-- One thing of a pledge. What was given of it is counted from records and stands nowhere.
create table pledge_line (
    id integer primary key,
    pledge integer not null references pledge (id),
    kind text not null check (kind in ('item', 'category', 'hours', 'posts')),
    item integer not null,                      -- of the catalogue; 0 unless an item
    category text not null,                     -- '' unless a category
    count integer not null check (count between 1 and 100000),
    why text not null check (why in ('', 'not_asked', 'not_needed', 'no_stock', 'no_money', 'no_people', 'late', 'other')),
    check ((kind = 'item') = (item <> 0) and (kind = 'category') = (category <> ''))
);
create index pledge_line_pledge on pledge_line (pledge, id);

-- The board: what an area needs, or an organisation offers there. The other side picks it, and a pledge is drafted.
create table pledge_listing (
    id integer primary key,
    organisation integer not null,              -- that offers it; 0 when the area needs it
    area integer not null references area (id),
    kind text not null check (kind in ('item', 'category', 'hours', 'posts')),
    item integer not null,
    category text not null,
    count integer not null check (count between 1 and 100000),
    state text not null check (state in ('open', 'picked', 'withdrawn', 'lapsed')),
    until integer not null,                     -- last second of its last day
    pledge integer not null,                    -- that was drafted, or 0
    listed integer not null,
    listed_by integer not null,
    version integer not null,
    check ((state = 'picked') = (pledge <> 0))
);
create index pledge_listing_area on pledge_listing (area, id) where state = 'open';
create index pledge_listing_organisation on pledge_listing (organisation, id) where organisation <> 0;
create index pledge_listing_until on pledge_listing (until, id) where state = 'open';
create index pledge_listing_pledge on pledge_listing (pledge) where pledge <> 0;
