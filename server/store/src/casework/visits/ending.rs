//! What becomes of visits and findings when a file is closed, opened again, moved or merged.

use domain::{DAY, casework::findings::CLIMB_DAYS, households::HouseholdId};

use crate::{Result, Tx, db::sql::run};

/// Cancels the visits of a file that closes, and ends its findings, which come back when it is opened again.
pub(crate) async fn end_with_file(tx: &mut Tx<'_>, household: HouseholdId) -> Result<()> {
    let now = tx.now;
    run!(
        tx,
        "update visit set cancelled = $2 where household = $1 and made = 0 and cancelled = 0 and ends > $2",
        household,
        now,
    )?;
    run!(tx, "update visit set raised_to = 0 where household = $1 and raised_to <> 0", household)?;
    run!(
        tx,
        "update finding set state = 'ended', raised_to = 0, version = version + 1 where household = $1 and state = 'open'",
        household,
    )?;
    Ok(())
}

/// Opens the findings again that ended with their file. Visits are planned anew by the clock.
pub(crate) async fn open_with_file(tx: &mut Tx<'_>, household: HouseholdId) -> Result<()> {
    let due = tx.now + CLIMB_DAYS * DAY;
    run!(
        tx,
        "update finding set state = 'open', due = $2, version = version + 1 where household = $1 and state = 'ended'",
        household,
        due,
    )?;
    Ok(())
}

/// Gives what is open to the caseworker of the new area, and takes the home from the person who answered for it.
pub(crate) async fn move_with_file(tx: &mut Tx<'_>, household: HouseholdId) -> Result<()> {
    run!(tx, "update household set answerer = 0 where id = $1", household)?;
    run!(
        tx,
        "update visit set owner = 0, raised_to = 0, level = '' where household = $1 and made = 0 and cancelled = 0",
        household,
    )?;
    run!(
        tx,
        "update finding set owner = 0, raised_to = 0, level = '', version = version + 1
         where household = $1 and state = 'open'",
        household,
    )?;
    Ok(())
}

/// Settles visits that both files of one family have for the same period; the caller moves the rest.
/// One that was made counts for both, so that the family is not visited twice.
pub(crate) async fn merge(tx: &mut Tx<'_>, gone: HouseholdId, keep: HouseholdId) -> Result<()> {
    let now = tx.now;
    run!(
        tx,
        "update visit set
             made = (select g.made from visit g where g.household = $2 and g.rule = visit.rule and g.opens = visit.opens),
             report = (select g.report from visit g where g.household = $2 and g.rule = visit.rule and g.opens = visit.opens)
         where household = $1 and rule <> 0 and made = 0 and cancelled = 0 and exists (select 1 from visit g
             where g.household = $2 and g.rule = visit.rule and g.opens = visit.opens and g.made <> 0)",
        keep,
        gone,
    )?;
    run!(
        tx,
        "update visit set rule = 0, cancelled = case when cancelled = 0 then $3 else cancelled end, raised_to = 0
         where household = $2 and rule <> 0 and exists (select 1 from visit k
             where k.household = $1 and k.rule = visit.rule and k.opens = visit.opens)",
        keep,
        gone,
        now,
    )?;
    // What ended with a closed file is open again in the file that is left.
    open_with_file(tx, gone).await
}

/// Calls off visits that a stricter rule for the same need makes superfluous, after a merge brought both into one file.
pub(crate) async fn keep_strictest(tx: &mut Tx<'_>, household: HouseholdId) -> Result<()> {
    let now = tx.now;
    run!(
        tx,
        "update visit set cancelled = $2, raised_to = 0
         where household = $1 and rule <> 0 and made = 0 and cancelled = 0 and ends > $2 and exists (select 1 from visit w
             join visit_rule x on x.id = w.rule join visit_rule r on r.id = visit.rule
             where w.household = $1 and w.id <> visit.id and w.cancelled = 0 and x.families = r.families
                 and x.festival = r.festival and (w.made >= visit.opens or (w.made = 0 and w.ends > $2
                     and (case x.rhythm when 'weekly' then 1 when 'monthly' then 2 when 'quarterly' then 3
                                 else 4 end,
                             case when x.rhythm = 'festival' then -x.days else x.days end, x.id)
                         < (case r.rhythm when 'weekly' then 1 when 'monthly' then 2 when 'quarterly' then 3
                                 else 4 end,
                             case when r.rhythm = 'festival' then -r.days else r.days end, r.id))))",
        household,
        now,
    )?;
    Ok(())
}
