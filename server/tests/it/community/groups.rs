//! A group through the pages: opened, joined by its poster's code, a notice that one family reads and one does not.

use crate::support::{TestApp, on_both};

/// Opens a group of the community on the page; returns its path.
async fn opened(app: &TestApp) -> String {
    let head = app.person("coordinator");
    let (area, caretaker) = (app.world.id("community").to_string(), app.caseworker().actor.account.to_string());
    let form = [("area", area.as_str()), ("name", "柳林一组"), ("channel", "wechat")];
    let unowned = head.post_form("/desk/groups/new", &form).await;
    assert_eq!(unowned.status, 422, "a caretaker is needed");
    assert!(unowned.text.contains("柳林一组"), "what was typed stays: {}", unowned.text);
    let made = head.post_form("/desk/groups/new", &[&form[..], &[("caretaker", caretaker.as_str())]].concat()).await;
    assert_eq!(made.status, 303, "{}", made.text);
    made.header("location").to_owned()
}

on_both! {
    async fn families_join_by_the_poster_and_who_reads_no_notice_is_called(app) {
        let (head, keeper, family, second) =
            (app.person("coordinator"), app.caseworker(), app.family(), app.person("family2"));
        let group = opened(&app).await;
        let id: i64 = group.trim_start_matches("/desk/groups/").parse().expect("a number");
        let code = app.store.group(&keeper.actor, id).await.expect("read").code;
        let join = format!("/groups/join/{code}");
        let strange = app.visitor().get(&join).await;
        assert!(strange.text.contains("柳林一组") && !strange.text.contains("柳林社区"), "strangers read the name");
        assert!(app.visitor().post_form(&join, &[]).await.header("location").starts_with("/sign-in"));
        assert_eq!(family.post_form(&join, &[]).await.status, 303);
        assert_eq!(app.person("family_there").post_form(&join, &[]).await.status, 404, "it lives elsewhere");
        let household = second.actor.household.to_string();
        let say = [("household", household.as_str()), ("answer", "joined")];
        let asked = keeper.post_form(&format!("{group}/roster"), &say).await;
        assert_eq!(asked.status, 422, "only who agreed to be asked is on the roster");
        let agreed = [&say[..], &[("agreed", "on")]].concat();
        assert_eq!(keeper.post_form(&format!("{group}/roster"), &agreed).await.status, 303);
        assert!(head.get("/desk/groups").await.text.contains("2 户里 2 户已入群，100.0%"), "the figure of the area");
        let rows = head.get("/desk/groups/roster?state=joined").await.text;
        assert!(!rows.contains("欧阳金雀") && rows.contains(&format!("/desk/households/{household}/groups")), "{rows}");

        let until = app::i18n::day_value(app.store.now() + 9 * domain::DAY);
        let words = [("title", "停水"), ("words", "明天上午停水。"), ("until", until.as_str())];
        let posted = keeper.post_form(&format!("{group}/notices"), &words).await;
        let notice = posted.header("location").split('?').next().unwrap_or_default().to_owned();
        let own = format!("/home/groups/notices/{}", notice.trim_start_matches("/desk/groups/notices/"));
        assert!(!family.get(&own).await.text.contains("明天上午停水。"), "opening it is a tap that is counted");
        assert_eq!(family.post_form(&format!("{own}/open"), &[]).await.status, 303);
        assert!(family.get(&own).await.text.contains("明天上午停水。"));
        assert!(!keeper.get("/desk").await.text.contains("有人没看通知的群"));
        assert_eq!(app.pass(3 * domain::DAY + 60).await.group_notices, 1);
        assert!(keeper.get("/desk").await.text.contains("有人没看通知的群"));
        assert!(keeper.get(&notice).await.text.contains("2 户里 1 户已看"));
        let called = [("household", household.as_str())];
        assert_eq!(keeper.post_form(&format!("{notice}/call"), &called).await.status, 303);
        assert!(!keeper.get("/desk").await.text.contains("有人没看通知的群"));
        app.assert_consistent().await;
    }
}

on_both! {
    async fn the_wall_of_an_area_is_public_and_shows_line_breaks_as_typed(app) {
        let head = app.person("coordinator");
        let area = app.world.id("east").to_string();
        let until = app::i18n::day_value(app.store.now() + 9 * domain::DAY);
        let form = [("area", area.as_str()), ("kind", "rules"), ("title", "邻里公约"), ("until", until.as_str()), ("place", "1")];
        let empty = head.post_form("/desk/documents/new", &form).await;
        assert_eq!(empty.status, 422);
        let words = [("words", "第一条\n<b>第二条</b>")];
        assert_eq!(head.post_form("/desk/documents/new", &[&form[..], &words].concat()).await.status, 303);
        let wall = app.visitor().get(&format!("/areas/{}/documents", app.world.id("community"))).await;
        assert!(wall.text.contains("邻里公约") && wall.text.contains("&lt;b&gt;第二条"), "{}", wall.text);
        app.pass(10 * domain::DAY).await;
        assert!(head.get("/desk").await.text.contains("过期的公开文件"));
        let late = app.visitor().get(&format!("/areas/{area}/documents")).await;
        assert!(late.text.contains("可能过期了"), "readers are told");
    }
}
