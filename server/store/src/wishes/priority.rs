//! What keeps giving fair: a family that has the same already is asked whether it needs another, an area may limit how
//! much one family asks for, and how often a family was helped is kept beside its file.

use crate::{
    Conn, Result, Store, Tx,
    areas::policies::policy_for,
    crypto::sealed_columns::Secret,
    db::sql::{row, rows, run, value, values},
    orders::place::lock_household,
    wishes::views::is_own,
};
use domain::{
    Code, Error as Refusal, Timestamp,
    accounts::Actor,
    areas::AreaPath,
    households::HouseholdId,
    permission::Action,
    wishes::{
        WishId,
        priority::{Earlier, Had, Room, Standing, YEAR},
    },
};

/// A family is helped once more: goods left for it. Called where a claim is handed over and where an order is collected.
pub(crate) async fn help(tx: &mut Tx<'_>, household: HouseholdId) -> Result<()> {
    run!(tx, "update household set helped = helped + 1 where id = $1", household)?;
    Ok(())
}

/// Locks the household that a wish belongs to, before the wish itself is locked.
pub(crate) async fn lock_family_of(tx: &mut Tx<'_>, wish: WishId) -> Result<()> {
    match values!(tx, i64, "select household from wish where id = $1", wish)?.first() {
        Some(household) => lock_household(tx, *household).await,
        None => Ok(()),
    }
}

/// A family that is helped lets those go first that never were: with its first help, whatever else it waits for goes where
/// it would be had it been sent tomorrow. Under the household's lock and before a wish, a claim or an order is locked.
pub(crate) async fn let_others_first(tx: &mut Tx<'_>, household: HouseholdId) -> Result<()> {
    let moved = run!(
        tx,
        "update wish set turn = 1 where household = $1 and turn = 0 and state in ('submitted', 'published')",
        household,
    )?;
    if moved == 0 {
        return Ok(());
    }
    run!(
        tx,
        "update wish_term set turn = 1
         where turn = 0 and wish in (select w.id from wish w where w.household = $1 and w.turn = 1)",
        household,
    )?;
    Ok(())
}

/// Counts anew how often a household was helped: for whoever moves wishes and orders from one file to another.
pub(crate) async fn recount(tx: &mut Tx<'_>, household: HouseholdId) -> Result<()> {
    run!(
        tx,
        "update household set helped =
             (select count(*) from claim c join wish w on w.id = c.wish
              where w.household = household.id and c.state in ('handed_over', 'confirmed'))
             + (select count(*) from shop_order o where o.household = household.id and o.state = 'collected')
         where id = $1",
        household,
    )?;
    if turn(tx, household).await? > 0 { let_others_first(tx, household).await } else { Ok(()) }
}

/// Whose turn it is: 0 for a family that was never helped.
pub(crate) async fn turn(tx: &mut Tx<'_>, household: HouseholdId) -> Result<i64> {
    let helped = value!(tx, i64, "select helped from household where id = $1", household)?;
    Ok(i64::from(helped > 0))
}

/// What the household has of an item, newest first, leaving one wish out.
async fn earlier(
    db: &mut Conn<'_>,
    household: HouseholdId,
    item: i64,
    except: WishId,
    now: Timestamp,
) -> Result<Vec<Earlier>> {
    let since = now - YEAR;
    let open = rows!(
        db,
        (i64, i64, i64),
        "select id, quantity, submitted from wish
         where household = $1 and item = $2 and id <> $3 and state in ('submitted', 'published')
         order by id desc limit 20",
        household,
        item,
        except,
    )?;
    let wished = rows!(
        db,
        (i64, i64, i64),
        "select w.id, cast(sum(c.quantity) as bigint), max(c.changed) from wish w join claim c on c.wish = w.id
         where w.household = $1 and w.item = $2 and w.id <> $3 and w.state not in ('submitted', 'published')
           and c.state in ('handed_over', 'confirmed') and c.changed > $4
         group by w.id order by w.id desc limit 20",
        household,
        item,
        except,
        since,
    )?;
    let taken = rows!(
        db,
        (i64, i64, i64),
        "select o.id, cast(sum(l.quantity) as bigint), max(o.changed)
         from shop_order o join shop_order_line l on l.shop_order = o.id
         where o.household = $1 and l.item = $2 and o.state = 'collected' and o.changed > $3
         group by o.id order by o.id desc limit 20",
        household,
        item,
        since,
    )?;
    let wish = |had| move |(wish, quantity, at)| Earlier { had, wish, order: 0, quantity, at };
    let order = |(order, quantity, at)| Earlier { had: Had::Shop, wish: 0, order, quantity, at };
    let open = open.into_iter().map(wish(Had::Open));
    let mut received: Vec<Earlier> =
        wished.into_iter().map(wish(Had::Wish)).chain(taken.into_iter().map(order)).collect();
    received.sort_by_key(|earlier| -earlier.at);
    Ok(open.chain(received).collect())
}

