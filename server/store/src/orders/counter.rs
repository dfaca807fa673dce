//! Orders found at a location's counter: by number, or by the family's pick-up code.

use domain::{accounts::Actor, households::HouseholdId, orders::Order, permission::Action};
use sqlx::AssertSqlSafe;

use crate::{
    Result, Store,
    db::{area_filter::covered, pickup_codes::CountedCode, sql::rows},
    orders::views::{OrderRow, must_read, order_columns, whole, within},
};

impl Store {
    /// Finds orders by number, as typed or scanned; never by pick-up code.
    ///
    /// # Errors
    /// Not allowed without a role that hands over or reads stock.
    pub async fn order_find(&self, actor: &Actor, text: &str) -> Result<Vec<Order>> {
        must_read(actor)?;
        let typed = domain::text::half_width(text);
        let typed = typed.trim().trim_end_matches('/').rsplit(['/', '=']).next().unwrap_or_default();
        let digits: String = typed.chars().filter(|c| !c.is_whitespace() && !matches!(c, '-' | '#')).collect();
        let Ok(number) = digits.parse::<i64>() else { return Ok(Vec::new()) };
        let sql = format!(concat!("select ", order_columns!(), " where o.id = $1 and {}"), within(actor));
        let mut db = self.reader().await?;
        let found = rows!(db, OrderRow, AssertSqlSafe(sql.as_str()), number)?;
        whole(&mut db.arm(), found).await
    }

    /// Finds held orders at the actor's own locations by the family's pick-up code.
    ///
    /// # Errors
    /// Not allowed for roles that do not keep stock.
    pub async fn orders_by_code(&self, actor: &Actor, counted: &CountedCode) -> Result<Vec<Order>> {
        actor.must_somewhere(Action::KeepStock)?;
        let shops = covered("s.path", &actor.areas_for(Action::KeepStock));
        let sql = format!(
            concat!(
                "select ",
                order_columns!(),
                " where o.code = $1 and o.state = 'held' and {} order by o.id limit 50"
            ),
            shops
        );
        let mut db = self.reader().await?;
        let found = rows!(db, OrderRow, AssertSqlSafe(sql.as_str()), counted.digits())?;
        counted.log(actor, 0, found.len());
        whole(&mut db.arm(), found).await
    }

    /// Lists the held orders of a household at the actor's own locations.
    /// The caller has opened the household at the counter.
    ///
    /// # Errors
    /// Not allowed for roles that do not keep stock.
    pub(crate) async fn orders_for(&self, actor: &Actor, household: HouseholdId) -> Result<Vec<Order>> {
        actor.must_somewhere(Action::KeepStock)?;
        let shops = covered("s.path", &actor.areas_for(Action::KeepStock));
        let sql = format!(
            concat!(
                "select ",
                order_columns!(),
                " where o.household = $1 and o.state = 'held' and {} order by o.pickup, o.id limit 50"
            ),
            shops
        );
        let mut db = self.reader().await?;
        let found = rows!(db, OrderRow, AssertSqlSafe(sql.as_str()), household)?;
        whole(&mut db.arm(), found).await
    }
}
