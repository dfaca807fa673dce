//! Records and requests for lending: a unit of the shop on loan to the family. Recalls are reached through here.

use domain::{
    DAY,
    lending::{LoanEnding, ReturnCondition},
};
use serde_json::{Value, json};
use store::{
    By,
    lending::{
        answers::AskLoanExtension,
        endings::{AskLoanEnd, ReturnLoan},
        lend::LendGoods,
    },
};

use super::recalls;
use crate::support::TestApp;

fn by(app: &TestApp, who: &str) -> By {
    By::new(app.person(who).actor, server::http::random_id())
}

/// Tells whether this module handles a route.
pub fn is_ours(route: &str) -> bool {
    route.contains("/loans") || route.ends_with("/lendable") || recalls::is_ours(route)
}

/// Takes back what the family has on loan, so that no caller reaches the limit.
async fn return_all(app: &TestApp) {
    for loan in app.store.own_loans(&app.family().actor).await.expect("loans") {
        if loan.ended.is_none() {
            let back = ReturnLoan { loan: loan.id, condition: ReturnCondition::Good };
            app.store.run(&by(app, "shopkeeper"), back).await.expect("returned");
        }
    }
}

async fn lot(app: &TestApp) -> i64 {
    let lots = app.store.lendable(&app.shopkeeper().actor, app.world.id("shop"), "").await.expect("lots");
    lots.first().expect("something on the shelf").lot
}

/// Lends a unit to the family, with an end or a later day asked for where an answer needs one.
pub async fn record(app: &TestApp, route: &str) -> i64 {
    if recalls::is_ours(route) {
        return recalls::record(app, route).await;
    }
    if !route.contains("/loans/{id}") {
        return app.world.id("family");
    }
    return_all(app).await;
    let new = LendGoods {
        household: app.world.id("family"),
        location: app.world.id("shop"),
        lot: lot(app).await,
        due: app.store.now() + 30 * DAY,
    };
    let loan = app.store.run(&by(app, "shopkeeper"), new).await.expect("lent");
    if route.ends_with("/answer") {
        app.store.run(&by(app, "shopkeeper"), AskLoanEnd { loan, ending: LoanEnding::Lost }).await.expect("asked");
    }
    if route.ends_with("/extend") {
        let ask = AskLoanExtension { loan, until: app.store.now() + 40 * DAY };
        app.store.run(&by(app, "family"), ask).await.expect("asked");
    }
    loan
}

/// Returns the query of a route.
pub fn query(app: &TestApp, template: &str) -> String {
    let (family, shop) = (app.world.id("family"), app.world.id("shop"));
    match template {
        "/shop/loans/new" => format!("?household={family}&location={shop}"),
        t if t.ends_with("/lendable") => format!("?location={shop}"),
        _ => String::new(),
    }
}

/// Builds a valid JSON body.
pub async fn body(app: &TestApp, template: &str) -> Value {
    let later = app.store.now() + 40 * DAY;
    if recalls::is_ours(template) {
        return recalls::body(app, template).await;
    }
    match template {
        t if t.ends_with("/answer") => json!({"answer": "agree"}),
        t if t.ends_with("/return") => json!({"condition": "good"}),
        t if t.ends_with("/end") => json!({"ending": "given"}),
        t if t.ends_with("/extend") || t.ends_with("/extension") => json!({"until": later}),
        t if t.ends_with("/word") => json!({"word": "received"}),
        t if t.ends_with("/loans") => {
            return_all(app).await;
            json!({"household": app.world.id("family"), "location": app.world.id("shop"), "lot": lot(app).await,
                "due": later})
        }
        _ => json!({}),
    }
}

/// Builds a valid form.
pub async fn form(app: &TestApp, template: &str) -> Vec<(&'static str, String)> {
    let later = app::i18n::day_value(app.store.now() + 40 * DAY);
    if recalls::is_ours(template) {
        return recalls::form(app, template).await;
    }
    match template {
        t if t.ends_with("/answer") => vec![("answer", "agree".to_owned())],
        t if t.ends_with("/return") => vec![("condition", "good".to_owned())],
        t if t.ends_with("/end") => vec![("ending", "given".to_owned())],
        t if t.ends_with("/extend") || t.ends_with("/extension") => vec![("until", later)],
        t if t.ends_with("/say") => vec![("word", "received".to_owned())],
        t if t.ends_with("/loans/new") => {
            return_all(app).await;
            vec![
                ("household", app.world.id("family").to_string()),
                ("location", app.world.id("shop").to_string()),
                ("lot", lot(app).await.to_string()),
                ("due", later),
            ]
        }
        _ => Vec::new(),
    }
}
