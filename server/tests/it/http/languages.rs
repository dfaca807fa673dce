//! A draft language is unreachable until an administrator turns it on.
//! Then its pages carry a note, and families whose file names it get it.

use app::i18n::{Lang, Offered};
use axum::{
    body::Body,
    http::{Request, header},
};
use domain::casework::{CloseReason, Closing};
use futures::FutureExt;
use serde_json::json;
use store::{
    By,
    accounts::languages::EnableLanguage,
    casework::{file::close::CloseFile, notes::AddNote},
    households::reveal::RevealHousehold,
};

use crate::support::{Client, Reply, TestApp, asked_for, on_both, world::ADMIN_PASSWORD};

fn draft() -> Lang {
    Lang::ALL.into_iter().find(|lang| lang.is_draft()).expect("a draft")
}

async fn read(app: &TestApp, path: &str, name: header::HeaderName, value: &str) -> Reply {
    app.visitor().send(Request::get(path).header(name, value).body(Body::empty()).expect("a request")).await
}

/// Returns a page's language, and whether it carries the draft note.
fn shown(reply: &Reply) -> (String, bool) {
    let html = reply.text.split_once("<html ").expect("a page").1;
    let lang = html.split("lang=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("a language");
    (lang.to_owned(), reply.text.contains("draft-note"))
}

/// Loads a page as this client, in this language.
async fn in_language(client: &Client, path: &str, tag: &str) -> String {
    let request = Request::get(path).header(header::ACCEPT_LANGUAGE, tag);
    client.send(request.body(Body::empty()).expect("a request")).await.text
}

on_both! {
    async fn a_draft_is_reachable_only_while_it_is_on(app) {
        let tag = draft().tag();
        let cookie = format!("lang={tag}");
        let original = ("zh-CN".to_owned(), false);
        let marked = (tag.to_owned(), true);
        for path in ["/", "/sign-in", "/register", "/nowhere"] {
            assert_eq!(shown(&read(&app, path, header::COOKIE, &cookie).await), original);
            assert_eq!(shown(&read(&app, path, header::ACCEPT_LANGUAGE, tag).await), original);
        }
        let switch = format!("value=\"{tag}\"");
        assert!(!app.visitor().get("/sign-in").await.text.contains(&switch));
        // Choosing it explicitly sets no cookie.
        assert_eq!(app.visitor().post_form("/language", &[("lang", tag)]).await.header("set-cookie"), "");

        let admin = app.person("admin");
        assert_eq!(admin.post_form(&format!("/admin/languages/{tag}/on"), &[]).await.status, 303);
        for path in ["/", "/sign-in", "/register", "/nowhere"] {
            let reply = read(&app, path, header::COOKIE, &cookie).await;
            assert_eq!(shown(&reply), marked, "{path}");
            assert!(reply.text.contains("dir=\"rtl\""), "{path}");
            assert_eq!(shown(&read(&app, path, header::ACCEPT_LANGUAGE, tag).await), marked, "{path}");
        }
        let text = read(&app, "/sign-in", header::COOKIE, &cookie).await.text;
        for lang in [draft(), Lang::default()] {
            assert!(text.contains(&lang.t("language-draft")), "{}", lang.tag());
        }
        assert!(app.visitor().get("/sign-in").await.text.contains(&switch));
        let chosen = app.visitor().post_form("/language", &[("lang", tag)]).await;
        assert!(chosen.header("set-cookie").starts_with(&cookie));
        // The API uses complete languages only.
        let refused = read(&app, "/api/v1/claims/1", header::COOKIE, &cookie).await;
        assert_eq!(refused.header("content-language"), "zh-CN");

        assert_eq!(admin.post_form(&format!("/admin/languages/{tag}/off"), &[]).await.status, 303);
        assert_eq!(shown(&read(&app, "/", header::COOKIE, &cookie).await), original);
        for complete in ["en", "zh-CN", "no-such", "en-XB"] {
            let path = format!("/admin/languages/{complete}/on");
            assert_eq!(admin.post_form(&path, &[]).await.status, 404, "{complete} is no draft");
        }
    }

    async fn a_cancelled_look_at_the_setting_does_not_hold_back_the_next(app) {
        let tag = draft().tag();
        // The database may answer before the first look at it returns.
        let waits = |offered: &Offered| offered.now(&app.store).now_or_never().is_none();
        let offered = (0..1000).map(|_| Offered::new(false)).find(waits);
        let offered = offered.expect("one is dropped while it waits for the database");
        assert_eq!(app.person("admin").post_form(&format!("/admin/languages/{tag}/on"), &[]).await.status, 303);
        assert!(offered.now(&app.store).await.tagged(tag).is_some());
    }

    async fn other_servers_see_a_turned_on_language_within_seconds(app) {
        let (tag, second) = (draft().tag(), app.second_server().await);
        let cookie = format!("lang={tag}");
        assert_eq!(shown(&read(&second, "/", header::COOKIE, &cookie).await).0, "zh-CN");
        app.store.run(&store::By::new(app.person("admin").actor, server::http::random_id()), EnableLanguage::new(tag)).await.expect("on");
        second.store.clock.advance(10);
        assert_eq!(shown(&read(&second, "/", header::COOKIE, &cookie).await).0, tag);
    }

    async fn sign_in_selects_the_familys_language_unless_another_was_chosen(app) {
        let tag = draft().tag();
        app.database.raw(&format!("update household set language = '{tag}'")).await.expect("set");
        let family = app.family().actor.account;
        let typed = "select password from account where id = (select min(id) from account)";
        app.database.raw(&format!("update account set password = ({typed}) where id = {family}")).await.expect("set");
        let sealed = app.database.rows(&format!("select id, phone from account where id = {family}")).await;
        let phone = app.database.vault().open(store::Secret::AccountPhone, &sealed[0].1).expect("a phone");
        let sign_in = async |cookie: &str| {
            let form: String = form_urlencoded::Serializer::new(String::new())
                .extend_pairs([("phone", phone.as_str()), ("password", ADMIN_PASSWORD)])
                .finish();
            let request = Request::post("/sign-in")
                .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
                .header(header::COOKIE, cookie);
            let reply = app.visitor().send(request.body(Body::from(form)).expect("a request")).await;
            assert_eq!(reply.status, 303);
            reply.headers.get_all(header::SET_COOKIE).iter().any(|set| set.to_str().expect("text").starts_with(&format!("lang={tag};")))
        };
        assert!(!sign_in("x=y").await, "while it is off");
        app.person("admin").post_form(&format!("/admin/languages/{tag}/on"), &[]).await;
        assert!(sign_in("x=y").await);
        assert!(!sign_in("lang=en").await);
    }

    async fn a_reason_of_wishbridge_is_said_in_the_readers_language_and_old_sentences_stay(app) {
        let (keeper, household) = (app.caseworker(), app.world.id("family"));
        let by = || By::new(keeper.actor.clone(), "");
        let (new, old) = (app.family().post_wish(json!({"item": "wok"})).await, app.family().post_wish(json!({"item": "kettle"})).await);
        let closing = Closing { household, reason: CloseReason::MovedAway, words: String::new() };
        app.store.run(&by(), CloseFile(closing)).await.expect("closed");
        let stored = app.database.rows(&format!("select id, reason from wish where id = {new}")).await;
        assert_eq!(stored, [(new, "file_closed".to_owned())]);
        // A release before the codes stored the sentence itself.
        app.database.raw(&format!("update wish set reason = '家庭档案已关闭' where id = {old}")).await.expect("set");
        for (tag, said) in [("zh-CN", "家庭档案已关闭"), ("en", "file was closed")] {
            let page = in_language(&keeper, &format!("/desk/wishes/{new}"), tag).await;
            assert!(page.contains(said) && !page.contains("file_closed"), "{tag}: {page}");
            let page = in_language(&keeper, &format!("/desk/wishes/{old}"), tag).await;
            assert!(page.contains("家庭档案已关闭"), "{tag}: {page}");
        }
    }

    async fn what_a_merge_kept_of_another_file_is_said_in_the_readers_language_and_old_notes_stay(app) {
        let (keeper, household) = (app.caseworker(), app.world.id("family"));
        let by = || By::new(keeper.actor.clone(), "");
        let note = app.store.run(&by(), AddNote::new(household, "欧阳金雀".into())).await.expect("a note");
        app.database.raw(&format!("update household_note set merged_from = 99 where id = {note}")).await.expect("set");
        // A release before the column stored the sentence itself.
        app.store.run(&by(), AddNote::new(household, "并入 98 号档案：小金雀".into())).await.expect("a note");
        app.store.run(&by(), RevealHousehold(asked_for(household))).await.expect("revealed");
        for (tag, said) in [("zh-CN", "并入 99 号档案"), ("en", "was merged into this one")] {
            let page = in_language(&keeper, &format!("/desk/households/{household}/notes"), tag).await;
            assert!(page.contains("99") && page.contains(said) && page.contains("欧阳金雀"), "{tag}: {page}");
            assert!(page.contains("并入 98 号档案：小金雀"), "{tag}: {page}");
        }
    }
}
