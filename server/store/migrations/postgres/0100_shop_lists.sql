-- Lists of a shop are sorted by their heads; each order that a long list can have is that of an index.
create index journal_place on journal (location, id);
create index shop_order_pickup on shop_order (pickup, id) where state = 'held';
create index shop_order_ended on shop_order (changed, id) where state <> 'held';
create index shop_order_points on shop_order (points, id) where state <> 'held';
create index shop_order_place on shop_order (location, id) where state <> 'held';
