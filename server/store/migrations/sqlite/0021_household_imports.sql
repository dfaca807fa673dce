-- Lists of households that somebody brought, kept from the dry run until they are applied, a week at most.
create table household_import (
    id integer primary key,
    root integer not null,
    area integer not null references area (id),  -- where a row lives that does not say
    account integer not null,              -- who brought it
    name text not null,                    -- the file's
    lines integer not null,
    made integer not null,                 -- files that it made
    created integer not null,
    applied integer not null               -- when nothing was left to do, or 0
);
create index household_import_account on household_import (account, id);

create table household_import_line (
    id integer primary key,
    import integer not null references household_import (id),
    n integer not null,                    -- its first row in the file
    body text not null,                    -- what it says, sealed
    anyway boolean not null,               -- somebody said that it is another family
    household integer not null,            -- the file that it made, or 0
    unique (import, n)
);
