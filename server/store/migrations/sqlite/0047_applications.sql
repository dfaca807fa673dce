-- Costly wishes: donors apply with a plan, and staff of the family's area choose one of them. Nothing is held meanwhile.
create table application (
    id integer primary key,
    wish integer not null references wish (id),
    account integer not null references account (id),
    quantity integer not null check (quantity between 1 and 20),
    plan text not null,                   -- words of the donor, sealed; '' once they are not needed any more
    state text not null check (state in ('waiting', 'chosen', 'passed', 'declined', 'withdrawn', 'ended')),
    reason text not null,                 -- why staff declined it, which the donor reads; else ''
    claim integer not null,               -- claim that came of it, or 0
    decided_by integer not null,          -- account that chose or declined it, or 0
    created integer not null,
    changed integer not null,
    version integer not null,
    check ((state = 'chosen') = (claim > 0))
);
create unique index application_live on application (wish, account) where state in ('waiting', 'passed');
create index application_wish on application (wish, id);
create index application_waiting on application (id) where state = 'waiting';
create index application_account on application (account, id);

-- Decided when the wish is published, so that a policy changes no wish for which donors have applied.
alter table wish add column by_application boolean not null default false;
alter table wish add column decide_next integer not null default 0;    -- when staff are asked next; 0 while none waits
alter table wish add column decide_steps integer not null default 0;   -- how often they were asked
create index wish_undecided on wish (decide_next, id) where decide_next > 0;

-- Price of one unit in yuan above which wishes are granted by application; 0 for never.
alter table policy add column costly_above integer not null default 0 check (costly_above >= 0);
