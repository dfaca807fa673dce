//! A school place from the rule to the outcome: by the pages for staff and family, and by API.

use domain::time::{Day, Month};
use serde_json::json;

use crate::support::on_both;

on_both! {
    async fn a_child_is_followed_from_the_rule_to_a_school_place(app) {
        let (family, community) = (app.world.id("family"), app.world.id("community"));
        let (coordinator, keeper) = (app.person("coordinator"), app.caseworker());
        let today = Day::of(app.store.now());
        let day = |days: i64| today.plus(days).to_string();
        let (cut_off, first_day, last_day) = (day(60), day(90), day(100));
        let area = community.to_string();
        let mut rule = vec![
            ("area", area.as_str()), ("months", "6"), ("counting", "consecutive"), ("back_payment", "counts"),
            ("residence_months", ""), ("contract_months", ""), ("cut_off", cut_off.as_str()),
            ("first_day", first_day.as_str()), ("last_day", cut_off.as_str()), ("papers", "居住证\n户口簿"),
            ("source", "区教育局通知"), ("checked_by", "王老师"),
        ];
        let refused = coordinator.post_form("/desk/school-rules", &rule).await;
        assert_eq!(refused.status, 422, "a window that ends before it begins");
        assert!(refused.text.contains("户口簿"), "what was typed is kept");
        rule[8] = ("last_day", last_day.as_str());
        assert_eq!(coordinator.post_form("/desk/school-rules", &rule).await.status, 303);

        let members = keeper.get(&format!("/api/v1/households/{family}")).await.expect(200);
        let child = members["members"].as_array().and_then(|all| all.last()).expect("a member")["id"].to_string();
        let door = format!("/desk/households/{family}/school-places");
        assert_eq!(keeper.post_form(&door, &[("member", child.as_str())]).await.status, 422, "not without a consent");
        let asked = [("member", child.as_str()), ("consent_how", "visit"), ("consent_whom", "妈妈")];
        assert_eq!(keeper.post_form(&door, &asked).await.status, 303);
        assert_eq!(keeper.post_form(&door, &asked).await.status, 409, "one open case for each child");
        let places = keeper.get("/api/v1/school-places").await.expect(200);
        let place = places["items"][0]["id"].as_i64().expect("a number");

        // Paid for a year, but for the month before last: paid back, the child is in time.
        let missed = Month::of(app.store.now()).plus(-2);
        let since = missed.plus(-10).to_string();
        let missed_row = format!("{missed}=missed");
        let facts = format!("/desk/school-places/{place}/facts");
        let said = [("paid_since", since.as_str()), ("payments", missed_row.as_str())];
        assert_eq!(keeper.post_form(&facts, &said).await.status, 303);
        let own = app.family().get("/api/v1/me/school-places").await.expect(200);
        assert_eq!((&own[0]["standing"], &own[0]["rule"]["papers"][1]), (&json!("later"), &json!("户口簿")));
        assert_eq!(own[0]["assessment"]["steps"][0]["months"], json!([missed.to_string()]));
        let page = app.family().get("/home/school-places").await.text;
        assert!(page.contains("补缴社保") && page.contains("居住证"), "{page}");
        let masked = coordinator.get(&format!("/api/v1/school-places/{place}")).await.expect(200);
        assert_eq!((&masked["facts"], &masked["opened_up"]), (&json!(null), &json!(false)));
        let paid = format!("{missed}=back");
        let said = [("paid_since", since.as_str()), ("payments", paid.as_str())];
        assert_eq!(keeper.post_form(&facts, &said).await.status, 303);
        let own = app.family().get("/api/v1/me/school-places").await.expect(200);
        assert_eq!((&own[0]["standing"], &own[0]["first_day"]), (&json!("on_track"), &json!(first_day)));

        let schools = format!("/desk/school-places/{place}/schools");
        let said_on = day(0);
        let answer = [("name", "育才小学"), ("answer", "yes"), ("day", said_on.as_str())];
        assert_eq!(keeper.post_form(&schools, &answer).await.status, 303);
        let close = json!({
            "end": {"outcome": "placed"},
            "asked": {"how": "phone", "whom": "妈妈", "at": app.store.now(), "answer": "accepts"},
        });
        let path = format!("/api/v1/school-places/{place}/close");
        assert_eq!(keeper.post(&path, close.clone()).await.status, 409, "the family says whether there is a place");
        let mut close = close;
        close["asked"]["answer"] = json!("solved");
        keeper.post(&path, close).await.expect(200);
        app.family().post(&format!("/api/v1/me/school-places/{place}/say"), json!({"answer": "not_solved"}))
            .await
            .expect(200);
        let again = keeper.get(&format!("/api/v1/school-places/{place}")).await.expect(200);
        assert_eq!(again["state"], "open");
        assert!(app.pass(60).await.school_places >= 0);
        app.assert_consistent().await;
    }
}
