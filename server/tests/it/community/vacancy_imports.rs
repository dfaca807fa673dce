//! Vacancies from a sheet through the pages: looked at row by row, then posted.

use crate::{shop::sheets::send, support::on_both};

on_both! {
    async fn vacancies_of_a_sheet_are_looked_at_and_posted(app) {
        let (head, id) = (app.person("coordinator"), app.world.id("organisation").to_string());
        let day = app::i18n::day_value(app.store.now() + 30 * domain::DAY);
        let list = format!(
            "第二服装厂招工表\n岗位名称,工作地点,月薪,招聘人数,每周工时,食宿,截止日期\n\
             裁缝,新路 3 号,4000,2人,40,包住,{day}\n保洁员,新路 3 号,面谈,1,40,,{day}\n合计,,,3,,,\n"
        );
        let fields = [("organisation", id.as_str())];
        assert_eq!(send(&app.donor(), "/desk/jobs/import", &fields, "x.csv", list.as_bytes()).await.status, 403);
        let sent = send(&head, "/desk/jobs/import", &fields, "招工.csv", list.as_bytes()).await;
        assert_eq!(sent.status, 303, "{}", sent.text);
        let plan = sent.header("location").to_owned();
        let page = head.get(&plan).await.text;
        assert!(page.contains("裁缝") && page.contains("“面谈”不是整数"), "{page}");
        assert!(!app.visitor().get("/jobs").await.text.contains("裁缝"), "nothing is posted yet");
        assert_eq!(head.post_form(&format!("{plan}/apply"), &[]).await.status, 303);
        assert!(app.visitor().get("/jobs").await.text.contains("裁缝"));
        assert!(head.get(&plan).await.text.contains("这张表的岗位都发布了"));
        app.assert_consistent().await;
    }
}
