-- When a role was granted, so that reading files under a new one leaves a line. 0 for those of earlier releases.
alter table role_grant add column granted integer not null default 0;

-- A file that was found by its whole phone number is a reveal of its own kind. SQLite cannot change a CHECK, so the table
-- is written anew; no other table refers to it.
create table reveal_new (
    id integer primary key,
    household integer not null references household (id),
    account integer not null references account (id),
    role text not null check (role in ('family', 'donor', 'shopkeeper', 'caseworker', 'coordinator', 'auditor', 'admin')),
    reason text not null check (reason in ('visit', 'delivery', 'check', 'call', 'request_of_family', 'other',
                                           'counter', 'export', 'phone')),
    words text not null,                   -- sealed
    at integer not null,
    until integer not null,               -- open for the account that opened it until then; `at` when nothing was unmasked
    week integer not null,                -- when the week began, so that weeks are counted by an index
    night boolean not null,
    outside boolean not null               -- another caseworker was responsible
);
insert into reveal_new (id, household, account, role, reason, words, at, until, week, night, outside)
    select id, household, account, role, reason, words, at, until, week, night, outside from reveal;
drop table reveal;
alter table reveal_new rename to reveal;
create index reveal_household on reveal (household, id);
create index reveal_account on reveal (account, household, until);
create index reveal_week on reveal (week, account);

-- Lines that reading files under a new role left, to write one per file and half hour only.
create index audit_new_role on audit (account, subject_id, at) where action = 'new_role_read';
