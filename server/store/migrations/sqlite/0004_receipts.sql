-- What people offer, what came in together and under which number.

-- The last number that was given, for each root area and year: taken under its row's lock, so there is no gap.
create table receipt_number (
    root integer not null,
    year integer not null,
    last integer not null,
    primary key (root, year)
) without rowid;

create table receipt (
    id integer primary key,
    root integer not null,
    location integer not null references location (id),
    year integer not null,
    number integer not null,
    origin text not null check (origin in ('claim', 'donation', 'grant', 'purchase', 'opening')),
    donor integer not null,                -- the account that brought it, or 0
    organisation integer not null,         -- the organisation that granted it, or 0
    giver text not null,                   -- as it was told, or empty
    named boolean not null,                -- agreed to be named on the monthly notice
    note text not null,
    offer integer not null,                -- the offer that it answers, or 0
    claim integer not null,                -- the claim that brought it, or 0
    account integer not null,              -- who received it
    created integer not null,
    closed integer not null,               -- 0 while its maker may add lines
    version integer not null,
    unique (root, year, number)
);
create index receipt_location on receipt (location, id);
create index receipt_donor on receipt (donor, id) where donor <> 0;
create index receipt_claim on receipt (claim) where claim <> 0;

create table offer (
    id integer primary key,
    account integer not null references account (id),
    root integer not null,
    item integer not null,                 -- 0 when it is in the donor's own words
    size text not null,
    what text not null,                    -- the donor's own words for it, or empty
    quantity integer not null check (quantity between 1 and 999),
    condition text not null check (condition in ('new', 'used')),
    words text not null,
    named boolean not null,
    state text not null check (state in ('offered', 'accepted', 'declined', 'received', 'withdrawn')),
    location integer not null,             -- where to bring it, once accepted
    day integer not null,                  -- and when
    reason text not null,                  -- why not, once declined
    answer text not null,                  -- the shop's own words, or empty
    decided_by integer not null,
    receipt integer not null,
    created integer not null,
    changed integer not null,
    version integer not null
);
create index offer_account on offer (account, id);
create index offer_waiting on offer (root, id) where state in ('offered', 'accepted');
create index offer_root on offer (root, state, id);

create table offer_photo (
    id integer primary key,
    offer integer not null references offer (id),
    kind text not null,
    bytes blob not null,
    created integer not null
);
create index offer_photo_offer on offer_photo (offer);
