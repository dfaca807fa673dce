-- no-transaction
-- A report of a visit takes a recording instead of words, and a picture; a caseworker plans the visits of a day; a
-- finding leads to an appointment at a service.
-- SQLite cannot change a CHECK, so the table of findings is written anew, as in 0052.
pragma foreign_keys = off;
begin immediate;

create table finding_new (
    id integer primary key,
    household integer not null references household (id),
    report integer not null,                     -- report of the visit, or 0
    need text not null check (need in ('goods', 'work', 'school', 'health', 'papers', 'legal', 'wages', 'language',
        'housing', 'care', 'disaster', 'other')),
    words text not null,                      -- sealed
    state text not null check (state in ('open', 'closed', 'ended')),
    outcome text not null check (outcome in ('', 'helped', 'left')),
    owner integer not null,                      -- account that sees to it, or 0 for the file's caseworker
    step text not null check (step in ('none', 'wish', 'case', 'referral', 'appointment', 'booking')),
    record integer not null,                     -- wish, case, referral, visit or booked appointment of the step, or 0
    step_at integer not null,
    due integer not null,                        -- when it climbs
    level text not null,                      -- path of the area that it climbed to, or ''
    raised_to integer not null,                  -- account that it climbed to, or 0
    climbs integer not null,
    created integer not null,
    created_by integer not null,
    closed integer not null,
    version integer not null,
    check ((state = 'closed') = (outcome <> ''))
);
insert into finding_new
    select id, household, report, need, words, state, outcome, owner, step, record, step_at, due, level, raised_to,
           climbs, created, created_by, closed, version
    from finding;
drop table finding;
alter table finding_new rename to finding;
create index finding_household on finding (household, id);
create index finding_open on finding (due, id) where state = 'open';
create index finding_raised on finding (raised_to, id) where raised_to <> 0 and state = 'open';
create index finding_created on finding (created, id);
create index finding_closed on finding (closed, id) where closed <> 0;
create index finding_booking on finding (record) where step = 'booking';

-- Recording and picture of a report, sealed.
create table visit_media (
    id integer primary key,
    household integer not null references household (id),
    report integer not null references visit_report (id),
    kind text not null check (kind in ('voice', 'photo')),
    format text not null check (format in ('webm', 'ogg', 'mp4', 'jpeg')),
    seconds integer not null,                    -- length of a recording, else 0
    bytes blob not null,                      -- sealed
    created integer not null
);
create unique index visit_media_report on visit_media (report, kind);
create index visit_media_household on visit_media (household, kind);

-- A visit that an account makes on a day. After that day the row says nothing any more.
create table visit_plan (
    id integer primary key,
    visit integer not null unique references visit (id),
    account integer not null,
    day integer not null                         -- first second of the day
);
create index visit_plan_account on visit_plan (account, day);

commit;
pragma foreign_keys = on;
