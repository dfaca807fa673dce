//! Webhooks through a server that refuses and comes back: each change arrives, in order, signed, and names no family.

use domain::messages::webhooks::NewWebhook;
use ring::hmac;
use serde_json::{Value, json};
use server::messages::{Ways, send_webhooks};
use store::messages::webhooks::AddWebhook;

use super::{
    by, names_nothing,
    servers::{Mode, web_server},
    ways,
};
use crate::support::{TestApp, on_both};

const SECRET: &str = "a secret that is long enough";

async fn send(app: &TestApp, ways: &Ways) -> usize {
    app.store.deliver_all().await.expect("delivered");
    send_webhooks(&app.store, ways).await.expect("the database answers")
}

/// Kinds of the changes that a request holds.
fn kinds(body: &[u8]) -> Vec<String> {
    let body: Value = serde_json::from_slice(body).expect("JSON");
    let changes = body["changes"].as_array().expect("a list").iter();
    changes.map(|change| change["kind"].as_str().expect("a kind").to_owned()).collect()
}

on_both! {
    async fn a_webhook_hears_of_each_change_in_order_and_again_after_a_failure(app) {
        let ((host, web), city) = (web_server().await, app.world.id("city"));
        let ways = ways(&host);
        app.store.deliver_all().await.expect("delivered");
        let new = NewWebhook { name: "县网".into(), address: format!("http://{host}/hook"), secret: SECRET.into() };
        app.store.run(&by(&app, "area_admin"), AddWebhook { area: city, new }).await.expect("a webhook");
        assert_eq!(send(&app, &ways).await, 0, "nothing changed since");

        web.set(Mode::Busy);
        let wish = app.published_wish(1).await;
        assert_eq!((send(&app, &ways).await, send(&app, &ways).await), (1, 0), "the next try waits");
        app.donor().claim(wish, 1).await;
        assert_eq!(send(&app, &ways).await, 0, "and what comes later waits with it");
        web.set(Mode::Answers);
        app.store.clock.advance(6);
        assert_eq!(send(&app, &ways).await, 1);
        assert_eq!(send(&app, &ways).await, 0, "nothing is sent twice");

        let taken = web.taken();
        assert_eq!((taken.len(), taken[0].path.as_str()), (1, "/hook"));
        assert_eq!(kinds(&taken[0].body), ["published", "claimed"]);
        let header = |name: &str| taken[0].headers[name].to_str().expect("text").to_owned();
        let signed = [header("wishbridge-timestamp").as_bytes(), b".", &taken[0].body].concat();
        let tag = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, SECRET.as_bytes()), &signed);
        let digits: String = tag.as_ref().iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(header("wishbridge-signature"), format!("v1={digits}"));
        names_nothing(&String::from_utf8_lossy(&taken[0].body));

        let seen = app.person("area_admin").get(&format!("/api/v1/areas/{city}/webhooks")).await.expect(200);
        let statuses: Vec<_> = seen[0]["deliveries"].as_array().expect("tries").iter().map(|one| one["status"].clone()).collect();
        assert_eq!((statuses, &seen[0]["tries"]), (vec![json!(201), json!(503)], &json!(0)));
        assert!(!seen.to_string().contains("hook") && !seen.to_string().contains(SECRET), "{seen}");
    }

    async fn a_webhook_goes_to_no_host_that_the_operator_did_not_name(app) {
        let ((host, web), city) = (web_server().await, app.world.id("city"));
        let inside = json!({"name": "内网", "address": format!("http://{host}/hook"), "secret": SECRET});
        let path = format!("/api/v1/areas/{city}/webhooks");
        let refused = app.person("area_admin").post(&path, inside).await.refused(422, "invalid_fields");
        assert_eq!(refused["fields"][0]["name"], json!("address"));
        // One that was added before the operator took its host from the list.
        let new = NewWebhook { name: "内网".into(), address: format!("http://{host}/hook"), secret: SECRET.into() };
        app.store.run(&by(&app, "area_admin"), AddWebhook { area: city, new }).await.expect("a webhook");
        app.published_wish(1).await;
        assert_eq!((send(&app, &ways("")).await, web.taken().len()), (1, 0));
    }
}
