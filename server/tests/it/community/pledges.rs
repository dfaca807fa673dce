//! A pledge through the pages: picked from the board, signed by both, public, over and rated with a reason.

use crate::support::on_both;

on_both! {
    async fn a_pledge_is_picked_signed_shown_and_rated_on_its_pages(app) {
        let (id, head, member) = (app.world.id("organisation"), app.person("coordinator"), app.person("donor2"));
        let account = member.actor.account;
        let joins = format!("update account set organisation = {id}, contact = true where id = {account}");
        app.database.raw(&joins).await.expect("acts for it");
        let area = app.world.id("community").to_string();
        let day = |days: i64| app::i18n::day_value(app.store.now() + days * domain::DAY);
        let (soon, late) = (day(60), day(100));
        let mut form = vec![("area", area.as_str()), ("what", "hours"), ("count", "0"), ("until", soon.as_str())];
        let none = head.post_form("/pledges/board", &form).await;
        assert_eq!(none.status, 422, "at least one hour");
        form[2] = ("count", "8");
        assert_eq!(head.post_form("/pledges/board", &form).await.status, 303);
        let first = [("area", area.as_str()), ("what_1", "hours"), ("count_1", "8")];
        let lines = [&first[..], &[("what_2", "posts"), ("count_2", "")]].concat();
        let uncounted = member.post_form("/pledges/new", &[&lines[..], &[("until", late.as_str())]].concat()).await;
        assert_eq!(uncounted.status, 422);
        assert!(uncounted.text.contains("#count_2"), "the error is at its line: {}", uncounted.text);
        let board = member.get("/pledges/board").await.text;
        assert!(board.contains("服务 8 小时") && board.contains("认领"), "{board}");
        let listing = app.database.rows("select max(id), '' from pledge_listing").await[0].0;
        let pick = format!("/pledges/board/{listing}/pick");
        let picked = member.post_form(&pick, &[("until", late.as_str())]).await;
        assert_eq!(picked.status, 303, "{}", picked.text);
        let page = picked.header("location").to_owned();
        assert_eq!(app.visitor().get(&page).await.status, 404, "a draft");
        assert!(head.get("/desk").await.text.contains("待签的承诺"));
        assert_eq!(head.post_form(&format!("{page}/sign"), &[]).await.status, 303);
        let shown = app.visitor().get(&page).await;
        assert!(shown.text.contains("亮诺") && shown.text.contains("不足 5"), "{}", shown.text);
        assert!(app.visitor().get("/pledges").await.text.contains(&page));

        app.pass(8 * domain::DAY).await;
        let last = app.store.now() + domain::DAY;
        let ends = format!("update pledge set until = {last}, next_step = {last}");
        app.database.raw(&ends).await.expect("its last day is near");
        app.pass(2 * domain::DAY).await;
        assert!(head.get("/desk").await.text.contains("待评的承诺"));
        let rated = head.post_form(&format!("{page}/rate"), &[("rating", "hardly")]).await;
        assert_eq!(rated.status, 422, "a reason is missing");
        assert!(rated.text.contains("请选择"), "no reason is chosen for the rater: {}", rated.text);
        assert!(!rated.text.contains("value=\"kept\""), "not all was kept: {}", rated.text);
        let rate = [("rating", "hardly"), ("why_1", "no_people")];
        assert_eq!(member.post_form(&format!("{page}/rate"), &rate).await.status, 403, "not by the organisation");
        assert_eq!(head.post_form(&format!("{page}/rate"), &rate).await.status, 303);
        let over = app.visitor().get(&page).await;
        assert!(over.text.contains("人手不够") && over.text.contains("基本没有兑现"), "{}", over.text);
        let rows = format!("{page}/rows");
        assert!(head.get(&rows).await.text.contains("还没有记录"));
        assert_eq!(app.visitor().get(&rows).await.status, 404, "exact numbers are not public");
        let link = format!("/organisations/{id}\"");
        assert!(over.text.contains(&link), "{}", over.text);
        app.database.raw(&format!("update organisation set open = false where id = {id}")).await.expect("closed");
        assert!(!app.visitor().get(&page).await.text.contains(&link), "its page is gone");
    }
}
