//! Terms of a promise before it is made: deadline, location, and whether it would be refused.
//! Only a preview: taking the claim checks everything again.

use domain::{
    Code, DAY, Timestamp,
    accounts::{AccountId, Actor, proof::UNPROVED_CLAIMS},
    areas::{AreaId, AreaPath, Policy, Waits, WhoMayClaim},
    claims::{ClaimId, LAPSES_COUNT_DAYS, LAPSES_TO_LIMIT},
    ledger::Location,
    permission::Action,
    wishes::WishId,
};

use crate::{
    Conn, Refusal, Result, Store, Tx,
    areas::{locations::nearest_location, policies::policy_for},
    db::{
        pagination::signed_in,
        sql::{row, value, values},
    },
};

/// Terms of a promise for one wish.
#[derive(Clone, Debug)]
pub struct Terms {
    /// Days from a promise made now to its deadline; the one extension adds as many again.
    pub days: i64,
    /// Latest deadline of a promise made now.
    pub latest: Timestamp,
    /// Where to bring the goods; `None` where the actor may not promise.
    pub location: Option<Location>,
    /// Number of the actor's own open promise for this wish; 0 without one.
    pub own: ClaimId,
    /// How long goods may be on the way and wait.
    pub waits: Waits,
    /// Why every promise would be refused; `None` when it would be accepted.
    pub refused: Option<Code>,
}

/// Checks that the area's policy lets the actor promise there.
pub(crate) fn admits(actor: &Actor, root: AreaId, policy: &Policy) -> Result<(), Refusal> {
    if root != actor.root {
        return Err(Refusal::NotAllowed(Code::OtherArea));
    }
    match policy.who_may_claim {
        WhoMayClaim::Closed => Err(Refusal::NotAllowed(Code::ClaimsPaused)),
        WhoMayClaim::Members if actor.organisation == 0 => Err(Refusal::NotAllowed(Code::MembersOnly)),
        _ => Ok(()),
    }
}

/// Returns why an account with so many open promises may not make another; `None` when it may.
/// A phone that was only typed in may be made up, so its account begins with one promise; a shop that has received
/// something from it has seen that the donor exists.
pub(crate) async fn at_limit(
    db: &mut Conn<'_>,
    account: AccountId,
    open: i64,
    policy: &Policy,
    now: Timestamp,
) -> Result<Option<Code>> {
    if open >= policy.open_claims {
        return Ok(Some(Code::ClaimLimit));
    }
    if open < UNPROVED_CLAIMS {
        return Ok(None);
    }
    if one_at_a_time(db, account, now).await? {
        return Ok(Some(Code::OneAtATime));
    }
    let untried = value!(
        db,
        i64,
        "select count(*) from account a where a.id = $1 and a.proof = 'none'
             and not exists (select 1 from claim c where c.account = a.id and c.source = 'donor'
                 and c.state in ('arrived', 'handed_over', 'confirmed'))
             and not exists (select 1 from offer o where o.account = a.id and o.state = 'received')",
        account,
    )?;
    Ok((untried > 0).then_some(Code::FirstClaimOpen))
}

/// Tells whether an account may hold one claim only: it let [`LAPSES_TO_LIMIT`] promises lapse in [`LAPSES_COUNT_DAYS`],
/// and no shop has received goods of it since the last one. Goods that were sent and never came count as a lapse; when
/// they come late and are booked in as its donation, that lifts the limit.
pub(crate) async fn one_at_a_time(db: &mut Conn<'_>, account: AccountId, now: Timestamp) -> Result<bool> {
    let (lapses, last) = row!(
        db,
        (i64, i64),
        "select count(*), coalesce(max(changed), 0) from claim
         where account = $1 and source = 'donor' and state = 'lapsed' and changed > $2",
        account,
        now - LAPSES_COUNT_DAYS * DAY,
    )?
    .unwrap_or_default();
    if lapses < LAPSES_TO_LIMIT {
        return Ok(false);
    }
    // By the receipt, because a claim changes again when its goods are handed over or confirmed.
    let kept = value!(
        db,
        i64,
        "select count(*) from receipt r where r.donor = $1 and r.donor <> 0 and r.created >= $2
             and not exists (select 1 from claim c where c.id = r.claim and c.state = 'refused')",
        account,
        last,
    )?;
    Ok(kept == 0)
}

