//! The minute after many wishes are published at once: donors look at the feed and claim, all at the same time.

use std::{
    collections::BTreeMap,
    net::SocketAddr,
    sync::Arc,
    time::{Duration, Instant},
};

use app::web::session::Cookies;
use domain::wishes::WishId;
use server::{
    State,
    http::{
        self,
        cache::{PAGE_CACHE_MB, PageCache},
    },
};

use crate::{
    line,
    load::{self, Asked, Connection},
    world::{Size, World},
};

/// Wishes that are published at once, and the units of each.
const WISHES: usize = 500;
const UNITS: usize = 2;
/// Wishes that a donor tries before it gives up.
const TRIES: usize = 3;
/// Time within which 99 of 100 claims are to be answered, in milliseconds.
const GOAL_MS: f64 = 500.0;

/// Measures how long claims wait, and checks that no unit is claimed twice. `BENCH_DONORS` sets the number of donors.
pub async fn measure(url: &str) {
    let donors = std::env::var("BENCH_DONORS").ok().and_then(|n| n.parse().ok()).unwrap_or(1000);
    let world = World::make(url, &Size { wishes: WISHES, units: UNITS, donors, claims: TRIES }).await;
    let pages = PageCache::new(PAGE_CACHE_MB);
    let state = State { pages, ..State::new(world.store.clone(), Cookies { secure: false }) };
    let address = load::serve(http::router(state)).await;
    let wishes: Arc<[WishId]> = world.wishes.clone().into();
    let mut connections = Vec::with_capacity(donors);
    for _ in 0..donors {
        connections.push(Connection::open(address).await);
    }
    let begun = Instant::now();
    let tasks: Vec<_> = connections
        .into_iter()
        .zip(&world.donors)
        .enumerate()
        .map(|(number, (connection, (_, token)))| {
            let donor = Donor { number, connection, token: token.clone(), wishes: wishes.clone() };
            tokio::spawn(donor.live())
        })
        .collect();
    world.publish().await;
    let published = begun.elapsed();
    let (mut waits, mut statuses, mut taken) = (Vec::new(), BTreeMap::new(), BTreeMap::new());
    for task in tasks {
        for Answered { wish, status, wait } in task.await.unwrap() {
            waits.push(wait);
            *statuses.entry(status).or_insert(0_usize) += 1;
            if status == 201 {
                *taken.entry(wish).or_insert(0_usize) += 1;
            }
        }
    }
    let all = begun.elapsed();
    assert!(taken.values().all(|units| *units <= UNITS), "a unit is claimed once");
    assert!(statuses.keys().all(|status| *status < 500 || *status == 503), "{statuses:?}");
    println!(
        "  {WISHES} wishes published in {:.1} s, {donors} donors done in {:.1} s",
        published.as_secs_f64(),
        all.as_secs_f64()
    );
    println!("  answers to claims by status: {statuses:?}");
    let p99 = load::quantile(waits.clone(), 99);
    line("  claims answered, median ms", &format!("{:.0}", load::median(waits)), "", "");
    line(
        "  claims answered, 99 of 100 within ms; and the goal",
        &format!("{p99:.0}"),
        &format!("{GOAL_MS:.0}"),
        &format!("{:.2}", p99 / GOAL_MS),
    );
    world.store.close().await;
}

/// A donor with an open connection.
struct Donor {
    number: usize,
    connection: Connection,
    token: String,
    wishes: Arc<[WishId]>,
}

/// What became of a claim.
struct Answered {
    wish: WishId,
    status: u16,
    wait: Duration,
}

impl Donor {
    /// Looks at the feed, claims, and tries another wish when a faster donor has taken that one.
    async fn live(mut self) -> Vec<Answered> {
        let mut answers = Vec::new();
        for try_number in 0..TRIES {
            self.connection.get(Asked { path: "/", token: &self.token, ..Asked::default() }).await;
            let wish = self.wishes[rand::random::<u32>() as usize % self.wishes.len()];
            let (path, id) = (format!("/api/v1/wishes/{wish}/claims"), format!("launch-{}-{try_number}", self.number));
            let begun = Instant::now();
            let answer = self.connection.post(&path, &self.token, &id, "{\"quantity\":1}").await;
            answers.push(Answered { wish, status: answer.status, wait: begun.elapsed() });
            if answer.status == 201 {
                break;
            }
            tokio::time::sleep(Duration::from_millis(500)).await;
        }
        answers
    }
}

/// Opens this many streams of changes and measures what they cost in memory, with their clients in this process.
pub async fn listeners(address: SocketAddr) {
    let many = std::env::var("BENCH_LISTENERS").ok().and_then(|n| n.parse().ok()).unwrap_or(9000);
    let before = crate::resident();
    let mut open = Vec::with_capacity(many);
    for _ in 0..many {
        open.push(load::listen(address).await);
    }
    let held = crate::resident() - before;
    let to_goal = 150.0 * f64::from(u32::try_from(many).unwrap()) / 10_000.0;
    line(
        &format!("memory of {many} idle listeners, MiB; and the goal"),
        &format!("{held:.0}"),
        &format!("{to_goal:.0}"),
        &format!("{:.2}", held / to_goal),
    );
    drop(open);
}
