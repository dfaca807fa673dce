//! Urgent wishes through the router: marked by a caseworker, accepted by a person on duty.

use serde_json::json;

use crate::support::on_both;

on_both! {
    async fn an_urgent_wish_is_accepted_by_the_person_on_duty(app) {
        let wish = app.published_wish(1).await;
        let duty = json!({
            "area": app.world.id("community"), "account": app.donor().actor.account,
            "hours": {"days": 127, "from": 0, "until": 24},
        });
        app.person("coordinator").post("/api/v1/duties", duty).await.expect(201);
        let marked = app.caseworker().post(&format!("/api/v1/wishes/{wish}/urgent"), json!({"reason": "illness"})).await;
        let marked = marked.expect(200);
        assert_eq!((&marked["urgent"]["state"], &marked["asks"][0]["state"]), (&json!("asking"), &json!("asked")));
        let asks = app.donor().get("/api/v1/me/urgent-asks").await.expect(200);
        let page = app.donor().get(&format!("/urgent/{}", asks[0]["id"])).await;
        assert!(!page.text.contains("生病"), "why it is urgent is for staff only");
        let yes = app.donor().post_form(&format!("/urgent/{}/accept", asks[0]["id"]), &[]).await;
        assert_eq!(yes.status, 303);
        assert!(yes.header("location").starts_with("/claims/"));
        let desk = app.caseworker().get(&format!("/desk/wishes/{wish}/urgent")).await;
        assert!(desk.text.contains("有人接了") && desk.text.contains("生病"), "{}", desk.text);
        let file = app.caseworker().get("/desk/urgent/file?format=csv").await;
        assert!(file.text.contains("有人接了") && file.text.contains("生病"), "{}", file.text);
        assert!(!file.text.contains("欧阳金雀"), "{}", file.text);
        assert_eq!(app.donor().get("/desk/urgent/file?format=csv").await.status, 403);
        app.caseworker().post(&format!("/api/v1/wishes/{wish}/urgent/ask"), json!({})).await.refused(409, "already_taken");
        app.assert_consistent().await;
    }
}
