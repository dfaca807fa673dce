//! The life of a wish over the API, from posting to thanks.

use serde_json::{Value, json};
use store::{
    By,
    claims::thanks::{AddThanks, ReleaseThanks, Review},
};

use crate::support::{TestApp, on_both};

const BAG: &str = "1–3 年级";

async fn wish_state(app: &TestApp, wish: i64) -> String {
    app.family().get(&format!("/api/v1/wishes/{wish}")).await.expect(200)["state"].as_str().expect("a state").into()
}

async fn claim_state(app: &TestApp, claim: i64) -> String {
    app.donor().get(&format!("/api/v1/claims/{claim}")).await.expect(200)["state"].as_str().expect("a state").into()
}

fn titles(page: &Value) -> Vec<&str> {
    page["items"].as_array().expect("a list").iter().map(|wish| wish["title"].as_str().expect("a title")).collect()
}

on_both! {
    async fn a_wish_is_posted_claimed_handed_over_and_thanked_for(app) {
        let (family, donor, visitor) = (app.family(), app.donor(), app.visitor());

        // Posted: visible only to the family and its caseworker.
        let wish = family.post_wish(json!({"item": "school_bag", "size": BAG, "quantity": 2, "words": "孩子喜欢红色"})).await;
        visitor.get(&format!("/api/v1/wishes/{wish}")).await.refused(404, "not_found");
        let file = app.caseworker().get(&format!("/api/v1/wishes/{wish}")).await.expect(200);
        assert_eq!((&file["state"], &file["own_words"]), (&json!("submitted"), &json!("孩子喜欢红色")));

        // Reviewed: the public reads the caseworker's text.
        app.caseworker().publish(wish).await;
        let found = visitor.get("/api/v1/wishes?q=%E4%B9%A6%E5%8C%85&category=study&limit=5").await.expect(200);
        assert_eq!(titles(&found), [format!("书包 · {BAG}")]);
        let seen = &found["items"][0];
        for (field, value) in [("quantity", 2), ("claimed", 0), ("remaining", 2)] {
            assert_eq!(seen[field], value, "{field}");
        }
        assert_eq!((&seen["words"], &seen["area_name"], &seen["in_stock"]), (&json!("上学用"), &json!("东岸区"), &json!(false)));

        // Claimed, brought and accepted.
        let claim = donor.try_claim(wish, 1).await.expect(201);
        assert_eq!((&claim["wish"], &claim["quantity"], &claim["state"]), (&json!(wish), &json!(1), &json!("pledged")));
        assert!(claim["due"].as_i64() > Some(app.store.now()));
        let claim = claim["id"].as_i64().expect("a number");
        assert_eq!(donor.act(claim, "on-the-way", json!({})).await.expect(200)["state"], "on_the_way");
        assert_eq!(app.shopkeeper().act(claim, "arrive", json!({"condition": "new"})).await.expect(200)["state"], "arrived");
        let stock = app.shopkeeper().get("/api/v1/stock").await.expect(200);
        assert_eq!((&stock["items"][0]["reserved"], &stock["items"][0]["on_hand"]), (&json!(1), &json!(0)));

        // Handed over against the family's code and confirmed; one unit is still open.
        let code = app.code(wish).await;
        let handed = app.shopkeeper().act(claim, "hand-over", json!({"code": code})).await.expect(200);
        assert_eq!(handed["state"], "handed_over");
        assert_eq!(family.act(claim, "confirm", json!({})).await.expect(200)["state"], "confirmed");
        assert_eq!(wish_state(&app, wish).await, "published");

        // The second unit fulfils it.
        let second = donor.claim(wish, 1).await;
        app.shopkeeper().act(second, "arrive", json!({})).await.expect(200);
        app.shopkeeper().post("/api/v1/stock/issues", json!({"claim": second, "code": code})).await.expect(201);
        family.act(second, "confirm", json!({})).await.expect(200);
        assert_eq!(wish_state(&app, wish).await, "fulfilled");
        let public = visitor.get(&format!("/api/v1/wishes/{wish}")).await.expect(200);
        assert_eq!(public["progress"], json!({"claimed": 2, "arrived": 2, "handed_over": 2, "confirmed": 2}));
        assert_eq!(titles(&visitor.get("/api/v1/wishes").await.expect(200)), Vec::<&str>::new());

        // Thanked for: the donor sees it only after review by staff.
        let by = |name| By::new(app.person(name).actor, server::http::random_id());
        let thanks = app.store.run(&by("family"), AddThanks { claim, words: "谢谢".into(), card: "flower".into() }).await.expect("thanks");
        assert!(app.store.thanks_for_claim(&donor.actor, claim).await.expect("a read").is_none());
        app.store.run(&by("caseworker"), ReleaseThanks(Review { id: thanks, release: true, words: "谢谢".into() })).await.expect("released");
        let me = donor.get("/api/v1/me").await.expect(200);
        let kinds: Vec<_> = me["notices"]["items"].as_array().expect("notices").iter().map(|n| &n["kind"]).collect();
        assert_eq!(kinds[0], "thanks_received");
        assert_eq!(me["claims"].as_array().map(Vec::len), Some(2));
        app.assert_consistent().await;
    }

    async fn a_wish_can_be_rejected_or_withdrawn(app) {
        let reason = json!({"reason": "已经有了"});
        let wish = |draft| json!({"item": "school_bag", "size": BAG, "draft": draft});

        let draft = app.family().post_wish(wish(true)).await;
        assert_eq!(wish_state(&app, draft).await, "draft");
        app.family().post(&format!("/api/v1/wishes/{draft}/withdraw"), reason.clone()).await.expect(200);
        assert_eq!(wish_state(&app, draft).await, "withdrawn");

        let rejected = app.family().post_wish(wish(false)).await;
        let path = format!("/api/v1/wishes/{rejected}/reject");
        assert_eq!(app.caseworker().post(&path, reason.clone()).await.expect(200)["state"], "rejected");
        assert_eq!(app.family().get(&format!("/api/v1/wishes/{rejected}")).await.expect(200)["reason"], "已经有了");

        // Withdrawn with an open claim: the claim ends as well.
        let (wish, claim) = app.claimed_wish().await;
        app.family().post(&format!("/api/v1/wishes/{wish}/withdraw"), reason).await.expect(200);
        assert_eq!((wish_state(&app, wish).await, claim_state(&app, claim).await), ("withdrawn".into(), "revoked".into()));
        app.assert_consistent().await;
    }

    async fn a_claim_can_be_cancelled_refused_or_revoked(app) {
        let reason = json!({"reason": "没有办法"});
        let wish = app.published_wish(1).await;
        let remaining = async || app.visitor().get(&format!("/api/v1/wishes/{wish}")).await.expect(200)["remaining"].clone();

        let ends = [("donor", "cancel", "cancelled"), ("caseworker", "revoke", "revoked"), ("shopkeeper", "refuse", "refused")];
        for (who, step, state) in ends {
            let claim = app.donor().claim(wish, 1).await;
            assert_eq!(remaining().await, 0);
            app.donor().act(claim, "on-the-way", json!({})).await.expect(200);
            let ended = app.person(who).act(claim, step, reason.clone()).await.expect(200);
            assert_eq!((&ended["state"], &ended["reason"]), (&json!(state), &json!("没有办法")));
            assert_eq!(remaining().await, 1, "{state}");
        }
        // Goods that had arrived go on the shelf, and the wish shows them as in stock.
        let claim = app.donor().claim(wish, 1).await;
        app.shopkeeper().act(claim, "arrive", json!({})).await.expect(200);
        app.shopkeeper().act(claim, "revoke", reason).await.expect(200);
        assert_eq!(claim_state(&app, claim).await, "revoked");
        assert_eq!(app.visitor().get(&format!("/api/v1/wishes/{wish}")).await.expect(200)["in_stock"], true);
        app.assert_consistent().await;
    }

    async fn a_caseworker_posts_for_a_family_that_cannot(app) {
        let household = app.world.id("family2");
        let wish = app.caseworker().post_wish(json!({"household": household, "item": "quilt", "size": "双人"})).await;
        let publish = format!("/api/v1/wishes/{wish}/publish");
        app.caseworker().post(&publish, json!({"words": ""})).await.refused(409, "own_post");
        app.person("coordinator").publish(wish).await;
        let (mine, theirs) = (app.person("family2"), app.family());
        assert_eq!(mine.get("/api/v1/me").await.expect(200)["wishes"][0]["id"], wish);
        assert_eq!(theirs.get("/api/v1/me").await.expect(200)["wishes"], json!([]));
    }

    async fn the_feed_continues_at_its_cursor(app) {
        let mut posted = Vec::new();
        for _ in 0..5 {
            posted.push(app.published_wish(1).await);
        }
        let (mut seen, mut path) = (Vec::new(), "/api/v1/wishes?limit=2".to_owned());
        loop {
            let page = app.visitor().get(&path).await.expect(200);
            seen.extend(page["items"].as_array().expect("a list").iter().filter_map(|wish| wish["id"].as_i64()));
            let Some(next) = page["next"].as_i64() else { break };
            path = format!("/api/v1/wishes?limit=2&cursor={next}");
        }
        assert_eq!(seen, posted);
    }
}
