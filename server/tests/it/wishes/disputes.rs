//! Disputes, reversals, and families that are typed in twice, through the router.

use serde_json::json;

use super::voice::form;
use crate::support::{
    TestApp, on_both,
    world::{PICTURE, VOICE},
};

/// Creates a claim whose goods the shopkeeper handed over.
async fn handed_over(app: &TestApp) -> i64 {
    let (wish, claim) = app.arrived_claim().await;
    app.shopkeeper().act(claim, "hand-over", json!({"code": app.code(wish).await})).await.expect(200);
    claim
}

on_both! {
    async fn a_family_says_that_goods_did_not_come_and_reads_the_answer(app) {
        let claim = handed_over(&app).await;
        let (family, head) = (app.family(), app.person("coordinator"));
        let path = format!("/home/claims/{claim}/dispute");
        assert!(family.get("/home").await.text.contains(&path), "the way to it is beside the confirmation");
        assert!(family.get(&path).await.text.contains("没收到"));
        let unsaid = family.post_form(&path, &[("words", "谁都没来过")]).await;
        assert_eq!(unsaid.status, 422, "{}", unsaid.text);
        assert!(unsaid.text.contains("谁都没来过"), "what was typed stays");
        let said = family.post_form(&path, &[("kind", "not_received"), ("words", "谁都没来过")]).await;
        assert_eq!((said.status.as_u16(), said.header("location")), (303, "/home/disputes"));

        assert!(head.get("/desk").await.text.contains("/desk/disputes"));
        let list = head.get("/api/v1/disputes").await.expect(200);
        let dispute = list["items"][0].clone();
        assert_eq!((&dispute["words"], &dispute["may_decide"]), (&json!("谁都没来过"), &json!(true)));
        let at = format!("/desk/disputes/{}", dispute["id"]);
        assert!(head.get(&at).await.text.contains("谁都没来过"));
        for who in ["shopkeeper", "caseworker"] {
            assert_eq!(app.person(who).get(&at).await.status, 404, "who may have handed over does not read it");
        }
        let form = [("outcome", "brought"), ("answer", "店里送错了楼，刚才送到了")];
        assert_eq!(head.post_form(&format!("{at}/settle"), &form).await.status, 303);
        let own = family.get("/home/disputes").await.text;
        assert!(own.contains("后来送到了") && own.contains("店里送错了楼"), "{own}");
        assert!(family.told().await.contains(&"/home/disputes".to_owned()));
        app.assert_consistent().await;
    }

    async fn a_family_shows_and_says_what_is_broken(app) {
        let claim = handed_over(&app).await;
        let (family, head) = (app.family(), app.person("coordinator"));
        let path = format!("/home/claims/{claim}/dispute");
        let page = family.get(&path).await.text;
        // Without scripts there is an ordinary field for each.
        let plain = page.split("<noscript>").nth(1).unwrap_or_else(|| panic!("no field without scripts: {page}"));
        assert!(plain.contains("name=\"voice\"") && page.contains("name=\"photo\"") && page.contains("multipart/form-data"));
        // Without a kind it is refused; a browser would not send the files a second time.
        let back = family.send(form(&path, &[("voice", "voice", VOICE), ("photo", "p.png", PICTURE)])).await;
        assert_eq!(back.status, 422);
        let kept = |name: &str| {
            let rest = back.text.split(&format!("name=\"{name}\" value=\"")).nth(1).map(str::to_owned);
            rest.and_then(|rest| rest.split('"').next().map(str::to_owned)).unwrap_or_else(|| panic!("{name} is lost"))
        };
        let (voice, photo) = (kept("voice_kept"), kept("photo_kept"));
        let parts = [("kind", "", &b"broken"[..]), ("voice_kept", "", voice.as_bytes()), ("photo_kept", "", photo.as_bytes())];
        assert_eq!(family.send(form(&path, &parts)).await.status, 303);

        let dispute = head.get("/api/v1/disputes").await.expect(200)["items"][0].clone();
        assert_eq!((&dispute["photo"], &dispute["voice"]), (&json!(true), &json!(true)));
        let (at, api) = (format!("/disputes/{}", dispute["id"]), format!("/api/v1/disputes/{}", dispute["id"]));
        for (who, page) in [(&family, "/home/disputes".to_owned()), (&head, format!("/desk{at}"))] {
            let page = who.get(&page).await.text;
            assert!(page.contains(&format!("src=\"{at}/voice\"")) && page.contains(&format!("src=\"{at}/photo\"")), "{page}");
            for (path, kind) in [(&at, "image/jpeg"), (&api, "image/jpeg")] {
                let shown = who.get(&format!("{path}/photo")).await;
                assert_eq!((shown.status.as_u16(), shown.header("content-type"), shown.header("cache-control")), (200, kind, "private, no-store"));
                assert_eq!(who.get(&format!("{path}/voice")).await.header("content-type"), "audio/webm");
            }
        }
        for who in ["family2", "donor", "shopkeeper", "caseworker", "auditor", "admin", "coordinator_there"] {
            for path in [format!("{at}/photo"), format!("{at}/voice"), format!("{api}/photo"), format!("{api}/voice")] {
                assert_eq!(app.person(who).get(&path).await.status, 404, "{who} {path}");
            }
        }

        let other = handed_over(&app).await;
        let path = format!("/api/v1/claims/{other}/disputes");
        let torn = family.send(form(&path, &[("kind", "", b"broken"), ("photo", "p.png", b"no picture")])).await;
        assert_eq!(torn.status, 422);
        let parts = [("kind", "", &b"broken"[..]), ("photo", "p.png", PICTURE), ("voice", "voice", VOICE)];
        let said = family.send(form(&path, &parts)).await.expect(201);
        let shown = family.get(&format!("/api/v1/disputes/{}/voice", said["dispute"])).await;
        assert_eq!((shown.status.as_u16(), shown.header("content-type")), (200, "audio/webm"));
        app.assert_consistent().await;
    }

    async fn a_hand_over_is_reversed_by_a_second_person(app) {
        let claim = handed_over(&app).await;
        let (keeper, head) = (app.shopkeeper(), app.person("coordinator"));
        let path = format!("/api/v1/claims/{claim}/reversals");
        let wish = json!({"goal": "shelf", "reason": "发给了隔壁"});
        let asked = keeper.post_as("r", &path, wish.clone()).await.expect(201);
        assert_eq!(keeper.post_as("r", &path, wish.clone()).await.expect(201), asked, "once");
        keeper.post(&path, wish).await.refused(409, "reversal_open");
        let at = format!("/api/v1/reversals/{}", asked["reversal"]);
        keeper.post(&format!("{at}/approve"), json!({})).await.refused(403, "not_allowed");
        let done = head.post(&format!("{at}/approve"), json!({})).await.expect(200);
        assert_eq!((&done["state"], &done["may_decide"]), (&json!("approved"), &json!(false)));
        let journal = head.get(&format!("/api/v1/journals/{}", done["journal"])).await.expect(200);
        assert_eq!(journal["kind"], "reverse");
        assert!(app.family().get("/home/disputes").await.text.contains("发给了隔壁"));
        app.assert_consistent().await;
    }

    async fn a_family_typed_in_twice_is_asked_about(app) {
        let keeper = app.caseworker();
        let mut new = json!({"area": app.world.id("community"), "name": "诸葛红梅", "address": "桥头街 19 号",
            "members": [{"name": "诸葛红梅", "birth_year": 1970}]});
        let first = keeper.post("/api/v1/households", new.clone()).await.expect(201)["id"].clone();
        keeper.post("/api/v1/households", new.clone()).await.refused(409, "same_family");
        let alike = keeper.post("/api/v1/households/alike", new.clone()).await.expect(200);
        assert_eq!(alike[0]["household"], first);
        let area = app.world.id("community").to_string();
        let mut form = vec![
            ("area", area.as_str()), ("name", "诸葛红梅"), ("phone", ""), ("address", "桥头街19号"),
            ("member_name_1", "诸葛红梅"), ("birth_year_1", "1970"), ("sex_1", "female"), ("rows", "1"),
        ];
        let page = keeper.post_form("/desk/households/new", &form).await;
        assert_eq!(page.status, 409);
        assert!(page.text.contains(&format!("/desk/households/{first}")), "the likely file is linked: {}", page.text);
        form.push(("anyway", "yes"));
        assert_eq!(keeper.post_form("/desk/households/new", &form).await.status, 303);
        new["anyway"] = true.into();
        keeper.post("/api/v1/households", new).await.expect(201);
    }
}
