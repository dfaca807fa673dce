-- Every promise has a next step, a day for it, and an account that is asked.

-- Days a parcel may be on the way; days the shop has to answer whether it came; days that goods wait for their family.
alter table policy add column arrive_days bigint not null default 7;
alter table policy add column grace_days bigint not null default 7;
alter table policy add column collect_days bigint not null default 30;

alter table claim add column expected bigint not null default 0;      -- by when the goods should arrive; 0 unless sent
alter table claim add column shifts bigint not null default 0;        -- how often the claimer has moved that day
alter table claim add column courier text not null default '';         -- for the staff of shop and area only
alter table claim add column tracking text not null default '';
alter table claim add column collect_by bigint not null default 0;    -- until when arrived goods wait; 0 before
alter table claim add column undecided bigint not null default 0;     -- not collected: when the wish opens by itself
alter table claim add column ended_from text not null default '';          -- the state that a cancellation ended
alter table claim add column steps bigint not null default 0;         -- how often the clock has acted in this state
alter table claim add column next_step bigint not null default 0;     -- when it acts next; 0 for never
create index claim_next_step on claim (next_step, id) where next_step > 0;

-- Until when the days that claims held units were given back to the wish.
alter table wish add column given_back bigint not null default 0;

-- When the owner of the next step was last reminded; 0 for never.
alter table wish add column asked bigint not null default 0;
alter table offer add column asked bigint not null default 0;
alter table transfer add column asked bigint not null default 0;
alter table stock_take add column asked bigint not null default 0;
create index wish_draft on wish (id) where state = 'draft';
create index stock_take_waiting on stock_take (id) where state in ('counting', 'counted');

-- What was on the way or in the shop before this release gets its clock now.
update claim set expected = changed + 604800, next_step = changed + 604800 where state = 'on_the_way';
update claim set next_step = changed + 259200 where state = 'arrived';
