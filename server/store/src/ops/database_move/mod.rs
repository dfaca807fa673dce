//! `wishbridge move`: an installation leaves SQLite for PostgreSQL. Tables are copied in batches, those first that
//! others refer to; each batch and the place that was reached are one transaction of the target, so a move that was cut
//! off goes on there. Afterwards every row is compared. A table `database_move` stands in both databases meanwhile: no
//! server opens either for writing, and the source can change no more.

mod rows;
mod tables;

use std::{fs::File, str::FromStr};

use domain::progress::{Progress, Unit};
use sqlx::{
    AssertSqlSafe, Connection, PgConnection, SqliteConnection, postgres::PgConnectOptions, sqlite::SqliteConnectOptions,
};

use self::tables::{Table, tables};
use crate::{
    Error, Result, Store, Vault,
    db::{
        backup::broken,
        connection::opening::{LOCK, MARK, Opening, exclusive, migrate_postgres},
    },
};

/// What a move came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moved {
    /// Tables.
    pub tables: usize,
    /// Rows, each compared with its source.
    pub rows: u64,
    /// Digest over all of them, equal on both sides.
    pub digest: String,
    /// Heads of the chains, equal on both sides; empty while there are no links.
    pub heads: String,
}

/// Both databases of a move.
struct Move {
    from: SqliteConnection,
    to: PgConnection,
    tables: Vec<Table>,
    /// Keeps servers and other commands from the source.
    _held: Option<File>,
}

/// Moves an embedded database into an empty one on a PostgreSQL server, or goes on with that.
///
/// # Errors
/// `Broken` when the source is in use or of another release, the target is neither empty nor half moved from this
/// source, a row differs, or the check of the target finds something; else when a database fails. Nothing of the
/// source is changed but its mark.
pub async fn move_database(from: &str, to: &str, vault: Vault, progress: &Progress) -> Result<Moved> {
    let source = SqliteConnectOptions::from_str(from)?.create_if_missing(false);
    let target = PgConnectOptions::from_str(to)?;
    let place = format!("{}/{}", target.get_host(), target.get_database().unwrap_or_default());
    let held = exclusive(source.get_filename())?;
    let heads = must_be_ready(from, vault.clone()).await?;
    let mut from = SqliteConnection::connect_with(&source).await?;
    let mut to_db = PgConnection::connect_with(&target).await?;
    let installation: String =
        sqlx::query_scalar("select name from installation where id = 1").fetch_one(&mut from).await?;
    must_take(&mut from, &mut to_db, &installation, &place).await?;
    mark_source(&mut from, &place).await?;
    migrate_postgres(&mut to_db).await?;
    let tables = tables(&mut from, &mut to_db).await?;
    let mut moved = Move { from, to: to_db, tables, _held: held };
    moved.empty_target().await?;
    let rows = moved.copy_rows(progress).await?;
    moved.set_sequences().await?;
    let digest = moved.compare_rows(rows, progress).await?;
    must_be_right(to, vault, &heads, progress).await?;
    moved.finish(&place).await?;
    let (tables, Move { from, to, .. }) = (moved.tables.len(), moved);
    from.close().await?;
    to.close().await?;
    Ok(Moved { tables, rows, digest, heads })
}

/// Gives up a move, also one that has ended: the source can be used again. The target is left as it is.
///
/// # Errors
/// `Broken` when the source is in use; else when it fails.
pub async fn cancel_move(from: &str) -> Result<()> {
    let source = SqliteConnectOptions::from_str(from)?.create_if_missing(false);
    let _held = exclusive(source.get_filename())?;
    let mut db = SqliteConnection::connect_with(&source).await?;
    sqlx::query(AssertSqlSafe(format!("drop table if exists {MARK}"))).execute(&mut db).await?;
    Ok(db.close().await?)
}

/// Opens the source as it is, compares release and keys, and returns the heads of its chains.
async fn must_be_ready(from: &str, vault: Vault) -> Result<String> {
    let store = Store::open_existing(from, vault, Opening::Unchanged).await?;
    let looked = async {
        let schema = store.schema().await?;
        if schema.found != schema.known {
            let (found, known) = (schema.found, schema.known);
            return broken(format!(
                "the schema is {found}, this release has {known}: `wishbridge check` of this release brings it there"
            ));
        }
        if !store.keys_fit().await? {
            return broken("the keys do not open what the database has sealed: put its own key file back".into());
        }
        store.chain_heads().await
    };
    let looked = looked.await;
    store.close().await;
    looked
}

