//! A rule through the pages and the API: written, tried, used, asked about, answered, exported.

use domain::DAY;
use serde_json::json;

use crate::support::on_both;

on_both! {
    async fn a_rule_is_written_on_a_page_and_the_family_answers_on_its_own(app) {
        let (head, keeper, family) = (app.person("coordinator"), app.caseworker(), app.family());
        let (area, household) = (app.world.id("community").to_string(), app.world.id("family"));
        let day = app::i18n::day_value(app.store.now() + 30 * DAY);
        let mut typed = vec![
            ("area", area.as_str()), ("name", "冬季补贴"), ("gives", "每户 300 元"), ("source", "街道通知"),
            ("unit", "household"), ("cut_off", day.as_str()), ("ask_days", "14"), ("papers", "register"),
            ("size_from", "9"), ("size_to", "2"), ("income", "minimum"),
        ];
        let refused = head.post_form("/desk/entitlements/new", &typed).await;
        assert_eq!(refused.status, 422, "from nine to two");
        assert!(refused.text.contains("每户 300 元"), "what was typed stays");
        let boxes = refused.text.split("<input").filter(|input| input.contains("checked"));
        assert!(boxes.filter(|input| input.contains("register") || input.contains("minimum")).count() >= 2);
        typed.truncate(8);
        typed.extend([("size_from", "1")]);
        let written = head.post_form("/desk/entitlements/new", &typed).await;
        assert_eq!(written.status, 303, "{}", written.text);
        let rule = written.header("location").to_owned();
        assert_eq!(head.post_form(&format!("{rule}/use"), &[("version", "1")]).await.status, 409, "not tried yet");
        assert_eq!(head.post_form(&format!("{rule}/try"), &[]).await.status, 303);
        let page = head.get(&rule).await.text;
        assert!(page.contains("不到五户"), "two families: {page}");
        assert_eq!(head.post_form(&format!("{rule}/use"), &[("version", "1")]).await.status, 303);
        assert_eq!(app.pass(60).await.entitlements, 2, "both families of the community");

        // Only those who may open files see whom it found.
        assert_eq!(head.get("/desk/entitled").await.status, 403);
        let listed = keeper.get("/desk/entitled").await.text;
        assert!(listed.contains("冬季补贴") && listed.contains("户口簿"), "{listed}");
        let found = keeper.get(&format!("/api/v1/households/{household}/entitlements")).await.expect(200);
        let id = found[0]["id"].as_i64().expect("a number");
        assert_eq!((&found[0]["because"], &found[0]["missing"]), (&json!(["size"]), &json!(["register"])));
        assert!(!family.get("/home/entitlements").await.text.contains("冬季补贴"), "not asked yet");
        let step = format!("/desk/entitled/{id}/step");
        assert_eq!(keeper.post_form(&step, &[("step", "apply")]).await.status, 409, "the family is asked first");
        assert_eq!(keeper.post_form(&step, &[("step", "ask")]).await.status, 303);
        assert!(family.get("/home/entitlements").await.text.contains("冬季补贴"));
        assert!(family.get("/home").await.text.contains("/home/entitlements"), "its home says that it is asked");
        let answered = family.post_form(&format!("/home/entitlements/{id}/answer"), &[("answer", "want")]).await;
        assert_eq!(answered.status, 303, "{}", answered.text);
        assert!(!family.get("/home").await.text.contains("/home/entitlements"), "no longer");
        assert_eq!(keeper.post_form(&step, &[("step", "apply")]).await.status, 303);
        assert_eq!(keeper.post_form(&step, &[("step", "refuse")]).await.status, 422, "a refusal has a reason");
        let refused = keeper.post_form(&step, &[("step", "refuse"), ("reason", "papers")]).await;
        assert_eq!(refused.status, 303);
        assert!(family.get("/home/entitlements").await.text.contains("证件不齐"));
        let file = keeper.get("/desk/entitled/file?show=over&format=csv").await;
        assert_eq!(file.status, 200);
        assert!(file.text.contains("部门没批") && !file.text.contains("欧阳金雀"), "{}", file.text);
        app.assert_consistent().await;
    }

    async fn a_rule_of_the_api_holds_more_than_the_form_and_counts_hide_few(app) {
        let (head, auditor) = (app.person("coordinator"), app.person("auditor"));
        let any = |from: i64| json!({"any": [
            {"kind": "size", "is": {"from": from, "to": 20}}, {"kind": "income", "is": ["low"]},
        ]});
        let content = |name: &str| json!({
            "name": name, "gives": "每户 300 元", "source": "街道通知", "unit": "household",
            "cut_off": app.store.now() + DAY, "ask_days": 14, "groups": [any(1), any(2)],
        });
        let area = app.world.id("community");
        let rule = json!({"area": area, "rule": content("补贴")});
        let rule = head.post("/api/v1/entitlement-rules", rule).await.expect(201)["rule"].as_i64().expect("a number");
        let path = format!("/api/v1/entitlement-rules/{rule}");
        head.post(&format!("{path}/use"), json!({"version": 1})).await.refused(409, "rule_untried");
        let tries = head.post(&format!("{path}/trials"), json!({})).await.expect(200);
        assert_eq!((&tries[0]["version"], &tries[0]["units"]), (&json!(1), &json!(null)));
        let exact = auditor.get(&format!("{path}/trials")).await.expect(200);
        assert_eq!((&exact[0]["units"], &exact[0]["fresh"]), (&json!(2), &json!(2)));
        let page = head.get(&format!("/desk/entitlements/{rule}/change")).await.text;
        assert!(page.contains("这个表单装不下"), "{page}");
        let wrong = json!({"area": area, "rule": {"name": "", "gives": "", "source": "", "unit": "child", "cut_off": 0,
            "ask_days": 0, "groups": [{"any": [{"kind": "children", "is": {"from": 1, "to": 2}}]}]}});
        head.post("/api/v1/entitlement-rules", wrong).await.refused(422, "invalid_fields");
        head.post(&path, content("补贴二")).await.expect(200);
        head.post(&format!("{path}/trials"), json!({})).await.expect(200);
        let used = head.post(&format!("{path}/use"), json!({"version": 2})).await.expect(200);
        assert_eq!((&used["state"], &used["used"]), (&json!("in_use"), &json!(2)));
        app.pass(60).await;
        let counts = head.get(&format!("{path}/counts")).await.expect(200);
        assert!(counts.as_array().expect("states").iter().all(|of| of["count"].is_null()), "{counts}");
        let gone = head.post(&format!("{path}/withdraw"), json!({"reason": "changed"})).await.expect(200);
        assert_eq!(gone["state"], "withdrawn");
        let left = app.caseworker().get("/api/v1/entitlements").await.expect(200);
        assert_eq!(left["items"], json!([]), "it took its list along");
        app.assert_consistent().await;
    }
}
