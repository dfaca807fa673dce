//! Pages of aid: the second tap, what the page keeps, and what the family and the public read.

use serde_json::json;

use crate::support::{TestApp, on_both};

async fn programme(app: &TestApp, kind: &str) -> String {
    let name = format!("项目{:08x}", rand::random::<u32>());
    let new = json!({"area": app.world.id("city"), "kind": kind, "source": "government", "name": name});
    let made = app.person("coordinator").post("/api/v1/aid/programmes", new).await.expect(201);
    made["programme"].to_string()
}

on_both! {
    async fn the_same_help_asks_for_a_second_tap_and_keeps_what_was_typed(app) {
        let (household, programme) = (app.world.id("family"), programme(&app, "temporary").await);
        let path = format!("/desk/households/{household}/aid");
        let month = domain::time::Month::of(app.store.now()).to_string();
        let typed = [("programme", programme.as_str()), ("month", &*month), ("amount", "1,000"), ("paper", "slip")];
        assert_eq!(app.caseworker().post_form(&path, &typed).await.status, 303);
        let again = app.caseworker().post_form(&path, &typed).await;
        assert_eq!(again.status, 409);
        for kept in [r#"value="1,000""#, r#"name="anyway""#, "这家人已经有过同样的救助"] {
            assert!(again.text.contains(kept), "{kept}: {}", again.text);
        }
        let seen: Vec<_> = typed.iter().copied().chain([("anyway", "yes")]).collect();
        assert_eq!(app.caseworker().post_form(&path, &seen).await.status, 303);
        let own = app.family().get("/api/v1/me/aid").await.expect(200);
        assert_eq!((own["grants"].as_array().map(Vec::len), &own["years"][0]["amount"]), (Some(2), &json!(200_000)));
        assert!(app.family().get("/home/aid").await.text.contains("1000.00"));
        app.assert_consistent().await;
    }

    async fn collected_money_takes_two_signatures_and_names_no_giver(app) {
        let (household, programme) = (app.world.id("family"), programme(&app, "collection").await);
        let due = domain::DAY * 20 + app.store.now();
        let programme: i64 = programme.parse().expect("a number");
        let new = json!({"programme": programme, "purpose": "手术", "organiser": "工会", "target": 100_000, "due": due});
        let path = format!("/api/v1/households/{household}/collections");
        let made = app.caseworker().post(&path, new).await.expect(201);
        let id = made["collection"].as_i64().expect("a number");
        let page = format!("/desk/aid/collections/{id}");
        let sum = [("source", "people"), ("amount", "12.50")];
        assert_eq!(app.caseworker().post_form(&format!("{page}/sums"), &sum).await.status, 303);
        let today = app::i18n::day_value(app.store.now());
        let hand_over = |witness| {
            [("amount", "12.50"), ("at", today.as_str()), ("how", "cash"), ("signer", "王妈妈"), ("witness", witness)]
        };
        let alone = app.caseworker().post_form(&format!("{page}/hand-over"), &hand_over("王妈妈")).await;
        assert_eq!(alone.status, 422);
        assert!(alone.text.contains("见证人要是另外一个人"), "{}", alone.text);
        let both = app.caseworker().post_form(&format!("{page}/hand-over"), &hand_over("李书记")).await;
        assert_eq!(both.status, 303);
        let closed = app.caseworker().post_form(&format!("{page}/close"), &[("outcome", "handed_over")]).await;
        assert_eq!(closed.status, 303);
        let file = app.caseworker().get("/desk/aid/collections/file?show=over&format=csv").await;
        assert!(file.text.contains(",1000.00,12.50,12.50,交清了,"), "{}", file.text);
        assert!(["手术", "工会", "王妈妈", "李书记", "欧阳金雀"].iter().all(|word| !file.text.contains(word)), "{}", file.text);
        let open = app.caseworker().get("/desk/aid/collections/file?format=csv").await;
        assert!(open.status == 200 && !open.text.contains("12.50"), "the list of the address: {}", open.text);
        assert_eq!(app.donor().get("/desk/aid/collections/file?format=csv").await.status, 403);
        let read = app.family().get(&format!("/api/v1/aid/collections/{id}")).await.expect(200);
        assert_eq!(read["collection"]["state"], "closed");
        assert_eq!(read["hand_overs"][0]["witness"], "李书记");
        app.assert_consistent().await;
    }
}
