//! Fairness of giving: duplicates are asked about, areas limit wishes, unserved households go first.
//! `household.helped` counts how often a household was helped; `wish.turn` is 0 while it never was.

use crate::{
    Conn, Refusal, Result, Store, Tx,
    areas::policies::policy_for,
    crypto::secret::Secret,
    db::{
        area_filter::is_own,
        locks::{HeldFile, lock_and_read},
        sql::{row, rows, run, value},
    },
    households::views::household_path,
};
use domain::{
    Code, Timestamp,
    accounts::Actor,
    areas::{AreaPath, Policy},
    households::HouseholdId,
    permission::Action,
    wishes::{
        WishId,
        priority::{Earlier, Had, Room, Standing, YEAR},
    },
};

/// Increments the household's help count.
/// Called where goods leave for it: a claim is handed over, an order is collected.
pub(crate) async fn help(tx: &mut Tx<'_>, household: HouseholdId) -> Result<()> {
    run!(tx, "update household set helped = helped + 1 where id = $1", household)?;
    Ok(())
}

/// Locks and reads the household of a wish; comes before the lock of the wish. The caller checks the permission.
/// Starts over when a merge moved the wish to another household while this waited for the lock.
///
/// # Errors
/// Not found for an unknown wish.
pub(crate) async fn lock_family_of(tx: &mut Tx<'_>, wish: WishId) -> Result<HeldFile> {
    let mut held: Option<HeldFile> = None;
    loop {
        let (household,) =
            row!(tx, (i64,), "select household from wish where id = $1", wish)?.ok_or(Refusal::NotFound)?;
        match held {
            Some(file) if file.id == household => return Ok(file),
            _ => held = Some(lock_and_read(tx, household).await?),
        }
    }
}

/// Moves a household's waiting wishes to turn 1, behind those of unserved households.
/// Called with its first help, under the household's lock and before a wish, a claim or an order is locked.
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

/// Recomputes the help count of a household after a merge has moved its wishes and orders, or a hand-over was reversed.
/// A household that was never helped after all waits in front again.
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
    if turn(tx, household).await? > 0 { let_others_first(tx, household).await } else { let_first(tx, household).await }
}

/// Moves a household's waiting wishes back to turn 0.
async fn let_first(tx: &mut Tx<'_>, household: HouseholdId) -> Result<()> {
    let moved = run!(
        tx,
        "update wish set turn = 0 where household = $1 and turn = 1 and state in ('submitted', 'published')",
        household,
    )?;
    if moved == 0 {
        return Ok(());
    }
    run!(
        tx,
        "update wish_term set turn = 0
         where turn = 1 and wish in (select w.id from wish w where w.household = $1 and w.turn = 0)",
        household,
    )?;
    Ok(())
}

/// Returns the household's turn: 0 while it was never helped, then 1.
pub(crate) async fn turn(tx: &mut Tx<'_>, household: HouseholdId) -> Result<i64> {
    let helped = value!(tx, i64, "select helped from household where id = $1", household)?;
    Ok(i64::from(helped > 0))
}

