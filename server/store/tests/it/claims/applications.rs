//! Costly wishes: who may apply and decide, what the others hear, what the clock does, and two decisions at once.

use crate::support::{Stage, Town, by, code, fields, on_both};
use domain::{
    Code, DAY,
    accounts::Actor,
    areas::{Policy, WhoMayClaim},
    claims::{
        ClaimState, NewClaim,
        applications::{APPLICATIONS, ApplicationId, ApplicationState, NewApplication},
        standby::NewStandby,
    },
    households::Member,
    today::Work,
    wishes::{WishId, WishState},
};
use store::{
    areas::policies::SetPolicy,
    casework::members::{AddMember, RemoveMember},
    claims::{
        applications::{
            apply::{ApplyForWish, WithdrawApplication},
            decisions::{ChooseApplication, DeclineApplication},
            views::ApplicationFilter,
        },
        fill::{Fill, FillWish},
        lifecycle::{CancelClaim, TakeClaim},
        standby::places::JoinStandby,
        undo::UndoClaim,
    },
    households::edit::ANY_VERSION,
    wishes::lifecycle::WithdrawWish,
};

/// Price above which the tests grant wishes; a desk lamp costs 70 yuan.
const COSTLY: i64 = 69;

async fn set_amount(stage: &Stage, town: &Town, costly_above: Option<i64>) {
    let policy = Policy { costly_above, ..Policy::default() };
    stage.store.run(&by(&town.coordinator), SetPolicy { area: town.district, policy }).await.expect("a policy");
}

/// Publishes a desk lamp, which is granted.
pub(super) async fn costly(stage: &Stage, town: &Town, quantity: i64) -> WishId {
    set_amount(stage, town, Some(COSTLY)).await;
    stage.wish(town, quantity).await
}

pub(super) async fn try_apply(stage: &Stage, who: &Actor, wish: WishId, plan: &str) -> store::Result<ApplicationId> {
    let new = NewApplication { quantity: 1, plan: plan.into() };
    stage.store.run(&by(who), ApplyForWish { wish, new }).await
}

pub(super) async fn apply(stage: &Stage, who: &Actor, wish: WishId) -> ApplicationId {
    try_apply(stage, who, wish, "周末去县城买").await.expect("an application")
}

pub(super) async fn state(stage: &Stage, id: ApplicationId) -> ApplicationState {
    stage.texts(&format!("select state from application where id = {id}")).await[0].parse().expect("a state")
}

pub(super) async fn told(stage: &Stage, who: &Actor, kind: &str) -> i64 {
    stage.store.deliver_all().await.expect("delivered");
    stage.number(&format!("select count(*) from notice where account = {} and kind = '{kind}'", who.account)).await
}

async fn take(stage: &Stage, who: &Actor, wish: WishId) -> store::Result<domain::claims::Claim> {
    stage.store.run(&by(who), TakeClaim { wish, new: NewClaim { quantity: 1, due: 0 } }).await
}

pub(super) async fn pass(stage: &Stage, days: i64) {
    stage.clock.advance(days * DAY);
    stage.store.run_clocks().await.expect("the clocks run");
}

