//! Inserts of consents for the demo data.
//! Writes no notices and does not update the public columns of wishes.

use domain::{
    Timestamp,
    accounts::AccountId,
    consents::{ConsentKind, GivenAs, How},
    households::HouseholdId,
};

use crate::{
    Error, Result, Tx,
    crypto::secret::Secret,
    db::sql::{run, value},
};

/// Consent to be inserted as recorded.
#[derive(Clone, Debug)]
pub struct OnFile {
    /// Household that the consent belongs to.
    pub household: HouseholdId,
    /// Member the consent is about, or 0 for the household.
    pub member: i64,
    /// What is consented to.
    pub kind: ConsentKind,
    /// Adult member who consented.
    pub giver: i64,
    /// Capacity in which the giver consented.
    pub relation: GivenAs,
    /// How the consent was given.
    pub how: How,
    /// Name of the witness, or "".
    pub witness: String,
    /// Account that recorded it.
    pub by: AccountId,
    /// When it was given.
    pub at: Timestamp,
}

/// Inserts consents, paper ones with a generated photo; returns their ids in order.
///
/// # Errors
/// When the database fails, or the same consent is on file already.
pub async fn consents(tx: &mut Tx<'_>, consents: &[OnFile]) -> Result<Vec<i64>> {
    let (paper, vault) = (paper()?, tx.vault.clone());
    let mut made = Vec::with_capacity(consents.len());
    for consent in consents {
        let id = value!(
            tx,
            i64,
            "insert into consent (household, member, kind, subject, giver, given_by, relation, how, witness, note,
                 recorded_by, at, withdrawn_at, withdrawn_by, reason)
             values ($1, $2, $3, 0, $4, '', $5, $6, $7, '', $8, $9, 0, 0, '') returning id",
            consent.household,
            consent.member,
            consent.kind.as_str(),
            consent.giver,
            consent.relation.as_str(),
            consent.how.as_str(),
            vault.seal(Secret::ConsentWitness, &consent.witness)?,
            consent.by,
            consent.at,
        )?;
        if consent.how == How::Paper {
            let sealed = vault.seal_bytes(Secret::ConsentPaper, &paper)?;
            run!(tx, "insert into consent_paper (consent, bytes) values ($1, $2)", id, sealed)?;
        }
        made.push(id);
    }
    Ok(made)
}

/// Draws a stand-in for a photographed consent form, as a JPEG.
///
/// # Errors
/// Only when the encoder fails.
pub fn paper() -> Result<Vec<u8>> {
    let (width, height) = (300_u32, 420_u32);
    let ink = |x: u32, y: u32| {
        let line = (60..300).contains(&y) && y % 30 < 3 && (30..270).contains(&x);
        let signed = (160..260).contains(&x) && y.abs_diff(360 + (x % 23) / 2) < 2;
        line || signed
    };
    let color = |x, y| if ink(x, y) { [70, 70, 90] } else { [250, 248, 242] };
    media::pictures::drawn(width, height, color).map_err(|e| Error::Broken(e.to_string()))
}

/// Returns the valid story consent of a member.
///
/// # Errors
/// When the database fails, or there is none.
pub async fn story_of(tx: &mut Tx<'_>, household: HouseholdId, member: i64) -> Result<i64> {
    Ok(value!(
        tx,
        i64,
        "select id from consent where household = $1 and member = $2 and kind = 'story' and withdrawn_at = 0",
        household,
        member,
    )?)
}
