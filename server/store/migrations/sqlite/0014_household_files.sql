-- What a caseworker keeps of a family besides who it is: how it stands, since when it is hard, notes, papers.
alter table household add column income text not null default 'unsaid'
    check (income in ('unsaid', 'none', 'minimum', 'low', 'above'));
alter table household add column language text not null default 'zh-CN'
    check (language in ('zh-CN', 'ug', 'kk', 'en', 'other'));
alter table household add column caseworker integer not null default 0;  -- the account that looks after it, or 0
alter table household add column state text not null default 'open'
    check (state in ('open', 'closed', 'erased', 'merged'));
alter table household add column merged_into integer not null default 0;
alter table household add column version integer not null default 0;     -- what an editor saw
alter table household add column changed integer not null default 0;
alter table household add column changed_by integer not null default 0;
create index household_caseworker on household (caseworker, id) where caseworker <> 0;

alter table person add column relation text not null default 'other'
    check (relation in ('self', 'spouse', 'child', 'parent', 'grandparent', 'grandchild', 'sibling', 'other'));
alter table person add column school text not null default 'none'
    check (school in ('none', 'kindergarten', 'primary', 'junior', 'senior', 'vocational', 'university'));
-- Whoever was written down first is the one to talk to.
update person set relation = 'self' where id in (select min(id) from person group by household);

create table hardship (
    id integer primary key,
    household integer not null references household (id),
    kind text not null check (kind in ('illness', 'disability', 'loss_of_work', 'single_parent', 'elderly_alone',
                                       'orphan', 'disaster', 'low_income', 'other')),
    since text not null,                   -- 2024-03, or 2024
    until text not null,                   -- likewise; empty while it goes on
    created integer not null,
    account integer not null
);
create index hardship_household on hardship (household, id);
create index hardship_open on hardship (kind, household) where until = '';

create table household_note (
    id integer primary key,
    household integer not null references household (id),
    account integer not null,
    words text not null,                   -- sealed
    at integer not null,
    corrected integer not null             -- when its writer put it right, or 0
);
create index household_note_household on household_note (household, id);

create table paper (
    id integer primary key,
    household integer not null references household (id),
    kind text not null check (kind in ('id_seen', 'low_income', 'disability', 'consent', 'other')),
    account integer not null,
    bytes blob not null,                   -- a JPEG, sealed; empty where only the seeing is noted
    at integer not null
);
create index paper_household on paper (household, id);

-- What a family says is wrong in its file.
create table correction (
    id integer primary key,
    household integer not null references household (id),
    account integer not null,
    words text not null,                   -- sealed
    at integer not null,
    answer text not null,                  -- sealed
    answered integer not null,
    answered_by integer not null
);
create index correction_household on correction (household, id);

-- A file's own changes, for its timeline.
create index audit_household on audit (subject_id, id) where subject = 'household';
