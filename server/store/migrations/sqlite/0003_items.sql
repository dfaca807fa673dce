-- What the shops keep: the picture catalogue (root 0, written from the code at every start) and each root
-- area's own items, numbered from 1001.
create table item (
    id integer primary key autoincrement,
    root integer not null,
    key text not null,                     -- the pictogram
    name text not null,
    name_en text not null,                 -- empty for own items
    category text not null,
    unit text not null,                    -- 个, 袋, 套
    sizes text not null,                   -- one a line, or empty
    electrical boolean not null,
    perishable boolean not null,
    cost integer not null,                 -- about what one costs, in yuan
    photo integer not null,                -- item_photo, or 0
    open boolean not null,
    version integer not null
);
create unique index item_name on item (root, name);

-- What a root area asks and allows for an item, its own or the catalogue's.
create table item_terms (
    root integer not null,
    item integer not null references item (id),
    points integer not null check (points >= 0),        -- what one costs in the free shop; 0: not offered there
    minimum integer not null check (minimum >= 0),      -- fewer on all shelves than this is a shortage
    limit_units integer not null check (limit_units >= 0),  -- a household may take so many; 0: as many as it likes
    limit_days integer not null check (limit_days >= 0),    -- within so many days
    primary key (root, item)
) without rowid;

create table barcode (
    root integer not null,
    code text not null,
    item integer not null references item (id),
    size text not null,
    primary key (root, code)
) without rowid;
create index barcode_item on barcode (item);

create table item_photo (
    id integer primary key,
    root integer not null,
    kind text not null,
    bytes blob not null,
    created integer not null
);

-- The catalogue's numbers are written by the code; own items follow after them.
insert into sqlite_sequence (name, seq) values ('item', 1000);
