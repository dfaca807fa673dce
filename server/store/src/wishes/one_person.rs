//! Wishes that were published by the account that posted them, where an area's policy allows it, or that made their
//! item and set its price, where the price decides how a wish is given; and goods of wishes and orders that were handed
//! over by the account that had made the family's card or set-up code, with which its code can be read, where the policy
//! allows it.

use domain::{
    Code, Timestamp,
    accounts::{AccountId, Actor},
    catalogue,
    permission::Action,
    wishes::{Page, WishId, one_person::OnePersonAct},
};
use sqlx::AssertSqlSafe;

use crate::{
    Conn, Refusal, Result, Store, Tx,
    areas::policies::policy_for,
    db::{
        area_filter::covered,
        locks::HeldFile,
        pagination::page,
        sql::{rows, value},
    },
};

/// Subject of the audit line that such an act gets besides its ordinary one; its id is the wish.
pub(crate) const SUBJECT: &str = "one_person";

/// Subject of that line for the hand-over of an order; its id is the order.
pub(crate) const ORDER_SUBJECT: &str = "one_person_order";

/// Returns whether this account posted the wish.
pub(crate) async fn posted_by(db: &mut Conn<'_>, wish: WishId, account: AccountId) -> Result<bool> {
    let own = value!(db, i64, "select count(*) from wish where id = $1 and posted_by = $2", wish, account)?;
    Ok(own > 0)
}

/// Returns whether this account made the item of a wish in a review, and so set its price.
pub(crate) async fn priced_by(db: &mut Conn<'_>, wish: WishId, account: AccountId) -> Result<bool> {
    let made = value!(
        db,
        i64,
        "select count(*) from wish w join audit u on u.subject = 'item' and u.subject_id = w.item
         where w.id = $1 and w.own_title <> '' and u.action = 'wish_item' and u.account = $2",
        wish,
        account,
    )?;
    Ok(made > 0)
}

/// Returns whether the actor made the family's card or set-up code, and so could sign in as the family and read the code
/// against which it hands over. A credential counts that worked since the goods were promised; whether the family chose
/// another password after a set-up code is not known.
///
/// # Errors
/// Field `code` with [`Code::SecondPerson`] when it did, and the area's policy does not let one person do both.
pub(crate) async fn hands_over_alone(tx: &mut Tx<'_>, file: &HeldFile, since: Timestamp) -> Result<bool> {
    let account = tx.actor.account;
    let made = value!(
        tx,
        i64,
        "select (select count(*) from card where household = $1 and made_by = $2 and (ended = 0 or ended > $3))
             + (select count(*) from reveal r where r.household = $1 and r.account = $2 and r.issued = 'setup_code'
                 and not exists (select 1 from reveal n where n.household = r.household and n.issued = 'setup_code'
                     and n.id > r.id and n.at <= $3))",
        file.id,
        account,
        since,
    )?;
    if made > 0 && !policy_for(&mut tx.arm(), &file.path()).await?.one_person_allowed {
        return Err(Refusal::field("code", Code::SecondPerson).into());
    }
    Ok(made > 0)
}

#[derive(sqlx::FromRow)]
struct ActRow {
    id: i64,
    wish: i64,
    order: i64,
    item: i64,
    size: String,
    own_name: String,
    own_key: String,
    household: i64,
    by: String,
    area_name: String,
    at: i64,
}

impl From<ActRow> for OnePersonAct {
    fn from(row: ActRow) -> OnePersonAct {
        let title = match row.order {
            0 => catalogue::title_of(row.item, &row.own_name, &row.size),
            order => format!("#{order}"),
        };
        let key = catalogue::key_of(row.item, &row.own_key);
        let ActRow { id, wish, order, size, household, by, area_name, at, .. } = row;
        OnePersonAct { id, wish, order, key, size, title, household, by, area_name, at }
    }
}

impl Store {
    /// Lists wishes that the account published which had posted them or set their price, and wishes and orders that it
    /// handed over having made the family's card or set-up code, newest first, in the areas whose disputes the actor
    /// reads. The next page begins below `cursor`.
    ///
    /// # Errors
    /// Not allowed without a role that reads disputes.
    pub async fn one_person_acts(&self, actor: &Actor, cursor: i64) -> Result<Page<OnePersonAct>> {
        actor.must_somewhere(Action::ReadDisputes)?;
        let within = covered("a.path", &actor.areas_for(Action::ReadDisputes));
        // A limit for each kind, so that each reads its own index only as far as the page goes.
        let sql = format!(
            "select * from (
                 select u.id, w.id as wish, cast(0 as bigint) as \"order\", w.item, w.size, w.own_name, w.own_key,
                     w.household, coalesce(c.name, '') as by, a.name as area_name, u.at
                 from audit u join wish w on w.id = u.subject_id join area a on a.id = w.home
                     left join account c on c.id = u.account
                 where u.subject = 'one_person' and (u.id < $1 or $1 = 0) and {within} order by u.id desc limit 51) x
             union all
             select * from (
                 select u.id, cast(0 as bigint) as wish, o.id as \"order\", cast(0 as bigint) as item, '' as size,
                     '' as own_name, '' as own_key, o.household, coalesce(c.name, '') as by, a.name as area_name, u.at
                 from audit u join shop_order o on o.id = u.subject_id join household h on h.id = o.household
                     join area a on a.id = h.area left join account c on c.id = u.account
                 where u.subject = 'one_person_order' and (u.id < $1 or $1 = 0) and {within}
                 order by u.id desc limit 51) y
             order by id desc limit 51"
        );
        let mut db = self.reader().await?;
        let found = rows!(db, ActRow, AssertSqlSafe(sql.as_str()), cursor)?;
        let found: Vec<OnePersonAct> = found.into_iter().map(OnePersonAct::from).collect();
        Ok(page(found, |act| act.id))
    }
}
