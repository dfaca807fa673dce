-- Points of the free shop: who gets how many a month, and what was given already.

-- The nearest area above that has a row decides; without any, nobody is given points by the clock.
create table points_policy (
    area bigint primary key references area (id),
    base bigint not null,                 -- for each household
    each_member bigint not null,          -- and for each of its members
    cap_month bigint not null,            -- not more than this a month; 0 for no cap
    cap_balance bigint not null,          -- the clock lifts no household above this; 0 for no cap
    valid_months bigint not null          -- they lapse at the end of the month that many later; 0 for never
);

-- One row for each household and month: the clock gives once, however often it runs.
create table points_grant (
    household bigint not null references household (id),
    month bigint not null,                -- 202611
    points bigint not null,               -- 0 when a cap left nothing to give
    journal bigint not null,              -- 0 for none
    primary key (household, month)
);

-- Rows of sheets that were taken in, so that the same sheet again gives nothing twice.
create table points_import (
    root bigint not null,
    digest text not null,
    journal bigint not null references journal (id),
    primary key (root, digest)
);