on_both!(one_application_is_chosen_becomes_a_claim_and_the_others_wait_for_its_end, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let (second, third) = (stage.donor(&town).await, stage.donor(&town).await);
    let wish = costly(stage, &town, 1).await;
    assert_eq!(code(take(stage, &town.donor, wish).await), "by_application");
    let join = JoinStandby { wish, new: NewStandby::default() };
    assert_eq!(code(store.run(&by(&town.donor), join).await), "by_application");
    assert_eq!(fields(try_apply(stage, &town.donor, wish, " ").await), [("plan", "required")]);

    let first = apply(stage, &town.donor, wish).await;
    assert_eq!(told(stage, &town.caseworker, "application_filed").await, 1);
    let rival = apply(stage, &second, wish).await;
    let late = apply(stage, &third, wish).await;
    assert_eq!(told(stage, &town.caseworker, "application_filed").await, 1, "once for a wish");
    assert_eq!(try_apply(stage, &second, wish, "改成网上买").await.expect("changed"), rival);
    let (seen, _) = store.wish(&Actor::visitor(), wish).await.expect("public");
    assert_eq!((seen.by_application, seen.remaining), (true, 1), "nothing is held");
    stage.is_clean().await;

    // The plan is sealed, for the donor and for those who decide.
    assert_eq!(stage.number("select count(*) from application where plan like '%县城%'").await, 0);
    let list = store.applications(&town.caseworker, ApplicationFilter::Waiting, 0).await.expect("a list").items;
    let plans: Vec<_> = list.iter().map(|one| one.application.plan.as_deref()).collect();
    assert_eq!(plans, [Some("周末去县城买"), Some("改成网上买"), Some("周末去县城买")]);
    assert_eq!(
        store.today(&town.caseworker).await.expect("today").n(Work::Applications),
        1,
        "wishes, not applications"
    );
    assert_eq!(code(store.application(&second, first).await), "not_found");
    assert_eq!(code(store.application(&town.shopkeeper, first).await), "not_found");
    assert_eq!(code(store.applications(&second, ApplicationFilter::Waiting, 0).await), "not_allowed");

    let before = store.now();
    let claim = store.run(&by(&town.caseworker), ChooseApplication(rival)).await.expect("chosen");
    let due = Policy::default().latest_due(before)..=Policy::default().latest_due(store.now());
    assert!(claim.state == ClaimState::Pledged && due.contains(&claim.due), "{claim:?}");
    assert_eq!(store.own_claim(&second, claim.id).await.expect("the donor's").claim.id, claim.id);
    assert_eq!(state(stage, first).await, ApplicationState::Passed);
    assert_eq!(told(stage, &second, "application_chosen").await, 1);
    assert_eq!(
        (told(stage, &town.donor, "application_passed").await, told(stage, &third, "application_passed").await),
        (1, 1)
    );
    assert_eq!(told(stage, &town.family, "wish_claimed").await, 1);
    assert_eq!(code(store.run(&by(&town.caseworker), ChooseApplication(rival)).await), "wrong_state");
    assert_eq!(code(store.run(&by(&town.caseworker), ChooseApplication(first)).await), "wrong_state");
    store.run(&by(&third), WithdrawApplication(late)).await.expect("withdrawn while passed");
    assert_eq!(stage.number(&format!("select count(*) from application where id = {late} and plan <> ''")).await, 0);
    stage.is_clean().await;

    // The claim ends without goods: those who were passed over wait again, and staff are asked again.
    store.run(&by(&second), CancelClaim { id: claim.id, reason: "买不到".into() }).await.expect("cancelled");
    assert_eq!(state(stage, first).await, ApplicationState::Waiting);
    assert_eq!(told(stage, &town.donor, "application_reopened").await, 1);
    assert_eq!(told(stage, &town.caseworker, "application_filed").await, 2);
    stage.is_clean().await;
    store.run(&by(&second), UndoClaim(claim.id)).await.expect("taken back");
    assert_eq!(state(stage, first).await, ApplicationState::Passed);
    stage.is_clean().await;
});

