//! Lists of staff as files, with the words of their pages: of a family its number and area, no name, phone or words.

pub(crate) mod shop;

use domain::{
    Result,
    accounts::{Account, GrantLine},
    households::Household,
    ledger::StockLine,
    tables::{ClaimColumn, HouseholdColumn, Sort, StockColumn, WishColumn},
};
use store::{
    By, Store,
    claims::table::{ClaimFilter, ClaimLine},
    households::list::HouseholdQuery,
    ledger::views::StockQuery,
    wishes::table::{WishFilter, WishLine},
};

use super::{
    File, Format, Out,
    files::{Made, made, number},
};
use crate::i18n::{Lang, day_value};

/// Writes a file named after its list and the day.
async fn written(store: &Store, lang: Lang, format: Format, list: &str, made: Made) -> Result<File> {
    let title = lang.named("list", list);
    File::written(format!("{title}-{list}-{}", day_value(store.now())), title, format, made).await
}

/// Exports household files as their list shows them.
///
/// # Errors
/// As [`Store::export_households`]; [`domain::Error::Failed`] if the file cannot be written.
pub async fn households(
    store: &Store,
    by: &By,
    lang: Lang,
    format: Format,
    query: &HouseholdQuery,
    sort: Sort<HouseholdColumn>,
) -> Result<File> {
    let export = store.export_households(by, query, sort).await?;
    let heads =
        ["household", "area-of-record", "people", "list-caseworker", "list-hardship", "list-state", "list-changed"];
    let made = made(lang, &heads, export, |file: Household| {
        vec![
            number(file.id),
            Out::Text(file.area_name),
            number(file.size),
            Out::Text(file.caseworker_name),
            Out::Text(if file.hardship { lang.t("yes") } else { String::new() }),
            Out::Text(lang.named("file-state", file.state.as_str())),
            Out::Time(file.changed),
        ]
    });
    written(store, lang, format, "households", made).await
}

/// Exports wishes as their table shows them.
///
/// # Errors
/// As [`Store::export_wishes`]; [`domain::Error::Failed`] if the file cannot be written.
pub async fn wishes(
    store: &Store,
    by: &By,
    lang: Lang,
    format: Format,
    filter: &WishFilter,
    sort: Sort<WishColumn>,
) -> Result<File> {
    let export = store.export_wishes(by, filter, sort).await?;
    let heads = [
        "list-wish",
        "name",
        "list-state",
        "area-of-record",
        "quantity",
        "list-left",
        "list-submitted",
        "list-expires",
    ];
    let made = made(lang, &heads, export, |line: WishLine| {
        let wish = line.wish;
        // A title that the family wrote can say who it is, so it stays on the page.
        let title = if wish.item == 0 { String::new() } else { lang.thing(&wish.key, &wish.size, &wish.title) };
        vec![
            number(wish.id),
            Out::Text(title),
            Out::Text(lang.named("wish-state", wish.state.as_str())),
            Out::Text(wish.area_name),
            number(wish.quantity),
            number(wish.remaining),
            Out::Time(wish.submitted),
            Out::Time(wish.expires),
        ]
    });
    written(store, lang, format, "wishes", made).await
}

/// Exports claims as their table shows them.
///
/// # Errors
/// As [`Store::export_claims`]; [`domain::Error::Failed`] if the file cannot be written.
pub async fn claims(
    store: &Store,
    by: &By,
    lang: Lang,
    format: Format,
    filter: ClaimFilter,
    sort: Sort<ClaimColumn>,
) -> Result<File> {
    let export = store.export_claims(by, filter, sort).await?;
    let heads = [
        "list-claim",
        "list-wish",
        "name",
        "quantity",
        "list-state",
        "location",
        "area-of-record",
        "list-due",
        "list-changed",
    ];
    let made = made(lang, &heads, export, |line: ClaimLine| {
        let ClaimLine { claim, shop, area_name, .. } = line;
        vec![
            number(claim.id),
            number(claim.wish),
            Out::Text(lang.thing(&claim.key, &claim.size, &claim.title)),
            number(claim.quantity),
            Out::Text(lang.named("claim-state", claim.state.as_str())),
            Out::Text(shop),
            Out::Text(area_name),
            Out::Time(claim.due),
            Out::Time(claim.changed),
        ]
    });
    written(store, lang, format, "claims", made).await
}

/// Exports accounts with their roles as their list shows them; phones stay on the page.
///
/// # Errors
/// As [`Store::export_account_list`]; [`domain::Error::Failed`] if the file cannot be written.
pub async fn accounts(store: &Store, by: &By, lang: Lang, format: Format, q: &str) -> Result<File> {
    let export = store.export_account_list(by, q).await?;
    let heads = ["list-account", "list-person", "role", "organisation-name", "list-state", "list-made"];
    let made = made(lang, &heads, export, |(account, roles): (Account, Vec<GrantLine>)| {
        let roles = roles.iter().map(|grant| {
            let role = lang.named("role", grant.role.as_str());
            let place = if grant.area == 0 { lang.t("admin-installation") } else { grant.area_name.clone() };
            format!("{role} · {place}")
        });
        let state = if account.open { "admin-account-open" } else { "admin-account-closed" };
        vec![
            number(account.id),
            Out::Text(account.name),
            Out::Text(roles.collect::<Vec<_>>().join(&lang.t("list-comma"))),
            Out::Text(account.organisation),
            Out::Text(lang.t(state)),
            Out::Time(account.created),
        ]
    });
    written(store, lang, format, "accounts", made).await
}

/// Exports stock as its list shows it.
///
/// # Errors
/// As [`Store::export_stock_list`]; [`domain::Error::Failed`] if the file cannot be written.
pub async fn stock(
    store: &Store,
    by: &By,
    lang: Lang,
    format: Format,
    query: &StockQuery,
    sort: Sort<StockColumn>,
) -> Result<File> {
    let export = store.export_stock_list(by, query, sort).await?;
    let heads =
        ["item", "name", "category", "unit", "size", "location", "on_hand", "reserved", "quarantine", "list-value"];
    let made = made(lang, &heads, export, |line: StockLine| {
        let value = line.value();
        vec![
            number(line.item),
            Out::Text(lang.item_called(&line.key, &line.name, line.item)),
            Out::Text(lang.named("category", line.category.as_str())),
            Out::Text(line.unit),
            Out::Text(lang.size(&line.size)),
            Out::Text(line.location_name),
            number(line.on_hand),
            number(line.reserved),
            number(line.quarantine),
            number(value),
        ]
    });
    written(store, lang, format, "stock", made).await
}
