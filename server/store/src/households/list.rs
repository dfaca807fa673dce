//! Lists household files of the actor's areas, by number, phone or name, with filters.
//! Names are sealed, so a search by name decrypts them in batches. Names and phones are searched only where the actor
//! keeps files: elsewhere they are masked, and a search would let them be guessed.

use domain::{
    accounts::{self, Actor},
    areas::AreaPath,
    households::{FileState, HardshipKind, Household, HouseholdId, Language, reveals::RevealReason},
    permission::Action,
    text,
    wishes::Page,
};
use serde::Serialize;
use sqlx::AssertSqlSafe;

use crate::{
    By, Command, Conn, Result, Store, Tx,
    accounts::phone_search::{PHONE_SEARCHES, PHONE_WINDOW},
    crypto::secret::Secret,
    db::{
        area_filter::covered,
        pagination::{PAGE, page},
        sql::{row, rows},
    },
    households::{
        reveal,
        search::with_phone,
        views::{HouseholdRow, household_columns},
    },
};

/// Filters of a list of household files.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HouseholdQuery {
    /// Name or part of one, whole phone, or number of the household; `""` for all. Names and phones count only where the
    /// actor keeps files.
    pub q: String,
    /// Only files whose caseworker is the actor.
    pub mine: bool,
    /// Only households with this hardship, still ongoing.
    pub hardship: Option<HardshipKind>,
    /// Only households that prefer this language.
    pub language: Option<Language>,
    /// Only files in this state, open ones by default; ignored when `q` is set.
    pub state: FileState,
    /// Only households that were never helped.
    pub never_helped: bool,
    /// Lists larger numbers only; 0 for the first page.
    pub cursor: HouseholdId,
}

impl HouseholdQuery {
    /// Returns the SQL condition on `household h` and its `area a`.
    /// Only enum texts and numbers go into the text, nothing that was typed.
    pub(super) fn condition(&self, actor: &Actor, areas: &[AreaPath]) -> String {
        let mut sql = covered("a.path", areas);
        // A search for one family finds its file in any state.
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

/// Names decrypted per query.
const BATCH: i64 = 2000;

/// Finds the files with this phone and logs that they were looked up, for the family to read.
#[derive(Serialize)]
#[serde(transparent)]
struct FindByPhone {
    phone: String,
    /// SQL condition on `household h` and its `area a` that the actor keeps the file.
    #[serde(skip)]
    keeps: String,
}

impl Command for FindByPhone {
    const NAME: &'static str = "households_by_phone";
    type Output = Vec<HouseholdId>;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Vec<HouseholdId>> {
        tx.actor.must_somewhere(Action::KeepHouseholds)?;
        let vault = tx.vault.clone();
        let found = with_phone(&mut tx.arm(), &vault, &self.keeps, &self.phone).await?;
        if found.is_empty() {
            tx.audit("household", 0).await?;
        }
        for id in &found {
            tx.audit("household", *id).await?;
            reveal::note_look_up(tx, *id, RevealReason::Phone).await?;
        }
        Ok(found)
    }
}

/// Loads one file if it fulfils the condition.
async fn one(db: &mut Conn<'_>, id: HouseholdId, condition: &str) -> Result<Option<HouseholdRow>> {
    let sql = format!(concat!("select ", household_columns!(), " where h.id = $1 and {}"), condition);
    Ok(row!(db, HouseholdRow, AssertSqlSafe(sql.as_str()), id)?)
}

impl Store {
    /// Lists household files of the actor's areas, by number.
    /// A search by phone is counted and logged in the reveal log; a list under a new role leaves an audit line.
    ///
    /// # Errors
    /// Not allowed without a role that reads files; [`domain::Code::TooManyTries`] after [`PHONE_SEARCHES`].
    pub async fn households(&self, actor: &Actor, query: &HouseholdQuery) -> Result<Page<Household>> {
        actor.must_somewhere(Action::ReadHouseholds)?;
        let condition = query.condition(actor, &actor.areas_for(Action::ReadHouseholds));
        let keeps = query.condition(actor, &actor.areas_for(Action::KeepHouseholds));
        let words = text::half_width(&query.q).trim().to_lowercase();
        let mut ids = match accounts::phone(&words) {
            Ok(phone) if actor.may_somewhere(Action::KeepHouseholds) => self.with_phone(actor, &keeps, phone).await?,
            _ => Vec::new(),
        };
        let mut db = self.reader().await?;
        db = self.note_new_role(db, actor, 0).await?;
        let found = if words.is_empty() {
            let sql = format!(
                concat!("select ", household_columns!(), " where h.id > $1 and {} order by h.id limit {}"),
                condition,
                PAGE + 1
            );
            rows!(db, HouseholdRow, AssertSqlSafe(sql.as_str()), query.cursor)?
        } else {
            ids.extend(words.parse::<i64>());
            ids.extend(self.named(&mut db.arm(), &words, &keeps, query.cursor).await?);
            ids.retain(|id| *id > query.cursor);
            ids.sort_unstable();
            ids.dedup();
            let mut found = Vec::new();
            for id in ids {
                found.extend(one(&mut db.arm(), id, &condition).await?);
                // Only files that are shown fill a page: one that the condition leaves out must not end it.
                if found.len() > PAGE {
                    break;
                }
            }
            found
        };
        let found = found.into_iter().map(|row| row.listed(&self.vault, actor)).collect::<Result<Vec<_>>>()?;
        Ok(page(found, |household| household.id))
    }

    /// Counts a search by phone and finds its files; the log says that they were looked up.
    pub(super) async fn with_phone(&self, actor: &Actor, keeps: &str, phone: String) -> Result<Vec<HouseholdId>> {
        self.attempt(&format!("phones:{}", actor.account), PHONE_SEARCHES, PHONE_WINDOW).await?;
        self.run(&By::new(actor.clone(), ""), FindByPhone { phone, keeps: keeps.to_owned() }).await
    }

    /// Finds the first files after `after` whose name contains `words`, in lower case.
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
