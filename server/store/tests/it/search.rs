//! The search over all records: what each role finds, and what it does not.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use crate::support::{Stage, by, code, on_both, plan_of};
use domain::{
    accounts::{Actor, Role},
    households::reveals::RevealReason,
    search::{Found, FoundKind, Hit, SHOWN},
};
use store::{areas::organisations::RenameOrganisation, catalogue::barcodes::AddBarcode};
use tracing::span;

fn hits(found: &Found, kind: FoundKind) -> Vec<Hit> {
    found.groups.iter().filter(|group| group.kind == kind).flat_map(|group| group.hits.clone()).collect()
}

fn ids(found: &Found, kind: FoundKind) -> Vec<i64> {
    hits(found, kind).into_iter().map(|hit| hit.id).collect()
}

/// What the actor finds of a kind.
async fn of(stage: &Stage, actor: &Actor, kind: FoundKind, typed: &str) -> Vec<i64> {
    ids(&stage.store.search(actor, typed).await.expect("an answer"), kind)
}

on_both!(families_are_found_by_name_only_where_their_files_are_kept, |stage| {
    let (town, other, store) = (stage.town("甲").await, stage.town("乙").await, &stage.store);
    let known = store.household(&town.family, town.household).await.expect("its own").0.phone;
    let number = town.household.to_string();
    let marked = format!("#{number}");
    for typed in ["王家", "王", "wj", "WJ", known.as_str(), number.as_str(), marked.as_str()] {
        assert_eq!(of(stage, &town.caseworker, FoundKind::Household, typed).await, [town.household], "{typed}");
        let others = of(stage, &other.caseworker, FoundKind::Household, typed).await;
        assert!(!others.contains(&town.household), "{typed}: {others:?}");
        for who in [&town.shopkeeper, &town.coordinator, &town.admin] {
            assert!(of(stage, who, FoundKind::Household, typed).await.is_empty(), "{typed}");
        }
    }
    // An auditor reads masked files: by number, and by nothing that would let the rest be guessed.
    assert_eq!(of(stage, &town.auditor, FoundKind::Household, &number).await, [town.household]);
    for typed in ["王家", "wj", known.as_str()] {
        assert!(of(stage, &town.auditor, FoundKind::Household, typed).await.is_empty(), "{typed}");
    }
    // Whole phones that are looked up among accounts are counted and logged as well.
    let tried = "select count(*) from attempt where subject like 'account-phones:%'";
    assert_eq!(stage.number(tried).await, 2, "by those who assign roles: the coordinator and the administrator");
    let logged = "select count(*) from audit where action = 'account_by_phone' and subject_id = 0";
    assert_eq!(stage.number(logged).await, 2, "it finds no family's account");
    // The search by phone is counted, and the family reads of the one that found it.
    assert_eq!(stage.number("select count(*) from attempt where subject like 'phones:%'").await, 2);
    let seen = store.my_openings(&town.family, 0).await.expect("its own").items;
    let seen: Vec<_> = seen.iter().map(|opening| (opening.account, opening.role, opening.reason)).collect();
    assert_eq!(seen, [(town.caseworker.account, Role::Caseworker, RevealReason::Phone)]);
});

on_both!(wishes_and_claims_are_found_by_thing_number_and_code_but_not_by_pick_up_code, |stage| {
    let (town, other, store) = (stage.town("甲").await, stage.town("乙").await, &stage.store);
    let wish = stage.wish(&town, 1).await;
    let claim = stage.claim(&town, wish, 1).await;
    stage.arrive(&town, claim.id).await;
    stage.plant(&format!("update wish set code = '7391' where id = {wish}")).await;
    for typed in ["台灯", "td", "desk lamp"] {
        for who in [&town.caseworker, &town.coordinator] {
            assert_eq!(of(stage, who, FoundKind::Wish, typed).await, [wish], "{typed}");
        }
        assert_eq!(of(stage, &town.shopkeeper, FoundKind::Claim, typed).await, [claim.id], "{typed}");
        for who in [&town.shopkeeper, &town.admin, &other.caseworker] {
            assert!(of(stage, who, FoundKind::Wish, typed).await.is_empty(), "{typed}");
        }
        assert!(of(stage, &other.shopkeeper, FoundKind::Claim, typed).await.is_empty(), "{typed}");
    }
    // A code that one record has leads there.
    let found = store.search(&town.shopkeeper, &claim.code.to_lowercase()).await.expect("an answer");
    assert_eq!(found.only().map(|hit| (hit.kind, hit.id)), Some((FoundKind::Claim, claim.id)));
    assert!(store.search(&other.shopkeeper, &claim.code).await.expect("an answer").groups.is_empty());
    assert_eq!(of(stage, &town.shopkeeper, FoundKind::Claim, &format!("#{}", claim.id)).await, [claim.id]);
    assert_eq!(of(stage, &town.shopkeeper, FoundKind::Claim, "甲 donor").await, [claim.id]);
    for who in [&town.shopkeeper, &town.caseworker, &town.coordinator] {
        assert_eq!(store.search(who, "7391").await.expect("an answer"), Found::default());
    }
});

