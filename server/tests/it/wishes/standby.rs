//! The line behind a taken wish, by API and on pages: from "ask me if it falls through" to a claim.

use domain::DAY;
use serde_json::{Value, json};

use crate::support::{TestApp, on_both};

async fn cancel(app: &TestApp, claim: i64) {
    app.donor().act(claim, "cancel", json!({"reason": "买不到"})).await.expect(200);
}

fn number(of: &Value, field: &str) -> i64 {
    of[field].as_i64().unwrap_or_else(|| panic!("{field} of {of}"))
}

on_both! {
    async fn a_donor_who_comes_too_late_is_asked_and_says_yes_by_api(app) {
        let (wish, claim) = app.claimed_wish().await;
        let late = app.person("donor2");
        let path = format!("/api/v1/wishes/{wish}/standby");
        app.donor().post(&path, json!({})).await.refused(409, "already_claimed");
        app.person("donor_there").post(&path, json!({})).await.refused(403, "other_area");
        let joined = late.post(&path, json!({})).await.expect(201);
        assert_eq!((&joined["state"], &joined["ahead"]), (&json!("waiting"), &json!(0)));
        assert_eq!(joined["wish_detail"]["id"], wish);
        let place = number(&joined, "id");
        let answer = |step: &str| format!("/api/v1/standbys/{place}/{step}");
        late.post(&answer("accept"), json!({})).await.refused(409, "wrong_state");

        cancel(&app, claim).await;
        let seen = app.visitor().get(&format!("/api/v1/wishes/{wish}")).await.expect(200);
        assert_eq!((&seen["claimed"], &seen["remaining"]), (&json!(1), &json!(0)), "held for the one who is asked");
        let asked = late.get(&format!("/api/v1/standbys/{place}")).await.expect(200);
        assert_eq!((&asked["state"], number(&asked, "answer_by") > app.store.now()), (&json!("asked"), true));
        assert_eq!(late.get("/api/v1/me/standbys").await.expect(200)[0]["id"], place);
        assert_eq!(app.donor().get("/api/v1/me/standbys").await.expect(200), json!([]));
        app.donor().get(&format!("/api/v1/standbys/{place}")).await.refused(404, "not_found");

        let yes = late.post_as("yes", &answer("accept"), json!({})).await.expect(201);
        assert_eq!(yes["state"], "pledged");
        let again = late.post_as("yes", &answer("accept"), json!({})).await.expect(201);
        assert_eq!(again["id"], yes["id"], "once");
        late.post(&answer("leave"), json!({})).await.refused(409, "wrong_state");
        app.assert_consistent().await;
    }

    async fn an_ask_that_is_not_answered_ends_in_the_feed(app) {
        let (wish, claim) = app.claimed_wish().await;
        let late = app.person("donor2");
        let joined = late.post(&format!("/api/v1/wishes/{wish}/standby"), json!({"quantity": 3})).await.expect(201);
        assert_eq!(joined["quantity"], 1, "no more than the family wants");
        let place = number(&joined, "id");
        cancel(&app, claim).await;
        app.donor().try_claim(wish, 1).await.refused(409, "already_taken");
        let own = app.family().get(&format!("/home/wishes/{wish}")).await.text;
        assert!(own.contains("等人认领"), "no claim holds the unit, so the family still waits: {own}");
        assert_eq!(app.pass(DAY + 60).await.standbys, 1);
        late.post(&format!("/api/v1/standbys/{place}/accept"), json!({})).await.refused(409, "standby_over");
        assert_eq!(late.get(&format!("/api/v1/standbys/{place}")).await.expect(200)["state"], "missed");
        app.donor().claim(wish, 1).await;
        app.assert_consistent().await;
    }

    async fn the_line_is_joined_answered_and_left_on_pages(app) {
        let (wish, claim) = app.claimed_wish().await;
        let (late, join) = (app.person("donor2"), format!("/wishes/{wish}/standby"));
        for page in [format!("/wishes/{wish}"), format!("/wishes/{wish}/claim")] {
            let found = late.get(&page).await;
            assert!(found.text.contains(&format!("action=\"{join}\"")), "{page}: {}", found.text);
            assert!(!app.donor().get(&page).await.text.contains(&join), "the claimer has no line");
            let visitor = app.visitor().get(&page).await.text;
            assert!(visitor.contains(&format!("/sign-in?next=/wishes/{wish}")), "{visitor}");
        }
        let joined = late.post_form(&join, &[]).await;
        assert_eq!(joined.status, 303, "{}", joined.text);
        let page = joined.header("location").to_owned();
        assert!(late.get(&page).await.text.contains("先不要买"));
        assert!(late.get(&format!("/wishes/{wish}")).await.text.contains(&page), "it leads to its own place");
        assert!(late.get("/claims").await.text.contains(&page));
        assert_eq!(app.donor().get(&page).await.status, 404);

        cancel(&app, claim).await;
        assert_eq!(late.told().await, std::slice::from_ref(&page), "the notice leads to the ask");
        let (yes, no) = (format!("{page}/accept"), format!("{page}/leave"));
        for place in [page.as_str(), "/claims"] {
            let asks = late.get(place).await.text;
            for answer in [&yes, &no] {
                assert!(asks.contains(&format!("action=\"{answer}\"")), "{place}: {asks}");
            }
        }
        let accepted = late.post_form(&yes, &[]).await;
        assert_eq!(accepted.status, 303, "{}", accepted.text);
        assert!(accepted.header("location").starts_with("/claims/"));
        assert!(late.get(&page).await.text.contains(accepted.header("location")));

        let second = app.person("donor").post_form(&join, &[]).await;
        assert_eq!(second.status, 303, "the first claimer may stand by now: {}", second.text);
        let page = second.header("location").to_owned();
        let left = app.donor().post_form(&format!("{page}/leave"), &[]).await;
        assert_eq!((left.status.as_u16(), left.header("location")), (303, "/claims"));
        let again = app.donor().post_form(&format!("{page}/leave"), &[]).await;
        assert_eq!(again.status, 409);
        app.assert_consistent().await;
    }
}
