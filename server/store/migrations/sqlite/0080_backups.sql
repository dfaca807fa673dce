-- Backups that servers make by schedule, and their trials: a copy restored into an empty place and checked there.
create table backup_run (
    id integer primary key,
    kind text not null check (kind in ('copy', 'trial')),
    state text not null check (state in ('running', 'done', 'failed')),
    fault text not null check (fault in ('', 'stopped', 'write', 'restore', 'check')),
    file text not null,                      -- name of the copy in the folder of backups
    bytes integer not null,                  -- size of the copy; 0 while it is not known
    begun integer not null,
    beat integer not null,                   -- last sign of life of the server that is at it
    ended integer not null,                  -- 0 until then
    detail text not null                     -- what the machine said of the failure; no personal data
);
create index backup_run_kind on backup_run (kind, begun);
