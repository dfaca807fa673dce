//! PUBLIC_URL, and what the server does behind a proxy and without one.

use app::web::session::Cookies;
use axum::{Router, body::Body, http::Request};
use serde_json::json;
use server::State;

use crate::support::{Client, TestApp, on_both};

const PUBLIC: &str = "https://wishes.example";

/// Router of a server with this public URL.
fn public(app: &TestApp) -> Router {
    let mut state = State::new(app.store.clone(), Cookies { secure: true });
    state.app.public_url = Some(PUBLIC.parse().expect("an origin"));
    server::http::router(state)
}

/// Request with these headers and this JSON.
fn request(path: &str, headers: &[(&str, &str)], body: &serde_json::Value) -> Request<Body> {
    let mut request = Request::post(path).header("content-type", "application/json");
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    request.body(Body::from(body.to_string())).expect("a request")
}

on_both! {
    async fn links_and_cards_lead_to_the_public_url_whatever_host_a_request_names(app) {
        let wish = app.published_wish(1).await;
        let page = Request::get(format!("/wishes/{wish}")).header("host", "evil.example").body(Body::empty());
        let page = app.visitor().through(public(&app)).send(page.expect("a request")).await;
        let picture = format!("<meta property=\"og:image\" content=\"{PUBLIC}/wishes/{wish}/picture\">");
        assert!(page.text.contains(&picture), "{}", page.text);
        assert!(!page.text.contains("evil.example"));

        let cards = format!("/api/v1/households/{}/cards", app.world.id("family"));
        let made = request(&cards, &[("host", "evil.example")], &json!({"reason": "visit"}));
        let card = app.caseworker().through(public(&app)).send(made).await.expect(201);
        let text = card["qr"].as_str().expect("a text");
        assert!(text.starts_with(&format!("{PUBLIC}/")), "the card leads elsewhere");
    }

    async fn forms_from_the_public_url_are_accepted_although_a_proxy_rewrites_the_host(app) {
        let path = format!("/api/v1/wishes/{}/claims", app.published_wish(3).await);
        let rewritten = ("host", "127.0.0.1:3000");
        let claim = |origin: &'static str| request(&path, &[rewritten, ("origin", origin)], &json!({}));
        app.donor().through(public(&app)).send(claim(PUBLIC)).await.expect(201);
        app.donor().through(public(&app)).send(claim("https://evil.example")).await.refused(403, "not_allowed");
        // Without the setting the server cannot know its own name.
        app.donor().send(claim(PUBLIC)).await.refused(403, "not_allowed");
    }

    async fn a_form_leads_back_to_the_page_of_the_public_url_that_it_was_sent_from(app) {
        let choose = |referer: &'static str| {
            let request = Request::post("/language").header("host", "127.0.0.1:3000").header("referer", referer);
            let request = request.header("content-type", "application/x-www-form-urlencoded");
            request.body(Body::from("lang=en")).expect("a request")
        };
        let visitor = app.visitor().through(public(&app));
        let from_here = visitor.send(choose("https://wishes.example/wanted?area=1")).await;
        assert_eq!(from_here.header("location"), "/wanted?area=1");
        let from_elsewhere = visitor.send(choose("https://evil.example/wanted")).await;
        assert_eq!(from_elsewhere.header("location"), "/");
    }

    async fn answers_bind_browsers_to_https_with_all_subdomains(app) {
        let answer = app.visitor().get("/healthz").await;
        assert_eq!(answer.header("strict-transport-security"), "max-age=31536000; includeSubDomains");
        let plain = server::http::router(State::new(app.store.clone(), Cookies { secure: false }));
        assert_eq!(Client::visitor(plain).get("/healthz").await.header("strict-transport-security"), "");
    }
}

#[cfg(unix)]
mod real {
    //! The real server on a real port.

    use std::{
        io::{BufRead, BufReader, Read, Write},
        net::TcpStream,
        path::Path,
        process::{Child, Command, Stdio},
        time::Duration,
    };

    use crate::ops::cli::wishbridge;

    struct Server {
        process: Child,
        address: String,
    }

    impl Drop for Server {
        fn drop(&mut self) {
            self.process.kill().ok();
            self.process.wait().ok();
        }
    }

    /// Makes an installation with an administrator in this folder, and serves it with these settings.
    fn serve(folder: &Path, settings: &[(&str, &str)]) -> Server {
        let admin = ["admin", "--phone", "13800138000", "--name", "叶青", "--password", "lantern-river-42"];
        assert!(wishbridge(folder).args(admin).output().expect("it runs").status.success());
        let mut command = wishbridge(folder);
        command.arg("serve").env("LOG", "warn").envs(settings.iter().copied());
        let mut process = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("a server");
        let mut lines = BufReader::new(process.stdout.take().expect("its output")).lines().map_while(Result::ok);
        let said = lines.next().expect("an address");
        // A full pipe would block the server.
        std::thread::spawn(move || lines.for_each(drop));
        Server { process, address: said.rsplit_once("http://").expect("an address").1.trim().to_owned() }
    }

