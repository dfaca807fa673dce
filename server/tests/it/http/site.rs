//! What the installation says of itself: public pages, the contact, numbers, and the pictures of link previews.

use app::i18n::Lang;
use axum::{body::Body, http::Request};
use domain::site::{Agreement, PublicPage};
use serde_json::json;

use crate::support::{Client, Reply, TestApp, on_both};

const PAGES: [&str; 7] = ["/about", "/how", "/privacy", "/terms", "/help", "/contact", "/accessibility"];

/// Returns the value of a meta element of the head.
fn meta<'t>(page: &'t str, name: &str) -> &'t str {
    let (head, _) = page.split_once("</head>").expect("a head");
    let rest = head.split(&format!("<meta property=\"{name}\" content=\"")).nth(1).unwrap_or_default();
    rest.split('"').next().unwrap_or_default()
}

async fn write(admin: &Client, page: &str, seen: &str, text: &str, button: &str) -> Reply {
    let fields = [("lang", "zh-CN"), ("seen", seen), ("text", text), (button, "yes")];
    admin.post_form(&format!("/admin/pages/{page}"), &fields).await
}

async fn register(app: &TestApp, phone: &str, agreed: &str) -> Reply {
    let area = app.world.id("city").to_string();
    let known = [("phone", phone), ("name", "叶尔肯"), ("password", "山里的小书包是红色的"), ("area", area.as_str())];
    let fields: Vec<_> = known.into_iter().chain([("agreed", agreed)]).filter(|(_, value)| !value.is_empty()).collect();
    app.visitor().post_form("/register", &fields).await
}

async fn picture(app: &TestApp, who: &str, wish: i64) -> Reply {
    let client = if who == "visitor" { app.visitor() } else { app.person(who) };
    client.get(&format!("/wishes/{wish}/picture")).await
}

