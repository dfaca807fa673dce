//! Lives the days of a town by a seeded schedule with faults, and compares the whole database with a model after each
//! step: wishes, claims, standby, goods, points, orders, transfers, stock-takes, shifts, visits and referrals.
//!
//! A life depends on its seed alone: it begins at a fixed time, and each step draws from the seed and its own number.
//! A seed that fails is printed and lived again by `SEED=7 cargo test -p store --test it simulation::`; `STEPS` makes
//! lives longer and `SEEDS` more of them (`make simulate`).

mod actions;
mod clock;
mod counter;
mod errands;
mod field;
mod givers;
mod life;
mod line;
mod model;
mod rows;
mod schedule;
mod servers;

use std::ops::RangeInclusive;

use crate::support::{Stage, on_both, play};
use life::Life;

/// Steps of a life, unless `STEPS` says another number.
const STEPS: usize = 120;

fn number(name: &str) -> Option<u64> {
    std::env::var(name).ok().and_then(|text| text.trim().parse().ok())
}

/// Returns the seeds to live: that of `SEED`, the first of `SEEDS`, or the twenty of each test run.
fn seeds(stage: &Stage) -> RangeInclusive<u64> {
    match (number("SEED"), number("SEEDS")) {
        (Some(seed), _) => seed..=seed,
        (None, Some(many)) => 1..=many,
        // Its steps take three times as long; the nightly target lives all of them on both.
        (None, None) if stage.is_postgres() => 1..=8,
        (None, None) => 1..=20,
    }
}

async fn fresh(stage: &Stage) -> Stage {
    if stage.is_postgres() { Stage::postgres().await } else { Stage::sqlite().await }
}

/// Lives a seed on the database; returns what happened, a line for each step.
async fn live(stage: &Stage, seed: u64, steps: usize) -> Vec<String> {
    let mut life = Life::begin(stage, seed).await;
    for step in 0..steps {
        if let Err(said) = life.step(step).await {
            let past = life.log.join("\n");
            panic!("SEED={seed} STEPS={}: {said}\n\nwhat was before:\n{past}", step + 1);
        }
    }
    life.end().await
}

on_both!(lives_with_faults_agree_with_the_model, |stage| {
    let steps = number("STEPS").and_then(|steps| usize::try_from(steps).ok()).unwrap_or(STEPS);
    for seed in seeds(stage) {
        // Shown when the test fails, also by a panic or a time limit in the middle of a life.
        println!("simulation: SEED={seed} STEPS={steps}");
        let own = fresh(stage).await;
        play(&own, async { drop(live(&own, seed, steps).await) }).await;
    }
});

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_seed_lives_the_same_life_again() {
    let mut lives = Vec::new();
    for _ in 0..2 {
        let stage = Stage::sqlite().await;
        play(&stage, async { lives.push(live(&stage, 5, 60).await) }).await;
    }
    assert_eq!(lives[0], lives[1]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_difference_from_the_model_ends_a_life() {
    let stage = Stage::sqlite().await;
    play(&stage, async {
        let mut life = Life::begin(&stage, 1).await;
        for step in 0..40 {
            life.step(step).await.expect("a life");
        }
        // A unit and a point that the model knows nothing of.
        for sql in [
            "update wish set quantity = quantity + 1 where id = (select min(id) from wish)",
            "update balance set quantity = quantity + 1 where lot = (select max(lot) from balance)",
        ] {
            life.compare().await.expect("no difference yet");
            stage.plant(sql).await;
            let said = life.compare().await.expect_err("a difference");
            assert!(said.contains("only in the database"), "{said}");
            stage.plant(&sql.replace("+ 1", "- 1")).await;
        }
        life.end().await;
    })
    .await;
}
