//! Household files over the API: reveal, parts, merge, close, erase; cards and imports.
//! Callers of another root area get 404 for all of it.

use axum::{
    body::Body,
    http::{Request, header},
};
use serde_json::{Value, json};

use crate::{
    shop::sheets::send,
    support::{Client, Reply, TestApp, on_both, world::PICTURE},
};

fn file(app: &TestApp, rest: &str) -> String {
    format!("/api/v1/households/{}{rest}", app.world.id("family"))
}

async fn open(app: &TestApp) {
    app.caseworker().post(&file(app, "/openings"), json!({"reason": "visit"})).await.expect(201);
}

/// Creates a household; returns its number.
async fn fresh(app: &TestApp, name: &str, phone: &str) -> i64 {
    let new = json!({"area": app.world.id("community"), "name": name, "phone": phone, "anyway": true,
        "members": [{"name": name, "birth_year": 1980}]});
    app.caseworker().post("/api/v1/households", new).await.expect(201)["id"].as_i64().expect("a number")
}

/// Posts a CSV body with this idempotency key.
async fn bring(who: &Client, key: &str, path: &str, text: &str) -> Reply {
    let request = Request::post(path).header(header::CONTENT_TYPE, "text/csv").header("idempotency-key", key);
    who.send(request.body(Body::from(text.to_owned())).expect("a request")).await
}

/// Posts JSON on the condition that the record still has this `ETag`.
async fn post_if(who: &Client, tag: &str, path: &str, body: &Value) -> Reply {
    let request = Request::post(path).header(header::CONTENT_TYPE, "application/json").header("if-match", tag);
    who.send(request.body(Body::from(body.to_string())).expect("a request")).await
}

