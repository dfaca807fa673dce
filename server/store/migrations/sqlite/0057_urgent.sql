-- Urgent wishes: since when a wish is urgent, or 0; every claim of one is due the next day.
alter table wish add column urgent integer not null default 0;

create table urgent (
    id integer primary key,
    wish integer not null references wish (id),
    reason text not null check (reason in ('disaster', 'child', 'illness', 'winter')),
    state text not null check (state in ('asking', 'district', 'taken', 'over')),
    marked integer not null,
    marked_by integer not null,
    round integer not null,             -- asks of an earlier round do not keep an account from being asked again
    next_step integer not null,         -- 0 while it is taken, and once it is over
    owner integer not null,             -- coordinator in charge, or 0
    level text not null,                -- path of that coordinator's area, or empty
    ended integer not null,
    version integer not null
);
create unique index urgent_wish on urgent (wish) where state <> 'over';
create index urgent_live on urgent (next_step, id) where state <> 'over';
create index urgent_owner on urgent (owner, id) where state = 'district';

-- A shop or a person that is asked to bring it.
create table urgent_ask (
    id integer primary key,
    urgent integer not null references urgent (id),
    round integer not null,
    location integer not null,          -- shop, or 0
    account integer not null,           -- person, or 0
    state text not null check (state in ('asked', 'accepted', 'declined', 'silent', 'settled')),
    asked integer not null,
    answer_by integer not null,
    answered integer not null,
    claim integer not null
);
create unique index urgent_ask_one on urgent_ask (urgent) where state = 'asked';
create index urgent_ask_urgent on urgent_ask (urgent, id);
create index urgent_ask_account on urgent_ask (account, id) where account <> 0;
create index urgent_ask_location on urgent_ask (location, id) where location <> 0;

-- Who is on duty for urgent wishes of an area and below it.
create table duty (
    id integer primary key,
    area integer not null references area (id),
    account integer not null references account (id),
    days integer not null check (days between 1 and 127),   -- bit 0 is Monday
    from_hour integer not null check (from_hour between 0 and 23),
    until_hour integer not null check (until_hour between 1 and 24),
    created integer not null,
    ended integer not null,
    version integer not null
);
create index duty_area on duty (area, id) where ended = 0;

-- The service that a wish is followed by: a referral opens when its goods are handed over.
create table follow_on (
    id integer primary key,
    wish integer not null references wish (id),
    service integer not null references service (id),
    need text not null,                 -- sealed; empty once the referral is open
    shares text not null,               -- as in referral
    agreed_whom text not null,          -- sealed
    agreed_how text not null,
    agreed_at integer not null,
    send boolean not null,
    set_by integer not null,
    set_at integer not null,
    referral integer not null           -- 0 before
);
create unique index follow_on_wish on follow_on (wish);
create index follow_on_open on follow_on (set_at, wish) where referral = 0;
