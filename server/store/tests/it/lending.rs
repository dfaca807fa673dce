//! Lending: a unit on loan is neither on the shelf nor issued, it is asked back, and it ends in one of three ways.

use domain::{
    DAY,
    accounts::Actor,
    casework::{CloseReason, Closing},
    ledger::LotId,
    lending::{EndingAnswer, LoanEnding, LoanId, LoanState, LoanWord, ReturnCondition},
    notifications::NoticeKind,
    time::Day,
    today::Work,
};
use futures::future::join_all;
use store::{
    casework::file::close::CloseFile,
    ledger::journals::JournalQuery,
    lending::{
        answers::{AskLoanExtension, ExtendLoan, SayLoan},
        endings::{AnswerLoanEnd, AskLoanEnd, ReturnLoan},
        lend::{LendGoods, UndoLoan},
        views::LoanList,
    },
    stock::movements::ReverseStock,
};

use crate::support::{Stage, Town, by, code, fields, on_both};

fn lend(stage: &Stage, town: &Town, lot: LotId, days: i64) -> LendGoods {
    LendGoods { household: town.household, location: town.shop, lot, due: stage.store.now() + days * DAY }
}

async fn lent(stage: &Stage, town: &Town, lot: LotId, days: i64) -> LoanId {
    stage.store.run(&by(&town.shopkeeper), lend(stage, town, lot, days)).await.expect("lent")
}

async fn told(stage: &Stage, who: &Actor, kind: NoticeKind) -> usize {
    let all = stage.store.notices(who, 0).await.expect("notices").items;
    all.iter().filter(|notice| notice.kind == kind).count()
}

async fn state(stage: &Stage, town: &Town, loan: LoanId) -> LoanState {
    stage.store.loan(&town.shopkeeper, loan).await.expect("a loan").state
}

on_both!(a_unit_on_loan_has_a_place_of_its_own_and_comes_back, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let lot = stage.shelved(&town, "wheelchair", 2, 0).await;
    let loan = lent(stage, &town, lot, 30).await;
    assert_eq!((stage.units(lot, "shelf", town.shop).await, stage.units(lot, "lent", loan).await), (1, 1));
    assert_eq!(stage.units(lot, "issued", town.household).await, 0);
    assert_eq!(told(stage, &town.family, NoticeKind::LoanMade).await, 1);
    let seen = store.loan(&town.family, loan).await.expect("its own");
    assert_eq!(seen.due, Day::of(stage.store.now() + 30 * DAY).end() - 1);
    assert_eq!(code(store.loan(&town.donor, loan).await), "not_found");
    let back = |condition| ReturnLoan { loan, condition };
    assert_eq!(code(store.run(&by(&town.caseworker), back(ReturnCondition::Good)).await), "not_allowed");
    store.run(&by(&town.shopkeeper), back(ReturnCondition::Damaged)).await.expect("returned");
    assert_eq!((stage.units(lot, "quarantine", town.shop).await, stage.units(lot, "lent", loan).await), (1, 0));
    assert_eq!(code(store.run(&by(&town.shopkeeper), back(ReturnCondition::Good)).await), "wrong_state");
    // A mistake is undone within ten minutes, and then no more.
    let wrong = lent(stage, &town, lot, 30).await;
    store.run(&by(&town.shopkeeper), UndoLoan { loan: wrong }).await.expect("undone");
    assert_eq!(stage.units(lot, "shelf", town.shop).await, 1);
    let late = lent(stage, &town, lot, 30).await;
    stage.clock.advance(601);
    assert_eq!(code(store.run(&by(&town.shopkeeper), UndoLoan { loan: late }).await), "undo_over");
    stage.is_clean().await;
});

