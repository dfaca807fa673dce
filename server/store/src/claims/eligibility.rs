//! Terms of a promise before it is made: deadline, location, and whether it would be refused.
//! Only a preview: taking the claim checks everything again.

use domain::{
    Code, Error as Refusal, Timestamp,
    accounts::Actor,
    areas::{AreaId, AreaPath, Policy, WhoMayClaim},
    claims::{ClaimFile, ClaimId},
    ledger::Location,
    permission::Action,
    wishes::WishId,
};

use crate::{
    Result, Store,
    areas::{locations::nearest_location, policies::policy_for},
    db::{
        pagination::signed_in,
        sql::{row, value},
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

impl Store {
    /// Loads a claim as its claimer sees it.
    ///
    /// # Errors
    /// Not signed in; not found for all others, staff included.
    pub async fn own_claim(&self, actor: &Actor, id: ClaimId) -> Result<ClaimFile> {
        signed_in(actor)?;
        let mut db = self.reader().await?;
        let own = value!(
            db,
            i64,
            "select count(*) from claim where id = $1 and account = $2 and source = 'donor'",
            id,
            actor.account,
        )?;
        drop(db);
        if own == 0 {
            return Err(Refusal::NotFound.into());
        }
        self.claim(actor, id).await
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
            (i64, String),
            "select w.root, a.path from wish w join area a on a.id = w.home
             where w.id = $1 and w.state in ('published', 'fulfilled')",
            wish,
        )?;
        let (root, path) = found.map(|(root, path)| (root, AreaPath(path))).ok_or(Refusal::NotFound)?;
        let policy = policy_for(&mut db.arm(), &path).await?;
        let (open, own) = row!(
            db,
            (i64, i64),
            "select count(*), coalesce(max(case when wish = $2 then id else 0 end), 0) from claim
             where account = $1 and source = 'donor' and state in ('pledged', 'on_the_way')",
            actor.account,
            wish,
        )?
        .unwrap_or_default();
        let allowed = actor.must_somewhere(Action::ClaimWishes).and_then(|()| admits(actor, root, &policy));
        // The location is shown only to actors who may promise there.
        let location = match &allowed {
            Ok(()) => nearest_location(&mut db.arm(), root, &path).await?,
            Err(_) => None,
        };
        let refused = match allowed {
            Err(refusal) => Some(refusal.code()),
            Ok(()) if location.is_none() => Some(Code::ClaimsPaused),
            Ok(()) if open >= policy.open_claims => Some(Code::ClaimLimit),
            Ok(()) => None,
        };
        Ok(Terms { days: policy.claim_days, latest: policy.latest_due(now), location, own, refused })
    }
}
