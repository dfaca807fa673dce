-- The free shop: orders of households, what lies in their baskets, and how many families a half day takes.
create table shop_order (
    id integer primary key,
    root integer not null,
    household integer not null references household (id),
    location integer not null references location (id),
    state text not null check (state in ('held', 'collected', 'cancelled', 'expired')),
    code text not null,                    -- what the family shows at the counter
    pickup integer not null,               -- when it wants to come; 0 for a walk-in
    until integer not null,                -- goods and points are held until then
    reminder integer not null,             -- when to remind; 0 once done
    points integer not null check (points >= 0),
    walk_in boolean not null,
    placed_by integer not null,
    reason text not null,
    created integer not null,
    changed integer not null,
    version integer not null
);
create index shop_order_household on shop_order (household, id);
create index shop_order_location on shop_order (location, pickup) where state = 'held';
create index shop_order_until on shop_order (until) where state = 'held';
create index shop_order_reminder on shop_order (reminder) where state = 'held' and reminder > 0;

create table shop_order_line (
    shop_order integer not null references shop_order (id),
    item integer not null references item (id),
    size text not null,
    quantity integer not null check (quantity > 0),
    points integer not null check (points >= 0),  -- what one cost then
    primary key (shop_order, item, size)
) without rowid;

create table basket_line (
    account integer not null references account (id),
    location integer not null references location (id),
    item integer not null references item (id),
    size text not null,
    quantity integer not null check (quantity > 0),
    primary key (account, location, item, size)
) without rowid;

-- The counter of a location: how many orders it puts together for one half day. Whoever sets goods of the
-- location aside for an order locks its row first.
create table order_desk (
    location integer primary key references location (id),
    capacity integer not null check (capacity >= 0),
    version integer not null
);

-- At the counter a family is found by its exact name.
create index household_name on household (name);
