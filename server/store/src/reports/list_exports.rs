//! Exports of staff's lists as they are narrowed and sorted: of a family its number and area, no name, phone or words.

use domain::{
    accounts::{Actor, security::SecurityKind},
    households::Household,
    ledger::StockLine,
    permission::Action,
    tables::{
        ClaimColumn, HouseholdColumn, Lines, ListPlace, Sort, StockColumn, Window, WishColumn, filters::ListKind,
    },
};
use serde::Serialize;

use crate::{
    By, Command, Refusal, Result, Store, Tx,
    claims::table::{ClaimFilter, ClaimLine},
    households::list::HouseholdQuery,
    ledger::views::StockQuery,
    reports::exports::{Export, MOST_ROWS},
    wishes::table::{WishFilter, WishLine},
};

/// Notes an export of a list.
#[derive(Clone, Copy, Debug, Serialize)]
struct ListExported {
    list: ListKind,
}

impl Command for ListExported {
    const NAME: &'static str = "export_list";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        must_read(&tx.actor, self.list)?;
        tx.must_be_proved().await?;
        let subject = match self.list {
            ListKind::Households => "household",
            ListKind::Wishes => "wish",
            ListKind::Claims => "claim",
            ListKind::Stock => "item",
            // `must_read` has refused them.
            _ => "",
        };
        tx.audit(subject, 0).await
    }
}

/// Checks that the actor reads the list.
fn must_read(actor: &Actor, list: ListKind) -> Result<(), Refusal> {
    match list {
        ListKind::Households => actor.must_somewhere(Action::ReadHouseholds),
        ListKind::Wishes => actor.must_somewhere(Action::ReviewWishes).or(actor.must_somewhere(Action::ReadHouseholds)),
        ListKind::Claims => actor.must_somewhere(Action::HandOver).or(actor.must_somewhere(Action::ReadStock)),
        ListKind::Stock => actor.must_somewhere(Action::ReadStock),
        // Lists with an export of their own, or without one.
        ListKind::Fill
        | ListKind::Receipts
        | ListKind::Journals
        | ListKind::Orders
        | ListKind::Transfers
        | ListKind::Accounts
        | ListKind::Cases
        | ListKind::OpenCases
        | ListKind::Referrals
        | ListKind::Visits => Err(Refusal::NotFound),
    }
}

/// All rows of a list in an order, up to those that an export has.
fn whole<C>(sort: Sort<C>) -> Window<C> {
    Window { sort, place: ListPlace::Start, most: MOST_ROWS }
}

fn export<T>(lines: Lines<T>) -> Export<T> {
    Export { cut: lines.next.is_some(), rows: lines.items }
}

impl Store {
    /// Notes that a list leaves as a file.
    async fn note_list(&self, by: &By, list: ListKind) -> Result<()> {
        self.run(&By { request: String::new(), ..by.clone() }, ListExported { list }).await?;
        self.note_security_of(SecurityKind::Exported, list.as_str(), by.actor.account);
        Ok(())
    }

    /// Exports household files as [`Store::household_table`] lists them.
    ///
    /// # Errors
    /// As [`Store::households`]; [`domain::Code::ProofNeeded`].
    pub async fn export_households(
        &self,
        by: &By,
        query: &HouseholdQuery,
        sort: Sort<HouseholdColumn>,
    ) -> Result<Export<Household>> {
        self.note_list(by, ListKind::Households).await?;
        Ok(export(self.household_table(&by.actor, query, whole(sort)).await?))
    }

    /// Exports wishes as [`Store::wish_table`] lists them.
    ///
    /// # Errors
    /// As [`Store::wish_table`]; [`domain::Code::ProofNeeded`].
    pub async fn export_wishes(
        &self,
        by: &By,
        filter: &WishFilter,
        sort: Sort<WishColumn>,
    ) -> Result<Export<WishLine>> {
        self.note_list(by, ListKind::Wishes).await?;
        Ok(export(self.wish_table(&by.actor, filter, whole(sort)).await?))
    }

    /// Exports claims as [`Store::claim_table`] lists them.
    ///
    /// # Errors
    /// As [`Store::claim_table`]; [`domain::Code::ProofNeeded`].
    pub async fn export_claims(
        &self,
        by: &By,
        filter: ClaimFilter,
        sort: Sort<ClaimColumn>,
    ) -> Result<Export<ClaimLine>> {
        self.note_list(by, ListKind::Claims).await?;
        Ok(export(self.claim_table(&by.actor, filter, whole(sort)).await?))
    }

    /// Exports stock as [`Store::stock_table`] lists it; where the query begins is ignored.
    ///
    /// # Errors
    /// As [`Store::stock_page`]; [`domain::Code::ProofNeeded`].
    pub async fn export_stock_list(
        &self,
        by: &By,
        query: &StockQuery,
        sort: Sort<StockColumn>,
    ) -> Result<Export<StockLine>> {
        self.note_list(by, ListKind::Stock).await?;
        let query = StockQuery { from: 0, ..query.clone() };
        let most = i64::try_from(MOST_ROWS).unwrap_or(i64::MAX);
        let found = self.stock_table(&by.actor, &query, sort, most).await?;
        Ok(Export { cut: found.of > most, rows: found.lines })
    }
}
