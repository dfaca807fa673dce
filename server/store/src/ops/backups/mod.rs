//! Backups by schedule: one server at a time makes a copy, takes copies away that are not kept, and once a week
//! restores the newest one into an empty place and checks it there. The keys are never part of a copy.

mod runs;
mod trial;

use std::{
    fs,
    path::{Path, PathBuf},
    time::{Duration, SystemTime},
};

use domain::{
    DAY, Timestamp,
    backups::{BackupFault, BackupKind, Keep, begun_of, file_name},
};

use crate::{By, Error, Result, Store, crypto::private_files::create_private_folder, db::backup::heads_file};
use runs::{BeatRun, BeginRun, EndRun};

/// Pause between two signs of life of the server that is at a run.
const BEAT: Duration = Duration::from_secs(60);
/// Time between two good trials, in seconds.
const TRIAL: Timestamp = 7 * DAY;
/// Age from which what an interrupted run left behind is removed.
const LEFT: Duration = Duration::from_secs(24 * 3600);

/// Where and how often copies are made, and which are kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// Folder of the copies.
    pub folder: PathBuf,
    /// Seconds between two copies.
    pub every: Timestamp,
    /// Copies that are kept.
    pub keep: Keep,
}

/// A run that ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ended {
    /// What it was for.
    pub kind: BackupKind,
    /// The copy.
    pub file: PathBuf,
    /// Why it failed and what the machine said; `None` when it went well.
    pub failure: Option<(BackupFault, String)>,
}

impl Store {
    /// Makes a copy and a trial if they are due and no other server is at one; returns what was done.
    ///
    /// # Errors
    /// Only when the database fails; a run that fails is part of the answer, and is tried again later.
    pub async fn backups_follow(&self, plan: &Plan) -> Result<Vec<Ended>> {
        let mut ended = Vec::new();
        ended.extend(self.copy_if_due(plan).await?);
        ended.extend(self.try_if_due(plan).await?);
        Ok(ended)
    }

    async fn copy_if_due(&self, plan: &Plan) -> Result<Option<Ended>> {
        let name = file_name(self.now());
        let begin = BeginRun { kind: BackupKind::Copy, file: name.clone(), every: plan.every };
        let Some(id) = self.run(&By::system(), begin).await? else { return Ok(None) };
        let file = plan.folder.join(&name);
        // Also before the copy, which may fail for want of the room that this makes.
        tidy(plan);
        let made = self.with_beat(id, self.copied(&plan.folder, &file)).await;
        if made.is_ok() {
            tidy(plan);
        }
        let (bytes, failure) = match made {
            Ok(bytes) => (bytes, None),
            Err(cause) => (0, Some((BackupFault::Write, cause.to_string()))),
        };
        self.run(&By::system(), EndRun::of(id, bytes, failure.as_ref())).await?;
        Ok(Some(Ended { kind: BackupKind::Copy, file, failure }))
    }

    async fn copied(&self, folder: &Path, file: &Path) -> Result<i64> {
        create_private_folder(folder)
            .map_err(|cause| Error::Broken(format!("cannot make {}: {cause}", folder.display())))?;
        self.backup(file).await?;
        let bytes = fs::metadata(file).map(|file| file.len()).unwrap_or_default();
        Ok(i64::try_from(bytes).unwrap_or(i64::MAX))
    }

    /// Tries the newest copy in the folder, unless there is none: another server may have a folder of its own.
    async fn try_if_due(&self, plan: &Plan) -> Result<Option<Ended>> {
        let now = self.now();
        // A copy from a time to come was named by a wrong clock, and would be tried again and again.
        let Some(newest) = copies(&plan.folder).into_iter().filter(|begun| *begun <= now).max() else {
            return Ok(None);
        };
        let name = file_name(newest);
        let begin = BeginRun { kind: BackupKind::Trial, file: name.clone(), every: TRIAL };
        let Some(id) = self.run(&By::system(), begin).await? else { return Ok(None) };
        let file = plan.folder.join(&name);
        let failure = self.with_beat(id, trial::try_copy(self, &plan.folder, &file)).await.err();
        let bytes = fs::metadata(&file).map(|file| file.len()).unwrap_or_default();
        let end = EndRun::of(id, i64::try_from(bytes).unwrap_or(i64::MAX), failure.as_ref());
        self.run(&By::system(), end).await?;
        Ok(Some(Ended { kind: BackupKind::Trial, file, failure }))
    }

    /// Gives signs of life while a run is under way, so that no other server takes it for given up.
    async fn with_beat<T>(&self, id: i64, work: impl Future<Output = T>) -> T {
        let mut work = Box::pin(work);
        let mut tick = tokio::time::interval(BEAT);
        loop {
            tokio::select! {
                done = &mut work => return done,
                _ = tick.tick() => {
                    if let Err(cause) = self.run(&By::system(), BeatRun { id }).await {
                        tracing::warn!(%cause, "a backup could not give a sign of life");
                    }
                }
            }
        }
    }
}

/// Lists when the copies in a folder were begun; none when it cannot be read.
fn copies(folder: &Path) -> Vec<Timestamp> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    entries.filter_map(|entry| begun_of(entry.file_name().to_str()?)).collect()
}

/// Removes copies that are not kept, with the heads beside them, and what interrupted runs left behind. A file that
/// cannot be removed is logged, and tried again after the next copy.
fn tidy(plan: &Plan) {
    for surplus in plan.keep.surplus(&copies(&plan.folder)) {
        let file = plan.folder.join(file_name(surplus));
        if let Err(cause) = fs::remove_file(&file) {
            tracing::warn!(%cause, ?file, "a copy that is not kept any more could not be removed");
            continue;
        }
        fs::remove_file(heads_file(&file)).ok();
    }
    for entry in fs::read_dir(&plan.folder).into_iter().flatten().flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let is_part = name.strip_suffix(".part").is_some_and(|name| begun_of(name).is_some());
        let is_old = entry.metadata().and_then(|file| file.modified()).is_ok_and(|changed| is_older(changed, LEFT));
        if is_old && is_part {
            fs::remove_file(entry.path()).ok();
        } else if is_old && name.starts_with(trial::PLACE) {
            fs::remove_dir_all(entry.path()).ok();
        }
    }
}

fn is_older(changed: SystemTime, age: Duration) -> bool {
    changed.elapsed().is_ok_and(|passed| passed > age)
}
