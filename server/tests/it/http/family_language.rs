//! A family whose language is a draft sees all its pages, and all refusals of forms, in that language.
//! Only texts that people wrote stay Chinese.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use app::i18n::Lang;
use axum::{
    body::Body,
    http::{Request, header},
};
use domain::{
    disputes::{DisputeChannel, DisputeDecision, DisputeKind, DisputeOutcome, NewDispute, subject::HandedOver},
    households::reveals::{Reveal, RevealReason},
    wishes::NewWish,
};
use serde_json::json;
use store::{
    By,
    casework::objections::FileObjection,
    disputes::{report::OpenDispute, settlement::SettleDispute},
    households::reveal::RevealHousehold,
    wishes::{
        lifecycle::{PostWish, RejectWish, WithdrawWish},
        media::voice::WishMedia,
    },
};

use crate::{
    privileges::{consents, orders},
    support::{
        Reply, TestApp, on_both,
        world::{PICTURE, VOICE},
    },
};

/// Names of people, places and shops, and user-written texts, longest first.
const WRITTEN: &[&str] = &[
    "金雀巷 3 号",
    "柳林店门口",
    "西岸店门口",
    "欧阳金雀",
    "司徒画眉",
    "小金雀",
    "小画眉",
    "柳林社区",
    "东岸区",
    "西岸区",
    "云溪市",
    "石桥镇",
    "柳林店",
    "西岸店",
    "管理员",
    "有个原因",
    "为什么？",
    "上学用",
    "邻居",
    "谢谢",
    "好心人",
    "工会",
    "测试",
    "爱心超市没有了",
    "工作人员",
    "一号站",
];

/// Paths that families do not visit; what others offer and give is for donors.
const OTHERS: &[&str] =
    &["/offers", "/claims", "/board", "/desk", "/shop", "/admin", "/sign-out", "/photos", "/voice", "/api"];

fn draft() -> Lang {
    Lang::ALL.into_iter().find(|lang| lang.is_draft()).expect("a draft")
}

fn is_han(c: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&c)
}

/// Returns a page's visible texts, and its attributes that are shown or read aloud.
fn said(html: &str) -> Vec<String> {
    let mut said = Vec::new();
    // The language switch names each language in itself, and the draft note is also in Chinese.
    let mut rest = html.split_once("<body").map_or("", |(_, body)| body).to_owned();
    // Texts of public pages are written in complete languages only, and marked with theirs.
    let public = format!("<article lang=\"{}\"", Lang::default().tag());
    for (start, end) in [
        ("class=\"lang-switch", "</form>"),
        ("class=\"draft-note", "</p>"),
        ("<script", "</script>"),
        (public.as_str(), "</article>"),
    ] {
        while let Some(at) = rest.find(start) {
            let until = rest[at..].find(end).map_or(rest.len(), |n| at + n);
            rest.replace_range(at..until, "");
        }
    }
    for piece in rest.split('<').skip(1) {
        let (tag, text) = piece.split_once('>').unwrap_or((piece, ""));
        said.push(text.to_owned());
        for name in ["aria-label", "title", "placeholder", "alt", "data-say", "content"] {
            let value = tag.split_once(&format!(" {name}=\"")).and_then(|(_, rest)| rest.split_once('"'));
            said.extend(value.map(|(value, _)| value.to_owned()));
        }
    }
    said
}

/// Returns texts that are still in the original language.
fn foreign(html: &str) -> Vec<String> {
    let strip = |text: String| WRITTEN.iter().fold(text, |text, written| text.replace(written, ""));
    // One character alone is an initial.
    let words = |text: &String| text.trim().chars().count() > 1 && text.chars().any(is_han);
    let note = Lang::default().t("language-draft");
    said(html).into_iter().map(strip).filter(|text| words(text) && *text != note).collect()
}

/// Returns the targets of links and forms that a family can follow.
fn led(html: &str) -> Vec<String> {
    let links = html.split("<a ").skip(1).filter_map(|tag| tag.split_once('>'));
    let hrefs = links.filter_map(|(tag, _)| tag.split_once("href=\"")?.1.split_once('"').map(|(to, _)| to));
    let own = |to: &&str| to.starts_with('/') && !OTHERS.iter().any(|other| to.starts_with(other));
    hrefs.filter(own).map(|to| to.split('#').next().unwrap_or(to).replace("&amp;", "&")).collect()
}

/// Strips numbers and query from a path, so that each kind of page is visited only a few times.
fn kind_of(path: &str) -> String {
    let path = path.split('?').next().unwrap_or(path);
    path.split('/').map(|part| if part.parse::<i64>().is_ok() { "{id}" } else { part }).collect::<Vec<_>>().join("/")
}

async fn read(app: &TestApp, who: &str, path: &str) -> Reply {
    let request = Request::get(path).header(header::COOKIE, format!("lang={}", draft().tag()));
    let request = request.body(Body::empty()).expect("a request");
    if who.is_empty() { app.visitor().send(request).await } else { app.person(who).send(request).await }
}

async fn refused(app: &TestApp, path: &str, fields: &[(&str, &str)]) -> Reply {
    let form: String = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
    let request = Request::post(path)
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .header(header::COOKIE, format!("lang={}", draft().tag()));
    let request = request.body(Body::from(form)).expect("a request");
    let reply = app.family().send(request).await;
    assert!(reply.status.is_client_error(), "{path} was accepted: {}", reply.status);
    reply
}

