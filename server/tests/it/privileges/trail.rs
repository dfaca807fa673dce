//! Writes that leave an audit line: every successful write of the table does, but for those listed here.

use super::targets::Target;
use crate::support::TestApp;

/// Routes of writes that leave no audit line, each with the reason.
const SILENT: &[(&str, &str)] = &[
    ("POST /fn/stock/scan-row", "reads what a code is"),
    ("POST /fn/stock/keep-list", "a list that is not finished is its owner's own note"),
    ("POST /shop/lists/drop", "a list that is not finished is its owner's own note"),
    ("POST /home/shop/basket/add", "a basket is the family's own note until it orders"),
    ("POST /home/shop/basket/put", "a basket is the family's own note until it orders"),
    ("POST /language", "a cookie of the browser"),
    ("POST /me/lists", "a cookie of the browser"),
    ("POST /desk/households/picked", "each selected file that is changed leaves its own line"),
    ("POST /desk/wishes/table/publish", "each selected wish that is published leaves its own line"),
    ("POST /desk/cases/table/assign", "each selected case that is given leaves its own line"),
    ("POST /desk/visits/assign", "each selected visit that is given leaves its own line"),
    ("POST /shop/fill/picked", "each selected wish that is filled leaves its own line"),
    ("POST /shop/import/{id}/withdraw", "nothing changed: no row of the list was booked"),
    ("POST /desk/points/import/{id}/withdraw", "nothing changed: no row of the list was granted"),
    ("POST /api/v1/imports/items/{id}/withdraw", "nothing changed: no row of the list was booked"),
    ("POST /api/v1/imports/points/{id}/withdraw", "nothing changed: no row of the list was granted"),
    ("POST /certificates", "reads whether a certificate is real"),
    ("POST /api/v1/certificates/check", "reads whether a certificate is real"),
    ("POST /helper-sheets", "reads whether a sheet is real"),
    ("POST /api/v1/helper-sheets/check", "reads whether a sheet is real"),
    ("POST /notices/{id}/open", "the reader's own mark on a notice"),
    ("POST /api/v1/me/basket", "a basket is the family's own note until it orders"),
    ("POST /api/v1/me/notices/{id}/read", "the reader's own mark on a notice"),
    ("POST /api/v1/wishes/{id}/save", "the reader's own note of a wish"),
    ("POST /api/v1/wishes/{id}/unsave", "the reader's own note of a wish"),
    ("POST /wishes/{id}/save", "the reader's own note of a wish"),
    ("POST /wishes/{id}/unsave", "the reader's own note of a wish"),
    ("POST /desk/households/{id}/card/revoke", "nothing changed: the family had no card"),
    ("POST /api/v1/households/{id}/cards/revoke", "nothing changed: the family had no card"),
    ("POST /desk/households/{id}/pin/clear", "nothing changed: the family had no PIN"),
    ("POST /api/v1/households/{id}/pin/clear", "nothing changed: the family had no PIN"),
    ("POST /api/v1/households/alike", "reads which files resemble a family"),
    ("POST /shop/orders/{id}/replace", "nothing changed: no goods of the order are past their date"),
    ("POST /api/v1/orders/{id}/replace", "nothing changed: no goods of the order are past their date"),
];

/// Counts the audit lines.
pub async fn lines(app: &TestApp) -> i64 {
    app.database.count("audit").await
}

/// Returns whether a call that succeeded has to leave an audit line.
pub fn is_noted(who: &str, route: &str, target: &Target) -> bool {
    // A visitor's writes of the table are cookies: the language and the display.
    who != "visitor" && !matches!(target, Target::Get(_)) && !SILENT.iter().any(|(silent, _)| *silent == route)
}

#[test]
fn every_silent_route_exists() {
    let routes = super::routes();
    let gone: Vec<_> = SILENT.iter().filter(|(route, _)| !routes.contains(*route)).collect();
    assert!(gone.is_empty(), "no such route: {gone:?}");
}
