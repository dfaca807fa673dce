//! Loans as a file, with the words of the pages.

use domain::{Result, ledger::LocationId, lending::Loan};
use store::{By, Store, lending::views::LoanList};

use crate::{
    i18n::{Lang, day_value},
    sheets::{
        File, Format, Out,
        files::{made, number},
    },
};

/// Exports the loans of a list.
///
/// # Errors
/// [`domain::Error::NotAllowed`] without a role that reads stock, and with [`domain::Code::ProofNeeded`];
/// [`domain::Error::Failed`] if the file cannot be written.
pub async fn loans(
    store: &Store,
    by: &By,
    lang: Lang,
    format: Format,
    (list, location): (LoanList, LocationId),
) -> Result<File> {
    let export = store.export_loans(by, list, location).await?;
    let heads = ["loan", "name", "size", "household", "location", "state", "lent", "due-back", "closed"];
    let made = made(lang, &heads, export, |loan: Loan| {
        vec![
            number(loan.id),
            Out::Text(lang.item_called(&loan.key, &loan.name, loan.item)),
            Out::Text(lang.size(&loan.size)),
            number(loan.household),
            Out::Text(loan.location_name.clone()),
            Out::Text(lang.named("loan-state", loan.state.as_str())),
            Out::Day(loan.lent),
            Out::Day(loan.due),
            Out::Day(loan.ended.unwrap_or_default()),
        ]
    });
    let title = lang.t("loans-title");
    File::written(format!("{title}-loans-{}", day_value(store.now())), title, format, made).await
}