/// Loads what the household has of an item: open wishes, then goods received within a year.
/// Leaves out the wish `except`; each group is newest first.
async fn earlier(
    db: &mut Conn<'_>,
    household: HouseholdId,
    item: i64,
    except: WishId,
    now: Timestamp,
) -> Result<Vec<Earlier>> {
    // A free title has no item yet; its reviewer sees the family's other wishes.
    if item == 0 {
        return Ok(Vec::new());
    }
    let found = rows!(
        db,
        (i64, i64, i64, i64),
        "select had, id, units, happened from (
             select * from (select cast(0 as bigint) as had, w.id, w.quantity as units, w.submitted as happened
                 from wish w
                 where w.household = $1 and w.item = $2 and w.id <> $3 and w.state in ('submitted', 'published')
                 order by w.id desc limit 20) x
             union all
             select * from (select cast(1 as bigint) as had, w.id, cast(sum(c.quantity) as bigint) as units,
                     max(c.changed) as happened
                 from wish w join claim c on c.wish = w.id
                 where w.household = $1 and w.item = $2 and w.id <> $3 and w.state not in ('submitted', 'published')
                   and c.state in ('handed_over', 'confirmed') and c.changed > $4
                 group by w.id order by w.id desc limit 20) y
             union all
             select * from (select cast(2 as bigint) as had, o.id, cast(sum(l.quantity) as bigint) as units,
                     max(o.changed) as happened
                 from shop_order o join shop_order_line l on l.shop_order = o.id
                 where o.household = $1 and l.item = $2 and o.state = 'collected' and o.changed > $4
                 group by o.id order by o.id desc limit 20) z
         ) line order by had, id desc",
        household,
        item,
        except,
        now - YEAR,
    )?;
    let line = |(had, id, quantity, at)| match had {
        0 => Earlier { had: Had::Open, wish: id, order: 0, quantity, at },
        1 => Earlier { had: Had::Wish, wish: id, order: 0, quantity, at },
        _ => Earlier { had: Had::Shop, wish: 0, order: id, quantity, at },
    };
    let (open, mut received): (Vec<Earlier>, Vec<Earlier>) =
        found.into_iter().map(line).partition(|earlier| earlier.had == Had::Open);
    received.sort_by_key(|earlier| -earlier.at);
    Ok(open.into_iter().chain(received).collect())
}

/// Counts the household's wishes and compares them with the limits of its area.
pub(crate) async fn room(db: &mut Conn<'_>, household: HouseholdId, path: &AreaPath, now: Timestamp) -> Result<Room> {
    let policy = policy_for(db, path).await?;
    room_under(db, household, &policy, now).await
}

async fn room_under(db: &mut Conn<'_>, household: HouseholdId, policy: &Policy, now: Timestamp) -> Result<Room> {
    let since = now - YEAR;
    let found = rows!(
        db,
        (i64, bool),
        "select submitted, state <> 'fulfilled' from wish
         where household = $1 and (state in ('submitted', 'published') or (state = 'fulfilled' and submitted > $2))
         order by submitted",
        household,
        since,
    )?;
    let open = found.iter().filter(|(_, open)| *open).count();
    let sent: Vec<Timestamp> = found.iter().map(|(at, _)| *at).filter(|at| *at > since).collect();
    let whole = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
    let (open, year, limit) = (whole(open), whole(sent.len()), policy.year_wishes);
    let full = if limit > 0 { usize::try_from(year - limit).ok() } else { None };
    let again = full.and_then(|oldest| sent.get(oldest)).map_or(0, |at| at + YEAR);
    Ok(Room { open, open_limit: policy.open_wishes, year, year_limit: limit, again })
}

/// Wish to be admitted; a draft that is submitted is checked like a new wish.
pub(crate) struct WishToAdmit<'a> {
    pub item: i64,
    /// It is only saved as a draft.
    pub draft: bool,
    /// The poster confirms that one more of the same is meant.
    pub again: bool,
    /// Reason of staff to exceed a limit or to post a duplicate; `""` without one.
    pub beyond: &'a str,
}