    impl Server {
        /// Sends these bytes; returns the whole answer.
        fn send(&self, request: &str) -> String {
            let mut stream = TcpStream::connect(&self.address).expect("a connection");
            stream.set_read_timeout(Some(Duration::from_secs(30))).expect("a limit");
            stream.write_all(request.as_bytes()).expect("sent");
            let mut answer = String::new();
            stream.read_to_string(&mut answer).expect("an answer");
            answer
        }

        fn get(&self, headers: &str) -> String {
            self.send(&format!("GET / HTTP/1.1\r\nconnection: close\r\n{headers}\r\n"))
        }

        /// Cookies that a sign-in of the administrator sets.
        fn sign_in(&self) -> Vec<String> {
            let body = r#"{"phone": "13800138000", "password": "lantern-river-42"}"#;
            let head = "POST /api/v1/session HTTP/1.1\r\nhost: x\r\nconnection: close";
            let kind = format!("content-type: application/json\r\ncontent-length: {}", body.len());
            let answer = self.send(&format!("{head}\r\n{kind}\r\n\r\n{body}"));
            assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
            let cookies = answer.lines().filter_map(|line| line.strip_prefix("set-cookie: ")).map(str::to_owned);
            cookies.collect()
        }

        /// Stops it; returns its log.
        fn log(mut self) -> String {
            let told = Command::new("kill").arg("-TERM").arg(self.process.id().to_string()).status().expect("kill");
            assert!(told.success());
            let mut log = String::new();
            self.process.stderr.take().expect("its log").read_to_string(&mut log).expect("text");
            log
        }
    }

    #[test]
    fn on_loopback_cookies_are_secure_exactly_if_the_public_url_is_https() {
        let folder = tempfile::tempdir().expect("a folder");
        let server = serve(folder.path(), &[("PUBLIC_URL", super::PUBLIC)]);
        let cookies = server.sign_in();
        assert!(cookies.iter().any(|cookie| cookie.starts_with("__Host-session=")), "{cookies:?}");
        assert!(cookies.iter().all(|cookie| cookie.contains("; Secure")), "{cookies:?}");
        assert!(server.get("host: x\r\n").contains("strict-transport-security: max-age"));

        let folder = tempfile::tempdir().expect("a folder");
        let server = serve(folder.path(), &[]);
        assert!(server.sign_in().iter().all(|cookie| !cookie.contains("Secure")), "browsers would drop it");
    }

    #[test]
    fn a_proxys_header_that_no_setting_names_is_warned_of_once() {
        let folder = tempfile::tempdir().expect("a folder");
        let (set, unset) = ([("TRUSTED_PROXY", "X-Forwarded-For"), ("PUBLIC_URL", super::PUBLIC)], []);
        for (settings, headers, lines) in [
            (&unset[..], "host: x\r\nx-forwarded-proto: https\r\n", 1),
            (&unset[..], "host: x\r\n", 0),
            (&set[..], "host: x\r\nx-forwarded-for: 192.0.2.1\r\n", 0),
        ] {
            let folder = tempfile::tempdir_in(folder.path()).expect("a folder");
            let server = serve(folder.path(), settings);
            for _ in 0..3 {
                assert!(server.get(headers).starts_with("HTTP/1.1 200"));
            }
            let log = server.log();
            assert_eq!(log.matches("TRUSTED_PROXY is not set").count(), lines, "{headers}: {log}");
        }
    }

    #[test]
    fn a_request_without_one_host_is_refused() {
        let folder = tempfile::tempdir().expect("a folder");
        let server = serve(folder.path(), &[]);
        for headers in ["", "host: a\r\nhost: b\r\n", "host: a/b\r\n"] {
            assert!(server.get(headers).starts_with("HTTP/1.1 400 "), "{headers:?}");
        }
        assert!(server.get("host: x\r\n").starts_with("HTTP/1.1 200"));
        let old = server.send("GET /healthz HTTP/1.0\r\n\r\n");
        assert!(old.split(' ').nth(1) == Some("200"), "{old}");
    }

    #[test]
    fn settings_that_contradict_each_other_are_refused() {
        let folder = tempfile::tempdir().expect("a folder");
        for (url, insecure) in
            [("wishes.example", "false"), ("http://wishes.example", "false"), (super::PUBLIC, "true")]
        {
            let mut command = wishbridge(folder.path());
            let refused = command.arg("serve").env("PUBLIC_URL", url).env("INSECURE_COOKIES", insecure).output();
            let refused = refused.expect("it ends");
            assert!(!refused.status.success(), "{url}");
            assert!(String::from_utf8_lossy(&refused.stderr).contains("PUBLIC_URL"), "{url}");
        }
    }
}
