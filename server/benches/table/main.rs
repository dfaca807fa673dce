//! `make bench`: the first table.
//! Each figure has a baseline from the same run on the same machine: these machines are noisy, so only ratios can be
//! compared.
//!
//! `cargo bench -p server --bench table`; `BENCH_SIZES=1000,100000` sets the feed sizes, `BENCH_SECONDS` the length of
//! a round.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod claims;
mod feeds;
mod load;
mod pages;

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
        println!("\nPages rendered each time, 8 connections; baseline: an axum handler that returns the same bytes");
        let store = pages::rendered(folder.path()).await;
        println!(
            "\nRequests a second for what visitors share, 32 connections; baseline: an axum handler that returns the \
             same bytes, compressed beforehand"
        );
        pages::shared(store).await;
        println!(
            "\nClaims, as the store takes them; baseline: plain one-row commits, same disk, WAL, synchronous=FULL"
        );
        claims::measure(folder.path()).await;
        println!("\nThe feed as it grows, one request at a time; baseline: the smallest feed");
        feeds::measure(folder.path()).await;
    });
}
