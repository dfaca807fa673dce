//! Households where a consent is missing.

use domain::{
    Timestamp,
    accounts::Actor,
    consents::{ASKED_AGAIN_AFTER, OF_AGE},
    households::{HouseholdId, mask},
    permission::Action,
    time::year,
    wishes::Page,
};
use sqlx::AssertSqlSafe;

use crate::{
    Result, Store,
    areas::answerers::waiting::{ENOUGH, Waiting},
    crypto::secret::Secret,
    db::{area_filter::in_areas, pagination::page, sql::rows},
};

/// Household that lacks a consent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Missing {
    /// Number of the household.
    pub household: HouseholdId,
    /// Name of the household; masked unless the actor keeps files there.
    pub name: String,
    /// Name of the household's area.
    pub area_name: String,
    /// No consent to keep a file is in force, and none was refused or withdrawn.
    pub file: bool,
    /// Keeping a file was refused or withdrawn: it has to be closed or erased, not asked for.
    pub unwanted: bool,
    /// Wishes for minors without a story consent or a recent refusal.
    pub stories: i64,
    /// Pictures without a consent or a recent refusal.
    pub photos: i64,
}

/// Columns that count what household `h` lacks.
/// `$1` is the latest birth year of adults; refusals after `$2` still count.
macro_rules! missing_counts {
    () => {
        "(select count(*) from consent c where c.household = h.id and c.kind = 'file' and c.withdrawn_at = 0) as file,
         (select count(*) from consent c where c.household = h.id and c.kind = 'file' and c.withdrawn_at <> 0) as refused,
         (select count(*) from wish w left join person p on p.id = w.member
          where w.household = h.id and w.state in ('submitted', 'published') and w.member <> 0
              and coalesce(p.birth_year, 9999) > $1
              and not exists (select 1 from consent c where c.household = h.id and c.member = w.member
                              and c.kind = 'story'
                              and (c.withdrawn_at = 0 or (c.withdrawn_at > $2 and c.withdrawn_by <> 0)))) as stories,
         (select count(*) from wish w where w.household = h.id and w.state in ('submitted', 'published')
              and exists (select 1 from photo f where f.wish = w.id)
              and not exists (select 1 from consent c where c.household = h.id and c.kind = 'photo' and c.subject = w.id
                              and (c.withdrawn_at = 0 or (c.withdrawn_at > $2 and c.withdrawn_by <> 0)))) as photos"
    };
}

#[derive(sqlx::FromRow)]
struct MissingRow {
    id: i64,
    name: String,
    area_name: String,
    path: String,
    file: i64,
    refused: i64,
    stories: i64,
    photos: i64,
}

impl Store {
    /// Returns the latest birth year of adults.
    fn grown_up_until(&self) -> i64 {
        year(self.now()) - OF_AGE
    }

    /// Returns the second before which a refusal no longer counts.
    fn refused_since(&self) -> Timestamp {
        self.now() - ASKED_AGAIN_AFTER
    }

    /// Lists the households of the actor's areas that lack a consent, by number.
    /// A refusal counts for a year, except that a household which refused to have a file stays listed until the file is
    /// closed. The next page begins after `cursor`.
    ///
    /// # Errors
    /// Not allowed without a role that reads files.
    pub async fn consents_missing(&self, actor: &Actor, cursor: HouseholdId) -> Result<Page<Missing>> {
        actor.must_somewhere(Action::ReadHouseholds)?;
        let mut db = self.reader().await?;
        let sql = format!(
            concat!(
                "select id, name, area_name, path, file, refused, stories, photos from
                     (select h.id, h.name, a.name as area_name, a.path, ",
                missing_counts!(),
                " from household h join area a on a.id = h.area
                  where h.id > $3 and h.state = 'open' and {}) m
                 where file = 0 or stories > 0 or photos > 0 order by id limit 51"
            ),
            in_areas("h.area", &actor.areas_for(Action::ReadHouseholds))
        );
        let found =
            rows!(db, MissingRow, AssertSqlSafe(sql.as_str()), self.grown_up_until(), self.refused_since(), cursor)?;
        let missing = |row: MissingRow| -> Result<Missing> {
            let MissingRow { id, name, area_name, path, file, refused, stories, photos } = row;
            let name = self.vault.open(Secret::HouseholdName, &name)?;
            let keeps = actor.may(Action::KeepHouseholds, &domain::areas::AreaPath(path));
            let name = if keeps { name } else { mask::name(&name) };
            let (file, unwanted) = (file == 0 && refused == 0, file == 0 && refused > 0);
            Ok(Missing { household: id, name, area_name, file, unwanted, stories, photos })
        };
        Ok(page(found.into_iter().map(missing).collect::<Result<_>>()?, |missing| missing.household))
    }

    /// Counts the households of [`Store::consents_missing`], up to a hundred; 0 without a role that keeps files.
    ///
    /// # Errors
    /// Only when the database fails.
    pub async fn consents_missing_count(&self, actor: &Actor) -> Result<i64> {
        self.waiting_count(actor, Store::consents_to_ask).await
    }

    /// Counts the households that lack a consent where the account keeps files, up to [`ENOUGH`].
    ///
    /// Joins instead of subqueries for each household: SQLite opens a cursor at every run of a subquery.
    pub(crate) fn consents_to_ask(of: &Waiting<'_>) -> Option<String> {
        of.actor.may_somewhere(Action::KeepHouseholds).then(|| {
            let areas = of.actor.areas_for(Action::KeepHouseholds);
            let (living, posted) = (in_areas("h.area", &areas), in_areas("w.home", &areas));
            let counts =
                format!("(c.withdrawn_at = 0 or (c.withdrawn_at > $1 - {ASKED_AGAIN_AFTER} and c.withdrawn_by <> 0))");
            let adults = year(of.today.start()) - OF_AGE;
            format!(
                "select count(*) as n, 0 as at from (
                     select h.id from household h left join consent c
                         on c.household = h.id and c.member = 0 and c.kind = 'file' and c.withdrawn_at = 0
                     where h.state = 'open' and c.id is null and {living}
                     union select h.id from wish w join household h on h.id = w.household
                         left join person p on p.id = w.member
                         left join consent c on c.household = w.household and c.member = w.member
                             and c.kind = 'story' and {counts}
                     where w.state in ('submitted', 'published') and w.member <> 0 and {posted} and h.state = 'open'
                         and coalesce(p.birth_year, 9999) > {adults} and c.id is null
                     union select h.id from wish w join photo f on f.wish = w.id join household h on h.id = w.household
                         left join consent c on c.household = w.household and c.kind = 'photo' and c.subject = w.id
                             and {counts}
                     where w.state in ('submitted', 'published') and {posted} and h.state = 'open' and c.id is null
                     limit {ENOUGH}) x"
            )
        })
    }
}
