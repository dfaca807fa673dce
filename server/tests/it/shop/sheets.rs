//! Imports on the pages, with realistic messy files, and exports.

use std::{io::Write, time::Instant};

use axum::{
    body::Body,
    http::{Request, header},
};
use domain::imports::Fate;

use super::messy::{Expected, messy};
use crate::support::{Client, Reply, TestApp, database::Kind, on_both};

/// Sends a multipart form with a file, as browsers do.
pub async fn send(who: &Client, path: &str, fields: &[(&str, &str)], name: &str, file: &[u8]) -> Reply {
    const MARK: &str = "wishbridge-test-boundary";
    let mut body = Vec::new();
    let request = server::http::random_id();
    for (field, value) in fields.iter().copied().chain([("_request", request.as_str())]) {
        let part = format!("--{MARK}\r\nContent-Disposition: form-data; name=\"{field}\"\r\n\r\n{value}\r\n");
        body.extend_from_slice(part.as_bytes());
    }
    let head = format!("--{MARK}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\r\n");
    body.extend_from_slice(head.as_bytes());
    body.extend_from_slice(file);
    body.extend_from_slice(format!("\r\n--{MARK}--\r\n").as_bytes());
    let request = Request::post(path).header(header::CONTENT_TYPE, format!("multipart/form-data; boundary={MARK}"));
    who.send(request.body(Body::from(body)).expect("a request")).await
}

/// Uploads a goods file; returns the import.
async fn bring(app: &TestApp, name: &str, file: &[u8]) -> i64 {
    let shop = app.world.id("shop").to_string();
    let reply = send(&app.shopkeeper(), "/shop/import", &[("location", &shop)], name, file).await;
    assert_eq!(reply.status, 303, "{}", reply.text);
    reply.header("location").rsplit('/').next().and_then(|id| id.parse().ok()).expect("a number")
}

/// Applies an import in repeated requests until no row is left.
async fn apply(app: &TestApp, id: i64) {
    for _ in 0..20 {
        let reply = app.shopkeeper().post_form(&format!("/shop/import/{id}/apply"), &[]).await;
        assert_eq!(reply.status, 303, "{}", reply.text);
        if app.store.import_plan(&app.shopkeeper().actor, id).await.expect("a plan").to_do() == 0 {
            return;
        }
    }
    panic!("rows are left after 20 requests");
}

async fn units(app: &TestApp) -> i64 {
    let stock = app.store.export_stock(&store::By::new(app.shopkeeper().actor, ""), 0).await.expect("stock").rows;
    stock.iter().map(|row| row.on_hand + row.quarantine).sum()
}

on_both! {
    async fn headings_that_a_person_explained_once_are_read_from_then_on(app) {
        let (keeper, shop) = (app.shopkeeper(), app.world.id("shop").to_string());
        let location = ("location", shop.as_str());
        let file = "啥东西,手头还有,库存\n棉被,7,40\n".as_bytes();
        let unread = send(&keeper, "/shop/import", &[location], "a.csv", file).await;
        assert_eq!(unread.status, 409, "{}", unread.text);
        for heading in ["啥东西", "手头还有", "库存"] {
            let asked = format!("name=\"heading\" value=\"{heading}\"");
            assert!(unread.text.contains(&asked), "the page asks what {heading} is: {}", unread.text);
        }
        let said = [
            location, ("heading", "啥东西"), ("meaning", "name"), ("heading", "手头还有"), ("meaning", "quantity"),
            ("heading", "库存"), ("meaning", "skipped"),
        ];
        let read = send(&keeper, "/shop/import", &said, "a.csv", file).await;
        assert_eq!(read.status, 303, "{}", read.text);
        let id = bring(&app, "b.csv", "手头还有,啥东西,库存\n5,台灯,9\n".as_bytes()).await;
        let plan = app.store.import_plan(&keeper.actor, id).await.expect("a plan");
        assert_eq!((plan.rows[0].line.row.name.as_str(), plan.rows[0].line.row.quantity), ("台灯", 5));

        // The dry run leads back to the question, which knows what was said.
        let page = keeper.get(&format!("/shop/import/{id}")).await.text;
        assert!(page.contains(&format!("/shop/import?again={id}")), "{page}");
        let asked = keeper.get(&format!("/shop/import?again={id}")).await.text;
        assert!(asked.contains("value=\"库存\"") && asked.contains("value=\"skipped\" selected"), "{asked}");
    }
}

