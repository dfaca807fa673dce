//! Things that a shop's counter finds beside claims, orders and families: items, kits and receipts.

use domain::{
    accounts::Actor,
    permission::Action,
    search::{FoundKind, Hit, SHOWN},
    stock::receipts::parts_of,
};

use crate::{
    Result, Store,
    catalogue::hits::{item_scanned, items_named},
    db::folding::SearchWords,
    stock::{kits::views::KitAtHand, receiving::receipt_hits::receipt_hits},
};

/// Digits from which a number is a barcode: shorter ones are pick-up codes and numbers of records.
const BARCODE: usize = 8;

/// Things found by what was typed or scanned.
#[derive(Clone, Debug, Default)]
pub struct CounterThings {
    /// Items with what lies on the shelves, and receipts; at most eight of a kind.
    pub hits: Vec<Hit>,
    /// Kits of this name that the actor's locations have or could assemble.
    pub kits: Vec<KitAtHand>,
}

impl Store {
    /// Finds items by barcode, label or name, kits by name, and receipts by their whole number.
    ///
    /// # Errors
    /// Not allowed without a role that hands over or reads stock; empty for those who do not read stock.
    pub async fn counter_things(&self, actor: &Actor, typed: &str) -> Result<CounterThings> {
        actor.must_somewhere(Action::HandOver).or(actor.must_somewhere(Action::ReadStock))?;
        let mut found = CounterThings::default();
        let Some(words) = SearchWords::read(typed).filter(|_| actor.may_somewhere(Action::ReadStock)) else {
            return Ok(found);
        };
        let short = words.typed.len() < BARCODE && words.typed.bytes().all(|b| b.is_ascii_digit());
        let scanned = if short { None } else { self.item_by_code(actor, &words.typed).await? };
        let mut db = self.reader().await?;
        if let Some(scanned) = scanned {
            found.hits.extend(item_scanned(&mut db.arm(), actor.root, scanned.item.id).await?);
            return Ok(found);
        }
        if parts_of(&words.typed).is_some() {
            found.hits = receipt_hits(&mut db.arm(), actor, &words, self.now()).await?;
        } else if words.number.is_none() {
            found.hits = items_named(&mut db.arm(), actor.root, &words).await?;
        }
        drop(db);
        found.hits.truncate(SHOWN);
        // Kits without a barcode are looked for by name, and most often none lies ready.
        if found.hits.iter().any(|hit| hit.kind == FoundKind::Item) {
            found.kits = self.kits_at_hand(actor, 0, &words.typed).await?;
        }
        Ok(found)
    }
}
