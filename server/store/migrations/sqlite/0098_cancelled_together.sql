-- A shift and a course that were cancelled may be taken back for some minutes, too. SQLite cannot change a CHECK.
create table undo_new (
    id integer primary key,
    account integer not null references account (id),
    kind text not null check (kind in ('wish_published', 'wish_rejected', 'file_assigned', 'work_handed_over',
        'case_closed', 'pairing_ended', 'appointment_cancelled', 'shift_cancelled', 'course_cancelled')),
    record integer not null,
    facts text not null,
    at integer not null,
    until integer not null,
    taken integer not null                       -- when it was taken back; 0 before
);
insert into undo_new (id, account, kind, record, facts, at, until, taken)
    select id, account, kind, record, facts, at, until, taken from undo;
drop table undo;
alter table undo_new rename to undo;
create index undo_account on undo (account, until);
create index undo_until on undo (until);
