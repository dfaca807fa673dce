-- Figures and call-backs count rows of one month: each by an index that begins with the time by which they count.
create index call_back_created on call_back (created);
create index referral_created on referral (created);
create index entitlement_ended on entitlement (ended) where ended > 0;
create index aid_grant_month on aid_grant (month) where reversed = 0;
create index journal_received on journal (at) where kind = 'receive';
create index slot_starts on slot (starts);
create index question_asked on question (asked);

-- The one that a board reads for a year ago holds all that it needs: wishes that ended since are most of them.
drop index wish_ended_at;
create index wish_ended_at on wish (ended, state, home, submitted, published);
-- By the day alone: SQLite would rather read all cases of the state.
drop index case_closed;
create index case_closed on case_file (closed, id) where closed > 0;
