//! How streams end, and who finds no place: limits, sessions that end, a server that stops.

use std::{collections::BTreeSet, time::Duration};

use app::web::session::Cookies;
use server::{
    State,
    http::{cache::PageCache, live::Listeners, write_limit::WriteLimit},
};

use super::Stream;
use crate::support::{Client, TestApp, on_both};

/// Builds the state of a server with these places, as tests use it.
fn state(app: &TestApp, listeners: Listeners) -> State {
    State { listeners, writes: WriteLimit::new(0), ..State::new(app.store.clone(), Cookies { secure: true }) }
}

on_both! {
    async fn listeners_beyond_the_places_are_asked_to_come_later(app) {
        let listeners = Listeners::new(2, 1);
        let router = server::http::router(state(&app, listeners.clone()));
        let (donor, visitor) = (app.donor().through(router.clone()), Client::visitor(router));
        let (first, ..) = Stream::open(&donor, "").await;
        let refused = donor.get("/live").await;
        assert_eq!((refused.status.as_u16(), refused.header("retry-after")), (503, "30"), "one of each account");
        let (second, ..) = Stream::open(&visitor, "").await;
        assert_eq!(listeners.count(), 2);
        assert_eq!(visitor.get("/live").await.status, 503, "two in all");
        // Pages are answered as before, and a browser that is gone leaves its place.
        assert_eq!(visitor.get("/").await.status, 200);
        drop((first, second));
        assert_eq!(listeners.count(), 0);
        Stream::open(&donor, "").await;
    }

    async fn a_stream_ends_with_its_session_and_all_end_when_the_server_stops(app) {
        let state = state(&app, Listeners::new(9, 9).beating(Duration::from_millis(100)));
        let (router, stopping) = (server::http::router(state.clone()), state.stopping);
        let (donor, shopkeeper) = (app.donor().through(router.clone()), app.shopkeeper().through(router.clone()));
        let visitor = Client::visitor(router);
        let (mut of_donor, ..) = Stream::open(&donor, "").await;
        let (mut of_visitor, ..) = Stream::open(&visitor, "").await;
        let (mut of_shop, ..) = Stream::open(&shopkeeper, "").await;
        // Signs of life keep the connection; they are no events.
        assert_eq!(of_donor.chunk().await.as_deref(), Some(":\n\n"));
        assert_eq!(of_visitor.chunk().await.as_deref(), Some(":\n\n"));

        donor.delete("/api/v1/session").await.expect(204);
        while of_donor.chunk().await.is_some() {}
        // A role that is gone is heard no more, although the session goes on.
        let account = app.shopkeeper().actor.account;
        app.database.raw(&format!("delete from role_grant where account = {account}")).await.expect("deleted");
        of_shop.chunk().await.expect("a sign of life");
        of_shop.chunk().await.expect("a sign of life");
        app.claimed_wish_of("donor2").await;
        app.store.tell_changes().await.expect("told");
        let mut heard = BTreeSet::new();
        while heard.is_empty() {
            let chunk = of_shop.chunk().await.expect("still open");
            let data = chunk.lines().filter_map(|line| line.strip_prefix("data: ")).map(str::to_owned);
            heard.extend(data.filter(|data| data.contains(' ')));
        }
        let is_public = |data: &String| !["shop", "today", "claim"].iter().any(|staff| data.contains(staff));
        assert!(heard.iter().any(|data| data.contains("wish-")) && heard.iter().all(is_public), "{heard:?}");

        stopping.set();
        while of_visitor.chunk().await.is_some() {}
        while of_shop.chunk().await.is_some() {}
        assert_eq!(visitor.get("/live").await.status, 503, "browsers look elsewhere");
    }

    /// Else a page that was told of a change would show what it was before, and hear of it no more.
    async fn what_visitors_share_is_never_older_than_what_they_are_told(app) {
        let other = app.second_server().await;
        let pages = PageCache::living(Duration::from_secs(60), 8);
        let visitor = Client::visitor(server::http::router(State { pages, ..state(&app, Listeners::default()) }));
        let wish = app.published_wish(1).await;
        let (path, link) = (format!("/wishes/{wish}"), format!("/wishes/{wish}/claim"));
        app.store.tell_changes().await.expect("told");
        assert!(visitor.get(&path).await.text.contains(&link));
        app.donor().at(&other).claim(wish, 1).await;
        other.store.tell_changes().await.expect("told");
        assert!(visitor.get(&path).await.text.contains(&link), "kept, because this server knows of no commit");
        app.store.tell_changes().await.expect("told");
        assert!(!visitor.get(&path).await.text.contains(&link));
        other.store.close().await;
    }

    /// What an open page asks by itself must not keep a session alive that its owner left.
    async fn what_a_page_asks_by_itself_is_no_use_of_its_session(app) {
        let (donor, account) = (app.donor(), app.donor().actor.account);
        let old = app.store.now() - 3600;
        let aged = format!("update session set used = {old}, idle = 7200 where account = {account}");
        app.database.raw(&aged).await.expect("aged");
        let used = async || {
            let sql = format!("select used, '' from session where account = {account}");
            app.database.rows(&sql).await[0].0
        };
        donor.open("/live").await;
        assert_eq!(donor.open_with("/claims", &[("x-live", "1")]).await.status(), 200);
        assert_eq!(used().await, old);
        assert_eq!(donor.get("/claims").await.status, 200);
        assert!(used().await > old, "a visit is one");
        assert_eq!(donor.open_with("/me", &[("x-live", "1")]).await.status(), 503, "only pages with live parts");
    }
}
