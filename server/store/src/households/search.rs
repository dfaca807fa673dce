//! Finds households whose names and phones are sealed.
//! A phone is found by its keyed hash, a name by decrypting the names of the given areas: a microsecond each, so 10,000
//! families take as long as a page. A keyed hash of names would tell a thief of the database which families share one.

use domain::{areas::AreaPath, households::HouseholdId};
use sqlx::AssertSqlSafe;

use crate::{
    Conn, Result,
    crypto::{
        secret::Secret,
        vault::{Find, Vault},
    },
    db::{
        area_filter::covered,
        sql::{rows, values},
    },
};

/// Names decrypted per query.
const BATCH: i64 = 2000;

/// Finds the first households with exactly this phone that fulfil a condition on `household h` and its `area a`; none for
/// `""`. A shared phone has few households, and the condition keeps those of other areas from filling the answer.
pub(crate) async fn with_phone(
    db: &mut Conn<'_>,
    vault: &Vault,
    condition: &str,
    phone: &str,
) -> Result<Vec<HouseholdId>> {
    let sql = format!(
        "select h.id from household h join area a on a.id = h.area
         where h.phone_key = $1 and h.phone_key <> '' and {condition} order by h.id limit 50"
    );
    let mut found = Vec::new();
    for digest in vault.digests(Find::Phone, phone) {
        found.extend(values!(db, i64, AssertSqlSafe(sql.as_str()), &digest)?);
    }
    Ok(found)
}

/// Finds the first `limit` households of these areas, after number `after`, whose name `is_meant`.
pub(crate) async fn named(
    db: &mut Conn<'_>,
    vault: &Vault,
    areas: &[AreaPath],
    is_meant: impl Fn(&str) -> bool + Send,
    (mut after, limit): (HouseholdId, usize),
) -> Result<Vec<HouseholdId>> {
    let sql = format!(
        "select h.id, h.name from household h join area a on a.id = h.area
         where h.id > $1 and {} order by h.id limit {BATCH}",
        covered("a.path", areas)
    );
    let mut found = Vec::new();
    loop {
        let batch = rows!(db, (i64, String), AssertSqlSafe(sql.as_str()), after)?;
        let Some((last, _)) = batch.last() else { return Ok(found) };
        after = *last;
        for (id, name) in batch {
            if is_meant(&vault.open(Secret::HouseholdName, &name)?) {
                found.push(id);
                if found.len() == limit {
                    return Ok(found);
                }
            }
        }
    }
}
