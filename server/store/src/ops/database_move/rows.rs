//! Rows of one table: read from SQLite, written to PostgreSQL in batches, and compared.

use futures::TryStreamExt;
use serde_json::Value;
use sha2::{Digest, Sha256};
use sqlx::{AssertSqlSafe, Connection, PgConnection, Row, SqliteConnection, postgres::PgRow, sqlite::SqliteRow};

use super::tables::{Kind, Table, quoted};
use crate::{Result, crypto::random::hex, db::backup::broken};

/// Rows of a batch.
const BATCH: i64 = 1000;
/// Rows of a batch of pictures, recordings and papers.
const LARGE: i64 = 5;

/// A value as both databases mean it.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Cell {
    Number(i64),
    Text(String),
    Bytes(Vec<u8>),
    Boolean(bool),
}

/// Digest over the rows of all tables.
#[derive(Default)]
pub(super) struct TableDigests(Sha256);

impl TableDigests {
    pub(super) fn finish(self) -> String {
        hex(&self.0.finalize())
    }

    /// Adds a row, each value after its kind and length, so that no two rows are the same bytes.
    fn add(&mut self, row: &[Cell]) {
        for value in row {
            let (kind, bytes) = match value {
                Cell::Number(number) => (b'n', number.to_be_bytes().to_vec()),
                Cell::Text(text) => (b't', text.as_bytes().to_vec()),
                Cell::Bytes(bytes) => (b'b', bytes.clone()),
                Cell::Boolean(is) => (b'o', vec![u8::from(*is)]),
            };
            self.0.update([kind]);
            self.0.update((bytes.len() as u64).to_be_bytes());
            self.0.update(&bytes);
        }
    }
}

fn of_sqlite(table: &Table, row: &SqliteRow) -> Result<Vec<Cell>, sqlx::Error> {
    // Unchecked: SQLite has no booleans of its own, and no column allows a NULL.
    let value = |(at, kind): (usize, Kind)| -> Result<Cell, sqlx::Error> {
        Ok(match kind {
            Kind::Number => Cell::Number(row.try_get_unchecked(at)?),
            Kind::Text => Cell::Text(row.try_get_unchecked(at)?),
            Kind::Bytes => Cell::Bytes(row.try_get_unchecked(at)?),
            Kind::Boolean => Cell::Boolean(row.try_get_unchecked::<i64, _>(at)? != 0),
        })
    };
    table.columns.iter().map(|column| column.kind).enumerate().map(value).collect()
}

fn of_postgres(table: &Table, row: &PgRow) -> Result<Vec<Cell>, sqlx::Error> {
    let value = |(at, kind): (usize, Kind)| -> Result<Cell, sqlx::Error> {
        Ok(match kind {
            Kind::Number => Cell::Number(row.try_get(at)?),
            Kind::Text => Cell::Text(row.try_get(at)?),
            Kind::Bytes => Cell::Bytes(row.try_get(at)?),
            Kind::Boolean => Cell::Boolean(row.try_get(at)?),
        })
    };
    table.columns.iter().map(|column| column.kind).enumerate().map(value).collect()
}

/// Columns of the key, for an order.
fn key_list(table: &Table) -> String {
    table.key.iter().map(|at| quoted(&table.columns[*at].name)).collect::<Vec<_>>().join(", ")
}

/// Writes the key of a row as JSON.
fn key_of(table: &Table, row: &[Cell]) -> String {
    let part = |at: &usize| match &row[*at] {
        Cell::Number(number) => Value::from(*number),
        Cell::Text(text) => Value::from(text.as_str()),
        // No key has such a column.
        Cell::Bytes(_) | Cell::Boolean(_) => Value::Null,
    };
    Value::from(table.key.iter().map(part).collect::<Vec<Value>>()).to_string()
}

/// Reads the next rows after a key; from the first one when it is empty.
async fn next_rows(table: &Table, from: &mut SqliteConnection, after: &str) -> Result<Vec<Vec<Cell>>> {
    let (key, limit) = (key_list(table), if table.has_bytes() { LARGE } else { BATCH });
    let parts: Vec<Value> = serde_json::from_str(after).unwrap_or_default();
    let places: Vec<String> = (1..=parts.len()).map(|place| format!("${place}")).collect();
    let behind = if parts.is_empty() { String::new() } else { format!("where ({key}) > ({})", places.join(", ")) };
    let sql = format!("select {} from {} {behind} order by {key} limit {limit}", table.list(), table.quoted());
    let mut query = sqlx::query(AssertSqlSafe(sql));
    for part in parts {
        query = match part {
            Value::String(text) => query.bind(text),
            number => query.bind(number.as_i64().unwrap_or_default()),
        };
    }
    let found = query.fetch_all(from).await?;
    Ok(found.iter().map(|row| of_sqlite(table, row)).collect::<Result<_, _>>()?)
}

