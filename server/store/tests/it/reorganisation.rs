//! Areas that are moved, merged and closed: what is derived from the tree follows, and no family is left behind.

use domain::{
    areas::{
        AreaId, AreaKind, NewArea, Policy,
        reorganisation::{AreaChangeKind, AreaThing},
    },
    casework::{
        CloseReason, Closing,
        visits::{NewVisitRule, Rhythm, VisitGroup},
    },
    community::groups::{GroupAnswer, GroupChannel, NewGroup, NewRosterEntry},
    households::{HouseholdId, Member, NewHousehold},
};
use futures::future::join_all;
use store::{
    areas::{
        organisations::AddOrganisation,
        policies::SetPolicy,
        reorganisation::{CloseArea, FOLLOWING, KEYED, MergeAreas, MoveArea, ReopenArea, impact::Reshaping},
        tree::AddArea,
    },
    casework::{
        file::close::{CloseFile, ReopenFile},
        visits::rules::SetVisitRule,
    },
    community::groups::{lifecycle::OpenGroup, roster::AnswerGroup},
};

use crate::support::{Stage, Town, by, code, fields, on_both, phone};

async fn added(stage: &Stage, town: &Town, parent: AreaId, kind: AreaKind, name: &str) -> AreaId {
    let new = NewArea { parent: Some(parent), kind, name: name.into() };
    stage.store.run(&by(&town.admin), AddArea(new)).await.expect("an area")
}

fn household(area: AreaId) -> NewHousehold {
    let member = Member { name: "王一".into(), birth_year: 1985, ..Member::default() };
    NewHousehold {
        area,
        name: "王一".into(),
        phone: phone(),
        address: String::new(),
        hardship: false,
        members: vec![member],
    }
}

async fn family(stage: &Stage, town: &Town, area: AreaId) -> store::Result<HouseholdId> {
    stage.store.household_add(&by(&town.caseworker), household(area)).await
}

on_both!(what_is_derived_from_the_tree_follows_a_moved_area, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let wish = stage.wish(&town, 1).await;
    let west = added(stage, &town, town.root, AreaKind::District, "西区").await;
    let keeper = stage.caseworker_of(&town, west).await;
    let policy = Policy { claim_days: 3, ..Policy::default() };
    store.run(&by(&town.admin), SetPolicy { area: west, policy }).await.expect("a policy");
    assert_eq!(code(store.area_impact(&town.coordinator, town.home, west, Reshaping::Move).await), "not_allowed");
    let impact = store.area_impact(&town.admin, town.home, west, Reshaping::Move).await.expect("a preview");
    let fields_changed: Vec<_> =
        impact.policy.iter().map(|line| (line.field.as_str(), line.before.as_str(), line.after.as_str())).collect();
    assert_eq!(fields_changed, [("claim_days", "7", "3")]);
    assert_eq!((impact.households, impact.unkept, impact.gaining), (1, 1, 1));
    assert!(impact.losing >= 3, "coordinator, caseworker and shopkeeper of the district");
    let step = |households| MoveArea { area: town.home, to: west, households };
    assert_eq!(code(store.run(&by(&town.admin), step(7)).await), "changed_meanwhile");
    let below = MoveArea { area: town.district, to: town.home, households: 1 };
    assert_eq!(fields(store.run(&by(&town.admin), below).await), [("to", "unknown")]);
    // A group of the district that it leaves.
    let group = NewGroup {
        area: town.district,
        name: "区家长群".into(),
        channel: GroupChannel::Wechat,
        channel_name: "家长群".into(),
        caretaker: town.caseworker.account,
    };
    let group = store.run(&by(&town.coordinator), OpenGroup(group)).await.expect("a group");
    let entry = NewRosterEntry { household: town.household, answer: GroupAnswer::Joined, agreed: true };
    store.run(&by(&town.family), AnswerGroup { group, entry }).await.expect("on the roster");
    let far = 9_999_999_999_i64;
    let case = format!("id = 1, household = {}, state = 'open', standing = 'no_rule', wake = {far}", town.household);
    stage.plant(&stage.row_of("school_place", &case).await).await;
    stage.plant("delete from entitlement_due").await;
    store.run(&by(&town.admin), step(1)).await.expect("moved");
    // Other rules may hold there: the clocks compare the family with them.
    assert_eq!(stage.number("select household from entitlement_due").await, town.household);
    assert!(stage.number("select wake from school_place").await < far);
    stage.plant("delete from school_place").await;
    assert_eq!(stage.texts("select state from group_household").await, ["left"]);
    assert_eq!(stage.number("select caseworker from household").await, 0, "that of before cannot open its file");
    let path = format!("/{}/{west}/{}/", town.root, town.home);
    assert_eq!(
        stage.texts(&format!("select path from area where id = {}", town.home)).await,
        std::slice::from_ref(&path)
    );
    assert_eq!(stage.texts("select path from role_grant where role = 'family'").await, [path]);
    assert_eq!(stage.number(&format!("select district from wish where id = {wish}")).await, west);
    assert_eq!(store.policy(town.home).await.expect("a policy").0.claim_days, 3);
    assert_eq!(code(store.household(&town.caseworker, town.household).await.map(drop)), "not_found");
    store.household(&keeper, town.household).await.expect("its file");
    let changes = store.area_changes(&town.admin, town.home).await.expect("a list");
    let change = changes.first().expect("a line");
    assert_eq!((change.kind, change.before.as_str(), change.after.as_str()), (AreaChangeKind::Moved, "甲区", "西区"));
    stage.is_clean().await;
});

