-- Forms that were typed while their session ended; for an hour, one for each account. Any server of the installation gives them back.
create table form_waiting (
    id integer primary key,
    account integer not null,
    number text not null,                    -- in the cookie of the browser that sent it
    page text not null,                      -- path of the page that showed it
    posted_to text not null,                 -- path that it was posted to
    body text not null,                      -- names and values as JSON, sealed
    until integer not null
);
create unique index form_waiting_account on form_waiting (account);
create index form_waiting_until on form_waiting (until);

-- Lists of scanned goods that are not finished: kept from the first scan, for the account that scans.
create table scan_list (
    id integer primary key,
    account integer not null,
    key text not null,                       -- random, made with the page of the list
    kind text not null check (kind in ('receiving', 'walk_in', 'transfer', 'arrival', 'count')),
    subject integer not null,                -- transfer or stock-take, or 0
    household integer not null,              -- family at the counter, or 0
    location integer not null,               -- shop, or 0 while none is chosen
    body text not null,                      -- rows and fields as JSON, sealed; '' once it is done
    lines integer not null,                  -- rows in it
    version integer not null,
    created integer not null,
    updated integer not null,
    done integer not null                    -- when its goods were booked; 0 until then
);
create unique index scan_list_key on scan_list (account, key);
create index scan_list_open on scan_list (account, kind, updated);
create index scan_list_household on scan_list (household) where household <> 0;
create index scan_list_updated on scan_list (updated);

-- Recalls of lots: every unit is found, stopped, and has an outcome before the recall ends.
create table recall (
    id integer primary key,
    root integer not null references area (id),
    state text not null check (state in ('open', 'ended')),
    reason text not null,
    opened_by integer not null,
    opened integer not null,
    ended integer not null,                  -- 0 until then
    asked integer not null,                  -- when staff were told last
    version integer not null
);
create index recall_root on recall (root, id);
create index recall_open on recall (asked, id) where state = 'open';

create table recall_lot (
    recall integer not null references recall (id),
    lot integer not null references lot (id),
    primary key (recall, lot)
);
create index recall_lot_lot on recall_lot (lot);

-- Units in quarantine that were checked and are in order; they go back to the shelf when the recall ends.
create table recall_kept (
    recall integer not null references recall (id),
    lot integer not null,
    location integer not null,
    quantity integer not null check (quantity > 0),
    primary key (recall, lot, location)
);

-- Units that a family had before the recall.
create table recall_home (
    id integer primary key,
    recall integer not null references recall (id),
    lot integer not null,
    household integer not null,
    quantity integer not null check (quantity > 0),
    told integer not null,                   -- when the family was told, or 0
    told_by integer not null,
    destroyed integer not null,
    returned integer not null,
    kept integer not null,
    used integer not null,
    constraint recall_home_rest check (destroyed + returned + kept + used <= quantity)
);
create index recall_home_recall on recall_home (recall, id);
create index recall_home_household on recall_home (household);

-- The open recall that stops the lot, or 0.
alter table lot add column recall integer not null default 0;

-- Units of an item and size that a shop should have on its shelf.
create table shop_minimum (
    location integer not null references location (id),
    item integer not null references item (id),
    size text not null,
    minimum integer not null check (minimum between 1 and 10000),
    primary key (location, item, size)
);

-- Whether a sheet shows nothing of the book until every line is counted.
alter table stock_take add column blind boolean not null default false;
