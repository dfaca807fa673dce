//! Vacancies, job seekers and proposals for spreadsheets, without names: of a family its number and area only.

use domain::{
    accounts::security::SecurityKind,
    community::jobs::{Vacancy, proposals::JobProposal, seekers::JobSeeker},
    permission::Action,
};
use serde::Serialize;
use sqlx::AssertSqlSafe;

use crate::{
    By, Command, Result, Store, Tx,
    community::jobs::{
        proposal_views::{ProposalList, ProposalRow, proposal_columns},
        seekers::{SeekerList, SeekerRow, seeker_columns},
        vacancy_views::{VacancyRow, vacancy_columns},
    },
    db::{area_filter::covered, sql::rows},
    reports::exports::{Export, MOST_ROWS},
};

/// What of the jobs is exported.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
enum JobSheet {
    /// Vacancies of the root area.
    Vacancies,
    /// Job seekers.
    Seekers,
    /// Proposals.
    Proposals,
}

/// Notes an export of jobs.
#[derive(Clone, Copy, Debug, Serialize)]
struct JobsExported(JobSheet);

impl Command for JobsExported {
    const NAME: &'static str = "export_jobs";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        tx.actor.must_somewhere(Action::ReadJobs)?;
        tx.must_be_proved().await?;
        tx.audit("audit", 0).await
    }
}

/// One row more than returned, to detect that rows are left.
const LIMIT: i64 = MOST_ROWS as i64 + 1;

fn cut<R>(mut rows: Vec<R>) -> Export<R> {
    let cut = rows.len() > MOST_ROWS;
    rows.truncate(MOST_ROWS);
    Export { rows, cut }
}

impl Store {
    /// Inserts the audit line of an export and its security event, unless the session needs a new proof.
    async fn note_jobs_export(&self, by: &By, sheet: JobSheet) -> Result<()> {
        by.actor.must_somewhere(Action::ReadJobs)?;
        // Without a request id: an export that is repeated leaves a line of its own.
        self.run(&By { request: String::new(), ..by.clone() }, JobsExported(sheet)).await?;
        self.note_security_of(SecurityKind::Exported, "jobs", by.actor.account);
        Ok(())
    }

    /// Exports the vacancies of the actor's root area.
    ///
    /// # Errors
    /// Not allowed without a role that reads jobs; [`domain::Code::ProofNeeded`].
    pub async fn export_vacancies(&self, by: &By) -> Result<Export<Vacancy>> {
        self.note_jobs_export(by, JobSheet::Vacancies).await?;
        let mut db = self.reader().await?;
        let found = rows!(
            db,
            VacancyRow,
            concat!("select ", vacancy_columns!(), " where v.root = $1 order by v.id limit $2"),
            by.actor.root,
            LIMIT,
        )?;
        Ok(cut(found.into_iter().map(|row| row.seen(&by.actor, 0)).collect::<Result<Vec<_>>>()?))
    }

    /// Exports the job seekers of the actor's areas.
    ///
    /// # Errors
    /// As [`Store::export_vacancies`].
    pub async fn export_seekers(&self, by: &By, list: SeekerList) -> Result<Export<JobSeeker>> {
        self.note_jobs_export(by, JobSheet::Seekers).await?;
        let sql = format!(
            concat!("select ", seeker_columns!(), " where {} and {} order by s.id limit $1"),
            list.condition(),
            covered("a.path", &by.actor.areas_for(Action::ReadJobs)),
        );
        let mut db = self.reader().await?;
        let found = rows!(db, SeekerRow, AssertSqlSafe(sql.as_str()), LIMIT)?;
        Ok(cut(found.into_iter().map(SeekerRow::unnamed).collect::<Result<Vec<_>>>()?))
    }

    /// Exports the proposals of the actor's areas.
    ///
    /// # Errors
    /// As [`Store::export_vacancies`].
    pub async fn export_job_proposals(&self, by: &By, list: ProposalList) -> Result<Export<JobProposal>> {
        self.note_jobs_export(by, JobSheet::Proposals).await?;
        let sql = format!(
            concat!("select ", proposal_columns!(), " where {} and {} order by p.id limit $1"),
            list.condition(),
            covered("a.path", &by.actor.areas_for(Action::ReadJobs)),
        );
        let mut db = self.reader().await?;
        let found = rows!(db, ProposalRow, AssertSqlSafe(sql.as_str()), LIMIT)?;
        Ok(cut(found.into_iter().map(|row| row.seen(&by.actor, 0)).collect::<Result<Vec<_>>>()?))
    }
}
