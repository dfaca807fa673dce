//! Goods on the way and in the shop, through pages and API: days, parcel, the step back, and the caseworker's decision.

use domain::{DAY, areas::Waits};
use serde_json::json;

use crate::support::on_both;

on_both! {
    async fn a_parcel_is_said_on_the_page_and_seen_by_shop_and_caseworker_only(app) {
        let (wish, claim) = app.claimed_wish().await;
        let page = format!("/claims/{claim}");
        let form = app.donor().get(&page).await.text;
        for field in ["expected", "courier", "tracking"] {
            assert!(form.contains(&format!("name=\"{field}\"")), "{field}");
        }
        let said = [("expected", ""), ("courier", "顺丰"), ("tracking", "SF4711")];
        assert_eq!(app.donor().post_form(&format!("{page}/on-the-way"), &said).await.status.as_u16(), 303);
        for (who, path) in [
            ("donor", page.clone()),
            ("shopkeeper", format!("/shop/claims/{claim}")),
            ("caseworker", format!("/desk/claims/{claim}")),
        ] {
            assert!(app.person(who).get(&path).await.text.contains("SF4711"), "{who}");
        }
        let home = app.family().get(&format!("/home/wishes/{wish}")).await.text;
        assert!(home.contains("预计送到") && !home.contains("SF4711"));
        assert_eq!(app.family().get(&format!("/api/v1/claims/{claim}")).await.expect(200)["tracking"], "");
        assert!(!app.visitor().get(&format!("/wishes/{wish}")).await.text.contains("SF4711"));
        let list = app.shopkeeper().get("/shop?list=expected").await.text;
        assert!(list.contains("在路上") && list.contains("送出"));
    }

    async fn the_step_back_is_offered_for_ten_minutes(app) {
        let (_, claim) = app.claimed_wish().await;
        let (page, undo) = (format!("/claims/{claim}"), format!("/claims/{claim}/undo"));
        assert!(!app.donor().get(&page).await.text.contains(&undo));
        app.donor().act(claim, "on-the-way", json!({})).await.expect(200);
        assert!(app.donor().get(&page).await.text.contains(&undo));
        assert_eq!(app.donor().post_form(&undo, &[]).await.status.as_u16(), 303);
        assert_eq!(app.donor().get(&format!("/api/v1{page}")).await.expect(200)["state"], "pledged");

        app.donor().act(claim, "on-the-way", json!({"courier": "邮政"})).await.expect(200);
        let later = app.donor().act(claim, "shift", json!({})).await.expect(200);
        assert_eq!((later["shifts"].as_i64(), later["courier"].as_str()), (Some(1), Some("邮政")));
        app.donor().act(claim, "shift", json!({"expected": 7})).await.refused(422, "invalid_fields");
        app.donor().act(claim, "shift", json!({})).await.expect(200);
        app.donor().act(claim, "shift", json!({})).await.refused(409, "already_shifted");
        app.pass(601).await;
        assert!(!app.donor().get(&page).await.text.contains(&undo));
        app.donor().act(claim, "undo", json!({})).await.refused(409, "undo_over");
    }

    async fn goods_that_are_never_collected_come_to_the_caseworkers_list(app) {
        let (wish, claim) = app.arrived_claim().await;
        assert_eq!(app.pass(8 * DAY).await.followed, 1);
        assert!(app.caseworker().get("/desk").await.text.contains("要上门送的"));
        for _ in 0..4 {
            app.pass(8 * DAY).await;
        }
        let decide = format!("/desk/claims/{claim}/decide");
        assert!(app.caseworker().get(&format!("/desk/claims/{claim}")).await.text.contains(&decide));
        assert!(app.caseworker().get("/desk/claims").await.text.contains(&format!("/desk/claims/{claim}")));
        assert!(!app.person("auditor").get(&format!("/desk/claims/{claim}")).await.text.contains(&decide));
        assert_eq!(app.caseworker().post_form(&decide, &[("decision", "later")]).await.status.as_u16(), 422);
        let path = format!("/api/v1/claims/{claim}/decide");
        app.caseworker().post(&path, json!({"decision": "close"})).await.expect(200);
        assert_eq!(app.family().get(&format!("/api/v1/wishes/{wish}")).await.expect(200)["state"], "withdrawn");
        app.caseworker().post(&path, json!({"decision": "reopen"})).await.refused(409, "wrong_state");
        app.assert_consistent().await;
    }

    async fn the_areas_page_sets_how_long_goods_wait(app) {
        let (who, area) = (app.person("coordinator"), app.world.id("city"));
        let page = format!("/admin/areas/{area}");
        assert!(who.get(&page).await.text.contains("name=\"collect_days\""));
        let rest = [
            ("who_may_claim", "anyone"),
            ("open_claims", "3"),
            ("claim_days", "7"),
            ("reminder_days", "2"),
            ("wish_days", "90"),
            ("confirm_days", "7"),
            ("open_wishes", "0"),
            ("year_wishes", "0"),
        ];
        let set = async |waits: &[(&str, &str)]| {
            let fields: Vec<_> = rest.iter().chain(waits).copied().collect();
            who.post_form(&format!("{page}/policy"), &fields).await.status.as_u16()
        };
        assert_eq!(set(&[("arrive_days", "5"), ("grace_days", "3"), ("collect_days", "6")]).await, 422);
        assert_eq!(set(&[("arrive_days", "5"), ("grace_days", "3"), ("collect_days", "20")]).await, 303);
        let waits = Waits { arrive_days: 5, grace_days: 3, collect_days: 20 };
        assert_eq!(app.store.policy(area).await.expect("a policy").0.waits, waits);
        assert_eq!(set(&[]).await, 303, "a page from before the waits");
        assert_eq!(app.store.policy(area).await.expect("a policy").0.waits, waits);
    }
}
