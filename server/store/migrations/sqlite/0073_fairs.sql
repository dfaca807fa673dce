-- What an organisation brings to a job fair: one of its vacancies.
create table fair_vacancy (
    course integer not null references course (id),
    vacancy integer not null references vacancy (id),
    brought integer not null,
    brought_by integer not null,
    primary key (course, vacancy)
);
create index fair_vacancy_vacancy on fair_vacancy (vacancy, course);
create index course_fair on course (root, starts, id) where kind = 'job_fair';

-- Helpers of a pairing, employers and people on shifts reveal for reasons of their own, so that the family reads who it
-- was, and a reveal for one of them opens nothing of another. SQLite cannot change a CHECK, so the table is written anew;
-- no other table refers to it.
create table reveal_new (
    id integer primary key,
    household integer not null references household (id),
    account integer not null references account (id),
    role text not null check (role in ('family', 'donor', 'shopkeeper', 'caseworker', 'coordinator', 'auditor', 'admin')),
    reason text not null check (reason in ('visit', 'delivery', 'check', 'call', 'request_of_family', 'other',
                                           'counter', 'export', 'phone', 'pairing', 'job', 'shift')),
    words text not null,                   -- sealed
    at integer not null,
    until integer not null,               -- open for the account that opened it until then; `at` when nothing was unmasked
    week integer not null,                -- when the week began, so that weeks are counted by an index
    night boolean not null,
    outside boolean not null,             -- another caseworker was responsible
    issued text not null default '' check (issued in ('', 'card', 'setup_code'))
);
insert into reveal_new (id, household, account, role, reason, words, at, until, week, night, outside, issued)
    select id, household, account, role, reason, words, at, until, week, night, outside, issued from reveal;
drop table reveal;
alter table reveal_new rename to reveal;
create index reveal_household on reveal (household, id);
create index reveal_account on reveal (account, household, until);
create index reveal_week on reveal (week, account);

-- The version of the day of a fact decides, also one that was replaced since.
create index part_rule_day on part_rule (root, kind, valid_from);
