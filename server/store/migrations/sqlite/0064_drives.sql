-- A call for goods (征集): what is wanted, until when, and where to bring it. What came is computed from receipts.
create table drive (
    id integer primary key,
    area integer not null references area (id),
    root integer not null,
    title text not null,
    words text not null,
    state text not null check (state in ('open', 'ended', 'cancelled')),
    until integer not null,                -- last second of its last day
    opened integer not null,
    opened_by integer not null,
    ended integer not null,                -- 0 while it runs
    ended_by integer not null,             -- 0 for the clock
    reason text not null check (reason in ('', 'not_needed', 'no_place', 'other')),
    result text not null,                  -- what was done, once it is published
    published integer not null,            -- 0 before
    version integer not null
);
create index drive_root on drive (root, state, id);
create index drive_until on drive (until, id) where state = 'open';
create index drive_unpublished on drive (id) where state = 'ended' and published = 0;

create table drive_item (
    id integer primary key,
    drive integer not null references drive (id),
    item integer not null references item (id),
    wanted integer not null check (wanted > 0),
    version integer not null,
    unique (drive, item)
);

create table drive_place (
    drive integer not null references drive (id),
    location integer not null references location (id),
    primary key (drive, location)
);

-- Receipt that names a drive.
create table drive_receipt (
    receipt integer primary key references receipt (id),
    drive integer not null references drive (id)
);
create index drive_receipt_drive on drive_receipt (drive, receipt);

-- Offer that was announced for an item of a drive.
create table drive_offer (
    offer integer primary key references offer (id),
    drive_item integer not null references drive_item (id)
);
create index drive_offer_item on drive_offer (drive_item, offer);
