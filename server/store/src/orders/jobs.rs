//! Jobs on orders: remind on the morning of the pick-up day, and expire orders not collected in time.

use crate::{
    Result, Store,
    db::job_sweep::sweep,
    orders::lifecycle::{ExpireOrder, RemindOrder},
};

impl Store {
    /// Reminds families of orders to be collected today; returns how many.
    pub(crate) async fn orders_remind(&self) -> Result<i64> {
        sweep!(
            self,
            RemindOrder,
            "select reminder, id from shop_order
             where state = 'held' and reminder > 0 and reminder <= $1 and until >= $1 and (reminder, id) > ($2, $3)
             order by reminder, id limit 200",
            self.now(),
        )
    }

    /// Expires held orders past their deadline; returns how many.
    pub(crate) async fn orders_expire(&self) -> Result<i64> {
        sweep!(
            self,
            ExpireOrder,
            "select until, id from shop_order where state = 'held' and until < $1 and (until, id) > ($2, $3)
             order by until, id limit 200",
            self.now(),
        )
    }
}
