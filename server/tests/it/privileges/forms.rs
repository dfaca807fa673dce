//! Valid JSON bodies and forms.

use serde_json::{Value, json};

use super::{
    orders, takes,
    targets::{BAG, journal, lot, points_journal, session},
};
use crate::support::TestApp;

fn phone() -> String {
    format!("136{:08}", rand::random::<u32>() % 100_000_000)
}

fn name() -> String {
    format!("新{:08x}", rand::random::<u32>())
}

/// Builds a valid JSON body.
pub async fn body(app: &TestApp, template: &str, id: i64) -> Value {
    if super::conferences::is_ours(template) {
        return Box::pin(super::conferences::body(app, template)).await;
    }
    if super::aid::is_ours(template) {
        return Box::pin(super::aid::body(app, template)).await;
    }
    if super::partners::is_ours(template) {
        return Box::pin(super::partners::body(app, template)).await;
    }
    if super::pledges::is_ours(template) {
        return Box::pin(super::pledges::body(app, template, id)).await;
    }
    if super::drives::is_ours(template) {
        return Box::pin(super::drives::body(app, template, id)).await;
    }
    if super::groups::is_ours(template) {
        return Box::pin(super::groups::body(app, template)).await;
    }
    if super::programmes::is_ours(template) {
        return Box::pin(super::programmes::body(app, template)).await;
    }
    if super::jobs::is_ours(template) {
        return Box::pin(super::jobs::body(app, template)).await;
    }
    if super::entitlements::is_ours(template) {
        return Box::pin(super::entitlements::body(app, template, id)).await;
    }
    if super::cases::is_ours(template) {
        return Box::pin(super::cases::body(app, template)).await;
    }
    if super::visits::is_ours(template) {
        return Box::pin(super::visits::body(app, template)).await;
    }
    if let Some(body) = super::gifts::body(app, template.trim_start_matches("/api/v1")) {
        return body;
    }
    if super::messages::is_ours(template) {
        return Box::pin(super::messages::body(template)).await;
    }
    if super::appointments::is_ours(template) {
        return Box::pin(super::appointments::body(app, template)).await;
    }
    if super::markets::is_ours(template) {
        return super::markets::body(app, template);
    }
    if super::urgent::is_ours(template) {
        return Box::pin(super::urgent::body(app, template)).await;
    }
    if super::lending::is_ours(template) {
        return Box::pin(super::lending::body(app, template)).await;
    }
    if super::taking_part::is_ours(template) {
        return Box::pin(super::taking_part::body(app, template)).await;
    }
    if super::helper_sheets::is_ours(template) {
        return super::helper_sheets::body(app, template);
    }
    if super::courses::is_ours(template) {
        return Box::pin(super::courses::body(app, template)).await;
    }
    if super::shifts::is_ours(template) {
        return Box::pin(super::shifts::body(app, template, id)).await;
    }
    if super::school_places::is_ours(template) {
        return Box::pin(super::school_places::body(app, template)).await;
    }
    if super::pairings::is_ours(template) {
        return Box::pin(super::pairings::body(app, template)).await;
    }
    if super::rounds::has_input(template) {
        return Box::pin(super::rounds::body(app, template)).await;
    }
    if super::disputes::is_ours(template) {
        return super::disputes::body(template);
    }
    if super::own::is_ours(template) {
        return Box::pin(super::own::body(app, template)).await;
    }
    if super::site::is_ours(template) {
        return Box::pin(super::site::body(app, template)).await;
    }
    if super::files::is_ours(template) {
        return Box::pin(super::files::body(app, template, id)).await;
    }
    if super::household::is_ours(template) {
        return Box::pin(super::household::body(app, template)).await;
    }
    if super::moving::is_ours(template) {
        return Box::pin(super::moving::body(app, template, id)).await;
    }
    if super::consents::is_ours(template) {
        return Box::pin(super::consents::body(app, template)).await;
    }
    let world = |name| app.world.id(name);
    match template.trim_start_matches("/api/v1") {
        t if takes::is_ours(t) => takes::body(app, t),
        "/session/codes" => json!({"phone": phone()}),
        "/session" => json!({"phone": phone(), "password": "no account has this"}),
        "/session/proof" => json!({"proof": "no account has this"}),
        "/me/factor/confirm" => json!({"code": "000000"}),
        "/me/factor/off" => json!({"password": "no account has this", "code": "000000"}),
        t if t.starts_with("/orders") => orders::body(app, t, id).await,
        "/wishes" => json!({"item": "wok", "household": world("family"), "again": true, "beyond": "还要一口"}),
        "/wishes/{id}/item" => json!({"name": name(), "cost": 40}),
        "/wishes/{id}/submit" => json!({"again": true, "beyond": "还要一个"}),
        "/wishes/{id}/fill" => json!({"item": "school_bag"}),
        "/wishes/{id}/applications" => json!({"plan": "周末去县城买"}),
        "/applications/{id}/decline" => json!({"reason": "有个原因"}),
        "/claims/{id}/check" => json!({"checker": "王师傅", "passed": true}),
        "/claims/{id}/hand-over" => json!({"code": code(app, id).await}),
        "/claims/{id}/decide" => json!({"decision": "reopen"}),
        "/items" | "/items/{id}" => json!({"name": name(), "category": "home"}),
        "/items/{id}/terms" => json!({"points": 5}),
        "/items/{id}/barcodes" => json!({"barcode": format!("YY-{}", phone())}),
        "/stock/receipts" => json!({"location": world("shop"), "item": "wok"}),
        "/stock/issues" => {
            let (wish, claim) = app.arrived_claim().await;
            json!({"claim": claim, "code": app.code(wish).await})
        }
        "/stock/transfers" => json!({"lot": lot(app, false).await, "from": world("shop"), "to": world("shop_west")}),
        "/stock/counts" => {
            json!({"lot": lot(app, false).await, "location": world("shop"), "counted": 3, "reason": "盘点"})
        }
        "/households/{id}/points" => json!({"points": 5, "reason": "慰问"}),
        "/households/{id}/points/reversals" => {
            json!({"journal": points_journal(app).await, "reason": "发错人"})
        }
        "/me/setup" => json!({"password": "a new long password"}),
        "/households/{id}/cards" => json!({"reason": "visit"}),
        "/cards" => json!({"households": [world("family")], "reason": "visit"}),
        "/imports/households/{id}/rows/{row}" => json!({"anyway": true}),
        "/stock/reversals" => json!({"journal": journal(app).await, "reason": "数错了"}),
        t if ["/reject", "/withdraw", "/cancel", "/refuse", "/revoke"].iter().any(|end| t.ends_with(end)) => {
            json!({"reason": "有个原因"})
        }
        _ => json!({}),
    }
}

