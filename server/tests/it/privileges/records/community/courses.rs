//! Records and requests for courses: one of the family's community, with a session at the door and one to come.

use domain::{
    DAY,
    casework::rounds::profile::Spoken,
    community::courses::{CourseId, CourseKind, CoursePlaceId, CourseTopic, NewCourse, NewSession},
    time::year,
};
use serde_json::{Value, json};
use store::{
    By, Secret,
    community::courses::{
        places::{JoinCourse, JoinedCourse},
        posting::PostCourse,
    },
};

use crate::{
    privileges::consents,
    support::{TestApp, asked_for},
};

/// Check code of every certificate here.
const CODE: &str = "ABCD2345";

fn by(app: &TestApp, who: &str) -> By {
    By::new(app.person(who).actor, server::http::random_id())
}

/// Tells whether this module handles a route.
pub fn is_ours(route: &str) -> bool {
    route.contains("/course") || route.contains("/certificates")
}

/// Announces a course whose first session is in an hour.
async fn course(app: &TestApp) -> CourseId {
    let now = app.store.now();
    let session = |starts| NewSession { place: "活动室".into(), starts, minutes: 90 };
    let new = NewCourse {
        area: app.world.id("community"),
        organisation: None,
        kind: CourseKind::Course,
        topic: CourseTopic::Law,
        title: "法律小课堂".into(),
        about: String::new(),
        language: Spoken::Mandarin,
        minimum: 5,
        maximum: 20,
        opens: None,
        closes: None,
        enough: 80,
        sessions: vec![session(now + 3600), session(now + 5 * DAY)],
    };
    app.store.run(&by(app, "caseworker"), PostCourse(new)).await.expect("a course")
}

async fn adult(app: &TestApp) -> i64 {
    consents::people(app).await.0.id
}

async fn join(app: &TestApp, course: CourseId, words: &str) -> JoinedCourse {
    let (household, member) = (app.world.id("family"), adult(app).await);
    let join = JoinCourse { course, household, member, words: words.into() };
    app.store.run(&by(app, "family"), join).await.expect("registered")
}

/// Registers the family's mother for a new course, with words for its organiser.
pub async fn joined(app: &TestApp, words: &str) -> CoursePlaceId {
    let course = course(app).await;
    join(app, course, words).await.place
}

async fn session(app: &TestApp, course: CourseId, which: &str) -> i64 {
    let found = format!("select {which}(id), '' from course_session where course = {course}");
    app.database.rows(&found).await[0].0
}

/// Makes a certificate of the family's mother; returns its number.
async fn certificate(app: &TestApp) -> String {
    let (place, household) = (joined(app, "").await, app.world.id("family"));
    let number = format!("{:010}", rand::random::<u32>());
    let code = app.database.vault().seal(Secret::CertificateCode, CODE).expect("sealed");
    let insert = "insert into certificate (place, household, number, code, made) values";
    let insert = format!("{insert} ({place}, {household}, '{number}', '{code}', 1)");
    app.database.raw(&insert).await.expect("planted");
    number
}

/// Fills in the number of a certificate.
pub async fn filled(app: &TestApp, path: String) -> String {
    match path.contains("{number}") {
        true => path.replace("{number}", &certificate(app).await),
        false => path,
    }
}

/// Makes the record of a route.
pub async fn record(app: &TestApp, route: &str) -> i64 {
    if route.contains("/certificates") {
        return 0;
    }
    if route.contains("/households/{id}") {
        return app.world.id("family");
    }
    if route.contains("/areas/{id}") {
        return app.world.id("community");
    }
    let course = course(app).await;
    if route.contains("places/{id}") {
        let place = join(app, course, "").await.place;
        if route.ends_with("/answer") {
            let offer = format!("update course_place set state = 'offered', answer_by = 9000000000 where id = {place}");
            app.database.raw(&offer).await.expect("planted");
        }
        return place;
    }
    if route.contains("sessions/{id}") {
        join(app, course, "").await;
        let which = if route.ends_with("/drop") { "max" } else { "min" };
        let session = session(app, course, which).await;
        if route.ends_with("/minutes") {
            let begun = app.store.now() - 600;
            let begin = format!("update course_session set starts = {begun} where id = {session}");
            app.database.raw(&begin).await.expect("planted");
            app.database
                .raw(&format!("update course set starts = {begun} where id = {course}"))
                .await
                .expect("planted");
        }
        return session;
    }
    if route.ends_with("/hold") {
        app.database.raw(&format!("update course set short = 1 where id = {course}")).await.expect("planted");
    }
    course
}

