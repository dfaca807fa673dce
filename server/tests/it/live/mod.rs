//! The stream of changes: who is told of what, and going on after a break; on one server and on two.

mod ends;

use std::{collections::BTreeSet, time::Duration};

use axum::body::Body;
use http_body_util::BodyExt;
use serde_json::json;
use store::Store;
use tokio::{sync::watch, time::timeout};

use crate::support::{Client, database::Kind, on_both, world::CANARIES};

/// Longest wait for what was told already, or is told at once.
const SOON: Duration = Duration::from_secs(5);
/// Time in which nothing may come.
const SILENCE: Duration = Duration::from_millis(50);

/// Open stream of a client, with all that it has sent.
pub struct Stream {
    who: String,
    body: Body,
    pub text: String,
}

impl Stream {
    /// Opens a stream; returns it with the number and the names of its first event.
    pub async fn open(client: &Client, query: &str) -> (Stream, i64, BTreeSet<String>) {
        let answer = client.open(&format!("/live{query}")).await;
        assert_eq!(answer.status(), 200, "{}", client.name);
        assert_eq!(answer.headers()["content-type"], "text/event-stream");
        assert_eq!(answer.headers()["cache-control"], "no-store");
        let mut stream = Stream { who: client.name.clone(), body: answer.into_body(), text: String::new() };
        let (number, names) = stream.event().await;
        (stream, number, names)
    }

    /// Waits for a chunk; `None` at the end of the stream.
    pub async fn chunk(&mut self) -> Option<String> {
        let frame = timeout(SOON, self.body.frame()).await.unwrap_or_else(|_| panic!("{} hears nothing", self.who))?;
        let bytes = frame.expect("a chunk").into_data().expect("data");
        let chunk = String::from_utf8(bytes.to_vec()).expect("text");
        self.text.push_str(&chunk);
        Some(chunk)
    }

    /// Waits for an event; returns its number and the names.
    pub async fn event(&mut self) -> (i64, BTreeSet<String>) {
        let chunk = self.chunk().await.expect("an event");
        let (id, data) = chunk.trim_end().split_once('\n').unwrap_or_else(|| panic!("no event: {chunk:?}"));
        let mut words = data.strip_prefix("data: ").expect("data").split(' ');
        let number = words.next().expect("a number").parse().expect("a number");
        assert_eq!(id, format!("id: {number}"));
        (number, words.map(str::to_owned).collect())
    }

    /// Returns what has come by now, in one set.
    async fn heard(&mut self) -> BTreeSet<String> {
        let mut heard = BTreeSet::new();
        while let Ok(Some(frame)) = timeout(SILENCE, self.body.frame()).await {
            let bytes = frame.expect("a chunk").into_data().expect("data");
            let chunk = String::from_utf8(bytes.to_vec()).expect("text");
            self.text.push_str(&chunk);
            let data = chunk.lines().filter_map(|line| line.strip_prefix("data: "));
            heard.extend(data.flat_map(|data| data.split(' ').skip(1)).map(str::to_owned));
        }
        heard
    }
}

/// Checks what each listener has heard: the names, and `+` where its own notices may add `mine`.
async fn expect(streams: &mut [Stream], what: &str, expected: &[(&str, &str)]) {
    for stream in streams {
        let (_, names) = expected.iter().find(|(who, _)| *who == stream.who).unwrap_or(&("", ""));
        let mut names: BTreeSet<String> = names.split_whitespace().map(str::to_owned).collect();
        let mut heard = stream.heard().await;
        if names.remove("+") {
            heard.remove("mine");
        }
        assert_eq!(heard, names, "{} of {what}", stream.who);
    }
}

const LISTENERS: [&str; 11] = [
    "visitor",
    "family",
    "family2",
    "donor",
    "donor2",
    "donor_there",
    "shopkeeper",
    "shopkeeper_west",
    "caseworker",
    "caseworker_there",
    "area_admin",
];

