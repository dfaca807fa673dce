//! Household data is visible only with the role and the area.

use domain::households::reveals::Reveal;
use std::io::Read;

use axum::{body::Body, http::Request};
use serde_json::json;
use store::{By, Secret, households::reveal::RevealHousehold};

use crate::{
    privileges::canaries,
    shop::sheets::send,
    support::{TestApp, on_both, world::CANARIES},
};

/// Text that only staff and the family may read.
const OWN_WORDS: &str = "我们住在金雀巷，学校是云溪三小";

/// Creates a wish in each stage, claims, thanks and stock.
async fn lived_in(app: &TestApp) -> Vec<i64> {
    let new = json!({"item": "school_bag", "size": "1–3 年级", "quantity": 1, "words": OWN_WORDS});
    let submitted = app.family().post_wish(new.clone()).await;
    let open = app.family().post_wish(new.clone()).await;
    app.caseworker().publish(open).await;
    let (wish, claim) = app.arrived_claim().await;
    let code = app.code(wish).await;
    app.shopkeeper().act(claim, "hand-over", json!({"code": code})).await.expect(200);
    app.family().act(claim, "confirm", json!({})).await.expect(200);
    let (other, _) = app.claimed_wish().await;
    vec![submitted, open, wish, other]
}

/// Returns public paths of pages and API.
fn paths(wishes: &[i64], claims: i64) -> Vec<String> {
    let fixed = [
        "/",
        "/?q=书包",
        "/?q=欧阳金雀",
        "/?category=study",
        "/sign-in",
        "/register",
        "/claims",
        "/notices",
        "/me",
        "/home",
        "/home/household",
        "/desk",
        "/desk/review",
        "/desk/households",
        "/desk/households?q=金雀",
        "/search?q=金雀",
        "/desk/wishes",
        "/desk/thanks",
        "/shop",
        "/shop/stock",
        "/shop/journals",
        "/admin/accounts",
        "/admin/areas",
        "/nowhere",
        "/api/v1/wishes",
        "/api/v1/wishes?q=金雀",
        "/api/v1/search?q=金雀",
        "/api/v1/stock",
        "/api/v1/me",
        "/api/v1/openapi.json",
        "/api/v1/nowhere",
    ];
    let of_wish = |id: &i64| {
        [
            "/wishes/{}",
            "/wishes/{}/claim",
            "/home/wishes/{}",
            "/desk/wishes/{}",
            "/desk/review/{}",
            "/api/v1/wishes/{}",
            "/shop/fill/{}",
        ]
        .map(|path| path.replace("{}", &id.to_string()))
    };
    let of_claim = |id: i64| {
        ["/claims/{}", "/shop/claims/{}", "/desk/claims/{}", "/api/v1/claims/{}"]
            .map(|path| path.replace("{}", &id.to_string()))
    };
    let of_household = (1..=3).map(|id| format!("/desk/households/{id}"));
    let fixed = fixed.iter().map(|path| {
        path.replace("书包", "%E4%B9%A6%E5%8C%85")
            .replace("欧阳金雀", "%E6%AC%A7%E9%98%B3")
            .replace("金雀", "%E9%87%91%E9%9B%80")
    });
    fixed.chain(wishes.iter().flat_map(of_wish)).chain((1..=claims).flat_map(of_claim)).chain(of_household).collect()
}

