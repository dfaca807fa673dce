//! Runs random steps in two shops and compares the ledger with a model after each: balances equal the model and the
//! sums of their entries, and none is below zero. Seeds are fixed; for more cases:
//! `PROPTEST_CASES=2000 cargo test -p store --test it random_days_agree_with_the_model::sqlite`.

use crate::{
    ledger::model::{Step, World, steps},
    support::{Stage, on_both},
};
use proptest::test_runner::{Config, RngAlgorithm, TestCaseError, TestRng, TestRunner};

/// Maximum number of steps of a case.
const STEPS: usize = 40;

on_both!(random_days_agree_with_the_model, |stage| {
    let wanted = std::env::var("PROPTEST_CASES").ok().and_then(|n| n.parse().ok());
    let cases = wanted.unwrap_or(if stage.is_postgres() { 16 } else { 60 });
    let config = Config { cases, max_shrink_iters: 200, failure_persistence: None, ..Config::default() };
    let mut runner = TestRunner::new_with_rng(config, TestRng::from_seed(RngAlgorithm::ChaCha, &[7; 32]));
    let done = runner.run(&steps(STEPS), |steps| {
        tokio::task::block_in_place(|| tokio::runtime::Handle::current().block_on(live(stage, &steps)))
            .map_err(TestCaseError::fail)
    });
    if let Err(failure) = done {
        panic!("{failure}");
    }
    assert_eq!(stage.store.check().await.expect("checked"), Vec::<String>::new());
});

/// Runs a case in a town of its own.
async fn live(stage: &Stage, steps: &[Step]) -> Result<(), String> {
    let mut world = World::new(stage).await;
    for (number, step) in steps.iter().enumerate() {
        world.play(step).await.map_err(|said| format!("step {number}, {step:?}: {said}"))?;
    }
    Ok(())
}

on_both!(a_difference_from_the_model_is_detected, |stage| {
    // Tests the comparison itself: a unit that changes past the model must be noticed at the next step.
    let mut world = World::new(stage).await;
    world.play(&Step::Receive { shop: 0, thing: 1, quantity: 4, used: false, days: 0 }).await.expect("received");
    stage.plant("update balance set quantity = quantity - 1 where quantity = 4").await;
    let said = world.play(&Step::Tick { days: 1 }).await.expect_err("the balance differs");
    assert!(said.contains("entries"), "{said}");
    stage.plant("update balance set quantity = quantity + 1 where quantity = 3").await;
    world.play(&Step::Tick { days: 1 }).await.expect("mended");
    world.forget_a_unit();
    let said = world.play(&Step::Tick { days: 1 }).await.expect_err("the model differs");
    assert!(said.contains("model"), "{said}");
});
