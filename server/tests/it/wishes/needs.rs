//! Standing needs, by API and on pages: posted once, made every month, promised and stopped.

use domain::DAY;
use serde_json::json;

use crate::support::on_both;

on_both! {
    async fn a_need_of_every_month_is_promised_and_stopped_by_api(app) {
        let body = json!({"item": "wok", "months": 3});
        let wish = app.family().post_wish(body).await;
        app.caseworker().publish(wish).await;
        let seen = app.visitor().get(&format!("/api/v1/wishes/{wish}")).await.expect(200);
        let turn = &seen["turn"];
        assert_eq!((&turn["month"], &turn["months"], &turn["promised"]), (&json!(1), &json!(3), &json!(false)));
        let need = turn["need"].as_i64().expect("a number");
        let promise = format!("/api/v1/needs/{need}/promise");
        let made = app.donor().post_as("promise", &promise, json!({})).await.expect(201);
        let again = app.donor().post_as("promise", &promise, json!({})).await.expect(201);
        assert_eq!((&again["id"], &made["state"], &made["claim"]), (&made["id"], &json!("running"), &json!(null)));
        app.person("donor2").post(&promise, json!({})).await.refused(409, "need_promised");

        assert_eq!(app.pass(31 * DAY).await.needs, 1);
        let mine = app.donor().get("/api/v1/me/need-promises").await.expect(200);
        assert_eq!(mine[0]["made"], 2);
        let claim = mine[0]["claim"].as_i64().expect("a claim");
        assert_eq!(app.donor().get(&format!("/api/v1/claims/{claim}")).await.expect(200)["state"], "pledged");
        let stop = format!("/api/v1/need-promises/{}/stop", made["id"]);
        app.donor().post(&stop, json!({})).await.expect(200);
        app.donor().post(&stop, json!({})).await.refused(409, "wrong_state");
        assert_eq!(app.family().post(&format!("/api/v1/needs/{need}/stop"), json!({})).await.status, 204);
        app.family().post(&format!("/api/v1/needs/{need}/stop"), json!({})).await.refused(409, "wrong_state");
        assert_eq!(app.pass(31 * DAY).await.needs, 0);
        app.assert_consistent().await;
    }

    async fn a_need_of_every_month_is_promised_and_stopped_on_pages(app) {
        let form = app.family().get("/home/wishes/new/wok").await.text;
        assert!(form.contains("name=\"months\""), "{form}");
        let sent = app.family().post_form("/home/wishes/new/wok", &[("quantity", "1"), ("months", "3")]).await;
        assert_eq!(sent.status, 303, "{}", sent.text);
        let own = sent.header("location").trim_end_matches("/sent").to_owned();
        let wish: i64 = own.rsplit('/').next().and_then(|id| id.parse().ok()).expect("a number");
        app.caseworker().publish(wish).await;
        assert!(app.visitor().get(&format!("/wishes/{wish}")).await.text.contains("第 1 次，共 3 次"));
        let claim = app.donor().claim(wish, 1).await;
        let (page, every) = (format!("/claims/{claim}"), format!("/claims/{claim}/every-month"));
        assert!(app.donor().get(&page).await.text.contains(&format!("action=\"{every}\"")));
        assert_eq!(app.person("donor2").post_form(&every, &[]).await.status, 404);
        let promised = app.donor().post_form(&every, &[]).await;
        assert_eq!((promised.status.as_u16(), promised.header("location")), (303, page.as_str()));
        assert_eq!(app.donor().post_form(&every, &[]).await.status, 409);
        assert!(!app.donor().get(&page).await.text.contains(&format!("action=\"{every}\"")));

        let mine = app.donor().get("/claims").await.text;
        let (_, rest) = mine.split_once("action=\"/need-promises/").expect("the way to stop it");
        let number = rest.split('/').next().expect("a number");
        let stopped = app.donor().post_form(&format!("/need-promises/{number}/stop"), &[]).await;
        assert_eq!((stopped.status.as_u16(), stopped.header("location")), (303, "/claims"));
        let stop = format!("{own}/stop-need");
        assert!(app.family().get(&own).await.text.contains(&format!("action=\"{stop}\"")));
        assert_eq!(app.person("family2").post_form(&stop, &[]).await.status, 404);
        let stopped = app.family().post_form(&stop, &[]).await;
        assert_eq!((stopped.status.as_u16(), stopped.header("location")), (303, own.as_str()));
        assert_eq!(app.family().post_form(&stop, &[]).await.status, 409);
        app.assert_consistent().await;
    }
}
