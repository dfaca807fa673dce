//! A withdrawn consent of a guardian hides everything about the child at once, on pages and in the API.

use axum::{
    body::Body,
    http::{Request, header},
};
use domain::consents::{ConsentKind, GivenAs, NewConsent};
use serde_json::json;
use store::{
    By,
    claims::thanks::{AddThanks, ReleaseThanks, Review},
};

use crate::{
    privileges::consents::{people, spoken},
    support::{Client, TestApp, on_both, world::PICTURE},
};

const STORY: &str = "小学新生想要画孔雀的书包";
const THANKS: &str = "孔雀画好了谢谢";
const OWN_WORDS: &str = "我家老二要上学";

/// Builds a multipart form: name, file name (or empty) and content.
fn form(path: &str, parts: &[(&str, &str, &[u8])]) -> Request<Body> {
    let mut body = Vec::new();
    for (name, file, content) in parts {
        let file = if file.is_empty() { String::new() } else { format!("; filename=\"{file}\"") };
        body.extend(format!("--x\r\ncontent-disposition: form-data; name=\"{name}\"{file}\r\n\r\n").bytes());
        body.extend_from_slice(content);
        body.extend(b"\r\n");
    }
    body.extend(b"--x--\r\n");
    let request = Request::post(path).header(header::CONTENT_TYPE, "multipart/form-data; boundary=x");
    request.body(Body::from(body)).expect("a request")
}

/// A child's wish with a public story, claimed and thanked for.
struct Told {
    wish: i64,
    claim: i64,
    photo: i64,
    consent: i64,
    /// Texts that identify the child.
    signs: Vec<String>,
}

async fn told(app: &TestApp) -> Told {
    let household = app.world.id("family");
    let (mother, child) = people(app).await;
    let agreed =
        json!({"member": child.id, "kind": "story", "giver": mother.id, "relation": "parent", "how": "screen"});
    let path = format!("/api/v1/households/{household}/consents");
    let consent = app.family().post(&path, agreed).await.expect(201)["consent"].as_i64().expect("a number");
    let new = json!({"item": "school_bag", "size": "1–3 年级", "quantity": 3, "member": child.id, "words": OWN_WORDS});
    let wish = app.family().post_wish(new).await;
    let agreed = NewConsent { relation: GivenAs::Parent, ..spoken(app, ConsentKind::Photo, 0).await };
    let by = By::new(app.caseworker().actor, server::http::random_id());
    let photo = app.store.photo_add(&by, wish, PICTURE.to_vec(), agreed, None).await.expect("a picture");
    app.caseworker().post(&format!("/api/v1/wishes/{wish}/publish"), json!({"words": STORY})).await.expect(200);
    let claim = app.donor().claim(wish, 1).await;
    app.shopkeeper().act(claim, "arrive", json!({})).await.expect(200);
    let code = app.code(wish).await;
    app.shopkeeper().act(claim, "hand-over", json!({"code": code})).await.expect(200);
    app.family().act(claim, "confirm", json!({})).await.expect(200);
    let by = |who: &Client| By::new(who.actor.clone(), server::http::random_id());
    let thanks = app
        .store
        .run(&by(&app.family()), AddThanks { claim, words: THANKS.into(), card: "flower".into() })
        .await
        .expect("thanks");
    app.store
        .run(&by(&app.caseworker()), ReleaseThanks(Review { id: thanks, release: true, words: THANKS.into() }))
        .await
        .expect("let out");
    let age = app.store.wish(&domain::accounts::Actor::visitor(), wish).await.expect("a wish").0.alias.age;
    assert!(age > 0);
    let signs = vec![
        STORY.into(),
        THANKS.into(),
        format!("{age} 岁"),
        format!("\"age\":{age}"),
        format!("/photos/{photo}"),
        "\"sex\":\"female\"".into(),
    ];
    Told { wish, claim, photo, consent, signs }
}

