//! A course through the pages: announced, full, a list at the door that works without scripts, a certificate that any
//! reader checks.

use axum::{
    body::Body,
    http::{Request, header},
};
use serde_json::json;
use store::By;

use crate::support::{TestApp, asked_for, on_both};

const HOUR: i64 = 3600;

/// Announces a talk with one place on the page; returns its path.
async fn open(app: &TestApp) -> String {
    let keeper = app.caseworker();
    let day = app::i18n::day_value(app.store.now() + 6 * domain::DAY);
    let area = app.world.id("community").to_string();
    let form = [
        ("area", area.as_str()),
        ("title", "法律小课堂"),
        ("kind", "talk"),
        ("topic", "law"),
        ("language", "mandarin"),
        ("place", "活动室"),
        ("starts", day.as_str()),
        ("time", "14:00"),
        ("minutes", "90"),
        ("maximum", "1"),
        ("enough", "80"),
    ];
    let wrong: Vec<_> = form.iter().map(|(k, v)| if *k == "minutes" { (*k, "9999") } else { (*k, *v) }).collect();
    let refused = keeper.post_form("/desk/courses/new", &wrong).await;
    assert_eq!(refused.status, 422);
    assert!(refused.text.contains("法律小课堂"), "what was typed stays");
    let made = keeper.post_form("/desk/courses/new", &form).await;
    assert_eq!(made.status, 303, "{}", made.text);
    made.header("location").to_owned()
}

async fn adult(app: &TestApp, family: &str) -> String {
    let household = app.world.id(family);
    let found = format!("select min(id), '' from person where household = {household}");
    app.database.rows(&found).await[0].0.to_string()
}

on_both! {
    async fn a_full_course_waits_and_the_door_marks_by_list_without_scripts(app) {
        let (keeper, family, second) = (app.caseworker(), app.family(), app.person("family2"));
        let course = open(&app).await;
        assert!(family.get("/home/courses").await.text.contains("法律小课堂"));
        let (one, two) = (adult(&app, "family").await, adult(&app, "family2").await);
        let joined = family.post_form(&format!("{course}/join"), &[("member", &one), ("words", "要坐轮椅")]).await;
        assert_eq!(joined.status, 303, "{}", joined.text);
        assert_eq!(second.post_form(&format!("{course}/join"), &[("member", &two)]).await.status, 303);
        assert!(second.get("/home/courses").await.text.contains("候补"), "it is full");
        let again = family.post_form(&format!("{course}/join"), &[("member", &one), ("words", "别忘了")]).await;
        assert_eq!(again.status, 409);
        let roster = keeper.get(&format!("{course}/roster")).await;
        assert!(roster.text.contains("要坐轮椅") && !roster.text.contains("欧阳金雀"), "names are masked");
        assert!(!second.get(&course).await.text.contains("要坐轮椅"));

        // Hours that are no number take no rule back.
        let (boss, city) = (app.person("coordinator"), app.world.id("city").to_string());
        let year = domain::time::year(app.store.now()).to_string();
        for (hours, status) in [("6", 303_u16), ("六", 422)] {
            let rule = [("area", city.as_str()), ("topic", "law"), ("year", year.as_str()), ("hours", hours)];
            assert_eq!(boss.post_form("/desk/courses/rules", &rule).await.status, status);
        }
        assert_eq!(app.database.count("course_rule where minutes = 360").await, 1);

        // The first gives its place up: the second is asked, and accepts with one tap.
        let place = |who: i64| format!("select id, state from course_place where household = {who} order by id desc");
        let mine = app.database.rows(&place(app.world.id("family"))).await[0].0;
        assert_eq!(family.post_form(&format!("/courses/places/{mine}/leave"), &[]).await.status, 303);
        let (next, state) = app.database.rows(&place(app.world.id("family2"))).await.remove(0);
        assert_eq!(state, "offered");
        assert!(second.told().await.contains(&"/home/courses".to_owned()));
        let yes = second.post_form(&format!("/courses/places/{next}/answer"), &[("answer", "accept")]).await;
        assert_eq!((yes.status.as_u16(), yes.header("location")), (303, "/home/courses"));

        // At the door: a list of boxes, sent twice by a bad network.
        let id: i64 = course.trim_start_matches("/courses/").parse().expect("a number");
        let session = app.database.rows(&format!("select id, '' from course_session where course = {id}")).await[0].0;
        let starts = app.database.rows(&format!("select starts, '' from course where id = {id}")).await[0].0;
        app.pass(starts - app.store.now() + HOUR).await;
        let door = format!("/desk/courses/sessions/{session}");
        assert!(keeper.get(&door).await.text.contains("勾上到了的人"));
        assert!(keeper.get("/desk/sessions").await.text.contains(&door), "kept with its list for a place without network");
        // A card that was read there: its family is not registered, so nothing counts until it is chosen.
        let by = By::new(keeper.actor.clone(), server::http::random_id());
        let card = app.store.card_make(&by, asked_for(app.world.id("family"))).await.expect("a card");
        let read = |card: &str| {
            let form = form_urlencoded::Serializer::new("_request=card-1&".to_owned()).append_pair("card", card).finish();
            let request = Request::post(format!("{door}/scan")).header("x-done-at", app.store.now().to_string());
            let request = request.header("x-unsent-for", app.store.form_mark(keeper.actor.account));
            request.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded").body(Body::from(form))
        };
        let scanned = keeper.send(read(&card.number).expect("a request")).await;
        assert_eq!((scanned.status.as_u16(), &scanned.json()["verdict"]), (422, &json!("refused")), "{}", scanned.text);
        assert_eq!(app.database.count("course_mark").await, 0);
        let next = next.to_string();
        for _ in 0..2 {
            let marked = keeper.post_form(&format!("{door}/marks"), &[("present", &next)]).await;
            assert_eq!(marked.status, 303, "{}", marked.text);
        }
        assert_eq!(app.database.count("course_mark where present = true").await, 1);
        let sheet = keeper.get(&format!("/desk{course}/file?format=csv")).await;
        assert!(sheet.text.contains("已报名") && !sheet.text.contains("司徒画眉"), "{}", sheet.text);

        // Two days later it is over, and its certificate is real for any reader, without a name.
        app.pass(3 * domain::DAY).await;
        let own = second.get("/home/courses").await.text;
        assert!(own.contains("来了 1 次") && !own.contains("已报名"), "a course that is over is not ahead: {own}");
        let places = second.get("/api/v1/me/course-places").await.expect(200);
        let number = places[0]["certificate"].as_str().expect("a number").to_owned();
        let paper = second.get(&format!("/api/v1/certificates/{number}")).await.expect(200);
        let code = paper["code"].as_str().expect("a code").to_owned();
        let real = app.visitor().post_form("/certificates", &[("number", &number), ("code", &code)]).await;
        assert!(real.text.contains("是真的") && real.text.contains("法律小课堂"), "{}", real.text);
        assert!(!real.text.contains("画眉"), "nothing about the person");
        let body = json!({"number": number, "code": "00000000"});
        let altered = app.visitor().post("/api/v1/certificates/check", body).await.expect(200);
        assert_eq!(altered, json!({"real": false, "title": null, "day": null}));
        app.assert_consistent().await;
    }
}
