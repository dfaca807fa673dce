//! One search over all records that staff may read. Each capability finds its own, by bounded statements that an index
//! answers, and only for actors who may read such records.

pub mod counter;
pub mod counter_file;

use domain::{
    accounts::Actor,
    permission::Action,
    search::{Found, FoundKind, Hit},
};

use crate::{
    Result, Store,
    accounts::{hits::account_hits, work_place::must_be_staff},
    catalogue::hits::{item_scanned, items_named},
    claims::hits::claim_hits,
    community::organisations::hits::organisation_hits,
    db::folding::SearchWords,
    orders::hits::order_hits,
    stock::{receiving::receipt_hits::receipt_hits, transfers::hits::transfer_hits},
    wishes::hits::wish_hits,
};

impl Store {
    /// Searches the records of the actor's areas for a number, a code, words or initials; newest first, at most eight of
    /// a kind. A number finds only what has it; pick-up codes find nothing. A phone finds families as in the list of
    /// household files: counted, logged, and only where the actor keeps files; accounts likewise, where the actor assigns roles.
    ///
    /// # Errors
    /// Not allowed for accounts that are not staff; [`domain::Code::TooManyTries`] after too many searches by phone.
    pub async fn search(&self, actor: &Actor, typed: &str) -> Result<Found> {
        must_be_staff(actor)?;
        let mut found = Found::default();
        let Some(words) = SearchWords::read(typed) else { return Ok(found) };
        let reads_stock = actor.may_somewhere(Action::ReadStock);
        // These take connections of their own, because a search by phone writes.
        let households = self.household_hits(actor, &words).await?;
        let assigns = actor.may_somewhere(Action::AssignRoles);
        let by_phone = if assigns { self.account_with_phone(actor, &words.typed).await? } else { 0 };
        let scanned = if reads_stock { self.item_by_code(actor, &words.typed).await? } else { None };
        let mut reader = self.reader().await?;
        let db = &mut reader.arm();
        let items: Vec<Hit> = match (scanned, words.number) {
            (Some(scanned), _) => item_scanned(db, actor.root, scanned.item.id).await?.into_iter().collect(),
            (None, Some(_)) => Vec::new(),
            (None, None) => items_named(db, actor.root, &words).await?,
        };
        let things: Vec<i64> = items.iter().map(|hit| hit.id).collect();
        found.add(FoundKind::Household, households);
        found.add(FoundKind::Wish, wish_hits(db, actor, &words, &things).await?);
        found.add(FoundKind::Claim, claim_hits(db, actor, &words, &things).await?);
        found.add(FoundKind::Order, order_hits(db, actor, &words).await?);
        if reads_stock {
            found.add(FoundKind::Item, items);
        }
        found.add(FoundKind::Receipt, receipt_hits(db, actor, &words, self.now()).await?);
        found.add(FoundKind::Transfer, transfer_hits(db, actor, &words).await?);
        found.add(FoundKind::Account, account_hits(db, actor, &words, by_phone).await?);
        found.add(FoundKind::Organisation, organisation_hits(db, actor, &words).await?);
        Ok(found)
    }
}
