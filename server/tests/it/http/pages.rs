//! Pages through the router: the document, its size, refused forms, and unusual input.

use axum::{body::Body, http::Request};
use base64::{Engine, prelude::BASE64_STANDARD};
use serde_json::json;
use sha2::{Digest, Sha256};

use crate::support::on_both;

/// Asks for the start page with the display that a cookie names.
fn with_view(view: &str) -> Request<Body> {
    Request::get("/")
        .header("host", "localhost")
        .header("cookie", format!("view={view}"))
        .body(Body::empty())
        .expect("a request")
}

on_both! {
    /// One document for all pages: a browser runs each of its scripts, and no tag differs from one answer to the next.
    async fn the_document_has_its_scripts_by_hash_and_no_nonce(app) {
        for (client, path, loads) in [(app.visitor(), "/notice", false), (app.donor(), "/me", false), (app.visitor(), "/sign-in", true), (app.family(), "/home", true)] {
            let page = client.get(path).await;
            assert!(page.text.starts_with("<!DOCTYPE html><html dir=\"ltr\" lang=\"zh-CN\"><head><meta charset=\"utf-8\">"), "{}", page.text);
            assert!(page.text.ends_with("</body></html>"), "nothing follows the document: {path}");
            assert_eq!(page.header("content-length"), page.text.len().to_string(), "{path}");
            assert!(!page.text.contains("nonce") && !page.text.contains("__RESOLVED_RESOURCES"), "{path}");
            // Marks for waking are a tenth of a page; only islands need them.
            assert!(loads || !page.text.contains("<!>"), "{path}");
            let policy = page.header("content-security-policy").to_owned();
            let (_, rest) = page.text.split_once("<script").expect("a script");
            for script in rest.split("<script") {
                let code = script.split_once('>').and_then(|(_, rest)| rest.split_once("</script>")).expect("a script").0;
                let hash = BASE64_STANDARD.encode(Sha256::digest(code));
                assert!(policy.contains(&format!("'sha256-{hash}'")), "{path}: {code}");
            }
            // The module waits for a touch or for an idle page, and both of its scripts are named, to be kept.
            let module = page.text.matches("import(\"/pkg/").count();
            assert_eq!((page.text.contains(" data-island"), module), (loads, if loads { 2 } else { 0 }), "{path}");
            assert!(!page.text.contains("modulepreload"), "{path}");
        }
        let large = app.visitor().send(with_view("elder")).await.text;
        assert!(large.contains("lang=\"zh-CN\" data-view=\"elder\">"), "{large}");
        let largest = app.visitor().send(with_view("largest")).await.text;
        assert!(largest.contains("data-view=\"elder largest\">"), "{largest}");
        assert!(app.visitor().get("/sign-in").await.text.contains("name=\"view\" value=\"largest\""), "a way in before signing in");
    }

    /// leptos_meta writes titles as they are.
    async fn a_title_cannot_end_the_head(app) {
        let new = json!({"name": "</title><b>&", "category": "home"});
        let made = app.shopkeeper().post("/api/v1/items", new).await.expect(201);
        let page = app.shopkeeper().get(&format!("/shop/items/{}", made["item"]["id"])).await.text;
        assert!(page.contains("<title>&lt;/title>&lt;b>&amp; ·"), "{page}");
    }

    /// Previews and search engines read the head.
    async fn the_head_tells_what_a_public_page_shows(app) {
        let wish = app.published_wish(1).await;
        let page = app.visitor().get(&format!("/wishes/{wish}")).await.text;
        let (head, _) = page.split_once("</head>").expect("a head");
        for name in ["og:title", "og:description", "og:image"] {
            let content = head.split(&format!("<meta property=\"{name}\" content=\"")).nth(1).and_then(|rest| rest.split('"').next());
            assert!(content.is_some_and(|content| !content.is_empty()), "{name}: {head}");
        }
        assert_eq!((head.matches("<title>").count(), head.contains("noindex")), (1, false), "{head}");
        // Search engines find the way in, and no address that an invitation or a wish made.
        for (path, indexed) in [("/sign-in", true), ("/register", true), ("/sign-in?next=/claims", false), ("/register?invitation=x", false)] {
            let page = app.visitor().get(path).await.text;
            assert_eq!((page.contains("<meta name=\"description\""), page.contains("noindex")), (indexed, !indexed), "{path}");
        }
        let missing = app.visitor().get("/wishes/999999").await;
        assert_eq!((missing.status.as_u16(), missing.text.contains("<meta name=\"robots\" content=\"noindex\">")), (404, true));
    }

    /// Twenty cards take at most 60 kB before compression, with a link to the next twenty.
    async fn a_feed_page_is_small_and_links_to_the_next(app) {
        for _ in 0..25 {
            app.published_wish(1).await;
        }
        let page = app.visitor().get("/").await;
        assert_eq!(page.text.matches("class=\"wish-card").count(), 20);
        assert!(page.text.len() < 60_000, "{} bytes", page.text.len());
        let first = app.visitor().get("/api/v1/wishes").await.expect(200);
        let rest = app.visitor().get(&format!("/api/v1/wishes?cursor={}", first["next"])).await.expect(200);
        assert_eq!((first["items"].as_array().map(Vec::len), rest["items"].as_array().map(Vec::len)), (Some(20), Some(5)));
        assert_eq!(rest["next"], json!(null));
    }

    /// Two characters find an item in either script; an empty result offers a link.
    async fn two_characters_find_an_item_in_either_script(app) {
        let wish = app.published_wish(1).await;
        for asked in ["%E4%B9%A6%E5%8C%85", "%E6%9B%B8%E5%8C%85"] {
            let found = app.visitor().get(&format!("/api/v1/wishes?q={asked}")).await.expect(200);
            assert_eq!(found["items"][0]["id"], json!(wish), "{asked}");
        }
        let none = app.visitor().get("/api/v1/wishes?q=%E8%BD%AE%E6%A4%85").await.expect(200);
        assert_eq!(none["items"], json!([]));
        // Filters narrow the feed, and invalid values do not break it.
        for path in ["/?category=study", "/?category=nothing", "/?cursor=x", "/?area=999", "/?max_cost=-5", "/?q=%27%25%22%3B--"] {
            assert_eq!(app.visitor().get(path).await.status, 200, "{path}");
        }
    }

    /// A refused form is shown again with its status, a sentence, and the input, escaped.
    async fn a_refused_form_keeps_its_input_escaped(app) {
        let words = "</textarea><script>alert(1)</script> O'Brien";
        let path = "/home/wishes/new/school_bag";
        let page = app.family().post_form(path, &[("size", ""), ("quantity", "1"), ("member", "0"), ("words", words)]).await;
        assert_eq!(page.status, 422);
        assert!(page.text.contains("role=\"alert\"") && page.text.contains("O'Brien"), "{}", page.text);
        assert!(!page.text.contains("<script>alert"), "typed text became markup");
        let registration = [("phone", "123"), ("name", "叶尔肯·阿曼"), ("password", ""), ("invitation", ""), ("area", "")];
        let page = app.visitor().post_form("/register", &registration).await;
        assert_eq!(page.status, 422);
        assert!(page.text.contains("value=\"叶尔肯·阿曼\"") && page.text.contains("value=\"123\""));
    }

    /// A form that is sent twice has one effect and redirects to the same page.
    async fn a_form_sent_twice_has_one_effect(app) {
        let wish = app.published_wish(3).await;
        let page = app.donor().get(&format!("/wishes/{wish}/claim")).await.text;
        let field = |name: &str| {
            let (_, after) = page.split_once(&format!("name=\"{name}\" value=\"")).expect(name);
            after.split('"').next().expect("a value").to_owned()
        };
        let (request, due) = (field("_request"), field("due"));
        let form = [("_request", request.as_str()), ("due", due.as_str()), ("quantity", "1")];
        let (mut places, path) = (Vec::new(), format!("/wishes/{wish}/claim"));
        for _ in 0..2 {
            let body = form.iter().map(|(k, v)| format!("{k}={v}")).collect::<Vec<_>>().join("&");
            let request = axum::http::Request::post(&path).header("content-type", "application/x-www-form-urlencoded");
            let reply = app.donor().send(request.body(axum::body::Body::from(body)).expect("a request")).await;
            assert_eq!(reply.status, 303, "{}", reply.text);
            places.push(reply.header("location").to_owned());
        }
        assert_eq!(places[0], places[1]);
        assert_eq!(app.database.count(&format!("claim where wish = {wish}")).await, 1);
    }
}
