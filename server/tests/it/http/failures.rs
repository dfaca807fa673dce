//! Failures of the server: one log line with operation, subject, cause and a number, which the caller is told, too.

use axum::{body::Body, http::Request};
use serde_json::json;

use crate::support::{Reply, log, on_both};

/// Sends a request; returns the answer and the lines above `info` that it leaves.
async fn logged(request: impl Future<Output = Reply>) -> (Reply, Vec<String>) {
    log::during("warn", request).await
}

/// Checks that there is one line, about this operation; returns the number in it.
fn number(lines: &[String], parts: &[&str]) -> String {
    let [line] = lines else { panic!("one line is expected: {lines:#?}") };
    assert!(line.contains(" ERROR "), "{line}");
    for part in parts {
        assert!(line.contains(part), "{part} in {line}");
    }
    let (_, rest) = line.split_once("request=").expect("a number");
    rest.split_whitespace().next().expect("a number").to_owned()
}

fn get(path: &str, id: &'static str) -> Request<Body> {
    Request::get(path).header("x-request-id", id).body(Body::empty()).expect("a request")
}

on_both! {
    async fn a_failure_is_logged_once_with_the_number_that_the_page_shows(app) {
        let wish = app.published_wish(1).await;
        app.database.raw("alter table claim rename to claim_gone").await.expect("gone");
        let donor = app.donor();

        // A page.
        let (page, lines) = logged(donor.get("/claims")).await;
        assert_eq!(page.status, 503, "{}", page.text);
        let told = number(&lines, &["operation=\"GET /claims\"", "status=503", "cause=", "claim"]);
        assert_eq!(page.header("x-request-id"), told);
        assert!(page.text.contains(&format!(">{told}<")), "{told} on the page: {}", page.text);

        // A form: the page of it fails as well, which is no second failure to a person.
        let form = format!("/wishes/{wish}/claim");
        let (page, lines) = logged(donor.post_form(&form, &[("quantity", "1")])).await;
        assert_eq!(page.status, 503, "{}", page.text);
        let subject = format!("subject=\"id={wish}\"");
        let told = number(&lines, &["operation=\"POST /wishes/{id}/claim\"", subject.as_str(), "cause="]);
        assert!(page.text.contains(&format!(">{told}<")), "{told} on the page: {}", page.text);

        // The API: a program is told by the header.
        let path = format!("/api/v1/wishes/{wish}/claims");
        let (reply, lines) = logged(donor.post(&path, json!({"quantity": 1}))).await;
        let told = number(&lines, &["operation=\"POST /api/v1/wishes/{id}/claims\"", subject.as_str(), "cause="]);
        assert_eq!(reply.header("x-request-id"), told);
        for cause in ["claim_gone", "no such table", "does not exist"] {
            assert!(!page.text.contains(cause) && !reply.text.contains(cause), "{cause}");
        }
        reply.refused(503, "unavailable");
        app.database.raw("alter table claim_gone rename to claim").await.expect("back");
    }

    async fn a_refusal_is_answered_with_a_number_and_not_logged(app) {
        let (reply, lines) = logged(app.donor().try_claim(4711, 1)).await;
        assert_eq!((reply.header("x-request-id").len(), lines), (9, Vec::new()));
        reply.refused(404, "not_found");
        let page = app.visitor().get("/").await;
        assert!(!page.header("x-request-id").is_empty() && !page.text.contains(page.header("x-request-id")));
    }

    async fn the_number_that_a_proxy_gave_a_request_is_kept_and_logged(app) {
        let id = "3f2a90c1-77de-4c1e-9a02-5b1f6f0c8e11";
        let visitor = app.visitor();
        assert_eq!(visitor.send(get("/api/v1/wishes", id)).await.header("x-request-id"), id);
        app.store.close().await;
        let (page, lines) = logged(visitor.send(get("/", id))).await;
        assert_eq!((page.status.as_u16(), page.header("x-request-id")), (503, id));
        let sent = format!("sent=\"{id}\"");
        let told = number(&lines, &[sent.as_str(), "operation=\"GET /\""]);
        // The page shows the short one, which can be read out.
        assert!(page.text.contains(&format!(">{told}<")), "{told} on the page: {}", page.text);
        // What could be a phone is neither kept nor logged.
        let (page, lines) = logged(visitor.send(get("/", "139000047111390000471"))).await;
        assert!(!lines.concat().contains("13900004711"), "{lines:?}");
        assert_eq!(page.header("x-request-id"), number(&lines, &[]));
    }
}
