//! Records and input for the routes of messages.

use domain::messages::{BotKind, Channel, MessageChoices, NewBot, NewSubscription, PushKeys};
use serde_json::{Value, json};
use store::{
    By,
    messages::{
        bots::AddBot,
        choices::SetMessages,
        lease::{Destination, LeaseMessages},
        push::SubscribePush,
    },
};

use crate::support::TestApp;

const WEBHOOK: &str = "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=1";
/// Address that the link of the table confirms.
const ADDRESS: &str = "confirm@example.org";

/// Tells whether this module handles a route.
pub fn is_ours(route: &str) -> bool {
    let path = route.trim_start_matches("/api/v1");
    let own = ["/me/messages", "/messages/", "/desk/unreached"].iter().any(|start| path.starts_with(start));
    let of_family = path.starts_with("/households/");
    own || (path.ends_with("/messages") && !of_family) || path.contains("/bots") || path.ends_with("/texts")
}

fn by(app: &TestApp, who: &str) -> By {
    By::new(app.person(who).actor, server::http::random_id())
}

fn subscription() -> NewSubscription {
    let endpoint = format!("https://fcm.googleapis.com/fcm/send/{}", server::http::random_id());
    NewSubscription { endpoint, keys: PushKeys { p256dh: "B".repeat(87), auth: "a".repeat(22) } }
}

async fn subscribed(app: &TestApp) -> i64 {
    app.store.run(&by(app, "family"), SubscribePush { new: subscription() }).await.expect("subscribed");
    app.database.rows("select max(id), '' from push_subscription").await[0].0
}

async fn bot(app: &TestApp) -> i64 {
    let bot = NewBot {
        kind: BotKind::Wecom,
        name: "工作群".into(),
        address: WEBHOOK.into(),
        secret: String::new(),
        lang: "zh-CN".into(),
    };
    app.store.run(&by(app, "coordinator"), AddBot { area: app.world.id("community"), bot }).await.expect("a bot").0
}

/// Inserts a message of the family that failed.
async fn failed(app: &TestApp) -> i64 {
    app.arrived_claim().await;
    app.store.deliver_all().await.expect("delivered");
    let account = app.family().actor.account;
    let notice = app.database.rows(&format!("select max(id), '' from notice where account = {account}")).await[0].0;
    // The family may have chosen texts in another call.
    app.database.raw(&format!("delete from message where notice = {notice}")).await.expect("deleted");
    let insert = format!(
        "insert into message (channel, account, target, notice, kind, digest, state, why, tries, due, created, ended,
             told, told_by)
         values ('text', {account}, 0, {notice}, 'wish_arrived', false, 'failed', 'refused', 1, 1, 1, 1, 0, 0)"
    );
    app.database.raw(&insert).await.expect("a message");
    app.database.rows("select max(id), '' from message").await[0].0
}

/// Creates the record for `{id}`.
pub async fn record(app: &TestApp, route: &str) -> i64 {
    match route.trim_start_matches("/api/v1") {
        "/me/messages/push/{id}" => subscribed(app).await,
        "/messages/{id}/told" | "/desk/unreached/{id}" => failed(app).await,
        r if r.ends_with("/texts") => app.world.id("city"),
        r if r.contains("/areas/{id}") => app.world.id("community"),
        _ => 0,
    }
}

/// Asks for the link that confirms an address, and takes it from the mail.
async fn confirmation(app: &TestApp) -> String {
    // Each call of the table asks for one; a person may ask for five a day.
    app.database.raw("delete from attempt").await.expect("deleted");
    app.store.mail_ask(&by(app, "family"), ADDRESS).await.expect("asked");
    loop {
        let sent = app.store.run(&By::system(), LeaseMessages(Channel::Mail)).await.expect("leased");
        assert!(!sent.is_empty(), "the mail is queued");
        let found = sent.into_iter().find(|mail| mail.to == Destination::Mail(ADDRESS.into()));
        if let Some(mail) = found {
            return mail.link;
        }
    }
}

/// A link of the family that turns mail off: that of a mail about a notice.
async fn stop_link(app: &TestApp) -> String {
    let account = app.family().actor.account;
    let choices = MessageChoices { by_text: true, quiet: None, ..MessageChoices::default() };
    app.store.run(&by(app, "family"), SetMessages { choices }).await.expect("chosen");
    let insert = format!(
        "insert into message (channel, account, target, notice, kind, digest, state, why, tries, due, created, ended,
             told, told_by)
         values ('text', {account}, 0, 0, 'wish_arrived', false, 'waiting', '', 0, 1, 1, 0, 0, 0)"
    );
    app.database.raw(&insert).await.expect("a message");
    let sent = app.store.run(&By::system(), LeaseMessages(Channel::Text)).await.expect("leased");
    sent.into_iter().next().expect("a text").link
}

/// Fills the placeholders of these routes.
pub async fn filled(app: &TestApp, path: String) -> String {
    match path {
        p if p.contains("/confirm/{token}") => p.replace("{token}", &confirmation(app).await),
        p if p.contains("/stop/{token}") => p.replace("{token}", &stop_link(app).await),
        p if p.contains("{bot}") => p.replace("{bot}", &bot(app).await.to_string()),
        p => p,
    }
}

/// Builds a valid JSON body.
pub async fn body(route: &str) -> Value {
    match route {
        r if r.ends_with("/me/messages") => {
            json!({"lang": "zh-CN", "by_text": true, "by_mail": false, "digest": 18, "quiet": {"from": 21, "to": 8}})
        }
        r if r.ends_with("/mail") => json!({"address": "wang@example.org"}),
        r if r.ends_with("/push") => serde_json::to_value(subscription()).expect("JSON"),
        r if r.ends_with("/bots") => json!({"kind": "wecom", "name": "工作群", "address": WEBHOOK, "lang": "zh-CN"}),
        r if r.ends_with("/texts") => json!({"most": 100}),
        _ => json!({}),
    }
}

/// Builds a valid form.
pub async fn form(app: &TestApp, route: &str) -> Vec<(&'static str, String)> {
    match route {
        "/me/messages" => {
            let hours = [("digest", "each"), ("quiet_from", "21"), ("quiet_to", "8")];
            hours.map(|(name, value)| (name, value.to_owned())).to_vec()
        }
        "/me/messages/mail" => vec![("address", "wang@example.org".into())],
        "/me/messages/push" => vec![("subscription", serde_json::to_string(&subscription()).expect("JSON"))],
        "/me/messages/push/end" => vec![("subscription", subscribed(app).await.to_string())],
        "/admin/areas/{id}/bots" => {
            let fields = [("kind", "wecom"), ("name", "工作群"), ("address", WEBHOOK), ("lang", "zh-CN")];
            fields.map(|(name, value)| (name, value.to_owned())).to_vec()
        }
        "/admin/areas/{id}/bots/remove" => vec![("bot", bot(app).await.to_string())],
        "/admin/areas/{id}/texts" => vec![("most", "100".into())],
        _ => Vec::new(),
    }
}
