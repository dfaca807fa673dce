//! The rows of runs: which server is at one, and how they ended.

use std::collections::BTreeSet;

use domain::{
    DAY, Timestamp,
    backups::{BackupFault, BackupKind, BackupRun, BackupState, BackupSummary},
    events::{Event, OfAccount},
};
use serde::Serialize;

use crate::{
    Command, Result, Store, Tx,
    accounts::staff::administrators,
    db::sql::{parse, row, rows, run, value, values},
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
        let silent = values!(
            tx,
            String,
            "select kind from backup_run where state = 'running' and beat < $1 order by id",
            now - SILENT,
        )?;
        for kind in silent {
            tell_administrators(tx, parse(&kind)?, BackupFault::Stopped).await?;
        }
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
        let kind = row!(tx, (String,), "select kind from backup_run where id = $1", self.id)?;
        if let (Some(fault), Some((kind,))) = (self.fault, kind) {
            tell_administrators(tx, parse(&kind)?, fault).await?;
        }
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

/// Tells administrators of the installation that runs of a kind fail, once until one goes well: they are tried again
/// each hour. A server that stopped in the middle of one is told the second time, because each restart may do that.
async fn tell_administrators(tx: &mut Tx<'_>, kind: BackupKind, fault: BackupFault) -> Result<()> {
    let since = row!(
        tx,
        (i64, i64),
        "select count(*), count(case when fault <> 'stopped' then 1 end) from backup_run
         where kind = $1 and state = 'failed'
             and begun > (select coalesce(max(begun), 0) from backup_run where kind = $1 and state = 'done')",
        kind.as_str(),
    )?;
    let (all, others) = since.unwrap_or_default();
    let is_news = if fault == BackupFault::Stopped { all == 1 } else { others == 0 };
    if is_news {
        for account in administrators(tx).await? {
            tx.emit(Event::BackupFailed(OfAccount { account })).await?;
        }
    }
    Ok(())
}

/// Notes the name of a trial's database before it is made: what a crash leaves behind is then known to be a trial's.
#[derive(Serialize)]
pub(super) struct NoteTrial {
    pub name: String,
}

impl Command for NoteTrial {
    const NAME: &'static str = "backup_trial_note";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        let now = tx.now;
        run!(tx, "insert into backup_trial (name, made) values ($1, $2)", &self.name, now)?;
        Ok(())
    }
}

/// Forgets a trial's database that is gone.
#[derive(Serialize)]
pub(super) struct ForgetTrial {
    pub name: String,
}

impl Command for ForgetTrial {
    const NAME: &'static str = "backup_trial_forget";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        run!(tx, "delete from backup_trial where name = $1", &self.name)?;
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
        let ends = rows!(
            db,
            (String, i64, i64),
            "select kind, coalesce(max(case when state = 'done' then ended end), 0),
                    coalesce(max(case when state = 'failed' then ended end), 0)
             from backup_run group by kind",
        )?;
        let of = |kind: BackupKind| {
            let end = ends.iter().find(|(name, ..)| name == kind.as_str());
            end.map_or((0, 0), |(_, done, failed)| (*done, *failed))
        };
        let [(copied, copy_failed), (tried, trial_failed), (uploaded, upload_failed)] =
            [BackupKind::Copy, BackupKind::Trial, BackupKind::Upload].map(of);
        Ok(BackupSummary { copied, copy_failed, tried, trial_failed, uploaded, upload_failed })
    }

    /// Returns the name by which this installation's copies are told from those of others.
    pub(super) async fn installation(&self) -> Result<String> {
        Ok(value!(self.reader().await?, String, "select name from installation where id = 1")?)
    }

    /// Lists the names of the copies that runs of this installation have made.
    pub(super) async fn files_of_runs(&self) -> Result<BTreeSet<String>> {
        let made = values!(
            self.reader().await?,
            String,
            "select file from backup_run where kind = 'copy' and state = 'done'",
        )?;
        Ok(made.into_iter().collect())
    }

    /// Lists the databases that trials noted and did not forget.
    pub(super) async fn noted_trials(&self) -> Result<Vec<String>> {
        Ok(values!(self.reader().await?, String, "select name from backup_trial order by name")?)
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
