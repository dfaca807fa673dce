//! The page of an office without an account, and a case from its opening to its call-back, through the router.

use axum::{body::Body, http::Request};
use domain::services::{NewService, TimeClass};
use serde_json::{Value, json};
use store::{By, services::catalogue::AddService};

use crate::support::{TestApp, on_both};

fn number(of: &Value, field: &str) -> i64 {
    of[field].as_i64().unwrap_or_else(|| panic!("{field} of {of}"))
}

/// Sends a referral of the family that passes on its name only; returns it with the path of the office's page.
async fn sent(app: &TestApp) -> (i64, String) {
    let new = NewService {
        organisation: app.world.id("organisation"),
        name: format!("床位{:08x}", rand::random::<u32>()),
        class: TimeClass::Days7,
    };
    let by = By::new(app.person("coordinator").actor, server::http::random_id());
    let service = app.store.run(&by, AddService(new)).await.expect("a service");
    let sharing = json!({"what": ["name"], "whom": "妈妈", "how": "visit", "at": app.store.now()});
    let body = json!({"service": service, "need": "要一张床位", "sharing": sharing, "send": true});
    let path = format!("/api/v1/households/{}/referrals", app.world.id("family"));
    let referral = number(&app.caseworker().post(&path, body).await.expect(201), "referral");
    let made = app.caseworker().post(&format!("/api/v1/referrals/{referral}/link"), json!({})).await.expect(201);
    (referral, made["path"].as_str().expect("a path").to_owned())
}

