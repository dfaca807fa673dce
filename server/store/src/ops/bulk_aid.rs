//! Inserts of grants for the demo data.
//! Nothing here checks permissions or writes notices: call it only from a script on a new database.

use domain::{Timestamp, accounts::AccountId, casework::aid::ProgrammeId, households::HouseholdId, time::Month};

use crate::{Result, Tx, db::sql::run};

/// Grant to be inserted.
#[derive(Clone, Copy, Debug)]
pub struct GrantOnFile {
    /// The household.
    pub household: HouseholdId,
    /// Programme that it comes from.
    pub programme: ProgrammeId,
    /// Money in fen.
    pub amount: i64,
    /// When it was entered; it is for that month.
    pub entered: Timestamp,
    /// Caseworker who entered it.
    pub by: AccountId,
}

/// Inserts a grant of money to the whole household.
///
/// # Errors
/// Only when the database fails.
pub async fn insert_grant(tx: &mut Tx<'_>, grant: &GrantOnFile) -> Result<()> {
    let GrantOnFile { household, programme, amount, entered, by } = *grant;
    run!(
        tx,
        "insert into aid_grant (household, programme, member, month, amount, goods, papers, seen, collection, entered,
             entered_by, reversed, reversed_by, reason, entered_for)
         values ($1, $2, 0, $3, $4, '', 'decision,slip', false, 0, $5, $6, 0, 0, '', $1)",
        household,
        programme,
        &Month::of(entered).to_string(),
        amount,
        entered,
        by,
    )?;
    Ok(())
}
