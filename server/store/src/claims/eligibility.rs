//! What a promise would mean for the person who is about to make it: by when, where to, and whether
//! it would be taken at all.

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

/// The terms of a promise for one wish.
#[derive(Clone, Debug)]
pub struct Terms {
    /// Days between a promise made now and its deadline; one extension adds as many again.
    pub days: i64,
    /// The latest deadline of a promise made now.
    pub latest: Timestamp,
    /// Where to bring things.
    pub location: Option<Location>,
    /// The person's own promise for this wish that is still open, or 0.
    pub own: ClaimId,
    /// Why the promise would be refused, whatever is chosen.
    pub refused: Option<Code>,
}

/// Whether the rules of an area let the person promise anything there.
pub(crate) fn admits(actor: &Actor, root: AreaId, policy: &Policy) -> Result<(), Refusal> {
    if root != actor.root {
        return Err(Refusal::NotAllowed(Code::OtherArea));
    }
    match policy.who_may_claim {
        WhoMayClaim::Nobody => Err(Refusal::NotAllowed(Code::ClaimsPaused)),
        WhoMayClaim::Members if actor.organisation == 0 => Err(Refusal::NotAllowed(Code::MembersOnly)),
        _ => Ok(()),
    }
}

impl Store {
    /// A claim for its claimer alone, as the claimer sees it.
    ///
    /// # Errors
    /// Not found for anybody else, whoever they are.
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

    /// What a promise for this wish would mean, before it is made. Taking it asks everything again.
    ///
    /// # Errors
    /// Nobody is signed in, or the wish is not for everybody to see.
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
        // Where another tree brings its things is nobody's business here.
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
