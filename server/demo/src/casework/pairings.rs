//! Pairings: 150 in the second root area, and a few of the demo donor in the first.

use domain::{DAY, casework::pairings::PairingNeed};
use store::{
    Result, Tx,
    ops::bulk_pairings::{PairOnFile, insert_pairing},
};

use crate::{calendar::Calendar, city::settle::World, dice::Dice};

/// Pairings of each root area.
const PAIRS: [usize; 2] = [4, 150];
/// Of so many, one has been silent for 60 days.
const SILENT: usize = 12;

/// Writes the pairings of both root areas.
pub async fn live(tx: &mut Tx<'_>, calendar: Calendar, world: &World) -> Result<()> {
    for (number, (root, pairs)) in world.roots.iter().zip(PAIRS).enumerate() {
        for n in 0..pairs {
            let mut dice = Dice::of(71 + number as u64, n);
            // One household in three, so that those with wishes have helpers, too; donors take turns.
            let (Some(home), Some(donor)) = (root.homes.get(n * 3), root.donors.get(n % root.donors.len().max(1)))
            else {
                return Ok(());
            };
            // The last of the first root area waits for both answers.
            let waits = number == 0 && n + 1 == pairs;
            let silent = n % SILENT == 5;
            let helper = if number == 0 { root.donors.first().unwrap_or(donor) } else { donor };
            let ago = if waits { 2 } else { dice.between(90, 300) };
            let contact = if silent { dice.between(62, 80) } else { dice.between(1, 50) };
            let pair = PairOnFile {
                household: home.household,
                helper: helper.account,
                need: dice.pick(PairingNeed::ALL),
                by: root.districts[home.district].caseworker.account,
                proposed: calendar.at(-ago * DAY),
                last_contact: if waits { 0 } else { calendar.at(-contact * DAY) },
                raised: if silent && !waits { calendar.at(-DAY) } else { 0 },
            };
            insert_pairing(tx, &pair).await?;
        }
    }
    Ok(())
}