/// Returns all paths that may show the wish, for readers who are not staff of its area.
fn paths(told: &Told) -> Vec<String> {
    let (wish, claim) = (told.wish, told.claim);
    let peacock = "%E5%AD%94%E9%9B%80";
    let mut paths: Vec<String> =
        ["/", "/?category=study", "/?in_stock=on", "/wanted", "/claims", "/notices", "/me", "/shop", "/shop/stock"]
            .into_iter()
            .chain([
                "/shop/journals",
                "/api/v1/wishes",
                "/api/v1/me",
                "/api/v1/stock",
                "/api/v1/wanted",
                "/api/v1/journals",
            ])
            .chain(["/shop/export/file?what=movements&format=csv", "/shop/export/file?what=stock&format=csv"])
            .map(str::to_owned)
            .collect();
    paths.extend([format!("/?q={peacock}"), format!("/api/v1/wishes?q={peacock}")]);
    paths.extend(
        [
            "/wishes/{}",
            "/wishes/{}/claim",
            "/wishes/{}/picture",
            "/api/v1/wishes/{}",
            "/shop/fill/{}",
            "/desk/wishes/{}",
            "/desk/review/{}",
        ]
        .map(|path| path.replace("{}", &wish.to_string())),
    );
    paths.extend(
        ["/claims/{}", "/shop/claims/{}", "/desk/claims/{}", "/api/v1/claims/{}"]
            .map(|path| path.replace("{}", &claim.to_string())),
    );
    paths
}

/// Returns the seconds for which an answer may be cached without revalidation.
fn kept_for(caching: &str) -> i64 {
    if caching.contains("no-store") || caching.contains("no-cache") {
        return 0;
    }
    let age = caching.split(',').find_map(|part| part.trim().strip_prefix("max-age="));
    age.and_then(|seconds| seconds.parse().ok()).unwrap_or(i64::MAX)
}

async fn seen(app: &TestApp, told: &Told) -> Vec<String> {
    let mut seen = Vec::new();
    for who in
        ["visitor", "donor", "donor2", "shopkeeper", "shopkeeper_west", "family2", "donor_there", "caseworker_west"]
    {
        let client = if who == "visitor" { app.visitor() } else { app.person(who) };
        for path in paths(told) {
            let reply = client.get(&path).await;
            assert!(reply.status.as_u16() < 500, "{path}: {}", reply.text);
            assert!(kept_for(reply.header("cache-control")) <= 60, "{path}: {}", reply.header("cache-control"));
            seen.extend(
                told.signs
                    .iter()
                    .filter(|sign| reply.text.contains(*sign))
                    .map(|sign| format!("{sign} in {path} as {who}")),
            );
        }
        let picture = client.get(&format!("/photos/{}", told.photo)).await;
        assert!(kept_for(picture.header("cache-control")) <= 60);
        if picture.status == 200 {
            seen.push(format!("the picture as {who}"));
        }
        // Chat programs keep previews after a consent is withdrawn, so none ever shows the photo.
        let preview = client.get(&format!("/wishes/{}/picture", told.wish)).await;
        assert_eq!((preview.status.as_u16(), preview.header("content-type")), (200, "image/png"), "as {who}");
    }
    seen
}

