-- Lists of a shop are sorted by their heads; each order that a long list can have is that of an index.
create index journal_place on journal (location, id);
create index shop_order_pickup on shop_order (pickup, id) where state = 'held';
create index shop_order_ended on shop_order (changed, id) where state <> 'held';
create index shop_order_points on shop_order (points, id) where state <> 'held';
create index shop_order_place on shop_order (location, id) where state <> 'held';

-- A row of a list leads to what it booked, so that the list can be taken back row by row; 0 for rows of older releases.
alter table import_row add column lot bigint not null default 0;
alter table points_import add column import bigint not null default 0;
create index import_row_import on import_row (import, n);
create index points_import_import on points_import (import, journal);
