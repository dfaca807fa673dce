-- The line behind a wish: donors who found it taken, in the order in which they are asked when a claim falls through.
create table standby (
    id integer primary key,
    wish integer not null references wish (id),
    account integer not null,             -- donor; 0 for the shops' shelves, whose turn comes after the last donor
    quantity integer not null check (quantity between 1 and 20),
    state text not null check (state in ('waiting', 'asked', 'taken', 'left', 'missed', 'ended')),
    held integer not null,                -- units of the wish that it holds while it is asked, else 0
    asked integer not null,               -- when it was asked; 0 before
    answer_by integer not null,           -- until when it may answer; 0 before it was asked
    claim integer not null,               -- claim that came of it, or 0
    created integer not null,
    changed integer not null,
    version integer not null,
    check ((state = 'asked') = (held > 0))
);
create unique index standby_place on standby (wish, account) where state in ('waiting', 'asked');
create index standby_line on standby (wish, id) where state in ('waiting', 'asked');
create index standby_due on standby (answer_by, id) where state = 'asked';
create index standby_account on standby (account, id);
