//! Claims of the actor's areas and shops as a table: sorted by a column, for a page, a file or a printout.

use domain::{
    accounts::Actor,
    areas::AreaPath,
    claims::{Claim, ClaimState},
    ledger::LocationId,
    permission::Action,
    tables::{ClaimColumn, Lines, ListPlace, Sort, Window},
};
use sqlx::AssertSqlSafe;

use crate::{
    Result, Store,
    claims::views::{ClaimRow, claim_columns},
    db::{area_filter::covered, pagination::Ordered, sql::rows},
};

/// Filters of the table.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ClaimFilter {
    /// Only claims in this state.
    pub state: Option<ClaimState>,
    /// Only claims at this shop; 0 for all.
    pub location: LocationId,
}

impl ClaimFilter {
    /// The order in which these claims can be read: times sort the claims of one state, others come by number.
    #[must_use]
    pub fn order(&self, asked: Sort<ClaimColumn>) -> Sort<ClaimColumn> {
        if self.state.is_some() { asked } else { Sort { column: ClaimColumn::Number, ..asked } }
    }
}

/// A claim as a line of the table.
#[derive(Clone, Debug, PartialEq)]
pub struct ClaimLine {
    /// The claim, without the code by which goods are handed in.
    pub claim: Claim,
    /// Name of the claimer.
    pub claimer: String,
    /// Name of the shop.
    pub shop: String,
    /// Name of the family's area.
    pub area_name: String,
}

#[derive(sqlx::FromRow)]
struct LineRow {
    claimer: String,
    shop: String,
    area_name: String,
    #[sqlx(flatten)]
    claim: ClaimRow,
}

fn ordered(sort: Sort<ClaimColumn>, place: ListPlace) -> Ordered {
    let column = match sort.column {
        ClaimColumn::Number => "c.id",
        ClaimColumn::Due => "c.due",
        ClaimColumn::Changed => "c.changed",
    };
    Ordered::by(column, "c.id", sort.direction, place)
}

/// Builds the statement of [`Store::claim_table`]; public for the test that reads its plan.
#[must_use]
pub fn statement(filter: ClaimFilter, window: Window<ClaimColumn>, areas: &[AreaPath]) -> String {
    let page = ordered(filter.order(window.sort), window.place);
    // As the indexes of the table have it.
    let state = filter.state.map(|state| format!("c.state || '' = '{}' and ", state.as_str())).unwrap_or_default();
    format!(
        concat!(
            "select k.name as claimer, p.name as shop, a.name as area_name, ",
            claim_columns!(),
            " join location p on p.id = c.location join area s on s.id = p.area join account k on k.id = c.account
             where {}{} and ({} or {}) and (c.location = $3 or $3 = 0) order by {} limit {}"
        ),
        state,
        page.condition,
        covered("a.path", areas),
        covered("s.path", areas),
        page.order,
        window.most + 1
    )
}

impl Store {
    /// Lists the claims of the actor's areas and shops in the order of a column.
    ///
    /// # Errors
    /// Not allowed without a role that hands over or reads stock.
    pub async fn claim_table(
        &self,
        actor: &Actor,
        filter: ClaimFilter,
        window: Window<ClaimColumn>,
    ) -> Result<Lines<ClaimLine>> {
        actor.must_somewhere(Action::HandOver).or(actor.must_somewhere(Action::ReadStock))?;
        let mut areas = actor.areas_for(Action::HandOver);
        areas.extend(actor.areas_for(Action::ReadStock));
        let sort = filter.order(window.sort);
        let page = ordered(sort, window.place);
        let sql = statement(filter, window, &areas);
        let mut db = self.reader().await?;
        let found = rows!(db, LineRow, AssertSqlSafe(sql.as_str()), page.key, page.id, filter.location)?;
        let line = |row: LineRow| -> Result<ClaimLine> {
            let LineRow { claimer, shop, area_name, claim } = row;
            let claim = Claim { code: String::new(), ..Claim::try_from(claim)? };
            Ok(ClaimLine { claim, claimer, shop, area_name })
        };
        let found = found.into_iter().map(line).collect::<Result<Vec<_>>>()?;
        Ok(page.lines(found, window.most, |ClaimLine { claim, .. }| match sort.column {
            ClaimColumn::Number => (claim.id, claim.id),
            ClaimColumn::Due => (claim.due, claim.id),
            ClaimColumn::Changed => (claim.changed, claim.id),
        }))
    }
}
