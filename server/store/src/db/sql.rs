//! One SQL text for both databases; each macro has an arm per driver.
//! The macros take anything with `arm()` (a [`Conn`] or a [`crate::Tx`]), the statement and its arguments. A test
//! extracts every statement from this crate's source and prepares it on both databases.

use std::cell::Cell;

use serde::{Serialize, de::DeserializeOwned};
use sqlx::{PgConnection, SqliteConnection};

/// Borrowed connection to either database.
pub enum Conn<'c> {
    /// Embedded SQLite database.
    Sqlite(&'c mut SqliteConnection),
    /// PostgreSQL server.
    Postgres(&'c mut PgConnection, Statements),
}

/// Whether a PostgreSQL connection may keep prepared statements under names. Behind a pooler the next transaction is on
/// another session, which does not know them, or knows another statement under the name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Statements {
    /// Prepared once, and used again by later transactions.
    Named,
    /// Prepared each time.
    Unnamed,
}

impl Statements {
    pub(crate) fn named(self) -> bool {
        self == Statements::Named
    }
}

impl Conn<'_> {
    /// Reborrows the connection.
    pub(crate) fn arm(&mut self) -> Conn<'_> {
        match self {
            Conn::Sqlite(c) => Conn::Sqlite(c),
            Conn::Postgres(c, statements) => Conn::Postgres(c, *statements),
        }
    }
}

tokio::task_local! {
    /// Statements of the work that [`count_statements`] counts.
    static STATEMENTS: Cell<u32>;
}

