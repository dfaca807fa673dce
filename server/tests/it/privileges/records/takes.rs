//! Records and requests for the routes of stock-takes and the monthly notice.

use serde_json::{Value, json};
use store::{
    By,
    stock::counts::{
        lifecycle::{CountStockTake, FinishStockTake, LineCount, OpenStockTake},
        views::LineQuery,
    },
};

use crate::support::TestApp;

/// A past month.
pub const MONTH: &str = "2020-01";

pub fn is_ours(route: &str) -> bool {
    let lists = ["/fn/stock/keep-list", "/shop/lists/drop"];
    lists.contains(&route)
        || route.contains("/stock-takes")
        || route.contains("/notice/")
        || route.contains("/notice-months")
}

fn by(app: &TestApp, who: &str) -> By {
    By::new(app.person(who).actor, server::http::random_id())
}

/// Cancels open stock-takes, so that a new one can start.
async fn free(app: &TestApp) {
    let end = "update stock_take set state = 'cancelled' where state in ('counting', 'counted')";
    app.database.raw(end).await.expect("no sheet is open");
}

/// Creates a stock-take in the state that the step needs.
pub async fn record(app: &TestApp, route: &str) -> i64 {
    if !route.contains("{id}") {
        if route.contains("/stock-takes") {
            free(app).await;
        }
        if route.contains("{month}") {
            let open = store::reports::monthly::PublishMonthNotice {
                location: app.world.id("shop"),
                month: MONTH.into(),
                open: true,
            };
            app.store.run(&by(app, "shopkeeper"), open).await.expect("published");
        }
        return 0;
    }
    free(app).await;
    let new = OpenStockTake { location: app.world.id("shop"), category: None };
    let id = app.store.run(&by(app, "shopkeeper"), new).await.expect("a sheet");
    let step = route.rsplit('/').next().unwrap_or_default();
    if matches!(step, "finish" | "approve" | "reject") {
        let skip = format!("update stock_take_line set skipped = true where stock_take = {id}");
        app.database.raw(&skip).await.expect("all left out");
    }
    if matches!(step, "approve" | "reject") {
        let lot = a_lot(app, id).await;
        let book = app.store.stock_take_lines(&app.person("shopkeeper").actor, id, &one()).await.expect("lines");
        let line = LineCount { lot, counted: Some(book.lines[0].shelf), seen: None };
        let counts = CountStockTake { take: id, lines: vec![line] };
        app.store.run(&by(app, "shopkeeper"), counts).await.expect("counted");
        let finished = FinishStockTake { take: id, reasons: vec![] };
        app.store.run(&by(app, "shopkeeper"), finished).await.expect("finished");
    }
    id
}

fn one() -> LineQuery {
    LineQuery { limit: 1, ..LineQuery::default() }
}

async fn a_lot(app: &TestApp, take: i64) -> i64 {
    let lines = app.store.stock_take_lines(&app.person("shopkeeper").actor, take, &one()).await.expect("lines");
    lines.lines[0].lot
}

pub fn body(app: &TestApp, template: &str) -> Value {
    match template.rsplit('/').next().unwrap_or_default() {
        "stock-takes" => json!({"location": app.world.id("shop")}),
        "count" => json!({"lines": []}),
        "reject" | "cancel" => json!({"reason": "有个原因"}),
        _ => json!({}),
    }
}

pub async fn form(app: &TestApp, template: &str, id: i64) -> Vec<(&'static str, String)> {
    let shop = app.world.id("shop").to_string();
    match template {
        "/shop/stock-takes/new" => vec![("location", shop), ("category", "all".into())],
        "/shop/stock-takes/{id}/scan" => {
            vec![("code", format!("lot:{}", a_lot(app, id).await)), ("count", "2".into())]
        }
        "/fn/stock/keep-list" => {
            let typed = format!("list=0123456789abcdef&code=13&count=1&location={shop}");
            let of = [("kind", "receiving"), ("subject", "0"), ("household", "0")];
            of.map(|(name, value)| (name, value.to_owned())).into_iter().chain([("typed", typed)]).collect()
        }
        "/shop/lists/drop" => vec![("list", "0123456789abcdef".into())],
        "/shop/notice/publish" => vec![("location", shop), ("month", MONTH.into()), ("open", "yes".into())],
        _ => vec![("reason", "有个原因".into())],
    }
}
