//! What administrators keep, through the API alone: accounts and roles, areas and policies, locations, organisations.

use serde_json::json;

use crate::support::on_both;

on_both! {
    async fn an_administrator_sets_up_a_community_with_its_shop_and_its_staff(app) {
        let (admin, city) = (app.person("area_admin"), app.world.id("city"));
        let area = json!({"parent": city, "kind": "district", "name": "新区"});
        let area = admin.post("/api/v1/areas", area).await.expect(201)["id"].as_i64().expect("a number");
        admin.post(&format!("/api/v1/areas/{area}/rename"), json!({"name": "新城区"})).await.expect(204);
        let areas = admin.get("/api/v1/areas").await.expect(200);
        assert!(areas.as_array().expect("a list").iter().any(|one| one["id"] == area && one["name"] == "新城区"));
        let again = json!({"parent": city, "kind": "district", "name": "新城区"});
        admin.post("/api/v1/areas", again).await.refused(409, "name_taken");

        let policy = format!("/api/v1/areas/{area}/policy");
        let mut rules = admin.get(&policy).await.expect(200)["policy"].clone();
        rules["open_claims"] = 7.into();
        let set = admin.post(&policy, rules).await.expect(200);
        assert_eq!((&set["policy"]["open_claims"], &set["from"]), (&json!(7), &json!(area)));
        let cleared = admin.post(&format!("{policy}/clear"), json!({})).await.expect(200);
        assert_ne!(cleared["from"], json!(area));

        let shop = json!({"area": area, "name": "新城店", "address": "新城路 1 号"});
        let shop = admin.post("/api/v1/locations", shop).await.expect(201)["id"].as_i64().expect("a number");
        let closed = json!({"name": "新城店", "address": "新城路 2 号", "open": false});
        admin.post(&format!("/api/v1/locations/{shop}"), closed).await.expect(204);
        let shops = admin.get("/api/v1/locations").await.expect(200);
        let shown = shops.as_array().expect("a list").iter().find(|one| one["id"] == shop).expect("the location").clone();
        assert_eq!((&shown["address"], &shown["open"]), (&json!("新城路 2 号"), &json!(false)));

        let new = json!({"phone": "13655554444", "name": "新同事", "role": "caseworker", "area": area});
        let made = admin.post("/api/v1/accounts", new.clone()).await.expect(201);
        let account = made["account"].as_i64().expect("a number");
        assert!(made["code"].as_str().is_some_and(|code| code.len() >= 8), "{made}");
        admin.post("/api/v1/accounts", new).await.refused(409, "phone_taken");
        let role = json!({"role": "auditor", "area": area});
        admin.post(&format!("/api/v1/accounts/{account}/grant"), role.clone()).await.expect(204);
        let file = admin.get(&format!("/api/v1/accounts/{account}")).await.expect(200);
        assert_eq!(file["roles"].as_array().map(Vec::len), Some(2));
        admin.post(&format!("/api/v1/accounts/{account}/revoke"), role).await.expect(204);
        admin.post(&format!("/api/v1/accounts/{account}/close"), json!({})).await.expect(204);
        let file = admin.get(&format!("/api/v1/accounts/{account}")).await.expect(200);
        assert_eq!(file["account"]["open"], json!(false));
        app.caseworker().get("/api/v1/accounts").await.refused(403, "not_allowed");
    }

    async fn a_family_thanks_and_a_client_reads_its_notices_without_a_page(app) {
        let claim = crate::privileges::handed_over(&app).await;
        let thanks = json!({"words": "谢谢您", "card": "flower"});
        let path = format!("/api/v1/claims/{claim}/thanks");
        app.family().post(&path, thanks.clone()).await.expect(201);
        app.family().post(&path, thanks).await.refused(409, "already_thanked");
        let waiting = app.caseworker().get("/api/v1/thanks").await.expect(200);
        let id = waiting[0]["thanks"]["id"].as_i64().expect("a number");
        app.caseworker().post(&format!("/api/v1/thanks/{id}/release"), json!({"words": "谢谢您"})).await.expect(204);
        app.caseworker().post(&format!("/api/v1/thanks/{id}/withhold"), json!({})).await.refused(409, "wrong_state");

        app.store.deliver_all().await.expect("delivered");
        let notices = app.donor().get("/api/v1/me/notices").await.expect(200);
        let first = notices["items"][0]["id"].as_i64().expect("a number");
        app.family().post(&format!("/api/v1/me/notices/{first}/read"), json!({})).await.refused(404, "not_found");
        app.donor().post(&format!("/api/v1/me/notices/{first}/read"), json!({})).await.expect(204);
        app.donor().post("/api/v1/me/notices/read", json!({})).await.expect(204);
        let read = app.donor().get("/api/v1/me/notices").await.expect(200);
        let items = read["items"].as_array().expect("a list");
        assert!(!items.is_empty() && items.iter().all(|one| one["read"] == json!(true)), "{read}");
    }
}
