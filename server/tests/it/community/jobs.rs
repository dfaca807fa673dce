//! A job through the pages: posted by a member of an organisation, proposed on a file, agreed at home, hired, asked.

use serde_json::json;

use crate::support::{TestApp, on_both};

/// Posts a vacancy on the page as the account that is named for the employer; returns its path.
async fn posted(app: &TestApp) -> String {
    let (employer, member) = (app.world.id("organisation"), app.person("donor2").actor.account);
    let joins = format!("update account set organisation = {employer}, contact = true where id = {member}");
    app.database.raw(&joins).await.expect("joined");
    let boss = app.person("donor2");
    let (employer, until) = (employer.to_string(), app::i18n::day_value(app.store.now() + 30 * domain::DAY));
    let mut form = vec![
        ("organisation", employer.as_str()),
        ("title", "缝纫工"),
        ("place", "和平路 1 号"),
        ("hours", "40"),
        ("pay_from", "三千"),
        ("pay_to", "4000"),
        ("lodging", "free"),
        ("posts", "1"),
        ("until", until.as_str()),
        ("skill", "sewing"),
    ];
    let wrong = boss.post_form("/jobs/new", &form).await;
    assert_eq!(wrong.status, 422);
    assert!(wrong.text.contains("和平路 1 号"), "what was typed stays: {}", wrong.text);
    assert!(wrong.text.contains("每月工资，最少（元）："), "the banner names the field: {}", wrong.text);
    form[4].1 = "3000";
    let made = boss.post_form("/jobs/new", &form).await;
    assert_eq!(made.status, 303, "{}", made.text);
    made.header("location").to_owned()
}

on_both! {
    async fn a_vacancy_is_filled_and_unpaid_wages_become_a_case(app) {
        let (boss, keeper, family) = (app.person("donor2"), app.caseworker(), app.family());
        let job = posted(&app).await;
        assert!(app.visitor().get("/jobs").await.text.contains("缝纫工"));
        let employer = app.world.id("organisation");
        for (open, status) in [("false", 404_u16), ("true", 200)] {
            let set = format!("update organisation set open = {open} where id = {employer}");
            app.database.raw(&set).await.expect("set");
            assert_eq!(app.visitor().get(&job).await.status, status, "its employer is open: {open}");
        }
        let vacancy = job.trim_start_matches("/jobs/").to_owned();

        // It is brought to the job fair, whose page lists it for the families around.
        let fair = fair(&app).await;
        assert!(!app.visitor().get(&job).await.text.contains("家门口招聘会"), "it is not brought yet");
        let brought = boss.post_form(&format!("{job}/fair"), &[("course", fair.as_str())]).await;
        assert_eq!(brought.status, 303, "{}", brought.text);
        assert!(family.get(&format!("/courses/{fair}")).await.text.contains("缝纫工"));
        assert!(app.visitor().get(&job).await.text.contains("家门口招聘会"));

        // The caseworker asks at the door, and proposes what is suggested.
        let (home, member) = (app.world.id("family"), adult(&app).await.to_string());
        let jobs = format!("/desk/households/{home}/jobs");
        let asked = keeper.post_form(&jobs, &[("member", &member), ("answer", "looks")]).await;
        assert_eq!(asked.status, 303, "{}", asked.text);
        let page = keeper.get(asked.header("location")).await;
        assert!(page.text.contains("缝纫工"), "it is suggested: {}", page.text);
        let seeker = asked.header("location").split("seeker=").nth(1).expect("a number").to_owned();
        let propose = [("seeker", seeker.as_str()), ("vacancy", vacancy.as_str())];
        let proposed = keeper.post_form(&format!("{jobs}/propose"), &propose).await;
        let proposal = proposed.header("location").to_owned();
        assert_eq!(boss.get(&proposal).await.status, 404, "the employer was not told yet");
        assert!(keeper.get("/desk").await.text.contains("要告诉用人单位的推荐"));
        // Without an answer it would come to nothing, so the family reads that its member is asked.
        for page in ["/notices", "/home/jobs"] {
            let page = family.get(page).await;
            assert!(page.text.contains("等本人回答去不去"), "{}", page.text);
        }
        assert!(family.get("/home").await.text.contains("1 个等您回答"));
        assert_eq!(keeper.post_form(&format!("{proposal}/inform"), &[]).await.status, 303);

        // A number, and no name, before the person agrees at home.
        let seen = boss.get(&proposal).await;
        assert!(seen.text.contains(&format!("{seeker} 号求职者")) && !seen.text.contains("金雀"), "{}", seen.text);
        let day = app::i18n::day_value(app.store.now() + domain::DAY);
        let hire = [("day", day.as_str())];
        assert_eq!(boss.post_form(&format!("{proposal}/hire"), &hire).await.status, 409);
        assert!(family.get("/home/jobs").await.text.contains("缝纫工"));
        assert_eq!(family.post_form(&format!("{proposal}/answer"), &[("answer", "agree")]).await.status, 303);
        assert_eq!(boss.post_form(&format!("{proposal}/reveal"), &[]).await.status, 303);
        assert!(boss.get(&proposal).await.text.contains("13900004711"));
        assert_eq!(boss.post_form(&format!("{proposal}/hire"), &hire).await.status, 303);
        assert!(!app.visitor().get("/jobs").await.text.contains("缝纫工"), "no post is left");

        app.pass(32 * domain::DAY).await;
        let api = format!("/api/v1/households/{home}/job-checks");
        let checks = family.get(&api).await.expect(200);
        let check = checks[0]["id"].to_string();
        let said = json!({"still_there": "yes", "paid": "no"});
        let answered = family.post(&format!("{api}/{check}"), said).await.expect(200);
        assert!(answered[0]["case"].is_number(), "{answered}");
        let figures = keeper.get("/api/v1/job-figures").await.expect(200);
        assert_eq!((&figures["hired"], &figures["unpaid"]), (&json!(1), &json!(1)));
        let sheet = keeper.get("/desk/jobs/file?what=proposals&show=all&format=csv").await;
        assert!(sheet.text.contains("缝纫工") && !sheet.text.contains("金雀"), "{}", sheet.text);
        app.assert_consistent().await;
    }
}

/// Announces a job fair in the community; returns its number.
async fn fair(app: &TestApp) -> String {
    let session = json!({"place": "广场", "starts": app.store.now() + 5 * domain::DAY, "minutes": 90});
    let new = json!({
        "area": app.world.id("community"), "organisation": null, "kind": "job_fair", "topic": "work",
        "title": "家门口招聘会", "about": "", "language": "mandarin", "minimum": 0, "maximum": 20, "opens": null,
        "closes": null, "enough": 80, "sessions": [session],
    });
    app.caseworker().post("/api/v1/courses", new).await.expect(201)["course"].to_string()
}

/// Returns the number of the family's adult.
async fn adult(app: &TestApp) -> i64 {
    let home = app.world.id("family");
    let sql = format!("select id, '' from person where household = {home} order by birth_year, id limit 1");
    app.database.rows(&sql).await[0].0
}
