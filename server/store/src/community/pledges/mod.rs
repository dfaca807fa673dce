//! Pledges of organisations to areas: drafted by either, signed by both, kept by what records say, rated by the area.
//! Lock order: organisation, entry of the board, pledge.

pub(crate) mod clocks;
pub mod draft;
pub(crate) mod kept;
pub mod lifecycle;
pub mod listings;
pub mod views;

use domain::{
    Timestamp,
    accounts::{AccountId, OrganisationId},
    areas::AreaPath,
    community::{
        partnerships::Partner,
        pledges::{PledgeId, PledgePromise, PledgeState},
    },
    events::{Event, OfPledge},
};

use super::organisations::{acts_for, both_partners, lock_organisation, partner_of};
use crate::{
    Conn, Refusal, Result, Tx,
    db::{
        pagination::signed_in,
        sql::{parse, row, run},
    },
};

/// A pledge whose row and organisation are locked until commit, as it was read after the locks.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(crate) struct LockedPledge {
    pub id: PledgeId,
    pub organisation: OrganisationId,
    pub until: Timestamp,
    pub organisation_signed: Timestamp,
    pub area_signed: Timestamp,
    pub quarter: Timestamp,
    pub climbed: Timestamp,
    pub next_step: Timestamp,
    pub open: bool,
    organisation_name: String,
    area_name: String,
    state: String,
    path: String,
}

impl LockedPledge {
    pub(crate) fn path(&self) -> AreaPath {
        AreaPath(self.path.clone())
    }

    pub(crate) fn state(&self) -> Result<PledgeState> {
        parse(&self.state)
    }

    /// Whether a partner has signed it.
    pub(crate) fn is_signed_by(&self, partner: Partner) -> bool {
        match partner {
            Partner::Organisation => self.organisation_signed > 0,
            Partner::Area => self.area_signed > 0,
        }
    }
}

async fn load(db: &mut Conn<'_>, id: PledgeId) -> Result<LockedPledge> {
    row!(
        db,
        LockedPledge,
        "select p.id, p.organisation, p.until, p.organisation_signed, p.area_signed, p.quarter, p.climbed, p.next_step,
             o.open, o.name as organisation_name, a.name as area_name, p.state, a.path
         from pledge p join organisation o on o.id = p.organisation join area a on a.id = p.area where p.id = $1",
        id,
    )?
    .ok_or_else(|| Refusal::NotFound.into())
}

/// Locks a pledge by its organisation and its row. For the clocks, and callers that check the partner.
pub(crate) async fn lock_and_read(tx: &mut Tx<'_>, id: PledgeId) -> Result<LockedPledge> {
    let seen = load(&mut tx.arm(), id).await?;
    lock_organisation(tx, seen.organisation).await?;
    run!(tx, "update pledge set version = version + 1 where id = $1", id)?;
    load(&mut tx.arm(), id).await
}

/// Checks that the actor acts for a partner, locks the pledge and returns for which.
///
/// # Errors
/// Not signed in; not found for all others.
pub(crate) async fn lock_pledge(tx: &mut Tx<'_>, id: PledgeId) -> Result<(LockedPledge, Partner)> {
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

/// Inserts the lines of a pledge.
pub(crate) async fn insert_lines(tx: &mut Tx<'_>, pledge: PledgeId, lines: &[PledgePromise]) -> Result<()> {
    for line in lines {
        run!(
            tx,
            "insert into pledge_line (pledge, kind, item, category, count, why) values ($1, $2, $3, $4, $5, '')",
            pledge,
            line.kind.as_str(),
            line.item.unwrap_or_default(),
            line.category.map_or("", domain::catalogue::Category::as_str),
            line.count,
        )?;
    }
    Ok(())
}

/// Emits an event of a pledge to given accounts.
pub(crate) async fn tell_accounts(
    tx: &mut Tx<'_>,
    held: &LockedPledge,
    staff: Vec<AccountId>,
    event: fn(OfPledge) -> Event,
) -> Result<()> {
    let title = format!("{} · {}", held.organisation_name, held.area_name);
    tx.emit(event(OfPledge { pledge: held.id, staff, title })).await
}

/// Emits an event of a pledge to both partners.
pub(crate) async fn tell(tx: &mut Tx<'_>, held: &LockedPledge, event: fn(OfPledge) -> Event) -> Result<()> {
    let staff = both_partners(&mut tx.arm(), held.organisation, &held.path()).await?;
    tell_accounts(tx, held, staff, event).await
}
