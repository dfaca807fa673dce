//! Points on the pages and over the API: grants with a reason, reversals, monthly grants of an area.

use serde_json::json;

use crate::support::{TestApp, on_both};

/// Returns the family's balance.
async fn balance(app: &TestApp) -> i64 {
    app.family().get("/api/v1/me/points").await.expect(200)["balance"].as_i64().expect("a number")
}

on_both! {
    async fn caseworkers_adjust_points_on_a_page_and_the_family_sees_the_reason(app) {
        let (id, desk) = (app.world.id("family"), app.caseworker());
        let path = format!("/desk/households/{id}/points");
        let done = desk.post_form(&path, &[("what", "give"), ("points", "60"), ("reason", "春节慰问")]).await;
        assert_eq!(done.status.as_u16(), 303, "{}", done.text);
        let short = desk.post_form(&path, &[("what", "take"), ("points", "61"), ("reason", "多发了")]).await;
        assert_eq!(short.status.as_u16(), 409);
        assert!(short.text.contains("积分不够") && short.text.contains("value=\"61\""), "the input is kept");
        let wrong = desk.post_form(&path, &[("what", "give"), ("points", "0"), ("reason", "")]).await;
        assert_eq!(wrong.status.as_u16(), 422);
        assert!(wrong.text.contains("id=\"points-error\"") && wrong.text.contains("id=\"reason-error\""));
        desk.post_form(&path, &[("what", "take"), ("points", "25"), ("reason", "多发了")]).await;
        assert_eq!(balance(&app).await, 35);

        let own = app.family().get("/home/points").await;
        for words in ["春节慰问", "+60", "多发了", "−25", "余 35"] {
            assert!(own.text.contains(words), "{words}: {}", own.text);
        }
        assert!(app.family().get("/home").await.text.contains("35 分"), "the home page shows the points");
        assert!(!app.person("coordinator").get(&path).await.text.contains("欧阳金雀"), "no names without access to files");
        app.assert_consistent().await;
    }

    async fn a_reversed_line_and_its_reversal_link_to_each_other(app) {
        let (id, desk) = (app.world.id("family"), app.caseworker());
        let given = desk.post(&format!("/api/v1/households/{id}/points"), json!({"points": 40, "reason": "补发"})).await;
        let journal = given.expect(201)["journal"].as_i64().expect("a number");
        let page = format!("/desk/households/{id}/points/{journal}");
        assert!(desk.get(&page).await.text.contains(&format!("{page}/reverse")));
        let silent = desk.post_form(&format!("{page}/reverse"), &[("reason", "")]).await;
        assert_eq!(silent.status.as_u16(), 422);
        let done = desk.post_form(&format!("{page}/reverse"), &[("reason", "发错人")]).await;
        assert_eq!(done.status.as_u16(), 303);
        let mirror = done.header("location").split('?').next().expect("a path").to_owned();
        assert!(desk.get(&mirror).await.text.contains(&format!("#{journal}")), "it names what it reversed");
        let before = desk.get(&page).await.text;
        assert!(before.contains(&mirror) && !before.contains("/reverse\""), "and is named there; it cannot be reversed again");
        assert_eq!(balance(&app).await, 0);
        app.assert_consistent().await;
    }

    async fn the_monthly_grant_follows_the_areas_policy(app) {
        let (area, boss) = (app.world.id("community"), app.person("coordinator"));
        let path = format!("/admin/areas/{area}/points");
        assert!(boss.get(&path).await.text.contains("还没有规则"));
        let form = [("base", "20"), ("each_member", "10"), ("cap_month", "80"), ("cap_balance", "0"), ("valid_months", "6")];
        let wrong = boss.post_form(&path, &[&form[..4], &[("valid_months", "")]].concat()).await;
        assert_eq!(wrong.status.as_u16(), 422, "an empty field does not mean no limit");
        assert_eq!(boss.post_form(&path, &form).await.status.as_u16(), 303);
        let given = app.pass(0).await.points_given;
        assert!(given >= 2, "both families of the community: {given}");
        assert_eq!(app.pass(60).await.points_given, 0, "once a month");
        let file = app.family().get("/api/v1/me/points").await.expect(200);
        let size = app.database.count(&format!("person where household = {}", app.world.id("family"))).await;
        assert_eq!(file["balance"], (20 + 10 * size).min(80));
        assert_eq!((&file["statement"]["items"][0]["kind"], &file["policy"]["cap_month"]), (&json!("grant"), &json!(80)));
        assert!(app.family().get("/home/points").await.text.contains("每月发"));
        assert_eq!(boss.post_form(&format!("{path}/clear"), &[]).await.status.as_u16(), 303);
        assert!(boss.get(&path).await.text.contains("还没有规则"));
        app.assert_consistent().await;
    }

    async fn a_negative_number_takes_points_back_once(app) {
        let (id, desk) = (app.world.id("family"), app.caseworker());
        let path = format!("/api/v1/households/{id}/points");
        let gift = json!({"points": 30, "reason": "补发"});
        let first = desk.post_as("points-1", &path, gift.clone()).await.expect(201);
        assert_eq!(desk.post_as("points-1", &path, gift).await.expect(201), first);
        assert_eq!(balance(&app).await, 30);
        desk.post_as("points-1", &path, json!({"points": 31, "reason": "补发"})).await.refused(409, "request_reused");
        desk.post(&path, json!({"points": -31, "reason": "多发"})).await.refused(409, "not_enough_points");
        desk.post(&path, json!({"points": -30, "reason": "多发"})).await.expect(201);
        desk.post(&path, json!({"points": 0, "reason": "多发"})).await.refused(422, "invalid_fields");
        desk.post(&path, json!({"points": i64::MIN, "reason": "多发"})).await.refused(422, "invalid_fields");
        let read = desk.get(&path).await.expect(200);
        assert_eq!((&read["balance"], read["statement"]["items"].as_array().map(Vec::len)), (&json!(0), Some(2)));
        app.assert_consistent().await;
    }
}