on_both!(a_merge_takes_every_family_along_that_is_added_meanwhile, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let other = added(stage, &town, town.district, AreaKind::Community, "老社区").await;
    let mut seen = 0;
    for _ in 0..3 {
        family(stage, &town, other).await.expect("a file");
        seen += 1;
    }
    let policy = Policy { claim_days: 3, ..Policy::default() };
    store.run(&by(&town.admin), SetPolicy { area: other, policy }).await.expect("a policy");
    for _ in 0..6 {
        let merge = MergeAreas { area: other, to: town.home, households: seen };
        let keeper = by(&town.admin);
        let (merged, file) = tokio::join!(store.run(&keeper, merge), family(stage, &town, other));
        seen += i64::from(file.is_ok());
        match (merged, file) {
            (Ok(()), file) => {
                assert_eq!(code(file), "area_closed");
                break;
            }
            (refused, Ok(_)) => assert_eq!(code(refused), "changed_meanwhile"),
            (merged, file) => panic!("{merged:?} {file:?}"),
        }
    }
    let merge = MergeAreas { area: other, to: town.home, households: seen };
    // The loop may have ended without a merge; sent alone it goes through.
    if stage.number(&format!("select closed from area where id = {other}")).await == 0 {
        store.run(&by(&town.admin), merge).await.expect("merged");
    }
    assert_eq!(code(store.run(&by(&town.admin), merge).await), "area_closed");
    assert_eq!(stage.number(&format!("select count(*) from household where area = {other}")).await, 0);
    assert_eq!(stage.number(&format!("select count(*) from household where area = {}", town.home)).await, seen + 1);
    assert_eq!(stage.number("select count(*) from household where caseworker = 0").await, 0, "theirs works there, too");
    assert_eq!(
        stage.number(&format!("select count(*) from policy where area = {other}")).await,
        0,
        "the target's rules hold"
    );
    assert!(store.areas(&town.admin).await.expect("areas").iter().all(|area| area.id != other));
    let changes = store.area_changes(&town.admin, town.home).await.expect("a list");
    assert_eq!((changes[0].kind, changes[0].area_name.as_str()), (AreaChangeKind::Merged, "老社区"));
    stage.is_clean().await;
});

on_both!(an_area_closes_only_when_nothing_is_open_in_it, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let close = |area| CloseArea { area };
    assert_eq!(code(store.run(&by(&town.coordinator), close(town.home)).await), "not_allowed");
    assert_eq!(code(store.run(&by(&town.admin), close(town.home)).await), "area_not_empty");
    let open = store.area_contents(&town.admin, town.home).await.expect("a list");
    let files = open.iter().find(|content| content.kind == AreaThing::Households).expect("its files");
    assert_eq!((files.n, files.first[0].id), (1, town.household));
    let empty = added(stage, &town, town.home, AreaKind::Grid, "空网格").await;
    store.run(&by(&town.admin), close(empty)).await.expect("closed");
    assert_eq!(code(family(stage, &town, empty).await), "area_closed");
    assert_eq!(store.closed_areas(&town.admin).await.expect("a list")[0].id, empty);
    store.run(&by(&town.admin), ReopenArea { area: empty }).await.expect("open again");
    let household = family(stage, &town, empty).await.expect("a file");
    // A file that is closed there cannot come back into an area without staff.
    let closing = Closing { household, reason: CloseReason::Better, words: String::new() };
    store.run(&by(&town.caseworker), CloseFile(closing)).await.expect("closed");
    store.run(&by(&town.admin), close(empty)).await.expect("closed");
    assert_eq!(code(store.run(&by(&town.caseworker), ReopenFile(household)).await), "area_closed");
    store.run(&by(&town.admin), ReopenArea { area: empty }).await.expect("open again");
    store.run(&by(&town.caseworker), ReopenFile(household)).await.expect("open again");
    stage.is_clean().await;
});

