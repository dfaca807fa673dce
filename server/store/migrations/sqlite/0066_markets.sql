-- What families grow or make and offer to neighbours and firms. Nothing is paid here.
create table market_offer (
    id integer primary key,
    household integer not null references household (id),
    root integer not null,
    title text not null,                -- public by the family's own act, once reviewed
    unit text not null,
    price integer not null check (price >= 0),          -- fen per unit
    quantity integer not null check (quantity > 0),
    taken integer not null check (taken >= 0 and taken <= quantity),   -- units reserved, fetched or not said
    location integer not null references location (id),
    opens integer not null,             -- from when until when it can be fetched
    closes integer not null,
    state text not null check (state in ('waiting', 'shown', 'refused', 'withdrawn', 'over')),
    reason text not null check (reason in ('', 'not_allowed', 'unclear', 'price', 'twice', 'other')),
    next_at integer not null,           -- when the clock looks at it; 0 once it has ended
    reminded integer not null,          -- when staff were reminded, or the family asked; 0 before
    made integer not null,
    made_by integer not null,
    decided integer not null,
    decided_by integer not null,
    version integer not null
);
create index market_offer_shown on market_offer (root, id) where state = 'shown';
create index market_offer_waiting on market_offer (id) where state = 'waiting';
create index market_offer_household on market_offer (household, id);
create index market_offer_next on market_offer (next_at, id) where next_at > 0;

-- Units that an account reserved.
create table market_reservation (
    id integer primary key,
    offer integer not null references market_offer (id),
    account integer not null references account (id),
    quantity integer not null check (quantity > 0),
    state text not null check (state in ('reserved', 'fetched', 'not_fetched', 'cancelled', 'unsaid')),
    made integer not null,
    changed integer not null,
    changed_by integer not null,        -- 0 for the clock
    version integer not null
);
create unique index market_reservation_live on market_reservation (offer, account) where state = 'reserved';
create index market_reservation_offer on market_reservation (offer, id);
create index market_reservation_account on market_reservation (account, id);
