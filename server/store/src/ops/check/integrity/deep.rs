//! `wishbridge check --deep`: opens sealed bytes, and lets the database look at its own files. It reads everything.

use crate::{Error, Result, Store, db::connection::Database};

/// What a deep check found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DeepCheck {
    /// Differences, one line each.
    pub found: Vec<String>,
    /// What could not be looked at, and what would let it.
    pub notes: Vec<String>,
}

impl Store {
    /// Opens every sealed picture, recording and paper, and runs the checks of the database itself.
    /// Texts are opened by [`Store::check`].
    ///
    /// # Errors
    /// Only when the database fails.
    pub async fn check_deep(&self) -> Result<DeepCheck> {
        let mut deep = DeepCheck::default();
        self.check_sealed_bytes(&mut deep.found).await?;
        match &self.database {
            Database::Sqlite { readers, .. } => {
                let mut db = readers.acquire().await?;
                let said: Vec<String> = sqlx::query_scalar("pragma integrity_check").fetch_all(&mut *db).await?;
                deep.found.extend(said.into_iter().filter(|line| line != "ok").map(|line| format!("file: {line}")));
                let sql = "pragma foreign_key_check";
                let lost: Vec<(String, Option<i64>, String, i64)> = sqlx::query_as(sql).fetch_all(&mut *db).await?;
                let lost = lost.into_iter().map(|(table, row, parent, _)| {
                    format!("file: row {} of {table} names a row of {parent} that is gone", row.unwrap_or_default())
                });
                deep.found.extend(lost.take(1000));
            }
            Database::Postgres(_) => self.check_indexes(&mut deep).await?,
        }
        Ok(deep)
    }

    /// Compares each B-tree index of PostgreSQL with its table, if the extension `amcheck` is there.
    async fn check_indexes(&self, deep: &mut DeepCheck) -> Result<()> {
        let Database::Postgres(servers) = &self.database else { return Ok(()) };
        let mut db = servers.session().await?;
        let sql = "select exists (select 1 from pg_extension where extname = 'amcheck')";
        if !sqlx::query_scalar::<_, bool>(sql).fetch_one(&mut db).await? {
            deep.notes.push("Indexes were not compared with their tables: `create extension amcheck` lets it.".into());
            return Ok(());
        }
        let sql = "select format('%I.%I', n.nspname, c.relname) from pg_index i join pg_class c on c.oid = i.indexrelid
                       join pg_namespace n on n.oid = c.relnamespace join pg_am m on m.oid = c.relam
                   where m.amname = 'btree' and n.nspname = current_schema() and i.indisvalid order by 1";
        let indexes: Vec<String> = sqlx::query_scalar(sql).fetch_all(&mut db).await?;
        for index in indexes {
            let sql = "select bt_index_check(cast(cast($1 as text) as regclass), true)";
            let Err(cause) = sqlx::query(sql).bind(&index).execute(&mut db).await else { continue };
            let code = cause.as_database_error().and_then(|error| error.code().map(|code| code.into_owned()));
            match code.as_deref() {
                // Not allowed to call it.
                Some("42501") => {
                    deep.notes.push("Indexes were not compared: this account may not call `bt_index_check`.".into());
                    return Ok(());
                }
                Some(_) => deep.found.push(format!("file: index {index}: {cause}")),
                None => return Err(Error::Sql(cause)),
            }
        }
        Ok(())
    }
}