on_both!(what_is_added_while_an_area_moves_or_merges_goes_along, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let west = added(stage, &town, town.root, AreaKind::District, "西区").await;
    for (turn, to) in [west, town.district, west, town.district, west, town.district].into_iter().enumerate() {
        let new = NewArea { parent: Some(town.home), kind: AreaKind::Grid, name: format!("第 {turn} 网格") };
        let (mover, keeper) = (by(&town.admin), by(&town.admin));
        let step = MoveArea { area: town.home, to, households: 1 };
        let (moved, made, _) = tokio::join!(
            store.run(&mover, step),
            store.run(&keeper, AddArea(new)),
            stage.caseworker_of(&town, town.home)
        );
        moved.expect("moved");
        made.expect("an area");
        let stale = "select count(*) from area a join area p on p.id = a.parent where a.path <> p.path || a.id || '/'";
        assert_eq!(stage.number(stale).await, 0, "areas with a path of before");
        let stale = "select count(*) from role_grant g join area a on a.id = g.area where g.path <> a.path";
        assert_eq!(stage.number(stale).await, 0, "roles with a path of before");
    }
    let old = added(stage, &town, town.district, AreaKind::Community, "老社区").await;
    let adding = (0..8).map(|turn| {
        let town = &town;
        async move {
            for n in 0..6 {
                let new = AddOrganisation { area: old, name: format!("合作社 {turn} {n}") };
                if let Err(refused) = store.run(&by(&town.admin), new).await {
                    assert_eq!(code::<()>(Err(refused)), "area_closed");
                }
            }
        }
    });
    for area in [old, town.home] {
        let (families, rhythm) = (VisitGroup::All, Rhythm::Weekly);
        let rule = NewVisitRule { area, families, rhythm, days: 7, ..NewVisitRule::default() };
        store.run(&by(&town.coordinator), SetVisitRule(rule)).await.expect("a rule");
    }
    let mover = by(&town.admin);
    let merge = store.run(&mover, MergeAreas { area: old, to: town.home, households: 0 });
    let (merged, _) = tokio::join!(merge, join_all(adding));
    merged.expect("merged");
    assert_eq!(stage.number(&format!("select count(*) from organisation where area = {old}")).await, 0);
    let live = "select count(*) from visit_rule where ended = 0";
    assert_eq!(stage.number(live).await, 1, "no family is visited twice by equal rules");
    stage.is_clean().await;
});

/// Columns that name an area and do not follow a merge, each with the reason.
const STAYING: &[(&str, &str)] = &[
    ("area_change.area", "says what became of that area"),
    ("audit.area", "lines of the audit are chained"),
    ("points_policy.area", "the target's policy holds"),
    ("policy.area", "the target's policy holds"),
    ("role_grant.area", "moves with its path, unless the account has the role there"),
    ("webhook.area", "belongs to a root area, which is never merged"),
];

#[tokio::test]
async fn every_column_that_names_an_area_is_in_a_list_of_the_merge() {
    let stage = Stage::sqlite().await;
    let found = stage
        .texts(
            "select m.name || '.' || p.name from sqlite_master m, pragma_table_info(m.name) p
             where m.type = 'table' and p.name in ('area', 'home', 'from_area', 'to_area', 'place_area') order by 1",
        )
        .await;
    let mut known: Vec<String> = FOLLOWING.iter().map(|(table, column)| format!("{table}.{column}")).collect();
    known.extend(KEYED.iter().map(|(table, _)| format!("{table}.area")));
    known.extend(STAYING.iter().map(|(column, _)| (*column).to_owned()));
    known.sort();
    assert_eq!(found, known, "left: columns of the schema; right: those that a merge knows");
}
