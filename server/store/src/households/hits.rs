//! Household files that the search over all records finds: by number where they may be read, by name, initials and
//! phone only where the actor keeps them.

use domain::{
    accounts::{self, Actor},
    households::HouseholdId,
    permission::Action,
    search::{FoundKind, Hit, SHOWN},
};
use sqlx::AssertSqlSafe;

use crate::{
    Conn, Result, Store,
    crypto::{secret::Secret, vault::Vault},
    db::{
        area_filter::covered,
        folding::SearchWords,
        sql::{rows, values},
    },
    households::views::{HouseholdRow, household_columns},
};

/// Names that are decrypted: those of the newest files. A microsecond each, and an area has some thousand at most.
const NEWEST: usize = 50_000;

/// Finds the newest files whose name is meant; `kept` is a condition on the `area a` of those that the actor keeps.
async fn newest_named(db: &mut Conn<'_>, vault: &Vault, kept: &str, words: &SearchWords) -> Result<Vec<HouseholdId>> {
    // The files of the areas are ranges of the index `household_area`; by number, those of all areas would be read.
    let sql = format!(
        "select h.id, h.name from household h where h.area in (select a.id from area a where {kept})
         order by +h.id desc limit {NEWEST}"
    );
    let mut found = Vec::new();
    for (id, name) in rows!(db, (i64, String), AssertSqlSafe(sql.as_str()))? {
        if words.meet(&vault.open(Secret::HouseholdName, &name)?) {
            found.push(id);
            if found.len() > SHOWN {
                break;
            }
        }
    }
    Ok(found)
}

impl Store {
    /// Finds household files, newest first, masked as in a list. A search by phone is counted and logged as that of the
    /// list is, and a search under a new role leaves an audit line.
    ///
    /// # Errors
    /// [`domain::Code::TooManyTries`] after too many searches by phone.
    pub(crate) async fn household_hits(&self, actor: &Actor, words: &SearchWords) -> Result<Vec<Hit>> {
        if !actor.may_somewhere(Action::ReadHouseholds) {
            return Ok(Vec::new());
        }
        let keeps = actor.may_somewhere(Action::KeepHouseholds);
        let readable = covered("a.path", &actor.areas_for(Action::ReadHouseholds));
        let kept = covered("a.path", &actor.areas_for(Action::KeepHouseholds));
        let mut ids = match accounts::phone(&words.typed) {
            Ok(phone) if keeps => self.with_phone(actor, &kept, phone).await?,
            _ => Vec::new(),
        };
        let mut db = self.reader().await?;
        db = self.note_new_role(db, actor, 0).await?;
        if let Some(number) = words.number {
            ids.extend(values!(db, i64, "select id from household where id = $1", number)?);
        }
        let exact = !ids.is_empty();
        if ids.is_empty() && keeps && words.number.is_none() {
            ids = newest_named(&mut db.arm(), &self.vault, &kept, words).await?;
        }
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let list = ids.iter().map(i64::to_string).collect::<Vec<_>>().join(", ");
        let sql = format!(
            concat!("select ", household_columns!(), " where h.id in ({}) and {} order by h.id desc limit {}"),
            list,
            readable,
            SHOWN + 1,
        );
        let found = rows!(db, HouseholdRow, AssertSqlSafe(sql.as_str()))?;
        let hits = found.into_iter().map(|row| {
            let file = row.listed(&self.vault, actor)?;
            let state = file.state.as_str().to_owned();
            Ok(Hit { place: file.area_name, state, exact, ..Hit::new(FoundKind::Household, file.id, file.name) })
        });
        hits.collect()
    }
}