on_both! {
    async fn a_refused_case_keeps_what_was_typed_and_where_it_came_from(app) {
        let path = format!("/desk/households/{}/cases?kind=wages", app.world.id("family"));
        let typed = [
            ("kind", "wages"), ("finding", "7"), ("urgency", "urgent"), ("employer", "城东建筑队"), ("amount", "4500"),
            ("months", "两个月"),
        ];
        let refused = app.caseworker().post_form(&path, &typed).await;
        assert_eq!(refused.status, 422, "{}", refused.text);
        for kept in ["value=\"城东建筑队\"", "value=\"4500\"", "value=\"两个月\"", "name=\"finding\" value=\"7\""] {
            assert!(refused.text.contains(kept), "{kept} is kept: {}", refused.text);
        }
        assert!(refused.text.contains("这里只填数字"), "{}", refused.text);
    }

    async fn an_office_opens_its_link_by_a_button_and_no_copy_is_kept(app) {
        let (referral, path) = sent(&app).await;
        let visitor = app.visitor();
        let cover = visitor.get(&path).await;
        assert_eq!(cover.status, 200);
        assert_eq!(cover.header("cache-control"), "private, no-store");
        assert_eq!(cover.header("referrer-policy"), "strict-origin", "never the path");
        assert!(cover.text.contains("noindex") && !cover.text.contains("欧阳金雀"), "{}", cover.text);
        assert_eq!(app.database.count("referral_link_use").await, 0, "reading the cover is no use");
        let guess = Request::get(&path).header("sec-purpose", "prefetch").body(Body::empty()).expect("a request");
        assert!(!visitor.send(guess).await.status.is_success(), "never loaded ahead");

        let open = visitor.post_form(&format!("{path}/open"), &[]).await;
        assert!(open.text.contains("欧阳金雀") && !open.text.contains("13900004711"), "{}", open.text);
        assert_eq!(open.header("cache-control"), "private, no-store");
        let bare = [("step", "refuse"), ("by", "小王"), ("words", "")];
        let again = visitor.post_form(&format!("{path}/answer"), &bare).await;
        assert_eq!(again.status, 422);
        assert!(again.text.contains("value=\"小王\""), "what was typed is kept: {}", again.text);
        let refusal = [("step", "refuse"), ("by", "小王"), ("words", "不归我们管")];
        let told = visitor.post_form(&format!("{path}/answer"), &refusal).await;
        assert_eq!((told.status.as_u16(), told.header("location")), (303, "/office"));
        assert_eq!(visitor.get(&path).await.status, 409, "the link has ended with the answer");
        assert_eq!(visitor.get("/office/0000").await.status, 404);
        let seen = app.caseworker().get(&format!("/api/v1/referrals/{referral}")).await.expect(200);
        assert_eq!((&seen["state"], seen["uses"].as_array().map(Vec::len)), (&json!("refused"), Some(3)));
        app.assert_consistent().await;
    }

    async fn a_member_who_acts_for_the_office_finds_its_referrals(app) {
        let (referral, _) = sent(&app).await;
        let (donor, office) = (app.donor(), app.world.id("organisation"));
        let account = donor.actor.account;
        let joins = format!("update account set organisation = {office}, contact = true where id = {account}");
        app.database.raw(&joins).await.expect("a member");
        let (own, to) = (donor.get("/organisation").await, format!("/desk/office-referrals/{referral}"));
        assert!(own.text.contains(&to) && !own.text.contains("欧阳金雀"), "{}", own.text);
        let listed = donor.get("/api/v1/office-referrals").await.expect(200);
        assert_eq!((number(&listed["items"][0], "id"), &listed["next"]), (referral, &Value::Null));
        let others = app.person("donor2").get("/api/v1/office-referrals").await.expect(200);
        assert_eq!(others["items"], json!([]), "none for another account");
        let open = donor.get(&to).await;
        assert!(open.text.contains("欧阳金雀") && !open.text.contains("13900004711"), "{}", open.text);
        let state = async || app.caseworker().get(&format!("/api/v1/referrals/{referral}")).await.expect(200);
        assert_eq!(state().await["state"], json!("seen"), "opening it says so to the sender");
        let accepts = [("step", "accept"), ("by", "小王"), ("words", "")];
        let told = donor.post_form(&to, &accepts).await;
        assert_eq!((told.status.as_u16(), told.header("location")), (303, to.as_str()), "its next step is there");
        assert_eq!(app.person("donor2").get(&to).await.status, 404);
        app.assert_consistent().await;
    }

    async fn a_case_is_followed_on_pages_to_its_end_and_asked_about_again(app) {
        let (keeper, family) = (app.caseworker(), app.world.id("family"));
        let form = [("kind", "wages"), ("employer", "工地"), ("amount", "x"), ("urgency", "urgent")];
        let path = format!("/desk/households/{family}/cases?kind=wages");
        let wrong = keeper.post_form(&path, &form).await;
        assert_eq!(wrong.status, 422);
        let form = [("kind", "wages"), ("employer", "工地"), ("amount", "9000"), ("urgency", "urgent")];
        let opened = keeper.post_form(&path, &form).await;
        let case = opened.header("location").to_owned();
        assert!(case.starts_with("/desk/cases/"), "{case}");
        assert!(app.family().get("/home/cases").await.text.contains("欠薪"));
        keeper.post_form(&format!("{case}/step"), &[("step", "settle"), ("step_words", "谈好了")]).await;
        let today = app::i18n::day_value(app.store.now());
        let asked = |answer: &'static str| {
            [("outcome", "paid_out"), ("answer", answer), ("how", "phone"), ("whom", "妈妈"), ("at", today.as_str())]
                .map(|(name, value)| (name, value.to_owned()))
        };
        let close = async |answer: &'static str| {
            let fields = asked(answer);
            let fields: Vec<_> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
            keeper.post_form(&format!("{case}/close"), &fields).await.status.as_u16()
        };
        assert_eq!(close("accepts").await, 409, "the family did not call it solved");
        assert_eq!(close("solved").await, 303);
        assert!(app.family().get("/home/cases").await.text.contains("工资拿到了"), "it reads as what it was closed");
        let list = app.person("coordinator").get("/api/v1/call-backs").await.expect(200);
        let call_back = number(&list["items"][0], "id");
        let answer = json!({"how": "phone", "whom": "爸爸", "at": app.store.now(), "answer": "not_solved"});
        let to = format!("/api/v1/call-backs/{call_back}/answer");
        keeper.post(&to, answer.clone()).await.refused(409, "own_case");
        app.person("coordinator").post(&to, answer).await.expect(200);
        assert!(keeper.get(&case).await.text.contains("重新打开"));
        let own = case.replace("/desk/", "/home/");
        let said = app.family().post_form(&format!("{own}/say"), &[("answer", "solved")]).await;
        assert_eq!(said.status, 303);
        app.assert_consistent().await;
    }
}
