//! Visits: rules say which families are visited how often, the clock plans and judges, caseworkers record.
//! A visit has no lock of its own: the household's row is its lock.

pub mod assignment;
pub mod clocks;
pub(crate) mod ending;
pub mod figures;
pub mod media;
pub mod plans;
pub mod records;
pub mod rules;
pub mod views;

use domain::{
    casework::visits::{Timing, VisitId, Window},
    households::HouseholdId,
};

use crate::{
    Refusal, Result, Tx,
    db::{
        locks::{HeldFile, lock_and_read},
        sql::row,
    },
};

/// Text of a visit's [`Timing`] as SQL; `$1` is the present time. `Window::timing` is the definition, and `wishbridge
/// check` compares both for every visit. A macro because statements are literals.
macro_rules! timing_sql {
    () => {
        "case when v.cancelled <> 0 then 'cancelled' when v.made <> 0 and v.made < v.due then 'in_time'
              when v.made <> 0 then 'late' when $1 < v.opens then 'later' when $1 < v.due then 'due'
              when $1 < v.ends then 'overdue' else 'missed' end"
    };
}
pub(crate) use timing_sql;

/// Account whose visit it is, as SQL: the one that was asked to go, else the file's caseworker; 0 without one.
macro_rules! owner_sql {
    () => {
        "case when v.owner <> 0 then v.owner else h.caseworker end"
    };
}
pub(crate) use owner_sql;

/// Condition that rule `r` of area `b` asks for a visit of household `h` of area `a` now; `$1` is the present time.
///
/// A family has one visit at a time for each of its needs: rules for the same families (and the same festival) are one
/// need, whichever areas set them, and the strictest of them asks. That is the more frequent one, then the one with
/// fewer days; before a festival the one that begins first. A visit by the strictest keeps every other rule, too; a
/// second entry for the same door would only teach caseworkers to tick off what they did not do. A laxer rule asks
/// again when the window of the strictest has passed and neither of them was visited for. `VisitRule::is_stricter` is
/// the same order.
macro_rules! asks_sql {
    () => {
        "r.ended = 0 and r.opens <= $1 and r.due > $1 and a.path like b.path || '%'
             and (r.families = 'all' or (r.families = 'hardship' and h.hardship = true)
                 or exists (select 1 from hardship d where d.household = h.id and d.kind = r.families and d.until = ''))
             and not exists (select 1 from visit w where w.household = h.id and w.rule = r.id and w.opens = r.opens)
             and not exists (select 1 from visit w join visit_rule x on x.id = w.rule
                 where w.household = h.id and w.ends > r.opens and w.cancelled = 0 and x.families = r.families
                     and x.festival = r.festival and (w.made >= r.opens or (w.made = 0 and w.ends > $1
                         and (case x.rhythm when 'weekly' then 1 when 'monthly' then 2 when 'quarterly' then 3
                                 else 4 end,
                                 case when x.rhythm = 'festival' then -x.days else x.days end, x.id)
                             < (case r.rhythm when 'weekly' then 1 when 'monthly' then 2 when 'quarterly' then 3
                                 else 4 end,
                                 case when r.rhythm = 'festival' then -r.days else r.days end, r.id))))
             and not exists (select 1 from visit_rule x join area c on c.id = x.area
                 where x.ended = 0 and x.families = r.families and x.festival = r.festival
                     and (x.rhythm <> r.rhythm or (x.opens <= $1 and x.due > $1)) and a.path like c.path || '%'
                     and (case x.rhythm when 'weekly' then 1 when 'monthly' then 2 when 'quarterly' then 3
                                 else 4 end,
                             case when x.rhythm = 'festival' then -x.days else x.days end, x.id)
                         < (case r.rhythm when 'weekly' then 1 when 'monthly' then 2 when 'quarterly' then 3
                                 else 4 end,
                             case when r.rhythm = 'festival' then -r.days else r.days end, r.id))"
    };
}
pub(crate) use asks_sql;

/// Visit as it was read after the lock of its household.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(crate) struct LockedVisit {
    pub household: HouseholdId,
    pub rule: i64,
    opens: i64,
    due: i64,
    ends: i64,
    pub owner: i64,
    made: i64,
    cancelled: i64,
    pub judged: i64,
}

impl LockedVisit {
    pub(crate) fn window(&self) -> Window {
        Window { opens: self.opens, due: self.due, ends: self.ends }
    }

    pub(crate) fn timing(&self, now: i64) -> Timing {
        self.window().timing((self.made != 0).then_some(self.made), self.cancelled != 0, now)
    }
}

/// Locks the household of a visit until commit, then reads the visit. A merge may move it meanwhile.
///
/// # Errors
/// Not found for an unknown visit.
pub(crate) async fn lock_visit(tx: &mut Tx<'_>, id: VisitId) -> Result<(HeldFile, LockedVisit)> {
    let mut held: Option<HeldFile> = None;
    loop {
        let found = row!(
            tx,
            LockedVisit,
            "select household, rule, opens, due, ends, owner, made, cancelled, judged from visit where id = $1",
            id,
        )?;
        let visit = found.ok_or(Refusal::NotFound)?;
        match held {
            Some(file) if file.id == visit.household => return Ok((file, visit)),
            _ => held = Some(lock_and_read(tx, visit.household).await?),
        }
    }
}
