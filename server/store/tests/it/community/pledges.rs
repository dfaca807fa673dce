//! Pledges: signed by both, counted from records from then on, rated with reasons, and picked from the board once.

use domain::{
    DAY,
    accounts::Actor,
    catalogue::Category,
    claims::NewClaim,
    community::{
        partnerships::Partner,
        pledges::{
            LineMiss, NewListing, NewPledge, Pledge, PledgeEnd, PledgeId, PledgeKind, PledgeList, PledgeMiss,
            PledgePromise, PledgeRating, PledgeSource, PledgeState,
        },
    },
    notifications::NoticeKind,
    today::Work,
};
use futures::future::join_all;
use store::{
    accounts::membership::LeaveOrganisation,
    claims::lifecycle::TakeClaim,
    community::pledges::{
        draft::{ChangePledge, DraftPledge, SignPledge},
        lifecycle::{EndPledge, RatePledge},
        listings::{ListPromise, PickListing, WithdrawListing},
    },
};

use super::organisations::contact;
use crate::support::{Stage, Town, by, code, fields, on_both};

fn lamps(count: i64) -> PledgePromise {
    let item = domain::catalogue::by_key("desk_lamp").expect("in the catalogue").id;
    PledgePromise { kind: PledgeKind::Item, item: Some(item), category: None, count }
}

fn study(count: i64) -> PledgePromise {
    PledgePromise { kind: PledgeKind::Category, item: None, category: Some(Category::Study), count }
}

fn hours(count: i64) -> PledgePromise {
    PledgePromise { kind: PledgeKind::Hours, item: None, category: None, count }
}

fn draft(stage: &Stage, town: &Town, organisation: i64, lines: &[PledgePromise]) -> DraftPledge {
    let until = stage.store.now() + 200 * DAY;
    DraftPledge(NewPledge { organisation, area: town.home, until, lines: lines.to_vec() })
}

async fn read(stage: &Stage, town: &Town, id: PledgeId) -> Pledge {
    stage.store.pledge(&town.coordinator, id).await.expect("a pledge")
}

/// Claims units of a wish; the family has them at once.
async fn give(stage: &Stage, town: &Town, donor: &Actor, wish: i64, quantity: i64) {
    let claim = claimed(stage, donor, wish, quantity).await;
    hand_over(stage, town, wish, claim).await;
}

async fn claimed(stage: &Stage, donor: &Actor, wish: i64, quantity: i64) -> i64 {
    let take = TakeClaim { wish, new: NewClaim { quantity, due: 0 } };
    stage.store.run(&by(donor), take).await.expect("claimed").id
}

async fn hand_over(stage: &Stage, town: &Town, wish: i64, claim: i64) {
    stage.arrive(town, claim).await;
    let secret = stage.pick_up_code(town, wish).await;
    stage.store.claim_hand_over(&by(&town.shopkeeper), claim, secret).await.expect("handed over");
}

async fn told(stage: &Stage, who: &Actor, kind: NoticeKind) -> usize {
    let notices = stage.store.notices(who, 0).await.expect("notices").items;
    notices.iter().filter(|notice| notice.kind == kind).count()
}

