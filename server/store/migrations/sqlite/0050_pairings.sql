-- Live pairings that one helper may have in an area.
alter table policy add column pairings integer not null default 3;

-- What a helper offers to stand by a household with; it only suggests.
create table helper_offer (
    account integer primary key references account (id),
    needs text not null,                -- words of a closed set, by comma
    languages text not null,            -- words of a closed set, by comma
    changed integer not null
);

-- A helper who stands by a household.
create table pairing (
    id integer primary key,
    household integer not null references household (id),
    helper integer not null references account (id),
    need text not null check (need in ('study', 'work', 'health', 'company', 'errands', 'language', 'other')),
    state text not null check (state in ('proposed', 'under_way', 'declined', 'lapsed', 'ended')),
    proposed integer not null,
    proposed_by integer not null,
    answer_by integer not null,
    helper_agreed integer not null,     -- 0 before
    family_agreed integer not null,     -- 0 before
    started integer not null,           -- when both had agreed; 0 before
    last_contact integer not null,      -- or when it started
    raised integer not null,            -- when its silence was raised; 0 again after a contact
    due integer not null,               -- end of the year, unless both renew it
    reminder integer not null,          -- 0 once both were asked to renew it
    helper_renews boolean not null,
    family_renews boolean not null,
    ended integer not null,
    ended_by integer not null,          -- 0 for the clock
    reason text not null check (reason in ('', 'not_needed', 'moved', 'no_time', 'no_contact', 'not_matching', 'file_closed',
        'not_renewed', 'other')),
    version integer not null
);
create unique index pairing_live on pairing (household, helper) where state in ('proposed', 'under_way');
create index pairing_household on pairing (household, id);
create index pairing_helper on pairing (helper, state, id);
create index pairing_answer on pairing (answer_by, id) where state = 'proposed';
create index pairing_silent on pairing (last_contact, id) where state = 'under_way' and raised = 0;
create index pairing_reminder on pairing (reminder, id) where state = 'under_way' and reminder > 0;
create index pairing_due on pairing (due, id) where state = 'under_way';

-- A contact between helper and household, noted by one of them or the caseworker. No words.
create table pairing_contact (
    id integer primary key,
    pairing integer not null references pairing (id),
    account integer not null,
    kind text not null check (kind in ('visit', 'call', 'message', 'together')),
    at integer not null
);
create index pairing_contact_pairing on pairing_contact (pairing, id);
