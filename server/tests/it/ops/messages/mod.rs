//! Messages through servers that speak the real protocols and fail: each arrives once, and names nothing of a family.

mod servers;
mod webhooks;

use std::time::Duration;

use domain::{
    events::{Event, OfLocation},
    messages::{BotKind, Channel, Hosts, MessageChoices, NewBot},
    time::Day,
};
use serde_json::Value;
use server::{
    messages::{MailSettings, Mailer, VapidKey, Ways, send_due, send_until},
    sms::Sms,
};
use store::{
    By,
    messages::{bots::AddBot, choices::SetMessages, push::SubscribePush},
};

use crate::support::{TestApp, on_both, world::CANARIES};
use servers::{Browser, Mode, mail_server, web_server};

const ORIGIN: &str = "https://wishes.example";

fn by(app: &TestApp, who: &str) -> By {
    By::new(app.person(who).actor, server::http::random_id())
}

async fn choose(app: &TestApp, who: &str, choices: MessageChoices) {
    let choices = MessageChoices { lang: "en".into(), quiet: None, ..choices };
    app.store.run(&by(app, who), SetMessages { choices }).await.expect("chosen");
}

fn ways(hosts: &str) -> Ways {
    Ways::new(ORIGIN, Hosts::of(hosts)).with_patience(Duration::from_millis(200))
}

fn mailer(server: &str) -> Option<Mailer> {
    let from = "Wishes <wishes@example.org>";
    Mailer::of(&MailSettings { server, from, origin: ORIGIN, ..MailSettings::default() }).expect("settings")
}

/// Sends what is due; returns how many tries that were.
async fn send(app: &TestApp, ways: &Ways, channel: Channel) -> usize {
    app.store.deliver_all().await.expect("delivered");
    send_due(&app.store, ways, channel).await.expect("the database answers")
}

/// Checks that a message holds nothing of a family, and no title of goods.
fn names_nothing(text: &str) {
    for canary in CANARIES.iter().chain(&["书包", "School bag", "school_bag"]) {
        assert!(!text.contains(canary), "{canary} in {text}");
    }
}

