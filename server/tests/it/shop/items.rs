//! Items over HTTP: the API, pages without WASM, scanning, labels, and photos of codes.

use axum::{
    body::Body,
    http::{Request, header},
};
use http_body_util::BodyExt;
use serde_json::{Value, json};

use crate::support::{TestApp, database::Kind, on_both};

/// Creates an own item; returns its number.
async fn own(app: &TestApp, name: &str) -> i64 {
    let new = json!({"name": name, "category": "home", "sizes": ["大", "小"], "terms": {"points": 8, "minimum": 5}});
    app.shopkeeper().post("/api/v1/items", new).await.expect(201)["item"]["id"].as_i64().expect("a number")
}

/// Builds a multipart form with a file.
fn upload(path: &str, bytes: &[u8]) -> Request<Body> {
    let mut body = b"--x\r\ncontent-disposition: form-data; name=\"photo\"; filename=\"p.png\"\r\n\r\n".to_vec();
    body.extend_from_slice(bytes);
    body.extend_from_slice(b"\r\n--x--\r\n");
    let request = Request::post(path).header(header::CONTENT_TYPE, "multipart/form-data; boundary=x");
    request.header("sec-fetch-site", "same-origin").body(Body::from(body)).expect("a request")
}

on_both! {
    async fn an_own_item_is_found_by_its_barcode_and_shown_in_stock(app) {
        let (keeper, shop) = (app.shopkeeper(), app.world.id("shop"));
        let id = own(&app, "暖手宝").await;
        let code = json!({"barcode": "6901234567892", "size": "大"});
        keeper.post(&format!("/api/v1/items/{id}/barcodes"), code.clone()).await.expect(201);
        let found = keeper.get("/api/v1/items/by-code/6901234567892").await.expect(200);
        assert_eq!((&found["title"], &found["item"]["id"], &found["size"]), (&json!("暖手宝 · 大"), &json!(id), &json!("大")));
        keeper.get("/api/v1/items/by-code/6900000000007").await.refused(404, "not_found");
        keeper.post("/api/v1/items/13/barcodes", json!({"barcode": "6901234567892"})).await.refused(409, "barcode_taken");
        // The page names the item that already has the code.
        let refused = keeper.post_form("/shop/items/13/barcodes", &[("barcode", "6901234567892")]).await;
        assert_eq!(refused.status.as_u16(), 409);
        assert!(refused.text.contains("暖手宝 · 大"), "{}", refused.text);

        let receipt = json!({"location": shop, "item": id, "size": "大", "quantity": 3});
        keeper.post("/api/v1/stock/receipts", receipt).await.expect(201);
        let stock = keeper.get("/api/v1/stock?q=暖手").await.expect(200);
        let lines = stock["items"].as_array().expect("a list");
        assert_eq!(lines.len(), 1);
        let line = &lines[0];
        assert_eq!((&line["name"], &line["on_hand"], &line["short"]), (&json!("暖手宝"), &json!(3), &json!(true)));
        let page = keeper.get("/shop/stock?q=暖手").await;
        assert!(page.text.contains("暖手宝 · 大") && page.text.contains("低于最低库存"), "{}", page.text);
        let lots = keeper.get(&format!("/shop/lots?item={id}&location={shop}")).await;
        assert!(lots.status.is_success() && lots.text.contains("暖手宝"));
        let entries = keeper.get(&format!("/shop/entries?item={id}&size=大&location={shop}&place=shelf")).await;
        assert!(entries.status.is_success() && entries.text.contains("暖手宝"));
        let journals = keeper.get("/shop/journals").await;
        assert!(journals.text.contains("暖手宝 · 大 × 3"), "{}", journals.text);
    }

    async fn the_api_pages_through_the_stock(app) {
        let (keeper, shop) = (app.shopkeeper(), app.world.id("shop"));
        let sizes: Vec<String> = (0..30).map(|n| format!("S{n}")).collect();
        for n in 0..4 {
            let new = json!({"name": format!("手套{n}"), "category": "clothing", "sizes": sizes});
            let id = keeper.post("/api/v1/items", new).await.expect(201)["item"]["id"].clone();
            for size in &sizes {
                let receipt = json!({"location": shop, "item": id, "size": size, "quantity": 1});
                keeper.post("/api/v1/stock/receipts", receipt).await.expect(201);
            }
        }
        let first = keeper.get("/api/v1/stock?q=手套").await.expect(200);
        let rest = keeper.get(&format!("/api/v1/stock?q=手套&cursor={}", first["next"])).await.expect(200);
        let count = |page: &Value| page["items"].as_array().map(Vec::len);
        assert_eq!((count(&first), count(&rest), &rest["next"]), (Some(100), Some(20), &Value::Null));
        let page = keeper.get("/shop/stock?q=手套&from=100").await;
        assert!(page.text.contains("第 101–120 行，共 120 行"), "{}", page.text);
        let beyond = keeper.get("/shop/stock?q=手套&from=900").await;
        assert!(beyond.text.contains("第 1–100 行，共 120 行"), "{}", beyond.text);
    }

    async fn labels_are_drawn_for_items_and_lots(app) {
        let keeper = app.shopkeeper();
        let sheet = keeper.get("/shop/labels?item=1&size=学前&n=7&skip=2").await;
        assert_eq!((sheet.text.matches("label-words").count(), sheet.text.matches("class=\"label\"").count()), (7, 9));
        assert!(sheet.text.contains("labels-sheet") && sheet.text.contains("学前") && sheet.text.contains("item:1:~"));
        let lot = keeper.receive(app.world.id("shop"), "wok", "", 2).await;
        let roll = keeper.get(&format!("/shop/labels?lot={lot}&n=1&format=roll&code=128")).await;
        assert!(roll.text.contains("labels-roll") && roll.text.contains(&format!("lot:{lot}")) && roll.text.contains("class=\"bars\""));
        assert_eq!(keeper.get("/shop/labels?item=999999").await.status.as_u16(), 404);
        assert_eq!(app.person("shopkeeper_there").get(&format!("/shop/labels?lot={lot}")).await.status.as_u16(), 404);
    }

    async fn an_unknown_code_leads_to_assigning_it(app) {
        let keeper = app.shopkeeper();
        let unknown = keeper.get("/shop/scan?code=6900000000007").await;
        assert!(unknown.text.contains("/shop/items?code=6900000000007"), "{}", unknown.text);
        let added = keeper
            .post_form("/shop/items/new", &[("name", "洗衣液"), ("category", "home"), ("barcode", "6900000000007")])
            .await;
        assert_eq!(added.status.as_u16(), 303, "{}", added.text);
        let known = keeper.get("/shop/scan?code=6900000000007").await;
        assert!(known.text.contains("洗衣液"), "{}", known.text);
        // A second item cannot have the code, and the page names the one that has it.
        let taken = keeper
            .post_form("/shop/items/new", &[("name", "香皂"), ("category", "home"), ("barcode", "6900000000007")])
            .await;
        assert_eq!(taken.status.as_u16(), 409);
        assert!(taken.text.contains("这个条码已经是：") && taken.text.contains("洗衣液"), "{}", taken.text);
        // A wrong check digit keeps the input.
        let wrong = keeper
            .post_form("/shop/items/new", &[("name", "香皂"), ("category", "home"), ("barcode", "6900000000008")])
            .await;
        assert_eq!(wrong.status.as_u16(), 422);
        assert!(wrong.text.contains("value=\"香皂\"") && wrong.text.contains("barcode-error"), "{}", wrong.text);
    }

    async fn a_code_is_read_from_a_photo(app) {
        let keeper = app.shopkeeper();
        let sent = keeper.send(upload("/shop/scan/photo", include_bytes!("../support/ean.png"))).await;
        assert_eq!((sent.status.as_u16(), sent.header("location")), (303, "/shop/scan?code=6901234567892"), "{}", sent.text);
        let nothing = keeper.send(upload("/shop/scan/photo", crate::support::world::PICTURE)).await;
        assert_eq!(nothing.status.as_u16(), 422);
        assert!(nothing.text.contains("没看到条码"), "{}", nothing.text);
        let id = own(&app, "台历").await;
        let photo = keeper.send(upload(&format!("/shop/items/{id}/photo"), crate::support::world::PICTURE)).await;
        assert_eq!(photo.status.as_u16(), 303, "{}", photo.text);
        let page = keeper.get(&format!("/shop/items/{id}")).await;
        assert!(page.text.contains("/item-photos/"), "{}", page.text);
    }

    /// Of a picture, each browser gets what it reads in the size that the page needs. One of an earlier release is a JPEG.
    async fn a_photo_is_webp_for_browsers_that_read_it_and_jpeg_for_others(app) {
        let id = own(&app, "台历").await;
        let photo = app.shopkeeper().send(upload(&format!("/shop/items/{id}/photo"), crate::support::world::PICTURE)).await;
        assert_eq!(photo.status.as_u16(), 303, "{}", photo.text);
        let page = app.shopkeeper().get(&format!("/shop/items/{id}")).await.text;
        let path = page.split("src=\"").find_map(|rest| rest.split('"').next().filter(|path| path.starts_with("/item-photos/")));
        let path = path.unwrap_or_else(|| panic!("no photo: {page}")).to_owned();
        assert!(path.ends_with("?size=320"), "a tile needs no more: {path}");
        let read = async |accept: &'static str| {
            let answer = app.visitor().open_with(&path, &[("accept", accept)]).await;
            let header = |name: &str| answer.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned();
            let (kind, vary) = (header("content-type"), header("vary"));
            (kind, vary, answer.into_body().collect().await.expect("a body").to_bytes().to_vec())
        };
        let (modern, old) = ("image/avif,image/webp,image/apng,*/*;q=0.8", "image/png,image/*;q=0.8,*/*;q=0.5");
        let (kind, vary, bytes) = read(modern).await;
        assert_eq!((kind.as_str(), &bytes[..4], &bytes[8..12]), ("image/webp", &b"RIFF"[..], &b"WEBP"[..]));
        assert!(vary.contains("accept"), "{vary}");
        let (kind, _, jpeg) = read(old).await;
        assert_eq!((kind.as_str(), &jpeg[..3]), ("image/jpeg", &[0xff, 0xd8, 0xff][..]));

        let hex: String = jpeg.iter().map(|byte| format!("{byte:02x}")).collect();
        let literal = if app.database.kind == Kind::Postgres { format!("decode('{hex}', 'hex')") } else { format!("x'{hex}'") };
        app.database.raw(&format!("update item_photo set kind = 'image/jpeg', bytes = {literal}")).await.expect("stored");
        let (kind, _, bytes) = read(modern).await;
        assert_eq!((kind.as_str(), bytes), ("image/jpeg", jpeg));
    }
}

#[test]
fn all_pictograms_to_choose_from_exist() {
    let drawn = include_str!("../../../../public/pictograms.svg");
    let symbols: Vec<&str> = drawn.split("<symbol id=\"").skip(1).filter_map(|s| s.split('"').next()).collect();
    for item in domain::catalogue::ITEMS {
        assert!(symbols.contains(&item.key), "{}", item.key);
    }
    for ware in domain::catalogue::items::WARES {
        assert!(symbols.contains(&format!("ware-{ware}").as_str()), "{ware}");
    }
    for symbol in domain::wishes::free_titles::Symbol::ALL {
        assert!(symbols.contains(&symbol.key()), "{symbol:?}");
    }
    let unknown =
        symbols.iter().filter(|key| key.starts_with("ware-") && !domain::catalogue::items::is_pictogram(key)).count();
    assert_eq!(unknown, 0, "drawn, but not offered");
}
