//! Records and requests of helpers' sheets: the donor has served an hour this year.

use serde_json::{Value, json};
use store::{By, community::helper_sheets::lifecycle::MakeHelperSheet};

use super::shifts;
use crate::support::TestApp;

/// Tells whether this module handles a route.
pub fn is_ours(route: &str) -> bool {
    route.contains("/helper-sheets")
}

fn year(app: &TestApp) -> i64 {
    domain::time::year(app.store.now())
}

/// Lets the donor have served an hour, by a coordinator's word.
async fn served(app: &TestApp) {
    shifts::filled(app).await;
    let typed = format!(
        "update shift_place set typed = 60, typed_by = 1 where state = 'on' and account = {}",
        app.person("donor").actor.account
    );
    app.database.raw(&typed).await.expect("planted");
}

/// Makes the donor's sheet; returns its id and number.
async fn sheet(app: &TestApp) -> (i64, String) {
    served(app).await;
    let by = By::new(app.person("donor").actor, server::http::random_id());
    let number = app.store.run(&by, MakeHelperSheet { year: year(app) }).await.expect("a sheet");
    let id = app.database.rows(&format!("select id, '' from helper_sheet where number = '{number}'")).await[0].0;
    (id, number)
}

/// Fills in the number of a sheet.
pub async fn filled(app: &TestApp, path: String) -> String {
    match path.contains("/helper-sheets/{number}") {
        true => path.replace("{number}", &sheet(app).await.1),
        false => path,
    }
}

/// Makes the record of a route.
pub async fn record(app: &TestApp, route: &str) -> i64 {
    if route.contains("{id}") {
        return sheet(app).await.0;
    }
    served(app).await;
    0
}

/// Builds a valid JSON body.
pub fn body(app: &TestApp, template: &str) -> Value {
    match template {
        t if t.ends_with("/me/helper-sheets") => json!({"year": year(app)}),
        t if t.ends_with("/check") => json!({"number": "1234567890", "code": "ABCDEFGH"}),
        _ => json!({}),
    }
}

/// Builds a valid form.
pub fn form(app: &TestApp, template: &str) -> Vec<(&'static str, String)> {
    match template {
        "/me/helper-sheets" => vec![("year", year(app).to_string())],
        "/helper-sheets" => vec![("number", "1234567890".into()), ("code", "ABCDEFGH".into())],
        _ => Vec::new(),
    }
}
