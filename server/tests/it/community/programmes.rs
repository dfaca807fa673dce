//! A programme through the pages: drafted, started, typed, moved, reported and commented on; the public reads steps of five.

use crate::support::{TestApp, on_both};

/// Drafts a programme of the city with an indicator of the community that the caseworker answers for; returns its number
/// and that of the indicator.
async fn drafted(app: &TestApp) -> (String, String) {
    let head = app.person("coordinator");
    let day = |days: i64| app::i18n::day_value(app.store.now() + days * domain::DAY);
    let (first, until, city) = (day(0), day(300), app.world.id("city").to_string());
    let mut form =
        vec![("area", city.as_str()), ("name", "六项措施"), ("first", until.as_str()), ("until", first.as_str())];
    let wrong = head.post_form("/desk/programmes/new", &form).await;
    assert_eq!(wrong.status, 422, "it ends before it begins");
    assert!(wrong.text.contains("六项措施"), "what was typed stays: {}", wrong.text);
    form[2].1 = first.as_str();
    form[3].1 = until.as_str();
    let made = head.post_form("/desk/programmes/new", &form).await;
    assert_eq!(made.status, 303, "{}", made.text);
    let programme = number(made.header("location"));
    let (community, owner) =
        (app.world.id("community").to_string(), app.person("caseworker").actor.account.to_string());
    let form = [
        ("area", community.as_str()),
        ("name", "警民微信群入群"),
        ("unit", "人"),
        ("kind", "typed"),
        ("baseline", "0"),
        ("target", "6710"),
        ("owner", owner.as_str()),
    ];
    let made = head.post_form(&format!("/desk/programmes/{programme}/indicators"), &form).await;
    assert_eq!(made.status, 303, "{}", made.text);
    let indicator = number(made.header("location"));
    let (name, day) = (("milestone_name", "中期对账"), day(100));
    let form = [name, ("milestone_day", day.as_str())];
    assert_eq!(head.post_form(&format!("/desk/indicators/{indicator}/milestones"), &form).await.status, 303);
    (programme, indicator)
}

/// The last number in a path.
fn number(path: &str) -> String {
    let path = path.split('?').next().unwrap_or_default();
    path.rsplit('/').next().unwrap_or_default().to_owned()
}

on_both! {
    async fn a_programme_is_typed_moved_reported_and_commented_on_by_its_owner(app) {
        let (head, owner) = (app.person("coordinator"), app.person("caseworker"));
        let (programme, indicator) = drafted(&app).await;
        let (board, page) = (format!("/desk/programmes/{programme}"), format!("/desk/indicators/{indicator}"));
        assert_eq!(app.visitor().get(&format!("/programmes/{programme}")).await.status, 404, "a draft is not public");
        assert_eq!(head.post_form(&format!("{board}/start"), &[]).await.status, 303);
        assert_eq!(owner.post_form(&format!("{page}/drop"), &[]).await.status, 403);

        let today = app::i18n::day_value(app.store.now());
        let nowhere = [("value_amount", "3613"), ("value_day", today.as_str()), ("value_source", "")];
        let refused = owner.post_form(&format!("{page}/value"), &nowhere).await;
        assert_eq!(refused.status, 422, "a source is needed");
        assert!(refused.text.contains("3613"), "what was typed stays");
        // A wrong number is called by the form's own word, and who has no form hears why.
        let words = [("value_amount", "很多"), ("value_day", today.as_str()), ("value_source", "表")];
        let refused = owner.post_form(&format!("{page}/value"), &words).await;
        assert!(refused.text.contains("累计做到：这里只填数字") && !refused.text.contains("金额"), "{}", refused.text);
        assert_eq!(app.person("auditor").post_form(&format!("{page}/value"), &words).await.status, 403);
        let sourced = [("value_amount", "3613"), ("value_day", today.as_str()), ("value_source", "入群统计表")];
        assert_eq!(owner.post_form(&format!("{page}/value"), &sourced).await.status, 303);
        let public = app.visitor().get(&format!("/programmes/{programme}")).await.text;
        assert!(public.contains("3610") && !public.contains("3613"), "steps of five");
        assert!(head.get(&board).await.text.contains("3613"));

        let milestone = app.database.rows(&format!("select id, '' from milestone where indicator = {indicator}")).await[0].0;
        let (milestone, later) = (milestone.to_string(), app::i18n::day_value(app.store.now() + 120 * domain::DAY));
        let moved = [("moved", milestone.as_str()), ("moved_day", later.as_str()), ("moved_reason", "验收改期")];
        assert_eq!(owner.post_form(&format!("{page}/move"), &moved).await.status, 303);
        assert!(owner.get(&page).await.text.contains("验收改期"));

        // At the latest after 100 days a quarter has ended and its comment is asked for.
        app.pass(100 * domain::DAY).await;
        assert!(owner.get("/desk").await.text.contains("要写说明的季报"));
        assert!(owner.get("/desk/indicators").await.text.contains("警民微信群入群"));
        let report = app.database.rows(&format!("select id, '' from indicator_report where indicator = {indicator}")).await[0].0;
        let report = report.to_string();
        let comment = [("report", report.as_str()), ("words", "周末加了两个班。")];
        assert_eq!(owner.post_form(&format!("{page}/comment"), &comment).await.status, 303);
        assert_eq!(owner.post_form(&format!("{page}/comment"), &comment).await.status, 409, "once");
        assert!(app.person("auditor").get(&page).await.text.contains("周末加了两个班。"));
        assert!(head.get(&format!("{board}/file?format=csv")).await.text.contains("周末加了两个班。"));
        app.assert_consistent().await;
    }
}
