-- Goods that one location sends and another receives: what did not arrive stays visible until somebody settles it.
create table transfer (
    id integer primary key,
    root integer not null,
    source integer not null references location (id),
    target integer not null references location (id),
    state text not null check (state in ('sent', 'received', 'short', 'settled', 'cancelled')),
    note text not null,                    -- who drives, how many boxes; or empty
    reason text not null,                  -- why it was cancelled, or empty
    sent_by integer not null,
    sent_at integer not null,
    received_by integer not null,           -- 0 until somebody has received it
    received_at integer not null,
    ended_by integer not null,              -- who cancelled it or settled the last of it, or 0
    ended_at integer not null,
    version integer not null,
    constraint transfer_elsewhere check (source <> target)
);
create index transfer_source on transfer (source, id);
create index transfer_target on transfer (target, id);
create index transfer_open on transfer (id) where state in ('sent', 'short');

-- What is on the way still is sent - arrived - returned - lost; check compares it with the ledger.
create table transfer_line (
    transfer integer not null references transfer (id),
    lot integer not null references lot (id),
    sent integer not null check (sent > 0),
    arrived integer not null check (arrived >= 0),
    returned integer not null check (returned >= 0),
    lost integer not null check (lost >= 0),
    primary key (transfer, lot),
    constraint transfer_line_rest check (arrived + returned + lost <= sent)
) without rowid;

-- What one kit of an own item is made of.
create table kit_part (
    kit integer not null references item (id),
    part integer not null references item (id),
    size text not null,
    quantity integer not null check (quantity between 1 and 100),
    primary key (kit, part, size)
) without rowid;
create index kit_part_part on kit_part (part);

-- A lot of kits that were put together at once: how many, so that what one of them holds is known later.
create table kit_lot (
    lot integer primary key references lot (id),
    made integer not null check (made > 0)
);

-- The lots inside: so many units went in, so many came out when kits were taken apart.
create table kit_content (
    kit integer not null references kit_lot (lot),
    lot integer not null references lot (id),
    quantity integer not null check (quantity > 0),
    taken integer not null check (taken >= 0),
    primary key (kit, lot),
    constraint kit_content_rest check (taken <= quantity)
) without rowid;