/// Checks whether a wish may be posted or submitted; returns the reason to store with it.
/// The household is locked, so that concurrent wishes count each other.
///
/// # Errors
/// [`Code::FileClosed`] unless the file is open; [`Code::AlreadyOpen`] for a duplicate until the poster confirms it;
/// [`Code::OpenLimit`] and [`Code::YearLimit`], which only staff pass, with a reason; field `beyond` when staff post a
/// duplicate without one.
pub(crate) async fn admit(tx: &mut Tx<'_>, file: &HeldFile, asked: &WishToAdmit<'_>) -> Result<String> {
    file.must_be_open()?;
    let (now, household) = (tx.now, file.id);
    let same = !earlier(&mut tx.arm(), household, asked.item, 0, now).await?.is_empty();
    if same && !asked.again {
        return Err(Code::AlreadyOpen.into());
    }
    // Drafts are free; the limits apply when a draft is submitted.
    let full = if asked.draft { Ok(()) } else { room(&mut tx.arm(), household, &file.path(), now).await?.admits() };
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

/// Checks that the actor is the family or staff who see its wishes, in the area of this path.
fn must_see_standing(actor: &Actor, household: HouseholdId, path: &AreaPath) -> Result<()> {
    if !is_own(actor, household) {
        actor.must_somewhere(Action::ReviewWishes).or(actor.must_somewhere(Action::ReadHouseholds))?;
    }
    let may = [Action::ReviewWishes, Action::ReadHouseholds].iter().any(|action| actor.may(*action, path));
    if is_own(actor, household) || may { Ok(()) } else { Err(Refusal::NotFound.into()) }
}

impl Store {
    /// Returns the household's area if the actor is the family or staff who see its wishes.
    async fn may_see_standing(&self, actor: &Actor, household: HouseholdId) -> Result<AreaPath> {
        let mut db = self.reader().await?;
        if !is_own(actor, household) {
            actor.must_somewhere(Action::ReviewWishes).or(actor.must_somewhere(Action::ReadHouseholds))?;
        }
        let path = household_path(&mut db.arm(), household).await?;
        must_see_standing(actor, household, &path)?;
        Ok(path)
    }

    /// Loads what a household has of an item: open wishes, then goods received within a year.
    ///
    /// # Errors
    /// Not found for all but the family and the staff of its area.
    pub async fn same_wish(&self, actor: &Actor, household: HouseholdId, item: i64) -> Result<Vec<Earlier>> {
        self.may_see_standing(actor, household).await?;
        let mut db = self.reader().await?;
        earlier(&mut db.arm(), household, item, 0, self.now()).await
    }

    /// Counts a household's wishes and compares them with the limits of its area.
    ///
    /// # Errors
    /// Not found for all but the family and the staff of its area.
    pub async fn wish_room(&self, actor: &Actor, household: HouseholdId) -> Result<Room> {
        let path = self.may_see_standing(actor, household).await?;
        let mut db = self.reader().await?;
        room(&mut db.arm(), household, &path, self.now()).await
    }

    /// Loads what [`Store::same_wish`] and [`Store::wish_room`] do.
    ///
    /// # Errors
    /// Not found for all but the family and the staff of its area.
    pub async fn wish_obstacles(
        &self,
        actor: &Actor,
        household: HouseholdId,
        item: i64,
    ) -> Result<(Vec<Earlier>, Room)> {
        let path = self.may_see_standing(actor, household).await?;
        let mut db = self.reader().await?;
        let same = earlier(&mut db.arm(), household, item, 0, self.now()).await?;
        Ok((same, room(&mut db.arm(), household, &path, self.now()).await?))
    }

    /// Loads how a wish's family stands, for the staff who decide about the wish.
    ///
    /// # Errors
    /// Not found for all but the staff of its area.
    pub async fn standing(&self, actor: &Actor, wish: WishId) -> Result<Standing> {
        let mut db = self.reader().await?;
        let found = row!(
            db,
            (i64, i64, i64, String, String, bool),
            "select w.household, w.item, h.helped, w.beyond, a.path, w.posted_by = $2
             from wish w join household h on h.id = w.household join area a on a.id = h.area where w.id = $1",
            wish,
            actor.account,
        )?;
        let (household, item, helped, beyond, path, alone) = found.ok_or(Refusal::NotFound)?;
        let path = AreaPath(path);
        if !actor.is_staff() {
            return Err(Refusal::NotFound.into());
        }
        must_see_standing(actor, household, &path)?;
        let policy = policy_for(&mut db.arm(), &path).await?;
        Ok(Standing {
            own_post: alone && !policy.one_person_allowed,
            helped,
            room: room_under(&mut db.arm(), household, &policy, self.now()).await?,
            same: earlier(&mut db.arm(), household, item, wish, self.now()).await?,
            beyond: self.vault.open(Secret::WishBeyond, &beyond)?,
        })
    }
}
