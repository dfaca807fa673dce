-- Fairness. Who was never helped comes first; what a family may ask for is limited; what it has had is known.

-- How often the family was helped: claims handed over, and orders of the free shop collected. Kept in the transaction
-- that hands over, and compared by `check`.
alter table household add column helped bigint not null default 0;
-- Who was left out: in hardship first, longest on file first.
create index household_left_out on household (hardship desc, created, id) where helped = 0;

-- 0 while the family had never been helped when it sent the wish, 1 otherwise. It stays as it was then, so that a
-- list that is being read does not move.
alter table wish add column turn bigint not null default 0;
-- Why staff sent it although the family has the same or has reached its limit; sealed.
alter table wish add column beyond text not null default '';

-- Wishes of one household that may be open at once, and be sent within a year; 0 for any number.
alter table policy add column open_wishes bigint not null default 0;
alter table policy add column year_wishes bigint not null default 0;

update household set helped =
    (select count(*) from claim c join wish w on w.id = c.wish
     where w.household = household.id and c.state in ('handed_over', 'confirmed'))
    + (select count(*) from shop_order o where o.household = household.id and o.state = 'collected');
update wish set turn = 1 where household in (select id from household where helped > 0);

-- The feed and the queue: whose turn it is, then in the order of waiting.
drop index wish_feed;
drop index wish_feed_root;
drop index wish_feed_district;
drop index wish_feed_category;
drop index wish_feed_item;
drop index wish_review;
create index wish_feed on wish (turn, id) where state = 'published' and claimed < quantity;
create index wish_feed_root on wish (root, turn, id) where state = 'published' and claimed < quantity;
create index wish_feed_district on wish (district, turn, id) where state = 'published' and claimed < quantity;
create index wish_feed_category on wish (category, turn, id) where state = 'published' and claimed < quantity;
create index wish_feed_item on wish (item, size, turn, id) where state = 'published' and claimed < quantity;
create index wish_review on wish (turn, id) where state = 'submitted';

-- Search follows the same order.
alter table wish_term add column turn bigint not null default 0;
update wish_term set turn = 1 where wish in (select id from wish where turn = 1);
alter table wish_term alter column turn drop default;
alter table wish_term drop constraint wish_term_pkey;
alter table wish_term add primary key (term, turn, wish);
