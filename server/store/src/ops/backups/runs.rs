//! The rows of runs: which server is at one, and how they ended.

use domain::{
    DAY, Timestamp,
    backups::{BackupFault, BackupKind, BackupRun, BackupState, BackupSummary},
};
use serde::Serialize;

use crate::{
    Command, Result, Store, Tx,
    db::sql::{parse, row, rows, run, value},
};

/// Seconds without a sign of life after which a server counts as gone.
const SILENT: Timestamp = 300;
/// Seconds after which a run that failed is tried again, or the time between two runs if that is shorter.
const AGAIN: Timestamp = 3600;
/// Seconds for which runs are remembered.
const REMEMBERED: Timestamp = 400 * DAY;
/// Most characters of what a machine said.
const LONGEST: usize = 500;
/// Runs that administrators see.
const SHOWN: i64 = 12;

/// Begins a run if it is due and no server is at one; answers its number for the one caller that may.
#[derive(Serialize)]
pub(super) struct BeginRun {
    pub kind: BackupKind,
    /// Name of the copy.
    pub file: String,
    /// Seconds between two runs that go well.
    pub every: Timestamp,
}

impl Command for BeginRun {
    const NAME: &'static str = "backup_begin";
    type Output = Option<i64>;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Option<i64>> {
        let (now, kind) = (tx.now, self.kind.as_str());
        // Its row is the lock of all runs.
        run!(tx, "insert into job (name, next) values ('backup', 0) on conflict (name) do nothing")?;
        run!(tx, "update job set next = $1 where name = 'backup'", now)?;
        // Times that are far ahead were set by a server whose clock was wrong; until then no other run would be due.
        run!(tx, "delete from backup_run where begun > $1", now + SILENT)?;
        run!(
            tx,
            "update backup_run set state = 'failed', fault = $2, ended = $1 where state = 'running' and beat < $3",
            now,
            BackupFault::Stopped.as_str(),
            now - SILENT,
        )?;
        let running = value!(tx, i64, "select count(*) from backup_run where state = 'running'")?;
        let done = value!(
            tx,
            i64,
            "select coalesce(max(begun), 0) from backup_run where kind = $1 and state = 'done'",
            kind,
        )?;
        let any = value!(tx, i64, "select coalesce(max(begun), 0) from backup_run where kind = $1", kind)?;
        if running > 0 || now - done < self.every || now - any < self.every.min(AGAIN) {
            return Ok(None);
        }
        run!(tx, "delete from backup_run where begun < $1", now - REMEMBERED)?;
        let id = value!(
            tx,
            i64,
            "insert into backup_run (kind, state, fault, file, bytes, begun, beat, ended, detail)
             values ($1, 'running', '', $2, 0, $3, $3, 0, '') returning id",
            kind,
            &self.file,
            now,
        )?;
        Ok(Some(id))
    }
}

/// Gives a sign of life of a run.
#[derive(Serialize)]
pub(super) struct BeatRun {
    pub id: i64,
}

impl Command for BeatRun {
    const NAME: &'static str = "backup_beat";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        let now = tx.now;
        run!(tx, "update backup_run set beat = $2 where id = $1 and state = 'running'", self.id, now)?;
        Ok(())
    }
}

/// Ends a run, also one that others gave up meanwhile.
#[derive(Serialize)]
pub(super) struct EndRun {
    id: i64,
    bytes: i64,
    fault: Option<BackupFault>,
    detail: String,
}

impl EndRun {
    pub(super) fn of(id: i64, bytes: i64, failure: Option<&(BackupFault, String)>) -> EndRun {
        let (fault, detail) = failure.cloned().unzip();
        EndRun { id, bytes, fault, detail: detail.unwrap_or_default().chars().take(LONGEST).collect() }
    }
}

impl Command for EndRun {
    const NAME: &'static str = "backup_end";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        let (now, state) = (tx.now, if self.fault.is_some() { BackupState::Failed } else { BackupState::Done });
        run!(
            tx,
            "update backup_run set state = $2, fault = $3, detail = $4, bytes = $5, ended = $6 where id = $1",
            self.id,
            state.as_str(),
            self.fault.map_or("", BackupFault::as_str),
            &self.detail,
            self.bytes,
            now,
        )?;
        Ok(())
    }
}

#[derive(sqlx::FromRow)]
struct RunRow {
    kind: String,
    state: String,
    fault: String,
    file: String,
    bytes: i64,
    begun: Timestamp,
    ended: Timestamp,
    detail: String,
}

impl Store {
    /// Returns when copies and trials last went well and last failed.
    ///
    /// # Errors
    /// Only when the database fails.
    pub async fn backup_summary(&self) -> Result<BackupSummary> {
        let mut db = self.reader().await?;
        let mut ends = [(0, 0); 2];
        for (end, kind) in ends.iter_mut().zip([BackupKind::Copy, BackupKind::Trial]) {
            let found = row!(
                db,
                (i64, i64),
                "select coalesce(max(case when state = 'done' then ended end), 0),
                        coalesce(max(case when state = 'failed' then ended end), 0)
                 from backup_run where kind = $1",
                kind.as_str(),
            )?;
            *end = found.unwrap_or_default();
        }
        let [(copied, copy_failed), (tried, trial_failed)] = ends;
        Ok(BackupSummary { copied, copy_failed, tried, trial_failed })
    }

    /// Lists the last runs, newest first.
    pub(crate) async fn backup_runs(&self) -> Result<Vec<BackupRun>> {
        let found = rows!(
            self.reader().await?,
            RunRow,
            "select kind, state, fault, file, bytes, begun, ended, detail from backup_run
             order by begun desc, id desc limit $1",
            SHOWN,
        )?;
        let run = |row: RunRow| -> Result<BackupRun> {
            Ok(BackupRun {
                kind: parse(&row.kind)?,
                state: parse(&row.state)?,
                fault: if row.fault.is_empty() { None } else { Some(parse(&row.fault)?) },
                file: row.file,
                bytes: row.bytes,
                begun: row.begun,
                ended: row.ended,
                detail: row.detail,
            })
        };
        found.into_iter().map(run).collect()
    }
}
