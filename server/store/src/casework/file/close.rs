//! Closes a household file, and reopens it.
//! Closing ends the family's wishes, orders and relocation; reopening does not bring them back.

use domain::{
    Code,
    casework::{ChangeKind, Closing, EndReason},
    households::{FileState, HouseholdId},
};
use serde::Serialize;

use crate::{
    Command, Result, Tx,
    accounts::{sessions, sign_in::cards},
    areas::tree::lock_open_area,
    casework::{
        aid, cases, conferences, entitlements,
        file::{participation, relocate},
        pairings, school_places,
        visits::ending,
    },
    claims,
    community::{courses, groups, jobs, markets},
    db::sql::{run, value, values},
    disputes,
    households::lock::{NewChange, hold, put, tell},
    lending, orders, services, wishes,
};

/// Stored as the reason of the ended wishes and orders; the family and the shops read it in their languages.
const REASON: &str = EndReason::FileClosed.as_str();

/// Ends everything under way for a household.
/// Confirms handed-over claims, withdraws wishes, cancels orders and a relocation, ends pairings,
/// gives up places of courses and proposals and entitlements, takes offers of market days back.
///
/// # Errors
/// [`Code::HasOpenClaims`] while goods for the family are on the way or wait in a shop; [`Code::LoanOut`].
pub(crate) async fn end_all(tx: &mut Tx<'_>, household: HouseholdId) -> Result<()> {
    let coming = value!(
        tx,
        i64,
        "select count(*) from claim c join wish w on w.id = c.wish
         where w.household = $1 and c.state in ('on_the_way', 'arrived')",
        household,
    )?;
    if coming > 0 {
        return Err(Code::HasOpenClaims.into());
    }
    lending::files::must_have_none(tx, household).await?;
    let in_hand = values!(
        tx,
        i64,
        "select c.id from claim c join wish w on w.id = c.wish
         where w.household = $1 and c.state = 'handed_over' order by c.wish, c.id",
        household,
    )?;
    for claim in in_hand {
        claims::confirmation::confirm_with_file(tx, claim).await?;
    }
    aid::files::end_with_file(tx, household).await?;
    conferences::files::end_with_file(tx, household).await?;
    disputes::closing::end_with_file(tx, household).await?;
    cases::closing::end_with_file(tx, household).await?;
    school_places::files::end_with_file(tx, household).await?;
    services::referrals::steps::end_with_file(tx, household).await?;
    ending::end_with_file(tx, household).await?;
    let open = values!(
        tx,
        i64,
        "select id from wish where household = $1 and state in ('draft', 'submitted', 'published') order by id",
        household,
    )?;
    for id in open {
        wishes::endings::withdraw_with_file(tx, id, REASON).await?;
    }
    // After the wishes, because a publication locks its wish before the need.
    wishes::needs::turns::end_with_file(tx, household).await?;
    let orders =
        values!(tx, i64, "select id from shop_order where household = $1 and state = 'held' order by id", household)?;
    for id in orders {
        orders::lifecycle::cancel_with_file(tx, id, REASON).await?;
    }
    pairings::files::end_all(tx, household).await?;
    courses::files::end_all(tx, household).await?;
    markets::files::end_all(tx, household).await?;
    groups::files::end_all(tx, household).await?;
    jobs::files::end_all(tx, household).await?;
    participation::end_with_file(tx, household).await?;
    entitlements::files::end_all(tx, household).await?;
    relocate::call_off(tx, household).await
}

/// Closes the family's accounts and card, ends its sessions and empties its baskets.
pub(crate) async fn shut_out(tx: &mut Tx<'_>, household: HouseholdId) -> Result<()> {
    cards::close(tx, household).await?;
    for account in values!(tx, i64, "select id from account where household = $1 order by id", household)? {
        run!(tx, "update account set open = false, version = version + 1 where id = $1", account)?;
        sessions::end_all(tx, account).await?;
        run!(tx, "delete from basket_line where account = $1", account)?;
    }
    Ok(())
}

/// Closes a file.
///
/// # Errors
/// Not found outside the actor's areas; [`Code::FileClosed`] unless it is open; field `words` when reason `Other` has
/// none; [`Code::HasOpenClaims`] while goods are on the way or wait in a shop; [`Code::LoanOut`] while goods of a shop
/// are on loan to the family.
pub async fn close(tx: &mut Tx<'_>, new: &Closing) -> Result<()> {
    let file = hold(tx, new.household).await?;
    let new = new.clone().checked()?;
    file.must_be_open()?;
    end_all(tx, new.household).await?;
    shut_out(tx, new.household).await?;
    put(tx, new.household, FileState::Closed).await?;
    let change = NewChange {
        household: new.household,
        kind: ChangeKind::Closed,
        other: 0,
        reason: new.reason.as_str(),
        words: &new.words,
    };
    tell(tx, &change).await
}

/// Reopens a closed file and the family's accounts; a card has to be issued anew.
///
/// # Errors
/// Not found outside the actor's areas; [`Code::WrongState`] unless it is closed; [`Code::AreaClosed`] in an area that
/// takes nothing new.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct ReopenFile(pub HouseholdId);

impl Command for ReopenFile {
    const NAME: &'static str = "file_reopen";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        let Self(household) = self;
        let file = hold(tx, *household).await?;
        if file.state()? != FileState::Closed {
            return Err(Code::WrongState.into());
        }
        lock_open_area(tx, file.area).await?;
        put(tx, *household, FileState::Open).await?;
        ending::open_with_file(tx, *household).await?;
        for account in values!(tx, i64, "select id from account where household = $1 order by id", *household)? {
            // A sign-in that began before the closing may have opened a session behind it.
            sessions::end_all(tx, account).await?;
            run!(tx, "update account set open = true, version = version + 1 where id = $1", account)?;
        }
        let change = NewChange { household: *household, kind: ChangeKind::Reopened, other: 0, reason: "", words: "" };
        tell(tx, &change).await
    }
}

/// Closes a file: ends open wishes and orders, and closes the account of the family.
/// The file can be reopened.
///
/// # Errors
/// As [`close`].
#[derive(Clone, Debug, Serialize)]
pub struct CloseFile(pub Closing);

impl Command for CloseFile {
    const NAME: &'static str = "file_close";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        close(tx, &self.0).await
    }
}
