-- Counting what is on the shelves while the shop works, and the notices of a month that were let out.
create table stock_take (
    id integer primary key,
    root integer not null,
    location integer not null references location (id),
    category text not null,                -- one shelf of the catalogue, or empty for all
    state text not null check (state in ('counting', 'counted', 'approved', 'cancelled')),
    note text not null,                    -- why it was sent back or given up, or empty
    opened integer not null,
    opened_by integer not null,
    finished integer not null,
    finished_by integer not null,
    closed integer not null,               -- approved or cancelled
    closed_by integer not null,
    version integer not null
);
create unique index stock_take_open on stock_take (location, category) where state in ('counting', 'counted');
create index stock_take_location on stock_take (location, id);

create table stock_take_line (
    stock_take integer not null references stock_take (id),
    lot integer not null references lot (id),
    booked integer not null,               -- by the book when the sheet was made
    counted integer not null check (counted >= -1),     -- -1: not counted (yet)
    booked_then integer not null,          -- by the book at the moment of counting: what `counted` is compared with
    counted_at integer not null,
    counted_by integer not null,
    skipped boolean not null,              -- knowingly left out
    again boolean not null,                -- the shelf had fewer than the loss: to be counted once more
    reason text not null,
    journal integer not null,              -- what the difference became, or 0
    primary key (stock_take, lot)
) without rowid;
create index stock_take_line_lot on stock_take_line (lot);

create table notice_month (
    location integer not null references location (id),
    month text not null,                   -- 2026-10
    published_by integer not null,
    published integer not null,
    primary key (location, month)
) without rowid;
