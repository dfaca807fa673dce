-- When a location takes goods in, and how to reach it: for those who bring and those who collect.
alter table location add column phone text not null default '';
alter table location add column recipient text not null default ''; -- name on parcels; '' for the location's own
create table location_hours (
    location integer not null references location (id),
    weekday integer not null check (weekday between 0 and 6), -- 0 for Monday; a location with no rows has unknown hours
    opens integer not null check (opens >= 0),                -- minutes since midnight
    closes integer not null check (closes > opens and closes <= 1440),
    primary key (location, weekday)
) without rowid;
create table location_closed (
    location integer not null references location (id),
    day integer not null,                  -- days since 1970-01-01 in China
    primary key (location, day)
) without rowid;

-- Wishes that an account marked to find them again.
create table saved_wish (
    account integer not null references account (id),
    wish integer not null references wish (id),
    at integer not null,
    primary key (account, wish)
) without rowid;
create index saved_wish_wish on saved_wish (wish);

-- The feed in the orders that a visitor can choose, beside the one in turn.
create index wish_feed_waiting on wish (id) where state = 'published' and claimed < quantity;
create index wish_feed_ending on wish (expires, id) where state = 'published' and claimed < quantity;
create index wish_feed_cost on wish (cost, id) where state = 'published' and claimed < quantity;