on_both!(what_members_give_counts_from_the_second_signature_on, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let member = contact(stage, &town).await;
    let twice = draft(stage, &town, 0, &[lamps(5), lamps(2)]);
    assert_eq!(fields(store.run(&by(&member), twice).await), [("lines", "out_of_range")]);
    let lines = [lamps(5), study(10), hours(8)];
    assert_eq!(code(store.run(&by(&town.donor), draft(stage, &town, 0, &lines)).await), "not_allowed");
    let id = store.run(&by(&member), draft(stage, &town, 0, &lines)).await.expect("drafted");
    assert_eq!(told(stage, &town.coordinator, NoticeKind::PledgeDrafted).await, 1);
    let today = store.today(&town.coordinator).await.expect("today");
    assert_eq!([today.n(Work::PledgesToSign), today.n(Work::PledgesToRate)], [1, 0]);
    assert_eq!(code(store.pledge(&Actor::visitor(), id).await), "not_found", "a draft");
    assert_eq!(code(store.run(&by(&member), SignPledge(id)).await), "wrong_state", "signed already");

    let wish = stage.wish(&town, 12).await;
    give(stage, &town, &member, wish, 2).await;
    stage.clock.advance(60);
    // The area changes the draft, and the organisation signs it again.
    let until = store.now() + 100 * DAY;
    let change = ChangePledge { pledge: id, until, lines: lines.to_vec() };
    store.run(&by(&town.coordinator), change).await.expect("changed");
    assert_eq!(code(store.run(&by(&town.coordinator), SignPledge(id)).await), "wrong_state");
    store.run(&by(&member), SignPledge(id)).await.expect("signed");
    let shown = read(stage, &town, id).await;
    assert_eq!((shown.state, shown.mine), (PledgeState::Shown, Some(Partner::Area)));
    assert_eq!(shown.lines.iter().map(|line| line.kept).collect::<Vec<_>>(), [Some(0), Some(0), Some(0)]);

    stage.clock.advance(60);
    let claim = claimed(stage, &member, wish, 6).await;
    store.run(&by(&member), LeaveOrganisation).await.expect("left");
    assert_eq!(read(stage, &town, id).await.lines[0].kept, Some(0), "not given yet");
    hand_over(stage, &town, wish, claim).await;
    give(stage, &town, &town.donor, wish, 1).await;
    let kept = read(stage, &town, id).await;
    // Lamps have a line of their own, and do not count for learning as well.
    assert_eq!(kept.lines.iter().map(|line| line.kept).collect::<Vec<_>>(), [Some(6), Some(0), Some(0)]);
    // The number opens its rows, for those who read it exactly.
    let lamp = Some(kept.lines[0].id);
    let rows = store.pledge_facts(&town.coordinator, id, lamp, 0).await.expect("rows").items;
    let facts: Vec<_> = rows.iter().map(|row| (row.source, row.record, row.amount, row.key.as_str())).collect();
    assert_eq!(facts, [(PledgeSource::Claim, claim, 6, "desk_lamp")]);
    let number = rows[0].number;
    assert!(store.pledge_facts(&town.caseworker, id, None, number).await.expect("rows").items.is_empty(), "one row");
    for stranger in [&town.donor, &Actor::visitor()] {
        assert_eq!(code(store.pledge_facts(stranger, id, lamp, 0).await), "not_found");
    }
    assert_eq!(code(store.pledge_facts(&town.coordinator, id, Some(4711), 0).await), "not_found");
    let public = store.pledge(&Actor::visitor(), id).await.expect("public");
    assert_eq!(public.lines.iter().map(|line| line.kept).collect::<Vec<_>>(), [Some(5), None, None]);
    let listed = store.public_pledges(PledgeList::Running, town.union, 0).await.expect("a list").items;
    assert_eq!(listed.iter().map(|one| one.id).collect::<Vec<_>>(), [id]);
    stage.is_clean().await;
});

on_both!(a_pledge_goes_through_its_four_words_and_is_rated_by_the_area, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let unheard = store.run(&by(&town.coordinator), draft(stage, &town, town.union, &[hours(8)])).await;
    assert_eq!(code(unheard), "no_contact");
    let member = contact(stage, &town).await;
    let id = store.run(&by(&town.coordinator), draft(stage, &town, town.union, &[hours(8)])).await.expect("drafted");
    store.run(&by(&member), SignPledge(id)).await.expect("signed");
    stage.clock.advance(8 * DAY);
    assert_eq!(store.run_clocks().await.expect("runs").pledges, 1);
    assert_eq!(read(stage, &town, id).await.state, PledgeState::Keeping);
    stage.clock.advance(84 * DAY);
    let other = stage.another().await;
    let (one, two) = tokio::join!(store.run_clocks(), other.run_clocks());
    assert_eq!(one.expect("runs").pledges + two.expect("runs").pledges, 1, "once on two servers");
    assert_eq!(told(stage, &member, NoticeKind::PledgeQuarter).await, 1);
    let rating = |misses: &[LineMiss]| RatePledge { pledge: id, rating: PledgeRating::Partly, misses: misses.to_vec() };
    assert_eq!(code(store.run(&by(&town.coordinator), rating(&[])).await), "wrong_state", "it still runs");
    stage.clock.advance(120 * DAY);
    store.run_clocks().await.expect("runs");
    store.run_clocks().await.expect("runs");
    assert_eq!(read(stage, &town, id).await.state, PledgeState::Rating);
    let today = store.today(&town.coordinator).await.expect("today");
    assert_eq!([today.n(Work::PledgesToSign), today.n(Work::PledgesToRate)], [0, 1]);
    assert_eq!(code(store.run(&by(&member), rating(&[])).await), "not_allowed");
    assert_eq!(code(store.run(&by(&town.caseworker), rating(&[])).await), "not_found");
    assert_eq!(fields(store.run(&by(&town.coordinator), rating(&[])).await), [("why", "required")]);
    let line = read(stage, &town, id).await.lines[0].id;
    let why = [LineMiss { line, why: PledgeMiss::NoPeople }];
    let all = RatePledge { rating: PledgeRating::Kept, ..rating(&why) };
    assert_eq!(fields(store.run(&by(&town.coordinator), all).await), [("rating", "unknown")], "hours are missing");
    store.run(&by(&town.coordinator), rating(&why)).await.expect("rated");
    let rated = store.pledge(&Actor::visitor(), id).await.expect("public");
    assert_eq!((rated.state, rated.rating), (PledgeState::Rated, Some(PledgeRating::Partly)));
    assert_eq!(rated.lines[0].why, Some(PledgeMiss::NoPeople));
    assert_eq!(code(store.run(&by(&town.coordinator), rating(&why)).await), "wrong_state");

    // One that is taken back while it is shown, and one that is ended early and never rated.
    let back = store.run(&by(&member), draft(stage, &town, 0, &[hours(8)])).await.expect("drafted");
    store.run(&by(&town.coordinator), SignPledge(back)).await.expect("signed");
    let end = |pledge| EndPledge { pledge, reason: PledgeEnd::NoMeans };
    store.run(&by(&member), end(back)).await.expect("taken back");
    assert_eq!(read(stage, &town, back).await.state, PledgeState::Withdrawn);
    assert_eq!(code(store.pledge(&Actor::visitor(), back).await), "not_found");
    let early = store.run(&by(&member), draft(stage, &town, 0, &[hours(8)])).await.expect("drafted");
    store.run(&by(&town.coordinator), SignPledge(early)).await.expect("signed");
    stage.clock.advance(8 * DAY);
    store.run_clocks().await.expect("runs");
    store.run(&by(&member), end(early)).await.expect("ended");
    assert_eq!(read(stage, &town, early).await.state, PledgeState::Rating);
    let before = told(stage, &town.coordinator, NoticeKind::PledgeRating).await;
    stage.clock.advance(31 * DAY);
    store.run_clocks().await.expect("runs");
    assert_eq!(told(stage, &town.coordinator, NoticeKind::PledgeRating).await, before + 1, "told again");
    stage.clock.advance(31 * DAY);
    store.run_clocks().await.expect("runs");
    assert_eq!(read(stage, &town, early).await.state, PledgeState::Unrated);
    stage.is_clean().await;
});

