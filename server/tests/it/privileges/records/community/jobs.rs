//! Records and requests for jobs: a member of the family looks for work, and the second donor acts for the employer.

use domain::{
    DAY,
    casework::rounds::profile::Spoken,
    community::{
        courses::{CourseId, CourseKind, CourseTopic, NewCourse, NewSession},
        jobs::{
            Lodging, NewVacancy, VacancyId,
            proposals::{JobAnswer, ProposalId},
            seekers::{NewSeeker, SeekerAnswer, SeekerId},
        },
    },
    imports::{Line, VacancyRow},
};
use serde_json::{Value, json};
use store::{
    By,
    community::{
        courses::posting::PostCourse,
        jobs::{
            fairs::BringVacancy,
            outcomes::HireSeeker,
            proposals::{AnswerJob, InformEmployer, ProposeJob},
            seekers::AskSeeker,
            vacancies::PostVacancy,
        },
    },
    imports::{goods::NewImport, vacancies::AddVacancySheet},
};

use crate::support::TestApp;

fn by(app: &TestApp, who: &str) -> By {
    By::new(app.person(who).actor, server::http::random_id())
}

/// Tells whether this module handles a route.
pub fn is_ours(route: &str) -> bool {
    !route.contains("/courses/")
        && ["/vacancies", "/jobs", "/job-", "/jobless-homes", "/employer"].iter().any(|part| route.contains(part))
}

/// Ends what earlier calls left, and makes the second donor the only account that acts for the employer.
async fn tidy(app: &TestApp) {
    let (family, employer) = (app.world.id("family"), app.world.id("organisation"));
    let member = app.person("donor2").actor.account;
    for sql in [
        format!(
            "update job_proposal set state = 'withdrawn', decided = 1 where household = {family}
                 and state in ('proposed', 'informed', 'interview', 'trial')"
        ),
        format!("update job_seeker set state = 'looking' where household = {family}"),
        format!("update vacancy set state = 'ended' where organisation = {employer}"),
        format!("update account set organisation = 0, contact = false where organisation = {employer}"),
        format!("update account set organisation = {employer}, contact = true where id = {member}"),
        format!("update organisation set open = true where id = {employer}"),
    ] {
        app.database.raw(&sql).await.expect("tidied");
    }
}

fn new_vacancy(app: &TestApp) -> NewVacancy {
    NewVacancy {
        organisation: app.world.id("organisation"),
        area: None,
        title: "缝纫工".into(),
        place: "和平路 1 号".into(),
        words: String::new(),
        hours: 40,
        pay_from: 3000,
        pay_to: 4000,
        lodging: Lodging::Free,
        skills: Vec::new(),
        languages: Vec::new(),
        posts: 2,
        until: app.store.now() + 30 * DAY,
    }
}

async fn vacancy(app: &TestApp) -> VacancyId {
    app.store.run(&by(app, "coordinator"), PostVacancy(new_vacancy(app))).await.expect("a vacancy")
}

/// Announces a job fair in the family's community.
async fn fair(app: &TestApp) -> CourseId {
    let starts = app.store.now() + 5 * DAY;
    let new = NewCourse {
        area: app.world.id("community"),
        organisation: None,
        kind: CourseKind::JobFair,
        topic: CourseTopic::Work,
        title: "家门口招聘会".into(),
        about: String::new(),
        language: Spoken::Mandarin,
        minimum: 0,
        maximum: 20,
        opens: None,
        closes: None,
        enough: 80,
        sessions: vec![NewSession { place: "广场".into(), starts, minutes: 90 }],
    };
    app.store.run(&by(app, "caseworker"), PostCourse(new)).await.expect("a job fair")
}

/// Posts a vacancy; for the step that takes it from a job fair, it is brought to one.
async fn vacancy_for(app: &TestApp, route: &str) -> VacancyId {
    let id = vacancy(app).await;
    if route.ends_with("/end") && route.contains("/fair") {
        let bring = BringVacancy { vacancy: id, course: fair(app).await };
        app.store.run(&by(app, "coordinator"), bring).await.expect("brought");
    }
    id
}

/// The job fair for a request: for the step that takes back, the last one, to which the record is brought.
async fn fair_for(app: &TestApp, template: &str) -> CourseId {
    match template.ends_with("/end") {
        true => app.database.rows("select coalesce(max(course), 0), '' from fair_vacancy").await[0].0,
        false => fair(app).await,
    }
}

/// Stores a sheet with one vacancy, which waits for its uploader.
async fn sheet(app: &TestApp) -> i64 {
    let NewVacancy { organisation, title, place, words, hours, pay_from, pay_to, lodging, posts, until, .. } =
        new_vacancy(app);
    let row = VacancyRow { organisation, title, place, words, hours, pay_from, pay_to, lodging, posts, until };
    let lines = vec![Line { n: 2, row, wrong: Vec::new(), skipped: false }];
    let new = NewImport { location: 0, name: String::new(), lines, notes: Vec::new() };
    app.store.run(&by(app, "coordinator"), AddVacancySheet(new)).await.expect("a sheet")
}

/// Returns the adult of the family.
async fn member(app: &TestApp) -> i64 {
    let sql = format!(
        "select id, '' from person where household = {} order by birth_year, id limit 1",
        app.world.id("family")
    );
    app.database.rows(&sql).await[0].0
}

