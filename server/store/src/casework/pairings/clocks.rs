//! The clock of pairings: proposals lapse, silence is raised once, renewals are asked for, years end.

use domain::{
    accounts::AccountId,
    casework::pairings::{PairingEnd, PairingId, PairingState, SILENT_DAYS, silent_at},
    events::{Event, OfPairing},
};
use serde::Serialize;

use super::{LockedPairing, lifecycle::end, lock_and_read};
use crate::{
    Command, Result, Store, Tx,
    areas::staff::{coordinators, nearest_caseworkers},
    db::{
        job_sweep::sweep,
        sql::{run, values},
    },
};

fn of(pairing: &LockedPairing) -> OfPairing {
    OfPairing { pairing: pairing.id, household: pairing.household, helper: pairing.helper, staff: Vec::new() }
}

/// Does the next step of a pairing whose time has come.
#[derive(Clone, Copy, Debug, Serialize)]
struct FollowPairing {
    pairing: PairingId,
}

impl Command for FollowPairing {
    const NAME: &'static str = "pairing_follow";
    type Output = bool;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<bool> {
        let (pairing, now) = (lock_and_read(tx, self.pairing).await?, tx.now);
        match pairing.state()? {
            PairingState::Proposed if pairing.answer_by < now => {
                run!(tx, "update pairing set state = 'lapsed', ended = $2 where id = $1", pairing.id, now)?;
                tx.emit(Event::PairingLapsed(of(&pairing))).await?;
            }
            PairingState::UnderWay if pairing.due < now => return end_year(tx, &pairing).await,
            PairingState::UnderWay if pairing.raised == 0 && silent_at(pairing.last_contact) <= now => {
                run!(tx, "update pairing set raised = $2 where id = $1", pairing.id, now)?;
                let staff = concerned(tx, &pairing).await?;
                tx.emit(Event::PairingSilent(OfPairing { staff, ..of(&pairing) })).await?;
            }
            PairingState::UnderWay if pairing.reminder > 0 && pairing.reminder <= now => {
                run!(tx, "update pairing set reminder = 0 where id = $1", pairing.id)?;
                tx.emit(Event::PairingRenewal(of(&pairing))).await?;
            }
            _ => return Ok(false),
        }
        tx.audit("pairing", pairing.id).await?;
        Ok(true)
    }
}

/// Lists who is told of a silence: the caseworker who keeps the file, who calls, or else those nearest to it, and the
/// coordinators, who see to it or end the pairing.
async fn concerned(tx: &mut Tx<'_>, pairing: &LockedPairing) -> Result<Vec<AccountId>> {
    let path = pairing.path();
    let mut staff = values!(
        tx,
        i64,
        "select a.id from household h join account a on a.id = h.caseworker where h.id = $1 and a.open = true",
        pairing.household,
    )?;
    if staff.is_empty() {
        staff = nearest_caseworkers(&mut tx.arm(), &path).await?.into_iter().map(|one| one.id).collect();
    }
    staff.extend(coordinators(&mut tx.arm(), &path).await?);
    staff.sort_unstable();
    staff.dedup();
    Ok(staff)
}

async fn end_year(tx: &mut Tx<'_>, pairing: &LockedPairing) -> Result<bool> {
    end(tx, pairing, PairingEnd::NotRenewed).await?;
    Ok(true)
}

impl Store {
    /// Does the next step of pairings whose time has come; returns how many.
    pub(crate) async fn pairings_follow(&self) -> Result<i64> {
        let now = self.now();
        let lapsed: Result<i64> = sweep!(
            self,
            |pairing| FollowPairing { pairing },
            "select answer_by, id from pairing
             where state = 'proposed' and answer_by < $1 and (answer_by, id) > ($2, $3)
             order by answer_by, id limit 200",
            now,
        );
        let ended: Result<i64> = sweep!(
            self,
            |pairing| FollowPairing { pairing },
            "select due, id from pairing where state = 'under_way' and due < $1 and (due, id) > ($2, $3)
             order by due, id limit 200",
            now,
        );
        let silent: Result<i64> = sweep!(
            self,
            |pairing| FollowPairing { pairing },
            "select last_contact, id from pairing
             where state = 'under_way' and raised = 0 and last_contact <= $1 and (last_contact, id) > ($2, $3)
             order by last_contact, id limit 200",
            now - SILENT_DAYS * domain::DAY,
        );
        let asked: Result<i64> = sweep!(
            self,
            |pairing| FollowPairing { pairing },
            "select reminder, id from pairing
             where state = 'under_way' and reminder > 0 and reminder <= $1 and (reminder, id) > ($2, $3)
             order by reminder, id limit 200",
            now,
        );
        Ok(lapsed? + ended? + silent? + asked?)
    }
}