on_both!(a_thing_that_is_sold_out_is_found_with_0_and_by_its_barcode, |stage| {
    let (town, other, store) = (stage.town("甲").await, stage.town("乙").await, &stage.store);
    let item = stage.own_item(&town, "暖手宝宝").await;
    let barcode = AddBarcode { code: "6901234567892".into(), item, size: String::new() };
    store.run(&by(&town.shopkeeper), barcode).await.expect("learned");
    let units = async |who: &Actor, typed: &str| {
        let found = store.search(who, typed).await.expect("an answer");
        hits(&found, FoundKind::Item).into_iter().map(|hit| (hit.id, hit.units)).collect::<Vec<_>>()
    };
    assert_eq!(units(&town.caseworker, "暖手宝宝").await, [(item, 0)]);
    stage.shelved_item(&town, item, 3, 0).await;
    for typed in ["nsbb", "6901234567892", "暖手寶寶"] {
        assert_eq!(units(&town.auditor, typed).await, [(item, 3)], "{typed}");
        assert!(units(&other.auditor, typed).await.is_empty() && units(&town.admin, typed).await.is_empty(), "{typed}");
    }
    let found = store.search(&town.shopkeeper, "6901234567892").await.expect("an answer");
    assert_eq!(found.only().map(|hit| (hit.kind, hit.id)), Some((FoundKind::Item, item)));

    let (year, number) =
        (stage.number("select year from receipt").await, stage.number("select number from receipt").await);
    let receipt = stage.number("select id from receipt").await;
    for typed in [format!("R-{year}-{number:06}"), format!("r-{year}-{number}"), number.to_string()] {
        assert_eq!(of(stage, &town.auditor, FoundKind::Receipt, &typed).await, [receipt], "{typed}");
        for who in [&other.auditor, &town.admin] {
            assert!(of(stage, who, FoundKind::Receipt, &typed).await.is_empty(), "{typed}");
        }
    }
});

on_both!(people_and_organisations_are_found_by_those_who_may_list_them, |stage| {
    let (town, other, store) = (stage.town("甲").await, stage.town("乙").await, &stage.store);
    for who in [&town.coordinator, &town.admin] {
        let found = of(stage, who, FoundKind::Account, "caseworker").await;
        assert_eq!(found, [town.caseworker.account]);
        let donor = of(stage, who, FoundKind::Account, "甲 donor").await;
        assert_eq!(donor, if who.account == town.admin.account { vec![town.donor.account] } else { vec![] });
    }
    for who in [&town.caseworker, &town.shopkeeper, &town.auditor] {
        assert!(of(stage, who, FoundKind::Account, "caseworker").await.is_empty());
    }
    for typed in ["工会", "gh"] {
        assert_eq!(of(stage, &town.caseworker, FoundKind::Organisation, typed).await, [town.union], "{typed}");
        assert_eq!(of(stage, &other.auditor, FoundKind::Organisation, typed).await, [other.union], "{typed}");
        assert!(of(stage, &town.shopkeeper, FoundKind::Organisation, typed).await.is_empty(), "{typed}");
    }
    for who in [&town.family, &town.donor] {
        assert_eq!(code(store.search(who, "台灯").await), "not_allowed");
    }
    assert_eq!(code(store.search(&Actor::visitor(), "台灯").await), "sign_in_needed");
    assert_eq!(store.search(&town.caseworker, "  ").await.expect("an answer"), Found::default());
});

