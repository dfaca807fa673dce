//! Calls for each route: a record in the state that the step needs, and valid input.
//! Only the caller's privileges decide the outcome.

use domain::{
    households::Member,
    imports::{GoodsRow, HouseholdRow, Line},
    wishes::NewWish,
};
use serde_json::{Value, json};
use store::{
    By,
    accounts::roles::{GrantRole, RoleOf},
    areas::policies::SetPolicy,
    claims::thanks::AddThanks,
    imports::{
        goods::{AddGoodsImport, NewImport},
        households::AddHouseholdImport,
        points::PointsRow,
        points_plan::AddPointsSheet,
    },
    wishes::media::voice::WishMedia,
};

use super::{
    forms::{body, form},
    orders,
};
use crate::support::{
    TestApp, asked_for,
    world::{PICTURE, VOICE},
};

pub const BAG: &str = "1–3 年级";

#[derive(Debug)]
pub enum Target {
    Get(String),
    Delete(String),
    Post(String, Value),
    Form(String, Vec<(&'static str, String)>),
}

/// Stocks the shelf, and raises limits so that no caller reaches one.
pub async fn prepare(app: &TestApp) {
    let policy = domain::areas::Policy { open_claims: 50, ..Default::default() };
    for (who, area) in [("coordinator", "city"), ("coordinator_there", "there")] {
        app.store
            .run(&by(app, who), SetPolicy { area: app.world.id(area), policy: policy.clone() })
            .await
            .expect("a policy");
    }
    app.shopkeeper().receive(app.world.id("shop"), "school_bag", BAG, 1000).await;
    app.shopkeeper().receive(app.world.id("shop"), "wok", "", 1000).await;
    super::canaries::plant(app).await;
    orders::prepare(app).await;
}

fn by(app: &TestApp, who: &str) -> By {
    By::new(app.person(who).actor, server::http::random_id())
}

/// Builds the call for a line of the table.
pub async fn target(app: &TestApp, line: &str) -> Target {
    let route = line.split(" (").next().expect("a route");
    let (method, template) = route.split_once(' ').expect("a method");
    let id = record(app, line).await;
    let key = if template.contains("{key}") { "wok" } else { "" };
    let path = template
        .replace("{id}", &id.to_string())
        .replace("{key}", key)
        .replace("{n}", "3")
        .replace("{row}", "3")
        .replace("{code}", "13")
        .replace("{tag}", app::i18n::Lang::ALL.into_iter().find(|lang| lang.is_draft()).map_or("", |lang| lang.tag()))
        .replace("{file}", "stock.csv")
        .replace("{household}", &app.world.id("family").to_string())
        .replace("{page}", super::site::PAGE)
        .replace("{location}", &app.world.id("shop").to_string())
        .replace("{month}", super::takes::MONTH);
    let path = match path.contains("{wish}") {
        true => path.replace("{wish}", &spoken(app).await.to_string()),
        false => path,
    };
    let path = match path.contains("/office/{token}") {
        true => path.replace("{token}", &super::cases::link(app).await),
        false => path,
    };
    let path = match path.contains("/shifts/feed/{token}") {
        true => path.replace("{token}", &super::shifts::feed(app).await),
        false => path,
    };
    let path = match path.contains("{secret}") {
        true => path.replace("{secret}", &card(app).await),
        false => path,
    };
    let path = match path.contains("{consent}") {
        true => path.replace("{consent}", &super::consents::held(app).await.to_string()),
        false => path,
    };
    let path = match path.contains("/points/{journal}") {
        true => path.replace("{journal}", &points_journal(app).await.to_string()),
        false => path,
    };
    let path = super::household::filled(app, path).await;
    let path = super::messages::filled(app, path).await;
    let path = super::taking_part::filled(app, path).await;
    let path = Box::pin(super::helper_sheets::filled(app, path)).await;
    let path = super::courses::filled(app, path).await;
    let path = super::groups::filled(app, path).await;
    let path = super::access::filled(app, path).await;
    match method {
        "GET" => Target::Get(path + query(app, template).await.as_str()),
        "DELETE" => super::own::prepared(app, Target::Delete(path)).await,
        _ if template.starts_with("/api/") => match Box::pin(super::access::body(app, template, id)).await {
            Some(body) => Target::Post(path, body),
            None => Target::Post(path, body(app, template, id).await),
        },
        _ => match Box::pin(super::access::form(app, template)).await {
            Some(fields) => Target::Form(path, fields),
            None => Target::Form(path, form(app, template, id).await),
        },
    }
}

/// Creates the record for `{id}`, anew where a call uses it up.
async fn record(app: &TestApp, line: &str) -> i64 {
    let world = |name| app.world.id(name);
    let route = line.split_once(' ').expect("a method").1;
    if let Some(id) = Box::pin(super::access::record(app, route)).await {
        return id;
    }
    match route {
        r if super::conferences::is_ours(r) => Box::pin(super::conferences::record(app, r)).await,
        r if super::aid::is_ours(r) => Box::pin(super::aid::record(app, r)).await,
        r if super::urgent::is_ours(r) => Box::pin(super::urgent::record(app, r)).await,
        r if super::groups::is_ours(r) => Box::pin(super::groups::record(app, r)).await,
        r if super::taking_part::is_ours(r) => Box::pin(super::taking_part::record(app, r)).await,
        r if super::helper_sheets::is_ours(r) => Box::pin(super::helper_sheets::record(app, r)).await,
        r if super::partners::is_ours(r) => Box::pin(super::partners::record(app, r)).await,
        r if super::pledges::is_ours(r) => Box::pin(super::pledges::record(app, r)).await,
        r if super::programmes::is_ours(r) => Box::pin(super::programmes::record(app, r)).await,
        r if super::drives::is_ours(r) => Box::pin(super::drives::record(app, r)).await,
        r if super::jobs::is_ours(r) => Box::pin(super::jobs::record(app, r)).await,
        r if super::entitlements::is_ours(r) => Box::pin(super::entitlements::record(app, r)).await,
        r if super::messages::is_ours(r) => Box::pin(super::messages::record(app, r)).await,
        r if super::visits::is_ours(r) => Box::pin(super::visits::record(app, r)).await,
        r if super::appointments::is_ours(r) => Box::pin(super::appointments::record(app, r)).await,
        r if super::markets::is_ours(r) => Box::pin(super::markets::record(app, r)).await,
        r if super::lending::is_ours(r) => Box::pin(super::lending::record(app, r)).await,
        r if super::courses::is_ours(r) => Box::pin(super::courses::record(app, r)).await,
        r if super::shifts::is_ours(r) => Box::pin(super::shifts::record(app, r)).await,
        r if super::school_places::is_ours(r) => Box::pin(super::school_places::record(app, r)).await,
        r if super::pairings::is_ours(r) => Box::pin(super::pairings::record(app, r)).await,
        r if super::rounds::is_ours(r) => Box::pin(super::rounds::record(app, r)).await,
        r if super::cases::is_ours(r) => Box::pin(super::cases::record(app, r)).await,
        r if super::standbys::is_ours(r) => Box::pin(super::standbys::record(app, r)).await,
        r if super::disputes::is_ours(r) => Box::pin(super::disputes::record(app, r)).await,
        r if super::consents::is_ours(r) => Box::pin(super::consents::record(app, r)).await,
        r if super::gifts::is_one(r) => Box::pin(super::gifts::record(app, r)).await,
        r if super::takes::is_ours(r) => Box::pin(super::takes::record(app, r)).await,
        r if super::files::is_ours(r) => Box::pin(super::files::record(app, r)).await,
        r if super::moving::is_ours(r) => Box::pin(super::moving::record(app, r)).await,
        r if r.contains("/orders/{id}") => orders::place(app).await,
        r if r.contains("/me/sessions/{id}") => session(app).await,
        "/shop/walk-in/{id}" | "/shop/families/{id}" | "/shop/families/{id}/hand-over" => world("family"),
        r if r.starts_with("/shop/import/{id}") || r.starts_with("/api/v1/imports/items/{id}") => import_of(app).await,
        r if r.contains("/points/import/{id}") || r.contains("/imports/points/{id}") => points_sheet(app).await,
        r if r.starts_with("/desk/households/import/{id}") || r.starts_with("/api/v1/imports/households/{id}") => {
            household_list(app).await
        }
        "/photos/{id}" => photo(app, true).await,
        "/item-photos/{id}" => item_photo(app).await,
        "/voice/kept/{id}" => app.store.voice_keep(&by(app, "family"), VOICE.to_vec()).await.expect("kept"),
        "/photos/kept/{id}" => {
            let photo = app.store.picture(&app.family().actor, PICTURE.to_vec()).await.expect("a picture");
            app.store.photo_keep(&by(app, "family"), photo).await.expect("kept")
        }
        r if r.contains("/wishes/{id}/voice") => spoken(app).await,
        r if r.contains("/items/{id}") => own_item(app).await,
        "/photos/{id} (unreviewed)" => photo(app, false).await,
        r if r.contains("(unreviewed)") || r.ends_with("/publish") || r.ends_with("/reject") => {
            submitted(app, false).await
        }
        r if r.ends_with("/submit") || r.ends_with("/draft") => submitted(app, true).await,
        r if r.ends_with("/item") => free_title(app).await,
        "/desk/review/{id}" => submitted(app, false).await,
        "/notices/{id}/open" => notice(app).await,
        r if r.contains("/thanks/{id}") => thanks(app).await,
        r if r.contains("/lots/{id}/inspect") || r.contains("/lots/{id}/return") => lot(app, true).await,
        r if r.contains("/lots/{id}") => lot(app, false).await,
        r if r.contains("/journals/{id}") => journal(app).await,
        r if r.contains("/claims/{id}") => claim(app, r).await,
        r if r.contains("/wishes/{id}") || r.contains("/fill/{id}") => app.published_wish(20).await,
        r if r.contains("/households/{id}") => world("family"),
        "/admin/accounts/{id}/revoke" => audits(app).await,
        "/admin/accounts/{id}/factor" => {
            super::own::planted_factor(app, "spare").await;
            world("spare")
        }
        r if r.contains("/accounts/{id}") => world("spare"),
        r if r.contains("/areas/{id}") => world("community"),
        r if r.contains("/locations/{id}") => world("shop"),
        r if r.contains("/organisations/{id}") => world("organisation"),
        _ => 0,
    }
}

/// Opens another session of the family; returns its id.
pub async fn session(app: &TestApp) -> i64 {
    let (account, future) = (app.family().actor.account, i64::from(i32::MAX) * 2);
    let token = server::http::random_id();
    let insert = "insert into session (token, account, created, expires, used) values";
    app.database.raw(&format!("{insert} ('{token}', {account}, 0, {future}, {future})")).await.expect("a session");
    app.database.rows(&format!("select id, '' from session where token = '{token}'")).await[0].0
}

/// Issues a card to the family; returns its secret.
pub async fn card(app: &TestApp) -> String {
    let made = app.store.card_make(&by(app, "caseworker"), asked_for(app.world.id("family"))).await;
    made.expect("a card").secret
}

/// Grants a role that can be revoked; returns the account.
pub async fn audits(app: &TestApp) -> i64 {
    let (spare, area) = (app.world.id("spare"), app.world.id("community"));
    app.store
        .run(&by(app, "coordinator"), GrantRole(RoleOf { account: spare, role: domain::accounts::Role::Auditor, area }))
        .await
        .expect("a role");
    spare
}

async fn submitted(app: &TestApp, draft: bool) -> i64 {
    app.family().post_wish(json!({"item": "school_bag", "size": BAG, "draft": draft})).await
}

/// Posts a wish for what is in no list.
async fn free_title(app: &TestApp) -> i64 {
    app.family().post_wish(json!({"title": "玉米种子", "symbol": "seed"})).await
}

/// Posts a wish with a recording.
async fn spoken(app: &TestApp) -> i64 {
    let wish = NewWish { item: 13, quantity: 1, again: true, ..NewWish::default() };
    let said = WishMedia { voice: VOICE.to_vec(), ..WishMedia::default() };
    app.store.wish_post_with(&by(app, "family"), wish, said).await.expect("a wish")
}

async fn photo(app: &TestApp, published: bool) -> i64 {
    let wish = submitted(app, false).await;
    let photo = super::consents::picture(app, wish).await;
    if published {
        app.caseworker().publish(wish).await;
    }
    photo
}

/// Creates an item of the shop.
pub async fn own_item(app: &TestApp) -> i64 {
    let new = json!({"name": format!("{:08x}", rand::random::<u32>()), "category": "home"});
    let made = app.shopkeeper().post("/api/v1/items", new).await.expect(201);
    made["item"]["id"].as_i64().expect("a number")
}

async fn item_photo(app: &TestApp) -> i64 {
    let item = own_item(app).await;
    app.store.item_photo_add(&by(app, "shopkeeper"), item, PICTURE.to_vec()).await.expect("a picture")
}

/// Returns a notice of the donor.
pub async fn notice(app: &TestApp) -> i64 {
    app.arrived_claim().await;
    let account = app.donor().actor.account;
    app.database.rows(&format!("select max(id), '' from notice where account = {account}")).await[0].0
}

/// Creates a claim in the state that the last word of the route needs.
async fn claim(app: &TestApp, route: &str) -> i64 {
    match route.rsplit('/').next().expect("a step") {
        "check" => {
            let wish = app.family().post_wish(json!({"item": "rice_cooker"})).await;
            app.caseworker().publish(wish).await;
            let claim = app.donor().claim(wish, 1).await;
            app.shopkeeper().act(claim, "arrive", json!({"condition": "used"})).await.expect(200);
            claim
        }
        "hand-over" => orders::arrived_claim(app).await,
        "shift" | "undo" => {
            let claim = app.claimed_wish().await.1;
            app.donor().act(claim, "on-the-way", json!({})).await.expect(200);
            claim
        }
        "decide" => {
            let claim = app.claimed_wish().await.1;
            let ended = "update claim set state = 'revoked', reason = 'not_collected', undecided = 9000000000,";
            app.database.raw(&format!("{ended} next_step = 9000000000 where id = {claim}")).await.expect("undecided");
            claim
        }
        "confirm" | "thanks" => handed_over(app).await,
        _ => app.claimed_wish().await.1,
    }
}

/// Creates a claim whose goods the shopkeeper handed over.
pub async fn handed_over(app: &TestApp) -> i64 {
    let (wish, claim) = app.arrived_claim().await;
    let code = app.code(wish).await;
    app.shopkeeper().act(claim, "hand-over", json!({"code": code})).await.expect(200);
    claim
}

/// Creates a goods import that waits for confirmation.
async fn import_of(app: &TestApp) -> i64 {
    let row = GoodsRow { name: "毛毯".into(), quantity: 1, batch: server::http::random_id(), ..GoodsRow::default() };
    let lines = vec![Line { n: 2, row, wrong: Vec::new(), skipped: false }];
    let new = NewImport { location: app.world.id("shop"), name: String::new(), lines, notes: Vec::new() };
    app.store.run(&by(app, "shopkeeper"), AddGoodsImport(new)).await.expect("a sheet")
}

/// Creates a points import that waits for confirmation by its uploader.
async fn points_sheet(app: &TestApp) -> i64 {
    let row = PointsRow { household: app.world.id("family"), points: 1, reason: server::http::random_id() };
    let lines = vec![Line { n: 2, row, wrong: Vec::new(), skipped: false }];
    let new = NewImport { location: 0, name: String::new(), lines, notes: Vec::new() };
    app.store.run(&by(app, "caseworker"), AddPointsSheet(new)).await.expect("a sheet")
}

/// Creates a household import with a new family, and in row 3 one that resembles a known family.
async fn household_list(app: &TestApp) -> i64 {
    let line = |n, name: &str| {
        let member = Member { name: name.into(), birth_year: 1980, ..Member::default() };
        let row = HouseholdRow {
            name: name.into(),
            address: "新路 1 号".into(),
            members: vec![member],
            ..Default::default()
        };
        Line { n, row, wrong: Vec::new(), skipped: false }
    };
    let lines = vec![line(2, "新来的一家"), line(3, "新来了一家")];
    let new = AddHouseholdImport { area: app.world.id("community"), name: String::new(), lines, notes: Vec::new() };
    app.store.household_import_add(&by(app, "caseworker"), new).await.expect("a list")
}

async fn thanks(app: &TestApp) -> i64 {
    let claim = handed_over(app).await;
    app.store
        .run(&by(app, "family"), AddThanks { claim, words: "谢谢".into(), card: "flower".into() })
        .await
        .expect("thanks")
}

pub async fn lot(app: &TestApp, quarantine: bool) -> i64 {
    let shop = app.world.id("shop");
    if !quarantine {
        return app.shopkeeper().receive(shop, "wok", "", 9).await;
    }
    let receipt = json!({"location": shop, "item": "rice_cooker", "quantity": 9, "condition": "used"});
    app.shopkeeper().post("/api/v1/stock/receipts", receipt).await.expect(201)["lot"].as_i64().expect("a number")
}

pub async fn journal(app: &TestApp) -> i64 {
    let (shop, lot) = (app.world.id("shop"), lot(app, false).await);
    let count = json!({"location": shop, "lot": lot, "counted": 5, "reason": "盘点"});
    app.shopkeeper().post("/api/v1/stock/counts", count).await.expect(201)["journal"].as_i64().expect("a number")
}

/// Grants points to the family; returns the journal.
pub async fn points_journal(app: &TestApp) -> i64 {
    let path = format!("/api/v1/households/{}/points", app.world.id("family"));
    let gift = json!({"points": 5, "reason": "慰问"});
    app.caseworker().post(&path, gift).await.expect(201)["journal"].as_i64().expect("a number")
}

async fn query(app: &TestApp, template: &str) -> String {
    let shop = app.world.id("shop");
    match template {
        t if super::lending::is_ours(t) => super::lending::query(app, t),
        t if t.ends_with("/consents/new") => super::consents::query(app).await,
        "/shop/entries" => format!("?item=13&location={shop}&place=shelf"),
        "/shop/walk-in/{id}" => format!("?location={shop}"),
        t if t.ends_with("/households/{id}/merge") => format!("?with={}", app.world.id("family2")),
        "/shop/lots" => format!("?item=13&location={shop}"),
        "/shop/labels" => "?item=13&n=3".into(),
        "/search" | "/api/v1/search" => format!("?q={}", app.world.id("family")),
        "/shop/export/file" => "?what=stock&format=csv".into(),
        "/audit/file"
        | "/desk/rounds/{id}/file"
        | "/desk/shifts/file"
        | "/desk/slots/file"
        | "/desk/entitled/file"
        | "/desk/aid/file"
        | "/desk/openings/file" => "?format=csv".into(),
        "/api/v1/aid" => format!("?area={}", app.world.id("city")),
        "/api/v1/areas/{id}/impact" => format!("?to={}", app.world.id("city")),
        "/shop/lots/{id}/forward" => format!("?location={shop}"),
        _ => String::new(),
    }
}
