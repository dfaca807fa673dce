-- no-transaction
-- Lending: goods that go out with a day of return have a place and journals of their own.
-- SQLite cannot change a CHECK, so two tables are written anew, as in 0002.
pragma foreign_keys = off;
begin immediate;

create table ledger_account_new (
    id integer primary key,
    place text not null check (place in ('outside', 'quarantine', 'shelf', 'reserved', 'issued', 'loss', 'transit',
                                         'assembly', 'ordered', 'programme', 'household', 'held', 'spent', 'lent')),
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
                                       'expire', 'grant', 'take_back', 'lend', 'give_back')),
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
    select id, kind, at, account, root, location, claim, receipt, transfer, stock_take, shop_order, reason, request,
           reverses
    from journal;
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

-- A unit of a shop that a household has for a while: neither on the shelf nor issued.
create table loan (
    id integer primary key,
    household integer not null references household (id),
    location integer not null references location (id),
    lot integer not null references lot (id),
    state text not null check (state in ('out', 'returned', 'lost', 'given', 'undone')),
    lent integer not null,
    lent_by integer not null,
    journal integer not null,           -- journal by which it went out
    due integer not null,               -- last second of the day of return
    step integer not null,              -- reminders told since the day of return was set: 0 to 4
    next_step integer not null,         -- when the next is told; 0 once it ended
    wished integer not null,            -- day until which the family asks to keep it, or 0
    received integer not null,          -- when the family said that it has it, or 0
    denied integer not null,            -- when the family said that it never got it, or 0
    ending text not null check (ending in ('', 'lost', 'given')),  -- end that waits for a second person
    ending_by integer not null,
    ending_at integer not null,
    condition text not null check (condition in ('', 'good', 'damaged')),  -- how it came back
    ended integer not null,
    ended_by integer not null,
    version integer not null
);
create index loan_household on loan (household, id);
create index loan_out on loan (location, due, id) where state = 'out';
create index loan_over on loan (location, id) where state <> 'out';
create index loan_next on loan (next_step, id) where state = 'out';

commit;
pragma foreign_keys = on;