on_both! {
    async fn a_mail_arrives_once_and_stops_by_one_tap(app) {
        let (address, server) = mail_server().await;
        let ways = ways("").with_mail(mailer(&address));
        choose(&app, "family", MessageChoices::default()).await;
        app.family().post_form("/me/messages/mail", &[("address", "wang@example.org")]).await;

        // It refuses, falls silent, and comes back.
        for mode in [Mode::Busy, Mode::Silent] {
            server.set(mode);
            assert_eq!((send(&app, &ways, Channel::Mail).await, server.taken().len()), (1, 0), "{mode:?}");
            app.store.clock.advance(600);
        }
        server.set(Mode::Answers);
        assert_eq!((send(&app, &ways, Channel::Mail).await, server.taken().len()), (1, 1));
        let link = server.taken()[0].split_once(&format!("{ORIGIN}/messages/confirm/")).expect("a link").1.to_owned();
        let token = link.split_whitespace().next().expect("a token").to_owned();
        let page = app.visitor().get(&format!("/messages/confirm/{token}")).await;
        assert!(page.status == 200 && page.text.contains("wang@example.org"), "{}", page.text);
        assert_eq!(app.visitor().post_form(&format!("/messages/confirm/{token}"), &[]).await.status, 303);

        app.published_wish(1).await;
        server.set(Mode::TakesSilently);
        assert_eq!((send(&app, &ways, Channel::Mail).await, server.taken().len()), (1, 2));
        server.set(Mode::Answers);
        app.store.clock.advance(7 * 24 * 3600);
        assert_eq!((send(&app, &ways, Channel::Mail).await, server.taken().len()), (0, 2), "it may have arrived");

        app.published_wish(1).await;
        send(&app, &ways, Channel::Mail).await;
        let mail = server.taken().pop().expect("a mail");
        names_nothing(&mail);
        for line in ["\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n", "\r\nMessage-ID: <message-"] {
            assert!(mail.contains(line), "{mail}");
        }
        let stop = mail.split_once(&format!("List-Unsubscribe: <{ORIGIN}")).expect("a link").1;
        let stop = stop.split_once('>').expect("its end").0;
        // A mail program follows no redirect, and has neither cookie nor origin.
        assert_eq!(app.visitor().post_form(stop, &[("List-Unsubscribe", "One-Click")]).await.status, 200);
        app.published_wish(1).await;
        assert_eq!(send(&app, &ways, Channel::Mail).await, 0);
    }

    async fn a_mailbox_that_is_gone_has_to_be_confirmed_anew(app) {
        let (address, server) = mail_server().await;
        let ways = ways("").with_mail(mailer(&address));
        choose(&app, "family", MessageChoices::default()).await;
        app.family().post_form("/me/messages/mail", &[("address", "wang@example.org")]).await;
        app.database.raw("update message_choice set confirmed = 1, by_mail = true").await.expect("confirmed");
        app.published_wish(1).await;
        let confirmed = "message_choice where confirmed <> 0";
        server.set(Mode::Policy);
        assert_eq!(send(&app, &ways, Channel::Mail).await, 1);
        assert_eq!(app.database.count(confirmed).await, 1, "the relay dislikes this server, not the mailbox");
        app.store.clock.advance(61);
        server.set(Mode::Unknown);
        assert_eq!(send(&app, &ways, Channel::Mail).await, 1);
        assert_eq!(app.database.count(confirmed).await, 0);
        let today = app.store.today(&app.caseworker().actor).await.expect("today");
        assert_eq!(today.n(domain::today::Work::Unreached), 1, "the caseworker tells the family");
    }

    async fn a_mail_whose_text_is_not_out_is_tried_again_after_a_stop(app) {
        let (address, server) = mail_server().await;
        let ways = ways("").with_mail(mailer(&address)).with_patience(Duration::from_secs(60));
        choose(&app, "family", MessageChoices::default()).await;
        app.family().post_form("/me/messages/mail", &[("address", "wang@example.org")]).await;
        server.set(Mode::Silent);
        let (stop, stopping) = tokio::sync::watch::channel(false);
        let stops = async {
            tokio::time::sleep(Duration::from_millis(100)).await;
            stop.send_replace(true);
        };
        let (tries, ()) = tokio::join!(send_until(&app.store, &ways, Channel::Mail, &stopping), stops);
        assert_eq!(tries.expect("the database answers"), 1);
        assert_eq!(app.database.count("message where state = 'waiting' and channel = 'mail'").await, 1);
        server.set(Mode::Answers);
        app.store.clock.advance(61);
        assert_eq!((send(&app, &ways, Channel::Mail).await, server.taken().len()), (1, 1));
    }

    async fn a_push_is_opened_by_its_browser_alone_and_repeats_replace_it(app) {
        let (host, server) = web_server().await;
        let key = VapidKey::fresh().expect("a key");
        let ways = ways(&host).with_push(Some(key.clone()));
        let browser = Browser::new();
        let new = browser.subscription(format!("http://{host}/push/1"));
        app.store.run(&by(&app, "family"), SubscribePush { new }).await.expect("subscribed");
        choose(&app, "family", MessageChoices::default()).await;
        app.arrived_claim().await;
        app.store.deliver_all().await.expect("delivered");
        app.database.raw("delete from message where kind <> 'wish_arrived'").await.expect("one is left");

        server.set(Mode::TakesSilently);
        assert_eq!((send(&app, &ways, Channel::Push).await, server.taken().len()), (1, 1));
        server.set(Mode::Answers);
        app.store.clock.advance(61);
        assert_eq!((send(&app, &ways, Channel::Push).await, server.taken().len()), (1, 2), "sent again");
        app.store.clock.advance(7 * 24 * 3600);
        assert_eq!(send(&app, &ways, Channel::Push).await, 0);

        let taken = server.taken();
        let header = |at: usize, name: &str| taken[at].headers[name].to_str().expect("text").to_owned();
        assert_eq!(header(0, "topic"), header(1, "topic"), "the second replaces the first");
        assert_eq!((header(1, "content-encoding"), header(1, "urgency")), ("aes128gcm".into(), "high".into()));
        assert!(header(1, "authorization").ends_with(&format!("k={}", key.public_key())));
        let text = browser.open(&taken[1].body);
        names_nothing(&text);
        let said: Value = serde_json::from_str(&text).expect("JSON");
        assert!(said["tag"].as_str().expect("a tag").starts_with("message-"), "{text}");
        assert!(said["body"].as_str().expect("words").contains("shop"), "{text}");
    }

    async fn a_browser_that_is_gone_ends_its_subscription(app) {
        let (host, server) = web_server().await;
        let ways = ways(&host).with_push(VapidKey::fresh().ok());
        let new = Browser::new().subscription(format!("http://{host}/push/1"));
        app.store.run(&by(&app, "family"), SubscribePush { new }).await.expect("subscribed");
        choose(&app, "family", MessageChoices::default()).await;
        app.published_wish(1).await;
        server.set(Mode::Unknown);
        assert_eq!(send(&app, &ways, Channel::Push).await, 1);
        assert_eq!(app.database.count("push_subscription").await, 0);
        // An address that no list allows is refused before anything is sent.
        let inside = ["https://169.254.169.254/latest", "http://127.0.0.1:1/x", "https://fcm.googleapis.com@x.example/"];
        for endpoint in inside {
            let keys = serde_json::json!({"p256dh": "B".repeat(87), "auth": "a".repeat(22)});
            let body = serde_json::json!({"endpoint": endpoint, "keys": keys});
            app.family().post("/api/v1/me/messages/push", body).await.refused(422, "invalid_fields");
        }
    }

    async fn a_text_goes_through_the_gateway_of_codes_and_never_twice(app) {
        let (host, server) = web_server().await;
        let sms = Sms::of(&format!("http://{host}/sms"), "X-Key: a-key", "").expect("settings");
        let ways = ways("").with_text(sms);
        choose(&app, "family", MessageChoices { by_text: true, ..MessageChoices::default() }).await;
        app.arrived_claim().await;
        app.store.deliver_all().await.expect("delivered");
        let (_stop, stopping) = tokio::sync::watch::channel(true);
        let tries = send_until(&app.store, &ways, Channel::Text, &stopping).await.expect("the database answers");
        assert_eq!((tries, server.taken().len()), (0, 0), "a server that stops begins nothing");
        server.set(Mode::Busy);
        assert_eq!((send(&app, &ways, Channel::Text).await, server.taken().len()), (1, 0));
        server.set(Mode::Answers);
        app.store.clock.advance(61);
        assert_eq!((send(&app, &ways, Channel::Text).await, server.taken().len()), (1, 1));
        let taken = server.taken();
        let body: Value = serde_json::from_slice(&taken[0].body).expect("JSON");
        assert_eq!((&body["phone"], taken[0].headers["x-key"].as_bytes()), (&"13900004711".into(), &b"a-key"[..]));
        let text = body["text"].as_str().expect("words");
        names_nothing(text);
        assert!(text.contains("shop"), "{text}");

        // The gateway takes it and falls silent: not sent again, and the caseworker knows.
        app.arrived_claim().await;
        server.set(Mode::TakesSilently);
        assert_eq!((send(&app, &ways, Channel::Text).await, server.taken().len()), (1, 2));
        server.set(Mode::Answers);
        app.store.clock.advance(7 * 24 * 3600);
        assert_eq!((send(&app, &ways, Channel::Text).await, server.taken().len()), (0, 2));
        let page = app.caseworker().get("/desk/unreached").await;
        assert!(page.text.contains(&format!("/desk/households/{}", app.world.id("family"))), "{}", page.text);
    }

    async fn a_group_hears_of_work_once(app) {
        let (host, server) = web_server().await;
        let ways = ways(&host);
        let address = format!("http://{host}/cgi-bin/webhook/send?key=1");
        let (name, lang) = ("群".into(), "zh-CN".into());
        let bot = NewBot { kind: BotKind::Wecom, name, address, secret: String::new(), lang };
        app.store.run(&by(&app, "coordinator"), AddBot { area: app.world.id("city"), bot }).await.expect("a bot");
        let (location, staff) = (app.world.id("shop"), vec![app.shopkeeper().actor.account]);
        let emitted = app.store.script(move |tx, ()| {
            let event = Event::GoodsExpired(OfLocation { location, staff: staff.clone(), title: "柳林店".into() });
            Box::pin(async move { tx.emit(event).await })
        });
        emitted.await.expect("emitted");
        // By day: a group is told nothing at night.
        let now = app.store.now();
        app.store.clock.advance(Day::of(now).end() + 10 * 3600 - now);
        server.set(Mode::Busy);
        assert_eq!((send(&app, &ways, Channel::Bot).await, server.taken().len()), (1, 0));
        server.set(Mode::Answers);
        app.store.clock.advance(61);
        assert_eq!((send(&app, &ways, Channel::Bot).await, server.taken().len()), (1, 1));
        let taken = server.taken();
        assert_eq!(taken[0].path, "/cgi-bin/webhook/send?key=1");
        let body: Value = serde_json::from_slice(&taken[0].body).expect("JSON");
        let text = body["text"]["content"].as_str().expect("words");
        assert_eq!(body["msgtype"], "text");
        assert!(text.contains(&format!("{ORIGIN}/notices")) && !text.contains("柳林店"), "{text}");
    }

    async fn nothing_is_offered_where_nothing_is_set_up(app) {
        let state = server::State::new(app.store.clone(), app::web::session::Cookies { secure: true });
        let bare = app.family().through(server::http::router(state));
        assert!(!bare.get("/me").await.text.contains("/me/messages"));
        assert!(!bare.get("/me/messages").await.text.contains("<select"));
        let address = serde_json::json!({"address": "a@example.org"});
        bare.post("/api/v1/me/messages/mail", address).await.refused(409, "no_messages");
        for way in ["by_text", "by_mail"] {
            let mut choices = serde_json::json!({"lang": "en", "by_text": false, "by_mail": false});
            bare.post("/api/v1/me/messages", choices.clone()).await.expect(204);
            choices[way] = true.into();
            bare.post("/api/v1/me/messages", choices).await.refused(409, "no_messages");
        }
        assert!(app.family().get("/me").await.text.contains("/me/messages"));
        assert!(app.family().get("/me/messages").await.text.contains("data-push"));
    }
}