on_both!(an_own_application_or_one_of_the_own_organisation_is_for_others_to_decide, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let wish = costly(stage, &town, 1).await;
    let id = apply(stage, &town.donor, wish).await;
    let union = |who: &Actor| format!("update account set organisation = {} where id = {}", town.union, who.account);
    stage.plant(&union(&town.donor)).await;
    stage.plant(&union(&town.caseworker)).await;
    let choose = || ChooseApplication(id);
    let decline = || DeclineApplication { id, reason: "先等等".into() };
    assert_eq!(code(store.run(&by(&town.caseworker), choose()).await), "own_application");
    assert_eq!(code(store.run(&by(&town.caseworker), decline()).await), "own_application");
    let seen = store.application(&town.caseworker, id).await.expect("known").applicant;
    assert_eq!((seen.may_decide, seen.application.plan), (false, None));

    // A coordinator who is a donor, too, and applied for the same wish.
    let (root, path) = (town.root, format!("/{}/", town.root));
    let role = "insert into role_grant (account, role, area, path, granted) values";
    stage.plant(&format!("{role} ({}, 'donor', {root}, '{path}', 0)", town.coordinator.account)).await;
    let coordinator = stage.actor(town.coordinator.account).await;
    let own = apply(stage, &coordinator, wish).await;
    for application in [own, id] {
        assert_eq!(code(store.run(&by(&coordinator), ChooseApplication(application)).await), "own_application");
    }
    store.run(&by(&coordinator), WithdrawApplication(own)).await.expect("withdrawn");
    assert!(store.application(&coordinator, id).await.expect("known").applicant.may_decide);
    store.run(&by(&coordinator), choose()).await.expect("chosen");

    let there = stage.town("乙").await;
    assert_eq!(
        code(store.run(&by(&there.caseworker), DeclineApplication { id, reason: String::new() }).await),
        "not_found"
    );
    assert_eq!(code(store.run(&by(&town.shopkeeper), choose()).await), "not_allowed");
    stage.is_clean().await;
});

on_both!(a_donor_who_may_not_claim_any_more_is_refused_with_the_reason, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let cheap = stage.wish(&town, 5).await;
    let wish = costly(stage, &town, 1).await;
    let id = apply(stage, &town.donor, wish).await;
    assert_eq!(code(try_apply(stage, &town.donor, cheap, "马上买").await), "not_by_application");
    let choose = || async { store.run(&by(&town.caseworker), ChooseApplication(id)).await };
    for _ in 0..Policy::default().open_claims {
        take(stage, &town.donor, cheap).await.expect("a claim");
    }
    assert_eq!(code(choose().await), "applicant_full");
    assert_eq!(code(try_apply(stage, &stage.donor(&town).await, cheap, "马上买").await), "not_by_application");
    stage.plant(&format!("update claim set state = 'cancelled' where account = {}", town.donor.account)).await;
    stage.plant(&format!("update wish set claimed = 0 where id = {cheap}")).await;

    let members = Policy { who_may_claim: WhoMayClaim::Members, costly_above: Some(COSTLY), ..Policy::default() };
    let set = SetPolicy { area: town.district, policy: members };
    store.run(&by(&town.coordinator), set).await.expect("a policy");
    assert_eq!(code(choose().await), "applicant_barred");
    set_amount(stage, &town, Some(COSTLY)).await;
    stage.plant(&format!("delete from role_grant where account = {} and role = 'donor'", town.donor.account)).await;
    assert_eq!(code(choose().await), "applicant_barred");

    // A refusal changes nothing: it waits, until its account closes.
    assert_eq!(state(stage, id).await, ApplicationState::Waiting);
    stage.plant(&format!("update account set open = false where id = {}", town.donor.account)).await;
    assert_eq!(code(choose().await), "applicant_barred");
    assert_eq!(store.run_clocks().await.expect("the clocks run").applications, 1);
    assert_eq!(state(stage, id).await, ApplicationState::Ended);
    assert_eq!(stage.number(&format!("select decide_next from wish where id = {wish}")).await, 0);
    stage.is_clean().await;
});

on_both!(a_changed_amount_decides_about_later_wishes_only, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let cheap = stage.wish(&town, 1).await;
    let wish = costly(stage, &town, 1).await;
    let id = apply(stage, &town.donor, wish).await;
    take(stage, &town.donor, cheap).await.expect("published before there was an amount");

    set_amount(stage, &town, None).await;
    let other = stage.donor(&town).await;
    assert_eq!(code(take(stage, &other, wish).await), "by_application", "donors have applied for it");
    apply(stage, &other, wish).await;
    let later = stage.wish(&town, 1).await;
    take(stage, &other, later).await.expect("published without an amount");
    set_amount(stage, &town, Some(70)).await;
    take(stage, &other, stage.wish(&town, 1).await).await.expect("70 yuan are not above 70");
    store.run(&by(&town.caseworker), ChooseApplication(id)).await.expect("chosen");
    stage.is_clean().await;
});

