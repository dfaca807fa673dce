//! `make bench`: the table of BENCHMARKS.md.
//! Each figure has a baseline from the same run on the same machine: these machines are noisy, so only ratios can be
//! compared.
//!
//! `BENCH_SIZES=1000,100000` sets the feed sizes, `BENCH_SECONDS` the length of a round, `BENCH_DONORS` and
//! `BENCH_LISTENERS` the numbers of those, and `BENCH_ONLY=claims` leaves out all but the claims.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod claims;
mod feeds;
mod launch;
mod load;
mod pages;
mod world;

use std::time::Duration;

/// Returns the resident memory of this process in MiB, as the kernel reports it.
pub(crate) fn resident() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let kib = status.lines().find_map(|line| line.strip_prefix("VmRSS:")?.trim().strip_suffix("kB"));
    kib.and_then(|kib| kib.trim().parse::<f64>().ok()).unwrap_or(0.0) / 1024.0
}

/// Returns the length of a round; two rounds of each are measured, alternating with the baseline.
pub(crate) fn round() -> Duration {
    let seconds = std::env::var("BENCH_SECONDS").ok().and_then(|s| s.parse().ok()).unwrap_or(3.0);
    Duration::from_secs_f64(seconds)
}

/// Returns keys for encryption, as a server has them.
pub(crate) fn keys() -> store::Vault {
    store::Vault::of(&format!("1 {}", "42".repeat(32))).unwrap()
}

pub(crate) fn line(what: &str, ours: &str, baseline: &str, ratio: &str) {
    println!("{what:<52} {ours:>14} {baseline:>18} {ratio:>8}");
}

fn main() {
    let folder = tempfile::tempdir().unwrap();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    line("", "ours", "baseline", "ratio");
    runtime.block_on(async {
        if std::env::var("BENCH_ONLY").as_deref() != Ok("claims") {
            pages_of(&format!("sqlite://{}/pages.db", folder.path().display()), "SQLite").await;
        }
        println!("\nClaims on SQLite; baseline: plain one-row commits, same disk, WAL, synchronous=FULL");
        claims::embedded(folder.path()).await;
        if std::env::var("BENCH_ONLY").as_deref() == Ok("claims") {
            return;
        }
        println!("\nThe launch minute on SQLite");
        launch::measure(&format!("sqlite://{}/launch.db", folder.path().display())).await;
        if testkit::postgres_server().is_some() {
            let (name, url) = testkit::empty_postgres().await;
            pages_of(&url, "PostgreSQL").await;
            testkit::drop_postgres(&name).await;
            println!("\nClaims on PostgreSQL; baseline: pgbench's simple update on the same server, as many at once");
            claims::served().await;
            println!("\nThe launch minute on PostgreSQL");
            let (name, url) = testkit::empty_postgres().await;
            launch::measure(&url).await;
            testkit::drop_postgres(&name).await;
        }
        println!("\nThe feed as it grows, one request at a time; baseline: the smallest feed");
        feeds::measure(folder.path()).await;
    });
}

/// Measures the pages of a database.
async fn pages_of(url: &str, engine: &str) {
    println!(
        "\nPages rendered each time on {engine}, 8 connections; baseline: an axum handler that returns the same bytes"
    );
    let (store, people) = pages::rendered(url).await;
    println!("\nPages of accounts on {engine}, 8 connections; the same baseline");
    pages::signed_in(&store, &people).await;
    println!(
        "\nRequests a second for what visitors share on {engine}, 32 connections; baseline: an axum handler that \
         returns the same bytes, compressed beforehand"
    );
    pages::shared(store).await;
}
