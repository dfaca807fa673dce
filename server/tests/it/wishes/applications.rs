//! Applications for a costly wish, by API and on pages: from the plan to the claim.

use domain::areas::Policy;
use serde_json::{Value, json};
use store::{By, areas::policies::SetPolicy};

use crate::support::{TestApp, on_both};

/// Lets the city grant wishes above 60 yuan, and publishes one for a school bag, which costs 80.
async fn costly_wish(app: &TestApp) -> i64 {
    let by = By::new(app.person("coordinator").actor, server::http::random_id());
    let policy = Policy { costly_above: Some(60), ..Policy::default() };
    app.store.run(&by, SetPolicy { area: app.world.id("city"), policy }).await.expect("a policy");
    app.published_wish(1).await
}

fn number(of: &Value, field: &str) -> i64 {
    of[field].as_i64().unwrap_or_else(|| panic!("{field} of {of}"))
}

on_both! {
    async fn donors_apply_and_staff_choose_one_by_api(app) {
        let wish = costly_wish(&app).await;
        let seen = app.visitor().get(&format!("/api/v1/wishes/{wish}")).await.expect(200);
        assert_eq!((&seen["by_application"], &seen["decision_late"]), (&json!(true), &json!(false)));
        app.donor().try_claim(wish, 1).await.refused(409, "by_application");
        let path = format!("/api/v1/wishes/{wish}/applications");
        app.donor().post(&path, json!({"plan": ""})).await.refused(422, "invalid_fields");
        app.person("donor_there").post(&path, json!({"plan": "马上买"})).await.refused(403, "other_area");
        let first = app.donor().post_as("apply", &path, json!({"plan": "周末去县城买"})).await.expect(201);
        let again = app.donor().post_as("apply", &path, json!({"plan": "周末去县城买"})).await.expect(201);
        assert_eq!((&again["id"], &first["state"], &first["claim"]), (&first["id"], &json!("waiting"), &json!(null)));
        let rival = app.person("donor2").post(&path, json!({"plan": "网上买，四天到"})).await.expect(201);
        let (first, rival) = (number(&first, "id"), number(&rival, "id"));

        let one = |id: i64| format!("/api/v1/applications/{id}");
        app.donor().get(&one(rival)).await.refused(404, "not_found");
        app.shopkeeper().get(&one(first)).await.refused(404, "not_found");
        let list = app.caseworker().get("/api/v1/applications").await.expect(200);
        assert_eq!((&list["items"][0]["plan"], &list["items"][0]["may_decide"]), (&json!("周末去县城买"), &json!(true)));
        assert_eq!((number(&list["items"][1], "id"), &list["next"]), (rival, &json!(null)));
        let of_wish = app.caseworker().get(&format!("/api/v1/applications?wish={}", wish + 1)).await.expect(200);
        assert_eq!(of_wish["items"], json!([]));

        let choose = format!("{}/choose", one(rival));
        app.donor().post(&choose, json!({})).await.refused(403, "not_allowed");
        let claim = app.caseworker().post_as("choose", &choose, json!({})).await.expect(201);
        assert_eq!((&claim["state"], number(&claim, "wish")), (&json!("pledged"), wish));
        let same = app.caseworker().post_as("choose", &choose, json!({})).await.expect(201);
        assert_eq!(same["id"], claim["id"], "once");
        app.caseworker().post(&format!("{}/choose", one(first)), json!({})).await.refused(409, "wrong_state");
        let mine = app.person("donor2").get("/api/v1/me/applications").await.expect(200);
        assert_eq!((&mine[0]["state"], &mine[0]["claim"]), (&json!("chosen"), &claim["id"]));
        let passed = app.donor().get(&one(first)).await.expect(200);
        assert_eq!((&passed["state"], &passed["wish_detail"]["remaining"]), (&json!("passed"), &json!(0)));
        app.donor().post(&format!("{}/withdraw", one(first)), json!({})).await.expect(200);
        app.donor().post(&format!("{}/withdraw", one(first)), json!({})).await.refused(409, "wrong_state");
        app.assert_consistent().await;
    }

    async fn a_costly_wish_is_applied_for_and_decided_on_pages(app) {
        let wish = costly_wish(&app).await;
        let (apply, claim) = (format!("/wishes/{wish}/apply"), format!("/wishes/{wish}/claim"));
        for page in [format!("/wishes/{wish}"), claim.clone(), "/".into()] {
            let shown = app.donor().get(&page).await.text;
            assert!(shown.contains(&format!("href=\"{apply}\"")), "{page}: {shown}");
            assert!(page == claim || !shown.contains(&format!("href=\"{claim}\"")), "{page}: {shown}");
        }
        let refused = app.donor().post_form(&claim, &[("quantity", "1")]).await;
        assert_eq!(refused.status, 409);
        let refused = app.donor().post_form(&apply, &[("plan", "")]).await;
        assert!(refused.status == 422 && refused.text.contains("plan-error"), "{}", refused.text);
        let made = app.donor().post_form(&apply, &[("plan", "周末去县城买")]).await;
        assert_eq!(made.status, 303, "{}", made.text);
        let page = made.header("location").to_owned();
        assert!(app.donor().get(&page).await.text.contains("周末去县城买"));
        assert!(app.donor().get("/claims").await.text.contains(&page), "the list leads to it");
        assert!(app.donor().get(&apply).await.text.contains("周末去县城买"), "the plan can be changed");
        assert_eq!(app.person("donor2").get(&page).await.status, 404);

        let desk = format!("/desk{page}");
        assert!(app.caseworker().get("/desk").await.text.contains("/desk/applications"), "on the list of today");
        assert!(app.caseworker().get("/desk/applications").await.text.contains(&desk));
        let shown = app.caseworker().get(&desk).await.text;
        assert!(shown.contains("周末去县城买") && shown.contains(&format!("{desk}/choose")), "{shown}");
        let silent = app.caseworker().post_form(&format!("{desk}/decline"), &[("reason", "")]).await;
        assert_eq!(silent.status, 422);
        let chosen = app.caseworker().post_form(&format!("{desk}/choose"), &[]).await;
        assert_eq!((chosen.status.as_u16(), chosen.header("location")), (303, desk.as_str()));
        assert_eq!(app.caseworker().post_form(&format!("{desk}/choose"), &[]).await.status, 409);
        let claims = app.donor().get(&page).await.text;
        assert!(claims.contains("href=\"/claims/"), "it leads to its claim: {claims}");
        app.assert_consistent().await;
    }
}
