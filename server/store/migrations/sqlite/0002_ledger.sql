-- no-transaction
-- The ledger learns of the love supermarket: goods on the way between locations, in kits and in orders; points.
-- SQLite cannot change a CHECK, so three tables are written anew, in the way its manual describes.
pragma foreign_keys = off;
begin immediate;

create table lot_new (
    id integer primary key,
    root integer not null,
    item integer not null,                 -- 0 for points
    size text not null,
    condition text not null check (condition in ('new', 'used')),
    expires integer not null,              -- 0 for none
    origin text not null check (origin in ('claim', 'donation', 'grant', 'purchase', 'opening', 'kit', 'points')),
    claim integer not null,                -- the claim that brought it, or 0
    receipt integer not null,              -- the receipt it came in with, or 0
    cost integer not null,                 -- what the whole lot cost, in fen, or 0
    checked boolean not null,              -- a used appliance's signed check passed
    created integer not null
);
insert into lot_new select id, root, item, size, condition, expires, origin, claim, 0, 0, checked, created from lot;
drop table lot;
alter table lot_new rename to lot;
create index lot_item on lot (item, size, id);
create index lot_receipt on lot (receipt) where receipt <> 0;
create index lot_expires on lot (expires) where expires <> 0;
-- Points of one root area that expire together are one lot.
create unique index lot_points on lot (root, expires) where origin = 'points';

create table ledger_account_new (
    id integer primary key,
    place text not null check (place in ('outside', 'quarantine', 'shelf', 'reserved', 'issued', 'loss', 'transit',
                                         'assembly', 'ordered', 'programme', 'household', 'held', 'spent')),
    owner integer not null,
    root integer not null,
    location integer not null,             -- where the goods physically are; 0 when they are not in a shop
    unique (place, owner)
);
insert into ledger_account_new select id, place, owner, root, location from ledger_account;
drop table ledger_account;
alter table ledger_account_new rename to ledger_account;
create index ledger_account_location on ledger_account (location, place);

create table journal_new (
    id integer primary key,
    kind text not null check (kind in ('receive', 'inspect', 'return', 'reserve', 'release', 'issue', 'transfer',
                                       'write_off', 'reverse', 'send', 'arrive', 'count', 'assemble', 'take_apart',
                                       'expire', 'grant', 'take_back')),
    at integer not null,
    account integer not null,
    root integer not null,
    location integer not null,             -- 0 for journals of points alone
    claim integer not null,
    receipt integer not null,
    transfer integer not null,
    stock_take integer not null,
    shop_order integer not null,
    reason text not null,
    request text not null,
    reverses integer not null
);
insert into journal_new
    select id, kind, at, account, root, location, claim, 0, 0, 0, 0, reason, request, reverses from journal;
drop table journal;
alter table journal_new rename to journal;
create unique index journal_reverses on journal (reverses) where reverses <> 0;
create index journal_claim on journal (claim) where claim <> 0;
create index journal_receipt on journal (receipt) where receipt <> 0;
create index journal_transfer on journal (transfer) where transfer <> 0;
create index journal_stock_take on journal (stock_take) where stock_take <> 0;
create index journal_shop_order on journal (shop_order) where shop_order <> 0;
create index journal_location on journal (location, at);
create trigger journal_keep before update on journal begin select raise(abort, 'the ledger is append-only'); end;
create trigger journal_stay before delete on journal begin select raise(abort, 'the ledger is append-only'); end;

-- What a notice is about when it is neither a wish nor a claim: an offer, an order, …
alter table notice add column subject integer not null default 0;

commit;
pragma foreign_keys = on;
