//! What becomes of the entitlements of a file that is closed, erased or merged, and of a member that leaves.

use domain::households::HouseholdId;

use crate::{Result, Tx, db::sql::run};

/// Ends what is open for a file that is closed or erased. The caller has locked the household.
pub(crate) async fn end_all(tx: &mut Tx<'_>, household: HouseholdId) -> Result<()> {
    let now = tx.now;
    run!(
        tx,
        "update entitlement set state = 'dropped', fits = false, due = 0, raised = 0, ended = $2, changed_by = 0
         where household = $1 and ended = 0",
        household,
        now,
    )?;
    Ok(())
}

/// Ends what is open for a member that leaves its file. The caller has locked the household.
pub(crate) async fn leave(tx: &mut Tx<'_>, household: HouseholdId, member: i64) -> Result<()> {
    let now = tx.now;
    run!(
        tx,
        "update entitlement set state = 'dropped', fits = false, due = 0, raised = 0, ended = $3, changed_by = 0
         where household = $1 and member = $2 and ended = 0",
        household,
        member,
        now,
    )?;
    Ok(())
}

/// Moves the entitlements of a merged file. Where both files have one, that of the file which is left stays, unless
/// nothing came of it and something did of the other.
pub(crate) async fn merge(tx: &mut Tx<'_>, gone: HouseholdId, keep: HouseholdId) -> Result<()> {
    run!(
        tx,
        "delete from entitlement where household = $2 and state in ('found', 'lapsed', 'withdrawn', 'dropped')
             and exists (select 1 from entitlement g where g.household = $1 and g.rule = entitlement.rule
                 and g.member = entitlement.member and g.state not in ('found', 'lapsed', 'withdrawn', 'dropped'))",
        gone,
        keep,
    )?;
    run!(
        tx,
        "delete from entitlement where household = $1
             and exists (select 1 from entitlement k where k.household = $2 and k.rule = entitlement.rule
                 and k.member = entitlement.member)",
        gone,
        keep,
    )?;
    run!(tx, "update entitlement set household = $2 where household = $1", gone, keep)?;
    run!(tx, "delete from entitlement_due where household = $1", gone)?;
    replace(tx, gone, &format!(",{keep},")).await
}

/// Takes the number of an erased file out of the counts of tries, and its mark.
pub(crate) async fn forget(tx: &mut Tx<'_>, household: HouseholdId) -> Result<()> {
    run!(tx, "delete from entitlement_due where household = $1", household)?;
    replace(tx, household, ",").await
}

/// Replaces a number in the lists of the files that tries counted.
async fn replace(tx: &mut Tx<'_>, household: HouseholdId, by: &str) -> Result<()> {
    let old = format!(",{household},");
    run!(
        tx,
        "update entitlement_trial set units_files = replace(units_files, $1, $2),
             fresh_files = replace(fresh_files, $1, $2), unsure_files = replace(unsure_files, $1, $2)
         where units_files like '%' || $1 || '%' or fresh_files like '%' || $1 || '%'
             or unsure_files like '%' || $1 || '%'",
        &old,
        by,
    )?;
    Ok(())
}