on_both!(the_newest_come_first_and_a_list_holds_the_rest, |stage| {
    let town = stage.town("甲").await;
    let mut made = Vec::new();
    for _ in 0..=SHOWN {
        made.push(stage.family(&town.caseworker, town.home, "赵家").await.0);
    }
    made.reverse();
    let found = stage.store.search(&town.caseworker, "赵").await.expect("an answer");
    assert_eq!(ids(&found, FoundKind::Household), made[..SHOWN]);
    assert!(found.groups[0].more);
});

/// The plans of the statements that words lead to; those of numbers read primary keys.
#[tokio::test]
async fn a_search_by_words_reads_ranges_of_indexes_on_sqlite() {
    let stage = Stage::sqlite().await;
    crate::support::play(&stage, async {
        let here = "in (select a.id from area a where a.path like '/1/%')";
        let wishes =
            format!("select id from wish where root = 1 and item = 5 and home {here} order by id desc limit 9");
        let open = format!("select id from claim where location {here} and state in ('pledged', 'arrived')");
        let names = format!("select id, name from household where area {here} order by +id desc limit 9");
        for (sql, index) in [
            (wishes.as_str(), "wish_item"),
            (open.as_str(), "claim_location"),
            (names.as_str(), "household_area"),
            ("select id from receipt where root = 1 order by id desc limit 9", "receipt_newest"),
            ("select id from transfer where root = 1 order by id desc limit 9", "transfer_newest"),
            ("select id from account where name = '王' and household = 0", "account_name"),
            ("select id from item where root in (0, 1) and open = true and find like '%x%'", "item_name"),
        ] {
            let plan = plan_of(&stage, &format!("explain query plan {sql}")).await;
            assert!(plan.contains(&format!("INDEX {index} (")), "{sql}\n{plan}");
        }
    })
    .await;
}

/// Counts the statements that are sent while it is the default; on PostgreSQL the asking thread logs them.
#[derive(Clone, Default)]
struct Statements(Arc<AtomicUsize>);

impl tracing::Subscriber for Statements {
    fn enabled(&self, metadata: &tracing::Metadata<'_>) -> bool {
        metadata.target() == "sqlx::query"
    }

    fn new_span(&self, _: &span::Attributes<'_>) -> span::Id {
        span::Id::from_u64(1)
    }

    fn record(&self, _: &span::Id, _: &span::Record<'_>) {}

    fn record_follows_from(&self, _: &span::Id, _: &span::Id) {}

    fn event(&self, _: &tracing::Event<'_>) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }

    fn enter(&self, _: &span::Id) {}

    fn exit(&self, _: &span::Id) {}
}

#[tokio::test]
async fn a_search_sends_at_most_twelve_statements() {
    let stage = Stage::postgres().await;
    crate::support::play(&stage, async {
        let town = stage.town("甲").await;
        let wish = stage.wish(&town, 1).await;
        stage.claim(&town, wish, 1).await;
        stage.shelved(&town, "desk_lamp", 1, 0).await;
        for who in [&town.caseworker, &town.coordinator, &town.shopkeeper, &town.auditor, &town.admin] {
            // The first search under a new role leaves an audit line.
            stage.store.search(who, "甲").await.expect("an answer");
            for typed in ["台灯", "td", "王家", "工会", "abcdef", "caseworker", "1", "R-2026-000001"] {
                let statements = Statements::default();
                let guard = tracing::subscriber::set_default(statements.clone());
                stage.store.search(who, typed).await.expect("an answer");
                drop(guard);
                let sent = statements.0.load(Ordering::Relaxed);
                assert!(sent <= 12, "{typed}: {sent} statements");
                assert!(sent > 0 || who.account == town.admin.account, "{typed}: statements are counted");
            }
        }
    })
    .await;
}

on_both!(an_organisation_is_found_by_its_former_name, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let rename = |name: &str| RenameOrganisation { organisation: town.union, name: name.into() };
    assert_eq!(code(store.run(&by(&town.coordinator), rename("总工会")).await), "not_allowed");
    for name in ["总工会", "总工会", "爱心协会"] {
        store.run(&by(&town.admin), rename(name)).await.expect("renamed");
    }
    let names = store.former_names(&town.admin, town.union).await.expect("names");
    assert_eq!(names.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>(), ["总工会", "工会"]);
    let found = store.search(&town.caseworker, "总工会").await.expect("an answer");
    let found = hits(&found, FoundKind::Organisation);
    assert_eq!(found.iter().map(|hit| (hit.id, hit.title.as_str())).collect::<Vec<_>>(), [(town.union, "爱心协会")]);
});
