-- Chains of digests over journals and audit lines: what was written before a link cannot change without it.
create table chain (
    name text primary key check (name in ('journal', 'audit')),
    head integer not null,                 -- number of the newest link, or 0
    digest blob not null,                  -- of the newest link
    anchor integer not null,               -- number of the last link that was removed, or 0
    anchor_digest blob not null,           -- of the last link that was removed
    low integer not null,                  -- every record up to this id has a link
    horizon integer not null,              -- no transaction that is open holds a record up to this id
    next_horizon integer not null,         -- the horizon once a while has passed
    horizon_at integer not null
) without rowid;
insert into chain (name, head, digest, anchor, anchor_digest, low, horizon, next_horizon, horizon_at)
values ('journal', 0, x'', 0, x'', 0, 0, 0, 0), ('audit', 0, x'', 0, x'', 0, 0, 0, 0);

create table chain_link (
    chain text not null,
    number integer not null,               -- without gaps
    record integer not null,               -- id of the journal or audit line
    digest blob not null,                  -- SHA-256 over the record and the digest before it
    primary key (chain, number)
) without rowid;
create unique index chain_link_record on chain_link (chain, record);

-- The heads of both chains when the month was published; '' for months that an older release published.
alter table notice_month add column heads text not null default '';

-- How long the installation keeps notices that were read, and audit lines. 0: for good.
create table retention (
    id integer primary key check (id = 1),
    notice_days integer not null check (notice_days >= 0),
    audit_years integer not null check (audit_years >= 0)
);
insert into retention (id, notice_days, audit_years) values (1, 400, 6);
create index notice_read on notice (created) where read_at > 0;

-- Audit lines that were written to a file, from the beginning of the chain. Only they are ever removed.
create table audit_export (
    id integer primary key,
    at integer not null,
    file text not null,
    lines integer not null,
    last_link integer not null,            -- number of its last link
    digest blob not null                   -- of its last link
);
