//! A round through the pages: opened from a list, walked door by door, a new family on the way, read by the API.

use serde_json::json;

use crate::{
    shop::sheets::send,
    support::{TestApp, on_both},
};

/// Opens a round over the eastern district on the page; returns its path.
async fn open(app: &TestApp) -> String {
    let head = app.person("coordinator");
    let due = app::i18n::day_value(app.store.now() + 20 * domain::DAY);
    let area = app.world.id("east").to_string();
    let form = [("area", area.as_str()), ("name", "春季排摸"), ("due", due.as_str()), ("base", "list")];
    let opened = head.post_form("/desk/rounds/new", &form).await;
    assert_eq!(opened.status, 303, "{}", opened.text);
    let again = head.post_form("/desk/rounds/new", &form).await;
    assert_eq!(again.status, 409);
    assert!(again.text.contains(opened.header("location")), "the answer leads to the round in the way");
    opened.header("location").to_owned()
}

on_both! {
    async fn a_list_becomes_doors_that_are_walked_on_a_phone(app) {
        let (head, keeper) = (app.person("coordinator"), app.caseworker());
        let round = open(&app).await;
        let list = "地址,户主,社区\n金雀巷 8 号,欧阳金雀,柳林社区\n画眉弄 9 号,,没有的地方\n桥下,老王,柳林社区\n";
        let added = send(&head, &format!("{round}/list"), &[], "x.csv", list.as_bytes()).await;
        assert_eq!(added.status, 200, "{}", added.text);
        assert!(added.text.contains("第 3 行"), "the line without an area is named: {}", added.text);
        let api = round.replace("/desk", "/api/v1");
        let doors = keeper.get(&format!("{api}/doors")).await.expect(200);
        assert_eq!((&doors["items"][0]["place"], &doors["items"][0]["n"]), (&json!("金雀巷 8 号"), &json!(1)));
        assert_eq!(head.get(&format!("{api}/doors")).await.expect(200)["items"][0]["place"], "", "no address for her");

        // Without a caseworker the doors are on the coordinator's page; given, on the caseworker's.
        assert!(head.get("/desk").await.text.contains("还没人负责上门的户"));
        let (area, to) = (app.world.id("east").to_string(), keeper.actor.account.to_string());
        let share = [("area", area.as_str()), ("to", to.as_str()), ("unowned", "yes")];
        let shared = head.post_form(&format!("{round}/share"), &share).await;
        assert_eq!(shared.status, 303, "{}", shared.text);
        assert!(keeper.get("/desk/doors").await.text.contains("金雀巷 8 号"));

        // The first door stays shut; at the second stands a family without an address.
        let door = |n: usize| format!("/desk/doors/{}", doors["items"][n]["id"]);
        let shut = [("outcome", "not_there"), ("people", "1"), ("here", "1")];
        let shut = keeper.post_form(&format!("{}/knock", door(0)), &shut).await;
        assert_eq!((shut.status.as_u16(), shut.header("location")), (303, "/desk/doors"));
        let wrong = [("outcome", "met"), ("people", "2"), ("here", "3"), ("words", "记得敲窗")];
        let wrong = keeper.post_form(&format!("{}/knock", door(1)), &wrong).await;
        assert_eq!(wrong.status, 422);
        assert!(wrong.text.contains("记得敲窗"), "what was typed stays");
        let family = format!("{}/family", door(1));
        assert!(keeper.get(&family).await.text.contains("老王"), "the list's name is filled in");
        let people = [
            ("member_name_1", "王老五"), ("birth_year_1", "1960"), ("member_name_3", "王小五"), ("birth_year_3", "1990"),
            ("away", "2"), ("agreed", "yes"),
        ];
        let refused = keeper.post_form(&family, &people[..5]).await;
        assert_eq!(refused.status, 422, "without the family's word there is no file");
        assert!(refused.text.contains("value=\"王小五\""), "the people that were typed stay: {}", refused.text);
        assert_eq!(keeper.post_form(&family, &people).await.status, 303);

        let whole = head.get(&api).await.expect(200);
        let coverage = &whole["round"]["coverage"];
        assert_eq!((&coverage["doors"], &coverage["met"], &coverage["not_there"]), (&json!(2), &json!(1), &json!(1)));
        assert_eq!((&coverage["people"], &coverage["here"]), (&json!(2), &json!(1)));
        let sheet = head.get(&format!("{round}/file?format=csv")).await;
        assert!(sheet.text.contains("柳林社区") && !sheet.text.contains("金雀巷"), "{}", sheet.text);
        assert_eq!(head.post_form(&format!("{round}/end"), &[]).await.status, 303);
        assert!(head.get(&round).await.text.contains("结束时还有 1 户没有见到"));
        let take = format!("/api/v1/doors/{}/take", doors["items"][0]["id"]);
        keeper.post(&take, json!({})).await.refused(409, "round_over");
        app.assert_consistent().await;
    }
}
