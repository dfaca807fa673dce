//! A poster through the pages: noted with its place, drawn with its own code, scanned, and scanned when it is over.

use axum::{body::Body, http::Request};
use domain::DAY;
use serde_json::json;

use crate::support::{TestApp, on_both};

async fn bytes(app: &TestApp, path: &str) -> Vec<u8> {
    app.donor().bytes(Request::get(path).body(Body::empty()).expect("a request")).await
}

on_both! {
    async fn a_poster_leads_to_a_claim_and_later_to_others(app) {
        let wish = app.published_wish(1).await;
        let (donor, page) = (app.donor(), format!("/wishes/{wish}/poster"));
        assert!(donor.get(&format!("/wishes/{wish}")).await.text.contains(&page), "who shares finds it");
        assert!(!app.visitor().get(&format!("/wishes/{wish}")).await.text.contains(&page));
        let until = app::i18n::day_value(app.store.now() + 20 * DAY);
        let wrong = donor.post_form(&page, &[("place", "门"), ("until", until.as_str())]).await;
        assert_eq!(wrong.status, 422);
        assert!(wrong.text.contains("value=\"门\""), "what was typed stays: {}", wrong.text);
        assert_eq!(donor.post_form(&page, &[("place", "3 号楼门口"), ("until", until.as_str())]).await.status, 303);
        let poster = app.database.rows("select id, place from poster").await[0].0;
        assert!(donor.get(&page).await.text.contains(&format!("{page}.pdf?at={poster}")), "its own sheet");

        // The code of the picture holds the short address with the place.
        let link = media::codes::code_in(bytes(&app, &format!("{page}.png?at={poster}")).await).await;
        let link = link.expect("a picture").expect("a code");
        assert!(link.ends_with(&format!("/w/{wish}?at={poster}")), "{link}");
        let pdf = app.visitor().get(&format!("{page}.pdf")).await;
        assert_eq!((pdf.status.as_u16(), pdf.header("content-type")), (200, "application/pdf"));
        assert!(pdf.text.starts_with("%PDF-") && pdf.text.contains("/MediaBox [0 0 595.276 841.89]"));

        // Nothing about the family is on it: with other words and another alias it stays the same.
        let tag = pdf.header("etag").to_owned();
        let personal = format!("update wish set words = '苏家的孩子', family_size = 9, age = 8 where id = {wish}");
        app.database.raw(&personal).await.expect("changed");
        let again = Request::get(format!("{page}.pdf")).header("if-none-match", tag).body(Body::empty());
        assert_eq!(app.visitor().send(again.expect("a request")).await.status, 304);
        let other = Request::get(format!("{page}.pdf?at=9")).body(Body::empty()).expect("a request");
        assert_ne!(app.visitor().send(other).await.header("etag"), pdf.header("etag"), "another code");

        // The scan is counted, and leads to the wish with its claim.
        let scan = app.visitor().get(&format!("/w/{wish}?at={poster}")).await;
        assert_eq!((scan.status.as_u16(), scan.header("location")), (303, format!("/wishes/{wish}").as_str()));
        assert!(app.visitor().get(scan.header("location")).await.text.contains(&format!("/wishes/{wish}/claim")));
        assert!(donor.get("/posters").await.text.contains("扫过 1 次"));

        // Taken: the same code says so and shows three like it. Withdrawn: it says so, too.
        let others = [app.published_wish(1).await, app.published_wish(1).await, app.published_wish(1).await];
        donor.claim(wish, 1).await;
        let taken = app.visitor().get(&format!("/wishes/{wish}")).await.text;
        let lists = |page: &str| others.iter().all(|id| page.contains(&format!("/wishes/{id}/claim")));
        assert!(taken.contains("已有人认领") && lists(&taken), "{taken}");
        let gone = app.published_wish(1).await;
        app.family().post(&format!("/api/v1/wishes/{gone}/withdraw"), json!({})).await.expect(200);
        assert_eq!(app.visitor().get(&format!("/wishes/{gone}/poster.png")).await.status, 404);
        let over = app.visitor().get(&format!("/w/{gone}")).await;
        assert_eq!(over.status, 200);
        assert!(over.text.contains("已经结束") && lists(&over.text), "{}", over.text);
    }
}
