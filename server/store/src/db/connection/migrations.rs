//! Migrations of SQLite that commit by themselves, because foreign keys can be turned off outside of a transaction only.
//! sqlx notes them afterwards, so a process that is killed in between leaves one that is done and not noted.

use sqlx::{SqliteConnection, migrate::Migrator};

use crate::Result;

/// Numbers of these migrations, and what tells that one is done.
const COMMITTED: [(i64, &str); 4] = [
    (2, "select count(*) from pragma_table_info('notice') where name = 'subject'"),
    (52, "select count(*) from sqlite_master where type = 'table' and name = 'loan'"),
    (74, "select count(*) from sqlite_master where name = 'import' and sql like '%''vacancies''%'"),
    (76, "select count(*) from sqlite_master where type = 'table' and name = 'visit_plan'"),
];

/// Notes migrations that are done, which would otherwise run a second time and fail for ever.
pub(super) async fn note_committed(db: &mut SqliteConnection, known: &Migrator) -> Result<()> {
    let begun = "select count(*) from sqlite_master where name = '_sqlx_migrations'";
    if sqlx::query_scalar::<_, i64>(begun).fetch_one(&mut *db).await? == 0 {
        return Ok(());
    }
    for (version, committed) in COMMITTED {
        let Some(migration) = known.iter().find(|migration| migration.version == version) else { continue };
        let noted = "select count(*) from _sqlx_migrations where version = $1";
        let noted: i64 = sqlx::query_scalar(noted).bind(version).fetch_one(&mut *db).await?;
        if noted > 0 || sqlx::query_scalar::<_, i64>(committed).fetch_one(&mut *db).await? == 0 {
            continue;
        }
        tracing::warn!(version, "an upgrade was cut off after this migration; it goes on behind it");
        sqlx::query(
            "insert into _sqlx_migrations (version, description, success, checksum, execution_time)
             values ($1, $2, true, $3, -1)",
        )
        .bind(version)
        .bind(&*migration.description)
        .bind(&*migration.checksum)
        .execute(&mut *db)
        .await?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_migration_that_commits_by_itself_is_listed() {
        let all = sqlx::migrate!("migrations/sqlite");
        let alone: Vec<i64> =
            all.iter().filter(|migration| migration.no_tx).map(|migration| migration.version).collect();
        assert_eq!(alone, COMMITTED.map(|(version, _)| version));
    }
}
