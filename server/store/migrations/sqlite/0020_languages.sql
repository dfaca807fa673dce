-- Languages that are drafts are off until an administrator turns them on. One row for each that somebody ever decided on.
create table language_setting (
    tag text not null primary key,
    turned_on boolean not null,
    changed_by integer not null,
    changed integer not null
) without rowid;