/// Checks that an account may hold one more promise. The caller has locked it with
/// [`lock_own_account`](crate::db::locks::lock_own_account) or [`lock_account`](crate::db::locks::lock_account), so
/// that its concurrent claims count each other.
pub(crate) async fn must_have_room(tx: &mut Tx<'_>, account: AccountId, policy: &Policy) -> Result<()> {
    let open = value!(
        tx,
        i64,
        "select count(*) from claim where account = $1 and source = 'donor' and state in ('pledged', 'on_the_way')",
        account,
    )?;
    let now = tx.now;
    match at_limit(&mut tx.arm(), account, open, policy, now).await? {
        Some(code) => Err(code.into()),
        None => Ok(()),
    }
}

impl Store {
    /// Tells whether the actor may hold one claim at a time, because promises lapsed; others never learn it.
    ///
    /// # Errors
    /// Only when the database fails.
    pub async fn claims_one_at_a_time(&self, actor: &Actor) -> Result<bool> {
        one_at_a_time(&mut self.reader().await?.arm(), actor.account, self.now()).await
    }

    /// Returns the actor's latest claim of a wish that is owed or was kept; `None` without one.
    ///
    /// # Errors
    /// Only when the database fails.
    pub async fn own_claim_of(&self, actor: &Actor, wish: WishId) -> Result<Option<ClaimId>> {
        if !actor.is_signed_in() {
            return Ok(None);
        }
        let mut db = self.reader().await?;
        let own = values!(
            db,
            i64,
            "select id from claim where account = $1 and wish = $2 and source = 'donor'
                 and state in ('pledged', 'on_the_way', 'arrived', 'handed_over', 'confirmed') order by id desc limit 1",
            actor.account,
            wish,
        )?;
        Ok(own.first().copied())
    }

    /// Loads the terms of a promise for this wish, before it is made.
    ///
    /// # Errors
    /// Not signed in; not found unless the wish is published or fulfilled.
    pub async fn claim_terms(&self, actor: &Actor, wish: WishId) -> Result<Terms> {
        signed_in(actor)?;
        let now = self.now();
        let mut db = self.reader().await?;
        let found = row!(
            db,
            (i64, String, i64, i64),
            "select w.root, a.path,
                 (select count(*) from claim c where c.account = $1 and c.source = 'donor'
                      and c.state in ('pledged', 'on_the_way')),
                 coalesce((select max(c.id) from claim c where c.account = $1 and c.source = 'donor'
                               and c.state in ('pledged', 'on_the_way') and c.wish = w.id), 0)
             from wish w join area a on a.id = w.home
             where w.id = $2 and w.state in ('published', 'fulfilled')",
            actor.account,
            wish,
        )?;
        let (root, path, open, own) = found.ok_or(Refusal::NotFound)?;
        let path = AreaPath(path);
        let policy = policy_for(&mut db.arm(), &path).await?;
        let allowed = actor.must_somewhere(Action::ClaimWishes).and_then(|()| admits(actor, root, &policy));
        // The location is shown only to actors who may promise there.
        let location = match &allowed {
            Ok(()) => nearest_location(&mut db.arm(), root, &path).await?,
            Err(_) => None,
        };
        let refused = match allowed {
            Err(refusal) => Some(refusal.code()),
            Ok(()) if location.is_none() => Some(Code::ClaimsPaused),
            Ok(()) => at_limit(&mut db.arm(), actor.account, open, &policy, now).await?,
        };
        Ok(Terms {
            days: policy.claim_days,
            latest: policy.latest_due(now),
            location,
            own,
            waits: policy.waits,
            refused,
        })
    }
}
