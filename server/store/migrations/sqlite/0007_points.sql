-- Points of the free shop: who gets how many a month, and what was given already.

-- The nearest area above that has a row decides; without any, nobody is given points by the clock.
create table points_policy (
    area integer primary key references area (id),
    base integer not null,                 -- for each household
    each_member integer not null,          -- and for each of its members
    cap_month integer not null,            -- not more than this a month; 0 for no cap
    cap_balance integer not null,          -- the clock lifts no household above this; 0 for no cap
    valid_months integer not null          -- they lapse at the end of the month that many later; 0 for never
);

-- One row for each household and month: the clock gives once, however often it runs.
create table points_grant (
    household integer not null references household (id),
    month integer not null,                -- 202611
    points integer not null,               -- 0 when a cap left nothing to give
    journal integer not null,              -- 0 for none
    primary key (household, month)
) without rowid;

-- Rows of sheets that were taken in, so that the same sheet again gives nothing twice.
create table points_import (
    root integer not null,
    digest text not null,
    journal integer not null references journal (id),
    primary key (root, digest)
) without rowid;
