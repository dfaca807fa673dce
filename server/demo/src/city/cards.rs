//! Sign-in cards of the demo: some lost, some revoked.
//! The family of the printed sign-in and every fourth other family have one. Their numbers are not printed: issue a new
//! card to try one.

use domain::{
    DAY,
    accounts::cards::Ended,
    households::reveals::{Reveal, RevealReason},
};
use store::{Result, Tx, accounts::sign_in::cards, households::credentials::make_card};

use crate::{calendar::Calendar, city::settle::World, dice::Dice};

/// One family in this many has a card.
const EACH: usize = 4;
/// Most families of a root area with a card; the crowd gets none.
const MOST: usize = 48;

/// Returns whether the caseworker of a family of a root area, by its place in the list, makes it a card.
pub fn gets_card(place: usize) -> bool {
    place.is_multiple_of(EACH) && place / EACH < MOST
}

/// Issues and ends the cards of the past year.
pub async fn live(tx: &mut Tx<'_>, calendar: Calendar, world: &World) -> Result<()> {
    for (number, root) in world.roots.iter().enumerate() {
        let mut dice = Dice::of(60, number);
        for home in root.homes.iter().step_by(EACH).take(MOST) {
            let caseworker = &root.districts[home.district].caseworker;
            let made = dice.between(40, 300);
            let asked = |reason| Reveal { household: home.household, reason, words: String::new() };
            tx.play(caseworker, calendar.at(-made * DAY), "card_make");
            make_card(tx, &asked(RevealReason::Visit)).await?;
            match dice.below(12) {
                0 => {
                    tx.play(caseworker, calendar.at(-dice.between(2, 30) * DAY), "card_make");
                    make_card(tx, &asked(RevealReason::RequestOfFamily)).await?;
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