on_both! {
    async fn every_page_leads_to_the_public_pages_and_they_have_texts_in_each_complete_language(app) {
        let pages = [(app.visitor(), "/"), (app.visitor(), "/sign-in"), (app.visitor(), "/register"), (app.visitor(), "/nowhere")];
        for (client, path) in pages.into_iter().chain([(app.family(), "/home"), (app.shopkeeper(), "/shop"), (app.donor(), "/me")]) {
            let page = client.get(path).await.text;
            for to in PAGES {
                assert!(page.contains(&format!("<a href=\"{to}\"")), "{path} does not lead to {to}");
            }
        }
        for lang in Lang::ALL.into_iter().filter(|lang| !lang.is_draft()) {
            for page in PublicPage::ALL {
                let request = Request::get(page.path()).header("cookie", format!("lang={}", lang.tag()));
                let reply = app.visitor().send(request.body(Body::empty()).expect("a request")).await;
                assert_eq!(reply.status, 200, "{page:?}");
                let first = app::pages::site::shipped(lang, *page).lines().next().expect("a line").trim_start_matches("# ").to_owned();
                assert!(reply.text.contains(&first), "{page:?} in {}: {first}", lang.tag());
                assert!(!meta(&reply.text, "og:title").is_empty() && !meta(&reply.text, "og:description").is_empty(), "{page:?}");
            }
        }
    }

    async fn an_administrator_previews_writes_and_resets_a_page_and_markup_stays_text(app) {
        let (admin, text) = (app.person("admin"), "# 我们<script>alert(1)</script>\n- <img src=x onerror=alert(2)>\n普通 & 段落");
        let shown = |page: &str| page.contains("<h2>我们&lt;script&gt;alert(1)&lt;/script&gt;</h2>") && page.contains("普通 &amp; 段落");
        let preview = write(&admin, "about", "0", text, "preview").await;
        assert!(preview.status == 200 && shown(&preview.text) && !preview.text.contains("<script>alert"), "{}", preview.text);
        assert!(!app.visitor().get("/about").await.text.contains("普通"), "a preview is not saved");

        assert_eq!(write(&admin, "about", "0", text, "save").await.status, 303);
        let page = app.visitor().get("/about").await.text;
        assert!(shown(&page) && !page.contains("<script>alert") && !page.contains("<img src=x"), "{page}");
        let stale = write(&admin, "about", "0", "晚了一步", "save").await;
        assert!(stale.status == 422 && stale.text.contains("晚了一步"), "what was typed is kept: {}", stale.text);
        assert_eq!(write(&admin, "nothing", "0", text, "save").await.status, 404);
        let old = admin.get("/admin/pages/about?lang=zh-CN&version=1").await;
        assert!(old.status == 200 && old.text.contains("普通 &amp; 段落"), "{}", old.text);

        let reset = [("lang", "zh-CN"), ("seen", "1")];
        assert_eq!(admin.post_form("/admin/pages/about/reset", &reset).await.status, 303);
        assert!(!app.visitor().get("/about").await.text.contains("普通"));
        let api = app.visitor().get("/api/v1/pages/about").await.expect(200);
        assert_eq!((&api["version"], &api["shipped"]), (&json!(2), &json!(true)));
        app.visitor().get("/api/v1/pages/nothing").await.refused(404, "not_found");
        let body = json!({"lang": "xx", "seen": 2, "text": "x"});
        admin.post("/api/v1/pages/about", body).await.refused(422, "invalid_fields");
        let long = "长".repeat(domain::site::LONGEST);
        admin.post("/api/v1/pages/about", json!({"lang": "zh-CN", "seen": 2, "text": long})).await.expect(200);
        assert_eq!(write(&admin, "about", "3", &long, "save").await.status, 303, "the longest text fits into a form");
    }

    async fn the_contact_is_shown_where_people_are_stuck(app) {
        let places = ["/sign-in", "/nowhere", "/contact", "/help"];
        for path in places {
            assert!(!app.visitor().get(path).await.text.contains("tel:"), "{path}");
        }
        let fields = [("contact_name", "社区<b>中心"), ("contact_phone", "0531-88880000"), ("contact_hours", "9–17")];
        assert_eq!(app.person("admin").post_form("/admin/pages", &fields).await.status, 303);
        for path in places {
            let page = app.visitor().get(path).await.text;
            assert!(page.contains("href=\"tel:053188880000\"") && page.contains("社区&lt;b&gt;中心"), "{path}: {page}");
        }
        assert_eq!(app.visitor().get("/api/v1/contact").await.expect(200)["phone"], "0531-88880000");
        let wrong = [("contact_name", "中心"), ("contact_phone", "javascript:alert(1)")];
        assert_eq!(app.person("admin").post_form("/admin/pages", &wrong).await.status, 422);
    }

    async fn a_registration_agrees_to_the_terms_that_were_shown(app) {
        let page = app.visitor().get("/register").await.text;
        let shown = Agreement::shipped("zh-CN").to_string();
        assert!(page.contains("name=\"agreed\"") && page.contains(&format!("value=\"{shown}\"")), "{page}");
        assert!(page.contains("href=\"/terms\"") && page.contains("href=\"/privacy\""));
        let before = app.database.count("agreement").await;
        // A form of before, and one of a program that ticks what it does not know.
        for old in ["", "yes", "on"] {
            let refused = register(&app, "13711112222", old).await;
            assert!(refused.status == 422 && refused.text.contains("agreed-error"), "{old}: {}", refused.text);
        }
        assert_eq!(write(&app.person("admin"), "terms", "0", "新的条款", "save").await.status, 303);
        let late = register(&app, "13711112222", &shown).await;
        assert!(late.status == 422 && late.text.contains("agreed-error"), "{}", late.text);
        assert_eq!(app.database.count("agreement").await, before);
        let now = app.visitor().get("/api/v1/agreement").await.expect(200)["agreed"].as_str().expect("a text").to_owned();
        assert_eq!(now, "zh-CN.1.1.0");
        let made = register(&app, "13711112222", &now).await;
        assert_eq!(made.status, 303, "{}", made.text);
        assert_eq!(app.database.count("agreement where terms = 1 and privacy = 0 and edition = 1 and lang = 'zh-CN'").await, 1);
    }

    async fn the_preview_of_a_wish_is_a_picture_for_everyone_and_of_a_hidden_wish_there_is_none(app) {
        let wish = app.published_wish(2).await;
        let page = app.visitor().get(&format!("/wishes/{wish}")).await.text;
        assert!(meta(&page, "og:title").starts_with("求助：书包"), "{page}");
        assert_eq!(meta(&page, "og:image:width"), "1200");
        assert!(meta(&page, "og:image").ends_with(&format!("/wishes/{wish}/picture")));
        let first = picture(&app, "visitor", wish).await;
        assert_eq!((first.status.as_u16(), first.header("content-type")), (200, "image/png"));
        assert!(first.header("cache-control").starts_with("public"), "{:?}", first.headers);
        let tag = first.header("etag").to_owned();
        for who in ["family", "donor", "caseworker"] {
            assert_eq!(picture(&app, who, wish).await.header("etag"), tag, "the same for {who}");
        }
        let again = Request::get(format!("/wishes/{wish}/picture")).header("if-none-match", tag);
        let again = app.visitor().send(again.body(Body::empty()).expect("a request")).await;
        assert_eq!((again.status.as_u16(), again.text.as_str()), (304, ""));

        // Not even for those who may read the wish: caches share the answer.
        let hidden = app.family().post_wish(json!({"item": "wok"})).await;
        app.family().post(&format!("/api/v1/wishes/{wish}/withdraw"), json!({})).await.expect(200);
        for id in [hidden, wish, 999_999] {
            for who in ["visitor", "family", "caseworker"] {
                let none = picture(&app, who, id).await;
                assert_eq!(none.status, 404, "{id} as {who}");
                assert!(!none.header("cache-control").contains("public"), "{id} as {who}");
            }
        }
        for path in ["/", "/wanted", "/notice", "/about", "/drives", "/jobs", "/pledges", "/programmes", "/market", "/documents"] {
            let page = app.visitor().get(path).await.text;
            assert!(meta(&page, "og:title").ends_with("｜心愿桥") && meta(&page, "og:image").ends_with("/preview.png"), "{path}");
        }
        let site = app.visitor().get("/preview.png").await;
        assert_eq!((site.status.as_u16(), site.header("content-type")), (200, "image/png"));
    }

    async fn numbers_are_shown_from_five_on_as_the_database_has_them(app) {
        let wishes = {
            let mut wishes = Vec::new();
            for _ in 0..6 {
                wishes.push(app.published_wish(1).await.to_string());
            }
            wishes.join(", ")
        };
        app.pass(1).await;
        assert!(!app.visitor().get("/about").await.text.contains("实现的心愿"));
        app.database.raw(&format!("update wish set state = 'fulfilled' where id in ({wishes})")).await.expect("fulfilled");
        app.database.raw("update household set helped = 1 where id = (select min(id) from household)").await.expect("helped");
        app.pass(601).await;
        let numbers = app.visitor().get("/api/v1/numbers").await.expect(200);
        let fulfilled = app.database.count("wish where state = 'fulfilled'").await;
        // Rounded down to steps of five, so that two readings do not tell of the one wish between them.
        assert_eq!((fulfilled, &numbers), (6, &json!({"wishes": 5, "families": null, "givers": null})));
        for path in ["/", "/about"] {
            let page = app.visitor().get(path).await.text;
            assert!(page.contains("<dt>实现的心愿</dt><dd><b>5</b></dd>"), "{path}: {page}");
            assert!(!page.contains("<dt>得到帮助的家庭</dt>"), "one family is not shown: {path}");
        }
    }
}