/// How much room the household has at this moment.
async fn room(db: &mut Conn<'_>, household: HouseholdId, path: &AreaPath, now: Timestamp) -> Result<Room> {
    let policy = policy_for(db, path).await?;
    let open = value!(
        db,
        i64,
        "select count(*) from wish where household = $1 and state in ('submitted', 'published')",
        household,
    )?;
    let sent = values!(
        db,
        i64,
        "select submitted from wish where household = $1 and state in ('submitted', 'published', 'fulfilled')
         and submitted > $2 order by submitted",
        household,
        now - YEAR,
    )?;
    let (year, limit) = (i64::try_from(sent.len()).unwrap_or(i64::MAX), policy.year_wishes);
    let full = if limit > 0 { usize::try_from(year - limit).ok() } else { None };
    let again = full.and_then(|oldest| sent.get(oldest)).map_or(0, |at| at + YEAR);
    Ok(Room { open, open_limit: policy.open_wishes, year, year_limit: limit, again })
}

/// A wish before it is admitted. A draft that is sent is asked about like any other.
pub(crate) struct Asked<'a> {
    pub item: i64,
    /// Whether it is kept only.
    pub draft: bool,
    /// Whether one more of the same is meant.
    pub again: bool,
    /// Why staff send it all the same, or empty.
    pub beyond: &'a str,
}

/// Asks whether a wish may be posted, or a draft sent, under the household's lock, so that five at once count each other. Gives the
/// reason to keep with it.
///
/// # Errors
/// [`Code::AlreadyOpen`] until the poster says that it is meant; [`Code::OpenLimit`] and [`Code::YearLimit`], which only
/// staff pass, with a reason.
pub(crate) async fn admit(
    tx: &mut Tx<'_>,
    household: HouseholdId,
    path: &AreaPath,
    asked: &Asked<'_>,
) -> Result<String> {
    lock_household(tx, household).await?;
    let now = tx.now;
    let same = !earlier(&mut tx.arm(), household, asked.item, 0, now).await?.is_empty();
    if same && !asked.again {
        return Err(Code::AlreadyOpen.into());
    }
    // A draft is held back when it is sent.
    let full = if asked.draft { Ok(()) } else { room(&mut tx.arm(), household, path, now).await?.admits() };
    if is_own(&tx.actor, household) {
        return Ok(full.map(|()| String::new())?);
    }
    match full {
        Ok(()) if !same => Ok(String::new()),
        _ if !asked.beyond.is_empty() => Ok(asked.beyond.to_owned()),
        Ok(()) => Err(Refusal::field("beyond", Code::Required).into()),
        Err(code) => Err(code.into()),
    }
}

impl Store {
    /// The household's area, for the family itself and for staff who see its wishes there.
    async fn may_see_standing(&self, actor: &Actor, household: HouseholdId) -> Result<AreaPath> {
        let mut db = self.reader().await?;
        let found = row!(
            db,
            (String,),
            "select a.path from household h join area a on a.id = h.area where h.id = $1",
            household,
        )?;
        let own = is_own(actor, household);
        if !own {
            actor.must_somewhere(Action::ReviewWishes).or(actor.must_somewhere(Action::ReadHouseholds))?;
        }
        let path = AreaPath(found.ok_or(Refusal::NotFound)?.0);
        let may = [Action::ReviewWishes, Action::ReadHouseholds].iter().any(|action| actor.may(*action, &path));
        if own || may { Ok(path) } else { Err(Refusal::NotFound.into()) }
    }

    /// What a household has of an item: wishes under way, and what it received within a year.
    ///
    /// # Errors
    /// Not found for anybody but the family and the staff of its area.
    pub async fn same_wish(&self, actor: &Actor, household: HouseholdId, item: i64) -> Result<Vec<Earlier>> {
        self.may_see_standing(actor, household).await?;
        let mut db = self.reader().await?;
        earlier(&mut db.arm(), household, item, 0, self.now()).await
    }

    /// How much room a household has for wishes.
    ///
    /// # Errors
    /// Not found for anybody but the family and the staff of its area.
    pub async fn wish_room(&self, actor: &Actor, household: HouseholdId) -> Result<Room> {
        let path = self.may_see_standing(actor, household).await?;
        let mut db = self.reader().await?;
        room(&mut db.arm(), household, &path, self.now()).await
    }

    /// How the family of a wish stands: for the staff of its area, who decide about the wish.
    ///
    /// # Errors
    /// Not found for anybody else.
    pub async fn standing(&self, actor: &Actor, wish: WishId) -> Result<Standing> {
        let mut db = self.reader().await?;
        let found = row!(
            db,
            (i64, i64, i64, String),
            "select w.household, w.item, h.helped, w.beyond from wish w join household h on h.id = w.household
             where w.id = $1",
            wish,
        )?;
        let (household, item, helped, beyond) = found.ok_or(Refusal::NotFound)?;
        drop(db);
        if !actor.is_staff() {
            return Err(Refusal::NotFound.into());
        }
        let path = self.may_see_standing(actor, household).await?;
        let mut db = self.reader().await?;
        Ok(Standing {
            helped,
            room: room(&mut db.arm(), household, &path, self.now()).await?,
            same: earlier(&mut db.arm(), household, item, wish, self.now()).await?,
            beyond: self.vault.open(Secret::WishBeyond, &beyond)?,
        })
    }
}
