//! The tables of both databases: they must have the same columns, and are taken in the order of what refers to what.

use std::collections::{BTreeMap, BTreeSet};

use sqlx::{AssertSqlSafe, PgConnection, SqliteConnection};

use crate::{Result, db::backup::broken};

/// Type of a column, of which both databases have one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Number,
    Text,
    Bytes,
    Boolean,
}

impl Kind {
    fn of(data_type: &str) -> Option<Kind> {
        match data_type {
            "bigint" => Some(Kind::Number),
            "text" => Some(Kind::Text),
            "bytea" => Some(Kind::Bytes),
            "boolean" => Some(Kind::Boolean),
            _ => None,
        }
    }

    /// Name of an array of it in PostgreSQL.
    pub(super) fn array(self) -> &'static str {
        match self {
            Kind::Number => "bigint[]",
            Kind::Text => "text[]",
            Kind::Bytes => "bytea[]",
            Kind::Boolean => "boolean[]",
        }
    }
}

/// A column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Column {
    pub name: String,
    pub kind: Kind,
}

/// A table with its columns.
#[derive(Clone, Debug)]
pub(super) struct Table {
    pub name: String,
    pub columns: Vec<Column>,
    /// Places of the primary key's columns among them, in the order of the key.
    pub key: Vec<usize>,
    /// Column whose numbers the database gives.
    pub identity: Option<String>,
    /// Whether it has triggers, which are for writes and not for copies.
    has_triggers: bool,
}

/// Quotes a name of the schema.
pub(super) fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

impl Table {
    pub(super) fn quoted(&self) -> String {
        quoted(&self.name)
    }

    /// Names of all columns, for a statement.
    pub(super) fn list(&self) -> String {
        self.columns.iter().map(|column| quoted(&column.name)).collect::<Vec<_>>().join(", ")
    }

    /// Whether rows may be large, as those with pictures are.
    pub(super) fn has_bytes(&self) -> bool {
        self.columns.iter().any(|column| column.kind == Kind::Bytes)
    }

    pub(super) async fn count(&self, from: &mut SqliteConnection) -> Result<u64> {
        let sql = format!("select count(*) from {}", self.quoted());
        let count: i64 = sqlx::query_scalar(AssertSqlSafe(sql)).fetch_one(from).await?;
        Ok(u64::try_from(count).unwrap_or_default())
    }

    /// Returns the last number that the source gave in a column.
    pub(super) async fn last_number(&self, from: &mut SqliteConnection, column: &str) -> Result<i64> {
        let sql = format!("select coalesce(max({}), 0) from {}", quoted(column), self.quoted());
        let newest: i64 = sqlx::query_scalar(AssertSqlSafe(sql)).fetch_one(&mut *from).await?;
        let known = "select count(*) from sqlite_master where name = 'sqlite_sequence'";
        if sqlx::query_scalar::<_, i64>(known).fetch_one(&mut *from).await? == 0 {
            return Ok(newest);
        }
        let given = "select coalesce(max(seq), 0) from sqlite_sequence where name = $1";
        let given: i64 = sqlx::query_scalar(given).bind(&self.name).fetch_one(&mut *from).await?;
        Ok(newest.max(given))
    }

    /// Stops the table's own triggers until the transaction starts them again; constraints stay.
    pub(super) async fn stop_triggers(&self, to: &mut PgConnection) -> Result<()> {
        self.switch_triggers(to, "disable").await
    }

    pub(super) async fn start_triggers(&self, to: &mut PgConnection) -> Result<()> {
        self.switch_triggers(to, "enable").await
    }

    async fn switch_triggers(&self, to: &mut PgConnection, how: &str) -> Result<()> {
        if self.has_triggers {
            let sql = format!("alter table {} {how} trigger user", self.quoted());
            sqlx::query(AssertSqlSafe(sql)).execute(to).await?;
        }
        Ok(())
    }
}

