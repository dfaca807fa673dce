-- A mark without a taker has an end: after `until` a coordinator decides by `decide_by`, else the wish is ordinary again.
alter table urgent add column until integer not null default 0;
alter table urgent add column decide_by integer not null default 0;  -- 0 before a coordinator is asked
alter table urgent add column keeper integer not null default 0;     -- account that a coordinator named, or 0
update urgent set until = marked + 1209600 where state <> 'over';

-- Household for which a grant was entered. A merge keeps it, so equal grants of two files are told from those that were
-- entered after a look at the earlier one.
alter table aid_grant add column entered_for integer not null default 0;
update aid_grant set entered_for = household;
