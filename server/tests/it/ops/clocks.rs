//! Scheduled jobs, tested by advancing the clock.

use std::time::Duration;

use domain::{
    DAY,
    time::{Month, year},
};
use serde_json::json;
use server::metrics::JobRuns;
use store::{areas::policies::SetPolicy, ops::jobs::JobCounts};
use tokio::sync::watch;

use crate::support::{TestApp, database::Kind, on_both, run};

/// Returns the kinds of a person's notices, newest first.
async fn told(app: &TestApp, who: &'static str) -> Vec<String> {
    let me = app.person(who).get("/api/v1/me").await.expect(200);
    let notices = me["notices"]["items"].as_array().expect("a list");
    notices.iter().filter_map(|notice| notice["kind"].as_str().map(str::to_owned)).collect()
}

async fn state(app: &TestApp, claim: i64) -> String {
    app.donor().get(&format!("/api/v1/claims/{claim}")).await.expect(200)["state"].as_str().expect("a state").into()
}

on_both! {
    async fn a_claim_gets_one_reminder_and_then_lapses(app) {
        let (wish, claim) = app.claimed_wish().await;
        // The publication can no longer be taken back, and that is forgotten.
        app.pass(DAY).await;
        assert_eq!(app.pass(3 * DAY).await, JobCounts::default());
        assert_eq!(app.pass(DAY + 60).await.reminded, 1);
        assert_eq!(told(&app, "donor").await, ["claim_reminder"]);
        assert_eq!(app.pass(0).await, JobCounts::default(), "nothing twice");

        assert_eq!(app.pass(2 * DAY).await.lapsed, 1);
        assert_eq!((state(&app, claim).await.as_str(), told(&app, "donor").await[0].as_str()), ("lapsed", "claim_lapsed"));
        assert_eq!(told(&app, "family").await[0], "wish_reopened");
        assert_eq!(app.visitor().get(&format!("/api/v1/wishes/{wish}")).await.expect(200)["remaining"], 1);
        assert_eq!(app.pass(0).await, JobCounts::default(), "nothing twice");
        app.donor().claim(wish, 1).await;
        app.assert_consistent().await;
    }

    async fn claims_on_the_way_do_not_lapse_and_an_extension_delays_the_lapse(app) {
        let wish = app.published_wish(2).await;
        let (sent, extended) = (app.donor().claim(wish, 1).await, app.donor().claim(wish, 1).await);
        app.donor().act(sent, "on-the-way", json!({})).await.expect(200);
        let due = |claim: serde_json::Value| claim["due"].as_i64().expect("a time");
        let before = due(app.donor().get(&format!("/api/v1/claims/{extended}")).await.expect(200));
        let after = due(app.donor().act(extended, "extend", json!({})).await.expect(200));
        assert_eq!(after, before + 7 * DAY);
        assert_eq!(app.pass(8 * DAY).await.lapsed, 0);
        assert_eq!(app.pass(7 * DAY).await.lapsed, 1);
        assert_eq!((state(&app, sent).await.as_str(), state(&app, extended).await.as_str()), ("on_the_way", "lapsed"));
    }

    async fn a_hand_over_is_confirmed_automatically_after_a_week(app) {
        let (wish, claim) = app.arrived_claim().await;
        let code = app.code(wish).await;
        app.shopkeeper().act(claim, "hand-over", json!({"code": code})).await.expect(200);
        assert_eq!(app.pass(6 * DAY).await.confirmed, 0);
        assert_eq!(app.pass(DAY + 60).await.confirmed, 1);
        assert_eq!(state(&app, claim).await, "confirmed");
        assert_eq!(app.visitor().get(&format!("/api/v1/wishes/{wish}")).await.expect(200)["state"], "fulfilled");
        assert_eq!(app.pass(0).await, JobCounts::default(), "nothing twice");
    }

    async fn an_unclaimed_wish_expires_and_one_with_an_active_claim_does_not(app) {
        let (left, brought) = (app.published_wish(1).await, app.published_wish(1).await);
        app.store.clock.advance(89 * DAY);
        let claim = app.donor().claim(brought, 1).await;
        app.donor().act(claim, "on-the-way", json!({})).await.expect(200);
        assert_eq!(app.pass(2 * DAY).await.expired, 1);
        app.visitor().get(&format!("/api/v1/wishes/{left}")).await.refused(404, "not_found");
        assert_eq!(app.family().get(&format!("/api/v1/wishes/{left}")).await.expect(200)["state"], "expired");
        assert_eq!(app.visitor().get(&format!("/api/v1/wishes/{brought}")).await.expect(200)["state"], "published");
        assert_eq!(told(&app, "family").await.iter().filter(|kind| *kind == "wish_expired").count(), 1);
        app.donor().try_claim(left, 1).await.refused(409, "wish_not_open");
    }

    async fn an_area_can_set_its_own_deadlines(app) {
        let policy = domain::areas::Policy { claim_days: 2, reminder_days: 0, wish_days: 7, ..Default::default() };
        let by = store::By::new(app.person("coordinator").actor, "policy");
        app.store.run(&by, SetPolicy { area: app.world.id("east"), policy }).await.expect("a policy");
        let (_, claim) = app.claimed_wish().await;
        assert_eq!(app.pass(2 * DAY + 60).await.lapsed, 1);
        assert_eq!(state(&app, claim).await, "lapsed");
        // The wish has two weeks again, because a donor's failure costs the family nothing.
        assert_eq!(app.pass(13 * DAY).await.expired, 0);
        assert_eq!(app.pass(DAY + 60).await.expired, 1);
    }

    async fn a_birth_year_that_the_form_offers_is_taken_on_new_years_morning(app) {
        let (keeper, path) = (app.caseworker(), format!("/desk/households/{}/members", app.world.id("family")));
        let coming = year(app.store.now()) + 1;
        let january: Month = format!("{coming}-01").parse().expect("a month");
        // Half past midnight in China; in UTC the old year goes on for seven and a half hours.
        app.store.clock.advance(january.start() + 1_800 - app.store.now());
        assert!(keeper.get(&path).await.text.contains(&format!("max=\"{coming}\"")), "the form offers the new year");
        let add = async |born: i64| {
            let born = born.to_string();
            let member = [("name", "小小"), ("birth_year", &born), ("sex", "unsaid"), ("relation", "child"), ("school", "none")];
            keeper.post_form(&path, &member).await.status.as_u16()
        };
        assert_eq!((add(coming).await, add(coming + 1).await), (303, 422));
    }

    async fn only_one_server_runs_the_jobs_in_an_interval(app) {
        let looks = [server::jobs::look(&app.store).await, server::jobs::look(&app.store).await];
        assert_eq!(looks.map(|look| look.expect("a look").is_some()), [true, false]);
        app.store.clock.advance(20);
        assert!(server::jobs::look(&app.store).await.expect("a look").is_some());
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn jobs_that_are_told_to_stop_end_at_once_in_the_middle_of_a_run() {
    run(Kind::Sqlite, async |app| {
        // Keeps the run waiting for ten seconds.
        app.database.raw("begin immediate").await.expect("a lock");
        let (stop, stopping) = watch::channel(false);
        let jobs = tokio::spawn(server::jobs::run(app.store.clone(), JobRuns::default(), stopping));
        // Enough for the run to get to the lock; with less the test would pass anyway.
        tokio::time::sleep(Duration::from_millis(100)).await;
        stop.send_replace(true);
        tokio::time::timeout(Duration::from_secs(5), jobs).await.expect("an end in time").expect("no panic");
        app.database.raw("rollback").await.expect("unlocked");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn three_servers_run_each_job_once() {
    run(Kind::Postgres, async |app| {
        let servers = [app.second_server().await, app.second_server().await];
        let wish = app.published_wish(20).await;
        let mut app = app;
        for donor in app.world.add_donors(&app.store, &app.database, 20).await {
            app.person(&donor).claim(wish, 1).await;
        }
        for (days, what) in [(5, "reminded"), (3, "lapsed")] {
            app.store.clock.advance(days * DAY + 60);
            let stores = [&app.store, &servers[0].store, &servers[1].store].map(|store| store.clone());
            let all = stores.map(|store| {
                tokio::spawn(async move {
                    let ran = store.run_clocks().await.expect("the clocks run");
                    store.deliver_all().await.expect("delivered");
                    ran
                })
            });
            let mut done = 0;
            for ran in all {
                let ran = ran.await.expect("the clocks run");
                done += ran.reminded + ran.lapsed;
            }
            assert_eq!(done, 20, "{what}");
        }
        assert_eq!(app.database.count("notice where kind = 'claim_reminder'").await, 20);
        assert_eq!(app.database.count("notice where kind = 'claim_lapsed'").await, 20);
        app.assert_consistent().await;
        for server in servers {
            server.store.close().await;
        }
    })
    .await;
}
