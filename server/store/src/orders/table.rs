//! Orders of the actor's areas as a table: sorted by a column, for a page or a printout.

use domain::{
    accounts::Actor,
    ledger::LocationId,
    orders::Order,
    tables::{Lines, ListPlace, OrderColumn, Sort, Window},
};
use sqlx::AssertSqlSafe;

use crate::{
    Result, Store,
    db::{pagination::Ordered, sql::rows},
    orders::views::{OrderRow, Which, must_read, order_columns, tonight, whole, within},
};

impl Which {
    /// The order in which this list can be read: held orders by the time of pick-up, ended ones the newest first, unless
    /// another one is asked for. Only held orders have a time of pick-up, and only ended ones a time of their end.
    #[must_use]
    pub fn order(self, asked: Option<Sort<OrderColumn>>) -> Sort<OrderColumn> {
        match (self, asked) {
            (Which::Ended, None) => Sort::down(OrderColumn::Number),
            (_, None) => Sort::up(OrderColumn::Pickup),
            (Which::Ended, Some(Sort { column: OrderColumn::Pickup, direction })) => {
                Sort { column: OrderColumn::Changed, direction }
            }
            (Which::Today | Which::Later, Some(Sort { column: OrderColumn::Changed, direction })) => {
                Sort { column: OrderColumn::Pickup, direction }
            }
            (_, Some(asked)) => asked,
        }
    }
}

fn ordered(sort: Sort<OrderColumn>, place: ListPlace) -> Ordered {
    let column = match sort.column {
        OrderColumn::Number => "o.id",
        OrderColumn::Pickup => "o.pickup",
        OrderColumn::Changed => "o.changed",
        OrderColumn::Points => "o.points",
        OrderColumn::Place => "o.location",
    };
    Ordered::by(column, "o.id", sort.direction, place)
}

/// Builds the statement of [`Store::order_table`]; public for the test that reads its plan.
#[must_use]
pub fn statement(actor: &Actor, which: Which, window: Window<OrderColumn>) -> String {
    let page = ordered(which.order(Some(window.sort)), window.place);
    // As the indexes of the table have it.
    let range = match which {
        Which::Today => "o.state = 'held' and o.pickup <= $3",
        Which::Later => "o.state = 'held' and o.pickup > $3",
        Which::Ended => "o.state <> 'held' and $3 > 0",
    };
    format!(
        concat!(
            "select ",
            order_columns!(),
            " where {} and {} and (o.location = $4 or $4 = 0) and {} order by {} limit {}"
        ),
        range,
        page.condition,
        within(actor),
        page.order,
        window.most + 1
    )
}

impl Store {
    /// Lists the orders of the actor's areas in the order of a column; `location` 0 means all.
    ///
    /// # Errors
    /// Not allowed without a role that hands over or reads stock.
    pub async fn order_table(
        &self,
        actor: &Actor,
        which: Which,
        location: LocationId,
        window: Window<OrderColumn>,
    ) -> Result<Lines<Order>> {
        must_read(actor)?;
        let sort = which.order(Some(window.sort));
        let page = ordered(sort, window.place);
        let (sql, until) = (statement(actor, which, window), tonight(self.now()));
        let mut db = self.reader().await?;
        let found = rows!(db, OrderRow, AssertSqlSafe(sql.as_str()), page.key, page.id, until, location)?;
        let found = whole(&mut db.arm(), found).await?;
        Ok(page.lines(found, window.most, |order| {
            let key = match sort.column {
                OrderColumn::Number => order.id,
                OrderColumn::Pickup => order.pickup,
                OrderColumn::Changed => order.changed,
                OrderColumn::Points => order.points,
                OrderColumn::Place => order.location,
            };
            (key, order.id)
        }))
    }
}