on_both!(staff_are_reminded_in_turn_until_the_wish_says_so_and_ends, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let wish = costly(stage, &town, 1).await;
    // The family's last days: the wish does not end while staff may still decide in time.
    stage.plant(&format!("update wish set expires = {} where id = {wish}", store.now() + DAY)).await;
    let id = apply(stage, &town.donor, wish).await;
    let other = stage.another().await;
    let late = || async { store.wish(&Actor::visitor(), wish).await.expect("public").0.decision_late };

    stage.clock.advance(3 * DAY);
    let (here, there) = tokio::join!(store.run_clocks(), other.run_clocks());
    assert_eq!(here.expect("ran").applications + there.expect("ran").applications, 1, "by one of two servers");
    assert_eq!(told(stage, &town.caseworker, "application_waiting").await, 1);
    pass(stage, 4).await;
    assert_eq!(told(stage, &town.coordinator, "application_late").await, 1);
    assert!(!late().await);
    stage.is_clean().await;
    pass(stage, 7).await;
    assert_eq!(told(stage, &town.donor, "application_unanswered").await, 1);
    assert_eq!((told(stage, &town.coordinator, "application_late").await, late().await), (2, true));

    // Its own days are long over, and it has said so for a week: it ends, and the donor hears of it.
    pass(stage, 7).await;
    assert_eq!(told(stage, &town.coordinator, "application_late").await, 2, "not about a wish that ends");
    let ended: WishState =
        stage.texts(&format!("select state from wish where id = {wish}")).await[0].parse().expect("a state");
    assert_eq!(ended, WishState::Expired);
    assert_eq!(state(stage, id).await, ApplicationState::Ended);
    assert_eq!(told(stage, &town.donor, "application_ended").await, 1);
    stage.is_clean().await;
    other.close().await;

    // One that has days left says so, and is still decided.
    let wish = costly(stage, &town, 1).await;
    let id = apply(stage, &town.donor, wish).await;
    for days in [3, 4, 7] {
        pass(stage, days).await;
    }
    assert!(store.wish(&Actor::visitor(), wish).await.expect("public").0.decision_late);
    pass(stage, 7).await;
    assert_eq!(told(stage, &town.donor, "application_unanswered").await, 2, "once for each application");
    store.run(&by(&town.coordinator), ChooseApplication(id)).await.expect("chosen");
    assert!(!store.wish(&Actor::visitor(), wish).await.expect("public").0.decision_late);
    stage.is_clean().await;
});

on_both!(declined_filled_and_withdrawn_wishes_end_what_waits, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let lot = stage.shelved(&town, "desk_lamp", 1, 0).await;
    let other = stage.donor(&town).await;
    let wish = costly(stage, &town, 1).await;
    let (declined, passed) = (apply(stage, &town.donor, wish).await, apply(stage, &other, wish).await);
    let decline = |reason: &str| DeclineApplication { id: declined, reason: reason.into() };
    assert_eq!(fields(store.run(&by(&town.caseworker), decline("")).await), [("reason", "required")]);
    store.run(&by(&town.caseworker), decline("离得太远")).await.expect("declined");
    let own = store.application(&town.donor, declined).await.expect("its own").applicant.application;
    assert_eq!((own.state, own.reason.as_deref(), own.plan), (ApplicationState::Declined, Some("离得太远"), None));
    assert_eq!(told(stage, &town.donor, "application_declined").await, 1);

    // The shop has one: the donors are told, and withdrawing the wish ends the rest.
    let fill = Fill { lot, quantity: 1, ..Fill::default() };
    store.run(&by(&town.shopkeeper), FillWish { wish, fill }).await.expect("filled");
    assert_eq!(state(stage, passed).await, ApplicationState::Passed);
    stage.is_clean().await;

    let wish = costly(stage, &town, 2).await;
    let id = apply(stage, &other, wish).await;
    store.run(&by(&town.family), WithdrawWish { id: wish, reason: String::new() }).await.expect("withdrawn");
    assert_eq!(state(stage, id).await, ApplicationState::Ended);
    assert_eq!(told(stage, &other, "application_ended").await, 1);
    assert_eq!(code(try_apply(stage, &other, wish, "马上买").await), "wish_not_open");
    stage.is_clean().await;
});

