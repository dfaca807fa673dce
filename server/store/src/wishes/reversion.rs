//! Decisions of a review that are taken back: a publication that no donor has answered, and a rejection.
//! The wish waits for its review again, in the place of its submission, and its family is told. How long it waits
//! counts from then.

use domain::{
    Code, DAY, Timestamp,
    events::Event,
    permission::Action,
    undo::REOPEN_DAYS,
    wishes::{WishEvent, WishId, WishState},
};
use serde::{Deserialize, Serialize};

use crate::{
    Command, Result, Tx,
    crypto::secret::Secret,
    db::{
        area_filter::must_be_of_others,
        sql::{run, value},
    },
    wishes::{
        lifecycle::{emit_wish, hold, hold_again, step},
        needs, priority, public_fields,
    },
};

/// Takes the publication of second `at` back. What was public goes, and so does its place in the feed.
///
/// # Errors
/// Not found outside the actor's areas; not allowed for the actor's own family; [`Code::WrongState`] unless it is still
/// that publication;
/// [`Code::UndoDepends`] once a donor, a shop or staff did something with it.
pub(crate) async fn unpublish(tx: &mut Tx<'_>, id: WishId, at: Timestamp) -> Result<()> {
    let seen = hold_again(tx, id).await?;
    tx.actor.must(Action::ReviewWishes, &seen.path())?;
    let held = hold(tx, id).await?;
    tx.actor.must(Action::ReviewWishes, &held.path())?;
    must_be_of_others(&tx.actor, held.household)?;
    let published = value!(tx, i64, "select published from wish where id = $1", id)?;
    if held.state()? != WishState::Published || published != at {
        return Err(Code::WrongState.into());
    }
    let depends = value!(
        tx,
        i64,
        "select (select count(*) from claim where wish = $1) + (select count(*) from standby where wish = $1)
             + (select count(*) from application where wish = $1) + (select count(*) from urgent where wish = $1)
             + (select count(*) from wish where id = $1 and (claimed > 0 or need <> 0))",
        id,
    )?;
    if depends > 0 {
        return Err(Code::UndoDepends.into());
    }
    step(tx, &held, WishEvent::TakeBack, "").await?;
    run!(tx, "delete from wish_term where wish = $1", id)?;
    let now = tx.now;
    run!(
        tx,
        "update wish set published = 0, expires = 0, by_application = false, words = '', words_due = false,
             given_back = $2
         where id = $1",
        id,
        now,
    )?;
    public_fields::settle(tx, id, false).await?;
    emit_wish(tx, Event::WishBack, &held, "").await?;
    tx.audit("wish", id).await
}

/// Takes the rejection of second `at` back.
///
/// # Errors
/// As [`ReopenWish`]; [`Code::WrongState`] unless it is still that rejection.
pub(crate) async fn unreject(tx: &mut Tx<'_>, id: WishId, at: Timestamp) -> Result<()> {
    bring_back(tx, id, Some(at)).await
}

/// Looks at a wish again that was sent back. It waits for its review in its old place.
///
/// # Errors
/// Not found outside the actor's areas; not allowed for the actor's own family; [`Code::WrongState`] unless it was sent
/// back; [`Code::TooLate`] after [`REOPEN_DAYS`]; [`Code::AlreadyOpen`] when the family has wished for the same since;
/// [`Code::OpenLimit`] or [`Code::YearLimit`] when other wishes fill its limits; [`Code::FileClosed`].
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct ReopenWish {
    /// The wish.
    pub wish: WishId,
}

impl Command for ReopenWish {
    const NAME: &'static str = "wish_reopen";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        bring_back(tx, self.wish, None).await
    }
}

/// Lets a rejected wish wait for its review again; `at` is the second of the rejection that is taken back.
async fn bring_back(tx: &mut Tx<'_>, id: WishId, at: Option<Timestamp>) -> Result<()> {
    let seen = hold_again(tx, id).await?;
    tx.actor.must(Action::ReviewWishes, &seen.path())?;
    must_be_of_others(&tx.actor, seen.household)?;
    let file = priority::lock_family_of(tx, id).await?;
    let held = hold(tx, id).await?;
    tx.actor.must(Action::ReviewWishes, &held.path())?;
    must_be_of_others(&tx.actor, held.household)?;
    file.must_be_open()?;
    let ended = value!(tx, i64, "select ended from wish where id = $1", id)?;
    if held.state()? != WishState::Rejected || at.is_some_and(|at| at != ended) {
        return Err(Code::WrongState.into());
    }
    if ended < tx.now - REOPEN_DAYS * DAY {
        return Err(Code::TooLate.into());
    }
    let same = value!(
        tx,
        i64,
        "select count(*) from wish
         where household = $1 and item = $2 and item <> 0 and id <> $3 and submitted > $4
             and state in ('submitted', 'published')",
        held.household,
        held.item,
        id,
        ended,
    )?;
    if same > 0 {
        return Err(Code::AlreadyOpen.into());
    }
    // A wish that was sent back counts in no limit, so its place may have been filled meanwhile. One that staff posted
    // beyond a limit has its reason.
    let beyond = value!(tx, String, "select beyond from wish where id = $1", id)?;
    if tx.vault.open(Secret::WishBeyond, &beyond)?.is_empty() {
        let now = tx.now;
        priority::room(&mut tx.arm(), held.household, &file.path(), now).await?.admits()?;
    }
    step(tx, &held, WishEvent::TakeBack, "").await?;
    // The family may have been helped meanwhile. Days in which the wish waited for no review count in none of its clocks.
    let (now, turn) = (tx.now, priority::turn(tx, held.household).await?);
    run!(tx, "update wish set turn = $2, given_back = $3 where id = $1", id, turn, now)?;
    needs::turns::ask_again(tx, id).await?;
    emit_wish(tx, Event::WishBack, &held, "").await?;
    tx.audit("wish", id).await
}
