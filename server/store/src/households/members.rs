//! Rows of a household's members; which changes are allowed is decided in `casework::members`.

use domain::households::{HouseholdId, Member};

use crate::{Result, Tx, crypto::secret::Secret, db::sql::value};

/// Inserts a member; the caller has validated it and counts it into the household's size.
pub(crate) async fn insert(tx: &mut Tx<'_>, household: HouseholdId, member: &Member) -> Result<i64> {
    let sealed = tx.vault.seal(Secret::PersonName, &member.name)?;
    Ok(value!(
        tx,
        i64,
        "insert into person (household, name, birth_year, sex, relation, school) values ($1, $2, $3, $4, $5, $6)
         returning id",
        household,
        sealed,
        member.birth_year,
        member.sex.as_str(),
        member.relation.as_str(),
        member.school.as_str(),
    )?)
}
