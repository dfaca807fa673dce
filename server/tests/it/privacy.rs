//! What a household told its caseworker stays with those who have the role and the area.

use serde_json::json;

use crate::support::{TestApp, on_both, world::CANARIES};

/// Words that only staff and the family may read.
const OWN_WORDS: &str = "我们住在金雀巷，学校是云溪三小";

/// Everything there is to be seen: a wish in each stage, a claim, thanks, stock.
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

/// Pages and API answers that anybody may ask for.
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
    async fn no_name_phone_or_address_reaches_the_public_a_donor_or_the_shop(app) {
        let wishes = lived_in(&app).await;
        let claims = app.database.count("claim").await;
        for who in ["nobody", "donor", "donor2", "donor_there", "shopkeeper", "shopkeeper_there", "caseworker_there", "admin"] {
            let client = if who == "nobody" { app.nobody() } else { app.person(who) };
            for path in paths(&wishes, claims) {
                let reply = client.get(&path).await;
                let seen = format!("{}{:?}", reply.text, reply.headers);
                for canary in CANARIES.iter().chain([&OWN_WORDS]) {
                    // What somebody typed into a search field is theirs.
                    let asked = path.contains("?q=") && path.contains("%E");
                    // The other root area has a family of its own, whose file its caseworker keeps.
                    let own = who == "caseworker_there" && ["小金雀", "13900004713", "金雀巷"].contains(canary);
                    assert!(asked || own || !seen.contains(canary), "{canary} in {path} as {who}");
                }
                assert!(reply.status.as_u16() < 500, "{} {path} as {who}", reply.status);
            }
        }
    }

    async fn the_family_and_its_caseworker_do_see_the_file(app) {
        lived_in(&app).await;
        let household = app.world.id("family");
        let (path, api) = (format!("/desk/households/{household}"), format!("/api/v1/households/{household}"));
        for path in [&path, &api] {
            let masked = app.caseworker().get(path).await.text;
            for hidden in ["金雀巷", "小金雀", "13900004711"] {
                assert!(!masked.contains(hidden), "{hidden} in {path} before anybody gave a reason");
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

    async fn the_pick_up_code_is_the_familys_and_its_caseworkers(app) {
        let (wish, _) = app.arrived_claim().await;
        app.database.raw(&format!("update wish set code = '7391' where id = {wish}")).await.expect("a code");
        let path = format!("/api/v1/wishes/{wish}");
        assert!(app.family().get(&path).await.text.contains("7391"));
        for who in ["donor", "shopkeeper", "coordinator", "auditor", "donor_there"] {
            for path in [path.clone(), format!("/desk/wishes/{wish}"), "/shop".into(), format!("/wishes/{wish}"), "/desk/wishes".into()] {
                assert!(!app.person(who).get(&path).await.text.contains("7391"), "{path} as {who}");
            }
        }
    }
}
