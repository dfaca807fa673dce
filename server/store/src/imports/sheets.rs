//! Sheets of goods and points, stored for the dry run: inserted, loaded, forgotten.

use domain::{
    Code, Timestamp,
    imports::{Import, ImportId, Line, MOST_ROWS},
    text,
};
use serde::{Serialize, de::DeserializeOwned};
use sqlx::{AssertSqlSafe, Postgres, QueryBuilder, Sqlite};

use crate::{
    Conn, Refusal, Result, Tx,
    db::sql::{json_text, read_json, row, rows, run, value},
    imports::goods::NewImport,
};

/// Rows per multi-row insert.
const AT_ONCE: usize = 500;

#[derive(sqlx::FromRow)]
pub(super) struct ImportRow {
    id: i64,
    location: i64,
    location_name: String,
    name: String,
    lines: i64,
    created: i64,
    applied: i64,
    rows_in: i64,
    units_in: i64,
    notes: String,
}

impl From<ImportRow> for Import {
    fn from(row: ImportRow) -> Import {
        let ImportRow { id, location, location_name, name, lines, created, applied, rows_in, units_in, notes } = row;
        let notes = serde_json::from_str(&notes).unwrap_or_default();
        Import { id, location, location_name, name, lines, created, applied, rows_in, units_in, notes }
    }
}

/// Columns of [`ImportRow`], before the condition.
pub(super) const IMPORTS: &str =
    "select m.id, m.location, coalesce(p.name, '') as location_name, m.name, m.lines, m.created, m.applied, m.notes,
     (select count(*) from import_row o where o.import = m.id) as rows_in,
     cast(coalesce((select sum(o.quantity) from import_row o where o.import = m.id), 0) as bigint) as units_in
     from import m left join location p on p.id = m.location left join area a on a.id = p.area";

/// Inserts an import and all its rows; refuses no rows or more than [`MOST_ROWS`].
pub(crate) async fn keep<R: Serialize>(
    tx: &mut Tx<'_>,
    kind: &'static str,
    root: i64,
    new: &NewImport<R>,
    digest: impl Fn(&R) -> String,
) -> Result<ImportId> {
    let name = text::line(&new.name, 0, 200).unwrap_or_default();
    if new.lines.is_empty() || new.lines.len() > MOST_ROWS {
        return Err(Code::SheetTooLong.into());
    }
    let (now, account) = (tx.now, tx.actor.account);
    let notes = json_text(&new.notes)?;
    let lines = i64::try_from(new.lines.len()).unwrap_or(i64::MAX);
    let id = value!(
        tx,
        i64,
        "insert into import (kind, root, location, account, name, lines, created, applied, notes)
         values ($1, $2, $3, $4, $5, $6, $7, 0, $8) returning id",
        kind,
        root,
        new.location,
        account,
        &name,
        lines,
        now,
        &notes,
    )?;
    for lines in new.lines.chunks(AT_ONCE) {
        let bodies =
            lines.iter().map(|line| Ok((line.n, digest(&line.row), json_text(line)?))).collect::<Result<Vec<_>>>()?;
        const INSERT: &str = "insert into import_line (import, n, digest, body) ";
        macro_rules! insert {
            ($database:ty, $conn:expr, $named:expr) => {
                QueryBuilder::<$database>::new(INSERT)
                    .push_values(&bodies, |mut to, (n, digest, body)| {
                        to.push_bind(id).push_bind(*n).push_bind(digest).push_bind(body);
                    })
                    .build()
                    .persistent($named)
                    .execute($conn)
                    .await?
                    .rows_affected()
            };
        }
        match tx.arm() {
            Conn::Sqlite(c) => insert!(Sqlite, c, true),
            Conn::Postgres(c, statements) => insert!(Postgres, c, statements.named()),
        };
    }
    tx.audit("import", id).await?;
    Ok(id)
}

/// Loads the stored rows of an import, in file order.
pub(crate) async fn lines<R: DeserializeOwned>(db: &mut Conn<'_>, id: ImportId) -> Result<Vec<Line<R>>> {
    let found = rows!(db, (String,), "select body from import_line where import = $1 order by n", id)?;
    found.into_iter().map(|(body,)| read_json(&body)).collect()
}

/// Loads an import of this kind and the account that stored it, without a permission check.
pub(crate) async fn import(db: &mut Conn<'_>, kind: &str, id: ImportId) -> Result<(Import, i64)> {
    let sql = format!("{IMPORTS} where m.id = $1 and m.kind = $2");
    let found = row!(db, ImportRow, AssertSqlSafe(sql.as_str()), id, kind)?.ok_or(Refusal::NotFound)?;
    let account = value!(db, i64, "select account from import where id = $1", id)?;
    Ok((found.into(), account))
}

/// Deletes stored rows of old imports, and old imports that were never applied.
/// Booked goods and the `import_row` keys stay, so the rows are still recognised.
pub(crate) async fn forget(tx: &mut Tx<'_>, before: Timestamp) -> Result<u64> {
    let lines = run!(tx, "delete from import_line where import in (select id from import where created < $1)", before)?;
    run!(tx, "delete from import where created < $1 and applied = 0", before)?;
    Ok(lines)
}
