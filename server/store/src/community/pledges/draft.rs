//! Drafts of pledges and their signatures.

use domain::{
    Code, DAY, Timestamp,
    accounts::OrganisationId,
    areas::AreaId,
    community::{
        partnerships::Partner,
        pledges::{
            NewPledge, PledgeId, PledgePromise, PledgeState, PledgeStep, QUARTER_DAYS, SHOWN_DAYS, SIGN_DAYS,
            checked_lines, checked_until,
        },
    },
    events::Event,
};
use serde::{Deserialize, Serialize};

use super::{insert_lines, load, lock_pledge, tell};
use crate::{
    Command, Result, Tx,
    community::organisations::proposer,
    db::{
        pagination::signed_in,
        sql::{run, value},
    },
};

/// Drafts a pledge and signs it, for the organisation that the actor acts for, or for an area that it keeps.
///
/// # Errors
/// Not allowed for accounts that may do neither; not found outside the actor's areas; fields `organisation`, `area`,
/// `until`, `lines`, `what` and `count`; [`Code::OwnMembership`] for staff that belongs to the organisation;
/// [`Code::NoContact`] when no account may sign for it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct DraftPledge(pub NewPledge);

impl Command for DraftPledge {
    const NAME: &'static str = "pledge_draft";
    type Output = PledgeId;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<PledgeId> {
        signed_in(&tx.actor)?;
        let Self(new) = self;
        let (partner, held) = proposer(tx, new.organisation, new.area).await?;
        checked_until(new.until, tx.now)?;
        checked_lines(&new.lines)?;
        insert(tx, (held.id, new.area), partner, new.until, &new.lines).await
    }
}

/// Inserts a pledge with the signature of the partner that drafts it, and asks the other one.
pub(super) async fn insert(
    tx: &mut Tx<'_>,
    (organisation, area): (OrganisationId, AreaId),
    partner: Partner,
    until: Timestamp,
    lines: &[PledgePromise],
) -> Result<PledgeId> {
    let (now, account) = (tx.now, tx.actor.account);
    let (by_organisation, by_area) = match partner {
        Partner::Organisation => ((now, account), (0, 0)),
        Partner::Area => ((0, 0), (now, account)),
    };
    let id = value!(
        tx,
        i64,
        "insert into pledge (organisation, area, state, partner, until, drafted, drafted_by, organisation_signed,
             organisation_signed_by, area_signed, area_signed_by, shown, quarter, climbed, rated, rated_by, rating,
             next_step, ended, ended_by, reason, version)
         values ($1, $2, 'signing', $3, $4, $5, $6, $7, $8, $9, $10, 0, 0, 0, 0, 0, '', $11, 0, 0, '', 0) returning id",
        organisation,
        area,
        partner.as_str(),
        until,
        now,
        account,
        by_organisation.0,
        by_organisation.1,
        by_area.0,
        by_area.1,
        now + SIGN_DAYS * DAY,
    )?;
    insert_lines(tx, id, lines).await?;
    let made = load(&mut tx.arm(), id).await?;
    tell(tx, &made, Event::PledgeDrafted).await?;
    tx.audit("pledge", id).await?;
    Ok(id)
}

/// Changes the lines and the last day of a draft, and signs it; the other partner has to sign anew.
///
/// # Errors
/// Not found for all who act for neither partner; [`Code::WrongState`] once both have signed or it is over; fields
/// `until`, `lines`, `what` and `count`.
#[derive(Clone, Debug, Serialize)]
pub struct ChangePledge {
    /// The pledge.
    pub pledge: PledgeId,
    /// Last second of its last day.
    pub until: Timestamp,
    /// What is given.
    pub lines: Vec<PledgePromise>,
}

impl Command for ChangePledge {
    const NAME: &'static str = "pledge_change";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        let (held, mine) = lock_pledge(tx, self.pledge).await?;
        if held.state()? != PledgeState::Signing {
            return Err(Code::WrongState.into());
        }
        checked_until(self.until, tx.now)?;
        checked_lines(&self.lines)?;
        let (now, account) = (tx.now, tx.actor.account);
        let (by_organisation, by_area) = match mine {
            Partner::Organisation => ((now, account), (0, 0)),
            Partner::Area => ((0, 0), (now, account)),
        };
        run!(
            tx,
            "update pledge set until = $2, organisation_signed = $3, organisation_signed_by = $4, area_signed = $5,
                 area_signed_by = $6, next_step = $7 where id = $1",
            held.id,
            self.until,
            by_organisation.0,
            by_organisation.1,
            by_area.0,
            by_area.1,
            now + SIGN_DAYS * DAY,
        )?;
        run!(tx, "delete from pledge_line where pledge = $1", held.id)?;
        insert_lines(tx, held.id, &self.lines).await?;
        tell(tx, &held, Event::PledgeDrafted).await?;
        tx.audit("pledge", held.id).await
    }
}

/// Signs a pledge for a partner. With the second signature it is public, and what is given counts.
///
/// # Errors
/// Not found for all who act for neither partner; [`Code::WrongState`] when the partner has signed, and once it is over
/// or its last day has passed.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct SignPledge(pub PledgeId);

impl Command for SignPledge {
    const NAME: &'static str = "pledge_sign";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        let (held, mine) = lock_pledge(tx, self.0).await?;
        let (now, account) = (tx.now, tx.actor.account);
        let state = held.state()?.after(PledgeStep::Sign)?;
        if held.is_signed_by(mine) || held.until <= now {
            return Err(Code::WrongState.into());
        }
        let (by_organisation, by_area) = match mine {
            Partner::Organisation => (now, held.area_signed),
            Partner::Area => (held.organisation_signed, now),
        };
        run!(
            tx,
            "update pledge set state = $2, shown = $3, quarter = $4, next_step = $5, organisation_signed = $6,
                 area_signed = $7 where id = $1",
            held.id,
            state.as_str(),
            now,
            now + QUARTER_DAYS * DAY,
            held.until.min(now + SHOWN_DAYS * DAY),
            by_organisation,
            by_area,
        )?;
        match mine {
            Partner::Organisation => {
                run!(tx, "update pledge set organisation_signed_by = $2 where id = $1", held.id, account)?
            }
            Partner::Area => run!(tx, "update pledge set area_signed_by = $2 where id = $1", held.id, account)?,
        };
        tell(tx, &held, Event::PledgeShown).await?;
        tx.audit("pledge", held.id).await
    }
}