async fn seeker(app: &TestApp) -> SeekerId {
    let new = NewSeeker { member: member(app).await, answer: SeekerAnswer::Looks, lodging: false };
    let ask = AskSeeker { household: app.world.id("family"), new };
    app.store.run(&by(app, "caseworker"), ask).await.expect("asked")
}

/// Proposes the family's adult; the employer knows of it, and the person agreed, unless the step is about that.
async fn proposal(app: &TestApp, route: &str) -> ProposalId {
    let propose = ProposeJob { seeker: seeker(app).await, vacancy: vacancy(app).await };
    let id = app.store.run(&by(app, "caseworker"), propose).await.expect("proposed");
    if route.ends_with("/inform") {
        return id;
    }
    app.store.run(&by(app, "caseworker"), InformEmployer { proposal: id }).await.expect("told");
    if !route.ends_with("/answer") && !route.ends_with("{id}") {
        let answer = AnswerJob { proposal: id, answer: JobAnswer::Agree };
        app.store.run(&by(app, "family"), answer).await.expect("agreed");
    }
    id
}

/// Hires the family's adult; its first later question is due.
async fn check(app: &TestApp) -> i64 {
    let id = proposal(app, "/hire").await;
    let now = app.store.now();
    app.store.run(&by(app, "caseworker"), HireSeeker { proposal: id, day: now }).await.expect("hired");
    app.database.raw(&format!("update job_check set due = {} where proposal = {id}", now - 10)).await.expect("due");
    app.database.rows(&format!("select min(id), '' from job_check where proposal = {id}")).await[0].0
}

/// Creates the record for `{id}`.
pub async fn record(app: &TestApp, route: &str) -> i64 {
    tidy(app).await;
    match route.trim_start_matches("/api/v1") {
        r if r.contains("/job-proposals/{id}") => proposal(app, r).await,
        r if r.contains("/job-checks/{id}") => check(app).await,
        r if r.contains("/job-seekers/{id}") => seeker(app).await,
        r if r.contains("/jobs/import/{id}") => sheet(app).await,
        r if r.contains("/vacancies/{id}") || r.starts_with("/jobs/{id}") => vacancy_for(app, r).await,
        r if r.contains("/households/{id}") => app.world.id("family"),
        _ => 0,
    }
}

/// Builds a valid JSON body.
pub async fn body(app: &TestApp, template: &str) -> Value {
    let new = new_vacancy(app);
    match template.trim_start_matches("/api/v1") {
        "/vacancies" => json!(new),
        t if t.ends_with("/change") => json!({"version": 0, "vacancy": new}),
        t if t.contains("/fairs") => json!({"course": fair_for(app, t).await}),
        t if t.ends_with("/job-seekers") => json!({"member": member(app).await, "answer": "looks"}),
        t if t.ends_with("/proposals") => json!({"vacancy": vacancy(app).await}),
        t if t.ends_with("/answer") => json!({"answer": "agree"}),
        t if t.ends_with("/invite") => json!({"meeting": "interview", "day": app.store.now() + DAY}),
        t if t.ends_with("/hire") => json!({"day": app.store.now() + DAY}),
        t if t.ends_with("/refuse") => json!({"reason": "distance", "reason_for": "person"}),
        t if t.contains("/job-checks/{id}") => json!({"still_there": "yes", "paid": "no"}),
        _ => json!({}),
    }
}

/// Builds a valid form.
pub async fn form(app: &TestApp, template: &str) -> Vec<(&'static str, String)> {
    let day = |days: i64| app::i18n::day_value(app.store.now() + days * DAY);
    let text = |pairs: &[(&'static str, &str)]| pairs.iter().map(|(k, v)| (*k, (*v).to_owned())).collect::<Vec<_>>();
    match template {
        t if t.ends_with("/new") || t.ends_with("/change") => text(&[
            ("organisation", &app.world.id("organisation").to_string()),
            ("version", "0"),
            ("title", "缝纫工"),
            ("place", "和平路 1 号"),
            ("hours", "40"),
            ("pay_from", "3000"),
            ("pay_to", "4000"),
            ("lodging", "none"),
            ("posts", "2"),
            ("until", &day(30)),
        ]),
        t if t.contains("/fair") => text(&[("course", &fair_for(app, t).await.to_string())]),
        "/jobs/{id}/propose" => text(&[("seeker", &seeker(app).await.to_string())]),
        t if t.ends_with("/jobs/propose") => {
            let (seeker, vacancy) = (seeker(app).await.to_string(), vacancy(app).await.to_string());
            text(&[("seeker", &seeker), ("vacancy", &vacancy)])
        }
        t if t.ends_with("/jobs") || t.ends_with("/jobs/ask") => {
            text(&[("member", &member(app).await.to_string()), ("answer", "looks")])
        }
        t if t.ends_with("/answer") => text(&[("answer", "agree")]),
        t if t.ends_with("/invite") => text(&[("meeting", "trial"), ("day", &day(1))]),
        t if t.ends_with("/hire") => text(&[("day", &day(1))]),
        t if t.ends_with("/refuse") => text(&[("reason", "distance"), ("reason_for", "staff")]),
        t if t.contains("/job-checks/{id}") => text(&[("still_there", "yes"), ("paid", "yes")]),
        _ => Vec::new(),
    }
}
