//! Answers that visitors share: who gets them, what makes them old, and what each of them depends on.

use std::time::{Duration, Instant};

use app::web::session::Cookies;
use axum::{Router, body::Body, http::Request};
use futures::future::join_all;
use server::{
    State,
    http::{
        cache::{PageCache, PageCounts, ROUTES},
        write_limit::WriteLimit,
    },
    metrics::{self, JobRuns, Source},
};
use store::Store;

use crate::support::{Client, Reply, on_both};

/// A server that keeps answers.
struct Keeping {
    visitor: Client,
    router: Router,
    state: State,
}

impl Keeping {
    /// Keeps answers until a commit, so that a slow machine makes no difference.
    fn on(store: &Store) -> Keeping {
        Keeping::with(store, PageCache::living(Duration::from_secs(60), 16))
    }

    fn with(store: &Store, pages: PageCache) -> Keeping {
        let state = State::new(store.clone(), Cookies { secure: true });
        let state = State { writes: WriteLimit::new(0), pages, ..state };
        let router = server::http::router(state.clone());
        Keeping { visitor: Client::visitor(router.clone()), router, state }
    }

    fn counts(&self) -> PageCounts {
        self.state.pages.counts()
    }

    /// Sends a visitor's request with these headers.
    async fn ask(&self, method: &str, path: &str, headers: &[(&str, &str)]) -> Reply {
        let mut request = Request::builder().method(method).uri(path);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        self.visitor.send(request.body(Body::empty()).expect("a request")).await
    }

    async fn get(&self, path: &str, headers: &[(&str, &str)]) -> Reply {
        self.ask("GET", path, headers).await
    }
}

/// Paths of the routes that are kept, of which there is a record.
fn paths(wish: i64) -> Vec<String> {
    let path = |route: &&str| route.replace("{id}", &wish.to_string()).replace("{page}", "terms");
    ROUTES.iter().map(path).filter(|path| !path.contains('{')).collect()
}

#[test]
fn every_route_that_is_kept_is_open_to_visitors() {
    let table = include_str!("../../privileges/table.txt");
    for route in ROUTES {
        let row = format!("| GET {route}");
        let is_open = table.lines().any(|line| line.starts_with("+ ") && line.ends_with(&row));
        assert!(is_open, "{route}");
    }
}

