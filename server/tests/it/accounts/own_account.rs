//! The way of a donor and a family around their own account, through the router: from a wish to its claim, a forgotten
//! password, name and phone, area and organisation, and the end.

use axum::{body::Body, http::Request};
use domain::site::Agreement;
use serde_json::json;

use crate::{
    accounts::sign_in::{cookies, gateway, router_with_messages, sent, with_messages},
    support::{Client, Reply, TestApp, on_both},
};

const PASSWORD: &str = "山里的小书包是红色的";
const OTHER: &str = "河边的旧自行车是蓝色的";

/// Returns the session cookie that an answer sets, as a browser sends it back.
fn session(reply: &Reply) -> String {
    let cookies = cookies(reply);
    let cookie = cookies.iter().find(|cookie| cookie.starts_with("__Host-session=")).expect("a session");
    cookie.split(';').next().expect("a pair").to_owned()
}

async fn get(client: &Client, path: &str, cookie: &str) -> Reply {
    client.send(Request::get(path).header("cookie", cookie).body(Body::empty()).expect("a request")).await
}

async fn post(client: &Client, path: &str, cookie: &str, fields: &[(&str, &str)]) -> Reply {
    let mut form = format!("_request={}", server::http::random_id());
    for (name, value) in fields {
        form.push_str(&format!("&{name}={}", form_urlencoded::byte_serialize(value.as_bytes()).collect::<String>()));
    }
    let request = Request::post(path).header("content-type", "application/x-www-form-urlencoded");
    client.send(request.header("cookie", cookie).body(Body::from(form)).expect("a request")).await
}

/// Registers a donor on the page, for an area; returns its session cookie.
async fn registered(app: &TestApp, phone: &str, area: i64) -> String {
    let area = area.to_string();
    let agreed = Agreement::shipped("zh-CN").to_string();
    let fields = [
        ("phone", phone),
        ("name", "叶尔肯"),
        ("password", PASSWORD),
        ("area", area.as_str()),
        ("agreed", agreed.as_str()),
    ];
    session(&app.visitor().post_form("/register", &fields).await)
}

async fn invitation(app: &TestApp) -> String {
    let all = app.store.organisations(&app.person("admin").actor, app.world.id("city")).await.expect("a list");
    all.into_iter().find(|one| one.id == app.world.id("organisation")).expect("the organisation").invitation
}

/// Whether a list of areas has this one chosen.
fn is_chosen(page: &str, area: i64) -> bool {
    let mut options = page.split("<option").skip(1).filter_map(|rest| rest.split('>').next());
    options.any(|tag| tag.contains(&format!("value=\"{area}\"")) && tag.contains("selected"))
}

/// Returns the code of the newest message to a phone.
async fn code_for(inbox: &crate::accounts::sign_in::Inbox, many: usize, phone: &str) -> String {
    let messages = sent(inbox, many).await;
    let of = messages.iter().rev().find(|(_, body)| body["to"][0] == json!(phone)).expect("a message");
    of.1["params"]["code"].as_str().expect("a code").to_owned()
}

