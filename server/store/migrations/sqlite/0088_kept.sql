-- Whose copies those in a folder of backups are.
create table installation (
    id integer primary key check (id = 1),
    name text not null
);
insert into installation (id, name) values (1, lower(hex(randomblob(5))));

-- Databases of trials that are not dropped yet; noted before they are made.
create table backup_trial (
    name text not null primary key,
    made integer not null
) without rowid;

-- Copies are also brought to a store elsewhere.
create table backup_run_new (
    id integer primary key,
    kind text not null check (kind in ('copy', 'trial', 'upload')),
    state text not null check (state in ('running', 'done', 'failed')),
    fault text not null check (fault in ('', 'stopped', 'write', 'restore', 'check', 'store')),
    file text not null,                      -- name of the copy in the folder of backups
    bytes integer not null,                  -- size of the copy; 0 while it is not known
    begun integer not null,
    beat integer not null,                   -- last sign of life of the server that is at it
    ended integer not null,                  -- 0 until then
    detail text not null                     -- what the machine said of the failure; no personal data
);
insert into backup_run_new (id, kind, state, fault, file, bytes, begun, beat, ended, detail)
    select id, kind, state, fault, file, bytes, begun, beat, ended, detail from backup_run;
drop table backup_run;
alter table backup_run_new rename to backup_run;
create index backup_run_kind on backup_run (kind, begun);
