//! Families' cards: for the family of the printed sign-in and every fourth of the others; some were lost, some
//! taken back. What they say is nobody's: who tries the demo makes a new one and prints it.

use domain::{DAY, accounts::cards::Ended};
use store::{Result, Tx, accounts::sign_in::cards};

use super::{calendar::Calendar, dice::Dice, settle::World};

/// Every so manieth family has a card.
const EACH: usize = 4;
/// As many families have cards at most: a caseworker makes them at the table, not for a town.
const MOST: usize = 48;

/// Makes the cards of the last year.
pub async fn live(tx: &mut Tx<'_>, calendar: Calendar, world: &World) -> Result<()> {
    for (number, root) in world.roots.iter().enumerate() {
        let mut dice = Dice::of(60, number);
        for home in root.homes.iter().step_by(EACH).take(MOST) {
            let caseworker = &root.districts[home.district].caseworker;
            let made = dice.between(40, 300);
            tx.play(caseworker, calendar.at(-made * DAY), "card_make");
            cards::make(tx, home.household).await?;
            match dice.below(12) {
                0 => {
                    tx.play(caseworker, calendar.at(-dice.between(2, 30) * DAY), "card_make");
                    cards::make(tx, home.household).await?;
                }
                1 if home.household != root.homes[0].household => {
                    tx.play(caseworker, calendar.at(-dice.between(2, 30) * DAY), "card_revoke");
                    cards::end_all(tx, home.household, Ended::Revoked).await?;
                    tx.audit("household", home.household).await?;
                }
                _ => {}
            }
        }
    }
    Ok(())
}
