//! Records and bodies for API routes of administrators, and for those whose pages have other paths.

use domain::{
    areas::{AreaKind, NewArea},
    messages::webhooks::NewWebhook,
    tables::filters::{ListKind, NewFilter},
};
use serde_json::{Value, json};
use store::{
    By, accounts::filters::SaveFilter, areas::tree::AddArea, messages::webhooks::AddWebhook,
    wishes::lifecycle::RejectWish,
};

use super::{community::posters, consents, gifts, orders, own, takes::MONTH};
use crate::{
    privileges::targets::{BAG, audits, lot, notice},
    support::TestApp,
};

fn name() -> String {
    format!("新{:08x}", rand::random::<u32>())
}

fn phone() -> String {
    format!("136{:08}", rand::random::<u32>() % 100_000_000)
}

/// Creates the record for `{id}` where the path alone does not tell which; `None` for other routes.
pub async fn record(app: &TestApp, route: &str) -> Option<i64> {
    if let Some(id) = Box::pin(posters::record(app, route)).await {
        return Some(id);
    }
    // A webhook is a root area's.
    if route.contains("/areas/{id}/webhooks") {
        return Some(app.world.id("city"));
    }
    if route.starts_with("/me/filters/{id}") {
        return Some(filter(app).await);
    }
    let bare = route.strip_prefix("/api/v1").unwrap_or(route);
    match bare {
        "/me/undos/{id}" | "/undo/{id}" => return Some(undo(app).await),
        "/wishes/{id}/reopen" | "/desk/wishes/{id}/reopen" => return Some(sent_back(app).await),
        "/areas/{id}/move"
        | "/areas/{id}/merge"
        | "/areas/{id}/close"
        | "/admin/areas/{id}/move"
        | "/admin/areas/{id}/merge"
        | "/admin/areas/{id}/close" => return Some(grid(app, 0).await),
        "/areas/{id}/reopen" | "/admin/closed-areas/{id}/open" => return Some(grid(app, 1).await),
        "/desk/workload/{id}" | "/workload/{id}/files" => return Some(app.person("caseworker").actor.account),
        "/desk/workload/{id}/files" | "/desk/workload/{id}/all" => return Some(app.world.id("spare")),
        _ => {}
    }
    Some(match route.strip_prefix("/api/v1")? {
        "/accounts/{id}/revoke" => audits(app).await,
        "/accounts/{id}/factor" => {
            own::planted_factor(app, "spare").await;
            app.world.id("spare")
        }
        "/me/tokens/{id}/end" => token(app).await,
        "/me/notices/{id}/read" => notice(app).await,
        "/organisations/{id}/open"
        | "/organisations/{id}/close"
        | "/organisations/{id}/renew"
        | "/organisations/{id}/rename" => app.world.id("organisation"),
        "/receipts/{id}/lines" | "/receipts/{id}/close" => Box::pin(gifts::record(app, "/shop/receipts/{id}")).await,
        "/wishes/{id}/words" => Box::pin(consents::record(app, "/desk/review/{id}/words")).await,
        _ => return None,
    })
}

/// Address of a host that the tests' installation allows.
const HOOK: &str = "https://hooks.example/changes";
const SECRET: &str = "a secret that is long enough";

/// Adds a webhook to the city, in place of those before, so that no caller reaches the limit; returns its number.
pub async fn webhook(app: &TestApp) -> i64 {
    app.database.raw("delete from webhook").await.expect("removed");
    let by = By::new(app.person("area_admin").actor, server::http::random_id());
    let new = NewWebhook { name: "县网".into(), address: HOOK.into(), secret: SECRET.into() };
    let added = app.store.run(&by, AddWebhook { area: app.world.id("city"), new }).await.expect("a webhook");
    added.0
}

/// Fills in the numbers of records that a path names beside `{id}`.
pub async fn filled(app: &TestApp, path: String) -> String {
    match path.contains("{webhook}") {
        true => path.replace("{webhook}", &webhook(app).await.to_string()),
        false => path,
    }
}

/// Adds an empty grid to the city, closed at some time, or open for 0; returns its number.
async fn grid(app: &TestApp, closed: i64) -> i64 {
    let by = By::new(app.person("area_admin").actor, server::http::random_id());
    let new = NewArea { parent: Some(app.world.id("city")), kind: AreaKind::Grid, name: name() };
    let id = app.store.run(&by, AddArea(new)).await.expect("a grid");
    app.database.raw(&format!("update area set closed = {closed} where id = {id}")).await.expect("set");
    id
}