/// Copies the rows that the target does not have yet, from where it was reached.
pub(super) async fn copy(
    table: &Table,
    from: &mut SqliteConnection,
    to: &mut PgConnection,
    progress: &super::Progress,
) -> Result<()> {
    let reached: Option<(String, i64, String)> =
        sqlx::query_as("select after, rows, state from database_move where name = $1")
            .bind(&table.name)
            .fetch_optional(&mut *to)
            .await?;
    let (mut after, done, state) = reached.unwrap_or_default();
    progress.advance(u64::try_from(done).unwrap_or_default());
    if state == "copied" {
        return Ok(());
    }
    loop {
        let rows = next_rows(table, from, &after).await?;
        let state = if rows.is_empty() { "copied" } else { "copying" };
        if let Some(last) = rows.last() {
            after = key_of(table, last);
        }
        let count = rows.len();
        let mut tx = to.begin().await?;
        if !rows.is_empty() {
            table.stop_triggers(&mut tx).await?;
            insert(table, &mut tx, rows).await?;
            table.start_triggers(&mut tx).await?;
        }
        sqlx::query(
            "insert into database_move (name, after, rows, state) values ($1, $2, $3, $4)
             on conflict (name) do update
                 set after = excluded.after, rows = database_move.rows + excluded.rows, state = excluded.state",
        )
        .bind(&table.name)
        .bind(&after)
        .bind(i64::try_from(count).unwrap_or(i64::MAX))
        .bind(state)
        .execute(&mut *tx)
        .await?;
        tx.commit().await?;
        progress.advance(count as u64);
        if count == 0 {
            return Ok(());
        }
    }
}

/// Inserts rows by one statement, a bound array for each column.
async fn insert(table: &Table, to: &mut PgConnection, rows: Vec<Vec<Cell>>) -> Result<()> {
    let arrays: Vec<String> =
        table.columns.iter().enumerate().map(|(at, column)| format!("${}::{}", at + 1, column.kind.array())).collect();
    let (name, list) = (table.quoted(), table.list());
    let sql = format!("insert into {name} ({list}) select * from unnest({})", arrays.join(", "));
    let mut columns: Vec<Vec<Cell>> = table.columns.iter().map(|_| Vec::with_capacity(rows.len())).collect();
    for row in rows {
        for (column, value) in columns.iter_mut().zip(row) {
            column.push(value);
        }
    }
    let mut query = sqlx::query(AssertSqlSafe(sql));
    for (column, values) in table.columns.iter().zip(columns) {
        /// Takes the values of one kind out of a column.
        macro_rules! all {
            ($kind:ident) => {
                values.into_iter().filter_map(|value| match value {
                    Cell::$kind(value) => Some(value),
                    _ => None,
                })
            };
        }
        query = match column.kind {
            Kind::Number => query.bind(all!(Number).collect::<Vec<i64>>()),
            Kind::Text => query.bind(all!(Text).collect::<Vec<String>>()),
            Kind::Bytes => query.bind(all!(Bytes).collect::<Vec<Vec<u8>>>()),
            Kind::Boolean => query.bind(all!(Boolean).collect::<Vec<bool>>()),
        };
    }
    match query.execute(to).await {
        Ok(_) => Ok(()),
        // The cause of a constraint quotes the row, which may be a family's.
        Err(cause) => match cause.as_database_error().and_then(|error| error.code()) {
            Some(code) => broken(format!("rows of {} were refused by the target: {code}", table.name)),
            None => Err(cause.into()),
        },
    }
}

/// Compares all rows of a table, in the order of its key.
///
/// # Errors
/// `Broken` with the key of the first row that differs, is missing or is too many.
pub(super) async fn compare(
    table: &Table,
    from: &mut SqliteConnection,
    to: &mut PgConnection,
    digests: &mut TableDigests,
    progress: &super::Progress,
) -> Result<()> {
    let (list, name) = (table.list(), table.quoted());
    let ours = format!("select {list} from {name} order by {}", key_list(table));
    // Byte by byte, as SQLite orders.
    let key = table.key.iter().map(|at| match table.columns[*at].kind {
        Kind::Text => format!("{} collate \"C\"", quoted(&table.columns[*at].name)),
        _ => quoted(&table.columns[*at].name),
    });
    let theirs = format!("select {list} from {name} order by {}", key.collect::<Vec<_>>().join(", "));
    let mut ours = sqlx::query(AssertSqlSafe(ours)).fetch(from);
    let mut theirs = sqlx::query(AssertSqlSafe(theirs)).fetch(to);
    loop {
        let our = ours.try_next().await?.map(|row| of_sqlite(table, &row)).transpose()?;
        let their = theirs.try_next().await?.map(|row| of_postgres(table, &row)).transpose()?;
        match (our, their) {
            (None, None) => return Ok(()),
            (Some(our), Some(their)) if our == their => {
                digests.add(&our);
                progress.advance(1);
            }
            (Some(row), _) | (None, Some(row)) => {
                // Texts of keys are left out, because they may be words of a family.
                let part = |at: &usize| match &row[*at] {
                    Cell::Number(number) => number.to_string(),
                    _ => "…".into(),
                };
                let key = table.key.iter().map(part).collect::<Vec<String>>().join(", ");
                return broken(format!("{} {key} is not the same in both databases", table.name));
            }
        }
    }
}