on_both! {
    /// A foreign donor, a neighbour's family and the other root area hear of no claim; and nothing but names of parts
    /// and numbers is ever sent.
    async fn each_listener_is_told_of_what_it_may_read_and_of_nothing_else(app) {
        app.store.tell_changes().await.expect("told");
        let mut streams = Vec::new();
        for who in LISTENERS {
            let client = if who == "visitor" { app.visitor() } else { app.person(who) };
            let (stream, _, names) = Stream::open(&client, "").await;
            assert!(names.is_empty(), "{who} has missed nothing: {names:?}");
            streams.push(stream);
        }

        let wish = app.family().post_wish(json!({"item": "school_bag", "size": "1–3 年级", "quantity": 2})).await;
        app.store.tell_changes().await.expect("told");
        let own = format!("wish-{wish} home +");
        let own = own.as_str();
        expect(&mut streams, "a wish that is not public", &[
            ("family", own), ("shopkeeper", "today +"), ("caseworker", "today +"), ("area_admin", "today +"),
        ]).await;

        app.caseworker().publish(wish).await;
        app.store.tell_changes().await.expect("told");
        let (public, staff) = (format!("wish-{wish}"), format!("wish-{wish} today +"));
        let (public, staff) = (public.as_str(), staff.as_str());
        let all = [
            ("visitor", public), ("family", own), ("family2", public), ("donor", public), ("donor2", public),
            ("shopkeeper", staff), ("shopkeeper_west", public), ("caseworker", staff), ("area_admin", staff),
        ];
        expect(&mut streams, "a publication", &all).await;

        let claim = app.donor().claim(wish, 1).await;
        app.store.tell_changes().await.expect("told");
        let (donor, shop) = (format!("wish-{wish} claim-{claim} claims"), format!("wish-{wish} shop today +"));
        let changed = all.map(|(who, names)| match who {
            "donor" => (who, donor.as_str()),
            "shopkeeper" | "caseworker" => (who, shop.as_str()),
            _ => (who, names),
        });
        expect(&mut streams, "a claim", &changed).await;

        app.shopkeeper().act(claim, "arrive", json!({})).await.expect(200);
        app.store.tell_changes().await.expect("told");
        let donor = format!("claim-{claim} claims +");
        expect(&mut streams, "an arrival", &[
            ("donor", donor.as_str()), ("family", own), ("shopkeeper", "shop today +"), ("caseworker", "shop today +"),
            ("area_admin", "today +"),
        ]).await;

        let code = app.code(wish).await;
        for stream in &streams {
            for canary in CANARIES.iter().copied().chain(["school_bag", "上学用", "好心人", code.as_str()]) {
                assert!(!stream.text.contains(canary), "{canary} in what {} was sent", stream.who);
            }
            for line in stream.text.lines().filter(|line| !line.is_empty()) {
                let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || [' ', '-', ':'].contains(&c);
                assert!(line.chars().all(plain), "{line} in what {} was sent", stream.who);
            }
            let foreign = stream.who != "donor" && stream.text.contains("claim-");
            assert!(!foreign, "the donor's claim in what {} was sent: {}", stream.who, stream.text);
        }
    }

    async fn after_a_break_each_change_is_told_once_and_none_is_lost(app) {
        let donor = app.donor();
        app.store.tell_changes().await.expect("told");
        let (stream, begun, _) = Stream::open(&donor, "").await;
        drop(stream);
        let first = app.published_wish(1).await;
        app.store.tell_changes().await.expect("told");
        let second = app.published_wish(1).await;
        app.store.tell_changes().await.expect("told");

        let named = |ids: &[i64]| ids.iter().map(|id| format!("wish-{id}")).collect::<BTreeSet<_>>();
        let (mut stream, number, names) = Stream::open(&donor, &format!("?after={begun}")).await;
        assert_eq!((number - begun >= 2, names), (true, named(&[first, second])), "both batches, at once");
        assert_eq!(stream.heard().await, BTreeSet::new(), "and nothing twice");
        let (_, again, names) = Stream::open(&donor, &format!("?after={number}")).await;
        assert_eq!((again, names), (number, BTreeSet::new()));
        // A stream that the browser opens again itself names its number in a header.
        let answer = donor.open_with("/live", &[("last-event-id", &begun.to_string())]).await;
        let mut stream = Stream { who: "donor".into(), body: answer.into_body(), text: String::new() };
        assert_eq!(stream.event().await, (number, named(&[first, second])));

        // A page without a number goes on from the moment at which it was made.
        let (_, _, names) = Stream::open(&donor, "?age=60").await;
        assert!(names.is_superset(&named(&[first, second])), "{names:?}");
        app.store.clock.advance(3600);
        let (_, _, names) = Stream::open(&donor, "?age=60").await;
        assert_eq!(names, BTreeSet::new());
        // Numbers of long ago, and of another database: everything is read again.
        for query in ["?after=-1".to_owned(), format!("?after={}", number + 99)] {
            let (_, now, names) = Stream::open(&donor, &query).await;
            assert_eq!((now, names), (number, BTreeSet::from(["all".to_owned()])), "{query}");
        }
        // So many changes at once, as a bulk load leaves them, are one word.
        let rows = vec!["('account', 1)"; 5001].join(", ");
        app.database.raw(&format!("insert into live_waiting (kind, subject) values {rows}")).await.expect("inserted");
        app.store.tell_changes().await.expect("told");
        assert_eq!(stream.event().await.1, BTreeSet::from(["all".to_owned()]));
        assert_eq!(app.database.count("live_waiting").await, 0);
    }

    async fn a_change_on_one_server_is_told_to_listeners_of_another_within_a_second(app) {
        let other = app.second_server().await;
        let (stop, stopping) = watch::channel(false);
        let tell = |store: &Store| tokio::spawn(server::live::run(store.clone(), stopping.clone()));
        let telling = [tell(&app.store), tell(&other.store)];
        let (mut stream, _, _) = Stream::open(&app.person("donor2").at(&other), "").await;
        let wish = app.published_wish(1).await;
        let told = |names: &BTreeSet<String>| names.contains(&format!("wish-{wish}"));
        let wait = async {
            loop {
                let (number, names) = stream.event().await;
                if told(&names) {
                    return number;
                }
            }
        };
        // Told within a second on a machine that is not busy with other tests.
        let number = timeout(Duration::from_secs(3), wait).await.expect("within a second");
        // A browser that comes to the other server with this number has missed nothing.
        let (_, _, names) = Stream::open(&app.person("donor2"), &format!("?after={number}")).await;
        assert!(!names.contains("all") && !told(&names), "{names:?}");
        stop.send_replace(true);
        for task in telling {
            task.await.expect("it ends");
        }
        other.store.close().await;
    }
}

/// Without a word of the other server the second would be told by its next look at the counter only.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn servers_of_one_postgresql_wake_each_other() {
    crate::support::run(Kind::Postgres, async |app| {
        let other = app.second_server().await;
        let hearing = tokio::spawn({
            let store = other.store.clone();
            async move { store.hear_other_servers().await }
        });
        // Its own writes of the start.
        timeout(SILENCE, other.store.written()).await.ok();
        let mut woken = false;
        for _ in 0..50 {
            app.database.raw("insert into live_waiting (kind, subject) values ('account', 1)").await.expect("inserted");
            app.store.tell_changes().await.expect("told");
            woken = timeout(Duration::from_millis(200), other.store.written()).await.is_ok();
            if woken {
                break;
            }
        }
        assert!(woken, "the second server, which has written nothing, is woken");
        hearing.abort();
        hearing.await.ok();
        other.store.close().await;
    })
    .await;
}