on_both! {
    async fn a_withdrawn_consent_hides_everything_about_the_child(app) {
        let told = told(&app).await;
        let before = seen(&app, &told).await;
        for sign in [STORY, THANKS, "岁 in /wishes/", "\"age\":", "the picture as visitor"] {
            assert!(before.iter().any(|line| line.contains(sign)), "{sign} was never told: {before:#?}");
        }
        let page = app.visitor().get(&format!("/wishes/{}", told.wish)).await.text;
        assert!(page.contains("og:description") && page.contains(&format!("/wishes/{}/picture", told.wish)));
        let head = page.split("</head>").next().expect("a head");
        assert!(told.signs.iter().all(|sign| !head.contains(sign.as_str())), "the preview tells of the child: {head}");
        let tag = app.visitor().get(&format!("/photos/{}", told.photo)).await.header("etag").to_owned();

        let to = format!("/home/household/consents/{}/withdraw", told.consent);
        assert_eq!(app.family().post_form(&to, &[]).await.status, 303);
        let after = seen(&app, &told).await;
        assert!(after.is_empty(), "{after:#?}");
        let again = axum::http::Request::get(format!("/photos/{}", told.photo)).header("if-none-match", tag);
        let again = app.visitor().send(again.body(axum::body::Body::empty()).expect("a request")).await;
        assert_eq!(again.status, 404, "a cached copy must be stale");

        // The wish stays open, for a family of two; staff of the area still see the family's text.
        let public = app.visitor().get(&format!("/api/v1/wishes/{}", told.wish)).await.expect(200);
        assert_eq!((public["state"].as_str(), public["for"]["family_size"].as_i64(), public["for"]["age"].as_i64()), (Some("published"), Some(2), Some(-1)));
        let desk = app.caseworker().get(&format!("/desk/wishes/{}", told.wish)).await.text;
        assert!(desk.contains(OWN_WORDS) && !desk.contains(STORY));
        app.assert_consistent().await;
    }

    async fn a_withdrawn_consent_changes_the_answers_of_other_servers(app) {
        let told = told(&app).await;
        let other = app.second_server().await;
        assert!(!seen(&other, &told).await.is_empty());
        let path = format!("/api/v1/households/{}/consents/{}/withdraw", app.world.id("family"), told.consent);
        app.caseworker().post(&path, json!({"reason": "家人要求"})).await.expect(200);
        let after = seen(&other, &told).await;
        assert!(after.is_empty(), "{after:#?}");
        other.store.close().await;
    }

    async fn families_consent_on_screen_and_caseworkers_record_spoken_consents(app) {
        let (mother, child) = people(&app).await;
        let household = app.world.id("family");
        let wish = app.family().post_wish(json!({"item": "school_bag", "size": "1–3 年级", "member": child.id})).await;
        let review = app.caseworker().get(&format!("/desk/review/{wish}")).await.text;
        assert!(review.contains("没有监护人同意") && !review.contains("name=\"words\""), "nothing to record");
        let form = format!("/home/household/consents/new?kind=story&amp;member={}", child.id);
        assert!(app.family().get("/home/household/consents").await.text.contains(&form));
        let fields = [("kind", "story"), ("member", &child.id.to_string()), ("how", "screen"), ("relation", "parent")];
        let refused = app.family().post_form("/home/household/consents/new", &fields).await;
        assert_eq!(refused.status, 422, "the giver is missing");
        let giver = mother.id.to_string();
        let fields: Vec<_> = fields.into_iter().chain([("giver", giver.as_str())]).collect();
        assert_eq!(app.family().post_form("/home/household/consents/new", &fields).await.status, 303);
        assert!(app.family().get("/home/household/consents").await.text.contains("手机上点的"));
        assert!(app.caseworker().get(&format!("/desk/review/{wish}")).await.text.contains("name=\"words\""));

        // An adult refuses a consent that was not asked for.
        let refuse = [("kind", "story"), ("member", giver.as_str()), ("giver", giver.as_str()), ("how", "screen"), ("refuse", "yes")];
        assert_eq!(app.family().post_form("/home/household/consents/new", &refuse).await.status, 303);
        let own = app.family().post_wish(json!({"item": "wok", "member": mother.id, "again": true})).await;
        app.caseworker().publish(own).await;
        let public = app.visitor().get(&format!("/api/v1/wishes/{own}")).await.expect(200);
        assert_eq!((public["for"]["age"].as_i64(), public["words"].as_str()), (Some(-1), Some("")));

        let to = format!("/desk/households/{household}/consents");
        let fields = [("kind", "file"), ("member", "0"), ("how", "spoken"), ("giver", giver.as_str()), ("relation", "self")];
        let refused = app.caseworker().post_form(&format!("{to}/new"), &fields).await;
        assert!(refused.status == 422 && refused.text.contains("witness-error"), "{}", refused.text);
        let fields: Vec<_> = fields.into_iter().chain([("witness", "张邻居")]).collect();
        assert_eq!(app.caseworker().post_form(&format!("{to}/new"), &fields).await.status, 303);
        let page = app.caseworker().get(&to).await.text;
        assert!(page.contains("口头说的") && !page.contains("张邻居"), "names are shown after a reveal");
        assert!(app.family().told().await.contains(&"/home/household/consents".to_owned()));
    }

    async fn a_signed_consent_is_stored_with_an_encrypted_photo(app) {
        let (mother, child) = people(&app).await;
        let household = app.world.id("family");
        let path = format!("/api/v1/households/{household}/consents");
        let consent = json!({"kind": "story", "member": child.id, "giver": mother.id, "relation": "parent", "how": "paper"});
        app.caseworker().post(&path, consent.clone()).await.refused(422, "invalid_fields");
        let consent = consent.to_string();
        let send = async |who: &Client, parts: &[(&str, &str, &[u8])]| who.send(form(&path, parts)).await;
        send(&app.caseworker(), &[("paper", "paper.png", PICTURE)]).await.refused(422, "invalid_fields");
        send(&app.caseworker(), &[("consent", "", b"{\"kind\": \"story\", \"knd\": 1}"), ("paper", "a", PICTURE)]).await.refused(422, "invalid_fields");
        send(&app.caseworker(), &[("consent", "", consent.as_bytes()), ("paper", "a.svg", b"<svg/>")]).await.refused(422, "invalid_fields");
        send(&app.person("caseworker_west"), &[("consent", "", consent.as_bytes()), ("paper", "a", PICTURE)]).await.refused(404, "not_found");
        let made = send(&app.caseworker(), &[("consent", "", consent.as_bytes()), ("paper", "photo.png", PICTURE)]).await.expect(201);
        let id = made["consent"].as_i64().expect("a number");
        let held = app.family().get(&path).await.expect(200);
        assert_eq!((held["held"][0]["id"].as_i64(), held["held"][0]["paper"].as_bool()), (Some(id), Some(true)));
        let kept = app.store.consent_paper(&app.family().actor, household, id).await.expect("the family's own");
        assert_eq!(&kept[..3], b"\xff\xd8\xff", "re-encoded as a JPEG");
        assert_eq!(app.caseworker().get(&format!("/desk/households/{household}/consents/{id}/paper")).await.status, 404, "not revealed");
    }

    async fn a_refusal_takes_one_form_and_returns_the_caseworker_to_the_page_before(app) {
        let (mother, child) = people(&app).await;
        let household = app.world.id("family");
        let wish = app.family().post_wish(json!({"item": "school_bag", "size": "1–3 年级", "member": child.id})).await;
        let review = format!("/desk/review/{wish}");
        let way = format!("consents/new?kind=story&amp;member={}&amp;wish=0&amp;next=%2Fdesk%2Freview%2F{wish}", child.id);
        assert!(app.caseworker().get(&review).await.text.contains(&way));
        assert!(app.caseworker().get("/desk").await.text.contains("href=\"/desk/consents\""));
        let listed = app.caseworker().get("/desk/consents").await.text;
        assert!(listed.contains(&format!("/desk/households/{household}/consents\"")));
        let page = app.caseworker().get(&format!("/desk/households/{household}/{}", way.replace("&amp;", "&"))).await.text;
        assert!(page.contains("问过了，家人不同意") && page.contains(&format!("name=\"next\" value=\"{review}\"")));
        let (id, giver) = (child.id.to_string(), mother.id.to_string());
        let fields = [("kind", "story"), ("member", id.as_str()), ("refused_by", giver.as_str()), ("next", review.as_str())];
        let to = format!("/desk/households/{household}/consents/refuse");
        let done = app.caseworker().post_form(&to, &fields).await;
        assert_eq!((done.status.as_u16(), done.header("location")), (303, review.as_str()));
        let page = app.caseworker().get(&review).await.text;
        assert!(page.contains("监护人不同意") && !page.contains("没有监护人同意"));
        assert!(!app.caseworker().get("/desk/consents").await.text.contains("个孩子的心愿"), "it is not asked again");
        let list = app.caseworker().get(&format!("/desk/households/{household}/consents")).await.text;
        assert!(list.contains("不同意"));
        assert!(app.family().get("/home/household/consents").await.text.contains("不同意"));
        assert!(app.family().told().await.contains(&"/home/household/consents".to_owned()));
        // A `next` address on another site is ignored.
        let away = [("kind", "file"), ("member", "0"), ("next", "https://evil.example/")];
        assert_eq!(app.caseworker().post_form(&to, &away).await.header("location"), "/");

        app.caseworker().publish(wish).await;
        let claim = app.donor().claim(wish, 1).await;
        app.shopkeeper().act(claim, "arrive", json!({})).await.expect(200);
        let code = app.code(wish).await;
        app.shopkeeper().act(claim, "hand-over", json!({"code": code})).await.expect(200);
        let by = By::new(app.family().actor.clone(), server::http::random_id());
        app.store.run(&by, AddThanks { claim, words: THANKS.into(), card: "sun".into() }).await.expect("thanks");
        let page = app.caseworker().get("/desk/thanks").await.text;
        assert!(page.contains("家人不同意公开说到这个人") && page.contains("只发卡片") && !page.contains("form=\"release\""));
        assert!(!app.caseworker().get("/desk").await.text.contains(THANKS), "the desk shows no text of the thanks");
    }
}
