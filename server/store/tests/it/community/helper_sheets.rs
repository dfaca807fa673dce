//! Yearly sheets: only for what was done, only for their owner; the check says yes to the real ones alone.

use domain::{
    DAY,
    community::{
        helper_sheets::SheetAnswer,
        shifts::{NewShift, PlaceMark, ShiftKind},
    },
    time::year,
};
use store::community::{
    helper_sheets::lifecycle::{MakeHelperSheet, WithdrawHelperSheet},
    shifts::{attendance::MarkPlace, lifecycle::OpenShift, sign_up::SignUp},
};

use crate::support::{by, code, fields, on_both};

on_both!(a_sheet_says_what_was_done_and_its_check_yes_only_while_it_is_real, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let this = year(store.now());
    let make = MakeHelperSheet { year: this };
    assert_eq!(code(store.run(&by(&town.donor), make).await), "nothing_yet");
    assert_eq!(
        fields(store.run(&by(&town.donor), MakeHelperSheet { year: this + 1 }).await),
        [("year", "out_of_range")]
    );
    let starts = store.now() + 2 * DAY;
    let new = NewShift {
        area: town.district,
        kind: ShiftKind::Deliver,
        name: "送煤".into(),
        place: "社区门口".into(),
        starts,
        ends: starts + 7200,
        places: 3,
        opens_before: 200,
        closes_before: 1,
        leave_before: 3,
        reveal_before: 2,
    };
    let shift = store.run(&by(&town.coordinator), OpenShift(new)).await.expect("a shift");
    store.run(&by(&town.donor), SignUp { shift }).await.expect("signed up");
    let place = stage.number("select id from shift_place").await;
    stage.clock.advance(2 * DAY);
    store.run(&by(&town.coordinator), MarkPlace { place, mark: PlaceMark::Came }).await.expect("came");
    stage.clock.advance(3600);
    store.run(&by(&town.coordinator), MarkPlace { place, mark: PlaceMark::Went }).await.expect("went");
    let served = MakeHelperSheet { year: year(starts) };
    let number = store.run(&by(&town.donor), served).await.expect("a sheet");
    let sheet = store.helper_sheet(&town.donor, &number).await.expect("its owner reads it");
    assert_eq!((sheet.counts.checked_minutes, sheet.counts.typed_minutes, sheet.counts.claims), (60, 0, 0));
    assert_eq!(code(store.helper_sheet(&town.coordinator, &number).await), "not_found");
    let said = store.helper_sheet_check("1.2.3.4", &number, &sheet.code).await.expect("answered");
    assert_eq!((said.real, said.year, said.counts), (true, Some(sheet.year), Some(sheet.counts)));
    for (number, code) in [(number.as_str(), "00000000"), ("0000000000", sheet.code.as_str())] {
        let said = store.helper_sheet_check("1.2.3.4", number, code).await.expect("answered");
        assert_eq!(said, SheetAnswer::default(), "altered");
    }
    assert!(!stage.dump().await.contains(&sheet.code));
    // Another one of the year replaces it; its owner withdraws that.
    let again = store.run(&by(&town.donor), served).await.expect("a sheet");
    assert!(!store.helper_sheet_check("1.2.3.4", &number, &sheet.code).await.expect("answered").real);
    let sheet = store.helper_sheet(&town.donor, &again).await.expect("read");
    let withdraw = WithdrawHelperSheet { sheet: sheet.id };
    assert_eq!(code(store.run(&by(&town.coordinator), withdraw).await), "not_found");
    store.run(&by(&town.donor), withdraw).await.expect("withdrawn");
    assert_eq!(code(store.run(&by(&town.donor), withdraw).await), "wrong_state");
    assert!(!store.helper_sheet_check("1.2.3.4", &again, &sheet.code).await.expect("answered").real);
    stage.is_clean().await;
});
