-- Roles that a deputy has for the days of one leave only; the clock takes them back when it is over.
alter table role_grant add column lent_for bigint not null default 0;   -- leave, or 0 for a role that stays
create index role_grant_lent on role_grant (lent_for) where lent_for <> 0;
