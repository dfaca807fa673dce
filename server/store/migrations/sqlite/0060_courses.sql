-- Courses and events (talks, health days, repair days, job fairs) of an area, or of an organisation in it.
create table course (
    id integer primary key,
    area integer not null references area (id),
    root integer not null,
    organisation integer not null,      -- 0 for the area itself
    organiser integer not null references account (id),
    kind text not null check (kind in ('course', 'talk', 'health_day', 'repair_day', 'job_fair')),
    topic text not null check (topic in ('law', 'language', 'work', 'health', 'safety', 'parenting', 'other')),
    title text not null,
    about text not null,
    language text not null check (language in ('mandarin', 'dialect', 'uyghur', 'kazakh', 'miao', 'bouyei', 'english',
        'other')),
    minimum integer not null,
    maximum integer not null check (maximum > 0),
    taken integer not null check (taken >= 0 and taken <= maximum),   -- places that are registered or offered
    enough integer not null check (enough between 1 and 100),         -- percent of its sessions for a certificate
    opens integer not null,
    closes integer not null,
    starts integer not null,            -- of its first session
    ends integer not null,              -- of its last session
    state text not null check (state in ('announced', 'cancelled', 'over')),
    check_at integer not null,          -- when the minimum is looked at; 0 once that is settled
    short integer not null,             -- when the organiser was asked to hold or cancel; 0 without a question
    reason text not null check (reason in ('', 'too_few', 'teacher', 'place', 'weather', 'other')),
    created integer not null,
    created_by integer not null,
    ended integer not null,
    ended_by integer not null,
    version integer not null
);
create index course_area on course (area, id);
create index course_coming on course (root, state, starts, id);
create index course_organisation on course (organisation, starts, id) where organisation > 0;
create index course_check on course (check_at, id) where state = 'announced' and check_at > 0;
create index course_end on course (ends, id) where state = 'announced';
create index course_short on course (area, id) where state = 'announced' and short > 0;
create index course_topic on course (topic, id);

-- A session: where, when, how long it was planned and how long it was.
create table course_session (
    id integer primary key,
    course integer not null references course (id),
    place text not null,
    starts integer not null,
    minutes integer not null check (minutes > 0),
    noted integer not null,             -- when the real minutes were noted; 0 before
    real_minutes integer not null,      -- 0 also when it did not take place
    ask_at integer not null,            -- when its attendance is asked for; 0 once there is some, or it was asked for
    asked integer not null,             -- when its attendance was asked for; 0 once there is some
    version integer not null
);
create index course_session_course on course_session (course, starts, id);
create index course_session_ask on course_session (ask_at, id) where ask_at > 0;
create index course_session_asked on course_session (course) where asked > 0;

-- A place of an adult member of a household, or in the waiting list.
create table course_place (
    id integer primary key,
    course integer not null references course (id),
    household integer not null references household (id),
    member integer not null,            -- 0 once the member has left the file
    state text not null check (state in ('waiting', 'offered', 'registered', 'left', 'passed', 'cancelled')),
    walk_in boolean not null,
    words text not null,                -- sealed: what the organiser should know
    made integer not null,
    made_by integer not null,
    changed integer not null,
    answer_by integer not null,         -- 0 unless it is offered
    version integer not null
);
create unique index course_place_live on course_place (course, member)
    where state in ('waiting', 'offered', 'registered') and member > 0;
create index course_place_list on course_place (course, state, id);
create index course_place_household on course_place (household, id);
create index course_place_member on course_place (member) where member > 0;
create index course_place_answer on course_place (answer_by, id) where state = 'offered';

-- Who was there. A mark that is taken back stays, so that each mark can be sent again.
create table course_mark (
    id integer primary key,
    session integer not null references course_session (id),
    place integer not null references course_place (id),
    present boolean not null,
    way text not null check (way in ('list', 'card')),
    at integer not null,
    account integer not null,
    unique (session, place)
);
create index course_mark_place on course_mark (place);

-- A certificate for those who were there often enough. Its number and code say by a public form that it is real.
create table certificate (
    id integer primary key,
    place integer not null unique references course_place (id),
    household integer not null references household (id),
    number text not null unique,
    code text not null,                 -- sealed
    made integer not null
);
create index certificate_household on certificate (household, id);

-- Hours of a topic that each adult of an area should have in a year.
create table course_rule (
    id integer primary key,
    area integer not null references area (id),
    topic text not null check (topic in ('law', 'language', 'work', 'health', 'safety', 'parenting', 'other')),
    year integer not null,
    minutes integer not null check (minutes > 0),
    changed integer not null,
    changed_by integer not null,
    unique (area, topic, year)
);
