//! Goods that their family did not collect: back on the shelf, and a decision of the caseworker about the wish.
//!
//! The claim has ended, but its units stay claimed until the decision, so that no donor buys what is not needed.

use domain::{
    Code, DAY,
    accounts::Actor,
    claims::{
        ClaimEvent, ClaimFile, ClaimId,
        sending::{DECIDE_DAYS, Decision, EndReason, REMINDER_DAYS},
    },
    events::{Event, OfClaim},
    permission::Action,
    wishes::WishId,
};
use serde::{Deserialize, Serialize};
use sqlx::AssertSqlSafe;

use crate::{
    Command, Result, Store, Tx,
    areas::answerers::waiting::Waiting,
    claims::{
        fulfilment,
        lifecycle::{LockedClaim, change_state, keep},
        views::{ClaimRow, ClaimerName, claim_columns, claim_files},
    },
    db::{
        area_filter::covered,
        sql::{rows, run},
    },
    wishes::reopening,
};

/// Puts goods that were not collected on the shelf, and asks the caseworker about the wish.
pub(super) async fn shelve(tx: &mut Tx<'_>, kept: &LockedClaim) -> Result<()> {
    let until = tx.now + DECIDE_DAYS * DAY;
    change_state(tx, kept, ClaimEvent::Revoke, EndReason::NotCollected.as_str()).await?;
    fulfilment::release(tx, kept, "").await?;
    run!(tx, "update claim set undecided = $2, next_step = $2 where id = $1", kept.claim.id, until)?;
    let claimer = if kept.claim.source == "donor" { kept.account } else { 0 };
    tx.emit(Event::ClaimUncollected(OfClaim { claimer, ..kept.event("") })).await
}

/// Gives undecided units back to the wish.
pub(super) async fn reopen(tx: &mut Tx<'_>, kept: &LockedClaim) -> Result<()> {
    settle(tx, kept.claim.id).await?;
    reopening::return_units(tx, &kept.wish, kept.claim.quantity, kept.claim.created).await?;
    tx.audit("claim", kept.claim.id).await?;
    tx.emit(Event::ClaimReopened(kept.event(""))).await
}

async fn settle(tx: &mut Tx<'_>, id: ClaimId) -> Result<()> {
    run!(tx, "update claim set undecided = 0, next_step = 0, version = version + 1 where id = $1", id)?;
    Ok(())
}

/// Ends the decisions about a wish that is withdrawn, whose row is locked.
pub(crate) async fn settle_with_wish(tx: &mut Tx<'_>, wish: WishId) -> Result<()> {
    run!(
        tx,
        "update wish set claimed = claimed - (select cast(coalesce(sum(c.quantity), 0) as bigint) from claim c
             where c.wish = $1 and c.undecided > 0) where id = $1",
        wish,
    )?;
    run!(tx, "update claim set undecided = 0, next_step = 0 where wish = $1 and undecided > 0", wish)?;
    Ok(())
}

/// Decides about units whose goods were not collected: open again, or not needed any more.
///
/// # Errors
/// Not found outside the actor's areas; [`Code::WrongState`] unless a decision is due; [`Code::HasOpenClaims`] when the
/// whole wish would end while other goods for it are under way.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct DecideUncollected {
    /// Claim whose goods were not collected.
    pub claim: ClaimId,
    /// What becomes of its units.
    pub decision: Decision,
}

impl Command for DecideUncollected {
    const NAME: &'static str = "claim_decide";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        tx.actor.must_somewhere(Action::RevokeClaims)?;
        let kept = keep(tx, self.claim).await?;
        tx.actor.must(Action::RevokeClaims, &kept.wish.path())?;
        if kept.claim.undecided == 0 {
            return Err(Code::WrongState.into());
        }
        match self.decision {
            Decision::Reopen => reopen(tx, &kept).await,
            Decision::Close => {
                settle(tx, kept.claim.id).await?;
                reopening::drop_units(tx, &kept.wish, kept.claim.quantity).await?;
                tx.audit("claim", kept.claim.id).await
            }
        }
    }
}

impl Store {
    /// Lists up to 100 claims of the actor's families whose goods were not collected and that wait for its decision.
    ///
    /// # Errors
    /// Only when the database fails; empty without a role that decides.
    pub async fn claims_to_decide(&self, actor: &Actor) -> Result<Vec<ClaimFile>> {
        let sql = format!(
            concat!("select ", claim_columns!(), " where {} and {} order by c.undecided, c.id limit 100"),
            UNDECIDED,
            covered("a.path", &actor.areas_for(Action::RevokeClaims)),
        );
        let mut db = self.reader().await?;
        let found = rows!(db, ClaimRow, AssertSqlSafe(sql.as_str()))?;
        claim_files(&mut db.arm(), found, ClaimerName::Shown).await
    }

    /// Counts goods that their family has not collected for a week, to be brought on a visit.
    pub(crate) fn uncollected_visits(of: &Waiting<'_>) -> Option<String> {
        let inside = covered("a.path", &of.actor.areas_for(Action::KeepHouseholds));
        of.actor.may_somewhere(Action::KeepHouseholds).then(|| {
            format!(
                "select count(*) as n, min(c.changed) as at
                 from claim c join wish w on w.id = c.wish join area a on a.id = w.home
                 where c.state = 'arrived' and c.awaiting_check = false and c.changed <= $1 - {} and {inside}",
                REMINDER_DAYS * DAY,
            )
        })
    }

    /// Counts decisions about goods that were never collected.
    pub(crate) fn uncollected_decisions(of: &Waiting<'_>) -> Option<String> {
        let inside = covered("a.path", &of.actor.areas_for(Action::RevokeClaims));
        of.actor.may_somewhere(Action::RevokeClaims).then(|| {
            format!(
                "select count(*) as n, min(c.undecided) as at
                 from claim c join wish w on w.id = c.wish join area a on a.id = w.home
                 where {UNDECIDED} and {inside}"
            )
        })
    }
}

/// Condition on `c`: a decision is due. The index on `next_step` finds them, because the clock reopens each.
const UNDECIDED: &str = "c.next_step > 0 and c.undecided > 0";
