-- Figures count rows of one month: each by an index that begins with the time by which they count.
create index wish_published_at on wish (published, home) where published > 0;
create index wish_ended_at on wish (ended, state, home);
create index claim_created on claim (created);
create index journal_issued on journal (at) where kind = 'issue';
create index journal_granted on journal (at) where kind = 'grant';
create index job_proposal_decided on job_proposal (decided, id) where decided > 0;
