-- Wishes for goods outside the catalogue: a root area's own, or a free title to which the review gives an item.
alter table wish add column own_name text not null default '';    -- name of an own item when it was wished; else ''
alter table wish add column own_key text not null default '';     -- its pictogram, or the symbol of a free title
alter table wish add column own_title text not null default '';   -- free title in the family's words, sealed; else ''

-- A need that comes back every month: each turn is a wish of its own, made by the clock while the file is open.
create table need (
    id integer primary key,
    household integer not null references household (id),
    wish integer not null unique references wish (id),      -- the first turn, which is reviewed
    months integer not null check (months between 2 and 12),
    made integer not null check (made >= 0 and made <= months),   -- turns whose wish was published
    since integer not null,               -- when the first was published; 0 before
    next integer not null,                -- when the next is made; 0 before the first and after the last
    state text not null check (state in ('asked', 'running', 'done', 'stopped', 'ended')),
    created integer not null,
    changed integer not null,
    version integer not null,
    check ((state = 'running') = (next > 0))
);
create index need_household on need (household, id);
create index need_due on need (next, id) where state = 'running';

-- Donors who bring every turn from now on.
create table need_promise (
    id integer primary key,
    need integer not null references need (id),
    account integer not null references account (id),
    state text not null check (state in ('running', 'stopped', 'ended')),
    created integer not null,
    changed integer not null,
    version integer not null
);
create unique index need_promise_one on need_promise (need) where state = 'running';
create index need_promise_account on need_promise (account, id);

alter table wish add column need integer not null default 0;     -- standing need of which it is a turn, or 0
alter table wish add column month integer not null default 0;    -- its number among the turns, from 1; else 0
create unique index wish_turn on wish (need, month) where need > 0;
