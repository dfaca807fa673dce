//! Operations of the community on files that have ended.

use domain::community::{
    jobs::seekers::{NewSeeker, SeekerAnswer},
    markets::NewMarketOffer,
    shifts::{
        NewShift, ShiftKind,
        tasks::{NewTasks, TaskKind},
    },
};
use store::{
    community::{
        appointments::booking::BookSlot,
        courses::{attendance::AdmitAdult, places::JoinCourse},
        jobs::seekers::AskSeeker,
        markets::offers::OfferGoods,
        shifts::{lifecycle::OpenShift, tasks::AddTasks},
    },
    lending::lend::LendGoods,
};

use super::files::{File, said};
use crate::{
    community::appointments::slot,
    support::{Stage, Town, by},
};

/// Runs one operation of the table on the file.
pub async fn run(stage: &Stage, town: &Town, file: &File, operation: &str) -> String {
    let (store, id, keeper) = (&stage.store, file.id, by(&town.caseworker));
    match operation {
        "course_admit" => {
            said(store.run(&keeper, AdmitAdult { session: 0, household: id, member: file.people[0] }).await)
        }
        "course_join" => {
            let join = JoinCourse { course: 0, household: id, member: file.people[0], words: String::new() };
            said(store.run(&keeper, join).await)
        }
        "appointment_book" => {
            let slot = slot(stage, town).await;
            said(store.run(&keeper, BookSlot { slot, household: id, person: None }).await)
        }
        "market_offer" => {
            let now = store.now();
            let new = NewMarketOffer {
                title: "土鸡蛋".into(),
                unit: "斤".into(),
                price: 1500,
                quantity: 3,
                location: town.shop,
                opens: now,
                closes: now + 9000,
            };
            said(store.run(&keeper, OfferGoods { household: id, new }).await)
        }
        "job_seeker_ask" => {
            let new = NewSeeker { member: 0, answer: SeekerAnswer::Looks, lodging: false };
            said(store.run(&keeper, AskSeeker { household: id, new }).await)
        }
        "shift_tasks_add" => {
            let start = store.now() + 2 * domain::DAY;
            let shift = NewShift {
                area: town.district,
                kind: ShiftKind::Deliver,
                name: "送煤".into(),
                place: "社区门口".into(),
                starts: start,
                ends: start + 7200,
                places: 2,
                opens_before: 48,
                closes_before: 1,
                leave_before: 1,
                reveal_before: 1,
            };
            let shift = store.run(&by(&town.coordinator), OpenShift(shift)).await.expect("a shift");
            let new = NewTasks { households: vec![id], kind: TaskKind::Deliver, words: String::new(), agreed: true };
            said(store.run(&keeper, AddTasks { shift, new }).await)
        }
        "loan_lend" => {
            let due = store.now() + 7 * domain::DAY;
            said(store.run(&by(&town.shopkeeper), LendGoods { household: id, location: town.shop, lot: 1, due }).await)
        }
        other => panic!("{other} is in the table, but the test does not run it"),
    }
}
