//! Exports of visits and findings for spreadsheets: numbers of households, no names and no words of a file.

use domain::{Timestamp, accounts::security::SecurityKind, permission::Action};
use serde::Serialize;
use sqlx::AssertSqlSafe;

use crate::{
    By, Command, Result, Store, Tx,
    casework::{
        findings::views::FindingQuery,
        visits::{timing_sql, views::VisitQuery},
    },
    db::sql::rows,
    reports::exports::{Export, MOST_ROWS},
};

/// Visit in an export.
#[derive(Clone, Debug, PartialEq, Serialize, sqlx::FromRow)]
pub struct VisitLine {
    /// Number of the visit.
    pub id: i64,
    /// Number of the household.
    pub household: i64,
    /// Name of its area.
    pub area_name: String,
    /// Rule that asks for it, or 0.
    pub rule: i64,
    /// First second of its window.
    pub opens: Timestamp,
    /// When it is overdue.
    pub due: Timestamp,
    /// When it is missed.
    pub ends: Timestamp,
    /// When the family was met, or 0.
    pub made: Timestamp,
    /// Where it stands, as stored texts of `Timing`.
    pub timing: String,
    /// Name of the account whose visit it is, or "".
    pub owner: String,
    /// Whether its report has a recording.
    pub voice: bool,
    /// Whether its report has a picture.
    pub photo: bool,
}

/// Finding in an export.
#[derive(Clone, Debug, PartialEq, Serialize, sqlx::FromRow)]
pub struct FindingLine {
    /// Number of the finding.
    pub id: i64,
    /// Number of the household.
    pub household: i64,
    /// Name of its area.
    pub area_name: String,
    /// What the family needs.
    pub need: String,
    /// State of the finding.
    pub state: String,
    /// Outcome of a closed one, or "".
    pub outcome: String,
    /// Step that was taken.
    pub step: String,
    /// How often it climbed.
    pub climbs: i64,
    /// How often the family was asked.
    pub asked: i64,
    /// When it was found.
    pub created: Timestamp,
    /// When it was closed, or 0.
    pub closed: Timestamp,
}

/// Notes an export of visits.
#[derive(Clone, Copy, Debug, Serialize)]
struct VisitsExported {}

impl Command for VisitsExported {
    const NAME: &'static str = "export_visits";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        tx.actor.must_somewhere(Action::ReadVisits)?;
        tx.must_be_proved().await?;
        tx.audit("visit", 0).await
    }
}

/// Notes an export of findings.
#[derive(Clone, Copy, Debug, Serialize)]
struct FindingsExported {}

impl Command for FindingsExported {
    const NAME: &'static str = "export_findings";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        tx.actor.must_somewhere(Action::ReadVisits)?;
        tx.must_be_proved().await?;
        tx.audit("finding", 0).await
    }
}

fn cut<R>(mut rows: Vec<R>) -> Export<R> {
    let cut = rows.len() > MOST_ROWS;
    rows.truncate(MOST_ROWS);
    Export { rows, cut }
}

impl Store {
    /// Exports the visits of a list, by number; its cursor is ignored.
    ///
    /// # Errors
    /// As [`Store::visits`]; [`domain::Code::ProofNeeded`].
    pub async fn export_visits(&self, by: &By, query: &VisitQuery) -> Result<Export<VisitLine>> {
        let condition = self.visit_condition(&by.actor, query).await?;
        self.run(&By { request: String::new(), ..by.clone() }, VisitsExported {}).await?;
        self.note_security_of(SecurityKind::Exported, "visits", by.actor.account);
        let timing = timing_sql!();
        let sql = format!(
            "select v.id, v.household, a.name as area_name, v.rule, v.opens, v.due, v.ends, v.made, {timing} as timing,
                 coalesce(o.name, '') as owner,
                 exists (select 1 from visit_media m where m.report = v.report and m.kind = 'voice') as voice,
                 exists (select 1 from visit_media m where m.report = v.report and m.kind = 'photo') as photo
             from visit v join household h on h.id = v.household join area a on a.id = h.area
                 left join account o on o.id = (case when v.owner <> 0 then v.owner else h.caseworker end)
             where {condition} order by v.id limit 100001"
        );
        let (now, mut db) = (self.now(), self.reader().await?);
        Ok(cut(rows!(db, VisitLine, AssertSqlSafe(sql.as_str()), now)?))
    }

    /// Exports the findings of a list, by number; its cursor is ignored.
    ///
    /// # Errors
    /// As [`Store::findings`]; [`domain::Code::ProofNeeded`].
    pub async fn export_findings(&self, by: &By, query: &FindingQuery) -> Result<Export<FindingLine>> {
        let condition = self.finding_condition(&by.actor, query).await?;
        self.run(&By { request: String::new(), ..by.clone() }, FindingsExported {}).await?;
        self.note_security_of(SecurityKind::Exported, "findings", by.actor.account);
        let sql = format!(
            "select f.id, f.household, a.name as area_name, f.need, f.state, f.outcome, f.step, f.climbs,
                 (select count(*) from finding_answer n where n.finding = f.id) as asked, f.created, f.closed
             from finding f join household h on h.id = f.household join area a on a.id = h.area
             where {condition} order by f.id limit 100001"
        );
        let mut db = self.reader().await?;
        Ok(cut(rows!(db, FindingLine, AssertSqlSafe(sql.as_str()))?))
    }
}
