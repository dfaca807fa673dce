//! `check` names what is left in files that are closed, merged or erased, and what it says to do puts it right.

use crate::support::{Stage, Town, by, code, on_both};
use domain::{
    accounts::Actor,
    casework::{CloseReason, Closing, EraseReason, Erasure, Merging},
    households::HouseholdId,
    wishes::{NewWish, Publication, WishId},
};
use store::{
    casework::{
        file::{
            close::{CloseFile, ReopenFile},
            merge::MergeFiles,
        },
        notes::AddNote,
    },
    points::adjustments::{ByHand, GivePoints},
    wishes::lifecycle::{PostWish, PublishWish},
};

/// Returns the only line of `check`.
async fn only_line(stage: &Stage) -> String {
    let mut lines = stage.store.check().await.expect("checked");
    assert_eq!(lines.len(), 1, "{lines:#?}");
    lines.remove(0)
}

/// A family with a note, points, and a wish that waits for review.
async fn family(stage: &Stage, town: &Town) -> (HouseholdId, Actor, WishId) {
    let (store, keeper) = (&stage.store, by(&town.caseworker));
    let (id, family) = stage.family(&town.caseworker, town.home, "李家").await;
    store.run(&keeper, AddNote::new(id, "看过".into())).await.expect("noted");
    let gift = ByHand { household: id, points: 30, reason: "慰问".into() };
    store.run(&by(&town.caseworker), GivePoints(gift)).await.expect("given");
    let item = domain::catalogue::by_key("desk_lamp").expect("in the catalogue").id;
    let new = NewWish { item, quantity: 1, words: "晚上写作业".into(), ..NewWish::default() };
    let wish = store.run(&by(&family), PostWish(new)).await.expect("a wish");
    (id, family, wish)
}

fn closing(household: HouseholdId) -> Closing {
    Closing { household, reason: CloseReason::MovedAway, words: String::new() }
}

on_both!(a_closed_file_with_a_live_wish_is_named_and_closed_again, |stage| {
    let town = stage.town("河口").await;
    let (id, _, wish) = family(stage, &town).await;
    // As a post left it that did not wait for the closing.
    stage.plant(&format!("update household set state = 'closed' where id = {id}")).await;
    stage.plant(&format!("update account set open = false where household = {id}")).await;
    let line = format!("household {id} is closed, but has 1 open wishes: reopen its file and close it again");
    assert_eq!(only_line(stage).await, line);
    let words = Publication { words: "写作业用".into() };
    let published = stage.store.run(&by(&town.caseworker), PublishWish { id: wish, words: words.words }).await;
    assert_eq!(code(published), "file_closed", "its words do not become public");

    stage.store.run(&by(&town.caseworker), ReopenFile(id)).await.expect("opened again");
    stage.store.run(&by(&town.caseworker), CloseFile(closing(id))).await.expect("closed again");
    stage.is_clean().await;
});

on_both!(a_merged_file_with_remains_is_named_and_merged_again, |stage| {
    let town = stage.town("河口").await;
    let (id, _, wish) = family(stage, &town).await;
    let keep = town.household;
    stage.plant(&format!("update household set state = 'merged', merged_into = {keep} where id = {id}")).await;
    let line = only_line(stage).await;
    let named = format!(
        "household {id} was merged into {keep}, but has 1 wishes, 2 people, 1 notes, papers or consents, 30 points:"
    );
    assert!(line.starts_with(&named) && line.ends_with(&format!("/desk/households/{keep}/merge?with={id})")), "{line}");

    let pair = stage.store.files_pair(&town.caseworker, keep, id).await.expect("both files");
    let same = pair.gone.members.iter().map(|member| (member.id, 0)).collect();
    let input = Merging { keep, gone: id, same, typed: keep.to_string() };
    stage.store.run(&by(&town.caseworker), MergeFiles(input.clone())).await.expect("merged again");
    stage.is_clean().await;
    assert_eq!(stage.number(&format!("select household from wish where id = {wish}")).await, keep);
    let points = stage.store.points(&town.caseworker, keep).await.expect("read").points;
    assert_eq!(points.balance, 30);
    let empty = Merging { same: Vec::new(), ..input };
    assert_eq!(code(stage.store.run(&by(&town.caseworker), MergeFiles(empty)).await), "file_closed", "nothing is left");
    assert_eq!(code(stage.store.files_pair(&town.caseworker, keep, id).await.map(drop)), "file_closed");
});

on_both!(an_erased_file_with_remains_is_named_and_erased_again, |stage| {
    let town = stage.town("河口").await;
    let (id, _, wish) = family(stage, &town).await;
    let emptied = "state = 'erased', name = '', phone = '', phone_key = ''";
    stage.plant(&format!("update household set {emptied} where id = {id}")).await;
    let line = only_line(stage).await;
    for part in ["name, phone or address", "1 open wishes", "1 texts", "1 notes", "2 people", "30 points"] {
        assert!(line.contains(part), "{part}: {line}");
    }
    assert!(line.ends_with(&format!("erase it again (/desk/households/{id}/erase)")), "{line}");

    let erasure = || Erasure { household: id, reason: EraseReason::Asked, typed: id.to_string() };
    stage.store.file_erase(&by(&town.caseworker), erasure()).await.expect("erased again");
    stage.is_clean().await;
    assert_eq!(stage.number(&format!("select count(*) from wish where id = {wish} and own_words <> ''")).await, 0);
    assert_eq!(code(stage.store.file_erase(&by(&town.caseworker), erasure()).await), "file_closed", "nothing is left");
    // As a release left it that did not know free titles.
    stage.plant(&format!("update wish set own_title = 'x' where id = {wish}")).await;
    stage.store.file_erase(&by(&town.caseworker), erasure()).await.expect("erased again");
    assert_eq!(stage.number(&format!("select count(*) from wish where id = {wish} and own_title <> ''")).await, 0);
});

on_both!(erasing_a_file_returns_its_points_to_the_programme, |stage| {
    let town = stage.town("河口").await;
    let (id, ..) = family(stage, &town).await;
    let held = format!(
        "select cast(coalesce(sum(b.quantity), 0) as bigint) from ledger_account a join balance b on b.account = a.id
         where a.place = 'programme' and a.owner = {}",
        town.root
    );
    assert_eq!(stage.number(&held).await, -30);
    let erasure = Erasure { household: id, reason: EraseReason::Done, typed: id.to_string() };
    stage.store.file_erase(&by(&town.caseworker), erasure).await.expect("erased");
    assert_eq!(stage.number(&held).await, 0);
    stage.is_clean().await;
});
