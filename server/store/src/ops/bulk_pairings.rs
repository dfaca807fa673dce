//! Inserts of pairings for the demo data.
//! Nothing here checks permissions or writes notices: call it only from a script on a new database.

use domain::{
    DAY, Timestamp,
    accounts::AccountId,
    casework::pairings::{ANSWER_DAYS, PairingNeed, RENEW_DAYS, YEAR_DAYS},
    households::HouseholdId,
};

use crate::{Result, Tx, db::sql::run};

/// Pairing to be inserted.
#[derive(Clone, Copy, Debug)]
pub struct PairOnFile {
    /// The household.
    pub household: HouseholdId,
    /// Account of the helper.
    pub helper: AccountId,
    /// What the household wants a helper for.
    pub need: PairingNeed,
    /// Caseworker who proposed it.
    pub by: AccountId,
    /// When it was proposed.
    pub proposed: Timestamp,
    /// Last contact; 0 for a proposal that waits for both answers.
    pub last_contact: Timestamp,
    /// When its silence was raised, or 0.
    pub raised: Timestamp,
}

/// Inserts a pairing: under way since the day after its proposal, or proposed.
///
/// # Errors
/// Only when the database fails.
pub async fn insert_pairing(tx: &mut Tx<'_>, pair: &PairOnFile) -> Result<()> {
    let PairOnFile { household, helper, need, by, proposed, last_contact, raised } = *pair;
    let under_way = last_contact > 0;
    let (state, started) = if under_way { ("under_way", proposed + DAY) } else { ("proposed", 0) };
    let due = if under_way { started + YEAR_DAYS * DAY } else { 0 };
    run!(
        tx,
        "insert into pairing (household, helper, need, state, proposed, proposed_by, answer_by, helper_agreed,
             family_agreed, started, last_contact, raised, due, reminder, helper_renews, family_renews, ended, ended_by,
             reason, version)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $8, $8, $9, $10, $11, $12, false, false, 0, 0, '', 0)",
        household,
        helper,
        need.as_str(),
        state,
        proposed,
        by,
        proposed + ANSWER_DAYS * DAY,
        started,
        last_contact,
        raised,
        due,
        if under_way { due - RENEW_DAYS * DAY } else { 0 },
    )?;
    Ok(())
}
