//! Job fairs: an employer brings its vacancies to an event, those who read the event read them.

use domain::{
    DAY,
    accounts::Actor,
    casework::rounds::profile::Spoken,
    community::{
        courses::{CourseCancel, CourseId, CourseKind, CourseState, CourseTopic, NewCourse, NewSession},
        jobs::VacancyState,
    },
};
use store::community::{
    courses::{endings::CancelCourse, posting::PostCourse},
    jobs::{
        fairs::{BringVacancy, TakeFromFair},
        vacancies::{ConfirmVacancy, EndVacancy},
    },
};

use super::jobs::{employer, posted};
use crate::support::{Stage, Town, by, code, fields, on_both};

async fn announced(stage: &Stage, town: &Town, kind: CourseKind) -> CourseId {
    let session = NewSession { place: "广场".into(), starts: stage.store.now() + 10 * DAY, minutes: 120 };
    let new = NewCourse {
        area: town.home,
        organisation: None,
        kind,
        topic: CourseTopic::Work,
        title: "家门口招聘会".into(),
        about: String::new(),
        language: Spoken::Mandarin,
        minimum: 0,
        maximum: 40,
        opens: None,
        closes: None,
        enough: 80,
        sessions: vec![session],
    };
    stage.store.run(&by(&town.caseworker), PostCourse(new)).await.expect("announced")
}

on_both!(employers_bring_vacancies_to_a_fair_that_its_families_read, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let there = stage.town("乙").await;
    let boss = employer(stage, &town).await;
    let (one, two) = (posted(stage, &town, &boss, 2).await, posted(stage, &town, &boss, 1).await);
    let fair = announced(stage, &town, CourseKind::JobFair).await;
    let (talk, far) =
        (announced(stage, &town, CourseKind::Talk).await, announced(stage, &there, CourseKind::JobFair).await);
    let bring = |vacancy, course| BringVacancy { vacancy, course };
    assert_eq!(code(store.run(&by(&town.family), bring(one, fair)).await), "not_allowed");
    assert_eq!(code(store.run(&by(&there.coordinator), bring(one, fair)).await), "not_found");
    for other in [talk, far] {
        assert_eq!(fields(store.run(&by(&boss), bring(one, other)).await), [("course", "unknown")]);
    }
    let offered = store.vacancy_fairs(&boss, one).await.expect("the fairs ahead");
    assert_eq!(offered.iter().map(|of| (of.course, of.brought)).collect::<Vec<_>>(), [(fair, false)]);
    assert!(store.vacancy_fairs(&town.family, one).await.expect("none").is_empty(), "it is not brought yet");
    store.run(&by(&boss), bring(one, fair)).await.expect("brought");
    store.run(&by(&boss), bring(one, fair)).await.expect("brought already");
    store.run(&by(&boss), bring(two, fair)).await.expect("brought");
    let seen = store.vacancy_fairs(&town.family, one).await.expect("the fair").remove(0);
    assert_eq!((seen.title.as_str(), seen.place.as_str(), seen.brought), ("家门口招聘会", "广场", true));
    let list = async |who: &Actor| -> Vec<i64> {
        let all = store.fair_vacancies(who, fair).await.expect("the list");
        all.iter().map(|one| one.id).collect()
    };
    assert_eq!(list(&town.family).await, [one, two]);
    assert_eq!(code(store.fair_vacancies(&there.family, fair).await), "not_found");
    for (family, may) in [(&town.family, true), (&there.family, false)] {
        assert_eq!(store.vacancy(family, one).await.expect("open").may_apply, may, "only families of its root area");
    }

    // Hidden without a word: families do not read it until it is confirmed again; staff do.
    stage.plant(&format!("update vacancy set state = 'hidden' where id = {two}")).await;
    assert_eq!(list(&town.family).await, [one]);
    assert_eq!(list(&town.coordinator).await, [one, two]);
    store.run(&by(&boss), ConfirmVacancy { vacancy: two }).await.expect("confirmed");
    store.run(&by(&boss), TakeFromFair { vacancy: two, course: fair }).await.expect("taken back");
    assert_eq!(code(store.run(&by(&boss), TakeFromFair { vacancy: two, course: fair }).await), "wrong_state");
    store.run(&by(&boss), EndVacancy { vacancy: two }).await.expect("ended");
    assert_eq!(code(store.run(&by(&boss), bring(two, fair)).await), "vacancy_over");
    // Its employer reads that the fair is cancelled.
    let cancel = CancelCourse { course: fair, reason: CourseCancel::TooFew };
    store.run(&by(&town.coordinator), cancel).await.expect("cancelled");
    assert_eq!(store.vacancy_fairs(&boss, one).await.expect("fairs")[0].state, CourseState::Cancelled);
    let three = posted(stage, &town, &boss, 1).await;
    assert_eq!(code(store.run(&by(&boss), bring(three, fair)).await), "wrong_state");

    // A closed organisation offers nothing, and no account acts for it.
    stage.plant(&format!("update organisation set open = false where id = {}", town.union)).await;
    assert!(store.open_vacancies(&town.family, 0).await.expect("a list").items.is_empty());
    assert_eq!(code(store.own_vacancies(&boss).await), "not_allowed");
    assert_eq!(store.vacancy(&town.coordinator, one).await.expect("read").state, VacancyState::Open);
});
