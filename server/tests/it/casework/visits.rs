//! A visit from its rule to its outcome: by the pages at the door, and by API for the coordinator and the family.

use axum::{body::Body, http::Request};
use serde_json::json;

use crate::{
    support::{
        Reply, TestApp, on_both,
        world::{PICTURE, VOICE},
    },
    wishes::voice::form,
};

/// Asks for a page as the service worker does when its user opens it.
async fn opened(app: &TestApp, path: &str) -> Reply {
    let request =
        Request::get(path).header("host", "localhost").header("x-keep", "now").body(Body::empty()).expect("a request");
    app.caseworker().send(request).await
}

on_both! {
    async fn a_visit_is_recorded_at_the_door_and_its_finding_answered(app) {
        let (family, community) = (app.world.id("family"), app.world.id("community"));
        let coordinator = app.person("coordinator");
        let rule = json!({"area": community, "families": "all", "rhythm": "weekly", "days": 7});
        coordinator.post("/api/v1/visit-rules", rule).await.expect(201);
        let named = json!({"post": "grid", "name": "马大姐", "phone": "0574-87654321"});
        coordinator.post(&format!("/api/v1/areas/{community}/answerers"), named).await.expect(201);
        assert_eq!(app.pass(60).await.visited, 2, "both families of the community");
        let due = app.caseworker().get("/api/v1/visits").await.expect(200);
        assert_eq!(due["items"].as_array().map(Vec::len), Some(2));
        let page = app.caseworker().get("/desk/visits").await.text;
        assert!(page.contains("欧阳金雀"), "its caseworkers call the family by its name");
        assert!(!coordinator.get("/desk/visits").await.text.contains("欧阳金雀"), "others do not");

        let day = app::i18n::day_value(app.store.now());
        let typed = [("met", "contact"), ("mood", "worse"), ("way", "home"), ("needs", "school"), ("needs", "health")];
        let mut typed = typed.to_vec();
        typed.extend([("words", "开学还差一张证明"), ("day", day.as_str())]);
        let door = format!("/desk/households/{family}/visits");
        assert_eq!(app.caseworker().post_form(&door, &typed).await.status, 303);
        let left = app.caseworker().get("/api/v1/visits").await.expect(200);
        assert_eq!(left["items"].as_array().map(Vec::len), Some(1));
        let until = due["items"][0]["window"]["due"].as_i64().expect("a time");
        let month = domain::time::Month::of(until - 1);
        let figures = coordinator.get(&format!("/api/v1/visit-figures?month={month}")).await.expect(200);
        assert_eq!((&figures[0]["due"], &figures[0]["in_time"]), (&json!(2), &json!(1)));

        let own = app.family().get("/home/visits").await.text;
        assert!(own.contains("开学还差一张证明") && own.contains("正在办"), "{own}");
        let people = app.family().get("/home/household").await.text;
        assert!(people.contains("tel:0574-87654321") && people.contains("马大姐"), "{people}");
        let open = app.family().get("/api/v1/me/findings").await.expect(200);
        let finding = open[0]["id"].as_i64().expect("a number");
        let answer = format!("/desk/findings/{finding}/answer");
        let refused = app.caseworker().post_form(&answer, &[("asked", "contact"), ("way", "phone")]).await;
        assert_eq!(refused.status, 422, "nothing closes without what the family said");
        let said = [("asked", "contact"), ("way", "phone"), ("said", "helped")];
        assert_eq!(app.caseworker().post_form(&answer, &said).await.status, 303);
        assert_eq!(app.family().get("/api/v1/me/findings").await.expect(200)[0]["state"], "closed");
        app.family().post(&format!("/api/v1/me/findings/{finding}/again"), json!({})).await.expect(204);
        let again = coordinator.get(&format!("/api/v1/findings/{finding}")).await.expect(200);
        assert_eq!((&again["state"], &again["climbs"]), (&json!("open"), &json!(1)));
        assert_eq!(again["words"], "", "words are for those who revealed the file");
        app.assert_consistent().await;
    }

    async fn a_report_is_spoken_at_the_door_and_keeps_what_a_refused_form_held(app) {
        let family = app.world.id("family");
        let door = format!("/desk/households/{family}/visits");
        let typed = |met: &'static str| {
            let fixed = |name: &'static str, value: &'static str| (name, "", value.as_bytes());
            [("met", "", met.as_bytes()), fixed("mood", "well"), fixed("way", "home"), fixed("needs", "work")]
        };
        // Whom one met is missing: a browser would not send the recording a second time.
        let back = app.caseworker().send(form(&door, &[&typed("")[..], &[("voice", "voice", VOICE)]].concat())).await;
        assert_eq!(back.status, 422, "{}", back.text);
        let kept = back.text.split("name=\"voice_kept\" value=\"").nth(1).and_then(|rest| rest.split('"').next());
        let kept = kept.expect("the recording waits").to_owned();
        assert!(back.text.contains("name=\"needs\" value=\"work\" checked"), "{}", back.text);
        assert!(!back.text.contains("type=\"file\" id=\"photo\""), "no picture without a consent");
        let photo = form(&door, &[&typed("contact")[..], &[("photo", "p.png", PICTURE)]].concat());
        assert_eq!(app.caseworker().send(photo).await.status, 422, "not by a hand-made form either");
        let again = form(&door, &[&typed("contact")[..], &[("voice_kept", "", kept.as_bytes())]].concat());
        assert_eq!(app.caseworker().send(again).await.status, 303);

        let own = app.family().get("/home/visits").await.text;
        let to = own.split("src=\"/visits/media/").nth(1).and_then(|rest| rest.split('"').next()).expect("a player");
        let (path, file) = (format!("/visits/media/{to}"), format!("/api/v1/visit-media/{to}"));
        let part = Request::get(&path).header("range", "bytes=0-1").body(Body::empty()).expect("a request");
        assert_eq!(app.family().send(part).await.status, 206);
        assert!(!app.caseworker().get(&door).await.text.contains("/visits/media/"), "only that there is one");
        app.caseworker().get(&file).await.refused(403, "file_not_opened");
        assert_eq!(app.caseworker().get(&path).await.status, 404);
        let list = app.family().get(&format!("/api/v1/households/{family}/visits")).await.expect(200);
        assert_eq!((list["items"][0]["voice"].is_i64(), &list["items"][0]["photo"]), (true, &json!(null)));

        // By API, with the family's consent to a picture.
        let agreed = json!({"kind": "photo", "given_by": "外婆", "relation": "guardian", "witness": "邻居"});
        app.caseworker().post(&format!("/api/v1/households/{family}/consents"), agreed).await.expect(201);
        let body = json!({"met": "contact", "mood": "well"}).to_string();
        let parts = [("report", "", body.as_bytes()), ("voice", "voice", VOICE), ("photo", "p.png", PICTURE)];
        let sent = app.caseworker().send(form(&format!("/api/v1{}", &door["/desk".len()..]), &parts)).await;
        assert_eq!(sent.status, 201, "{}", sent.text);
        let list = app.family().get(&format!("/api/v1/households/{family}/visits")).await.expect(200);
        let photo = list["items"][0]["photo"].as_i64().expect("a picture");
        let shown = app.family().get(&format!("/visits/media/{photo}")).await;
        assert_eq!((shown.status.as_u16(), shown.header("content-type")), (200, "image/jpeg"));
        assert_eq!(app.family().post_form(&format!("/home/visits/media/{photo}/remove"), &[]).await.status, 303);
        assert_eq!(app.family().get(&format!("/visits/media/{photo}")).await.status, 404);
        app.assert_consistent().await;
    }

    async fn a_plan_is_kept_on_the_phone_without_addresses(app) {
        let (family, coordinator) = (app.world.id("family"), app.person("coordinator"));
        let rule = json!({"area": app.world.id("community"), "families": "all", "rhythm": "weekly", "days": 7});
        coordinator.post("/api/v1/visit-rules", rule).await.expect(201);
        app.pass(60).await;
        let due = app.caseworker().get("/api/v1/visits").await.expect(200);
        let of = |one: &serde_json::Value| one["household"].as_i64() == Some(family);
        let visit = due["items"].as_array().and_then(|all| all.iter().find(|one| of(one))).expect("a visit");
        let visit = visit["id"].to_string();
        let day = app::i18n::day_value(app.store.now());
        let chosen = [("day", day.as_str()), ("visits", visit.as_str())];
        assert_eq!(app.caseworker().post_form("/desk/visits/plan", &chosen).await.status, 303);
        let page = opened(&app, "/desk/visits/plan").await;
        assert_eq!(page.header("keep-for"), app.caseworker().actor.account.to_string(), "{}", page.text);
        assert!(page.text.contains("******") && !page.text.contains("金雀巷"), "{}", page.text);
        assert!(app.caseworker().get("/desk").await.text.contains("/desk/visits/plan"), "one tap from today");
        let look = [("reason", "visit"), ("next", "/desk/visits/plan")];
        let back = app.caseworker().post_form(&format!("/desk/households/{family}/reveal"), &look).await;
        assert_eq!(back.header("location"), "/desk/visits/plan");
        let page = opened(&app, "/desk/visits/plan").await;
        assert!(page.text.contains("金雀巷") && page.header("keep-for").is_empty(), "{}", page.text);
        let log = app.family().get(&format!("/api/v1/households/{family}/openings")).await.expect(200);
        assert_eq!(log["items"][0]["reason"], "visit", "the family reads who looked, and why");
    }

    async fn a_hand_over_says_how_many_files_stayed(app) {
        let (family, other, to) = (app.world.id("family"), app.world.id("family2"), app.world.id("spare"));
        let from = app.person("caseworker").actor.account;
        for sql in [
            format!("update household set caseworker = {from} where id in ({family}, {other})"),
            format!("update role_grant set role = 'caseworker' where account = {to}"),
            format!("update account set household = {family} where id = {to}"),
        ] {
            app.database.raw(&sql).await.expect("planted");
        }
        let (family, other, to) = (family.to_string(), other.to_string(), to.to_string());
        let chosen = [("household", family.as_str()), ("household", other.as_str()), ("to", to.as_str())];
        let done = app.person("coordinator").post_form(&format!("/desk/workload/{from}/files"), &chosen).await;
        let mut cookies = done.headers.get_all("set-cookie").iter().filter_map(|one| one.to_str().ok());
        let told = cookies.any(|cookie| cookie.contains("done-work-half-handed-over&n=1&left=1"));
        assert!(told, "{:?}", done.headers);
    }
}