/// Counts a statement that is about to be sent.
pub(crate) fn counted(db: Conn<'_>) -> Conn<'_> {
    add_statements(1);
    db
}

fn add_statements(number: u32) {
    // Nothing counts the jobs' statements.
    let _ = STATEMENTS.try_with(|count| count.set(count.get() + number));
}

/// Runs `work`; returns its output and the number of statements that it sent from its own task.
/// A count around this one includes them.
pub async fn count_statements<F: Future>(work: F) -> (F::Output, u32) {
    let counting = async {
        let output = work.await;
        (output, STATEMENTS.with(Cell::get))
    };
    let (output, number) = STATEMENTS.scope(Cell::new(0), counting).await;
    add_statements(number);
    (output, number)
}

/// Executes a statement; returns the number of rows affected.
macro_rules! run {
    ($db:expr, $sql:expr $(, $arg:expr)* $(,)?) => {
        match $crate::db::sql::counted($db.arm()) {
            $crate::db::sql::Conn::Sqlite(c) =>
                sqlx::query($sql)$(.bind($arg))*.execute(c).await.map(|done| done.rows_affected()),
            $crate::db::sql::Conn::Postgres(c, statements) => sqlx::query($sql)$(.bind($arg))*
                .persistent(statements.named())
                .execute(c)
                .await
                .map(|done| done.rows_affected()),
        }
    };
}

/// Fetches all rows as the given type.
macro_rules! rows {
    ($db:expr, $ty:ty, $sql:expr $(, $arg:expr)* $(,)?) => {
        match $crate::db::sql::counted($db.arm()) {
            $crate::db::sql::Conn::Sqlite(c) => sqlx::query_as::<_, $ty>($sql)$(.bind($arg))*.fetch_all(c).await,
            $crate::db::sql::Conn::Postgres(c, statements) => sqlx::query_as::<_, $ty>($sql)$(.bind($arg))*
                .persistent(statements.named())
                .fetch_all(c)
                .await,
        }
    };
}

/// Fetches the row, or `None` when there is none.
macro_rules! row {
    ($db:expr, $ty:ty, $sql:expr $(, $arg:expr)* $(,)?) => {
        match $crate::db::sql::counted($db.arm()) {
            $crate::db::sql::Conn::Sqlite(c) => sqlx::query_as::<_, $ty>($sql)$(.bind($arg))*.fetch_optional(c).await,
            $crate::db::sql::Conn::Postgres(c, statements) => sqlx::query_as::<_, $ty>($sql)$(.bind($arg))*
                .persistent(statements.named())
                .fetch_optional(c)
                .await,
        }
    };
}

/// Fetches the first column of exactly one row; no row is an error.
macro_rules! value {
    ($db:expr, $ty:ty, $sql:expr $(, $arg:expr)* $(,)?) => {
        match $crate::db::sql::counted($db.arm()) {
            $crate::db::sql::Conn::Sqlite(c) => sqlx::query_scalar::<_, $ty>($sql)$(.bind($arg))*.fetch_one(c).await,
            $crate::db::sql::Conn::Postgres(c, statements) => sqlx::query_scalar::<_, $ty>($sql)$(.bind($arg))*
                .persistent(statements.named())
                .fetch_one(c)
                .await,
        }
    };
}

/// Fetches the first column of every row.
macro_rules! values {
    ($db:expr, $ty:ty, $sql:expr $(, $arg:expr)* $(,)?) => {
        match $crate::db::sql::counted($db.arm()) {
            $crate::db::sql::Conn::Sqlite(c) => sqlx::query_scalar::<_, $ty>($sql)$(.bind($arg))*.fetch_all(c).await,
            $crate::db::sql::Conn::Postgres(c, statements) => sqlx::query_scalar::<_, $ty>($sql)$(.bind($arg))*
                .persistent(statements.named())
                .fetch_all(c)
                .await,
        }
    };
}

/// Declares a row struct and its `TryFrom` conversion to a view.
/// `parsed` columns are texts of enums; the other columns are copied; fields after the second `;` have no column and
/// get the given value.
macro_rules! stored {
    ($(#[$doc:meta])* $vis:vis struct $row:ident => $to:ident {
        parsed: $($text:ident),+; $($field:ident: $ty:ty),+ $(; $($other:ident = $value:expr),+)? $(,)?
    }) => {
        $(#[$doc])*
        #[derive(sqlx::FromRow)]
        $vis struct $row {
            $($text: String,)+
            $($field: $ty,)+
        }

        impl TryFrom<$row> for $to {
            type Error = $crate::Error;

            fn try_from(row: $row) -> $crate::Result<$to> {
                Ok($to {
                    $($text: $crate::db::sql::parse(&row.$text)?,)+
                    $($field: row.$field,)+
                    $($($other: $value,)+)?
                })
            }
        }
    };
}

pub(crate) use {row, rows, run, stored, value, values};

/// Returns numbers as the inside of `in (…)`; 0, which no row has, when there are none.
pub(crate) fn listed(ids: impl IntoIterator<Item = i64>) -> String {
    let list = ids.into_iter().map(|id| id.to_string()).collect::<Vec<_>>().join(", ");
    if list.is_empty() { "0".into() } else { list }
}

/// Returns whether a unique constraint was violated; SQLite does not say which one.
pub(crate) fn is_unique(error: &sqlx::Error) -> bool {
    error.as_database_error().is_some_and(|e| e.is_unique_violation())
}

/// Returns whether a CHECK constraint was violated.
pub(crate) fn is_check(error: &sqlx::Error) -> bool {
    error.as_database_error().is_some_and(|e| e.is_check_violation())
}

/// Returns whether PostgreSQL asks for a retry (serialisation failure or deadlock).
pub(crate) fn is_retryable(error: &sqlx::Error) -> bool {
    error.as_database_error().and_then(|e| e.code()).is_some_and(|code| code == "40001" || code == "40P01")
}

/// Returns whether a statement failed because the disk is full: SQLite's 13, or 4874 for the index of its log, and
/// PostgreSQL's 53100.
pub(crate) fn is_without_room(error: &sqlx::Error) -> bool {
    error.as_database_error().and_then(|e| e.code()).is_some_and(|code| ["13", "4874", "53100"].contains(&&*code))
}

/// Parses a stored text as its enum. CHECK constraints exclude other texts, so a failure is `Broken`.
pub(crate) fn parse<T: std::str::FromStr>(text: &str) -> Result<T, crate::Error> {
    text.parse().map_err(|_| crate::Error::Broken(format!("unknown stored value {text:?}")))
}

/// Writes a value as JSON text, to be stored.
pub(crate) fn json_text(value: &(impl Serialize + ?Sized)) -> Result<String, crate::Error> {
    serde_json::to_string(value).map_err(|cause| crate::Error::Broken(cause.to_string()))
}

/// Reads stored JSON. A failure says where and not what, because the parser's message would quote what can be sealed.
pub(crate) fn read_json<T: DeserializeOwned>(text: &str) -> Result<T, crate::Error> {
    serde_json::from_str(text)
        .map_err(|cause| crate::Error::Broken(format!("stored JSON is unreadable at column {}", cause.column())))
}