on_both! {
    async fn names_phones_and_addresses_are_hidden_from_public_donors_and_shops(app) {
        let wishes = lived_in(&app).await;
        let claims = app.database.count("claim").await;
        for who in ["visitor", "donor", "donor2", "donor_there", "shopkeeper", "shopkeeper_there", "caseworker_there", "admin"] {
            let client = if who == "visitor" { app.visitor() } else { app.person(who) };
            for path in paths(&wishes, claims) {
                let reply = client.get(&path).await;
                let seen = format!("{}{:?}", reply.text, reply.headers);
                for canary in CANARIES.iter().chain([&OWN_WORDS]) {
                    // A search field repeats the caller's own input.
                    let asked = path.contains("?q=") && path.contains("%E");
                    // The other root area's caseworker keeps the file of a family of its own with these values.
                    let own = who == "caseworker_there" && ["小金雀", "13900004713", "金雀巷"].contains(canary);
                    assert!(asked || own || !seen.contains(canary), "{canary} in {path} as {who}");
                }
                assert!(reply.status.as_u16() < 500, "{} {path} as {who}", reply.status);
            }
        }
    }

    async fn the_family_and_its_caseworker_see_the_file(app) {
        lived_in(&app).await;
        let household = app.world.id("family");
        let (path, api) = (format!("/desk/households/{household}"), format!("/api/v1/households/{household}"));
        for path in [&path, &api] {
            let masked = app.caseworker().get(path).await.text;
            for hidden in ["金雀巷", "小金雀", "13900004711"] {
                assert!(!masked.contains(hidden), "{hidden} in {path} before a reveal");
            }
        }
        let opened = app.caseworker().post_form(&format!("{path}/reveal"), &[("reason", "visit")]).await;
        assert_eq!(opened.status, 303);
        for path in [&path, &api] {
            let file = app.caseworker().get(path).await.text;
            assert!(file.contains("金雀巷 3 号") && file.contains("小金雀"), "{path}");
            assert!(!app.person("auditor").get(path).await.text.contains("金雀"), "an auditor sees {path} masked");
        }
        assert!(app.family().get("/home/household").await.text.contains("金雀巷 3 号"));
        assert_eq!(app.person("caseworker_west").get(&format!("/desk/households/{household}")).await.status, 404);
    }

    async fn the_pick_up_code_is_shown_to_the_family_only(app) {
        let (wish, _) = app.arrived_claim().await;
        app.database.raw(&format!("update wish set code = '7391' where id = {wish}")).await.expect("a code");
        let path = format!("/api/v1/wishes/{wish}");
        assert!(app.family().get(&path).await.text.contains("7391"));
        for who in ["donor", "shopkeeper", "caseworker", "coordinator", "auditor", "donor_there"] {
            for path in [path.clone(), format!("/desk/households/{}", app.world.id("family")), format!("/desk/wishes/{wish}"), "/shop".into(), format!("/wishes/{wish}"), "/desk/wishes".into()] {
                assert!(!app.person(who).get(&path).await.text.contains("7391"), "{path} as {who}");
            }
        }
    }

    async fn only_the_year_of_a_birthday_is_stored(app) {
        let (keeper, area) = (app.caseworker(), app.world.id("community").to_string());
        let list = "户主,电话,住址,身份证号\n\
            欧阳信天,13911110021,柳林路 21 号,1985-03-12\n\
            欧阳军舰,13911110022,柳林路 22 号,650102198503128888\n\
            欧阳鲣鸟,13911110023,柳林路 23 号,12/03/1985\n\
            欧阳鸬鹚,13911110024,柳林路 24 号,650102850312888\n";
        let reply = send(&keeper, "/desk/households/import", &[("area", &area)], "花名册.csv", list.as_bytes()).await;
        assert_eq!(reply.status, 303, "{}", reply.text);
        let path = reply.header("location").to_owned();
        let page = keeper.get(&path).await.text;
        let lines = app.database.rows("select id, body from household_import_line").await;
        assert!(page.contains("欧阳鲣鸟") && lines.len() == 4, "{page}");
        for (_, sealed) in lines {
            let line = app.database.vault().open(Secret::ImportedHousehold, &sealed).expect("it opens");
            for part in ["03-12", "0312", "12/03", "650102"] {
                assert!(!line.contains(part) && !page.contains(part), "{part} in {line}");
            }
        }
        assert_eq!(keeper.post_form(&format!("{path}/apply"), &[]).await.status, 303);
        assert_eq!(app.database.count("person where birth_year = 1985").await, 5, "two came in; three mothers were there");

        // Neither form nor API accepts a full date.
        let family = app.world.id("family");
        let form = [("name", "新人"), ("birth_year", "2017-05-23"), ("sex", "male"), ("version", "-1")];
        let before = app.database.count("person").await;
        assert_eq!(keeper.post_form(&format!("/desk/households/{family}/members"), &form).await.status, 422);
        let members = format!("/api/v1/households/{family}/members");
        for wrong in [
            json!({"name": "新人", "birth_year": "2017-05-23"}),
            json!({"name": "新人", "birth_year": 20_170_523}),
            json!({"name": "新人", "birth_year": 2017, "birthday": "2017-05-23"}),
        ] {
            assert_eq!(keeper.post(&members, wrong).await.status, 422);
        }
        assert_eq!(app.database.count("person").await, before);
    }

    async fn exports_name_no_family(app) {
        lived_in(&app).await;
        canaries::plant(&app).await;
        let household = app.world.id("family");
        let gift = json!({"points": 5, "reason": "慰问"});
        app.caseworker().post(&format!("/api/v1/households/{household}/points"), gift).await.expect(201);
        let mut rows = 0;
        for who in ["auditor", "coordinator", "shopkeeper", "area_admin", "caseworker", "admin"] {
            for what in ["stock", "movements", "receipts", "issues"] {
                for path in [
                    format!("/api/v1/exports/{what}.csv"),
                    format!("/api/v1/exports/{what}.xlsx"),
                    format!("/shop/export/file?what={what}&format=csv"),
                    format!("/shop/export/file?what={what}&format=xlsx"),
                ] {
                    let file = app.person(who).bytes(Request::get(&path).body(Body::empty()).expect("a request")).await;
                    let text = unpacked(&file);
                    rows += text.matches("书包").count();
                    for canary in canaries::all() {
                        assert!(!text.contains(canary), "{canary} in {path} as {who}");
                    }
                }
            }
        }
        assert!(rows > 20, "the exports are empty: {rows}");
    }

    async fn input_is_returned_to_its_sender_only(app) {
        let words = "鸬鹚牌的双肩书包".repeat(40);
        let path = "/home/wishes/new/school_bag";
        let form = [("quantity", "1"), ("size", "1–3 年级"), ("again", "yes"), ("words", words.as_str())];
        let refused = app.family().post_form(path, &form).await;
        assert!(refused.status == 422 && refused.text.contains("鸬鹚"), "{}", refused.text);
        for who in ["family", "family2", "donor", "caseworker"] {
            let seen = app.person(who).get(path).await;
            assert!(!seen.text.contains("鸬鹚"), "{path} as {who}");
        }
        // Errors name fields and rules, not values; the "not found" page does not repeat the address.
        let household = app.world.id("family");
        let wrong = json!({"name": "欧阳鸬鹚".repeat(20), "birth_year": "鸬鹚"});
        let other = json!({"kind": "鸬鹚", "giver": "鸬鹚", "witness": "鸬鹚".repeat(40)});
        for (path, body) in [
            (format!("/api/v1/households/{household}/members"), wrong.clone()),
            (format!("/api/v1/households/{household}/consents"), other),
            ("/api/v1/households".into(), wrong),
        ] {
            let problem = app.caseworker().post(&path, body).await;
            assert!(problem.status == 422 && !problem.text.contains("鸬鹚"), "{path}: {}", problem.text);
        }
        for path in ["/%E9%B8%AC%E9%B9%9A", "/api/v1/%E9%B8%AC%E9%B9%9A"] {
            let missing = app.visitor().get(path).await;
            assert!(missing.status == 404 && !canaries::read(&missing.text).contains("鸬鹚"), "{}", missing.text);
        }
        // A caller who revealed the file and then lost the role sees no more than the public.
        let opened = By::new(app.caseworker().actor, server::http::random_id());
        let reason = domain::households::reveals::RevealReason::Visit;
        app.store.run(&opened, RevealHousehold(Reveal { household, reason, words: String::new() })).await.expect("opened");
        app.database.raw("delete from role_grant where role = 'caseworker'").await.expect("taken away");
        for path in [format!("/desk/households/{household}"), format!("/api/v1/households/{household}")] {
            let seen = app.caseworker().get(&path).await;
            assert!(canaries::all().all(|canary| !seen.text.contains(canary)), "{path}: {}", seen.text);
        }
    }
}

/// Returns a file's text: all parts of a workbook, or the file itself.
fn unpacked(file: &[u8]) -> String {
    let mut text = String::from_utf8_lossy(file).into_owned();
    if let Ok(mut package) = zip::ZipArchive::new(std::io::Cursor::new(file)) {
        for at in 0..package.len() {
            let mut part = Vec::new();
            package.by_index(at).expect("a part").read_to_end(&mut part).expect("it opens");
            text.push_str(&canaries::read(&String::from_utf8_lossy(&part)));
        }
    }
    text
}
