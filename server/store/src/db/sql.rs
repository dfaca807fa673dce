//! One SQL text for both databases, each arm typed by its own driver.
//!
//! The macros take anything with `arm()` (a [`Conn`] or a [`crate::Tx`]), the statement and its
//! arguments. A test reads every statement out of this crate's source and prepares it on both.

use sqlx::{PgConnection, SqliteConnection};

/// A connection of either kind, borrowed.
pub enum Conn<'c> {
    /// The embedded database.
    Sqlite(&'c mut SqliteConnection),
    /// A PostgreSQL server.
    Postgres(&'c mut PgConnection),
}

impl Conn<'_> {
    /// Lends the connection on.
    pub(crate) fn arm(&mut self) -> Conn<'_> {
        match self {
            Conn::Sqlite(c) => Conn::Sqlite(c),
            Conn::Postgres(c) => Conn::Postgres(c),
        }
    }
}

/// Runs a statement; gives the number of rows it changed.
macro_rules! run {
    ($db:expr, $sql:expr $(, $arg:expr)* $(,)?) => {
        match $db.arm() {
            $crate::db::sql::Conn::Sqlite(c) =>
                sqlx::query($sql)$(.bind($arg))*.execute(c).await.map(|done| done.rows_affected()),
            $crate::db::sql::Conn::Postgres(c) =>
                sqlx::query($sql)$(.bind($arg))*.execute(c).await.map(|done| done.rows_affected()),
        }
    };
}

/// All rows, each as the given type.
macro_rules! rows {
    ($db:expr, $ty:ty, $sql:expr $(, $arg:expr)* $(,)?) => {
        match $db.arm() {
            $crate::db::sql::Conn::Sqlite(c) => sqlx::query_as::<_, $ty>($sql)$(.bind($arg))*.fetch_all(c).await,
            $crate::db::sql::Conn::Postgres(c) => sqlx::query_as::<_, $ty>($sql)$(.bind($arg))*.fetch_all(c).await,
        }
    };
}

/// The row, if there is one.
macro_rules! row {
    ($db:expr, $ty:ty, $sql:expr $(, $arg:expr)* $(,)?) => {
        match $db.arm() {
            $crate::db::sql::Conn::Sqlite(c) => sqlx::query_as::<_, $ty>($sql)$(.bind($arg))*.fetch_optional(c).await,
            $crate::db::sql::Conn::Postgres(c) => sqlx::query_as::<_, $ty>($sql)$(.bind($arg))*.fetch_optional(c).await,
        }
    };
}

/// The first column of the one row there must be.
macro_rules! value {
    ($db:expr, $ty:ty, $sql:expr $(, $arg:expr)* $(,)?) => {
        match $db.arm() {
            $crate::db::sql::Conn::Sqlite(c) => sqlx::query_scalar::<_, $ty>($sql)$(.bind($arg))*.fetch_one(c).await,
            $crate::db::sql::Conn::Postgres(c) => sqlx::query_scalar::<_, $ty>($sql)$(.bind($arg))*.fetch_one(c).await,
        }
    };
}

/// The first column of every row.
macro_rules! values {
    ($db:expr, $ty:ty, $sql:expr $(, $arg:expr)* $(,)?) => {
        match $db.arm() {
            $crate::db::sql::Conn::Sqlite(c) => sqlx::query_scalar::<_, $ty>($sql)$(.bind($arg))*.fetch_all(c).await,
            $crate::db::sql::Conn::Postgres(c) => sqlx::query_scalar::<_, $ty>($sql)$(.bind($arg))*.fetch_all(c).await,
        }
    };
}

/// A row as it is stored, and the one way from it to what it stands for: texts that are an enum's are parsed, everything
/// else is carried over, and what is no column has a value of its own.
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

/// Whether the statement broke a unique constraint. SQLite names no constraint, so callers know which
/// one it can be.
pub(crate) fn is_unique(error: &sqlx::Error) -> bool {
    error.as_database_error().is_some_and(|e| e.is_unique_violation())
}

/// Whether the statement broke a CHECK.
pub(crate) fn is_check(error: &sqlx::Error) -> bool {
    error.as_database_error().is_some_and(|e| e.is_check_violation())
}

/// Whether PostgreSQL asks to run the transaction again (serialisation failure, deadlock).
pub(crate) fn is_retryable(error: &sqlx::Error) -> bool {
    error.as_database_error().and_then(|e| e.code()).is_some_and(|code| code == "40001" || code == "40P01")
}

/// A stored text back as its enum; the CHECK constraints make a failure a broken database.
pub(crate) fn parse<T: std::str::FromStr>(text: &str) -> Result<T, crate::Error> {
    text.parse().map_err(|_| crate::Error::Broken(format!("unknown stored value {text:?}")))
}
