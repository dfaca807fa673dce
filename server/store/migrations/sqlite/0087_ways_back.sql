-- When the clock looks at a drive that has ended and has no result yet; 0 once it has one, or before its end.
alter table drive add column result_due integer not null default 0;
update drive set result_due = ended + 604800 where state = 'ended' and published = 0;
create index drive_result on drive (result_due, id) where result_due > 0;

-- What an account may take back for some minutes. `facts` holds numbers of records only, as JSON.
create table undo (
    id integer primary key,
    account integer not null references account (id),
    kind text not null check (kind in ('wish_published', 'wish_rejected', 'file_assigned', 'work_handed_over',
        'case_closed', 'pairing_ended', 'appointment_cancelled')),
    record integer not null,
    facts text not null,
    at integer not null,
    until integer not null,
    taken integer not null                       -- when it was taken back; 0 before
);
create index undo_account on undo (account, until);
create index undo_until on undo (until);

-- Names that an organisation had before; the search over everything finds it by them.
create table organisation_name (
    id integer primary key,
    organisation integer not null references organisation (id),
    name text not null,
    until integer not null
);
create index organisation_name_of on organisation_name (organisation, id);

-- A closed area takes nothing new and is in no list; one that was merged names its target. What was stays readable.
alter table area add column closed integer not null default 0;        -- when; 0 while it is open
alter table area add column merged_into integer not null default 0;   -- area that got all of it, or 0

-- What became of areas, so that figures of the months before can be explained.
create table area_change (
    id integer primary key,
    area integer not null references area (id),
    kind text not null check (kind in ('moved', 'merged', 'closed', 'reopened')),
    before integer not null,                      -- area above before a move, or 0
    after integer not null,                       -- area above after a move, or that of a merge; 0 for none
    households integer not null,
    at integer not null,
    account integer not null
);
create index area_change_area on area_change (area, id);
create index area_change_after on area_change (after, id);

-- By the files that an import made; it is taken back by them.
create index household_import_line_household on household_import_line (household) where household > 0;
