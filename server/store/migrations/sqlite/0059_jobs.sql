-- A vacancy of an organisation. Hidden when the employer does not confirm it every 14 days.
create table vacancy (
    id integer primary key,
    organisation integer not null references organisation (id),
    area integer not null references area (id),     -- where the work is
    root integer not null,
    title text not null,
    place text not null,
    words text not null,
    hours integer not null,                         -- a week
    pay_from integer not null,                      -- yuan a month
    pay_to integer not null,
    lodging text not null check (lodging in ('none', 'free', 'paid')),
    skills text not null,                           -- words of a closed set, by comma
    languages text not null,                        -- words of a closed set, by comma
    posts integer not null,                         -- those that are filled included
    hired integer not null,
    state text not null check (state in ('open', 'hidden', 'ended')),
    until integer not null,                         -- last second of its last day
    confirmed integer not null,                     -- when the employer last said that it is open
    confirm_by integer not null,                    -- when it is hidden otherwise
    reminder integer not null,                      -- 0 once the employer was reminded
    posted integer not null,
    posted_by integer not null,
    ended integer not null,                         -- 0 before
    version integer not null,
    check (hired >= 0 and hired <= posts)
);
create index vacancy_root on vacancy (root, id);
create index vacancy_organisation on vacancy (organisation, state, id);
create index vacancy_open on vacancy (root, id) where state = 'open' and hired < posts;
create index vacancy_until on vacancy (until, id) where state in ('open', 'hidden');
create index vacancy_confirm on vacancy (confirm_by, id) where state = 'open';
create index vacancy_reminder on vacancy (reminder, id) where state = 'open' and reminder > 0;

-- A member of a household that was asked whether it looks for work, and what it said.
create table job_seeker (
    id integer primary key,
    household integer not null references household (id),
    member integer not null,                        -- 0 once the member left or the file was erased
    state text not null check (state in ('looking', 'hired', 'stopped', 'declined')),
    lodging boolean not null,                       -- needs a bed at work
    asked integer not null,
    asked_by integer not null,
    version integer not null
);
create index job_seeker_household on job_seeker (household, id);
create index job_seeker_member on job_seeker (member);
create index job_seeker_looking on job_seeker (id) where state = 'looking';
create index person_work on person (work, household);

-- A job seeker who is proposed for a vacancy. The employer sees no name before the person agrees.
create table job_proposal (
    id integer primary key,
    household integer not null references household (id),
    seeker integer not null references job_seeker (id),
    vacancy integer not null references vacancy (id),
    state text not null check (state in ('proposed', 'informed', 'interview', 'trial', 'hired', 'refused', 'withdrawn',
        'no_answer', 'elsewhere', 'filled', 'file_closed')),
    proposed integer not null,
    proposed_by integer not null,
    agreed integer not null,                        -- when the person agreed to be named; 0 before
    informed integer not null,                      -- when the employer was told; 0 before
    met integer not null,                           -- first interview or trial day that was agreed; 0 without
    day integer not null,                           -- interview, trial or first day of work; 0 without
    answer_by integer not null,                     -- end of waiting
    reason text not null check (reason in ('', 'filled', 'skills', 'language', 'hours', 'distance', 'lodging', 'papers',
        'absent', 'trial_failed', 'other')),
    shared boolean not null,                        -- whether the person reads the reason
    decided integer not null,                       -- when it ended; 0 before
    decided_by integer not null,                    -- 0 for the clock
    version integer not null
);
create unique index job_proposal_live on job_proposal (seeker, vacancy)
    where state in ('proposed', 'informed', 'interview', 'trial');
create index job_proposal_household on job_proposal (household, id);
create index job_proposal_seeker on job_proposal (seeker, state);
create index job_proposal_vacancy on job_proposal (vacancy, state, id);
create index job_proposal_answer on job_proposal (answer_by, id)
    where state in ('proposed', 'informed', 'interview', 'trial');

-- After 30 and 90 days a person who was hired is asked: still there, paid?
create table job_check (
    id integer primary key,
    proposal integer not null references job_proposal (id),
    household integer not null references household (id),
    days integer not null check (days in (30, 90)),
    due integer not null,
    told integer not null,                          -- when family and caseworker were told; 0 before
    answered integer not null,                      -- 0 before
    answered_by integer not null,
    missed integer not null,                        -- when it ended without an answer, or was not needed any more; 0
    still_there text not null check (still_there in ('', 'yes', 'no')),
    paid text not null check (paid in ('', 'yes', 'no')),
    case_file integer not null,                     -- wage case that it opened, or 0
    unique (proposal, days)
);
create index job_check_household on job_check (household, id);
create index job_check_due on job_check (due, id) where answered = 0 and missed = 0;
