-- One search over all records finds wishes of a thing and the newest receipts and transfers of a root area, newest first,
-- and accounts by their whole name.
create index wish_item on wish (root, item, id);
create index receipt_newest on receipt (root, id);
create index transfer_newest on transfer (root, id);
create index account_name on account (name) where household = 0;

-- What an item is found by has the initials of its name, too. The next start writes it.
update item set find = '';

-- The area and the shop by which the lists of an account begin; 0 for none.
alter table account add column place_area integer not null default 0;
alter table account add column place_location integer not null default 0;
