//! Exports of staff's lists as they are narrowed and sorted: of a family its number and area, no name, phone or words.

use domain::{
    accounts::{Account, Actor, GrantLine, security::SecurityKind},
    households::Household,
    ledger::{LocationId, StockLine},
    orders::Order,
    permission::Action,
    stock::{
        receipts::{Receipt, ReceiptQuery},
        transfers::Transfer,
    },
    tables::{
        ClaimColumn, HouseholdColumn, JournalColumn, Lines, ListPlace, OrderColumn, ReceiptColumn, Sort, StockColumn,
        TransferColumn, Window, WishColumn, filters::ListKind,
    },
};
use serde::Serialize;

use crate::{
    By, Command, Refusal, Result, Store, Tx,
    claims::table::{ClaimFilter, ClaimLine},
    households::list::HouseholdQuery,
    ledger::{
        journals::JournalQuery,
        views::{JournalFile, StockQuery},
    },
    orders::views::Which,
    reports::exports::{Export, MOST_ROWS},
    stock::transfers,
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
            ListKind::Receipts => "receipt",
            ListKind::Journals => "journal",
            ListKind::Orders => "shop_order",
            ListKind::Transfers => "transfer",
            ListKind::Accounts => "account",
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
        ListKind::Claims | ListKind::Orders => {
            actor.must_somewhere(Action::HandOver).or(actor.must_somewhere(Action::ReadStock))
        }
        ListKind::Stock | ListKind::Receipts | ListKind::Journals | ListKind::Transfers => {
            actor.must_somewhere(Action::ReadStock)
        }
        ListKind::Accounts => actor.must_somewhere(Action::AssignRoles),
        // Lists with an export of their own, or without one.
        ListKind::Fill | ListKind::Cases | ListKind::OpenCases | ListKind::Referrals | ListKind::Visits => {
            Err(Refusal::NotFound)
        }
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

    /// Exports accounts with their roles as [`Store::accounts_with_roles`] lists them.
    ///
    /// # Errors
    /// As [`Store::accounts_with_roles`]; [`domain::Code::ProofNeeded`].
    pub async fn export_account_list(&self, by: &By, q: &str) -> Result<Export<(Account, Vec<GrantLine>)>> {
        self.note_list(by, ListKind::Accounts).await?;
        let mut found = self.accounts_with_roles(&by.actor, q, 0).await?;
        while let Some(cursor) = found.next.filter(|_| found.items.len() < MOST_ROWS) {
            let more = self.accounts_with_roles(&by.actor, q, cursor).await?;
            found.items.extend(more.items);
            found.next = more.next;
        }
        Ok(Export { cut: found.next.is_some(), rows: found.items })
    }

    /// Exports receipts as [`Store::receipt_table`] lists them.
    ///
    /// # Errors
    /// As [`Store::receipt_table`]; [`domain::Code::ProofNeeded`].
    pub async fn export_receipt_list(
        &self,
        by: &By,
        query: ReceiptQuery,
        sort: Sort<ReceiptColumn>,
    ) -> Result<Export<Receipt>> {
        self.note_list(by, ListKind::Receipts).await?;
        Ok(export(self.receipt_table(&by.actor, query, whole(sort)).await?))
    }

    /// Exports journals as [`Store::journal_table`] lists them.
    ///
    /// # Errors
    /// As [`Store::journal_table`]; [`domain::Code::ProofNeeded`].
    pub async fn export_journal_list(
        &self,
        by: &By,
        query: &JournalQuery,
        sort: Sort<JournalColumn>,
    ) -> Result<Export<JournalFile>> {
        self.note_list(by, ListKind::Journals).await?;
        Ok(export(self.journal_table(&by.actor, query, whole(sort)).await?))
    }

    /// Exports orders as [`Store::order_table`] lists them.
    ///
    /// # Errors
    /// As [`Store::order_table`]; [`domain::Code::ProofNeeded`].
    pub async fn export_order_list(
        &self,
        by: &By,
        which: Which,
        location: LocationId,
        sort: Sort<OrderColumn>,
    ) -> Result<Export<Order>> {
        self.note_list(by, ListKind::Orders).await?;
        Ok(export(self.order_table(&by.actor, which, location, whole(sort)).await?))
    }

    /// Exports transfers as [`Store::transfer_table`] lists them.
    ///
    /// # Errors
    /// As [`Store::transfer_table`]; [`domain::Code::ProofNeeded`].
    pub async fn export_transfer_list(
        &self,
        by: &By,
        which: transfers::table::Which,
        location: LocationId,
        sort: Sort<TransferColumn>,
    ) -> Result<Export<Transfer>> {
        self.note_list(by, ListKind::Transfers).await?;
        Ok(export(self.transfer_table(&by.actor, which, location, whole(sort)).await?))
    }
}
