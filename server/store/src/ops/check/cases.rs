//! `wishbridge check` of cases, referrals and aid: states and times recomputed from their histories, and the draw of
//! call-backs from its keyed hash.

use std::collections::BTreeMap;

use domain::{
    casework::cases::{CaseId, call_backs::drawn},
    services::referrals::ReferralState,
};

use crate::{
    Result, Store,
    casework::cases::call_backs::{digits, ticket},
    crypto::vault::Find,
    db::sql::{parse, rows},
    ops::check::report,
};

impl Store {
    /// Finds collections that handed over more than came in, closed ones with money left, and grants of collections of
    /// another household.
    pub(crate) async fn check_aid(&self, lines: &mut Vec<String>) -> Result<()> {
        let mut db = self.reader().await?;
        let uneven = rows!(
            db,
            (i64, String, i64, i64),
            "select m.id, m.state, m.received, m.handed_over from
                 (select c.id, c.state,
                      (select cast(coalesce(sum(s.amount), 0) as bigint) from aid_sum s
                          where s.collection = c.id and s.void = 0) as received,
                      (select cast(coalesce(sum(g.amount), 0) as bigint) from aid_grant g
                          where g.collection = c.id and g.collection <> 0 and g.reversed = 0) as handed_over
                  from aid_collection c) m
             where m.handed_over > m.received or (m.state = 'closed' and m.handed_over <> m.received)
             order by m.id limit 1001",
        )?;
        report(lines, uneven, |(id, state, received, handed_over)| {
            format!("collection {id} is {state}: {received} fen came in, {handed_over} were handed over")
        });
        let elsewhere = rows!(
            db,
            (i64, i64),
            "select g.id, g.collection from aid_grant g
             where g.collection <> 0 and not exists (select 1 from aid_collection c
                 join aid_hand_over o on o.collection = c.id and o.aid = g.id
                 where c.id = g.collection and c.household = g.household and c.programme = g.programme)
             order by g.id limit 1001",
        )?;
        report(lines, elsewhere, |(grant, collection)| {
            format!("grant {grant} differs from its collection {collection}, or has no signatures")
        });
        Ok(())
    }

    /// Recomputes from their histories whether cases are open, with which outcome they were closed, and which of them
    /// had to be drawn for a call-back.
    pub(crate) async fn check_cases(&self, lines: &mut Vec<String>) -> Result<()> {
        let mut db = self.reader().await?;
        let different = rows!(
            db,
            (i64, String, String, i64, i64),
            "select c.id, c.state, c.outcome, c.closings,
                 (select count(*) from case_line l where l.case_file = c.id and l.kind = 'closed') as said
             from case_file c where exists (select 1 from case_line l where l.case_file = c.id)
               and (c.closings <> (select count(*) from case_line l where l.case_file = c.id and l.kind = 'closed')
                 or (c.state = 'closed' and c.outcome <> coalesce((select l.key from case_line l
                     where l.case_file = c.id and l.kind = 'closed' order by l.id desc limit 1), ''))
                 or (c.state = 'open' and exists (select 1 from case_line l where l.case_file = c.id
                     and l.kind = 'closed' and not exists (select 1 from case_line o where o.case_file = c.id
                         and o.kind = 'reopened' and o.id > l.id))))
             order by c.id limit 1001",
        )?;
        report(lines, different, |(case, state, outcome, closings, said)| {
            format!("case {case} is {state} {outcome:?} after {closings} closings, but its history names {said}")
        });
        let unasked = rows!(
            db,
            (i64,),
            "select id from case_file where (state = 'closed' and (asked_at = 0 or answer = '' or closed_by = 0))
                 or (state = 'open' and climb_at = 0) order by id limit 1001",
        )?;
        report(lines, unasked, |(case,)| format!("case {case} was closed without its family, or has no clock"));
        let own = rows!(
            db,
            (i64,),
            "select id from call_back where done_by <> 0 and (done_by = owner or done_by = closed_by)
             order by id limit 1001",
        )?;
        report(lines, own, |(call_back,)| format!("call-back {call_back} was made by an account of its own case"));
        self.check_draw(lines).await
    }

    /// Draws the closed cases again. After a change of keys any of the keys may have decided.
    async fn check_draw(&self, lines: &mut Vec<String>) -> Result<()> {
        let mut db = self.reader().await?;
        let held: BTreeMap<(CaseId, i64), String> =
            rows!(db, (i64, i64, String), "select case_file, closing, reason from call_back order by id limit 100000")?
                .into_iter()
                .map(|(case, closing, reason)| ((case, closing), reason))
                .collect();
        let closed = rows!(
            db,
            (i64, String, String, i64),
            "select id, urgency, outcome, closings from case_file where state = 'closed' order by id limit 100000",
        )?;
        let mut wrong = Vec::new();
        for (case, urgency, outcome, closing) in closed {
            let urgency = parse(&urgency)?;
            let digests = self.vault.digests(Find::Draw, &ticket(case, closing));
            let draws: Vec<_> = digests.iter().map(|digest| drawn(urgency, &outcome, digits(digest))).collect();
            let reason = held.get(&(case, closing));
            let fits = draws.iter().any(|drawn| drawn.map(|reason| reason.as_str()) == reason.map(String::as_str));
            if !fits {
                wrong.push((case, reason.is_some()));
            }
        }
        report(lines, wrong, |(case, is_drawn)| {
            format!("case {case}: {} for a call-back against the rule", if is_drawn { "drawn" } else { "not drawn" })
        });
        Ok(())
    }

    /// Compares each referral with its history: its state, whether its clock runs, and links that outlive it.
    pub(crate) async fn check_referrals(&self, lines: &mut Vec<String>) -> Result<()> {
        let mut db = self.reader().await?;
        let different = rows!(
            db,
            (i64, String, String),
            "select r.id, r.state, coalesce((select l.state from referral_line l where l.referral = r.id
                 order by l.id desc limit 1), '') as said
             from referral r where r.state <> coalesce((select l.state from referral_line l where l.referral = r.id
                 order by l.id desc limit 1), '') order by r.id limit 1001",
        )?;
        report(lines, different, |(referral, state, said)| {
            format!("referral {referral} is {state}, but its history says {said:?}")
        });
        let times = rows!(
            db,
            (i64, String),
            "select id, state from referral where (due = 0) <> (next_step = 0)
                 or (sent > 0 and (answer_due <= sent or done_due <= sent))
                 or (answered > 0 and answered < sent) or (done > 0 and (done < sent or answered = 0))
             order by id limit 1001",
        )?;
        report(lines, times, |(referral, state)| format!("referral {referral} is {state}, with times that do not fit"));
        let open = rows!(
            db,
            (i64, String),
            "select r.id, r.state from referral r join referral_link l on l.referral = r.id where l.ended = 0
             order by r.id limit 100000",
        )?;
        let mut outliving = Vec::new();
        for (referral, state) in open {
            if !parse::<ReferralState>(&state)?.is_open_to_office() {
                outliving.push((referral, state));
            }
        }
        report(lines, outliving, |(referral, state)| {
            format!("referral {referral} is {state}, but its office's link still works")
        });
        Ok(())
    }
}
