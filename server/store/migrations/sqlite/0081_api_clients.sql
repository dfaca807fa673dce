-- Personal access tokens: what a program of an account sends in place of a session. Only a hash of each is kept.
create table access_token (
    id integer primary key,
    token text not null unique,
    account integer not null references account (id),
    name text not null,
    scope text not null check (scope in ('read', 'write')),
    created integer not null,
    expires integer not null,
    used integer not null                       -- 0 before its first request
);
create index access_token_account on access_token (account, expires);
create index access_token_expires on access_token (expires);

-- Changes of public wishes, for clients that follow them by number. The trigger writes one in the transaction of the
-- change, whichever write makes it; n is 0 until the delivery of events numbers it, in the order of commits, so that a
-- client which has read up to a number misses none.
create table public_change (
    id integer primary key,
    n integer not null,
    wish integer not null references wish (id),
    root integer not null,
    kind text not null check (kind in ('published', 'claimed', 'freed', 'fulfilled', 'ended')),
    at integer not null                      -- when it was numbered; 0 before
);
create index public_change_waiting on public_change (id) where n = 0;
create unique index public_change_n on public_change (n) where n > 0;
create index public_change_root on public_change (root, n) where n > 0;
create index public_change_at on public_change (at) where n > 0;

-- The last number, and the lock of numbering.
create table change_counter (
    id integer primary key check (id = 1),
    n integer not null
);
insert into change_counter (id, n) values (1, 0);
create trigger public_change_noted after update of state, claimed on wish
when (new.state <> old.state and (new.state = 'published' or old.state in ('published', 'fulfilled')))
      or (new.state = 'published' and new.claimed <> old.claimed) begin
    insert into public_change (n, wish, root, kind, at) values (0, new.id, new.root,
        case when new.state = 'published' and old.state <> 'published' then 'published'
             when new.state = 'fulfilled' then 'fulfilled'
             when new.state <> 'published' then 'ended'
             when new.claimed > old.claimed then 'claimed'
             else 'freed' end, 0);
end;

-- Addresses of other programs that are told of changes of public wishes; address and secret are sealed.
create table webhook (
    id integer primary key,
    area integer not null references area (id),   -- a root area
    name text not null,
    address text not null,
    secret text not null,
    made integer not null,
    made_by integer not null,
    sent integer not null,                      -- number of the last change that was taken
    tries integer not null,                     -- failed ones since then
    next_try integer not null,                  -- 0 for at once
    lease integer not null,                     -- until when a server is sending; 0 for none
    turn integer not null                       -- counts leases, so that a late answer changes nothing
);
create index webhook_area on webhook (area);
create index webhook_due on webhook (next_try);

-- The last tries of each webhook, which its administrators read.
create table webhook_delivery (
    id integer primary key,
    webhook integer not null references webhook (id),
    at integer not null,
    first_n integer not null,
    last_n integer not null,
    status integer not null                     -- of the answer; 0 without one
);
create index webhook_delivery_webhook on webhook_delivery (webhook, id);
