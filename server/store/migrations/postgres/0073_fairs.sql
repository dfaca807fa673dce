-- What an organisation brings to a job fair: one of its vacancies.
create table fair_vacancy (
    course bigint not null references course (id),
    vacancy bigint not null references vacancy (id),
    brought bigint not null,
    brought_by bigint not null,
    primary key (course, vacancy)
);
create index fair_vacancy_vacancy on fair_vacancy (vacancy, course);
create index course_fair on course (root, starts, id) where kind = 'job_fair';

-- Helpers of a pairing, employers and people on shifts reveal for reasons of their own, so that the family reads who it
-- was, and a reveal for one of them opens nothing of another.
alter table reveal drop constraint reveal_reason_check;
alter table reveal add constraint reveal_reason_check
    check (reason in ('visit', 'delivery', 'check', 'call', 'request_of_family', 'other',
                      'counter', 'export', 'phone', 'pairing', 'job', 'shift'));

-- The version of the day of a fact decides, also one that was replaced since.
create index part_rule_day on part_rule (root, kind, valid_from);
