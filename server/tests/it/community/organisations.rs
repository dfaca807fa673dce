//! An organisation and its partnership through the pages, by each side.

use crate::support::on_both;

on_both! {
    async fn an_organisation_is_described_acts_and_agrees_on_its_pages(app) {
        let (id, admin) = (app.world.id("organisation"), app.person("area_admin"));
        let (head, member) = (app.person("coordinator"), app.person("donor2"));
        let account = member.actor.account;
        app.database.raw(&format!("update account set organisation = {id} where id = {account}")).await.expect("joins");
        let file = format!("/desk/organisations/{id}");
        let (account, area) = (account.to_string(), app.world.id("community").to_string());
        let form = [("account", account.as_str()), ("role", "named")];
        assert_eq!(admin.post_form(&format!("{file}/members"), &form).await.status, 303);
        let long = "长".repeat(41);
        let wrong = admin.post_form(&file, &[("name", long.as_str()), ("kind", "union")]).await;
        assert_eq!(wrong.status, 422);
        assert!(wrong.text.contains(&long), "what was typed stays");
        assert_eq!(admin.post_form(&file, &[("name", "总工会"), ("kind", "union")]).await.status, 303);
        let visitor = app.visitor().get(&format!("/organisations/{id}")).await;
        assert!(visitor.text.contains("总工会") && visitor.text.contains("不足 5"), "{}", visitor.text);
        let list = admin.get("/desk/organisations/file?format=csv").await;
        assert!(list.text.contains("总工会"), "{}", list.text);

        let until = app::i18n::day_value(app.store.now() + 100 * domain::DAY);
        let mut form =
            vec![("area", area.as_str()), ("what", "goods"), ("words", "每月 20 袋大米"), ("until", "2020-01-01")];
        let late = member.post_form("/organisation/partnerships", &form).await;
        assert_eq!(late.status, 422);
        assert!(late.text.contains("每月 20 袋大米"), "what was typed stays");
        form[3] = ("until", until.as_str());
        let made = member.post_form("/organisation/partnerships", &form).await;
        assert_eq!(made.status, 303, "{}", made.text);
        let page = made.header("location").to_owned();
        assert!(head.get("/desk").await.text.contains("/desk/partnerships?show=waiting"));
        assert!(head.get("/desk/partnerships?show=waiting").await.text.contains(&page));
        assert_eq!(head.post_form(&format!("{page}/answer"), &[("answer", "accept")]).await.status, 303);
        assert_eq!(head.post_form(&format!("{page}/answer"), &[("answer", "accept")]).await.status, 409);
        assert!(member.get("/organisation").await.text.contains("进行中"));
        assert_eq!(app.donor().get(&page).await.status, 404);
    }
}
