//! What only grows, divided as tools/deploy/partitions.sql does for large installations.

use store::{Opening, Store, stock::movements::ReverseStock};

use crate::support::{Stage, by, code, keys, play};

/// Where rows of these tables may lie: as the script has it, and before it.
const TABLES: [&str; 4] = ["audit", "entry", "journal", "notice"];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_divided_ledger_and_trail_work_as_before_on_postgres() {
    let stage = Stage::postgres().await;
    play(&stage, async {
        let town = stage.town("甲").await;
        stage.handed_over(&town).await;
        stage.shelved(&town, "desk_lamp", 3, 0).await;
        stage.store.chains_grow().await.expect("linked");
        let rows = async |table: &str| stage.number(&format!("select count(*) from {table}")).await;
        let mut before = Vec::new();
        for table in TABLES {
            before.push(rows(table).await);
        }
        stage.plant(include_str!("../../../../../tools/deploy/partitions.sql")).await;
        stage.plant("call wishbridge_partitions_ahead(12, 3, 20000000)").await;
        for (table, before) in TABLES.into_iter().zip(before) {
            let kind = format!("select count(*) from pg_class where relname = '{table}' and relkind = 'p'");
            assert_eq!((stage.number(&kind).await, rows(table).await), (1, before), "{table}");
        }

        // A new release migrates it as any other.
        let store = Store::open_existing(&stage.url, keys(), Opening::Migrate).await.expect("it opens");
        stage.handed_over(&town).await;
        let lot = stage.shelved(&town, "desk_lamp", 2, 0).await;
        let last = format!("select max(journal) from entry where lot = {lot}");
        let reverse = ReverseStock { journal: stage.number(&last).await, reason: "数错了".into() };
        store.run(&by(&town.shopkeeper), reverse.clone()).await.expect("reversed");
        assert_eq!(code(store.run(&by(&town.shopkeeper), reverse.clone()).await), "not_reversible");
        let twice = format!("insert into journal_reversed values ({})", reverse.journal);
        assert!(stage.try_plant(&twice).await.is_err(), "no index spans partitions; a table of its own holds this");
        for table in ["journal", "journal_first", "journal_rest", "journal_1", "entry_first", "entry_2"] {
            assert!(stage.try_plant(&format!("truncate {table} cascade")).await.is_err(), "{table} only grows");
        }
        assert!(stage.try_plant("delete from entry").await.is_err(), "the ledger only grows");

        // A month without a partition of its own is no fault, only for the operator to see.
        let far = "begin; insert into audit (at, account, action, subject, subject_id, root)
                   values (9999999999, 0, 'far', 'far', 0, 0); rollback";
        stage.plant(far).await;
        let family = stage.store.notices(&town.family, 0).await.expect("read");
        assert!(!family.items.is_empty());
        store.chains_grow().await.expect("linked");
        stage.is_clean().await;
        store.close().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_unique_index_and_no_reference_hinders_dividing_on_postgres() {
    let stage = Stage::postgres().await;
    play(&stage, async {
        let list = TABLES.map(|table| format!("'{table}'")).join(", ");
        let unique = format!(
            "select c.relname::text from pg_index i join pg_class c on c.oid = i.indexrelid
             where i.indisunique and not i.indisprimary and i.indrelid in (select cast(t as regclass) from unnest(array[{list}]) t)"
        );
        assert_eq!(stage.texts(&unique).await, ["journal_reverses"], "partitions.sql replaces this one, and no other");
        let to = format!(
            "select distinct confrelid::regclass::text from pg_constraint
             where contype = 'f' and confrelid in (select cast(t as regclass) from unnest(array[{list}]) t)"
        );
        assert_eq!(stage.texts(&to).await, ["journal"], "audit lines, notices and entries are divided by more than id");
    })
    .await;
}
