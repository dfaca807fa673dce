-- A family's problem that is followed through its steps to an outcome that the family was asked about.
create table case_file (
    id integer primary key,
    household integer not null references household (id),
    member integer not null,                 -- member whom it concerns; 0 for the whole household
    kind text not null check (kind in ('work', 'school', 'health', 'papers', 'legal', 'wages', 'language', 'housing',
                                       'care', 'disaster')),
    urgency text not null check (urgency in ('ordinary', 'soon', 'urgent')),
    fields text not null,                -- sealed JSON: values of the kind's own fields
    finding integer not null,                -- finding of a visit that it comes from, or 0; not checked here
    owner integer not null,                  -- caseworker, or 0 while none is left
    state text not null check (state in ('open', 'closed', 'ended')),
    step text not null,                  -- key of the kind's step
    due integer not null,                    -- by when the step is due
    reminder integer not null,               -- 0 once the owner was reminded
    level text not null,                 -- path of the area whose coordinators it climbed to, or ''
    in_charge integer not null,              -- account that it climbed to, or 0
    climb_at integer not null,               -- when a late case climbs next
    climbs integer not null,                 -- how often it went up because this step was late
    family_said text not null check (family_said in ('', 'solved', 'not_solved')),
    family_said_at integer not null,
    opened integer not null,
    opened_by integer not null,
    outcome text not null,               -- '' while open
    asked_how text not null check (asked_how in ('', 'visit', 'phone', 'page')),
    asked_whom text not null,            -- sealed
    asked_at integer not null,
    answer text not null check (answer in ('', 'solved', 'accepts', 'not_reached')),
    answer_words text not null,          -- sealed
    closed integer not null,                 -- 0 while open
    closed_by integer not null,
    closings integer not null,               -- how often it was closed
    version integer not null,
    check ((state = 'closed') = (outcome <> '')),
    check ((state = 'closed') = (asked_how <> ''))
);
create index case_of_household on case_file (household, id);
create index case_due on case_file (climb_at, id) where state = 'open';
create index case_reminder on case_file (reminder, id) where state = 'open' and reminder > 0;
create index case_state on case_file (state, id);
create index case_owner on case_file (owner, id) where state = 'open';
create index case_closed on case_file (closed, id) where state = 'closed';

-- History of a case, with its notes.
create table case_line (
    id integer primary key,
    case_file integer not null references case_file (id),
    kind text not null check (kind in ('opened', 'note', 'step', 'assigned', 'climbed', 'family_said', 'closed',
                                       'called_back', 'reopened', 'ended')),
    key text not null,                   -- step, outcome or answer that it names, or ''
    account integer not null,                -- author; 0 for the clock
    about integer not null,                  -- account that it is about, or 0
    words text not null,                 -- sealed
    at integer not null
);
create index case_lines on case_line (case_file, id);

-- A closed case whose family another person asks again.
create table call_back (
    id integer primary key,
    case_file integer not null references case_file (id),
    closing integer not null,                -- which closing of the case
    reason text not null check (reason in ('urgent', 'not_reached', 'sample')),
    owner integer not null,                  -- owner of the case when it was closed
    closed_by integer not null,
    outcome text not null,               -- with which it was closed
    state text not null check (state in ('waiting', 'confirmed', 'denied', 'ended')),
    assignee integer not null,               -- account that is to ask, or 0
    level text not null,                 -- path of the area whose coordinators it climbed to, or ''
    due integer not null,
    climb_at integer not null,
    climbs integer not null,
    created integer not null,
    asked_how text not null check (asked_how in ('', 'visit', 'phone', 'page')),
    asked_whom text not null,            -- sealed
    asked_at integer not null,
    answer text not null check (answer in ('', 'solved', 'accepts', 'not_solved')),
    answer_words text not null,          -- sealed
    done integer not null,
    done_by integer not null,
    version integer not null,
    unique (case_file, closing)
);
create index call_back_due on call_back (climb_at, id) where state = 'waiting';
create index call_back_state on call_back (state, id);