/// Sends a wish of the family back; returns its number.
async fn sent_back(app: &TestApp) -> i64 {
    let wish = app.family().post_wish(json!({"item": "school_bag", "size": BAG})).await;
    let by = By::new(app.person("caseworker").actor, server::http::random_id());
    let reject = RejectWish { id: wish, reason: "写错了".into() };
    app.store.run(&by, reject).await.expect("sent back");
    wish
}

/// Lets the caseworker do what it may take back; returns the number of the act.
async fn undo(app: &TestApp) -> i64 {
    let wish = sent_back(app).await;
    app.database.rows(&format!("select id, '' from undo where record = {wish} and kind = 'wish_rejected'")).await[0].0
}

/// Makes a token of the donor; returns its number.
async fn token(app: &TestApp) -> i64 {
    let (account, end) = (app.donor().actor.account, i64::from(i32::MAX) * 2);
    let text = server::http::random_id();
    let columns = "(token, account, name, scope, created, expires, used)";
    let insert =
        format!("insert into access_token {columns} values ('{text}', {account}, '报表', 'read', 0, {end}, 0)");
    app.database.raw(&insert).await.expect("a token");
    app.database.rows(&format!("select id, '' from access_token where token = '{text}'")).await[0].0
}

/// Saves a filter of the caseworker, in place of those before; returns its number.
async fn filter(app: &TestApp) -> i64 {
    app.database.raw("delete from saved_filter").await.expect("removed");
    let by = By::new(app.caseworker().actor, server::http::random_id());
    let new = NewFilter { list: ListKind::Households, name: name(), query: "mine=yes".into() };
    app.store.run(&by, SaveFilter(new)).await.expect("a filter").0
}

/// Builds a valid form; `None` for routes of other modules.
pub async fn form(app: &TestApp, template: &str) -> Option<Vec<(&'static str, String)>> {
    if let Some(fields) = Box::pin(posters::form(app, template)).await {
        return Some(fields);
    }
    Some(match template {
        "/me/filters" => vec![("list", "stock".into()), ("filter_name", name()), ("query", "q=wok".into())],
        "/me/filters/{id}/rename" => vec![("filter_name", name())],
        "/me/lists" => vec![("list", "households".into()), ("rows", "tight".into())],
        "/desk/households/picked" => vec![
            ("pick", format!("{}:1", app.world.id("family"))),
            ("caseworker", app.caseworker().actor.account.to_string()),
        ],
        "/desk/cases/table/assign" | "/desk/visits/assign" => {
            vec![("pick", "4711".into()), ("caseworker", app.caseworker().actor.account.to_string())]
        }
        "/shop/fill/picked" => vec![("pick", format!("{}:1", app.published_wish(1).await))],
        "/desk/wishes/table/publish" => vec![("pick", app.published_wish(1).await.to_string())],
        "/me/tokens" => vec![("name", "报表".into()), ("scope", "read".into()), ("days", "30".into())],
        "/admin/areas/{id}/webhooks" => {
            vec![("name", "县网".into()), ("address", HOOK.into()), ("secret", SECRET.into())]
        }
        "/admin/areas/{id}/webhooks/remove" => vec![("webhook", webhook(app).await.to_string())],
        "/me/tokens/end" => vec![("token", token(app).await.to_string())],
        "/desk/workload/{id}/files" => vec![
            ("to", app.person("caseworker").actor.account.to_string()),
            ("household", app.world.id("family").to_string()),
        ],
        "/admin/areas/{id}/move" => {
            vec![("to", app.world.id("east").to_string()), ("households", "0".into())]
        }
        "/admin/areas/{id}/merge" => {
            vec![("to", app.world.id("community").to_string()), ("households", "0".into())]
        }
        "/admin/organisations/{id}/rename" => vec![("name", name())],
        "/desk/workload/{id}/all" => vec![("to_all", app.person("caseworker").actor.account.to_string())],
        _ => return None,
    })
}

/// Assigns a new barcode to an item; returns it.
async fn barcode(app: &TestApp, item: i64) -> String {
    let code = format!("YY-{}", phone());
    let path = format!("/api/v1/items/{item}/barcodes");
    app.shopkeeper().post(&path, json!({"barcode": code})).await.expect(201);
    code
}

