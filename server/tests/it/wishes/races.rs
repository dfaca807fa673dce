//! Concurrent claims: losers get a clear answer, and balances stay consistent.

use std::collections::BTreeMap;

use serde_json::json;

use crate::support::{Client, Reply, TestApp, database::Kind, on_both, run};

/// Claims one unit with all clients concurrently.
async fn rush(clients: Vec<Client>, wish: i64) -> Vec<Reply> {
    let all = clients.into_iter().map(|client| tokio::spawn(async move { client.try_claim(wish, 1).await }));
    let mut replies = Vec::new();
    for reply in all.collect::<Vec<_>>() {
        replies.push(reply.await.expect("an answer"));
    }
    replies
}

/// Counts replies by status and code: `201` or `409 already_taken`.
fn tally(replies: &[Reply]) -> BTreeMap<String, usize> {
    let mut tally = BTreeMap::new();
    for reply in replies {
        let refusal = if reply.status.is_success() { String::new() } else { format!(" {}", reply.code()) };
        *tally.entry(format!("{}{refusal}", reply.status.as_u16())).or_default() += 1;
    }
    tally
}

fn won(winners: usize, losers: usize) -> BTreeMap<String, usize> {
    [("201".to_owned(), winners), ("409 already_taken".to_owned(), losers)].into()
}

/// Checks that exactly `units` are claimed, and that refusals do not name the winners.
async fn assert_taken(app: &TestApp, wish: i64, units: i64, replies: &[Reply]) {
    let seen = app.visitor().get(&format!("/api/v1/wishes/{wish}")).await.expect(200);
    assert_eq!((&seen["claimed"], &seen["remaining"]), (&json!(units), &json!(0)));
    assert_eq!(app.database.count(&format!("claim where wish = {wish}")).await, units);
    for reply in replies.iter().filter(|reply| reply.status == 409) {
        assert!(!reply.text.contains("好心人") && !reply.text.contains("137000"), "{}", reply.text);
    }
    app.assert_consistent().await;
}

on_both! {
    async fn of_two_hundred_concurrent_claims_by_one_account_one_succeeds(app) {
        let wish = app.published_wish(1).await;
        let replies = rush(vec![app.donor(); 200], wish).await;
        assert_eq!(tally(&replies), won(1, 199));
        assert_taken(&app, wish, 1, &replies).await;
    }

    async fn two_hundred_donors_get_no_more_than_the_last_units(app) {
        let mut app = app;
        let donors = app.world.add_donors(&app.store, &app.database, 200).await;
        for units in [1, 7] {
            let wish = app.published_wish(units).await;
            let replies = rush(donors.iter().map(|donor| app.person(donor)).collect(), wish).await;
            let units_won = usize::try_from(units).expect("a few");
            assert_eq!(tally(&replies), won(units_won, 200 - units_won));
            assert_taken(&app, wish, units, &replies).await;
        }
    }

    async fn concurrent_claims_of_one_donor_stay_within_the_claim_limit(app) {
        let mut wishes = Vec::new();
        for _ in 0..8 {
            wishes.push(app.published_wish(1).await);
        }
        let all: Vec<_> = wishes.into_iter().map(|wish| {
            let donor = app.donor();
            tokio::spawn(async move { donor.try_claim(wish, 1).await })
        }).collect();
        let mut replies = Vec::new();
        for reply in all {
            replies.push(reply.await.expect("an answer"));
        }
        let expected = [("201".to_owned(), 3), ("409 claim_limit".to_owned(), 5)].into();
        assert_eq!(tally(&replies), expected);
        app.assert_consistent().await;
    }

    async fn concurrent_fills_take_no_more_than_the_stock(app) {
        app.shopkeeper().receive(app.world.id("shop"), "school_bag", "1–3 年级", 3).await;
        let mut all = Vec::new();
        for _ in 0..10 {
            let (wish, keeper) = (app.published_wish(1).await, app.shopkeeper());
            let path = format!("/api/v1/wishes/{wish}/fill");
            all.push((keeper, path));
        }
        let all: Vec<_> = all.into_iter().map(|(keeper, path)| {
            tokio::spawn(async move { keeper.post(&path, json!({"item": "school_bag"})).await })
        }).collect();
        let mut replies = Vec::new();
        for reply in all {
            replies.push(reply.await.expect("an answer"));
        }
        assert_eq!(tally(&replies), [("201".to_owned(), 3), ("409 not_enough_stock".to_owned(), 7)].into());
        app.assert_consistent().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_unit_is_claimed_once_across_three_servers() {
    run(Kind::Postgres, async |app| {
        let mut app = app;
        let donors = app.world.add_donors(&app.store, &app.database, 200).await;
        let servers = [app.second_server().await, app.second_server().await];
        let wish = app.published_wish(1).await;
        let of = |n: usize, donor: &String| match n % 3 {
            0 => app.person(donor),
            other => app.person(donor).at(&servers[other - 1]),
        };
        let many = rush(donors.iter().enumerate().map(|(n, donor)| of(n, donor)).collect(), wish).await;
        assert_eq!(tally(&many), won(1, 199));
        assert_taken(&app, wish, 1, &many).await;

        let wish = app.published_wish(1).await;
        let one = rush((0..200).map(|n| of(n, &donors[0])).collect(), wish).await;
        assert_eq!(tally(&one), won(1, 199));
        assert_taken(&app, wish, 1, &one).await;
        for server in servers {
            server.store.close().await;
        }
    })
    .await;
}
