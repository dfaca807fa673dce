//! What time does to orders: remind in the morning, and give back what nobody came for.

use crate::{
    Result, Store,
    db::sql::rows,
    ops::jobs::{Due, full},
    orders,
};

impl Store {
    /// Tells families that today is the day of their order.
    pub(crate) async fn orders_remind(&self) -> Result<i64> {
        let (mut done, mut after) = (0, Due::default());
        loop {
            let due = rows!(
                self.reader().await?,
                Due,
                "select reminder, id from shop_order
                 where state = 'held' and reminder > 0 and reminder <= $1 and until >= $1 and (reminder, id) > ($2, $3)
                 order by reminder, id limit 200",
                self.now(),
                after.0,
                after.1,
            )?;
            done += self.each(&due, "order_remind", |tx, id| Box::pin(orders::lifecycle::remind(tx, id))).await;
            let Some(last) = full(&due) else { return Ok(done) };
            after = last;
        }
    }

    /// Gives back what nobody came for.
    pub(crate) async fn orders_expire(&self) -> Result<i64> {
        let (mut done, mut after) = (0, Due::default());
        loop {
            let due = rows!(
                self.reader().await?,
                Due,
                "select until, id from shop_order where state = 'held' and until < $1 and (until, id) > ($2, $3)
                 order by until, id limit 200",
                self.now(),
                after.0,
                after.1,
            )?;
            done += self.each(&due, "order_expire", |tx, id| Box::pin(orders::lifecycle::expire(tx, id))).await;
            let Some(last) = full(&due) else { return Ok(done) };
            after = last;
        }
    }
}
