//! Shifts through the router: the last place for many at once, and a shift walked on a phone with its calendar feed.

use serde_json::{Value, json};

use crate::support::{TestApp, on_both};

/// A shift of the community in some hours, with `places`.
fn shift(app: &TestApp, hours: i64, places: i64) -> Value {
    let starts = app.store.now() + hours * 3600;
    json!({
        "area": app.world.id("community"), "kind": "deliver", "name": "31 户送煤, 两袋; 带手套", "place": "社区门口",
        "starts": starts, "ends": starts + 7200, "places": places, "opens_before": 100, "closes_before": 0,
        "leave_before": 1, "reveal_before": 2,
    })
}

async fn open(app: &TestApp, hours: i64, places: i64) -> i64 {
    let made = app.person("coordinator").post("/api/v1/shifts", shift(app, hours, places)).await.expect(201);
    made["shift"].as_i64().expect("a number")
}

on_both! {
    async fn of_two_hundred_who_sign_up_at_once_one_gets_the_last_place(app) {
        let mut app = app;
        let donors = app.world.add_donors(&app.store, &app.database, 200).await;
        let id = open(&app, 30, 1).await;
        let path = format!("/api/v1/shifts/{id}/sign-up");
        let all = donors.iter().map(|donor| {
            let (client, path) = (app.person(donor), path.clone());
            tokio::spawn(async move { client.post(&path, json!({})).await })
        });
        let mut states = Vec::new();
        for reply in all.collect::<Vec<_>>() {
            let said = reply.await.expect("an answer").expect(200);
            states.push(said["state"].as_str().expect("a state").to_owned());
        }
        assert_eq!(states.iter().filter(|state| *state == "on").count(), 1);
        assert_eq!(states.iter().filter(|state| *state == "standby").count(), 199);
        assert_eq!(app.database.count(&format!("shift_place where shift = {id} and state = 'on'")).await, 1);
        app.assert_consistent().await;
    }

    async fn a_shift_is_walked_on_a_phone_and_read_by_a_calendar(app) {
        let (donor, keeper) = (app.donor(), app.caseworker());
        let id = open(&app, 1, 2).await;
        let form = [("household", app.world.id("family").to_string()), ("kind", "deliver".into()), ("words", "两袋".into())];
        let form: Vec<_> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let tasks = format!("/desk/shifts/{id}/tasks");
        let unasked = keeper.post_form(&tasks, &form).await;
        assert_eq!(unasked.status, 422);
        assert!(unasked.text.contains("两袋"), "what was typed stays");
        let agreed = [&form[..], &[("agreed", "yes")]].concat();
        assert_eq!(keeper.post_form(&tasks, &agreed).await.status, 303);

        // An end at 13:00 is no end of a shift that begins at 14:00: it would be one of 23 hours.
        let (area, starts) = (app.world.id("community").to_string(), app::i18n::day_value(app.store.now() + 3 * 86_400));
        let mut new = [
            ("area", area.as_str()), ("kind", "clear"), ("name", "扫雪"), ("place", "东门"), ("starts", starts.as_str()),
            ("from", "14:00"), ("ends", "13:00"), ("places", "3"), ("opens_before", "100"), ("closes_before", "0"),
            ("leave_before", "1"), ("reveal_before", "2"),
        ];
        assert_eq!(keeper.post_form("/desk/shifts/new", &new).await.status, 422);
        (new[5].1, new[6].1) = ("22:00", "02:00");
        let night = keeper.post_form("/desk/shifts/new", &new).await;
        assert_eq!(night.status, 303, "{}", night.text);
        assert!(keeper.get(night.header("location")).await.text.contains("次日 02:00"));

        let page = format!("/shifts/{id}");
        assert!(donor.get("/shifts").await.text.contains("31 户送煤"));
        assert_eq!(donor.post_form(&format!("{page}/sign-up"), &[]).await.status, 303);
        // Another shift at that time is refused, and the page says which is in the way.
        let clash = open(&app, 2, 2).await;
        let refused = donor.post_form(&format!("/shifts/{clash}/sign-up"), &[]).await;
        assert_eq!(refused.status, 409);
        assert!(refused.text.contains(&format!("href=\"{page}\"")), "{}", refused.text);

        let seen = donor.get(&page).await;
        assert!(seen.text.contains("网格员可以替您退出"), "too late to leave, it says who can help: {}", seen.text);
        assert!(seen.text.contains("两袋") && !seen.text.contains("金雀巷"), "the task, without an address");
        let task = donor.get(&format!("/api/v1/shifts/{id}/tasks")).await.expect(200)[0]["id"].to_string();
        assert_eq!(donor.post_form(&format!("{page}/reveal"), &[("task", &task)]).await.status, 303);
        let shown = donor.get(&format!("/api/v1/shifts/{id}/tasks")).await.expect(200);
        assert!(shown[0]["address"].is_string() && shown[0]["household"].is_null(), "{shown}");
        let unnamed = [("task", task.as_str()), ("outcome", "need"), ("words", "漏雨")];
        let unnamed = donor.post_form(&format!("{page}/tick"), &unnamed).await;
        assert_eq!(unnamed.status, 422);
        assert!(unnamed.text.contains("漏雨"), "what was typed stays");
        assert_eq!(donor.post_form(&format!("{page}/tick"), &[("task", &task), ("outcome", "done")]).await.status, 303);

        let code = keeper.get(&format!("/api/v1/shifts/{id}")).await.expect(200)["code"].clone();
        let code = code.as_str().expect("the code of the place").to_owned();
        assert_eq!(donor.post_form(&format!("{page}/check"), &[("step", "in"), ("code", &code)]).await.status, 303);

        let token = donor.post("/api/v1/me/shift-feed", json!({})).await.expect(201)["token"].clone();
        let feed = format!("/shifts/feed/{}", token.as_str().expect("a token"));
        let read = app.visitor().get(&feed).await;
        assert_eq!((read.status.as_u16(), read.header("content-type")), (200, "text/calendar; charset=utf-8"));
        assert!(read.text.contains("SUMMARY:31 户送煤\\, 两袋\\; 带手套\r\n"), "{}", read.text);
        assert!(read.text.lines().all(|line| line.len() <= 75) && read.text.contains("STATUS:CONFIRMED"));
        // A shift with a check-in is done, not cancelled.
        let (cancelled, later) = (json!({"reason": "大雪封路"}), open(&app, 60, 2).await);
        let coordinator = app.person("coordinator");
        let refused = coordinator.post(&format!("/api/v1/shifts/{id}/cancel"), cancelled.clone()).await;
        assert_eq!(refused.expect(409)["code"], "wrong_state");
        donor.post(&format!("/api/v1/shifts/{later}/sign-up"), json!({})).await.expect(200);
        assert!(!app.visitor().get(&feed).await.text.contains("STATUS:CANCELLED"));
        coordinator.post(&format!("/api/v1/shifts/{later}/cancel"), cancelled).await.expect(200);
        assert!(donor.told().await.contains(&format!("/shifts/{later}")), "told at once");
        assert!(app.visitor().get(&feed).await.text.contains("STATUS:CANCELLED"));
        donor.post("/api/v1/me/shift-feed/end", json!({})).await.expect(204);
        assert_eq!(app.visitor().get(&feed).await.status, 404);
        app.assert_consistent().await;
    }
}