/// Builds a valid body; `None` for routes of other modules.
pub async fn body(app: &TestApp, template: &str, id: i64) -> Option<Value> {
    if let Some(body) = Box::pin(posters::body(app, template)).await {
        return Some(body);
    }
    let (shop, city, community) = (app.world.id("shop"), app.world.id("city"), app.world.id("community"));
    Some(match template.strip_prefix("/api/v1")? {
        "/accounts" => json!({"phone": phone(), "name": "新人", "role": "shopkeeper", "area": community}),
        "/accounts/{id}/grant" | "/accounts/{id}/revoke" => json!({"role": "auditor", "area": community}),
        "/accounts/{id}/open" | "/accounts/{id}/close" | "/accounts/{id}/password" | "/accounts/{id}/factor" => {
            json!({})
        }
        "/areas" => json!({"parent": city, "kind": "grid", "name": name()}),
        "/areas/{id}/rename" => json!({"name": name()}),
        "/areas/{id}/move" => json!({"to": app.world.id("east"), "households": 0}),
        "/areas/{id}/merge" => json!({"to": community, "households": 0}),
        "/areas/{id}/close" | "/areas/{id}/reopen" => json!({}),
        "/areas/{id}/policy" => {
            serde_json::to_value(domain::areas::Policy { open_claims: 50, ..Default::default() }).expect("JSON")
        }
        "/areas/{id}/points-policy" => {
            json!({"base": 20, "each_member": 10, "cap_month": 80, "cap_balance": 0, "valid_months": 6})
        }
        "/locations" => json!({"area": community, "name": name(), "address": "新店门口"}),
        "/locations/{id}" => json!({"name": "柳林店", "address": "柳林店门口", "open": true}),
        "/locations/{id}/opening" => json!({"phone": "0571-8888", "recipient": "", "week": [], "closed": []}),
        "/locations/{id}/capacity" => json!({"orders": 50}),
        "/locations/{id}/month-notices" => json!({"month": MONTH, "open": true}),
        "/organisations" => json!({"area": city, "name": name()}),
        "/organisations/{id}/open" | "/organisations/{id}/close" | "/organisations/{id}/renew" => json!({}),
        "/organisations/{id}/rename" => json!({"name": name()}),
        "/claims/{id}/thanks" => json!({"words": "谢谢", "card": "flower"}),
        "/thanks/{id}/release" => json!({"words": "谢谢"}),
        "/hand-overs/files" => json!({
            "from": app.world.id("spare"), "to": app.person("caseworker").actor.account,
            "households": [app.world.id("family")],
        }),
        "/wishes/{id}/draft" => json!({"quantity": 2, "words": "两个也行"}),
        "/wishes/{id}/words" => json!({"words": "上学用"}),
        "/wishes/{id}/photo/remove" => json!({}),
        "/receipts/{id}/lines" => json!({"lines": [{"item": "wok"}]}),
        "/kits/{id}/parts" => json!({"part": 17, "quantity": 2}),
        "/items/{id}/barcodes/remove" => json!({"barcode": barcode(app, id).await}),
        "/me/password" => json!({"old": "no account has this", "new": "nor has any other"}),
        "/me/pin" => json!({"pin": "4826"}),
        "/areas/{id}/webhooks" => json!({"name": "县网", "address": HOOK, "secret": SECRET}),
        "/me/tokens" => json!({"name": "报表", "scope": "read", "days": 30}),
        "/me/view" => json!({"larger": false}),
        "/registration/codes" => json!({"phone": phone()}),
        "/registration" => json!({"phone": "", "name": "", "password": ""}),
        "/households/{id}/password" => json!({"reason": "visit"}),
        "/me/basket" => json!({"location": shop, "wanted": {"item": orders::wok(), "quantity": 1}, "adds": true}),
        "/stock/inspections" => {
            let check = json!({"checker": "王师傅", "passed": true});
            json!({"lot": lot(app, true).await, "location": shop, "check": check})
        }
        "/stock/write-offs" => json!({"lot": lot(app, false).await, "location": shop, "reason": "摔坏了"}),
        "/stock/returns" => json!({"lot": lot(app, true).await, "location": shop, "reason": "退回"}),
        _ => return None,
    })
}