on_both!(of_several_who_pick_an_entry_one_gets_it_and_a_refusal_opens_it_again, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let member = contact(stage, &town).await;
    let until = store.now() + 60 * DAY;
    let entry = |area| ListPromise(NewListing { area, promise: lamps(10), until });
    assert_eq!(code(store.run(&by(&town.caseworker), entry(town.home)).await), "not_allowed");
    let need = store.run(&by(&town.coordinator), entry(town.home)).await.expect("listed");
    let pick = PickListing { listing: need, until: store.now() + 200 * DAY };
    assert_eq!(code(store.run(&by(&town.coordinator), pick).await), "not_found", "its own need");
    let picks = (0..4).map(|_| {
        let own = by(&member);
        async move { store.run(&own, pick).await }
    });
    let done = join_all(picks).await;
    let pledges: Vec<PledgeId> = done.iter().filter_map(|one| one.as_ref().ok().copied()).collect();
    assert_eq!(pledges.len(), 1);
    for refused in done.into_iter().filter(Result::is_err) {
        assert_eq!(code(refused), "already_taken");
    }
    assert_eq!(stage.number("select count(*) from pledge").await, 1);
    let decline = EndPledge { pledge: pledges[0], reason: PledgeEnd::NotNeeded };
    store.run(&by(&town.coordinator), decline).await.expect("declined");
    let board = store.pledge_listings(&member, 0).await.expect("the board").items;
    assert_eq!(board.iter().map(|one| (one.id, one.may_pick)).collect::<Vec<_>>(), [(need, true)]);

    let offer = store.run(&by(&member), entry(town.home)).await.expect("listed");
    assert_eq!(code(store.run(&by(&town.coordinator), WithdrawListing(offer)).await), "not_found");
    let pick = PickListing { listing: offer, until: store.now() + 200 * DAY };
    let pledge = store.run(&by(&town.coordinator), pick).await.expect("picked");
    assert_eq!(read(stage, &town, pledge).await.partner, Partner::Area);
    assert_eq!(code(store.run(&by(&member), WithdrawListing(offer)).await), "wrong_state");
    // The offer of an organisation that was closed cannot be picked, and is not on the board.
    store.run(&by(&member), entry(town.home)).await.expect("listed");
    let open = |open: bool| format!("update organisation set open = {open} where id = {}", town.union);
    stage.plant(&open(false)).await;
    let left = store.pledge_listings(&town.coordinator, 0).await.expect("the board").items;
    assert_eq!(left.iter().map(|one| one.id).collect::<Vec<_>>(), [need]);
    stage.plant(&open(true)).await;
    stage.clock.advance(61 * DAY);
    store.run_clocks().await.expect("runs");
    assert!(store.pledge_listings(&member, 0).await.expect("the board").items.is_empty(), "its day has passed");
    assert_eq!(read(stage, &town, pledge).await.state, PledgeState::Lapsed);
    stage.is_clean().await;
});
