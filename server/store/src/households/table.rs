//! The list of household files as a table: sorted by a column, for a page, a file or a printout.

use domain::{
    accounts::{AccountId, Actor},
    households::Household,
    permission::Action,
    tables::{HouseholdColumn, Lines, ListPlace, Window},
};
use sqlx::AssertSqlSafe;

use crate::{
    Result, Store,
    areas::staff::caseworkers_within,
    db::{pagination::Ordered, sql::rows},
    households::{
        list::HouseholdQuery,
        views::{HouseholdRow, household_columns},
    },
};

fn ordered(window: Window<HouseholdColumn>) -> Ordered {
    let column = match window.sort.column {
        HouseholdColumn::Number => "h.id",
        HouseholdColumn::People => "h.size",
        HouseholdColumn::Changed => "h.changed",
    };
    Ordered::by(column, "h.id", window.sort.direction, window.place)
}

/// Builds the statement of [`Store::household_table`]; public for the test that reads its plan.
#[must_use]
pub fn statement(actor: &Actor, query: &HouseholdQuery, window: Window<HouseholdColumn>) -> String {
    let page = ordered(window);
    format!(
        concat!("select ", household_columns!(), " where {} and {} order by {} limit {}"),
        page.condition,
        query.condition(actor, &actor.areas_for(Action::ReadHouseholds)),
        page.order,
        window.most + 1
    )
}

impl Store {
    /// Lists household files of the actor's areas in the order of a column; the query's own cursor is ignored.
    /// What is searched for comes by number, as from [`Store::households`].
    ///
    /// # Errors
    /// As [`Store::households`].
    pub async fn household_table(
        &self,
        actor: &Actor,
        query: &HouseholdQuery,
        window: Window<HouseholdColumn>,
    ) -> Result<Lines<Household>> {
        actor.must_somewhere(Action::ReadHouseholds)?;
        if !query.q.trim().is_empty() {
            return self.searched_households(actor, query, window).await;
        }
        let page = ordered(window);
        let sql = statement(actor, query, window);
        let mut db = self.reader().await?;
        db = self.note_new_role(db, actor, 0).await?;
        let found = rows!(db, HouseholdRow, AssertSqlSafe(sql.as_str()), page.key, page.id)?;
        let found = found.into_iter().map(|row| row.listed(&self.vault, actor)).collect::<Result<Vec<_>>>()?;
        Ok(page.lines(found, window.most, |file| match window.sort.column {
            HouseholdColumn::Number => (file.id, file.id),
            HouseholdColumn::People => (file.size, file.id),
            HouseholdColumn::Changed => (file.changed, file.id),
        }))
    }

    /// Reads pages of a search until they fill the window.
    async fn searched_households(
        &self,
        actor: &Actor,
        query: &HouseholdQuery,
        window: Window<HouseholdColumn>,
    ) -> Result<Lines<Household>> {
        let mut cursor = match window.place {
            ListPlace::After { id, .. } => id,
            ListPlace::Start | ListPlace::End => 0,
        };
        let mut items = Vec::new();
        loop {
            let found = self.households(actor, &HouseholdQuery { cursor, ..query.clone() }).await?;
            items.extend(found.items);
            match found.next {
                Some(next) if items.len() < window.most => cursor = next,
                next => return Ok(Lines { items, next: next.map(|id| ListPlace::After { key: id, id }) }),
            }
        }
    }

    /// Lists the caseworkers of the areas in which the actor may do this, by name: those to whom work is given there.
    ///
    /// # Errors
    /// Not allowed without a role that may do it.
    pub async fn caseworkers_to_choose(&self, actor: &Actor, action: Action) -> Result<Vec<(AccountId, String)>> {
        actor.must_somewhere(action)?;
        let mut db = self.reader().await?;
        caseworkers_within(&mut db.arm(), &actor.areas_for(action)).await
    }
}
