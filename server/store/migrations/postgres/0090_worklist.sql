-- The start page of staff finds what waits by small indexes of the waiting records, and not by a walk over a table.
create index wish_submitted on wish (home, submitted) where state = 'submitted';
create index wish_unclaimed on wish (home, submitted, expires) where state = 'published' and claimed < quantity;
create index wish_active on wish (home, household, member) where state in ('submitted', 'published');
create index claim_arrived on claim (changed) where state = 'arrived';
create index household_unhelped on household (area, created) where state = 'open' and helped = 0;
create index correction_open on correction (household) where answered = 0;
create index referral_due on referral (due) where due > 0;
create index job_proposal_proposed on job_proposal (household) where state = 'proposed';
create index pairing_raised on pairing (household) where state = 'under_way' and raised > 0;

-- When the list of first steps of a root area was put away; 0 before.
alter table area add column steps_hidden bigint not null default 0;
