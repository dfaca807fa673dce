//! Server functions: who may call them, what they refuse, and that no form depends on them.

use std::collections::BTreeSet;

use app::{functions::PREFIX, i18n::Lang, web::session::Cookies};
use axum::{
    body::Body,
    http::{Request, header},
};
use leptos::server_fn::axum::server_fn_paths;
use server::{State, http::write_limit::WriteLimit};

use crate::support::{Client, Reply, on_both};

const SCAN_ROW: &str = "/fn/stock/scan-row";

/// Posts a body as this content type, from a page of `site`.
async fn post(client: &Client, site: &str, kind: &str, body: impl Into<Body>) -> Reply {
    let request = Request::post(SCAN_ROW).header(header::CONTENT_TYPE, kind).header("sec-fetch-site", site);
    client.send(request.header("host", "localhost").body(body.into()).expect("a request")).await
}

on_both! {
    async fn a_server_function_answers_those_who_may_and_refuses_others_in_their_language(app) {
        let call = [("target", "stock-take"), ("code", "13")];
        let reply = app.shopkeeper().post_form(SCAN_ROW, &call).await;
        assert_eq!(reply.header("cache-control"), "private, no-store");
        let row = reply.expect(200);
        assert!(row.as_str().is_some_and(|row| row.starts_with("<li") && row.contains("炒锅")), "{row}");
        let refused = app.donor().post_form(SCAN_ROW, &call).await.refused(403, "not_allowed");
        assert_eq!(refused["detail"], Lang::default().refusal(domain::Code::NotAllowed));
        app.visitor().post_form(SCAN_ROW, &call).await.refused(401, "sign_in_needed");
        app.shopkeeper().post_form(SCAN_ROW, &[("target", "stock-take"), ("code", " ")]).await.refused(404, "not_found");
    }

    async fn a_server_function_refuses_other_sites_and_what_it_cannot_read(app) {
        const FORM: &str = "application/x-www-form-urlencoded";
        let keeper = app.shopkeeper();
        post(&keeper, "same-origin", FORM, "target=receipt&code=13").await.expect(200);
        post(&keeper, "cross-site", FORM, "target=receipt&code=13").await.refused(403, "not_allowed");
        for unreadable in ["", "code=13", "target=receipt", "target=elsewhere&code=13", "target[a]=1&code=13", "%ff"] {
            post(&keeper, "same-origin", FORM, unreadable).await.refused(400, "unreadable");
        }
        let large = format!("target=receipt&code={}", "1".repeat(server::http::BODY_LIMIT));
        post(&keeper, "same-origin", FORM, large).await.refused(413, "too_large");
        app.shopkeeper().get(SCAN_ROW).await.refused(405, "not_found");
    }

    /// leptos would redirect to the referrer and write the refusal into the address, where links can forge it.
    async fn a_server_function_never_redirects(app) {
        for client in [app.shopkeeper(), app.donor()] {
            let request = Request::post(SCAN_ROW).header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
            let request = request.header(header::ACCEPT, "text/html").header(header::REFERER, "https://elsewhere.example/");
            let reply = client.send(request.body(Body::from("target=receipt&code=13")).expect("a request")).await;
            assert!(!reply.status.is_redirection() && reply.header("location").is_empty(), "{reply:?}");
            assert!(reply.header("content-type").contains("json"), "{reply:?}");
        }
    }

    async fn calls_of_server_functions_count_as_writes(app) {
        let mut state = State::new(app.store.clone(), Cookies { secure: true });
        state.writes = WriteLimit::new(1);
        let keeper = app.shopkeeper().through(server::http::router(state));
        let call = [("target", "receipt"), ("code", "13")];
        keeper.post_form(SCAN_ROW, &call).await.expect(200);
        let refused = keeper.post_form(SCAN_ROW, &call).await;
        assert!(!refused.header("retry-after").is_empty());
        refused.refused(429, "too_fast");
    }

    /// What the island does with the function, the form does by itself.
    async fn a_scan_without_wasm_posts_the_form_and_keeps_what_was_scanned(app) {
        let shop = app.world.id("shop").to_string();
        let form = [
            ("location", shop.as_str()), ("origin", "donation"), ("code", "13"), ("count", "2"), ("row_size", ""),
            ("row_expires", ""), ("row_state", ""), ("row_cost", ""), ("scan", "6900000000007"), ("add", "1"),
        ];
        let page = app.shopkeeper().post_form("/shop/receive", &form).await;
        assert_eq!(page.status, 200, "{}", page.text);
        assert!(page.text.contains("data-target=\"receipt\""), "{}", page.text);
        for row in ["data-code=\"13\"", "data-code=\"6900000000007\""] {
            assert!(page.text.contains(row), "{row}: {}", page.text);
        }
        let newest = page.text.find("data-code=\"6900000000007\"") < page.text.find("data-code=\"13\"");
        assert!(newest, "the last scan is on top, as the island puts it");
        let count = page.text.split("data-code=\"13\"").nth(1).and_then(|row| row.split("name=\"count\" value=\"").nth(1));
        assert!(count.is_some_and(|count| count.starts_with("2\"")), "{}", page.text);
    }

    /// What an island keeps is on the page again: after a reload, on another device, after another sign-in.
    async fn a_list_that_was_scanned_is_there_again_until_its_goods_are_received(app) {
        const KEEP: &str = "/fn/stock/keep-list";
        let (keeper, shop) = (app.shopkeeper(), app.world.id("shop").to_string());
        let typed = format!("list=0123456789abcdef0&location={shop}&giver=%E6%9D%8E&code=13&count=4&row_size=&code=nope&count=1&row_size=");
        let call = [("kind", "receiving"), ("subject", "0"), ("household", "0"), ("typed", typed.as_str())];
        let kept = keeper.post_form(KEEP, &call).await.expect(200);
        assert_eq!((kept["version"].as_i64(), kept["done"].as_bool()), (Some(1), Some(false)), "{kept}");
        app.donor().post_form(KEEP, &call).await.refused(403, "not_allowed");

        let page = app.shopkeeper().get("/shop/receive").await.text;
        for there in ["data-code=\"13\"", "data-code=\"nope\"", "value=\"0123456789abcdef0\"", "value=\"李\"", "接着上次"] {
            assert!(page.contains(there), "{there}: {page}");
        }
        assert!(!keeper.get("/shop/receive?list=new").await.text.contains("data-code=\"13\""), "another list begins empty");
        // Another kind of origin is a link of the same page: the rows stay.
        assert!(keeper.get("/shop/receive?origin=purchase").await.text.contains("data-code=\"13\""));

        let head = [("list", "0123456789abcdef0"), ("list_version", "1"), ("location", shop.as_str()), ("origin", "donation"), ("condition", "new")];
        let rows = [("code", "13"), ("count", "4"), ("row_size", ""), ("code", "nope"), ("count", "1"), ("row_size", "")];
        let form = [&head[..], &rows[..]].concat();
        let asked = keeper.post_form("/shop/receive", &form).await;
        assert_eq!(asked.status, 200);
        assert!(asked.text.contains("value=\"known\"") && asked.text.contains("id=\"learn\""), "{}", asked.text);
        let done = keeper.post_form("/shop/receive", &[&form[..], &[("part", "known")]].concat()).await;
        assert_eq!(done.status, 303, "{}", done.text);
        let rest = app.shopkeeper().get("/shop/receive").await.text;
        assert!(rest.contains("data-code=\"nope\"") && !rest.contains("data-code=\"13\""), "{rest}");
        // A window that was left open cannot receive the goods again.
        let stale = keeper.post_form("/shop/receive", &[&head[..], &rows[..3]].concat()).await;
        assert_eq!(stale.status, 409, "{}", stale.text);
        assert_eq!(app.database.count("receipt").await, 1);
    }
}

/// Also those that the linker collected: a function that no capability registers would have no row in the table.
#[test]
fn every_server_function_is_a_registered_route() {
    let routes = app::pages::routes();
    let listed: BTreeSet<_> = routes.list().iter().map(|route| (route.path, route.method)).collect();
    let functions: Vec<_> = server_fn_paths().collect();
    assert!(!functions.is_empty());
    for (path, method) in functions {
        assert!(path.starts_with(PREFIX), "{path}");
        assert!(listed.contains(&(path, method.as_str())), "{method} {path} is not registered");
    }
}