/// Returns the pick-up code of a claim's wish.
async fn code(app: &TestApp, claim: i64) -> String {
    let wish =
        app.donor().get(&format!("/api/v1/claims/{claim}")).await.expect(200)["wish"].as_i64().expect("a number");
    app.code(wish).await
}

/// Builds a valid form.
pub async fn form(app: &TestApp, template: &str, id: i64) -> Vec<(&'static str, String)> {
    if super::conferences::is_ours(template) {
        return Box::pin(super::conferences::form(app, template)).await;
    }
    if super::aid::is_ours(template) {
        return Box::pin(super::aid::form(app, template)).await;
    }
    if super::partners::is_ours(template) {
        return Box::pin(super::partners::form(app, template)).await;
    }
    if super::pledges::is_ours(template) {
        return Box::pin(super::pledges::form(app, template)).await;
    }
    if super::drives::is_ours(template) {
        return Box::pin(super::drives::form(app, template, id)).await;
    }
    if super::groups::is_ours(template) {
        return Box::pin(super::groups::form(app, template)).await;
    }
    if super::programmes::is_ours(template) {
        return Box::pin(super::programmes::form(app, template, id)).await;
    }
    if super::jobs::is_ours(template) {
        return Box::pin(super::jobs::form(app, template)).await;
    }
    if super::entitlements::is_ours(template) {
        return Box::pin(super::entitlements::form(app, template, id)).await;
    }
    if super::cases::is_ours(template) {
        return Box::pin(super::cases::form(app, template)).await;
    }
    if super::visits::is_ours(template) {
        return Box::pin(super::visits::form(app, template)).await;
    }
    if let Some(form) = super::gifts::form(app, template) {
        return form;
    }
    if super::messages::is_ours(template) {
        return Box::pin(super::messages::form(app, template)).await;
    }
    if super::appointments::is_ours(template) {
        return Box::pin(super::appointments::form(app, template)).await;
    }
    if super::markets::is_ours(template) {
        return Box::pin(super::markets::form(app, template)).await;
    }
    if super::urgent::is_ours(template) {
        return Box::pin(super::urgent::form(app, template)).await;
    }
    if super::lending::is_ours(template) {
        return Box::pin(super::lending::form(app, template)).await;
    }
    if super::taking_part::is_ours(template) {
        return Box::pin(super::taking_part::form(app, template)).await;
    }
    if super::helper_sheets::is_ours(template) {
        return super::helper_sheets::form(app, template);
    }
    if super::courses::is_ours(template) {
        return Box::pin(super::courses::form(app, template)).await;
    }
    if super::shifts::is_ours(template) {
        return Box::pin(super::shifts::form(app, template, id)).await;
    }
    if super::school_places::is_ours(template) {
        return Box::pin(super::school_places::form(app, template)).await;
    }
    if super::pairings::is_ours(template) {
        return Box::pin(super::pairings::form(app, template)).await;
    }
    if super::rounds::has_input(template) {
        return Box::pin(super::rounds::form(app, template, id)).await;
    }
    if super::disputes::is_ours(template) {
        return super::disputes::form(template);
    }
    if super::own::is_ours(template) {
        return Box::pin(super::own::form(app, template)).await;
    }
    if super::site::is_ours(template) {
        return Box::pin(super::site::form(app, template)).await;
    }
    if super::files::is_ours(template) {
        return Box::pin(super::files::form(app, template, id)).await;
    }
    if super::household::is_ours(template) {
        return Box::pin(super::household::form(app, template)).await;
    }
    if super::moving::is_ours(template) {
        return Box::pin(super::moving::form(app, template, id)).await;
    }
    if super::consents::is_ours(template) {
        return Box::pin(super::consents::form(app, template)).await;
    }
    let world = |name| app.world.id(name).to_string();
    let text = |pairs: &[(&'static str, &str)]| pairs.iter().map(|(k, v)| (*k, (*v).to_owned())).collect::<Vec<_>>();
    let at = |place: &str| {
        text(&[
            ("location", &world("shop")),
            ("place", place),
            ("quantity", "1"),
            ("reason", "有个原因"),
            ("item", "13"),
        ])
    };
    match template {
        t if orders::is_ours(t) => orders::form(app, t, id).await,
        t if takes::is_ours(t) => takes::form(app, t, id).await,
        "/fn/stock/scan-row" => text(&[("target", "receipt"), ("code", "13")]),
        "/sign-in" => text(&[("phone", &phone()), ("password", "no account has this")]),
        "/sign-in/card" => text(&[("card", &domain::accounts::cards::number(rand::random()))]),
        "/desk/claims/{id}/decide" => text(&[("decision", "reopen")]),
        "/sign-in/code" | "/sign-in/forgotten" => text(&[("phone", &phone())]),
        "/me/pin" => text(&[("pin", "4826")]),
        "/me/setup" => text(&[("new", "a new long password")]),
        "/me/proof" => text(&[("proof", "no account has this")]),
        "/me/factor/confirm" | "/sign-in/factor" => text(&[("code", "000000")]),
        "/me/factor/off" => text(&[("old", "no account has this"), ("code", "000000")]),
        "/me/sessions/end" => text(&[("session", &session(app).await.to_string())]),
        "/desk/cards" => text(&[("household", &world("family")), ("reason", "visit")]),
        "/register" => text(&[("phone", ""), ("name", "")]),
        "/language" => text(&[("lang", "en")]),
        "/me/password" => text(&[("old", "no account has this"), ("new", "nor has any other")]),
        "/desk/review/{id}/item" => text(&[("name", &name()), ("category", "home"), ("cost", "40")]),
        "/wishes/{id}/apply" => text(&[("plan", "周末去县城买")]),
        "/desk/applications/{id}/decline" => text(&[("reason", "有个原因")]),
        "/wishes/{id}/claim" => text(&[("quantity", "1")]),
        "/home/wishes/new/{key}" | "/desk/households/{id}/wishes/new/{key}" => {
            text(&[("quantity", "1"), ("again", "yes"), ("beyond", "还要一口")])
        }
        "/home/claims/{id}/thanks" => text(&[("words", "谢谢"), ("card", "flower")]),
        "/desk/thanks/{id}/release" => text(&[("words", "谢谢")]),
        "/desk/households/new" => {
            let mut form =
                text(&[("area", &world("community")), ("name", "新家"), ("phone", &phone()), ("address", "")]);
            form.extend(text(&[
                ("member_name_1", "新家"),
                ("birth_year_1", "1980"),
                ("sex_1", "female"),
                ("rows", "1"),
                ("anyway", "yes"),
            ]));
            form
        }
        "/desk/households/{id}/members" => text(&[("name", "新人"), ("birth_year", "2020"), ("sex", "male")]),
        "/desk/households/{id}/card" | "/desk/households/{id}/password" => text(&[("reason", "visit")]),
        "/admin/accounts/{id}/password" => Vec::new(),
        "/home/wishes/{id}/draft" => text(&[("quantity", "2"), ("words", "两个也行")]),
        t if t.ends_with("/submit") => vec![("again", "yes".into()), ("beyond", "还要一个".into())],
        t if t.ends_with("/hand-over") => vec![("code", code(app, id).await)],
        t if t.ends_with("/arrive") => text(&[("condition", "new")]),
        "/shop/claims/{id}/check" => text(&[("checker", "王师傅"), ("passed", "yes")]),
        "/shop/fill/{id}" => {
            vec![
                (
                    "lot",
                    format!(
                        "{}-{}",
                        app.shopkeeper().receive(app.world.id("shop"), "school_bag", BAG, 9).await,
                        world("shop")
                    ),
                ),
                ("quantity", "1".into()),
            ]
        }
        // Without the file, which is a part of another kind: the tests of imports send it.
        "/shop/import" => text(&[("location", &world("shop"))]),
        "/desk/households/import" => text(&[("area", &world("community"))]),
        "/desk/households/import/{id}/rows/{n}" => text(&[("anyway", "true")]),
        "/shop/receive" => text(&[
            ("location", &world("shop")),
            ("item", "wok"),
            ("quantity", "1"),
            ("condition", "new"),
            ("origin", "donation"),
        ]),
        "/shop/lots/{id}/transfer" => at("shelf").into_iter().chain([("to", world("shop_west"))]).collect(),
        "/shop/items/new" | "/shop/items/{id}" => text(&[("name", &name()), ("category", "home")]),
        "/shop/items/{id}/terms" => text(&[("points", "5")]),
        "/shop/items/{id}/barcodes" => text(&[("barcode", &format!("YY-{}", phone()))]),
        "/shop/items/{id}/barcodes/remove" => {
            let code = format!("YY-{}", phone());
            let learned =
                app.shopkeeper().post(&format!("/api/v1/items/{id}/barcodes"), json!({"barcode": code})).await;
            learned.expect(201);
            text(&[("removed", &code)])
        }
        "/shop/lots/{id}/count" => at("shelf").into_iter().chain([("counted", "3".into())]).collect(),
        "/shop/lots/{id}/write-off" => at("shelf"),
        "/shop/lots/{id}/inspect" => at("quarantine")
            .into_iter()
            .chain(text(&[("check", "1"), ("checker", "王师傅"), ("passed", "yes")]))
            .collect(),
        "/shop/lots/{id}/return" => at("quarantine"),
        "/admin/areas" => text(&[("below", &world("city")), ("kind", "grid"), ("name", &name())]),
        "/desk/first-steps/hide" => text(&[("root", &world("city"))]),
        "/admin/areas/{id}/rename" => text(&[("name", &name())]),
        "/desk/households/{id}/points" => text(&[("what", "give"), ("points", "5"), ("reason", "慰问")]),
        "/admin/areas/{id}/points" => text(&[
            ("base", "20"),
            ("each_member", "10"),
            ("cap_month", "80"),
            ("cap_balance", "0"),
            ("valid_months", "6"),
        ]),
        "/admin/areas/{id}/policy" => text(&[
            ("who_may_claim", "anyone"),
            ("open_claims", "50"),
            ("claim_days", "7"),
            ("reminder_days", "2"),
            ("wish_days", "90"),
            ("confirm_days", "7"),
            ("open_wishes", "0"),
            ("year_wishes", "0"),
        ]),
        "/admin/organisations" => text(&[("area", &world("city")), ("name", &name())]),
        "/admin/accounts" => {
            text(&[("phone", &phone()), ("name", "新人"), ("role", "shopkeeper"), ("area", &world("community"))])
        }
        "/admin/accounts/{id}/grant" | "/admin/accounts/{id}/revoke" => {
            text(&[("role", "auditor"), ("area", &world("community"))])
        }
        "/admin/locations" => {
            text(&[("area", &world("community")), ("name", &name()), ("address", "新店门口"), ("hours", "")])
        }
        "/admin/locations/{id}" => {
            text(&[("name", "柳林店"), ("address", "柳林店门口"), ("hours", ""), ("open", "on")])
        }
        "/admin/locations/{id}/opening" => text(&[("shop_phone", "0571"), ("opens_1", "09:00"), ("closes_1", "17:00")]),
        _ => text(&[("reason", "有个原因")]),
    }
}