/// Lists the tables, those first that others refer to.
///
/// # Errors
/// `Broken` when the databases do not have the same tables and columns.
pub(super) async fn tables(from: &mut SqliteConnection, to: &mut PgConnection) -> Result<Vec<Table>> {
    let names: Vec<String> = sqlx::query_scalar(
        "select name from sqlite_master
         where type = 'table' and name not like 'sqlite\\_%' escape '\\'
             and name not in ('_sqlx_migrations', 'database_move')
         order by name",
    )
    .fetch_all(&mut *from)
    .await?;
    let theirs: Vec<String> = sqlx::query_scalar(
        "select tablename::text from pg_tables
         where schemaname = current_schema() and tablename not in ('_sqlx_migrations', 'database_move')",
    )
    .fetch_all(&mut *to)
    .await?;
    let (ours, theirs) = (names.iter().collect::<BTreeSet<_>>(), theirs.iter().collect::<BTreeSet<_>>());
    if let Some(other) = ours.symmetric_difference(&theirs).next() {
        return broken(format!("only one of the databases has a table {other}"));
    }
    let mut found = Vec::new();
    for name in names {
        found.push(table(from, to, name).await?);
    }
    in_order(found, references(to).await?)
}

async fn table(from: &mut SqliteConnection, to: &mut PgConnection, name: String) -> Result<Table> {
    let ours: Vec<(String, i64)> = sqlx::query_as("select name, pk from pragma_table_info($1) order by cid")
        .bind(&name)
        .fetch_all(&mut *from)
        .await?;
    let theirs: Vec<(String, String, bool)> = sqlx::query_as(
        "select column_name::text, data_type::text, is_identity = 'YES' from information_schema.columns
         where table_schema = current_schema() and table_name = $1",
    )
    .bind(&name)
    .fetch_all(&mut *to)
    .await?;
    let mut columns = Vec::new();
    for (column, _) in &ours {
        let Some((_, data_type, _)) = theirs.iter().find(|(other, ..)| other == column) else {
            return broken(format!("{name}.{column} is missing in the target"));
        };
        let Some(kind) = Kind::of(data_type) else {
            return broken(format!("{name}.{column} is of a type that is not moved: {data_type}"));
        };
        columns.push(Column { name: column.clone(), kind });
    }
    if theirs.len() != ours.len() {
        return broken(format!("{name} has other columns in the target"));
    }
    let mut key: Vec<(i64, usize)> =
        ours.iter().enumerate().filter(|(_, (_, pk))| *pk > 0).map(|(at, (_, pk))| (*pk, at)).collect();
    key.sort_unstable();
    let key: Vec<usize> = key.into_iter().map(|(_, at)| at).collect();
    let is_orderable = |at: &usize| matches!(columns[*at].kind, Kind::Number | Kind::Text);
    if key.is_empty() || !key.iter().all(is_orderable) {
        return broken(format!("{name} has no key to go by"));
    }
    let identity = theirs.into_iter().find(|(_, _, is_identity)| *is_identity).map(|(column, ..)| column);
    let has_triggers = sqlx::query_scalar(
        "select exists (select 1 from pg_trigger where tgrelid = to_regclass($1) and not tgisinternal)",
    )
    .bind(quoted(&name))
    .fetch_one(&mut *to)
    .await?;
    Ok(Table { name, columns, key, identity, has_triggers })
}

/// Maps each table to those that it refers to.
async fn references(to: &mut PgConnection) -> Result<BTreeMap<String, BTreeSet<String>>> {
    let found: Vec<(String, String)> = sqlx::query_as(
        "select c.relname::text, r.relname::text from pg_constraint k
         join pg_class c on c.oid = k.conrelid join pg_class r on r.oid = k.confrelid where k.contype = 'f'",
    )
    .fetch_all(to)
    .await?;
    let mut references: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (table, other) in found.into_iter().filter(|(table, other)| table != other) {
        references.entry(table).or_default().insert(other);
    }
    Ok(references)
}

fn in_order(tables: Vec<Table>, references: BTreeMap<String, BTreeSet<String>>) -> Result<Vec<Table>> {
    let (mut done, mut ordered, mut rest) = (BTreeSet::<String>::new(), Vec::new(), tables);
    while !rest.is_empty() {
        let is_ready =
            |table: &Table| references.get(&table.name).is_none_or(|others| others.iter().all(|it| done.contains(it)));
        let (ready, waiting): (Vec<Table>, Vec<Table>) = rest.into_iter().partition(is_ready);
        if ready.is_empty() {
            return broken("tables refer to each other in a circle".into());
        }
        done.extend(ready.iter().map(|table| table.name.clone()));
        ordered.extend(ready);
        rest = waiting;
    }
    Ok(ordered)
}
