//! Wishes of the actor's areas as a table: sorted by a column, for a page, a file or a printout.

use domain::{
    accounts::Actor,
    areas::AreaPath,
    permission::Action,
    tables::{Lines, ListPlace, Sort, Window, WishColumn},
    wishes::{Wish, WishState},
};
use sqlx::AssertSqlSafe;

use crate::{
    Result, Store,
    crypto::secret::Secret,
    db::{area_filter::covered, pagination::Ordered, sql::rows},
    wishes::{
        feed::searched,
        views::{WishRow, wish_columns},
    },
};

/// Filters of the table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WishFilter {
    /// Only wishes in this state.
    pub state: Option<WishState>,
    /// Number of a wish, or a part of its item's name; `""` for all.
    pub q: String,
}

impl WishFilter {
    /// The order in which these wishes can be read: times sort the wishes of one state, others come by number.
    #[must_use]
    pub fn order(&self, asked: Sort<WishColumn>) -> Sort<WishColumn> {
        if self.state.is_some() { asked } else { Sort { column: WishColumn::Number, ..asked } }
    }
}

/// A wish as a line of the table.
#[derive(Clone, Debug, PartialEq)]
pub struct WishLine {
    /// The wish, whose title is that of the family while it has no item.
    pub wish: Wish,
    /// Whether the family wrote or said something, from which a reviewer writes the public words.
    pub has_words: bool,
}

#[derive(sqlx::FromRow)]
struct LineRow {
    own_title: String,
    own_words: String,
    voice: bool,
    #[sqlx(flatten)]
    wish: WishRow,
}

fn ordered(sort: Sort<WishColumn>, place: ListPlace) -> Ordered {
    let column = match sort.column {
        WishColumn::Number => "w.id",
        WishColumn::Submitted => "w.submitted",
        WishColumn::Expires => "w.expires",
    };
    Ordered::by(column, "w.id", sort.direction, place)
}

/// Builds the statement of [`Store::wish_table`]; public for the test that reads its plan.
#[must_use]
pub fn statement(filter: &WishFilter, window: Window<WishColumn>, areas: &[AreaPath]) -> String {
    let page = ordered(filter.order(window.sort), window.place);
    // As the indexes of the table have it.
    let state = filter.state.map(|state| format!("w.state || '' = '{}' and ", state.as_str())).unwrap_or_default();
    format!(
        concat!(
            "select w.own_title, w.own_words, exists (select 1 from voice_note v where v.wish = w.id) as voice, ",
            wish_columns!(),
            " from wish w join area a on a.id = w.home where {}{} and {}{} order by {} limit {}"
        ),
        state,
        page.condition,
        covered("a.path", areas),
        searched(&filter.q, 3).sql,
        page.order,
        window.most + 1
    )
}

impl Store {
    /// Lists the wishes of the actor's areas in the order of a column.
    ///
    /// # Errors
    /// Not allowed without a role that reviews wishes or reads files.
    pub async fn wish_table(
        &self,
        actor: &Actor,
        filter: &WishFilter,
        window: Window<WishColumn>,
    ) -> Result<Lines<WishLine>> {
        actor.must_somewhere(Action::ReviewWishes).or(actor.must_somewhere(Action::ReadHouseholds))?;
        let mut areas = actor.areas_for(Action::ReviewWishes);
        areas.extend(actor.areas_for(Action::ReadHouseholds));
        let sort = filter.order(window.sort);
        let (page, search) = (ordered(sort, window.place), searched(&filter.q, 3));
        let sql = statement(filter, window, &areas);
        let mut db = self.reader().await?;
        let (number, pattern) = (search.number, search.pattern.as_str());
        let found = rows!(db, LineRow, AssertSqlSafe(sql.as_str()), page.key, page.id, number, pattern)?;
        let line = |row: LineRow| -> Result<WishLine> {
            let LineRow { own_title, own_words, voice, wish } = row;
            let mut wish = Wish::try_from(wish)?;
            if wish.item == 0 {
                wish.title = self.vault.open(Secret::OwnTitle, &own_title)?;
            }
            Ok(WishLine { wish, has_words: voice || !own_words.is_empty() })
        };
        let found = found.into_iter().map(line).collect::<Result<Vec<_>>>()?;
        Ok(page.lines(found, window.most, |WishLine { wish, .. }| match sort.column {
            WishColumn::Number => (wish.id, wish.id),
            WishColumn::Submitted => (wish.submitted, wish.id),
            WishColumn::Expires => (wish.expires, wish.id),
        }))
    }
}
