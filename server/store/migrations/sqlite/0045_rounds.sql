-- What a round asks of each member, all of it optional: where it lives, its work, its schooling, what it can do.
alter table person add column lives text not null default 'here' check (lives in ('here', 'elsewhere'));
alter table person add column work text not null default 'unsaid'
    check (work in ('unsaid', 'employed', 'casual', 'business', 'farming', 'seeking', 'studying', 'home', 'retired', 'unable'));
alter table person add column schooling text not null default 'unsaid'
    check (schooling in ('unsaid', 'none', 'primary', 'middle', 'high', 'vocational', 'college'));
alter table person add column skills text not null default '';      -- words of a closed set, by comma
alter table person add column languages text not null default '';   -- words of a closed set, by comma
alter table person add column skill_words text not null default ''; -- sealed
alter table person add column asked integer not null default 0;     -- when it was last asked

-- A round over an area: every household is to be met, door by door, until a day.
create table round (
    id integer primary key,
    area integer not null references area (id),
    root integer not null,
    name text not null,
    state text not null check (state in ('running', 'ended', 'joined', 'called_off')),
    opened integer not null,
    opened_by integer not null,
    due integer not null,              -- last second of its last day
    reminder integer not null,         -- 0 once its staff were reminded of the end
    ended integer not null,            -- 0 while it runs
    ended_by integer not null,         -- 0 for the clock
    earlier integer not null,          -- ended round of the same area that it is compared with, or 0
    joined_into integer not null,      -- round that took its doors over, or 0
    kept_until integer not null,       -- when the list's own words are deleted; 0 while it runs and afterwards
    version integer not null
);
create index round_area on round (area, state);
create index round_root on round (root, id);
create index round_due on round (due, id) where state = 'running';
create index round_reminder on round (reminder, id) where state = 'running' and reminder > 0;
create index round_kept on round (kept_until, id) where kept_until > 0;

-- A door of a round: a household file, a line of the base list, or a family that was found.
create table round_door (
    id integer primary key,
    round integer not null references round (id),
    n integer not null,                -- number in the round
    area integer not null references area (id),
    household integer not null,        -- file, or 0
    label text not null,               -- sealed: address and name of the list, '' for a file
    place_key text not null,           -- keyed hash of the label, '' without one
    owner integer not null,            -- caseworker who goes there, or 0
    state text not null check (state in ('to_meet', 'met', 'not_there', 'moved', 'declined', 'gone')),
    source text not null check (source in ('file', 'list', 'found')),
    again integer not null,            -- day of the next try of a door that did not open, else 0
    people integer not null,           -- people of a household that was met
    here integer not null,             -- those of them who live here
    knocks integer not null,
    answered integer not null,         -- when it was met, had moved or declined; 0 before
    version integer not null,
    check (here <= people)
);
create unique index round_door_n on round_door (round, n);
create index round_door_state on round_door (round, state, n);
-- Holds all that coverage counts, so that it is read from the index alone.
create index round_door_area on round_door (round, area, state, owner, people, here);
create index round_door_owner on round_door (owner, state, again);
create index round_door_household on round_door (household, round);
create index round_door_place on round_door (round, place_key);

-- What one person found at a door. Never changed: a family that two people meet has two of them.
create table round_knock (
    id integer primary key,
    door integer not null references round_door (id),
    account integer not null,
    at integer not null,
    outcome text not null check (outcome in ('met', 'not_there', 'moved', 'declined')),
    people integer not null,
    here integer not null,
    words text not null                -- sealed
);
create index round_knock_door on round_knock (door, id);
