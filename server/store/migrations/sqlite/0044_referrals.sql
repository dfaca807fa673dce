-- What organisations offer to families. Capacity is asked here, without any personal data.
create table service (
    id integer primary key,
    organisation integer not null references organisation (id),
    name text not null,
    class text not null check (class in ('hours2', 'hours24', 'days7', 'days15', 'wages')),
    capacity text not null check (capacity in ('open', 'full')),
    said integer not null,                   -- when the capacity was last said
    open boolean not null,
    created integer not null,
    unique (organisation, name)
);

-- A family that is referred to a service of another office.
create table referral (
    id integer primary key,
    household integer not null references household (id),
    case_file integer not null,              -- case that it belongs to, or 0
    service integer not null references service (id),
    class text not null check (class in ('hours2', 'hours24', 'days7', 'days15', 'wages')),
    need text not null,                  -- sealed
    shares text not null,                -- what may be passed on: 'name,phone'
    agreed_whom text not null,           -- sealed: who of the family agreed
    agreed_how text not null check (agreed_how in ('visit', 'phone', 'page')),
    agreed_at integer not null,              -- 0 when nothing is passed on
    stopped integer not null,                -- when the family took that back, or 0
    sender integer not null,
    state text not null check (state in ('draft', 'sent', 'seen', 'accepted', 'refused', 'full', 'under_way',
                                         'on_hold', 'done', 'confirmed', 'disputed', 'cancelled')),
    created integer not null,
    sent integer not null,                   -- 0 for a draft
    answer_due integer not null,             -- by when the office says whether it takes it
    answered integer not null,
    done_due integer not null,
    done integer not null,
    due integer not null,                    -- by when the next step is due; 0 once it has ended
    told text not null check (told in ('nothing', 'before', 'at_time')),
    next_step integer not null,              -- when the next notice is due; 0 once it has ended
    level text not null,                 -- path of the area whose coordinators it climbed to, or ''
    in_charge integer not null,              -- account that it climbed to, or 0
    climbs integer not null,
    version integer not null,
    check ((due = 0) = (state in ('confirmed', 'cancelled')))
);
create index referral_of_household on referral (household, id);
create index referral_of_case on referral (case_file, id) where case_file <> 0;
create index referral_clock on referral (next_step, id) where next_step > 0;
create index referral_state on referral (state, id);
create index referral_sent on referral (sent, id);
create index referral_service on referral (service, id);

-- History of a referral: who took which step.
create table referral_line (
    id integer primary key,
    referral integer not null references referral (id),
    state text not null,                 -- state that it came to
    party text not null check (party in ('', 'sender', 'office', 'family')),
    account integer not null,                -- 0 for the family, the clock and an office without an account
    about integer not null,                  -- account that it climbed to, or 0
    office_name text not null,           -- sealed: name of the person in the office, or ''
    words text not null,                 -- sealed
    at integer not null
);
create index referral_lines on referral_line (referral, id);

-- The link by which an office without an account answers one referral. Only the hash of its token is stored.
create table referral_link (
    id integer primary key,
    referral integer not null references referral (id),
    token text not null unique,          -- hash
    made integer not null,
    made_by integer not null,
    ends integer not null,
    ended integer not null                   -- when it was ended before its time, or 0
);
create index referral_links on referral_link (referral, id);

-- Each use of a link.
create table referral_link_use (
    id integer primary key,
    link integer not null references referral_link (id),
    what text not null,                  -- 'opened', or the step that was answered
    at integer not null
);
create index referral_link_uses on referral_link_use (link, id);
