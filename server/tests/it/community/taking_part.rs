//! Points for taking part through the pages: a rule, a neighbour's help, its confirmation, and the family's page.

use crate::support::{TestApp, on_both};

/// Makes the family's code on its page and returns it.
async fn code_of(app: &TestApp) -> String {
    let made = app.person("family").post_form("/home/taking-part/code", &[]).await;
    assert_eq!(made.status, 303, "{}", made.text);
    let find = format!("select household, code from neighbour_code where household = {}", app.world.id("family"));
    app.database.rows(&find).await.remove(0).1
}

on_both! {
    async fn a_confirmed_help_is_on_the_familys_page_with_its_rule_and_points(app) {
        let (head, family, helper) = (app.person("coordinator"), app.person("family"), app.person("family2"));
        let rules = format!("/admin/areas/{}/taking-part", app.world.id("city"));
        let wrong = [("kind", "neighbour"), ("points", "0"), ("cap_month", "20")];
        assert_eq!(head.post_form(&rules, &wrong).await.status, 422);
        let right = [("kind", "neighbour"), ("points", "7"), ("cap_month", "20")];
        assert_eq!(head.post_form(&rules, &right).await.status, 303);
        assert!(helper.get("/home/taking-part").await.text.contains("每次 7 分"), "the rule is on the family's page");

        let code = code_of(&app).await;
        let said = [("code", code.as_str()), ("words", "帮忙把煤搬上楼")];
        let refused = helper.post_form("/home/taking-part/help", &[("code", "NOSUCH00"), ("words", "帮忙把煤搬上楼")]).await;
        assert_eq!(refused.status, 422);
        assert!(refused.text.contains("帮忙把煤搬上楼"), "what was typed stays");
        assert_eq!(helper.post_form("/home/taking-part/help", &said).await.status, 303);
        assert!(app.person("caseworker").get("/desk").await.text.contains("邻里互助待确认"));
        let help = app.database.rows("select max(id), '' from neighbour_help").await[0].0;
        let answer = format!("/home/taking-part/help/{help}/answer");
        assert_eq!(helper.post_form(&answer, &[("answer", "confirm")]).await.status, 404, "not for itself");
        assert!(family.get("/home/taking-part").await.text.contains("帮忙把煤搬上楼"));
        assert_eq!(family.post_form(&answer, &[("answer", "confirm")]).await.status, 303);

        let page = helper.get("/home/taking-part").await.text;
        assert!(page.contains("邻里互助") && page.contains("按第 1 版规定"), "the fact and its rule");
        assert!(helper.get("/home/points").await.text.contains("邻里互助"), "the line of the statement says for what");
        app.assert_consistent().await;
    }
}
