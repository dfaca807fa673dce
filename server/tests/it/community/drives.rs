//! A drive through the pages: opened with a list, announced for, received on a receipt that names it, and published.

use crate::support::{TestApp, on_both};

/// Opens a drive for two woks on the page; returns its path.
async fn opened(app: &TestApp) -> String {
    let head = app.person("coordinator");
    let (area, shop) = (app.world.id("east").to_string(), app.world.id("shop").to_string());
    let (until, wok) = (app::i18n::day_value(app.store.now() + 20 * domain::DAY), wok());
    let mut form = vec![
        ("title", "锅具征集"),
        ("area", area.as_str()),
        ("until", until.as_str()),
        ("item_1", wok.as_str()),
        ("wanted_1", "2"),
    ];
    let nowhere = head.post_form("/drives/new", &form).await;
    assert_eq!(nowhere.status, 422, "a place is needed");
    assert!(nowhere.text.contains("锅具征集"), "what was typed stays: {}", nowhere.text);
    form.push(("place", shop.as_str()));
    let made = head.post_form("/drives/new", &form).await;
    assert_eq!(made.status, 303, "{}", made.text);
    made.header("location").to_owned()
}

fn wok() -> String {
    domain::catalogue::by_key("wok").expect("in the catalogue").id.to_string()
}

on_both! {
    async fn what_was_called_for_is_counted_as_it_comes_and_its_result_is_public(app) {
        let (head, donor, shop) = (app.person("coordinator"), app.donor(), app.shopkeeper());
        let drive = opened(&app).await;
        let id = drive.trim_start_matches("/drives/").to_owned();
        assert!(app.visitor().get("/drives").await.text.contains("锅具征集"));
        let (start, claims) = (app.visitor().get("/").await.text, app.donor().get("/claims").await.text);
        assert!(start.contains("href=\"/drives\"") && claims.contains("href=\"/drives\""), "givers find it: {start}");
        assert!(start.contains("href=\"/jobs\"") && start.contains("href=\"/pledges\""), "{start}");
        let item = app.database.rows(&format!("select id, '' from drive_item where drive = {id}")).await[0].0.to_string();
        let offer = |quantity: &'static str| [("item", item.as_str()), ("quantity", quantity), ("condition", "new")];
        let much = donor.post_form(&format!("{drive}/offer"), &offer("3")).await;
        assert_eq!(much.status, 409, "more than is wanted");
        assert_eq!(donor.post_form(&format!("{drive}/offer"), &offer("2")).await.status, 303);
        assert!(donor.get(&drive).await.text.contains("都够了"), "it takes no more");
        let announced = app.database.rows("select max(id), '' from offer").await[0].0;
        let asked = shop.get(&format!("/shop/offers/{announced}")).await;
        assert!(asked.text.contains(&format!("href=\"{drive}\"")), "the shop reads what it is for: {}", asked.text);

        // The shop receives more than was called for; the page says so at once.
        let (location, wok) = (app.world.id("shop").to_string(), wok());
        assert!(shop.get(&format!("/shop/receive?item={wok}")).await.text.contains("锅具征集"), "the drive can be named");
        let receive = [
            ("item", wok.as_str()),
            ("location", location.as_str()),
            ("origin", "donation"),
            ("drive", id.as_str()),
            ("quantity", "5"),
            ("condition", "new"),
        ];
        let received = shop.post_form("/shop/receive", &receive).await;
        assert_eq!(received.status, 303, "{}", received.text);
        assert!(app.visitor().get(&drive).await.text.contains("多了 3"), "too much is said");

        app.pass(21 * domain::DAY).await;
        assert!(head.get("/desk").await.text.contains("要公布结果的征集"));
        let words = [("words", "发给了十二个家庭。")];
        assert_eq!(shop.post_form(&format!("{drive}/result"), &words).await.status, 403);
        assert_eq!(head.post_form(&format!("{drive}/result"), &words).await.status, 303);
        assert!(app.visitor().get(&drive).await.text.contains("发给了十二个家庭。"));
        app.assert_consistent().await;
    }
}