fn by(app: &TestApp, who: &str) -> By {
    By::new(app.person(who).actor, server::http::random_id())
}

/// Gives the family an example of every record.
async fn settle(app: &TestApp) {
    let (store, family) = (&app.store, app.world.id("family"));
    for item in ["school_bag", "wok"] {
        let size = if item == "wok" { "" } else { "1–3 年级" };
        app.shopkeeper().receive(app.world.id("shop"), item, size, 100).await;
    }
    orders::prepare(app).await;
    app.arrived_claim().await;
    let (wish, claim) = app.arrived_claim().await;
    let code = app.code(wish).await;
    app.shopkeeper().act(claim, "hand-over", json!({"code": code})).await.expect(200);
    let about = HandedOver::Claim(claim);
    let new =
        NewDispute { about, kind: DisputeKind::Broken, channel: DisputeChannel::Family, words: "有个原因".into() };
    let id = store.run(&by(app, "family"), OpenDispute(new)).await.expect("a dispute");
    let settlement = DisputeDecision { outcome: DisputeOutcome::Replaced, goal: None, answer: "有个原因".into() };
    store.run(&by(app, "coordinator"), SettleDispute { id, settlement }).await.expect("decided");
    app.claimed_wish().await;
    orders::place(app).await;
    consents::held(app).await;
    let wish = app.family().post_wish(json!({"item": "school_bag", "size": "1–3 年级"})).await;
    consents::picture(app, wish).await;
    let child = consents::people(app).await.1;
    let new = NewWish { item: 13, quantity: 2, member: child.id, again: true, ..NewWish::default() };
    let photo = store.picture(&app.family().actor, PICTURE.to_vec()).await.expect("a picture");
    let enclosed = WishMedia { voice: VOICE.to_vec(), photo: Some(photo), ..WishMedia::default() };
    store.wish_post_with(&by(app, "family"), new.clone(), enclosed).await.expect("a wish");
    store.run(&by(app, "family"), PostWish(NewWish { draft: true, ..new })).await.expect("a draft");
    let open = app.family().post_wish(json!({"item": "wok"})).await;
    app.caseworker().publish(open).await;
    let ended = app.family().post_wish(json!({"item": "kettle"})).await;
    store.run(&by(app, "caseworker"), RejectWish { id: ended, reason: "有个原因".into() }).await.expect("rejected");
    let back = app.family().post_wish(json!({"item": "bowls"})).await;
    store.run(&by(app, "family"), WithdrawWish { id: back, reason: "有个原因".into() }).await.expect("withdrawn");
    store
        .run(
            &by(app, "caseworker"),
            RevealHousehold(Reveal { household: family, reason: RevealReason::Visit, words: "有个原因".into() }),
        )
        .await
        .expect("opened");
    store.run(&by(app, "family"), FileObjection { opening: 0, words: "为什么？".into() }).await.expect("an objection");
}

on_both! {
    async fn all_pages_of_a_family_are_in_its_language(app) {
        settle(&app).await;
        app.person("admin").post_form(&format!("/admin/languages/{}/on", draft().tag()), &[]).await;
        let mut wrong: BTreeMap<String, Vec<String>> = BTreeMap::new();
        let mut note = |path: &str, reply: &Reply| {
            assert!(reply.text.contains(&format!("lang=\"{}\"", draft().tag())), "{path} is in another language");
            let words = foreign(&reply.text);
            if !words.is_empty() {
                wrong.entry(kind_of(path)).or_default().extend(words);
            }
        };
        for path in ["/sign-in", "/register", "/", "/no-such-page"] {
            note(path, &read(&app, "", path).await);
        }
        let mut seen: BTreeMap<String, usize> = BTreeMap::new();
        let mut known: BTreeSet<String> = BTreeSet::new();
        let mut next: VecDeque<String> = ["/home", "/", "/notices", "/me"].map(String::from).into();
        while let Some(path) = next.pop_front() {
            let times = seen.entry(kind_of(&path)).or_default();
            if !known.insert(path.clone()) || *times == 4 {
                continue;
            }
            *times += 1;
            let reply = read(&app, "family", &path).await;
            if !reply.header("content-type").starts_with("text/html") {
                continue;
            }
            note(&path, &reply);
            next.extend(led(&reply.text));
        }
        // The crawl has visited all kinds of pages for families.
        for kind in [
            "/home", "/home/wishes/new", "/home/wishes/new/shoes", "/home/wishes/{id}", "/home/shop", "/home/orders/{id}",
            "/home/points", "/home/received", "/home/household", "/home/household/openings", "/home/household/consents",
            "/home/household/correct", "/home/household/notes", "/home/disputes", "/home/claims/{id}/dispute",
            "/wishes/{id}", "/notices", "/me",
        ] {
            assert!(seen.contains_key(kind), "{kind} was not visited: {:?}", seen.keys());
        }
        for (path, fields) in [
            ("/home/wishes/new/shoes", &[("quantity", "99")][..]),
            ("/home/wishes/new/wok", &[("quantity", "1")]),
            ("/home/household/correct", &[]),
            ("/me/password", &[("old", "x"), ("new", "y")]),
            ("/sign-in", &[("phone", "1"), ("password", "x")]),
            ("/sign-in/card", &[("number", "1")]),
        ] {
            note(path, &refused(&app, path, fields).await);
        }
        assert!(wrong.is_empty(), "{wrong:#?}");
    }
}
