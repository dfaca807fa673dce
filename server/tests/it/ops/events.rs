//! Delivery of events by a running server.

use std::time::{Duration, Instant};

use domain::claims::NewClaim;
use store::{By, claims::lifecycle::TakeClaim};
use tokio::sync::watch;

use crate::support::{TestApp, on_both};

/// Waits until a query counts `rows`; returns how long that took.
async fn until(app: &TestApp, from: &str, rows: i64) -> Duration {
    let begun = Instant::now();
    while app.database.count(from).await != rows {
        assert!(begun.elapsed() < Duration::from_secs(20), "{from} is not {rows}");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    begun.elapsed()
}

async fn claim(app: &TestApp, store: &store::Store, wish: i64) {
    let by = By::new(app.donor().actor, server::http::random_id());
    let new = NewClaim { quantity: 1, due: 0 };
    store.run(&by, TakeClaim { wish, new }).await.expect("a claim");
}

on_both! {
    async fn a_notice_appears_soon_after_its_write_whichever_server_made_it(app) {
        let (first, second) = (app.published_wish(1).await, app.published_wish(1).await);
        let other = app.second_server().await;
        let (stop, stopping) = watch::channel(false);
        let delivery = tokio::spawn(server::delivery::run(app.store.clone(), stopping));
        claim(&app, &app.store, first).await;
        // Shorter than the pause between two looks, so that it was woken.
        let took = until(&app, "notice where kind = 'wish_claimed'", 1).await;
        assert!(took < Duration::from_secs(2), "{took:?}");
        // This server delivers nothing itself.
        claim(&app, &other.store, second).await;
        until(&app, "notice where kind = 'wish_claimed'", 2).await;

        let third = app.published_wish(1).await;
        claim(&app, &other.store, third).await;
        stop.send_replace(true);
        delivery.await.expect("it ends");
        assert_eq!(app.database.count("outbox").await, 0, "what is left is delivered before the end");
        other.store.close().await;
    }

    async fn readiness_names_events_that_cannot_be_handled(app) {
        let wish = app.published_wish(1).await;
        claim(&app, &app.store, wish).await;
        assert_eq!(app.database.raw("update outbox set tries = 3, next_try = at + 999999").await.expect("stuck"), 1);
        let ready = app.visitor().get("/readyz").await;
        assert_eq!((ready.status.as_u16(), ready.text.as_str()), (200, "ready\nevents that cannot be handled: 1\n"));
    }
}
