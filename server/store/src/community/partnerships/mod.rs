//! Partnerships of organisations and areas: one proposes, the other agrees, the clock does the rest.
//! Lock order: organisation, partnership.

pub(crate) mod clocks;
pub mod lifecycle;
pub mod propose;
pub mod views;

use domain::{
    Timestamp,
    accounts::OrganisationId,
    areas::AreaPath,
    community::partnerships::{Partner, PartnershipId, PartnershipState, RENEW_DAYS},
    events::{Event, OfPartnership},
    time::Day,
};

use super::organisations::{acts_for, both_partners, lock_organisation, partner_of};
use crate::{
    Conn, Refusal, Result, Tx,
    db::{
        pagination::signed_in,
        sql::{parse, row, run},
    },
};

/// A partnership whose row and organisation are locked until commit, as it was read after the locks.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(crate) struct LockedPartnership {
    pub id: PartnershipId,
    pub organisation: OrganisationId,
    pub starts: Timestamp,
    pub until: Timestamp,
    pub renewal: Timestamp,
    pub reminder: Timestamp,
    pub next_step: Timestamp,
    pub open: bool,
    organisation_name: String,
    area_name: String,
    state: String,
    partner: String,
    renewal_partner: String,
    path: String,
}

impl LockedPartnership {
    pub(crate) fn path(&self) -> AreaPath {
        AreaPath(self.path.clone())
    }

    pub(crate) fn state(&self) -> Result<PartnershipState> {
        parse(&self.state)
    }

    /// The partner that proposed it.
    pub(crate) fn partner(&self) -> Result<Partner> {
        parse(&self.partner)
    }

    /// Whether the other partner wants it to run until this day; forms send days, and the API moments.
    pub(crate) fn is_asked_by_other(&self, mine: Partner, until: Timestamp) -> bool {
        Day::of(self.renewal) == Day::of(until)
            && !self.renewal_partner.is_empty()
            && self.renewal_partner != mine.as_str()
    }
}

/// Loads a partnership.
pub(crate) async fn load(db: &mut Conn<'_>, id: PartnershipId) -> Result<LockedPartnership> {
    row!(
        db,
        LockedPartnership,
        "select p.id, p.organisation, p.starts, p.until, p.renewal, p.reminder, p.next_step, o.open,
             o.name as organisation_name, a.name as area_name, p.state, p.partner, p.renewal_partner, a.path
         from partnership p join organisation o on o.id = p.organisation join area a on a.id = p.area
         where p.id = $1",
        id,
    )?
    .ok_or_else(|| Refusal::NotFound.into())
}

/// Locks a partnership by its organisation and its row. For the clocks, and callers that check the partner.
pub(crate) async fn lock_and_read(tx: &mut Tx<'_>, id: PartnershipId) -> Result<LockedPartnership> {
    let seen = load(&mut tx.arm(), id).await?;
    lock_organisation(tx, seen.organisation).await?;
    run!(tx, "update partnership set version = version + 1 where id = $1", id)?;
    load(&mut tx.arm(), id).await
}

/// Checks that the actor acts for a partner, locks the partnership and returns for which.
///
/// # Errors
/// Not signed in; not found for all others.
pub(crate) async fn lock_partnership(tx: &mut Tx<'_>, id: PartnershipId) -> Result<(LockedPartnership, Partner)> {
    signed_in(&tx.actor)?;
    let actor = tx.actor.clone();
    let seen = load(&mut tx.arm(), id).await?;
    let own = acts_for(&mut tx.arm(), &actor).await?;
    partner_of(&actor, own, seen.organisation, &seen.path()).ok_or(Refusal::NotFound)?;
    let held = lock_and_read(tx, id).await?;
    let own = acts_for(&mut tx.arm(), &actor).await?;
    let mine = partner_of(&actor, own, held.organisation, &held.path()).ok_or(Refusal::NotFound)?;
    Ok((held, mine))
}

/// When both partners of a partnership that runs until then are asked to renew it; 0 when that moment has passed.
pub(crate) fn reminder_of(until: Timestamp, now: Timestamp) -> Timestamp {
    let at = until - RENEW_DAYS * domain::DAY;
    if at > now { at } else { 0 }
}

/// Emits an event of a partnership to both partners.
pub(crate) async fn tell(tx: &mut Tx<'_>, held: &LockedPartnership, event: fn(OfPartnership) -> Event) -> Result<()> {
    let staff = both_partners(&mut tx.arm(), held.organisation, &held.path()).await?;
    let title = format!("{} · {}", held.organisation_name, held.area_name);
    tx.emit(event(OfPartnership { partnership: held.id, staff, title })).await
}