/// The icons that browsers ask for are there, in the size that they are announced with.
#[test]
fn the_manifest_names_pictures_that_exist() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../public");
    let manifest = std::fs::read_to_string(folder.join("manifest.webmanifest")).expect("a manifest");
    let manifest: serde_json::Value = serde_json::from_str(&manifest).expect("JSON");
    let icons = manifest["icons"].as_array().expect("icons").iter();
    let named = icons.map(|icon| (icon["src"].as_str().expect("a path"), icon["sizes"].as_str().expect("a size")));
    let mut count = 0;
    for (path, size) in named.chain([("/icon-180.png", "180x180")]).filter(|(path, _)| path.ends_with(".png")) {
        let png = std::fs::read(folder.join(path.trim_start_matches('/'))).expect(path);
        let edge = |at: usize| u32::from_be_bytes([png[at], png[at + 1], png[at + 2], png[at + 3]]);
        assert_eq!(format!("{}x{}", edge(16), edge(20)), size, "{path}");
        assert!(png.len() < 30_000, "{path}: {} bytes", png.len());
        count += 1;
    }
    assert_eq!(count, 4);
    // What the installed app offers leads to pages that exist, and what is shared with it to a form that takes a photo.
    let routes = app::pages::routes();
    let exists = |method: &str, path: &str| routes.list().iter().any(|r| r.method == method && r.path == path);
    let shortcuts = manifest["shortcuts"].as_array().expect("shortcuts").iter();
    assert!(shortcuts.map(|shortcut| shortcut["url"].as_str().expect("a path")).all(|path| exists("GET", path)));
    let target = &manifest["share_target"];
    assert!(exists("POST", target["action"].as_str().expect("a path")) && target["method"] == "POST");
    let file = &target["params"]["files"][0]["name"];
    assert_eq!((&target["enctype"], file), (&json!("multipart/form-data"), &json!("photo")));
}

/// The service worker keeps no page that the server does not allow, and loads none ahead that it would not answer.
#[test]
fn the_service_worker_and_the_server_name_the_same_pages() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../public");
    let worker = std::fs::read_to_string(folder.join("sw.js")).expect("a worker");
    for path in app::web::ahead::KEPT {
        let start = path.trim_start_matches('/').split('/').next().unwrap_or_default();
        assert!(worker.contains(start), "{path}");
    }
    for named in ["\"/unsent\"", "\"/shop?list=ready\"", "\"/shop/orders\"", "\\/desk\\/households\\/\\d+\\/visits"] {
        assert!(worker.contains(named), "{named}");
    }
    assert!(folder.join("unsent.js").is_file() && worker.contains("\"/unsent.js\""));
}
