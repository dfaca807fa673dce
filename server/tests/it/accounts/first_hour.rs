//! The first hour: from an administrator to the first published wish, and what a sheet of staff may not do.

use axum::{body::Body, http::Request};

use crate::{
    shop::sheets::send,
    support::{Reply, TestApp, on_both},
};

const SHEET: &str = "所在地区,角色,姓名,手机,所属单位,门店\n\
    新城市/东区/一社区,网格员,王芳,13711110001,,\n\
    新城市,负责人,李强,13711110002,,\n\
    新城市/东区,店员,赵敏,13711110003,东区总工会,东区爱心超市\n";

/// Returns what a page says of each pair of marks, in its order.
fn between(text: &str, before: &str, after: &str) -> Vec<String> {
    text.split(before).skip(1).filter_map(|rest| rest.split(after).next()).map(str::to_owned).collect()
}

/// Reads one number of the database, such as the id of what was made last.
async fn number(app: &TestApp, what: &str) -> i64 {
    app.database.rows(&format!("select {what}")).await[0].0
}

/// Posts a form of a page in the session of a cookie.
async fn post(app: &TestApp, cookie: &str, path: &str, fields: &[(&str, &str)]) -> Reply {
    let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
    let request = Request::post(path).header("content-type", "application/x-www-form-urlencoded");
    app.visitor().send(request.header("cookie", cookie).body(Body::from(body)).expect("a request")).await
}

fn cookie_of(reply: &Reply) -> String {
    let set = reply.headers.get_all("set-cookie").iter().filter_map(|set| set.to_str().ok());
    let mut set = set.filter_map(|set| set.split(';').next());
    set.find(|set| set.starts_with("__Host-session=")).unwrap_or_default().to_owned()
}

/// Signs in with a handed-out code, and sets a password: two actions. Returns the cookie.
async fn begins(app: &TestApp, phone: &str, code: &str) -> String {
    let signed = post(app, "", "/sign-in", &[("phone", phone), ("password", code)]).await;
    assert_eq!(signed.status, 303, "{}", signed.text);
    let set = post(app, &cookie_of(&signed), "/me/setup", &[("new", "battery staple")]).await;
    assert_eq!((set.status.as_u16(), set.header("location")), (303, "/desk"), "{}", set.text);
    cookie_of(&set)
}

on_both! {
    async fn ten_actions_lead_from_an_administrator_to_the_first_published_wish(app) {
        // 1: the administrator signs in.
        let admin = app.person("admin");
        // 2: sends one sheet with areas, a shop, an organisation and people.
        let seen = send(&admin, "/admin/staff-sheet", &[], "人员.csv", SHEET.as_bytes()).await;
        assert_eq!(seen.status, 200, "{}", seen.text);
        assert_eq!(app.database.count("area where name = '新城市'").await, 0, "nothing is made yet");
        let sheet = between(&seen.text, "name=\"sheet\" value=\"", "\"").remove(0);
        // 3: agrees, and prints the codes.
        let done = admin.post_form("/admin/staff-sheet/apply", &[("sheet", &sheet)]).await;
        assert_eq!(done.status, 200, "{}", done.text);
        assert!(done.header("cache-control").contains("no-store"));
        let codes = between(&done.text, "<b class=\"num\">", "</b>");
        assert_eq!(codes.len(), 3, "{}", done.text);
        let (steps, area) = ("开头几步", number(&app, "id, '' from area where name = '一社区'").await);
        assert!(admin.get("/desk").await.text.contains(steps));
        // 4, 5: the caseworker signs in with its code, and sets a password.
        let caseworker = begins(&app, "13711110001", &codes[0]).await;
        // 6: makes the first family's file.
        let family = [
            ("area", area.to_string()),
            ("name", "金秀".into()),
            ("phone", "13711119999".into()),
            ("member_name_1", "金秀".into()),
            ("birth_year_1", "1980".into()),
            ("sex_1", "female".into()),
            ("rows", "1".into()),
        ];
        let family: Vec<_> = family.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let made = post(&app, &caseworker, "/desk/households/new", &family).await;
        assert_eq!(made.status, 303, "{}", made.text);
        let household = number(&app, "max(id), '' from household").await;
        // 7: posts its first wish.
        let to = format!("/desk/households/{household}/wishes/new/wok");
        let posted = post(&app, &caseworker, &to, &[("quantity", "1")]).await;
        assert_eq!(posted.status, 303, "{}", posted.text);
        let wish = number(&app, "max(id), '' from wish").await;
        // 8, 9: the coordinator signs in with its code, and sets a password.
        let coordinator = begins(&app, "13711110002", &codes[1]).await;
        // 10: publishes the wish, because who posts for a family does not publish.
        let published = post(&app, &coordinator, &format!("/desk/review/{wish}/publish"), &[]).await;
        assert_eq!(published.status, 303, "{}", published.text);
        let state = format!("wish where id = {wish} and state = 'published'");
        assert_eq!(app.database.count(&state).await, 1);
        assert!(!admin.get("/desk").await.text.contains(steps), "all is done");
        // The same sheet again makes nothing twice.
        let again = admin.post_form("/admin/staff-sheet/apply", &[("sheet", &sheet)]).await;
        assert!(again.status == 200 && between(&again.text, "<b class=\"num\">", "</b>").is_empty(), "{}", again.text);
        assert_eq!(app.database.count("area where name = '新城市'").await, 1);
        app.assert_consistent().await;
    }

    async fn a_sheet_gives_no_more_than_its_importer_may(app) {
        let head = app.person("coordinator");
        let city = app.store.areas(&head.actor).await.expect("areas").remove(0).name;
        let sheet = format!(
            "所在地区,角色,姓名,手机,门店\n{city},网格员,新人,13722220001,\n{city}/没有的区,网格员,甲,13722220002,\n\
             {city},管理员,乙,13722220003,\n{city},店员,丙,13722220004,另一家店\n"
        );
        let seen = send(&head, "/admin/staff-sheet", &[], "人员.csv", sheet.as_bytes()).await.text;
        for why in ["要请管理员先建", "不认得“管理员”", "您不能在这里做"] {
            assert!(seen.contains(why), "{why}: {seen}");
        }
        let sheet = between(&seen, "name=\"sheet\" value=\"", "\"").remove(0);
        let done = head.post_form("/admin/staff-sheet/apply", &[("sheet", &sheet)]).await;
        assert_eq!(between(&done.text, "<b class=\"num\">", "</b>").len(), 1, "{}", done.text);
        assert_eq!(app.database.count("area where name = '没有的区'").await, 0);
        assert_eq!(send(&app.caseworker(), "/admin/staff-sheet", &[], "x.csv", SHEET.as_bytes()).await.status, 403);

        // The list of first steps stays away once it was put away, here too.
        let root = app.world.id("city").to_string();
        assert_eq!(head.post_form("/desk/first-steps/hide", &[("root", &root)]).await.header("location"), "/desk");
        assert!(!head.get("/desk").await.text.contains("开头几步"));
    }
}