on_both! {
    async fn a_messy_file_is_imported_row_by_row(app) {
        // A large sheet; on the other engine enough for several runs.
        let rows = if app.database.kind == Kind::Sqlite { 5_000 } else { 1_000 };
        let (file, expected, promised) = messy(rows);
        let begun = Instant::now();
        let id = bring(&app, "登记表（最终版2）.xlsx", &file).await;
        let plan = app.store.import_plan(&app.shopkeeper().actor, id).await.expect("a plan");
        assert_eq!(plan.import.name, "登记表（最终版2）.xlsx");
        let found: Expected = plan
            .rows
            .iter()
            .map(|row| (row.line.n, (row.fate, row.line.wrong.first().map(|wrong| (wrong.column, wrong.why)))))
            .collect();
        for (n, fate) in &expected {
            assert_eq!(found.get(n), Some(fate), "row {n}");
        }
        assert_eq!(found.len(), expected.len(), "blank lines are no rows");
        let duplicate = plan.rows.iter().find(|row| row.fate == Fate::Duplicate).expect("one");
        assert_eq!(duplicate.of, duplicate.line.n - 1, "it names the row it duplicates");

        // The page shows the error at the cell, and the preview has written nothing.
        let page = app.shopkeeper().get(&format!("/shop/import/{id}?fate=refused")).await;
        assert_eq!(page.status, 200);
        assert!(page.text.contains("十来个") && page.text.contains("第 14 行"), "the error is shown at the cell");
        let refused = app.shopkeeper().get(&format!("/shop/import/{id}/refused.xlsx")).await;
        assert!(refused.status == 200 && page.text.contains(&format!("href=\"/shop/import/{id}/refused.xlsx\"")));
        assert!(!page.text.contains("?fate=refused&amp;from=0"));
        assert_eq!(units(&app).await, 0);

        apply(&app, id).await;
        assert_eq!(units(&app).await, promised);
        println!("read, planned and applied {} rows in {:?}", expected.len(), begun.elapsed());
        app.assert_consistent().await;

        // The same file imports nothing more; with new rows appended, only those.
        let again = bring(&app, "登记表.xlsx", &file).await;
        assert_eq!(app.store.import_plan(&app.shopkeeper().actor, again).await.expect("a plan").to_do(), 0);
        apply(&app, again).await;
        assert_eq!(units(&app).await, promised);
        let (longer, _, more) = messy(rows + 20);
        let longer = bring(&app, "登记表.xlsx", &longer).await;
        apply(&app, longer).await;
        assert_eq!(units(&app).await, more);
        assert!(more > promised);

        // A name that begins like a formula is exported escaped, in both formats.
        let csv = app.shopkeeper().get("/shop/export/file?what=stock&format=csv").await;
        assert_eq!(csv.status, 200);
        assert!(csv.text.starts_with('\u{feff}') && csv.text.contains("'=HYPERLINK"), "{}", &csv.text[..200]);
        assert!(!csv.text.contains(",=") && !csv.text.contains("\"="), "no cell begins like a formula");
    }

    async fn gbk_files_are_imported_and_invalid_files_refused(app) {
        let keeper = app.shopkeeper();
        let shop = app.world.id("shop").to_string();
        let (gbk, _, lost) = encoding_rs::GBK.encode("柳林店库存\r\n品名,数量,条码\r\n炒锅,１２个,\r\n毛毯,3,96385074\r\n");
        assert!(!lost);
        let id = bring(&app, "库存.csv", &gbk).await;
        let page = keeper.get(&format!("/shop/import/{id}")).await.text;
        assert!(page.contains("“品名”是") && !page.contains("没看懂"), "{page}");
        apply(&app, id).await;
        assert_eq!(units(&app).await, 15);
        assert_eq!(keeper.get("/api/v1/stock").await.expect(200)["items"].as_array().expect("a list").len(), 2);

        let mut package = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
        package.start_file("xl/worksheets/sheet1.xml", zip::write::SimpleFileOptions::default()).expect("a part");
        for _ in 0..30 {
            package.write_all(&vec![b' '; 1 << 20]).expect("written");
        }
        let bomb = package.finish().expect("packed").into_inner();
        for (file, status, words) in [
            (&bomb[..], 413, "太大"),
            (&b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0"[..], 409, "另存为"),
            (&b"a,b\n1,2\n"[..], 409, "表头"),
            ("品名,账面数,实盘数\n碗,10,9\n".as_bytes(), 409, "两列都像数量"),
            ("品名,数量\n\"10寸锅,5\n碗,6\n".as_bytes(), 409, "没有配对"),
            (&b""[..], 422, "文件"),
        ] {
            let reply = send(&keeper, "/shop/import", &[("location", &shop)], "x.xlsx", file).await;
            assert_eq!(reply.status, status, "{}", reply.text);
            assert!(reply.text.contains(words) && reply.text.contains("form-error"), "{words}");
        }
        let large = vec![b'x'; 6 << 20];
        assert_eq!(send(&keeper, "/shop/import", &[("location", &shop)], "x.csv", &large).await.status, 413);
        // Callers without the right are refused before the file is read, and other root areas' shops stay hidden.
        assert_eq!(send(&app.donor(), "/shop/import", &[("location", &shop)], "x.csv", &gbk).await.status, 403);
        let there = app.world.id("shop_there").to_string();
        assert_eq!(send(&keeper, "/shop/import", &[("location", &there)], "x.csv", &gbk).await.status, 404);
        assert_eq!(units(&app).await, 15);
    }

    async fn points_are_imported_once(app) {
        let caseworker = app.caseworker();
        let family = app.world.id("family");
        let text = format!("家庭编号,积分,原因\n{family},１００分,志愿服务\n{family},100,志愿服务\n999999,5,\n{family},很多,\n");
        let fields = [("reason", "节日")];
        let reply = send(&caseworker, "/desk/points/import", &fields, "积分.csv", text.as_bytes()).await;
        assert_eq!(reply.status, 303, "{}", reply.text);
        let path = reply.header("location").to_owned();
        let page = caseworker.get(&path).await;
        assert!(page.text.contains("很多") && page.text.contains("没有这一户"), "{}", page.text);
        for _ in 0..2 {
            assert_eq!(caseworker.post_form(&format!("{path}/apply"), &[]).await.status, 303);
            let given = app.database.rows("select a.owner, cast(b.quantity as text) from balance b join ledger_account a on a.id = b.account where a.place = 'household'").await;
            assert_eq!(given, [(family, "100".to_owned())]);
        }
        assert_eq!(app.person("coordinator").get(&path).await.status, 404);
        assert_eq!(app.shopkeeper().get("/desk/points/import").await.status, 403);
    }

    async fn exports_have_a_file_name_and_name_no_family(app) {
        let (wish, claim) = app.arrived_claim().await;
        let code = app.code(wish).await;
        app.shopkeeper().act(claim, "hand-over", serde_json::json!({"code": code})).await.expect(200);
        let auditor = app.person("auditor");
        for what in ["stock", "movements", "receipts", "issues"] {
            for ending in ["csv", "xlsx"] {
                let reply = auditor.get(&format!("/api/v1/exports/{what}.{ending}")).await;
                assert_eq!(reply.status, 200, "{what}.{ending}: {}", reply.text);
                let named = reply.header("content-disposition").to_owned();
                assert!(named.contains(&format!("filename=\"{what}-")) && named.contains("filename*=UTF-8''%E"), "{named}");
                for secret in crate::support::world::CANARIES {
                    assert!(!reply.text.contains(secret), "{what}.{ending} has {secret}");
                }
            }
        }
        let issues = auditor.get("/api/v1/exports/issues.csv").await.text;
        assert!(issues.contains("书包") && issues.contains("柳林社区"), "{issues}");
        // A day without movements has the heading only, and an invalid date is refused.
        let none = auditor.get("/api/v1/exports/movements.csv?from=2001-01-01&to=2001-01-02").await.text;
        assert_eq!(none.lines().count(), 1, "{none}");
        auditor.get("/api/v1/exports/movements.csv?from=yesterday").await.refused(422, "invalid_fields");
        auditor.get("/api/v1/exports/secrets.csv").await.refused(404, "not_found");
        app.donor().get("/api/v1/exports/stock.csv").await.refused(403, "not_allowed");
        app.visitor().get("/api/v1/exports/stock.csv").await.refused(401, "sign_in_needed");
        // Exports of another root area contain none of it.
        let there = app.person("auditor_there").get("/api/v1/exports/issues.csv").await.text;
        assert_eq!(there.lines().count(), 1, "{there}");
    }

    async fn the_templates_can_be_imported(app) {
        let head = app.person("coordinator");
        for (who, page) in [
            (app.shopkeeper(), "/shop/import"),
            (app.caseworker(), "/desk/points/import"),
            (head, "/desk/jobs/import"),
        ] {
            let request = Request::get(format!("{page}/template.xlsx")).body(Body::empty()).expect("a request");
            let file = who.bytes(request).await;
            let shop = app.world.id("shop").to_string();
            let employer = app.world.id("organisation").to_string();
            let fields = [("location", shop.as_str()), ("organisation", employer.as_str())];
            let reply = send(&who, page, &fields, "模板.xlsx", &file).await;
            assert_eq!(reply.status, 303, "{page}: {}", reply.text);
            if page == "/desk/jobs/import" {
                let plan = who.get(reply.header("location")).await.text;
                assert!(plan.contains("缝纫工") && !plan.contains("pill-plum"), "its example can be posted: {plan}");
            }
        }
    }

    async fn the_api_imports_each_row_once(app) {
        let (keeper, caseworker, family) = (app.shopkeeper(), app.caseworker(), app.world.id("family"));
        let goods = "品名,数量,保质期\n炒锅,１２个,\n炒锅,很多,\n挂面,5,2099-01-01\n合计,17,\n";
        let fates = |said: &serde_json::Value| -> Vec<String> {
            let rows = said["rows"].as_array().expect("rows");
            rows.iter().map(|row| row["fate"].as_str().expect("a fate").to_owned()).collect()
        };
        let bring = async |who: &Client, path: &str, kind: &str, body: Vec<u8>| {
            let request = Request::post(path).header(header::CONTENT_TYPE, kind).body(Body::from(body));
            who.send(request.expect("a request")).await
        };
        let raw = async |path: &str| bring(&keeper, path, "text/csv", goods.into()).await.expect(200);
        let dry = raw("/api/v1/imports/items?dry_run=true").await;
        assert_eq!(fates(&dry), ["new_stock", "refused", "new_item", "skipped"]);
        let wrong = &dry["rows"][1]["wrong"][0];
        assert_eq!((&wrong["column"], &wrong["why"], &wrong["text"]), (&"quantity".into(), &"not_a_number".into(), &"很多".into()));
        assert_eq!((&dry["applied"], units(&app).await), (&0.into(), 0), "a dry run imports nothing");
        let shop = app.world.id("shop");
        let done = raw(&format!("/api/v1/imports/items?location={shop}&name=%E5%BA%93%E5%AD%98.csv")).await;
        assert_eq!((fates(&done), &done["applied"], &done["left"]), (fates(&dry), &2.into(), &0.into()));
        assert_eq!(units(&app).await, 17);

        // The page of the import links to its journals, and their sum equals its number.
        let import = &done["import"];
        let page = keeper.get(&format!("/shop/import/{import}")).await.text;
        let link = format!("/shop/journals?import={import}&amp;location={shop}&amp;kind=receive");
        assert!(page.contains(&link), "{page}");
        let journals = keeper.get(&link.replace("&amp;", "&")).await.text;
        assert!(journals.contains("17 件"), "{journals}");

        // The same file again, sent as a browser does: nothing new.
        let again = send(&keeper, "/api/v1/imports/items", &[], "库存.csv", goods.as_bytes()).await.expect(200);
        assert_eq!((fates(&again), &again["applied"]), (vec!["before".into(), "refused".into(), "before".into(), "skipped".into()], &0.into()));
        assert_eq!(units(&app).await, 17);

        let points = format!("家庭编号,积分\n{family},100\n999999,5\n");
        let path = "/api/v1/imports/points?reason=%E8%8A%82%E6%97%A5";
        let give = async |path: &str| bring(&caseworker, path, "text/csv", points.clone().into()).await.expect(200);
        let dry = give(&format!("{path}&dry_run=true")).await;
        assert_eq!((fates(&dry), &dry["rows"][0]["reason"]), (vec!["points".into(), "refused".into()], &"节日".into()));
        for applied in [1, 0] {
            assert_eq!(give(path).await["applied"], applied);
            let has = caseworker.get(&format!("/api/v1/households/{family}/points")).await.expect(200);
            assert_eq!(has["points"]["balance"].as_i64().or(has["balance"].as_i64()), Some(100), "{has}");
        }

        let there = format!("/api/v1/imports/items?location={}", app.world.id("shop_there"));
        bring(&keeper, &there, "text/csv", goods.into()).await.refused(404, "not_found");
        bring(&app.donor(), "/api/v1/imports/items", "text/csv", goods.into()).await.refused(403, "not_allowed");
        bring(&keeper, path, "text/csv", points.clone().into()).await.refused(403, "not_allowed");
        bring(&app.visitor(), path, "text/csv", points.into()).await.refused(401, "sign_in_needed");
        bring(&keeper, "/api/v1/imports/items", "text/csv", b"a,b\n1,2\n".to_vec()).await.refused(409, "no_headings");
        bring(&keeper, "/api/v1/imports/items", "text/csv", vec![b'x'; 7 << 20]).await.refused(413, "too_large");
        app.assert_consistent().await;
    }
}

on_both! {
    async fn one_of_several_sheets_is_chosen_by_its_name(app) {
        let mut book = rust_xlsxwriter::Workbook::new();
        for (name, quantity) in [("说明", None), ("十月", Some(5.0)), ("十一月", Some(7.0))] {
            let sheet = book.add_worksheet().set_name(name).expect("named");
            let Some(quantity) = quantity else {
                sheet.write_string(0, 0, "每月一张").expect("written");
                continue;
            };
            for (column, head) in (0..).zip(["品名", "数量"]) {
                sheet.write_string(0, column, head).expect("written");
            }
            sheet.write_string(1, 0, "台灯").expect("written");
            sheet.write_number(1, 1, quantity).expect("written");
        }
        let file = book.save_to_buffer().expect("a workbook");
        let (keeper, shop) = (app.shopkeeper(), app.world.id("shop").to_string());
        let first = bring(&app, "全年.xlsx", &file).await;
        let quantity = async |id| app.store.import_plan(&app.shopkeeper().actor, id).await.expect("a plan").rows[0].line.row.quantity;
        assert_eq!(quantity(first).await, 5, "the first with headings");
        let page = keeper.get(&format!("/shop/import/{first}")).await.text;
        assert!(page.contains("说明 · 十月 · 十一月") && page.contains("读的是第 2 张"), "{page}");
        let form = keeper.get(&format!("/shop/import?again={first}")).await.text;
        assert!(form.contains("value=\"十一月\"") && form.contains("name=\"sheet\""), "{form}");
        let chosen = send(&keeper, "/shop/import", &[("location", &shop), ("sheet", "十一月")], "全年.xlsx", &file).await;
        let id = chosen.header("location").rsplit('/').next().and_then(|id| id.parse().ok()).expect("a number");
        assert_eq!(quantity(id).await, 7);
        let unknown = send(&keeper, "/shop/import", &[("location", &shop), ("sheet", "十二月")], "全年.xlsx", &file).await;
        assert!(unknown.status == 422 && unknown.text.contains("value=\"十一月\""), "{}", unknown.text);
        let api = async |sheet: &str| {
            let path = format!("/api/v1/imports/items?location={shop}&dry_run=true&sheet={sheet}");
            send(&keeper, &path, &[], "全年.xlsx", &file).await
        };
        assert_eq!(api("3").await.expect(200)["rows"][0]["quantity"], 7);
        assert_eq!(api("9").await.refused(422, "invalid_fields")["fields"][0]["name"], "sheet");
    }
}