on_both! {
    async fn a_change_on_an_older_etag_is_refused_with_412(app) {
        let (keeper, path) = (app.caseworker(), file(&app, "/contact"));
        open(&app).await;
        let read = keeper.get(&file(&app, "")).await;
        let tag = read.header("etag").to_owned();
        assert_eq!(tag, format!("\"{}\"", read.json()["version"]));
        let to = |address: &str| json!({"contact": {"name": "欧阳金雀", "phone": "13900004711", "address": address}});
        let moved = post_if(&keeper, &tag, &path, &to("新居 8 号")).await;
        assert_ne!(moved.header("etag"), tag);
        moved.clone().expect(200);
        for stale in [tag.as_str(), "W/\"1\"", "\"x\""] {
            post_if(&keeper, stale, &path, &to("别处 1 号")).await.refused(412, "changed_meanwhile");
        }
        assert_eq!(keeper.get(&file(&app, "")).await.expect(200)["address"], "新居 8 号", "nothing was changed");
        post_if(&keeper, "*", &path, &to("新居 9 号")).await.expect(200);
        let tag = keeper.get(&file(&app, "")).await.header("etag").to_owned();
        post_if(&keeper, &tag, &path, &to("新居 10 号")).await.expect(200);
        // The text of a public page, whose version stands in the body of earlier clients.
        let (admin, page) = (app.person("admin"), "/api/v1/pages/about");
        let tag = admin.get(page).await.header("etag").to_owned();
        let text = json!({"lang": "zh-CN", "seen": 0, "text": "我们"});
        post_if(&admin, &tag, page, &text).await.expect(200);
        post_if(&admin, &tag, page, &text).await.refused(412, "changed_meanwhile");
    }

    async fn a_family_prints_and_saves_its_file(app) {
        let wish = app.family().post_wish(json!({"item": "desk_lamp", "words": "写作业用的灯"})).await;
        let saved = app.family().get("/api/v1/me/household-copy").await.expect(200);
        assert_eq!(saved["sections"]["household"]["name"], "欧阳金雀", "in clear");
        assert_eq!(saved["sections"]["wishes"][0]["id"], wish);
        let page = app.family().get("/home/household/copy").await.text;
        for part in ["欧阳金雀", "小金雀", "金雀巷 3 号", "写作业用的灯", "download=\"wishbridge.json\""] {
            assert!(page.contains(part), "{part}");
        }
        assert!(!page.contains("desk_lamp"), "codes are for programs");
        let other = app.person("family2").get("/home/household/copy").await.text;
        assert!(other.contains("司徒画眉") && !other.contains("欧阳金雀"));
        assert!(app.family().get("/home/household").await.text.contains("href=\"/home/household/copy\""));
    }

    async fn contact_changes_need_a_reveal(app) {
        let (keeper, path) = (app.caseworker(), file(&app, "/contact"));
        let seen = keeper.get(&file(&app, "")).await.expect(200);
        assert_eq!((&seen["phone"], &seen["address"], &seen["opened"]), (&"139****4711".into(), &"******".into(), &false.into()));
        let new = json!({"version": seen["version"], "contact": {"name": "欧阳金雀", "phone": "13900004711", "address": "新居 8 号"}});
        keeper.post(&path, new.clone()).await.refused(403, "file_not_opened");
        app.person("caseworker_there").post(&path, new.clone()).await.refused(404, "not_found");
        app.donor().post(&path, new.clone()).await.refused(403, "not_allowed");

        open(&app).await;
        let mut wrong = new.clone();
        wrong["contact"]["phone"] = "139".into();
        let refused = keeper.post(&path, wrong).await.refused(422, "invalid_fields");
        assert_eq!(refused["fields"][0]["name"], "phone");
        let first = keeper.post_as("k", &path, new.clone()).await.expect(200);
        assert_eq!((&first["address"], &first["opened"]), (&"新居 8 号".into(), &true.into()));
        assert_eq!(keeper.post_as("k", &path, new.clone()).await.expect(200), first, "once");
        keeper.post(&path, new).await.refused(409, "changed_meanwhile");

        // Masked values are refused, and the family sees its own file in clear.
        keeper.post(&file(&app, "/hide"), json!({})).await.expect(204);
        assert_eq!(keeper.get(&file(&app, "")).await.expect(200)["address"], "******");
        assert_eq!(app.family().get(&file(&app, "")).await.expect(200)["address"], "新居 8 号");

        let keepers = keeper.get(&file(&app, "/caseworkers")).await.expect(200);
        assert_eq!(keepers[0]["account"], app.world.id("caseworker"));
        let situation = json!({"situation": {"language": "ug", "caseworker": keepers[0]["account"]}});
        let file = keeper.post(&file(&app, "/situation"), situation).await.expect(200);
        assert_eq!((&file["language"], &file["caseworker"]), (&"ug".into(), &keepers[0]["account"]));
    }

    async fn notes_and_corrections_are_without_text_until_a_reveal(app) {
        let (keeper, path) = (app.caseworker(), file(&app, "/notes"));
        let refused = keeper.post(&path, json!({"words": " "})).await.refused(422, "invalid_fields");
        assert_eq!(refused["fields"][0]["name"], "words", "named as in the request");
        let note = keeper.post(&path, json!({"words": "去过一次，没人在家"})).await.expect(201)["note"].clone();
        let masked = keeper.get(&path).await.expect(200);
        assert_eq!((&masked["items"][0]["id"], &masked["items"][0]["words"]), (&note, &"".into()));
        assert_eq!(app.family().get(&path).await.expect(200)["items"][0]["words"], "去过一次，没人在家");
        for (who, status, code) in [("donor", 403, "not_allowed"), ("caseworker_there", 404, "not_found"), ("family2", 403, "not_allowed")] {
            app.person(who).get(&path).await.refused(status, code);
        }
        keeper.post(&format!("{path}/{note}"), json!({"words": "下午去的"})).await.expect(204);
        open(&app).await;
        assert_eq!(keeper.get(&path).await.expect(200)["items"][0]["words"], "下午去的");
        app.store.clock.advance(86_400);
        keeper.post(&format!("{path}/{note}"), json!({"words": "太晚了"})).await.refused(409, "note_settled");

        app.caseworker().post("/api/v1/me/corrections", json!({"words": "不是我"})).await.refused(404, "not_found");
        let asked = app.family().post("/api/v1/me/corrections", json!({"words": "门牌写错了"})).await.expect(201);
        let path = file(&app, "/corrections");
        assert_eq!(keeper.get(&path).await.expect(200)["items"][0]["words"], "", "the half hour is over");
        let answer = format!("{path}/{}/answer", asked["correction"]);
        app.person("caseworker_there").post(&answer, json!({"answer": "?"})).await.refused(404, "not_found");
        keeper.post(&answer, json!({"answer": "改好了"})).await.expect(204);
        keeper.post(&answer, json!({"answer": "再说"})).await.refused(409, "wrong_state");
        assert_eq!(app.family().get(&path).await.expect(200)["items"][0]["answer"], "改好了");

        // The family objects to the reveal, and reads the answer.
        app.family().post("/api/v1/me/objections", json!({"words": "为什么看？"})).await.expect(201);
        let mine = app.family().get("/api/v1/me/objections").await.expect(200);
        assert_eq!(mine[0]["words"], "为什么看？");
        app.donor().get("/api/v1/me/objections").await.refused(404, "not_found");
    }

    async fn document_pictures_are_served_only_during_a_reveal(app) {
        let (keeper, path) = (app.caseworker(), file(&app, "/papers"));
        let added = send(&keeper, &path, &[("kind", "low_income")], "证.png", PICTURE).await.expect(201);
        let picture = format!("{path}/{}", added["paper"]);
        keeper.post(&path, json!({"kind": "id_seen"})).await.expect(201);
        let refused = send(&keeper, &path, &[("kind", "id_seen")], "证.png", PICTURE).await.refused(422, "invalid_fields");
        assert_eq!((&refused["fields"][0]["name"], &refused["fields"][0]["code"]), (&"photo".into(), &"no_picture_kept".into()));
        send(&keeper, &path, &[("kind", "other")], "证.png", b"no picture").await.refused(422, "invalid_fields");
        let refused = send(&keeper, &path, &[], "证.png", PICTURE).await.refused(422, "invalid_fields");
        assert_eq!(refused["fields"][0]["name"], "kind");
        send(&app.person("caseworker_there"), &path, &[("kind", "other")], "证.png", PICTURE).await.refused(404, "not_found");

        let list = keeper.get(&path).await.expect(200);
        assert_eq!(list["items"].as_array().map(Vec::len), Some(2));
        assert_eq!((&list["items"][0]["kind"], &list["items"][1]["picture"]), (&"id_seen".into(), &true.into()));
        keeper.get(&picture).await.refused(403, "file_not_opened");
        app.donor().get(&picture).await.refused(403, "not_allowed");
        open(&app).await;
        let shown = keeper.get(&picture).await;
        assert_eq!((shown.status.as_u16(), shown.header("content-type"), shown.header("cache-control")), (200, "image/jpeg", "private, no-store"));
        let bytes = keeper.bytes(Request::get(&picture).body(Body::empty()).expect("a request")).await;
        assert_eq!(&bytes[..3], [0xff, 0xd8, 0xff], "a JPEG");
        assert_eq!(app.family().get(&picture).await.status, 200, "its own document");
        keeper.post(&format!("{picture}/remove"), json!({})).await.expect(204);
        keeper.get(&picture).await.refused(404, "not_found");
    }

    async fn the_timeline_continues_at_its_cursor(app) {
        let (keeper, path) = (app.caseworker(), file(&app, "/timeline"));
        for n in 0..60 {
            keeper.post(&file(&app, "/notes"), json!({"words": format!("第{n}次")})).await.expect(201);
        }
        let first = keeper.get(&path).await.expect(200);
        let next = first["next"].as_str().expect("there is more");
        let rest = keeper.get(&format!("{path}?cursor={next}")).await.expect(200);
        let notes = |page: &Value| page["items"].as_array().expect("a list").iter().filter(|event| event["kind"] == "note").count();
        assert_eq!((notes(&first) + notes(&rest), &rest["next"]), (60, &Value::Null));
        assert!(!first.to_string().contains("第"), "no words: {first}");
        let refused = keeper.get(&format!("{path}?cursor=x")).await.refused(422, "invalid_fields");
        assert_eq!(refused["fields"][0]["name"], "cursor");
        assert_eq!(app.family().get(&path).await.status, 200);
        app.person("auditor_there").get(&path).await.refused(404, "not_found");
        app.person("shopkeeper").get(&path).await.refused(403, "not_allowed");
    }

    async fn files_are_merged_closed_reopened_and_erased(app) {
        let keeper = app.caseworker();
        let (keep, gone) = (fresh(&app, "夏一", "13911110001").await, fresh(&app, "夏一一", "13911110002").await);
        let path = format!("/api/v1/households/{keep}");
        let pair = keeper.get(&format!("{path}/merge?with={gone}")).await.expect(200);
        assert_eq!((&pair["gone"]["phone"], &pair["gone"]["members"][0]["name"]), (&"139****0002".into(), &"夏**".into()));
        let person = &pair["gone"]["members"][0]["id"];
        let body = |typed: &str| json!({"gone": gone, "same": [{"person": person, "same": 0}], "typed": typed});
        let refused = keeper.post(&format!("{path}/merge"), body("1")).await.refused(422, "invalid_fields");
        assert_eq!((&refused["fields"][0]["name"], &refused["fields"][0]["code"]), (&"typed".into(), &"other_number".into()));
        app.person("caseworker_there").post(&format!("{path}/merge"), body(&keep.to_string())).await.refused(404, "not_found");
        let merged = keeper.post(&format!("{path}/merge"), body(&keep.to_string())).await.expect(200);
        assert_eq!(merged["members"].as_array().map(Vec::len), Some(2));
        let was = keeper.get(&format!("/api/v1/households/{gone}")).await.expect(200);
        assert_eq!((&was["state"], &was["merged_into"]), (&"merged".into(), &keep.into()));

        keeper.post(&format!("{path}/close"), json!({"reason": "other"})).await.refused(422, "invalid_fields");
        assert_eq!(keeper.post(&format!("{path}/close"), json!({"reason": "better"})).await.expect(200)["state"], "closed");
        keeper.post(&format!("{path}/notes"), json!({"words": "关了"})).await.refused(409, "file_closed");
        assert_eq!(keeper.post(&format!("{path}/reopen"), json!({})).await.expect(200)["state"], "open");
        keeper.post(&format!("{path}/reopen"), json!({})).await.refused(409, "wrong_state");
        let story = keeper.get(&format!("{path}/changes")).await.expect(200);
        let kinds: Vec<_> = story.as_array().expect("a list").iter().map(|change| change["kind"].clone()).collect();
        assert_eq!(kinds, ["reopened", "closed", "joined"]);

        let erase = |typed: i64| json!({"reason": "asked", "typed": typed.to_string()});
        keeper.post(&format!("{path}/erase"), erase(gone)).await.refused(422, "invalid_fields");
        app.person("caseworker_there").post(&format!("{path}/erase"), erase(keep)).await.refused(404, "not_found");
        keeper.post(&format!("{path}/erase"), erase(keep)).await.expect(204);
        let left = keeper.get(&path).await.expect(200);
        assert_eq!((&left["state"], &left["name"], &left["members"]), (&"erased".into(), &"".into(), &json!([])));
        app.assert_consistent().await;
    }

    async fn a_card_is_shown_once_and_signs_in(app) {
        let (keeper, family) = (app.caseworker(), fresh(&app, "秋二", "").await);
        let path = format!("/api/v1/households/{family}/cards");
        app.person("caseworker_there").post(&path, json!({"reason": "visit"})).await.refused(404, "not_found");
        let card = keeper.post_as("k", &path, json!({"reason": "visit"})).await.expect(201);
        keeper.post_as("k", &path, json!({"reason": "visit"})).await.refused(409, "card_shown");
        assert_eq!(card["household"], family);
        assert!(card["qr"].as_str().is_some_and(|text| text.starts_with("https://") && text.contains("/card/")), "{card}");
        for said in [&card["number"], &card["qr"]] {
            let signed = app.visitor().post("/api/v1/session", json!({"card": said})).await.expect(200);
            assert_eq!(signed["account"]["household"], family);
        }
        let ways = keeper.get(&path).await;
        assert!(!ways.text.contains(card["number"].as_str().expect("digits")), "{}", ways.text);
        let ways = ways.expect(200);
        assert_eq!((&ways["pin"], &ways["sessions"], &ways["cards"][0]["ended"]), (&"unset".into(), &2.into(), &0.into()));

        let missing = async || {
            let page = keeper.get("/api/v1/cards/missing").await.expect(200);
            page["items"].as_array().expect("a list").iter().map(|family| family["household"].clone()).collect::<Vec<_>>()
        };
        assert!(!missing().await.contains(&family.into()));
        keeper.post(&format!("{path}/revoke"), json!({})).await.expect(204);
        app.visitor().post("/api/v1/session", json!({"card": card["number"]})).await.refused(401, "wrong_card");
        assert!(missing().await.contains(&family.into()));
        let made = keeper.post("/api/v1/cards", json!({"households": [family], "reason": "visit"})).await.expect(201);
        assert_eq!(made.as_array().map(Vec::len), Some(1));
        assert_eq!(keeper.post("/api/v1/cards", json!({"households": [family], "reason": "visit"})).await.expect(201), json!([]), "it has a card");
        let refused = keeper.post("/api/v1/cards", json!({"households": [], "reason": "visit"})).await.refused(422, "invalid_fields");
        assert_eq!(refused["fields"][0]["name"], "households");
        app.donor().get("/api/v1/cards/missing").await.refused(403, "not_allowed");
    }

    async fn a_repeated_household_import_returns_the_first_answer(app) {
        let (keeper, area) = (app.caseworker(), app.world.id("community"));
        let list = "户主,电话,住址,出生年份\n冬三,13911110003,柳林路 3 号,1980\n冬四,13911110004,柳林路 4 号,1975-03-04\n\
                    欧阳金鹊,,金雀巷3号,1985\n,13911110005,柳林路 5 号,1980\n";
        let path = format!("/api/v1/imports/households?area={area}");
        let count = async || app.database.count("household").await;
        let before = count().await;

        let dry = bring(&keeper, "dry", &format!("{path}&dry_run=true"), list).await.expect(200);
        assert_eq!((&dry["made"], count().await), (&0.into(), before), "a dry run creates nothing");
        let counted = |answer: &Value| ["new_household", "maybe", "refused", "known", "before"].map(|fate| answer["counts"][fate].as_i64().expect("a number"));
        assert_eq!(counted(&dry), [2, 1, 1, 0, 0]);
        let rows = dry["rows"]["items"].as_array().expect("rows");
        assert_eq!(rows.iter().map(|row| &row["fate"]).collect::<Vec<_>>(), ["maybe", "refused"], "rows that need a decision");
        assert_eq!(rows[0]["household"], app.world.id("family"));
        bring(&keeper, "dry", &path, list).await.refused(409, "request_reused");

        let done = bring(&keeper, "k", &path, list).await.expect(200);
        assert_eq!((counted(&done), &done["made"], &done["left"], count().await), ([2, 1, 1, 0, 0], &2.into(), &0.into(), before + 2));
        assert_eq!(bring(&keeper, "k", &path, list).await.expect(200), done, "a repeated request returns the first answer");
        let again = bring(&keeper, "k2", &path, list).await.expect(200);
        assert_eq!((counted(&again), &again["made"], count().await), ([0, 1, 1, 2, 0], &0.into(), before + 2));
        assert_eq!(bring(&keeper, "dry", &format!("{path}&dry_run=true"), list).await.expect(200), dry, "a repeated dry run returns the first answer");

        // The row is decided to be another family.
        let list_path = format!("/api/v1/imports/households/{}", done["import"]);
        let row = &rows[0]["row"];
        keeper.post(&format!("{list_path}/rows/{row}"), json!({"anyway": true})).await.expect(204);
        let applied = keeper.post(&format!("{list_path}/apply"), json!({})).await.expect(200);
        assert_eq!((&applied["made"], count().await), (&1.into(), before + 3));
        let now = keeper.get(&format!("{list_path}?fate=before")).await.expect(200);
        assert_eq!((now["rows"]["items"].as_array().map(Vec::len), &now["made"]), (Some(3), &3.into()));
        keeper.get(&format!("{list_path}?fate=gone")).await.refused(422, "invalid_fields");
        assert_eq!(keeper.get("/api/v1/imports/households").await.expect(200).as_array().map(Vec::len), Some(3));

        let stranger = app.person("caseworker_there");
        bring(&stranger, "k", &path, list).await.refused(404, "not_found");
        stranger.get(&list_path).await.refused(404, "not_found");
        stranger.post(&format!("{list_path}/apply"), json!({})).await.refused(404, "not_found");
        bring(&app.donor(), "k", &path, list).await.refused(403, "not_allowed");
        let refused = bring(&keeper, "x", "/api/v1/imports/households", list).await.refused(422, "invalid_fields");
        assert_eq!(refused["fields"][0]["name"], "area");
        // Neither the stored answers nor any other column holds a family's name in clear.
        for (_, answer) in app.database.rows("select account, answer from request").await {
            assert!(!answer.contains("冬三") && !answer.contains("欧阳") && !answer.contains("139111"), "{answer}");
        }
    }

    async fn repeated_goods_and_points_imports_return_the_first_answer(app) {
        let goods = "名称,数量\n炒锅,4\n挂面,很多\n";
        let (keeper, path) = (app.shopkeeper(), "/api/v1/imports/items");
        let first = bring(&keeper, "k", path, goods).await.expect(200);
        assert_eq!((&first["rows"][0]["fate"], &first["applied"]), (&"new_stock".into(), &1.into()));
        assert_eq!(bring(&keeper, "k", path, goods).await.expect(200), first);
        let again = bring(&keeper, "k2", path, goods).await.expect(200);
        assert_eq!((&again["rows"][0]["fate"], &again["applied"]), (&"before".into(), &0.into()));
        bring(&keeper, "k", &format!("{path}?dry_run=true"), goods).await.refused(409, "request_reused");

        let points = format!("家庭编号,积分,原因\n{},50,慰问\n999999,1,慰问\n", app.world.id("family"));
        let (keeper, path) = (app.caseworker(), "/api/v1/imports/points");
        let first = bring(&keeper, "p", path, &points).await.expect(200);
        assert_eq!((&first["rows"][0]["fate"], &first["rows"][1]["wrong"][0]["why"], &first["applied"]), (&"points".into(), &"no_household".into(), &1.into()));
        assert_eq!(bring(&keeper, "p", path, &points).await.expect(200), first);
        let has = keeper.get(&file(&app, "/points")).await.expect(200);
        assert!(has.to_string().contains("50") && !has.to_string().contains("100"), "{has}");
        app.assert_consistent().await;
    }

    async fn missing_consents_are_listed_by_area_and_recordings_are_private(app) {
        let listed = app.caseworker().get("/api/v1/consents/missing").await.expect(200);
        assert_eq!((&listed["items"][0]["household"], &listed["items"][0]["file"]), (&app.world.id("family").into(), &true.into()));
        app.donor().get("/api/v1/consents/missing").await.refused(403, "not_allowed");
        let there = app.person("caseworker_there").get("/api/v1/consents/missing").await.expect(200);
        assert_eq!(there["items"].as_array().map(Vec::len), Some(1), "its own only");

        let wish = app.family().post_wish(json!({"item": "desk_lamp"})).await;
        let path = format!("/api/v1/wishes/{wish}/voice");
        app.family().get(&path).await.refused(404, "not_found");
        let said = store::wishes::media::voice::WishMedia { voice: crate::support::world::VOICE.to_vec(), ..Default::default() };
        let by = store::By::new(app.family().actor, server::http::random_id());
        let wish = domain::wishes::NewWish { item: 13, quantity: 1, ..Default::default() };
        let wish = app.store.wish_post_with(&by, wish, said).await.expect("a wish");
        let path = format!("/api/v1/wishes/{wish}/voice");
        for who in ["family", "caseworker", "coordinator"] {
            let heard = app.person(who).get(&path).await;
            assert_eq!((heard.status.as_u16(), heard.header("content-type")), (200, "audio/webm"), "{who}");
        }
        for who in ["donor", "shopkeeper", "family2", "auditor", "caseworker_there"] {
            app.person(who).get(&path).await.refused(404, "not_found");
        }
        app.caseworker().post(&format!("{path}/remove"), json!({})).await.expect(204);
        app.family().get(&path).await.refused(404, "not_found");
    }
}