on_both! {
    async fn kept_answers_are_those_that_are_computed_and_are_asked_for_again_each_time(app) {
        let (wish, keeping) = (app.published_wish(1).await, Keeping::on(&app.store));
        for path in paths(wish) {
            let computed = app.visitor().get(&path).await;
            let before = keeping.counts();
            let (first, again) = (keeping.get(&path, &[]).await, keeping.get(&path, &[]).await);
            let now = keeping.counts();
            assert_eq!((now.misses - before.misses, now.hits - before.hits), (1, 1), "{path}");
            assert_eq!((again.status.as_u16(), &again.text), (200, &computed.text), "{path}");
            assert_ne!(first.header("x-request-id"), again.header("x-request-id"), "{path}");
            for name in [
                "content-security-policy", "strict-transport-security", "x-content-type-options", "x-frame-options",
                "referrer-policy", "permissions-policy", "content-type",
            ] {
                assert_eq!(again.header(name), computed.header(name), "{name} of {path}");
            }
            assert_eq!(again.header("cache-control"), "private, no-cache", "{path}");
            let vary: Vec<_> = again.headers.get_all("vary").iter().map(|v| v.to_str().expect("text")).collect();
            let vary = vary.join(", ");
            assert!(["cookie", "accept-language", "accept-encoding"].iter().all(|name| vary.contains(name)), "{vary}");

            let tag = again.header("etag").to_owned();
            assert!(tag.starts_with('"') && tag == first.header("etag"), "{tag}");
            let known = keeping.get(&path, &[("if-none-match", tag.as_str())]).await;
            assert_eq!((known.status.as_u16(), known.text.as_str()), (304, ""), "{path}");
            assert_eq!((known.header("etag"), known.header("content-type")), (tag.as_str(), ""));
            let head = keeping.ask("HEAD", &path, &[]).await;
            assert_eq!((head.status.as_u16(), head.text.as_str(), head.header("etag")), (200, "", tag.as_str()));
            assert_eq!(head.header("content-length"), computed.text.len().to_string(), "{path}");
            for coding in ["br", "gzip"] {
                let coded = keeping.get(&path, &[("accept-encoding", coding)]).await;
                assert_eq!(coded.header("content-encoding"), coding, "{path}");
                assert_ne!(coded.header("etag"), tag);
            }
            assert_eq!(keeping.counts().misses - before.misses, 1, "{path} was computed once for all of them");
        }
        // A HEAD that comes first is computed whole, for the GET after it.
        let head = keeping.ask("HEAD", "/?max_cost=100", &[]).await;
        let page = keeping.get("/?max_cost=100", &[]).await;
        assert_eq!((head.text.as_str(), head.header("etag")), ("", page.header("etag")));
        assert!(page.text.contains("</html>"));
    }

    async fn an_account_neither_gets_a_kept_answer_nor_leaves_one(app) {
        let (wish, keeping) = (app.published_wish(1).await, Keeping::on(&app.store));
        let donor = app.donor().through(keeping.router.clone());
        for path in ["/", "/wanted", &format!("/wishes/{wish}"), &format!("/api/v1/wishes/{wish}")] {
            let own = donor.get(path).await;
            assert_eq!((own.status.as_u16(), own.header("etag")), (200, ""), "{path}");
            assert!(own.header("cache-control").contains("no-store"), "{path}");
            let page = keeping.get(path, &[]).await;
            assert_eq!(page.text, app.visitor().get(path).await.text, "{path}");
            assert_eq!(donor.get(path).await.header("etag"), "", "{path}");
        }
        let before = keeping.counts();
        // A cookie or a header that the cache does not know makes a request its own.
        for (name, value) in [
            ("cookie", "__Host-session=0"), ("cookie", "lang=en; other=1"), ("authorization", "Bearer x"),
            ("x-keep", "now"), ("sec-purpose", "prefetch"), ("range", "bytes=0-9"), ("accept-encoding", "*"),
        ] {
            assert_eq!(keeping.get("/", &[(name, value)]).await.header("etag"), "", "{name}: {value}");
        }
        assert_eq!(keeping.counts(), before);

        // The message of an action is told once, to the browser that it was meant for.
        let told = keeping.get("/", &[("cookie", "flash==done-signed-out")]).await;
        assert!(told.text.contains("已退出") && told.header("set-cookie").starts_with("flash=;"), "{}", told.text);
        for _ in 0..2 {
            let page = keeping.get("/", &[]).await;
            assert!(!page.text.contains("已退出") && page.header("set-cookie").is_empty());
        }
        // What is not there is not kept, and visitors do not wait for one another to hear that.
        let before = keeping.counts();
        for _ in 0..3 {
            let missing = keeping.get("/wishes/999999", &[]).await;
            assert_eq!((missing.status.as_u16(), missing.header("etag")), (404, ""));
        }
        let now = keeping.counts();
        assert_eq!((now.hits, now.misses - before.misses, now.passes - before.passes), (before.hits, 1, 2));
    }

    async fn visitors_get_their_language_display_host_and_way_back(app) {
        let (wish, keeping) = (app.published_wish(1).await, Keeping::on(&app.store));
        let path = format!("/wishes/{wish}");
        // Twice: the second time each of them is a kept one.
        for _ in 0..2 {
            let page = async |headers: &[(&str, &str)]| keeping.get(&path, headers).await.text;
            let (chinese, english) = (page(&[]).await, page(&[("accept-language", "en-GB,en;q=0.9")]).await);
            assert!(chinese.contains("lang=\"zh-CN\"") && english.contains("<html") && english.contains("lang=\"en\""));
            assert_ne!(chinese, english);
            assert_eq!(page(&[("cookie", "lang=en")]).await, english);
            assert_eq!(page(&[("cookie", "lang=zh-CN"), ("accept-language", "en")]).await, chinese);
            assert!(page(&[("cookie", "view=elder")]).await.contains("data-view=\"elder\""));
            assert!(!chinese.contains("data-view"));
            for host in ["a.example", "b.example"] {
                let page = page(&[("host", host)]).await;
                assert!(page.contains(&format!("content=\"https://{host}/wishes/{wish}\"")), "{page}");
            }
            let from = |list: &str| format!("https://a.example{list}");
            let (list, other) = (from("/?category=kitchen"), from("/wanted"));
            let back = page(&[("host", "a.example"), ("referer", list.as_str())]).await;
            assert!(back.contains(&format!("href=\"/?category=kitchen#wish-{wish}\"")), "{back}");
            let none = page(&[("host", "a.example")]).await;
            assert_eq!(page(&[("host", "a.example"), ("referer", other.as_str())]).await, none);
            assert!(!none.contains("category=kitchen"));
        }
        let terms = async |lang: &str| keeping.get("/api/v1/pages/terms", &[("accept-language", lang)]).await.json();
        for _ in 0..2 {
            let (zh, en) = (terms("zh").await, terms("en").await);
            assert_eq!((zh["lang"].as_str(), en["lang"].as_str()), (Some("zh-CN"), Some("en")));
        }
    }

    async fn a_commit_is_seen_at_once_here_and_within_a_second_on_other_servers(app) {
        let (wish, here) = (app.published_wish(3).await, Keeping::on(&app.store));
        let (watching, deaf) = (app.second_server().await, app.second_server().await);
        let watcher = tokio::spawn({
            let store = watching.store.clone();
            async move { store.watch_database().await }
        });
        let path = format!("/api/v1/wishes/{wish}");
        let left = async |server: &Keeping| server.get(&path, &[]).await.expect(200)["remaining"].as_i64();
        // One hears of others' commits and keeps answers for long, the other hears of none.
        let others = [
            (Keeping::on(&watching.store), app.donor(), 3),
            (Keeping::with(&deaf.store, PageCache::new(16)), app.person("donor2"), 2),
        ];
        for (other, donor, units) in others {
            assert_eq!((left(&here).await, left(&other).await), (Some(units), Some(units)));
            donor.claim(wish, 1).await;
            let committed = Instant::now();
            assert_eq!(left(&here).await, Some(units - 1), "at once, although it was kept");
            loop {
                let since = committed.elapsed();
                if left(&other).await == Some(units - 1) {
                    break;
                }
                assert!(since < Duration::from_secs(1), "another server still says {units}");
                tokio::time::sleep(Duration::from_millis(10)).await;
            }
        }
        // Time that passes makes an answer old as well: pages tell it.
        let before = here.counts();
        app.store.clock.advance(3600);
        here.get(&path, &[]).await.expect(200);
        assert_eq!(here.counts().misses - before.misses, 1);
        watcher.abort();
        watching.store.close().await;
        deaf.store.close().await;
    }

    async fn an_answer_is_computed_once_however_many_wait_for_it(app) {
        let keeping = Keeping::on(&app.store);
        let ask = async || keeping.get("/wanted", &[("accept-encoding", "br")]).await;
        let replies = join_all((0..50).map(|_| ask())).await;
        assert!(replies.iter().all(|reply| reply.status == 200 && reply.header("etag") == replies[0].header("etag")));
        let counts = keeping.counts();
        assert_eq!((counts.misses, counts.hits + counts.waits, counts.passes), (1, 49, 0));
        assert!(counts.bytes > 0 && counts.bytes < 16 << 20, "{counts:?}");

        let jobs = JobRuns::default();
        let State { requests, pages, listeners, .. } = keeping.state.clone();
        let source = Source { store: app.store.clone(), requests, pages, listeners, jobs, folders: Vec::new() };
        let said = Client::visitor(metrics::router(source)).get("/metrics").await.text;
        for line in [
            "wishbridge_requests_total{method=\"GET\",route=\"/wanted\",status=\"2xx\"} 50".to_owned(),
            "wishbridge_page_cache_answers_total{result=\"miss\"} 1".to_owned(),
            format!("wishbridge_page_cache_bytes {}", counts.bytes),
        ] {
            assert!(said.lines().any(|said| said == line), "{line} is not in\n{said}");
        }
    }
}
