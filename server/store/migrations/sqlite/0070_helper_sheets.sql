-- What an account did in a year, as a sheet that it made for itself. Its figures are those of the day when it was made.
create table helper_sheet (
    id integer primary key,
    account integer not null references account (id),
    year integer not null,
    number text not null unique,
    code text not null,                     -- sealed
    made integer not null,
    withdrawn integer not null,             -- 0 while its check says yes
    claims integer not null,
    units integer not null,
    checked_minutes integer not null,       -- of shifts, from check-in to check-out
    typed_minutes integer not null,         -- of shifts, typed by hand
    pairings integer not null,
    courses integer not null
);
create unique index helper_sheet_live on helper_sheet (account, year) where withdrawn = 0;
create index helper_sheet_account on helper_sheet (account, id);