/// Returns the latest place of the family.
async fn place(app: &TestApp) -> i64 {
    let household = app.world.id("family");
    app.database.rows(&format!("select max(id), '' from course_place where household = {household}")).await[0].0
}

/// Issues a card to the family; returns its number.
async fn card(app: &TestApp) -> String {
    let made = app.store.card_make(&by(app, "caseworker"), asked_for(app.world.id("family"))).await;
    made.expect("a card").number
}

/// Builds a valid JSON body.
pub async fn body(app: &TestApp, template: &str) -> Value {
    let now = app.store.now();
    let session = json!({"place": "活动室", "starts": now + 6 * DAY, "minutes": 60});
    match template {
        t if t.ends_with("/v1/courses") => json!({
            "area": app.world.id("community"), "title": "义诊", "language": "mandarin", "maximum": 10, "sessions": [session],
        }),
        t if t.ends_with("/change") => json!({"title": "法律课", "maximum": 30, "closes": now + 1800}),
        t if t.ends_with("/sessions") => session,
        t if t.ends_with("/cancel") => json!({"reason": "weather"}),
        t if t.ends_with("/courses/{id}/places") => {
            json!({"household": app.world.id("family"), "member": adult(app).await})
        }
        t if t.ends_with("/answer") => json!({"answer": "accept"}),
        t if t.ends_with("/marks") => json!({"places": [place(app).await], "presence": "there"}),
        t if t.ends_with("/scans") => json!({"card": card(app).await}),
        t if t.ends_with("/admissions") => json!({"household": app.world.id("family"), "member": adult(app).await}),
        t if t.ends_with("/minutes") => json!({"minutes": 100}),
        t if t.ends_with("/course-rules") => json!({"topic": "law", "year": year(now), "minutes": 360}),
        t if t.ends_with("/check") => json!({"number": certificate(app).await, "code": CODE}),
        _ => json!({}),
    }
}

/// Builds a valid form.
pub async fn form(app: &TestApp, template: &str) -> Vec<(&'static str, String)> {
    let text = |pairs: &[(&'static str, &str)]| pairs.iter().map(|(k, v)| (*k, (*v).to_owned())).collect::<Vec<_>>();
    let day = app::i18n::day_value(app.store.now() + 6 * DAY);
    let session = [("place", "活动室"), ("starts", day.as_str()), ("time", "14:00"), ("minutes", "60")];
    let family = app.world.id("family").to_string();
    match template {
        "/desk/courses/new" => {
            let area = app.world.id("community").to_string();
            let course = [("area", area.as_str()), ("title", "义诊"), ("kind", "health_day"), ("topic", "health")];
            let places = [("language", "mandarin"), ("maximum", "10"), ("enough", "80")];
            text(&[&session[..], &course, &places].concat())
        }
        "/courses/{id}/change" => {
            let (day, time) = soon(app);
            text(&[("title", "法律课"), ("maximum", "30"), ("closes", &day), ("time", &time)])
        }
        "/courses/{id}/sessions" => text(&session),
        "/courses/{id}/cancel" => text(&[("reason", "weather")]),
        "/courses/{id}/join" => text(&[("member", &adult(app).await.to_string())]),
        t if t.ends_with("/answer") => text(&[("answer", "accept")]),
        t if t.ends_with("/marks") => text(&[("present", &place(app).await.to_string())]),
        t if t.ends_with("/scan") => text(&[("card", &card(app).await)]),
        t if t.ends_with("/admit") => text(&[("household", &family), ("member", &adult(app).await.to_string())]),
        t if t.ends_with("/minutes") => text(&[("minutes", "100")]),
        "/desk/courses/rules" => {
            let area = app.world.id("community").to_string();
            text(&[("area", &area), ("topic", "law"), ("year", &year(app.store.now()).to_string()), ("hours", "6")])
        }
        "/desk/households/{id}/courses" => {
            let course = course(app).await.to_string();
            text(&[("course", &course), ("member", &adult(app).await.to_string())])
        }
        "/certificates" => text(&[("number", &certificate(app).await), ("code", CODE)]),
        _ => Vec::new(),
    }
}

/// Day and time of the present minute, before which no course here starts.
fn soon(app: &TestApp) -> (String, String) {
    let minute = app::i18n::minute_value(app.store.now());
    let (day, time) = minute.split_once(' ').expect("a day and a time");
    (day.to_owned(), time.to_owned())
}