on_both! {
    async fn a_wish_leads_through_registration_in_its_own_area_to_its_claim(app) {
        let (wish, city) = (app.published_wish(1).await, app.world.id("city"));
        let claim = format!("/wishes/{wish}/claim");
        let led = app.visitor().get(&claim).await;
        let to = led.header("location").to_owned();
        assert!(to.starts_with("/sign-in?next="), "{to}");
        let sign_in = app.visitor().get(&to).await.text;
        assert!(sign_in.contains("登录后认领“书包 · 1–3 年级”"), "{sign_in}");
        let next = to.trim_start_matches("/sign-in?");
        assert!(sign_in.contains(&format!("/register?{next}")) && sign_in.contains(&format!("/sign-in/forgotten?{next}")));
        assert!(sign_in.contains(&format!("href=\"/wishes/{wish}\"")), "back leads to the wish");

        // The two areas are offered, that of the wish is chosen and named.
        let form = app.visitor().get(&format!("/register?{next}")).await.text;
        assert!(form.contains("在云溪市，地区已替您选好") && form.contains("石桥镇"), "{form}");
        assert!(is_chosen(&form, city), "{form}");
        // A wish that is not public says nothing of its area.
        let draft = app.family().post_wish(json!({"item": "wok"})).await;
        let form = app.visitor().get(&format!("/register?next=/wishes/{draft}/claim")).await;
        assert!(form.status == 200 && !form.text.contains("已替您选好"));

        let area = city.to_string();
        let agreed = Agreement::shipped("zh-CN").to_string();
        let fields = [
            ("phone", "13711112222"),
            ("name", "叶尔肯"),
            ("password", PASSWORD),
            ("area", area.as_str()),
            ("next", claim.as_str()),
            ("agreed", agreed.as_str()),
        ];
        let made = app.visitor().post_form("/register", &fields).await;
        assert_eq!((made.status.as_u16(), made.header("location")), (303, claim.as_str()));
        let cookie = session(&made);
        let sheet = get(&app.visitor(), &claim, &cookie).await;
        assert!(sheet.status == 200 && sheet.text.contains("class=\"sheet\""), "{}", sheet.text);
        assert_eq!(post(&app.visitor(), &claim, &cookie, &[("quantity", "1")]).await.status, 303);
        // Signing in leads there as well.
        let again = app.visitor().post_form("/sign-in", &[("phone", "13711112222"), ("password", PASSWORD), ("next", &claim)]).await;
        assert_eq!(again.header("location"), claim);
    }

    async fn a_donor_of_another_area_moves_to_that_of_the_wish_and_comes_back_to_it(app) {
        let cookie = registered(&app, "13711112222", app.world.id("there")).await;
        let wish = app.published_wish(1).await;
        let claim = format!("/wishes/{wish}/claim");
        let visitor = app.visitor();
        let refused = get(&visitor, &claim, &cookie).await.text;
        let change = format!("/me/area?next={claim}");
        assert!(refused.contains(&format!("href=\"{change}\"")), "{refused}");
        let page = get(&visitor, &change, &cookie).await.text;
        for said in ["只能认领新地区的心愿", "照样送到原来的店", "换地区就退出了"] {
            assert!(page.contains(said), "{said}: {page}");
        }
        let city = app.world.id("city");
        assert!(is_chosen(&page, city), "{page}");
        let city = city.to_string();
        let moved = post(&visitor, "/me/area", &cookie, &[("area", &city), ("next", &claim)]).await;
        assert_eq!((moved.status.as_u16(), moved.header("location")), (303, claim.as_str()));
        assert_eq!(post(&visitor, &claim, &cookie, &[("quantity", "1")]).await.status, 303);
        // The session goes on, and the account is of the city.
        assert!(get(&visitor, "/me", &cookie).await.text.contains("云溪市"));
        app.assert_consistent().await;
    }

    async fn an_invitation_is_for_those_who_have_an_account_too(app) {
        let code = invitation(&app).await;
        let new = app.visitor().get(&format!("/register?invitation={code}")).await.text;
        assert!(new.contains("您将加入工会") && !new.contains("name=\"area\""), "{new}");

        let opened = app.donor().get(&format!("/register?invitation={code}")).await.text;
        assert!(opened.contains("action=\"/me/organisation\"") && opened.contains(&code), "{opened}");
        assert!(!opened.contains("name=\"password\""), "no second account");
        let joined = app.donor().post_form("/me/organisation", &[("invitation", &code)]).await;
        assert_eq!((joined.status.as_u16(), joined.header("location")), (303, "/me/area"));
        assert!(app.donor().get("/me").await.text.contains("工会"));
        app.donor().post_form("/me/organisation", &[("invitation", "ZZZZZZZZ")]).await;
        assert_eq!(app.donor().post_form("/me/organisation", &[("invitation", "ZZZZZZZZ")]).await.status, 422);
        app.donor().delete("/api/v1/me/organisation").await.expect(204);
        app.donor().delete("/api/v1/me/organisation").await.refused(409, "wrong_state");
        let joined = app.donor().post("/api/v1/me/organisation", json!({"invitation": code})).await.expect(200);
        assert_eq!(joined["organisation"], "工会");
        let there = app.person("donor_there").post("/api/v1/me/organisation", json!({"invitation": code})).await;
        assert_eq!(there.refused(422, "invalid_fields")["fields"][0]["code"], "other_area");
    }

    async fn a_forgotten_password_comes_back_by_text_message(app) {
        let (url, inbox) = gateway().await;
        let visitor = with_messages(&app, &url);
        registered(&app, "13711112222", app.world.id("city")).await;
        let page = visitor.get("/sign-in/forgotten?next=/claims").await.text;
        assert!(page.contains("name=\"phone\"") && page.contains("网格员") && page.contains("管理员"), "{page}");

        let mut asked = Vec::new();
        for phone in ["13711112222", "13722223333"] {
            asked.push(visitor.post_form("/sign-in/forgotten", &[("phone", phone), ("next", "/claims")]).await);
        }
        assert!(asked.iter().all(|reply| reply.status == 200 && reply.text.contains("name=\"new\"")));
        assert_eq!(asked[0].text.len(), asked[1].text.len(), "the pages differ only in the phone");
        let code = code_for(&inbox, 1, "13711112222").await;
        assert_eq!(sent(&inbox, 1).await.len(), 1, "no message to the unknown phone");

        let with = |phone: &'static str, code: String| {
            vec![("phone", phone.to_owned()), ("one_time", code), ("new", OTHER.to_owned()), ("next", "/claims".to_owned())]
        };
        let send = async |fields: Vec<(&'static str, String)>| {
            let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
            visitor.post_form("/sign-in/forgotten", &fields).await
        };
        let wrong = if code == "123456" { "654321" } else { "123456" };
        let (known, unknown) = (send(with("13711112222", wrong.into())).await, send(with("13722223333", wrong.into())).await);
        assert_eq!((known.status.as_u16(), unknown.status.as_u16()), (401, 401));
        assert!(!known.text.contains(OTHER), "a password is not sent back");
        let weak = visitor.post_form("/sign-in/forgotten", &[("phone", "13711112222"), ("one_time", &code), ("new", "12345678")]).await;
        assert_eq!(weak.status, 422);
        let set = send(with("13711112222", code)).await;
        assert_eq!((set.status.as_u16(), set.header("location")), (303, "/claims"));
        assert_eq!(get(&visitor, "/claims", &session(&set)).await.status, 200);
        let sign_in = async |password: &str| app.visitor().post("/api/v1/session", json!({"phone": "13711112222", "password": password})).await;
        sign_in(PASSWORD).await.refused(401, "wrong_sign_in");
        sign_in(OTHER).await.expect(200);

        // Over the API, a minute later.
        app.store.clock.advance(61);
        assert_eq!(visitor.post("/api/v1/session/codes", json!({"phone": "13711112222"})).await.status, 202);
        let code = code_for(&inbox, 2, "13711112222").await;
        let body = |password: &str| json!({"phone": "13711112222", "code": code, "password": password});
        visitor.post("/api/v1/session/password", body("12345678")).await.refused(422, "invalid_fields");
        visitor.post("/api/v1/session/password", body(PASSWORD)).await.expect(200);
        visitor.post("/api/v1/session/password", body(PASSWORD)).await.refused(401, "wrong_one_time_code");
    }

    async fn without_a_gateway_the_page_says_whom_to_ask(app) {
        let page = app.visitor().get("/sign-in/forgotten").await.text;
        assert!(!page.contains("name=\"phone\""), "{page}");
        for whom in ["网格员", "社区或爱心超市", "管理员", "开通码"] {
            assert!(page.contains(whom), "{whom}: {page}");
        }
        assert_eq!(app.visitor().post_form("/sign-in/forgotten", &[("phone", "13900004711")]).await.status, 409);
    }

    async fn one_page_leads_to_all_that_is_ones_own(app) {
        let links = |text: &str| {
            ["/me/contact", "/me/area", "/me/sessions", "/me/close"].map(|path| text.contains(&format!("href=\"{path}\"")))
        };
        let donor = app.donor().get("/me").await.text;
        assert_eq!(links(&donor), [true, true, true, true]);
        for part in ["我的账号", "好心人", "13800000021", "云溪市", "action=\"/me/password\"", "name=\"lang\"", "action=\"/sign-out\""] {
            assert!(donor.contains(part), "{part}: {donor}");
        }
        let family = app.family().get("/me").await.text;
        assert_eq!(links(&family), [false, false, true, true]);
        assert!(family.contains("要改请找网格员"));
        let staff = app.caseworker().get("/me").await.text;
        assert_eq!(links(&staff), [false, false, true, true]);
        assert!(staff.contains("请找管理员"));
    }

    async fn name_and_phone_are_changed_by_their_owner(app) {
        let cookie = registered(&app, "13711112222", app.world.id("city")).await;
        let visitor = app.visitor();
        assert_eq!(post(&visitor, "/me/name", &cookie, &[("name", "新名字")]).await.header("location"), "/me/contact");
        assert!(get(&visitor, "/me/contact", &cookie).await.text.contains("新名字"));
        assert_eq!(post(&visitor, "/me/name", &cookie, &[("name", "")]).await.status, 422);

        // Without a gateway: the password, and one sentence for each phone of another account.
        let phone = async |phone: &str, old: &str| post(&visitor, "/me/phone", &cookie, &[("phone", phone), ("old", old)]).await;
        assert_eq!(phone("13722223333", "not it").await.status, 422);
        for known in ["13900004711", "13800000000"] {
            let refused = phone(known, PASSWORD).await;
            assert!(refused.status == 409 && refused.text.contains("这个手机号在这里用不了"), "{}", refused.text);
        }
        assert_eq!(phone("13722223333", PASSWORD).await.status, 303);

        // With one: a code to the new phone.
        let (url, inbox) = gateway().await;
        let texting = Client::visitor(router_with_messages(&app, &url));
        let asked = post(&texting, "/me/phone", &cookie, &[("phone", "13733334444")]).await;
        assert!(asked.status == 200 && asked.text.contains("name=\"one_time\"") && !asked.text.contains("name=\"old\""), "{}", asked.text);
        let code = code_for(&inbox, 1, "13733334444").await;
        let wrong = if code == "123456" { "654321" } else { "123456" };
        let refused = post(&texting, "/me/phone", &cookie, &[("phone", "13733334444"), ("one_time", wrong)]).await;
        assert!(refused.status == 401 && refused.text.contains("name=\"one_time\""), "{}", refused.text);
        let set = post(&texting, "/me/phone", &cookie, &[("phone", "13733334444"), ("one_time", &code)]).await;
        assert_eq!(set.status, 303);
        assert!(get(&texting, "/me", &cookie).await.text.contains("13733334444"), "this device stays signed in");
    }

    async fn a_form_typed_while_the_session_idles_out_comes_back_to_its_account_alone(app) {
        let (visitor, city) = (app.visitor(), app.world.id("city"));
        let cookie = registered(&app, "13711112222", city).await;
        let page = get(&visitor, "/offers/new?item=wok", &cookie).await.text;
        let mark = page.split("name=\"_for\" value=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("a mark").to_owned();
        app.store.clock.advance(13 * 3600);
        let words = "锅底有点黑，还能用十年";
        let late = async |mark: &str, words: &str| {
            let pair = |name: &str, value: &str| format!("{name}={}", form_urlencoded::byte_serialize(value.as_bytes()).collect::<String>());
            let chosen = [pair("item", "13"), pair("quantity", "1"), pair("condition", "used")];
            let typed = [pair("_for", mark), pair("words", words), pair("password", "a secret typed by mistake")];
            let form = [chosen, typed].concat().join("&");
            let request = Request::post("/offers/new").header("content-type", "application/x-www-form-urlencoded");
            let request = request.header("host", "localhost").header("referer", "http://localhost/offers/new?item=wok").header("cookie", &cookie);
            visitor.send(request.body(Body::from(form)).expect("a request")).await
        };
        let draft = |reply: &Reply| cookies(reply).iter().find(|cookie| cookie.starts_with("draft=")).and_then(|cookie| cookie.split(';').next().map(str::to_owned));
        let sent = late(&mark, words).await;
        assert_eq!((sent.status.as_u16(), sent.header("location")), (303, "/sign-in?next=%2Foffers%2Fnew%3Fitem%3Dwok"));
        let draft_cookie = draft(&sent).expect("a draft");
        // A mark that is forged, and a form that is too large, are not kept.
        assert_eq!(draft(&late(&format!("{mark}0"), words).await), None);
        assert_eq!(draft(&late(&mark, &"x".repeat(40_000)).await), None);

        let sign_in = async |phone: &str| {
            let fields = [("phone", phone), ("password", PASSWORD), ("next", "/offers/new?item=wok")];
            let signed = app.visitor().post_form("/sign-in", &fields).await;
            assert_eq!(signed.header("location"), "/offers/new?item=wok");
            format!("{}; {draft_cookie}", session(&signed))
        };
        registered(&app, "13722223333", city).await;
        let other = sign_in("13722223333").await;
        assert!(!get(&visitor, "/offers/new?item=wok", &other).await.text.contains(words), "of another account");
        let own = sign_in("13711112222").await;
        let elsewhere = own.split("; ").next().expect("a session").to_owned();
        assert!(!get(&visitor, "/offers/new?item=wok", &elsewhere).await.text.contains(words), "in another browser");
        let back = get(&visitor, "/offers/new?item=wok", &own).await.text;
        assert!(back.contains(words) && back.contains("刚才写的还在这里"), "{back}");
        assert!(!back.contains("a secret typed by mistake"));
        assert!(!get(&visitor, "/offers/new?item=wok", &own).await.text.contains(words), "once");
        // After an hour it is gone.
        app.store.clock.advance(13 * 3600);
        let draft_cookie = draft(&late(&mark, words).await).expect("a draft");
        app.store.clock.advance(3601);
        let late_in = sign_in("13711112222").await.replace(own.split("; ").nth(1).expect("a draft"), &draft_cookie);
        assert!(!get(&visitor, "/offers/new?item=wok", &late_in).await.text.contains(words));
    }

    async fn an_administrator_changes_a_colleagues_phone_and_the_colleague_reads_of_it(app) {
        let (admin, spare) = (app.person("area_admin"), app.world.id("spare"));
        let path = format!("/admin/accounts/{spare}");
        assert!(admin.get(&path).await.text.contains(&format!("action=\"{path}/contact\"")));
        assert!(!app.person("coordinator").get(&path).await.text.contains(&format!("action=\"{path}/contact\"")));
        let changed = admin.post_form(&format!("{path}/contact"), &[("name", "新同事"), ("phone", "13744445555")]).await;
        assert_eq!(changed.header("location"), path);
        assert!(admin.get(&path).await.text.contains("13744445555"));
        let told = app.person("spare").get("/notices").await.text;
        assert!(told.contains("管理员改了您的名字或手机号"), "{told}");
        let api = admin.post(&format!("/api/v1/accounts/{spare}/contact"), json!({"name": "新同事", "phone": "13800000003"})).await;
        api.refused(409, "phone_taken");
    }

    async fn closing_says_what_comes_first_and_what_stays_then_forgets_the_browser(app) {
        let cookie = registered(&app, "13711112222", app.world.id("city")).await;
        let (visitor, wish) = (app.visitor(), app.published_wish(1).await);
        post(&visitor, &format!("/wishes/{wish}/claim"), &cookie, &[("quantity", "1")]).await;
        let page = get(&visitor, "/me/close", &cookie).await.text;
        for said in ["您还有认领没送到店里", "href=\"/claims\"", "手机号和名字会删掉", "收据和账目会留着"] {
            assert!(page.contains(said), "{said}: {page}");
        }
        assert!(!page.contains("name=\"old\""), "nothing to submit yet");
        let fields = [("old", PASSWORD), ("sure", "yes")];
        assert_eq!(post(&visitor, "/me/close", &cookie, &fields).await.status, 409);

        // Cancelled, nothing is promised any more.
        let claims = app.database.rows("select max(id), '' from claim").await[0].0;
        assert_eq!(post(&visitor, &format!("/claims/{claims}/cancel"), &cookie, &[("reason", "不方便了")]).await.status, 303);
        assert_eq!(post(&visitor, "/me/close", &cookie, &[("old", PASSWORD)]).await.status, 422, "it must be ticked");
        assert_eq!(post(&visitor, "/me/close", &cookie, &[("old", "not it"), ("sure", "yes")]).await.status, 422);
        let closed = post(&visitor, "/me/close", &cookie, &fields).await;
        assert_eq!((closed.status.as_u16(), closed.header("location")), (303, "/"));
        for name in ["__Host-session=;", "device=;"] {
            assert!(cookies(&closed).iter().any(|cookie| cookie.starts_with(name)), "{name}");
        }
        assert!(get(&visitor, "/me", &cookie).await.header("location").starts_with("/sign-in"));
        registered(&app, "13711112222", app.world.id("city")).await;
        assert_eq!(app.database.count("account where name = '叶尔肯'").await, 1);
        app.assert_consistent().await;
    }
}

