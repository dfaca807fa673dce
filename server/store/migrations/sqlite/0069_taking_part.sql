-- Points for taking part: what an area gives for it. A rule is never changed: a new version replaces it.
create table part_rule (
    id integer primary key,
    area integer not null references area (id),
    root integer not null,
    kind text not null check (kind in ('event', 'course', 'shift', 'neighbour')),
    n integer not null check (n > 0),       -- version of this kind's rule in the area
    points integer not null check (points > 0),
    cap_month integer not null check (cap_month >= 0),      -- for a household and month; 0 for no cap
    valid_from integer not null,
    valid_until integer not null,           -- 0 for no end
    made integer not null,
    made_by integer not null,
    ended integer not null,                 -- when it was replaced or withdrawn; 0 before
    ended_by integer not null
);
create unique index part_rule_live on part_rule (area, kind) where ended = 0;
create unique index part_rule_n on part_rule (area, kind, n);
create index part_rule_kind on part_rule (root, kind) where ended = 0;

-- What a rule gave a household for one fact: a mark of a session, a place of a course that led to a certificate, a place
-- of a shift, or help of a neighbour. A fact has one live row, however often it is recorded.
create table part_booking (
    id integer primary key,
    household integer not null references household (id),
    rule integer not null references part_rule (id),
    kind text not null check (kind in ('event', 'course', 'shift', 'neighbour')),
    fact integer not null,
    month integer not null,                 -- of the fact: 202611
    points integer not null check (points >= 0),            -- 0 when the month's cap left nothing
    journal integer not null,               -- 0 without points
    state text not null check (state in ('booked', 'reversed', 'noted', 'settled')),
    at integer not null,
    undone integer not null,                -- when the fact was taken back; 0 before
    reversal integer not null,              -- journal that took the points back, or 0
    settled_by integer not null
);
create unique index part_booking_live on part_booking (kind, fact) where state = 'booked';
create index part_booking_fact on part_booking (kind, fact);
create index part_booking_household on part_booking (household, id);
create index part_booking_month on part_booking (household, kind, month);
create index part_booking_rule on part_booking (rule);
create index part_booking_journal on part_booking (journal) where journal > 0;
create index part_booking_noted on part_booking (id) where state = 'noted';

-- A code by which neighbours name a household, without name and address.
create table neighbour_code (
    household integer primary key references household (id),
    code text not null unique,
    made integer not null
);

-- A household says that it helped another one, which confirms it.
create table neighbour_help (
    id integer primary key,
    household integer not null references household (id),
    helped integer not null references household (id),
    day integer not null,
    words text not null,                    -- sealed
    state text not null check (state in ('waiting', 'confirmed', 'refused', 'lapsed', 'withdrawn')),
    said integer not null,
    said_by integer not null,
    due integer not null,                   -- until when it can be confirmed
    answered integer not null,
    answered_by integer not null,
    version integer not null
);
create index neighbour_help_household on neighbour_help (household, id);
create index neighbour_help_helped on neighbour_help (helped, id);
create index neighbour_help_due on neighbour_help (due, id) where state = 'waiting';
