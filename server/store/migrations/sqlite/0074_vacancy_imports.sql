-- no-transaction
-- Vacancies from a sheet. SQLite cannot change a CHECK, so the table is written anew, as in 0002.
pragma foreign_keys = off;
begin immediate;

create table import_new (
    id integer primary key,
    kind text not null check (kind in ('stock', 'points', 'vacancies')),
    root integer not null,
    location integer not null,             -- where the goods are; 0 for points and vacancies
    account integer not null,              -- who brought it
    name text not null,                    -- the file's
    lines integer not null,                -- how many
    created integer not null,
    applied integer not null               -- when its last line was gone through, or 0
);
insert into import_new select id, kind, root, location, account, name, lines, created, applied from import;
drop table import;
alter table import_new rename to import;
create index import_account on import (account, id);

commit;
pragma foreign_keys = on;
