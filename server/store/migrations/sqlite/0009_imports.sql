-- Sheets that somebody brought, kept from the dry run until they are applied.
create table import (
    id integer primary key,
    kind text not null check (kind in ('stock', 'points')),
    root integer not null,
    location integer not null,             -- where the goods are; 0 for points
    account integer not null,              -- who brought it
    name text not null,                    -- the file's
    lines integer not null,                -- how many
    created integer not null,
    applied integer not null               -- when its last line was gone through, or 0
);
create index import_account on import (account, id);

-- What its rows say, as they were understood.
create table import_line (
    import integer not null references import (id),
    n integer not null,                    -- the row in the file
    digest text not null,                  -- of what makes it the same row in the next file
    body text not null,
    primary key (import, n)
) without rowid;

-- What was brought in once, for good: the same row of another file does nothing.
create table import_row (
    root integer not null,
    location integer not null,
    digest text not null,
    quantity integer not null,
    import integer not null,
    n integer not null,
    primary key (root, location, digest)
) without rowid;