on_both!(two_decisions_at_once_make_one_claim, |stage| {
    let town = stage.town("甲").await;
    let other = stage.another().await;
    let donors = [stage.donor(&town).await, stage.donor(&town).await];
    for _ in 0..6 {
        let wish = costly(stage, &town, 1).await;
        let ids = [apply(stage, &donors[0], wish).await, apply(stage, &donors[1], wish).await];
        let (caseworker, coordinator) = (by(&town.caseworker), by(&town.coordinator));
        let (one, two) = tokio::join!(
            stage.store.run(&caseworker, ChooseApplication(ids[0])),
            other.run(&coordinator, ChooseApplication(ids[1])),
        );
        let (won, lost) = if one.is_ok() { (one, two) } else { (two, one) };
        let claim = won.expect("one is chosen");
        assert!(["wrong_state", "already_taken"].contains(&code(lost)), "and one only");
        assert_eq!(stage.number(&format!("select count(*) from claim where wish = {wish}")).await, 1);
        stage.is_clean().await;
        stage.plant(&format!("update claim set state = 'cancelled' where id = {}", claim.id)).await;
        stage.plant(&format!("update application set state = 'ended', claim = 0 where wish = {wish}")).await;
        stage.plant(&format!("update wish set claimed = 0, state = 'withdrawn' where id = {wish}")).await;
    }
    other.close().await;
});

on_both!(a_donor_has_a_few_applications_even_when_they_come_at_once, |stage| {
    let town = stage.town("甲").await;
    let other = stage.another().await;
    let mut wishes = Vec::new();
    for _ in 0..=APPLICATIONS {
        wishes.push(costly(stage, &town, 1).await);
    }
    for wish in &wishes[2..] {
        apply(stage, &town.donor, *wish).await;
    }
    let request = by(&town.donor);
    let new = NewApplication { quantity: 1, plan: "马上买".into() };
    let last = ApplyForWish { wish: wishes[1], new };
    let (one, two) = tokio::join!(try_apply(stage, &town.donor, wishes[0], "马上买"), other.run(&request, last));
    let (refused, made) = if one.is_ok() { (two, one) } else { (one, two) };
    made.expect("the fifth");
    assert_eq!(code(refused), Code::ApplicationLimit.as_str());
    stage.is_clean().await;
    other.close().await;
});

on_both!(reasons_that_may_quote_the_family_are_hidden_with_its_words, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let other = stage.donor(&town).await;
    let wish = costly(stage, &town, 1).await;
    let (read, waits) = (apply(stage, &town.donor, wish).await, apply(stage, &other, wish).await);
    let decline = |id| DeclineApplication { id, reason: "这家说不急".into() };
    store.run(&by(&town.caseworker), decline(read)).await.expect("declined");
    assert_eq!(told(stage, &town.donor, "application_declined").await, 1);
    store.run(&by(&town.caseworker), decline(waits)).await.expect("declined");
    let quoted = "select count(*) from notice where kind = 'application_declined' and text <> ''";
    assert_eq!(stage.number(quoted).await, 1, "the other still waits to be delivered");

    // Hides what any of the family's wishes may say about her.
    let grandmother = Member { name: "奶奶".into(), birth_year: 1950, ..Member::default() };
    let member = store.run(&by(&town.caseworker), AddMember::new(town.household, grandmother)).await.expect("a member");
    let removal = RemoveMember { household: town.household, version: ANY_VERSION, member };
    store.run(&by(&town.caseworker), removal).await.expect("removed");
    assert_eq!(told(stage, &other, "application_declined").await, 1);
    assert_eq!(stage.number(quoted).await, 0);
    stage.is_clean().await;
});
