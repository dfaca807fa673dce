//! The household files of somebody's areas: found by number, whole phone or name, narrowed by how they stand.

use domain::{
    accounts::{self, Actor},
    areas::AreaPath,
    households::{FileState, HardshipKind, Household, HouseholdId, Language},
    permission::Action,
    text,
    wishes::Page,
};
use sqlx::AssertSqlSafe;

use crate::{
    Conn, Result, Store,
    crypto::sealed_columns::Secret,
    db::{
        area_filter::covered,
        pagination::{PAGE, page},
        sql::{row, rows},
    },
    households::{
        search::with_phone,
        views::{HouseholdRow, household_columns},
    },
};

/// Which files.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HouseholdQuery {
    /// A name or a part of it, a whole phone, or a family's number; empty for all.
    pub q: String,
    /// Only those that the person looks after.
    pub mine: bool,
    /// Only those with this hardship now.
    pub hardship: Option<HardshipKind>,
    /// Only those that would rather speak this language.
    pub language: Option<Language>,
    /// Only those in this state; those in use by default.
    pub state: FileState,
    /// Only those that were never helped.
    pub never_helped: bool,
    /// The page begins after this number.
    pub cursor: HouseholdId,
}

impl HouseholdQuery {
    /// Conditions on `household h` and its `area a`. Their texts come from enums of the domain and from numbers.
    fn condition(&self, actor: &Actor, areas: &[AreaPath]) -> String {
        let mut sql = covered("a.path", areas);
        // Whoever looks for one family finds its file in whatever state.
        if self.q.trim().is_empty() {
            sql += &format!(" and h.state = '{}'", self.state.as_str());
        }
        if self.mine {
            sql += &format!(" and h.caseworker = {}", actor.account);
        }
        if let Some(kind) = self.hardship {
            let kind = kind.as_str();
            sql += &format!(
                " and exists (select 1 from hardship d where d.household = h.id and d.kind = '{kind}' and d.until = '')"
            );
        }
        if let Some(language) = self.language {
            sql += &format!(" and h.language = '{}'", language.as_str());
        }
        if self.never_helped {
            sql += " and h.helped = 0";
        }
        sql
    }
}

/// Names that are opened at once.
const BATCH: i64 = 2000;

/// One file, if it fulfils the condition.
async fn one(db: &mut Conn<'_>, id: HouseholdId, condition: &str) -> Result<Option<HouseholdRow>> {
    let sql = format!(concat!("select ", household_columns!(), " where h.id = $1 and {}"), condition);
    Ok(row!(db, HouseholdRow, AssertSqlSafe(sql.as_str()), id)?)
}

impl Store {
    /// The household files of the person's areas, by number. Names are looked for where the person keeps files:
    /// for anybody else they are masked, also against guessing.
    ///
    /// # Errors
    /// Not allowed without a role that reads files.
    pub async fn households(&self, actor: &Actor, query: &HouseholdQuery) -> Result<Page<Household>> {
        actor.must_somewhere(Action::ReadHouseholds)?;
        let condition = query.condition(actor, &actor.areas_for(Action::ReadHouseholds));
        let words = text::half_width(&query.q).trim().to_lowercase();
        let mut db = self.reader().await?;
        let found = if words.is_empty() {
            let sql = format!(
                concat!("select ", household_columns!(), " where h.id > $1 and {} order by h.id limit {}"),
                condition,
                PAGE + 1
            );
            rows!(db, HouseholdRow, AssertSqlSafe(sql.as_str()), query.cursor)?
        } else {
            let mut ids = with_phone(&mut db.arm(), &self.vault, &accounts::phone(&words).unwrap_or_default()).await?;
            ids.extend(words.parse::<i64>());
            let keeps = query.condition(actor, &actor.areas_for(Action::KeepHouseholds));
            ids.extend(self.named(&mut db.arm(), &words, &keeps, query.cursor).await?);
            ids.retain(|id| *id > query.cursor);
            ids.sort_unstable();
            ids.dedup();
            let mut found = Vec::new();
            for id in ids.into_iter().take(PAGE + 1) {
                found.extend(one(&mut db.arm(), id, &condition).await?);
            }
            found
        };
        let found = found.into_iter().map(|row| row.listed(&self.vault, actor)).collect::<Result<Vec<_>>>()?;
        Ok(page(found, |household| household.id))
    }

    /// The first files after a number whose name holds these words.
    async fn named(
        &self,
        db: &mut Conn<'_>,
        words: &str,
        condition: &str,
        mut after: HouseholdId,
    ) -> Result<Vec<HouseholdId>> {
        let sql = format!(
            "select h.id, h.name from household h join area a on a.id = h.area
             where h.id > $1 and {condition} order by h.id limit {BATCH}"
        );
        let mut found = Vec::new();
        loop {
            let batch = rows!(db, (i64, String), AssertSqlSafe(sql.as_str()), after)?;
            let Some((last, _)) = batch.last() else { return Ok(found) };
            after = *last;
            for (id, name) in batch {
                if self.vault.open(Secret::HouseholdName, &name)?.to_lowercase().contains(words) {
                    found.push(id);
                    if found.len() > PAGE {
                        return Ok(found);
                    }
                }
            }
        }
    }
}
