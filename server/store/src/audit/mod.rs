//! Reads the audit trail: for administrators, coordinators and auditors, each within its areas.

pub mod question;

use domain::{
    accounts::{Actor, security::SecurityKind},
    areas::{AreaId, AreaPath},
    audit::{AuditLine, AuditPage, AuditQuery, AuthorKind, DeviceKind, Record},
    permission::Action,
};
use serde::Serialize;
use sqlx::AssertSqlSafe;

use self::question::Scope;
use crate::{
    By, Command, Conn, Refusal, Result, Store, Tx,
    areas::tree::path_of,
    db::{
        area_filter::covered,
        pagination::PAGE,
        sql::{rows, values},
    },
    reports::exports::{Export, MOST_ROWS},
};

/// Lines shown on a record's own page.
const LATEST: usize = 10;

#[derive(sqlx::FromRow)]
struct Row {
    id: i64,
    at: i64,
    account: i64,
    action: String,
    subject: String,
    subject_id: i64,
    area: i64,
    device: String,
    name: String,
    household: i64,
    person_root: i64,
    area_name: String,
    path: String,
}

impl Row {
    fn line(self, actor: &Actor, scope: &Scope) -> AuditLine {
        let device = self.device.parse::<DeviceKind>().ok();
        let author = match (self.account, self.household) {
            // Visitors come with a device; jobs of earlier releases were stored without one.
            (0, _) if matches!(device, None | Some(DeviceKind::Job)) => AuthorKind::Server,
            (0, _) => AuthorKind::Visitor,
            (_, 0) => AuthorKind::Person,
            _ => AuthorKind::Family,
        };
        // Administrators of the installation have no root area, and act in all of them.
        let near = *scope == Scope::All || [0, actor.root].contains(&self.person_root);
        let name = if author == AuthorKind::Person && near { self.name } else { String::new() };
        AuditLine {
            id: self.id,
            at: self.at,
            author,
            account: self.account,
            name,
            action: self.action,
            subject: self.subject,
            subject_id: self.subject_id,
            area: self.area,
            area_name: self.area_name,
            path: AreaPath(self.path),
            device,
        }
    }
}

/// Returns which lines the actor may read; with `area`, those of it and the areas below.
///
/// # Errors
/// Not allowed without a role that reads the trail; not found for an area outside the actor's.
async fn scope(db: &mut Conn<'_>, actor: &Actor, area: AreaId) -> Result<Scope> {
    actor.must_somewhere(Action::ReadAudit)?;
    let areas = if area == 0 {
        actor.areas_for(Action::ReadAudit)
    } else {
        let path = path_of(db, area).await?.ok_or(Refusal::NotFound)?;
        actor.must(Action::ReadAudit, &path)?;
        vec![path]
    };
    if areas.contains(&AreaPath::installation()) {
        return Ok(Scope::All);
    }
    let root = |path: &AreaPath| path.0.split('/').find_map(|id| id.parse::<AreaId>().ok()).unwrap_or_default();
    let roots: Vec<AreaId> = areas.iter().map(root).collect();
    let whole = areas.iter().zip(&roots).find(|(path, root)| **path == AreaPath::installation().child(**root));
    if let Some((_, root)) = whole {
        return Ok(Scope::Root(*root));
    }
    let sql = format!("select a.id from area a where {} order by a.id", covered("a.path", &areas));
    let ids = values!(db, i64, AssertSqlSafe(sql.as_str()))?;
    Ok(Scope::Areas(roots.first().copied().unwrap_or_default(), ids))
}

/// Loads the newest lines that the filters leave, at most `most`.
async fn lines(
    db: &mut Conn<'_>,
    actor: &Actor,
    scope: &Scope,
    query: &AuditQuery,
    most: usize,
) -> Result<Vec<AuditLine>> {
    let Some(sql) = question::sql(scope, query, most) else { return Ok(Vec::new()) };
    let (until, below) = question::upper(query);
    let (subject, id) = query.record.as_ref().map_or(("", 0), |record| (record.subject.as_str(), record.id));
    let found = rows!(
        db,
        Row,
        AssertSqlSafe(sql.as_str()),
        query.from,
        until,
        below,
        query.account,
        query.action.as_str(),
        subject,
        id,
    )?;
    Ok(found.into_iter().map(|row| row.line(actor, scope)).collect())
}

/// Inserts the audit line of an export of audit lines.
#[derive(Clone, Copy, Debug, Serialize)]
struct AuditExported;

impl Command for AuditExported {
    const NAME: &'static str = "export_audit";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        tx.actor.must_somewhere(Action::ReadAudit)?;
        tx.must_be_proved().await?;
        tx.audit("audit", 0).await
    }
}

impl Store {
    /// Lists the lines that the filters leave, newest first.
    ///
    /// # Errors
    /// Not allowed without a role that reads the trail; not found for an area outside the actor's.
    pub async fn audit_trail(&self, actor: &Actor, query: &AuditQuery) -> Result<AuditPage> {
        actor.must_somewhere(Action::ReadAudit)?;
        let mut db = self.reader().await?;
        let scope = scope(&mut db.arm(), actor, query.area).await?;
        let mut lines = lines(&mut db.arm(), actor, &scope, query, PAGE + 1).await?;
        let more = lines.len() > PAGE;
        lines.truncate(PAGE);
        let next = lines.last().filter(|_| more).map(AuditLine::place);
        Ok(AuditPage { lines, next })
    }

    /// Lists the latest lines about one record, newest first; none for actors who do not read the trail.
    ///
    /// # Errors
    /// Only when the database fails.
    pub async fn audit_of(&self, actor: &Actor, subject: &str, id: i64) -> Result<Vec<AuditLine>> {
        if !actor.may_somewhere(Action::ReadAudit) {
            return Ok(Vec::new());
        }
        let mut db = self.reader().await?;
        let scope = scope(&mut db.arm(), actor, 0).await?;
        let record = Some(Record { subject: subject.to_owned(), id });
        lines(&mut db.arm(), actor, &scope, &AuditQuery { record, ..AuditQuery::default() }, LATEST).await
    }

    /// Exports the lines that the filters leave, newest first; the export leaves a line of its own afterwards.
    ///
    /// # Errors
    /// As [`Store::audit_trail`]; [`domain::Code::ProofNeeded`].
    pub async fn export_audit(&self, by: &By, query: &AuditQuery) -> Result<Export<AuditLine>> {
        let actor = &by.actor;
        actor.must_somewhere(Action::ReadAudit)?;
        let mut db = self.reader().await?;
        let scope = scope(&mut db.arm(), actor, query.area).await?;
        drop(db);
        self.must_be_proved(by).await?;
        let mut db = self.reader().await?;
        let mut rows = lines(&mut db.arm(), actor, &scope, query, MOST_ROWS + 1).await?;
        drop(db);
        let cut = rows.len() > MOST_ROWS;
        rows.truncate(MOST_ROWS);
        self.run(&By { request: String::new(), ..by.clone() }, AuditExported).await?;
        self.note_security_of(SecurityKind::Exported, "audit", actor.account);
        Ok(Export { rows, cut })
    }
}
