//! A visit from its rule to its outcome: by the pages at the door, and by API for the coordinator and the family.

use serde_json::json;

use crate::support::on_both;

on_both! {
    async fn a_visit_is_recorded_at_the_door_and_its_finding_answered(app) {
        let (family, community) = (app.world.id("family"), app.world.id("community"));
        let coordinator = app.person("coordinator");
        let rule = json!({"area": community, "families": "all", "rhythm": "weekly", "days": 7});
        coordinator.post("/api/v1/visit-rules", rule).await.expect(201);
        let named = json!({"post": "grid", "name": "马大姐", "phone": "0574-87654321"});
        coordinator.post(&format!("/api/v1/areas/{community}/answerers"), named).await.expect(201);
        assert_eq!(app.pass(60).await.visited, 2, "both families of the community");
        let due = app.caseworker().get("/api/v1/visits").await.expect(200);
        assert_eq!(due["items"].as_array().map(Vec::len), Some(2));
        let page = app.caseworker().get("/desk/visits").await.text;
        assert!(page.contains("欧阳金雀"), "its caseworkers call the family by its name");
        assert!(!coordinator.get("/desk/visits").await.text.contains("欧阳金雀"), "others do not");

        let day = app::i18n::day_value(app.store.now());
        let typed = [("met", "contact"), ("mood", "worse"), ("way", "home"), ("needs", "school"), ("needs", "health")];
        let mut typed = typed.to_vec();
        typed.extend([("words", "开学还差一张证明"), ("day", day.as_str())]);
        let door = format!("/desk/households/{family}/visits");
        assert_eq!(app.caseworker().post_form(&door, &typed).await.status, 303);
        let left = app.caseworker().get("/api/v1/visits").await.expect(200);
        assert_eq!(left["items"].as_array().map(Vec::len), Some(1));
        let until = due["items"][0]["window"]["due"].as_i64().expect("a time");
        let month = domain::time::Month::of(until - 1);
        let figures = coordinator.get(&format!("/api/v1/visit-figures?month={month}")).await.expect(200);
        assert_eq!((&figures[0]["due"], &figures[0]["in_time"]), (&json!(2), &json!(1)));

        let own = app.family().get("/home/visits").await.text;
        assert!(own.contains("开学还差一张证明") && own.contains("正在办"), "{own}");
        let people = app.family().get("/home/household").await.text;
        assert!(people.contains("tel:0574-87654321") && people.contains("马大姐"), "{people}");
        let open = app.family().get("/api/v1/me/findings").await.expect(200);
        let finding = open[0]["id"].as_i64().expect("a number");
        let answer = format!("/desk/findings/{finding}/answer");
        let refused = app.caseworker().post_form(&answer, &[("asked", "contact"), ("way", "phone")]).await;
        assert_eq!(refused.status, 422, "nothing closes without what the family said");
        let said = [("asked", "contact"), ("way", "phone"), ("said", "helped")];
        assert_eq!(app.caseworker().post_form(&answer, &said).await.status, 303);
        assert_eq!(app.family().get("/api/v1/me/findings").await.expect(200)[0]["state"], "closed");
        app.family().post(&format!("/api/v1/me/findings/{finding}/again"), json!({})).await.expect(204);
        let again = coordinator.get(&format!("/api/v1/findings/{finding}")).await.expect(200);
        assert_eq!((&again["state"], &again["climbs"]), (&json!("open"), &json!(1)));
        assert_eq!(again["words"], "", "words are for those who revealed the file");
        app.assert_consistent().await;
    }
}
