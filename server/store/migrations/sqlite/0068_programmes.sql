-- A programme of an area (任务书): what is to be reached until when. Actual figures are computed from records.
create table programme (
    id integer primary key,
    area integer not null references area (id),
    root integer not null,
    name text not null,
    source text not null,                   -- document that it comes from
    first integer not null,                 -- first second of its first day
    until integer not null,                 -- last second of its last day
    state text not null check (state in ('draft', 'running', 'ended', 'dropped')),
    quarter integer not null,               -- quarter that is reported next, as 20264; 0 unless it runs
    report_at integer not null,             -- when that one is frozen; of a draft, when it is dropped; else 0
    created integer not null,
    created_by integer not null,
    started integer not null,               -- 0 before
    started_by integer not null,
    ended integer not null,                 -- 0 before
    ended_by integer not null,              -- 0 for the clock
    reason text not null,                   -- why it was ended early, or ''
    version integer not null
);
create index programme_root on programme (root, state, id);
create index programme_report on programme (report_at, id) where report_at > 0;

-- An indicator: what, how much of it, and who answers for it.
create table indicator (
    id integer primary key,
    programme integer not null references programme (id),
    area integer not null references area (id),         -- where it is counted, and where its owner works
    name text not null,
    unit text not null,
    kind text not null check (kind in ('wishes_fulfilled', 'households_visited', 'doors_met', 'hired', 'course_attendances',
        'shift_hours', 'pairings_begun', 'referrals_done', 'cases_solved', 'children_placed', 'typed')),
    baseline integer not null check (baseline >= 0),
    target integer not null check (target > baseline),
    owner integer not null references account (id),
    value integer not null,                 -- as the clock last computed it; the pages compute it anew
    standing text not null check (standing in ('on_course', 'slipping', 'missed')),
    since integer not null,                 -- since when it is so; 0 before the programme starts
    look_at integer not null,               -- when the clock looks next; 0 unless its programme runs
    climb_at integer not null,              -- when one that slips climbs; 0 otherwise
    level text not null,                    -- path of the area that it climbed to, or ''
    raised_to integer not null,             -- account that it climbed to, or 0
    version integer not null
);
create index indicator_programme on indicator (programme, id);
create index indicator_look on indicator (look_at, id) where look_at > 0;
create index indicator_owner on indicator (owner, id) where standing = 'slipping';
create index indicator_raised on indicator (raised_to, id) where raised_to <> 0;

-- A figure that a person typed for an indicator, with where it comes from. The newest that was not taken back counts.
create table indicator_value (
    id integer primary key,
    indicator integer not null references indicator (id),
    amount integer not null check (amount >= 0),
    day integer not null,                   -- last second of the day that it is of
    source text not null,
    at integer not null,
    account integer not null
);
create index indicator_value_indicator on indicator_value (indicator, day, id);

-- A milestone of an indicator. Its first day stays; each move has a reason.
create table milestone (
    id integer primary key,
    indicator integer not null references indicator (id),
    name text not null,
    day integer not null,                   -- last second of its day
    first_day integer not null,             -- the same, as it was planned first
    done integer not null,                  -- last second of the day on which it was done; 0 before
    done_by integer not null,
    noted integer not null,                 -- when that was noted
    version integer not null
);
create index milestone_indicator on milestone (indicator, day, id);

create table milestone_move (
    id integer primary key,
    milestone integer not null references milestone (id),
    from_day integer not null,
    to_day integer not null,
    reason text not null,
    at integer not null,
    account integer not null
);
create index milestone_move_milestone on milestone_move (milestone, id);

-- A report: an indicator at the end of a quarter. Its figure is frozen, and its owner comments on it once.
create table indicator_report (
    id integer primary key,
    indicator integer not null references indicator (id),
    quarter integer not null,               -- 20264
    until integer not null,                 -- first second after what it counts
    value integer not null,
    standing text not null check (standing in ('on_course', 'slipping', 'missed')),
    state text not null check (state in ('asked', 'commented', 'lapsed')),
    asked integer not null,
    due integer not null,
    climb_at integer not null,              -- 0 once it is commented or lapsed
    level text not null,
    raised_to integer not null,
    words text not null,
    commented integer not null,             -- 0 before
    commented_by integer not null,
    recounted integer not null,             -- when a later correction of the figure was noted; 0 without one
    recounted_by integer not null,
    recount integer not null,               -- figure after it; that of the quarter's end before
    reason text not null,
    version integer not null,
    unique (indicator, quarter)
);
create index indicator_report_climb on indicator_report (climb_at, id) where climb_at > 0;
create index indicator_report_asked on indicator_report (indicator) where state = 'asked';
create index indicator_report_raised on indicator_report (raised_to) where state = 'asked' and raised_to <> 0;

-- What indicators count between two days.
create index wish_fulfilled on wish (ended) where state = 'fulfilled';
create index visit_report_recorded on visit_report (recorded);
create index round_knock_at on round_knock (at) where outcome = 'met';
create index job_proposal_hired on job_proposal (decided) where state = 'hired';
create index course_session_starts on course_session (starts);
create index shift_starts on shift (starts);
create index pairing_started on pairing (started) where started > 0;
create index referral_line_done on referral_line (at) where state = 'done';
create index case_line_closed on case_line (at) where kind = 'closed';
create index school_place_closed on school_place (closed) where closed > 0;
create index household_move_accepted on household_move (household, answered) where state = 'accepted';