/// Refuses a target that holds anything but what this move has left there; marks an empty one. Under the lock of
/// servers that open it: one that starts just now either has made its tables, which are found here, or finds the mark.
async fn must_take(from: &mut SqliteConnection, to: &mut PgConnection, installation: &str, place: &str) -> Result<()> {
    let mut tx = to.begin().await?;
    sqlx::query("select pg_advisory_xact_lock($1)").bind(LOCK).execute(&mut *tx).await?;
    if sqlx::query_scalar::<_, bool>("select to_regclass('database_move') is not null").fetch_one(&mut *tx).await? {
        let theirs: Option<String> =
            sqlx::query_scalar("select after from database_move where name = ''").fetch_optional(&mut *tx).await?;
        tx.rollback().await?;
        return match theirs {
            Some(theirs) if theirs == installation => Ok(()),
            _ => broken(format!("{place} holds what the move of another installation left: move into an empty one")),
        };
    }
    let tables: i64 = sqlx::query_scalar(
        "select count(*) from pg_class c join pg_namespace n on n.oid = c.relnamespace
         where c.relkind in ('r', 'p', 'v') and n.nspname not in ('information_schema', 'pg_catalog', 'pg_toast')",
    )
    .fetch_one(&mut *tx)
    .await?;
    if tables > 0 {
        tx.rollback().await?;
        if marked(from).await?.is_some_and(|(target, state)| target == place && state == "moved") {
            return broken(format!("it was moved to {place} already: set DATABASE_URL to that"));
        }
        return broken(format!("{place} has {tables} tables already: move into an empty database"));
    }
    sqlx::query(
        "create table database_move
             (name text primary key, after text not null, rows bigint not null, state text not null)",
    )
    .execute(&mut *tx)
    .await?;
    sqlx::query("insert into database_move (name, after, rows, state) values ('', $1, 0, 'begun')")
        .bind(installation)
        .execute(&mut *tx)
        .await?;
    Ok(tx.commit().await?)
}

/// Returns where the source is moved to, and how far that is.
async fn marked(from: &mut SqliteConnection) -> Result<Option<(String, String)>> {
    let known = "select count(*) from sqlite_master where type = 'table' and name = 'database_move'";
    if sqlx::query_scalar::<_, i64>(known).fetch_one(&mut *from).await? == 0 {
        return Ok(None);
    }
    Ok(sqlx::query_as("select target, state from database_move").fetch_optional(&mut *from).await?)
}

/// Closes the source to writers for good, and says where it goes.
async fn mark_source(from: &mut SqliteConnection, place: &str) -> Result<()> {
    let mut tx = from.begin().await?;
    sqlx::query("create table if not exists database_move (target text not null, state text not null)")
        .execute(&mut *tx)
        .await?;
    sqlx::query("delete from database_move").execute(&mut *tx).await?;
    sqlx::query("insert into database_move (target, state) values ($1, 'moving')")
        .bind(place)
        .execute(&mut *tx)
        .await?;
    Ok(tx.commit().await?)
}

/// Compares the heads of the chains, and checks the target as `wishbridge check` does.
async fn must_be_right(to: &str, vault: Vault, heads: &str, progress: &Progress) -> Result<()> {
    let store = Store::open_existing(to, vault, Opening::Unchanged).await?;
    let looked = async { Ok::<_, Error>((store.chain_heads().await?, store.check_told(progress).await?)) };
    let looked = looked.await;
    store.close().await;
    let (theirs, found) = looked?;
    if theirs != heads {
        return broken(format!("the chains end with {theirs:?} after the move, and ended with {heads:?} before it"));
    }
    match found.as_slice() {
        [] => Ok(()),
        [first, rest @ ..] => broken(format!("the check of the target found: {first} (and {} more)", rest.len())),
    }
}

impl Move {
    /// Empties what the migrations wrote into the target, once.
    async fn empty_target(&mut self) -> Result<()> {
        let mut tx = self.to.begin().await?;
        let begun = "update database_move set state = 'copying' where name = '' and state = 'begun'";
        if sqlx::query(begun).execute(&mut *tx).await?.rows_affected() == 0 {
            return Ok(tx.rollback().await?);
        }
        let mut names = Vec::new();
        for table in &self.tables {
            table.stop_triggers(&mut tx).await?;
            names.push(table.quoted());
        }
        sqlx::query(AssertSqlSafe(format!("truncate table {}", names.join(", ")))).execute(&mut *tx).await?;
        for table in &self.tables {
            table.start_triggers(&mut tx).await?;
        }
        Ok(tx.commit().await?)
    }

    /// Copies what the target does not have yet; returns the number of all rows.
    async fn copy_rows(&mut self, progress: &Progress) -> Result<u64> {
        let mut rows = 0;
        for table in &self.tables {
            rows += table.count(&mut self.from).await?;
        }
        progress.begin("copying rows", Unit::Count, rows);
        for table in &self.tables {
            rows::copy(table, &mut self.from, &mut self.to, progress).await?;
        }
        Ok(rows)
    }

    /// Lets numbers of new rows begin after those that were given, also after those whose rows are gone.
    async fn set_sequences(&mut self) -> Result<()> {
        for table in &self.tables {
            let Some(column) = &table.identity else { continue };
            let given = table.last_number(&mut self.from, column).await?;
            if given > 0 {
                sqlx::query("select setval(pg_get_serial_sequence($1, $2), $3)")
                    .bind(table.quoted())
                    .bind(column)
                    .bind(given)
                    .execute(&mut self.to)
                    .await?;
            }
        }
        Ok(())
    }

    /// Compares all rows; returns a digest over them.
    async fn compare_rows(&mut self, rows: u64, progress: &Progress) -> Result<String> {
        progress.begin("comparing rows", Unit::Count, rows);
        let mut digest = rows::TableDigests::default();
        for table in &self.tables {
            rows::compare(table, &mut self.from, &mut self.to, &mut digest, progress).await?;
        }
        Ok(digest.finish())
    }

    /// Opens the target to servers. In this order, because a move that is cut off between the two goes on.
    async fn finish(&mut self, place: &str) -> Result<()> {
        sqlx::query("update database_move set state = 'moved' where target = $1")
            .bind(place)
            .execute(&mut self.from)
            .await?;
        sqlx::query("drop table database_move").execute(&mut self.to).await?;
        Ok(())
    }
}