on_both!(what_cannot_be_lent_is_refused, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let lot = stage.shelved(&town, "folding_bed", 1, 0).await;
    let rice = stage.shelved(&town, "rice", 1, store.now() + 90 * DAY).await;
    let keeper = by(&town.shopkeeper);
    assert_eq!(fields(store.run(&keeper, lend(stage, &town, lot, -1)).await), [("due", "out_of_range")]);
    let keeper = by(&town.shopkeeper);
    assert_eq!(fields(store.run(&keeper, lend(stage, &town, lot, 200)).await), [("due", "out_of_range")]);
    let keeper = by(&town.shopkeeper);
    assert_eq!(fields(store.run(&keeper, lend(stage, &town, rice, 9)).await), [("lot", "does_not_fit")]);
    let found = store.lendable(&town.shopkeeper, town.shop, "").await.expect("lots");
    assert_eq!(found.iter().map(|of| of.lot).collect::<Vec<_>>(), [lot]);
    assert_eq!(code(store.run(&by(&town.caseworker), lend(stage, &town, lot, 9)).await), "not_allowed");
    // Staff lend nothing to their own family.
    let own = Actor { household: town.household, ..town.shopkeeper.clone() };
    assert_eq!(code(store.run(&by(&own), lend(stage, &town, lot, 9)).await), "not_allowed");
    lent(stage, &town, lot, 9).await;
    assert_eq!(code(store.run(&by(&town.shopkeeper), lend(stage, &town, lot, 9)).await), "not_enough_stock");
    stage.is_clean().await;
});

on_both!(a_household_has_at_most_five_on_loan_under_a_race, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let lot = stage.shelved(&town, "wheelchair", 9, 0).await;
    let all: Vec<_> = (0..8).map(|_| (by(&town.shopkeeper), lend(stage, &town, lot, 30))).collect();
    let done = join_all(all.into_iter().map(|(by, new)| async move { store.run(&by, new).await })).await;
    assert_eq!(done.iter().filter(|one| one.is_ok()).count(), 5);
    let refused: Vec<_> = done.into_iter().filter(Result::is_err).map(code).collect();
    assert_eq!(refused, ["loan_limit"; 3]);
    assert_eq!(stage.units(lot, "shelf", town.shop).await, 4);
    stage.is_clean().await;
});

on_both!(family_shop_and_coordinators_are_reminded_in_turn, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let lot = stage.shelved(&town, "wheelchair", 1, 0).await;
    let loan = lent(stage, &town, lot, 10).await;
    let days = [
        (7, &town.family, NoticeKind::LoanSoon),
        (3, &town.family, NoticeKind::LoanDue),
        (1, &town.shopkeeper, NoticeKind::LoanNotBack),
        (6, &town.coordinator, NoticeKind::LoanLate),
    ];
    for (pause, who, kind) in days {
        assert_eq!(told(stage, who, kind).await, 0, "{kind:?} before its day");
        stage.clock.advance(pause * DAY);
        assert_eq!(store.run_clocks().await.expect("clocks").loans, 1);
        assert_eq!(store.run_clocks().await.expect("clocks").loans, 0);
        assert_eq!(told(stage, who, kind).await, 1, "{kind:?}");
    }
    assert_eq!(told(stage, &town.family, NoticeKind::LoanOverdue).await, 1);
    assert_eq!(store.today(&town.shopkeeper).await.expect("a list").n(Work::Loans), 1);
    assert_eq!(store.today(&town.coordinator).await.expect("a list").n(Work::Loans), 1);
    let waiting = store.loans(&town.shopkeeper, LoanList::Waiting, 0, 0).await.expect("a list").items;
    assert!(waiting.len() == 1 && waiting[0].overdue);
    // Until it ends the coordinators hear of it each month.
    stage.clock.advance(30 * DAY);
    store.run_clocks().await.expect("clocks");
    assert_eq!(told(stage, &town.coordinator, NoticeKind::LoanLate).await, 2);
    // A later day of return begins the reminders anew.
    let until = Some(store.now() + 20 * DAY);
    store.run(&by(&town.shopkeeper), ExtendLoan { loan, until }).await.expect("extended");
    assert_eq!(store.today(&town.shopkeeper).await.expect("a list").n(Work::Loans), 0);
    assert_eq!(told(stage, &town.family, NoticeKind::LoanExtended).await, 1);
    stage.clock.advance(18 * DAY);
    store.run_clocks().await.expect("clocks");
    assert_eq!(told(stage, &town.family, NoticeKind::LoanSoon).await, 2);
    stage.is_clean().await;
});

