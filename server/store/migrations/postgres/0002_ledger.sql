-- The ledger learns of the love supermarket: goods on the way between locations, in kits and in orders; points.

alter table lot drop constraint lot_origin_check;
alter table lot add constraint lot_origin_check
    check (origin in ('claim', 'donation', 'grant', 'purchase', 'opening', 'kit', 'points'));
alter table lot add column receipt bigint not null default 0;   -- the receipt it came in with, or 0
alter table lot add column cost bigint not null default 0;      -- what the whole lot cost, in fen, or 0
alter table lot alter column receipt drop default, alter column cost drop default;
create index lot_receipt on lot (receipt) where receipt <> 0;
create index lot_expires on lot (expires) where expires <> 0;
-- Points of one root area that expire together are one lot.
create unique index lot_points on lot (root, expires) where origin = 'points';

alter table ledger_account drop constraint ledger_account_place_check;
alter table ledger_account add constraint ledger_account_place_check
    check (place in ('outside', 'quarantine', 'shelf', 'reserved', 'issued', 'loss', 'transit',
                     'assembly', 'ordered', 'programme', 'household', 'held', 'spent'));

alter table journal drop constraint journal_kind_check;
alter table journal add constraint journal_kind_check
    check (kind in ('receive', 'inspect', 'return', 'reserve', 'release', 'issue', 'transfer',
                    'write_off', 'reverse', 'send', 'arrive', 'count', 'assemble', 'take_apart',
                    'expire', 'grant', 'take_back'));
alter table journal
    add column receipt bigint not null default 0,
    add column transfer bigint not null default 0,
    add column stock_take bigint not null default 0,
    add column shop_order bigint not null default 0;
alter table journal
    alter column receipt drop default,
    alter column transfer drop default,
    alter column stock_take drop default,
    alter column shop_order drop default;
create index journal_receipt on journal (receipt) where receipt <> 0;
create index journal_transfer on journal (transfer) where transfer <> 0;
create index journal_stock_take on journal (stock_take) where stock_take <> 0;
create index journal_shop_order on journal (shop_order) where shop_order <> 0;
create index journal_location on journal (location, at);

-- What a notice is about when it is neither a wish nor a claim: an offer, an order, …
alter table notice add column subject bigint not null default 0;
