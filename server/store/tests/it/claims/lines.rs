//! Lines whose donors may not claim now, and the turns of shops in several areas.

use crate::support::{by, on_both};
use domain::{
    DAY,
    accounts::Actor,
    areas::{Policy, WhoMayClaim},
    claims::NewClaim,
};
use store::{areas::policies::SetPolicy, claims::lifecycle::TakeClaim};

use super::standby::{cancel, leave, line, line_of_one, states, told, units};

on_both!(a_donor_who_may_not_claim_now_costs_the_family_no_day_and_keeps_its_place, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let wish = stage.wish(&town, 1).await;
    let claim = stage.claim(&town, wish, 1).await.id;
    let line = line(stage, &town, wish, 3).await;
    stage.plant(&format!("delete from role_grant where account = {} and role = 'donor'", line[0].0.account)).await;
    for _ in 0..3 {
        let (other, new) = (stage.wish(&town, 1).await, NewClaim { quantity: 1, due: 0 });
        store.run(&by(&line[1].0), TakeClaim { wish: other, new }).await.expect("a claim");
    }
    cancel(stage, &town.donor, claim).await;
    assert_eq!(states(stage, &line).await, ["ended", "waiting", "asked"]);
    let heard = async |who: &Actor| (told(stage, who, "standby_passed").await, told(stage, who, "standby_ended").await);
    assert_eq!((heard(&line[0].0).await, heard(&line[1].0).await), ((0, 1), (1, 0)));
    let file = store.own_standby(&line[1].0, line[1].1).await.expect("its own");
    assert_eq!((file.place.asked, file.place.ahead), (0, 0), "it stands before the one that is asked");
    stage.is_clean().await;

    // Nothing but claims of its own keeps the last one: it is asked, and can bring one of them first.
    leave(stage, &line[2].0, line[2].1).await.expect("no");
    assert_eq!(states(stage, &line).await, ["ended", "asked", "left"]);
    assert_eq!(heard(&line[1].0).await, (1, 0));
    stage.is_clean().await;
});

on_both!(a_line_waits_while_claims_are_paused_and_is_asked_afterwards, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let wish = stage.wish(&town, 1).await;
    let claim = stage.claim(&town, wish, 1).await.id;
    let line = line(stage, &town, wish, 2).await;
    let set = |who_may_claim| SetPolicy { area: town.district, policy: Policy { who_may_claim, ..Policy::default() } };
    store.run(&by(&town.coordinator), set(WhoMayClaim::Closed)).await.expect("paused");
    cancel(stage, &town.donor, claim).await;
    assert_eq!((states(stage, &line).await, units(stage, wish).await), (vec!["waiting"; 2], (0, 1)));
    stage.clock.advance(DAY);
    assert_eq!(store.run_clocks().await.expect("the clocks run").standbys, 0, "still paused");
    for (donor, _) in &line {
        assert_eq!(told(stage, donor, "standby_passed").await, 1, "once");
    }
    stage.is_clean().await;
    store.run(&by(&town.coordinator), set(WhoMayClaim::Anyone)).await.expect("open");
    stage.clock.advance(3601);
    assert_eq!(store.run_clocks().await.expect("the clocks run").standbys, 1);
    assert_eq!(states(stage, &line).await, ["asked", "waiting"]);
    stage.is_clean().await;
});

on_both!(turns_of_one_area_hide_none_of_another, |stage| {
    let (town, there, store) = (stage.town("甲").await, stage.town("乙").await, &stage.store);
    let model = stage.wish(&there, 1).await;
    let mut copies = format!("create table copied as select * from wish where id = {model};");
    for id in 900_000..900_200 {
        copies += &format!("update copied set id = {id}, code = '{id}'; insert into wish select * from copied;");
    }
    copies += "drop table copied;
        insert into standby (wish, account, quantity, state, held, asked, answer_by, claim, created, changed, version)
        select id, 0, 1, 'asked', 1, 1, 1, 0, 1, 1, 0 from wish where id >= 900000";
    stage.plant(&copies).await;
    stage.shelved(&town, "desk_lamp", 3, 0).await;
    let wish = stage.wish(&town, 1).await;
    let claim = stage.claim(&town, wish, 1).await.id;
    let (donor, place) = line_of_one(stage, &town, wish).await;
    cancel(stage, &town.donor, claim).await;
    leave(stage, &donor, place).await.expect("no");
    let listed = store.fillable(&town.shopkeeper).await.expect("a list");
    assert_eq!(listed.iter().map(|(wish, stock)| (wish.id, *stock)).collect::<Vec<_>>(), [(wish, 3)]);
});
