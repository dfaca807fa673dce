//! A pairing on its page: each reader is offered the steps that are its own, and no others.

use serde_json::json;

use crate::support::on_both;

on_both! {
    async fn readers_without_a_part_in_a_pairing_are_offered_no_step(app) {
        let (home, helper) = (app.world.id("family"), app.donor().actor.account);
        let pairings = format!("/api/v1/households/{home}/pairings");
        let made = app.caseworker().post(&pairings, json!({"helper": helper, "need": "study"})).await;
        let id = made.expect(201)["pairing"].to_string();
        for who in [app.donor(), app.family()] {
            who.post(&format!("/api/v1/pairings/{id}/answer"), json!({"answer": "accept"})).await.expect(200);
        }
        for who in [app.donor(), app.family()] {
            let own = who.get("/api/v1/me/pairings").await.expect(200);
            assert_eq!(own[0]["id"].to_string(), id, "either side lists its own");
        }
        let (page, ends) = (format!("/pairings/{id}"), format!("/pairings/{id}/end"));
        for who in ["donor", "family", "caseworker"] {
            assert!(app.person(who).get(&page).await.text.contains(&ends), "{who}");
        }
        for who in ["coordinator", "auditor"] {
            let seen = app.person(who).get(&page).await;
            assert_eq!(seen.status, 200);
            assert!(!seen.text.contains(&ends) && !seen.text.contains(&format!("{page}/contact")), "{who}");
            let file = app.person(who).get("/desk/pairings/file?format=csv").await;
            assert!(file.text.contains(&format!("{id},{home},")) && file.text.contains("正在结对"), "{}", file.text);
            assert!(!file.text.contains("欧阳金雀"), "{}", file.text);
            let over = app.person(who).get("/desk/pairings/file?show=over&format=csv").await;
            assert!(over.status == 200 && !over.text.contains("正在结对"), "the list of the address: {}", over.text);
        }
        assert_eq!(app.donor().get("/desk/pairings/file?format=csv").await.status, 403);
    }
}