/// Of a donor that claims and closes at once on two servers, none is left with a claim and no account.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn closing_while_claiming_over_the_api_leaves_no_claim_behind() {
    crate::support::run(crate::support::database::Kind::Postgres, async |app| {
        let server = app.second_server().await;
        for n in 0..5 {
            let phone = format!("1375555{n:04}");
            let cookie = registered(&app, &phone, app.world.id("city")).await;
            let token = cookie.split_once('=').expect("a pair").1.to_owned();
            let wish = app.published_wish(1).await;
            let request = |path: &str, body: serde_json::Value| {
                let request = Request::post(path).header("content-type", "application/json");
                request
                    .header("authorization", format!("Bearer {token}"))
                    .body(Body::from(body.to_string()))
                    .expect("a request")
            };
            let (one, two) = (app.visitor(), server.visitor());
            let claim = format!("/api/v1/wishes/{wish}/claims");
            let (closed, claimed) = tokio::join!(
                one.send(request("/api/v1/me/close", json!({"password": PASSWORD}))),
                two.send(request(&claim, json!({"quantity": 1}))),
            );
            let done = [closed.status.is_success(), claimed.status.is_success()];
            assert!(done == [true, false] || done == [false, true], "{} {}", closed.text, claimed.text);
        }
        let left = "claim c join account a on a.id = c.account where a.open = false and c.state = 'pledged'";
        assert_eq!(app.database.count(left).await, 0);
        server.store.close().await;
    })
    .await;
}