on_both!(lost_and_given_take_a_second_person, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let lot = stage.shelved(&town, "wheelchair", 2, 0).await;
    let (lost, given) = (lent(stage, &town, lot, 30).await, lent(stage, &town, lot, 30).await);
    let answer = |loan, answer| AnswerLoanEnd { loan, answer };
    let agree = |loan| answer(loan, EndingAnswer::Agree);
    assert_eq!(code(store.run(&by(&town.coordinator), agree(lost)).await), "wrong_state");
    for (loan, ending) in [(lost, LoanEnding::Lost), (given, LoanEnding::Given)] {
        store.run(&by(&town.shopkeeper), AskLoanEnd { loan, ending }).await.expect("asked");
        assert_eq!(code(store.run(&by(&town.shopkeeper), agree(loan)).await), "second_person");
        assert_eq!(state(stage, &town, loan).await, LoanState::Out);
    }
    assert_eq!(told(stage, &town.coordinator, NoticeKind::LoanEndAsked).await, 2);
    store.run(&by(&town.coordinator), answer(given, EndingAnswer::Refuse)).await.expect("refused");
    assert_eq!(told(stage, &town.shopkeeper, NoticeKind::LoanEndRefused).await, 1, "and not left waiting");
    let again = AskLoanEnd { loan: given, ending: LoanEnding::Given };
    store.run(&by(&town.shopkeeper), again).await.expect("asked again");
    for loan in [lost, given] {
        store.run(&by(&town.coordinator), agree(loan)).await.expect("agreed");
    }
    assert_eq!(
        (state(stage, &town, lost).await, state(stage, &town, given).await),
        (LoanState::Lost, LoanState::Given)
    );
    assert_eq!((stage.units(lot, "loss", town.shop).await, stage.units(lot, "issued", town.household).await), (1, 1));
    // The ledger is not reversed past the loan.
    let all = store.journals(&town.shopkeeper, &JournalQuery::default()).await.expect("journals").items;
    let end = all.first().expect("the last one").id;
    let reversal = ReverseStock { journal: end, reason: "弄错了".into() };
    assert_eq!(code(store.run(&by(&town.shopkeeper), reversal).await), "not_reversible");
    stage.is_clean().await;
});

on_both!(the_family_says_what_it_got_and_asks_for_more_time, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let lot = stage.shelved(&town, "wheelchair", 2, 0).await;
    let loan = lent(stage, &town, lot, 30).await;
    let say = |loan, word| SayLoan { loan, word };
    assert_eq!(code(store.run(&by(&town.donor), say(loan, LoanWord::Received)).await), "not_found");
    store.run(&by(&town.family), say(loan, LoanWord::NotReceived)).await.expect("said");
    assert_eq!(told(stage, &town.coordinator, NoticeKind::LoanDenied).await, 1);
    assert!(store.loan(&town.coordinator, loan).await.expect("a loan").denied);
    store.run(&by(&town.family), say(loan, LoanWord::Received)).await.expect("found it");
    assert_eq!(code(store.run(&by(&town.family), say(loan, LoanWord::NotReceived)).await), "wrong_state");
    let ask = |days| AskLoanExtension { loan, until: stage.store.now() + days * DAY };
    assert_eq!(fields(store.run(&by(&town.family), ask(20)).await), [("until", "out_of_range")]);
    store.run(&by(&town.family), ask(50)).await.expect("asked");
    assert_eq!(code(store.run(&by(&town.family), ask(60)).await), "wrong_state");
    assert_eq!(told(stage, &town.shopkeeper, NoticeKind::LoanExtensionAsked).await, 1);
    assert_eq!(store.today(&town.shopkeeper).await.expect("a list").n(Work::Loans), 1);
    store.run(&by(&town.shopkeeper), ExtendLoan { loan, until: None }).await.expect("answered");
    assert_eq!(told(stage, &town.family, NoticeKind::LoanNotExtended).await, 1);
    let second = lent(stage, &town, lot, 30).await;
    stage.clock.advance(15 * DAY);
    assert_eq!(code(store.run(&by(&town.family), say(second, LoanWord::NotReceived)).await), "too_late");
    stage.is_clean().await;
});

on_both!(a_file_is_not_closed_while_something_is_on_loan, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let lot = stage.shelved(&town, "wheelchair", 1, 0).await;
    let loan = lent(stage, &town, lot, 30).await;
    let closing = || Closing { household: town.household, reason: CloseReason::Other, words: "搬走了".into() };
    assert_eq!(code(store.run(&by(&town.caseworker), CloseFile(closing())).await), "loan_out");
    let back = ReturnLoan { loan, condition: ReturnCondition::Good };
    store.run(&by(&town.shopkeeper), back).await.expect("returned");
    store.run(&by(&town.caseworker), CloseFile(closing())).await.expect("closed");
    assert_eq!(code(store.run(&by(&town.shopkeeper), lend(stage, &town, lot, 30)).await), "file_closed");
    stage.is_clean().await;
});
