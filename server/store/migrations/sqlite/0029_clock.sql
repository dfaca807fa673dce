-- For each start of a machine on which a server has run: the time when it last looked at its clock, and for how many
-- seconds the machine had been running then. A clock that leaves this course has jumped.
create table clock_seen (
    boot text primary key,
    at integer not null,
    uptime integer not null
) without rowid;
