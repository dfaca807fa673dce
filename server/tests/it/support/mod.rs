//! Test support: a [`database`] per test, the test [`world`] in it, and [`client`]s of the router.

pub mod client;
pub mod database;
mod description;
pub mod log;
pub mod world;

use std::{future::Future, panic::AssertUnwindSafe, sync::Arc, time::Instant};

use app::web::{messages::Channels, session::Cookies};
use axum::{
    Router,
    extract::{self, MatchedPath, Request},
    middleware::{self, Next},
    response::Response,
};
use domain::{
    households::{
        HouseholdId,
        reveals::{Reveal, RevealReason},
    },
    messages::Hosts,
};
use futures::FutureExt;
use server::{State, http::write_limit::WriteLimit};
use store::Store;

pub use client::{Client, Reply};
use database::{Database, Kind};
pub use testkit::on_both;
use world::World;

/// What tests of `on_both!` get.
pub type App = TestApp;

/// A running installation, as `serve` has it, without the port.
pub struct TestApp {
    pub router: Router,
    pub store: Store,
    pub world: World,
    pub database: Database,
}

impl TestApp {
    async fn start(kind: Kind) -> TestApp {
        let database = Database::create(kind).await;
        let store = Store::open(&database.url, database.vault()).await.expect("a database");
        let world = World::make(&store, &database).await;
        TestApp { router: router(&store), store, world, database }
    }

    /// Returns another server on the same database, with the same clock.
    pub async fn second_server(&self) -> TestApp {
        let store = Store::open_with(&self.database.url, self.store.clock.clone(), self.database.vault())
            .await
            .expect("a database");
        TestApp { router: router(&store), store, world: self.world.clone(), database: self.database.clone() }
    }

    /// Advances the clock of all servers and runs the scheduled jobs.
    pub async fn pass(&self, seconds: i64) -> store::ops::jobs::JobCounts {
        self.store.clock.advance(seconds);
        let ran = self.store.run_clocks().await.expect("the clocks run");
        self.store.deliver_all().await.expect("delivered");
        ran
    }

    /// Checks that `wishbridge check` finds nothing.
    pub async fn assert_consistent(&self) {
        assert_eq!(self.store.check().await.expect("a check"), Vec::<String>::new());
    }
}

/// Returns the reason of a reveal that the family asked for.
pub fn asked_for(household: HouseholdId) -> Reveal {
    Reveal { household, reason: RevealReason::RequestOfFamily, words: String::new() }
}

/// Returns the router of a server on this store. Tests write faster than people may; `write_limit.rs` tests the limit.
pub fn router(store: &Store) -> Router {
    let mut state = State::new(store.clone(), Cookies { secure: true });
    state.app.channels =
        Arc::new(Channels { text: true, mail: true, push: Some("B".repeat(87)), hosts: Hosts::of("hooks.example") });
    let router = server::http::router(State { writes: WriteLimit::new(0), ..state });
    let deliver = middleware::from_fn_with_state(store.clone(), deliver);
    router.layer(middleware::from_fn(note_route)).layer(deliver)
}

/// Delivers the events that this store has committed, before and after a request, as a running server does soon.
async fn deliver(extract::State(store): extract::State<Store>, request: Request, next: Next) -> Response {
    deliver_emitted(&store).await;
    let response = next.run(request).await;
    deliver_emitted(&store).await;
    response
}

async fn deliver_emitted(store: &Store) {
    if store.emitted().now_or_never().is_some() {
        // A failure shows where the notice is missing; many tests make the database fail.
        store.deliver_all().await.ok();
    }
}

/// Template of the route that a request reached, added to its answer.
#[derive(Clone)]
pub struct Reached(pub String);

async fn note_route(request: Request, next: Next) -> Response {
    let route = request.extensions().get::<MatchedPath>().map(|path| Reached(path.as_str().to_owned()));
    let mut response = next.run(request).await;
    if let Some(route) = route {
        response.extensions_mut().insert(route);
    }
    response
}

/// Runs a test on a new installation and removes it afterwards, also when the test fails.
pub async fn run<F: Future<Output = ()>>(kind: Kind, test: impl FnOnce(TestApp) -> F) {
    assert!(
        kind == Kind::Sqlite || testkit::postgres_server().is_some(),
        "TEST_POSTGRES_URL names no PostgreSQL; `make test` starts one, and so does tools/with-postgres.sh"
    );
    let _turn = database::turn(kind).await;
    let started = Instant::now();
    let app = TestApp::start(kind).await;
    let (store, database) = (app.store.clone(), app.database.clone());
    let outcome = AssertUnwindSafe(test(app)).catch_unwind().await;
    store.close().await;
    database.remove().await;
    testkit::note_time(started);
    if let Err(panic) = outcome {
        std::panic::resume_unwind(panic);
    }
}
