//! Urgent wishes of both root areas, the people on duty for them, and a service that follows goods.

use domain::{
    casework::urgent::{DutyHours, UrgentReason},
    services::{office::Sharing, referrals::NewReferral},
};
use store::{
    Result, Tx,
    casework::urgent::{duty::AddDuty, follow_on::SetFollowOn, mark::MarkUrgent},
    ops::bulk::looks,
};

use crate::{calendar::Calendar, city::settle::World};

/// Working days and the weekend.
const DAYS: [i64; 2] = [0b001_1111, 0b110_0000];
/// Urgent wishes of each root area.
const MARKED: usize = 4;

/// Puts donors on duty, marks open wishes, and names a service for one.
pub async fn live(tx: &mut Tx<'_>, calendar: Calendar, world: &World) -> Result<()> {
    let now = calendar.now;
    for root in &world.roots {
        for (n, donor) in root.donors.iter().take(6).enumerate() {
            let hours = DutyHours { days: DAYS[n % DAYS.len()], from: 8, until: 22 };
            let new = AddDuty { area: root.id, account: donor.account, hours };
            tx.run_as(&root.coordinator, now, &new).await?;
        }
        let open = looks::open_wishes(tx, root.id).await?;
        for (reason, (wish, _)) in UrgentReason::ALL.iter().zip(&open).take(MARKED) {
            tx.run_as(&root.coordinator, now, &MarkUrgent { wish: *wish, reason: *reason }).await?;
        }
        let Some(service) = looks::a_service(tx, root.id).await? else { continue };
        for (wish, household) in open.iter().skip(MARKED).take(2) {
            let Some(home) = root.homes.iter().find(|home| home.household == *household) else { continue };
            let Some(district) = root.districts.get(home.district) else { continue };
            let need = "东西领到以后，请上门教一教怎么用。".to_owned();
            let new = NewReferral { service, case: None, need, sharing: Sharing::nothing(), send: false };
            tx.run_as(&district.caseworker, now, &SetFollowOn { wish: *wish, new: Some(new) }).await?;
        }
    }
    Ok(())
}
