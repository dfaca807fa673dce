//! `check` names what no operation would have written, `check --deep` what only reading everything shows, and each kind
//! of finding has a sentence that says what to do.

use std::{fs, path::Path};

use crate::support::{Stage, on_both};
use proc_macro2::{TokenStream, TokenTree};
use store::ops::check::integrity::remedies::{remedies, remedy};

/// Returns the only finding of `check`, which must have a remedy.
async fn only(stage: &Stage) -> String {
    let mut lines = stage.store.check().await.expect("checked");
    assert_eq!(lines.len(), 1, "{lines:#?}");
    assert_eq!(remedies(&lines).len(), 1, "{lines:?}");
    lines.remove(0)
}

/// Changes the database past the store, expects one finding with these words, and changes it back.
async fn sabotage(stage: &Stage, change: &str, words: &str, back: &str) {
    stage.plant(change).await;
    let line = only(stage).await;
    assert!(line.contains(words), "expected {words:?}, but: {line}");
    stage.plant(back).await;
    assert_eq!(stage.store.check().await.expect("checked"), Vec::<String>::new(), "{back}");
}

on_both!(check_names_rights_places_and_words_that_no_operation_gives, |stage| {
    let (town, there) = (stage.town("甲").await, stage.town("乙").await);
    let wish = stage.wish(&town, 2).await;
    let claim = stage.claim(&town, wish, 1).await.id;
    let (district, home) = (town.district, town.home);
    let keeper = format!("account = {} and role = 'caseworker'", town.caseworker.account);
    sabotage(
        stage,
        &format!("update role_grant set path = '/' where {keeper}"),
        "but reaches \"/\"",
        &format!("update role_grant set path = (select path from area where id = {district}) where {keeper}"),
    )
    .await;
    sabotage(
        stage,
        &format!("update wish set district = {} where id = {wish}", there.district),
        &format!("wish {wish} of area {home} is shown in district {}", there.district),
        &format!("update wish set district = {district} where id = {wish}"),
    )
    .await;
    sabotage(
        stage,
        &format!("update household set root = {} where id = {}", there.root, town.household),
        &format!("its root area is {}", there.root),
        &format!("update household set root = {} where id = {}", town.root, town.household),
    )
    .await;
    sabotage(
        stage,
        &format!("update wish set photo = 7 where id = {wish}"),
        "shows a picture in public without a consent",
        &format!("update wish set photo = 0 where id = {wish}"),
    )
    .await;
    stage.plant(&format!("create table kept as select * from wish_term where wish = {wish}")).await;
    sabotage(
        stage,
        &format!("delete from wish_term where wish = {wish}"),
        "no search finds it",
        "insert into wish_term select * from kept; drop table kept",
    )
    .await;
    // A child's age, without a guardian's consent.
    let child = format!("(select min(id) from person where household = {})", town.household);
    let born = stage.number(&format!("select birth_year from person where id = {child}")).await;
    stage.plant(&format!("update person set birth_year = 2022 where id = {child}")).await;
    let shown = stage.number(&format!("select age from wish where id = {wish}")).await;
    sabotage(
        stage,
        &format!("update wish set member = {child}, age = 4 where id = {wish}"),
        "in public without a consent",
        &format!("update wish set member = 0, age = {shown} where id = {wish}"),
    )
    .await;
    stage.plant(&format!("update person set birth_year = {born} where id = {child}")).await;
    // A claim that ended leaves no units behind that another comparison could miss.
    stage.plant(&format!("update wish set claimed = 0 where id = {wish}")).await;
    stage.plant(&format!("update claim set state = 'lapsed' where id = {claim}")).await;
    assert_eq!(stage.store.check().await.expect("checked"), Vec::<String>::new());
    stage.plant(&format!("delete from claim where id = {claim}")).await;
    assert!(only(stage).await.starts_with(&format!("claim {claim} is gone")));
});

on_both!(a_deep_check_opens_sealed_bytes, |stage| {
    let town = stage.town("甲").await;
    assert_eq!(stage.store.check_deep().await.expect("checked").found, Vec::<String>::new());
    let bytes = if stage.is_postgres() { "'\\x00000001ff'" } else { "x'00000001ff'" };
    stage
        .plant(&format!(
            "insert into voice_note (wish, account, kind, seconds, bytes, created)
             values (0, {}, 'webm', 0, {bytes}, {})",
            town.family.account,
            stage.store.now()
        ))
        .await;
    let found = stage.store.check_deep().await.expect("checked").found;
    assert!(found.len() == 1 && found[0].starts_with("voice_note ") && remedy(&found[0]).is_some(), "{found:?}");
    assert_eq!(stage.store.check().await.expect("checked"), Vec::<String>::new(), "only the deep one reads bytes");
});

#[tokio::test]
async fn a_deep_check_compares_indexes_with_their_tables_on_sqlite() {
    let stage = Stage::sqlite().await;
    crate::support::play(&stage, async {
        stage.town("甲").await;
        stage
            .plant(
                "pragma writable_schema = on;
                 update sqlite_master set sql = 'CREATE INDEX audit_at on audit (id, at)' where name = 'audit_at';
                 pragma schema_version = 100000",
            )
            .await;
        let found = stage.store.check_deep().await.expect("checked").found;
        assert!(found.iter().any(|line| line.starts_with("file: ") && line.contains("audit_at")), "{found:?}");
        assert!(found.iter().all(|line| remedy(line).is_some()), "{found:?}");
    })
    .await;
}

/// Texts that are parts of findings, not findings.
const PARTS: &[&str] = &[
    "reserved for claim {owner}",
    "issued to household {owner}",
    "transfer {owner}",
    "loan {owner}",
    "set aside for order {owner}",
    "points programme of area {owner}",
    "points of household {owner}",
    "points held for order {owner}",
    "points spent at location {owner}",
    "{place} of location {owner}",
    "{count} {name}",
    "… and more of the same; only the first {MOST} are shown",
    "the chain {name} is gone",
];

/// Collects the texts of `format!` calls.
fn texts(stream: TokenStream, found: &mut Vec<String>) {
    let trees: Vec<TokenTree> = stream.into_iter().collect();
    for window in trees.windows(3) {
        let [TokenTree::Ident(name), TokenTree::Punct(mark), TokenTree::Group(group)] = window else { continue };
        if name != "format" || mark.as_char() != '!' {
            continue;
        }
        if let Some(TokenTree::Literal(text)) = group.stream().into_iter().next() {
            found.push(text.to_string().trim_matches('"').to_owned());
        }
    }
    for tree in trees {
        if let TokenTree::Group(group) = tree {
            texts(group.stream(), found);
        }
    }
}

fn findings(path: &Path, found: &mut Vec<String>) {
    if path.is_dir() {
        for entry in fs::read_dir(path).expect("the source") {
            findings(&entry.expect("an entry").path(), found);
        }
    } else {
        texts(fs::read_to_string(path).expect("text").parse().expect("Rust"), found);
    }
}

#[test]
fn each_kind_of_finding_has_a_sentence_that_says_what_to_do() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = Vec::new();
    for part in ["ops/check", "ops/chain/verification.rs"] {
        findings(&source.join(part), &mut found);
    }
    assert!(found.len() > 90, "they are found: {}", found.len());
    let parts = |text: &&String| !PARTS.contains(&text.as_str());
    let silent: Vec<_> = found.iter().filter(parts).filter(|text| remedy(text).is_none()).collect();
    assert!(silent.is_empty(), "without a sentence: {silent:#?}");
}
