//! Backups by schedule: one server at a time makes a copy, brings it to the store elsewhere, takes copies away that are
//! not kept, and once a week restores the newest one into an empty place and checks it there. No copy holds a key.

pub mod bucket;
mod runs;
mod trial;

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
    time::{Duration, SystemTime},
};

use domain::{
    DAY, Timestamp,
    backups::{BackupFault, BackupKind, CopyName, Keep},
    progress::Progress,
};

use self::{
    bucket::Bucket,
    runs::{BeatRun, BeginRun, EndRun},
};
use crate::{
    By, Error, Result, Store,
    crypto::{backup_keys::BackupKeys, private_files::create_private_folder},
    db::{
        backup::{BackupOptions, CLEAR_COPY, heads_file, is_encrypted},
        connection::Database,
    },
};

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
    /// File with the keys that encrypt copies; while it does not exist, they are written in clear.
    pub key_file: PathBuf,
    /// Store elsewhere to which encrypted copies are brought.
    pub bucket: Option<Bucket>,
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

impl Plan {
    /// Reads the keys anew, because a command may have added one.
    fn options(&self) -> Result<BackupOptions> {
        Ok(BackupOptions { keys: BackupKeys::at(&self.key_file)?, progress: Progress::none() })
    }
}

impl Store {
    /// Makes a copy, an upload and a trial if they are due and no other server is at one; returns what was done.
    ///
    /// # Errors
    /// Only when the database fails; a run that fails is part of the answer, and is tried again later.
    pub async fn backups_follow(&self, plan: &Plan) -> Result<Vec<Ended>> {
        let mut ended = Vec::new();
        ended.extend(self.copy_if_due(plan).await?);
        if let Some(bucket) = &plan.bucket {
            ended.extend(self.upload_if_due(plan, bucket).await?);
        }
        ended.extend(self.try_if_due(plan).await?);
        Ok(ended)
    }

    async fn copy_if_due(&self, plan: &Plan) -> Result<Option<Ended>> {
        let name = CopyName { begun: self.now(), installation: self.installation().await? }.to_string();
        let begin = BeginRun { kind: BackupKind::Copy, file: name.clone(), every: plan.every };
        let Some(id) = self.run(&By::system(), begin).await? else { return Ok(None) };
        let file = plan.folder.join(&name);
        // Also before the copy, which may fail for want of the room that this makes.
        self.tidy(plan).await?;
        let made = self.with_beat(id, self.copied(plan, &file)).await;
        if made.is_ok() {
            self.tidy(plan).await?;
        }
        let (bytes, failure) = match made {
            Ok(bytes) => (bytes, None),
            Err(cause) => (0, Some((BackupFault::Write, cause.to_string()))),
        };
        self.run(&By::system(), EndRun::of(id, bytes, failure.as_ref())).await?;
        Ok(Some(Ended { kind: BackupKind::Copy, file, failure }))
    }

    async fn copied(&self, plan: &Plan, file: &Path) -> Result<i64> {
        create_private_folder(&plan.folder)
            .map_err(|cause| Error::Broken(format!("cannot make {}: {cause}", plan.folder.display())))?;
        self.backup_as(file, &plan.options()?).await?;
        Ok(size_of(file))
    }

    /// Brings the newest copy in the folder to the store elsewhere, unless there is none.
    async fn upload_if_due(&self, plan: &Plan, bucket: &Bucket) -> Result<Option<Ended>> {
        let Some(newest) = self.newest(plan).await? else { return Ok(None) };
        let name = newest.to_string();
        let begin = BeginRun { kind: BackupKind::Upload, file: name.clone(), every: plan.every };
        let Some(id) = self.run(&By::system(), begin).await? else { return Ok(None) };
        let file = plan.folder.join(&name);
        let sent = self.with_beat(id, self.uploaded(plan, bucket, &newest)).await;
        let failure = sent.err().map(|cause| (BackupFault::Store, cause.to_string()));
        self.run(&By::system(), EndRun::of(id, size_of(&file), failure.as_ref())).await?;
        Ok(Some(Ended { kind: BackupKind::Upload, file, failure }))
    }

    async fn uploaded(&self, plan: &Plan, bucket: &Bucket, copy: &CopyName) -> Result<()> {
        let name = copy.to_string();
        let file = plan.folder.join(&name);
        if !is_encrypted(&file)? {
            let sentence = "a copy in clear does not leave this machine: `wishbridge backup-key` makes the key";
            return Err(Error::Broken(sentence.into()));
        }
        bucket.upload(&file, &name, &Progress::none()).await?;
        let heads = heads_file(Path::new(&name)).display().to_string();
        if plan.folder.join(&heads).exists() {
            bucket.upload(&plan.folder.join(&heads), &heads, &Progress::none()).await?;
        }
        let there = bucket.copies().await?;
        // Names from a time to come are of a wrong clock, or of one who may only add objects: they would take the places
        // of all copies that are kept.
        let is_ours = |other: &CopyName| other.installation == copy.installation && other.begun <= copy.begun;
        let ours = there.into_iter().filter(is_ours);
        let ours: Vec<Timestamp> = ours.map(|other| other.begun).collect();
        let surplus = plan.keep.surplus(&ours).into_iter().flat_map(|begun| {
            let name = CopyName { begun, ..copy.clone() }.to_string();
            [heads_file(Path::new(&name)).display().to_string(), name]
        });
        bucket.remove(&surplus.collect::<Vec<_>>()).await
    }

    /// Tries the newest copy in the folder, unless there is none: another server may have a folder of its own.
    async fn try_if_due(&self, plan: &Plan) -> Result<Option<Ended>> {
        let Some(newest) = self.newest(plan).await? else { return Ok(None) };
        let name = newest.to_string();
        let begin = BeginRun { kind: BackupKind::Trial, file: name.clone(), every: TRIAL };
        let Some(id) = self.run(&By::system(), begin).await? else { return Ok(None) };
        let file = plan.folder.join(&name);
        let failure = self.with_beat(id, trial::try_copy(self, plan, &file)).await.err();
        self.run(&By::system(), EndRun::of(id, size_of(&file), failure.as_ref())).await?;
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

    /// Returns this installation's newest copy in the folder.
    async fn newest(&self, plan: &Plan) -> Result<Option<CopyName>> {
        let now = self.now();
        // A copy from a time to come was named by a wrong clock, and would be tried again and again.
        Ok(self.copies(plan).await?.into_iter().filter(|copy| copy.begun <= now).max())
    }

    /// Lists this installation's copies in the folder; none when it cannot be read. Names of older releases do not say
    /// whose they are: those count that a run of this installation has made.
    async fn copies(&self, plan: &Plan) -> Result<Vec<CopyName>> {
        let installation = self.installation().await?;
        let mut made: Option<BTreeSet<String>> = None;
        let mut copies = Vec::new();
        for entry in fs::read_dir(&plan.folder).into_iter().flatten().flatten() {
            let Some(copy) = entry.file_name().to_str().and_then(|name| name.parse::<CopyName>().ok()) else {
                continue;
            };
            if copy.installation.is_empty() {
                let made = match &mut made {
                    Some(made) => made,
                    none => none.insert(self.files_of_runs().await?),
                };
                if made.contains(&copy.to_string()) {
                    copies.push(copy);
                }
            } else if copy.installation == installation {
                copies.push(copy);
            }
        }
        Ok(copies)
    }

    /// Removes copies that are not kept, with the heads beside them, and what interrupted runs left behind. A file that
    /// cannot be removed is logged, and tried again after the next copy.
    async fn tidy(&self, plan: &Plan) -> Result<()> {
        let copies = self.copies(plan).await?;
        let surplus = plan.keep.surplus(&copies.iter().map(|copy| copy.begun).collect::<Vec<_>>());
        for copy in copies.iter().filter(|copy| surplus.contains(&copy.begun)) {
            let file = plan.folder.join(copy.to_string());
            if let Err(cause) = fs::remove_file(&file) {
                tracing::warn!(%cause, ?file, "a copy that is not kept any more could not be removed");
                continue;
            }
            fs::remove_file(heads_file(&file)).ok();
        }
        let installation = self.installation().await?;
        let is_ours = |name: &str| {
            let part = name.strip_suffix(".part").and_then(|name| name.parse::<CopyName>().ok());
            part.is_some_and(|copy| copy.installation.is_empty() || copy.installation == installation)
                || name.starts_with(trial::PLACE)
                || name.starts_with(CLEAR_COPY)
        };
        for folder in [Some(plan.folder.clone()), self.database_folder()].into_iter().flatten() {
            for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
                let is_old = entry.metadata().and_then(|file| file.modified()).is_ok_and(|at| is_older(at, LEFT));
                if is_old && is_ours(&entry.file_name().to_string_lossy()) {
                    fs::remove_dir_all(entry.path()).or_else(|_| fs::remove_file(entry.path())).ok();
                }
            }
        }
        Ok(())
    }

    /// Folder of an embedded database; `None` for a server's.
    fn database_folder(&self) -> Option<PathBuf> {
        let Database::Sqlite { readers, .. } = &self.database else { return None };
        let folder = readers.connect_options().get_filename().parent()?.to_owned();
        Some(if folder == Path::new("") { PathBuf::from(".") } else { folder })
    }
}

fn size_of(file: &Path) -> i64 {
    let bytes = fs::metadata(file).map(|file| file.len()).unwrap_or_default();
    i64::try_from(bytes).unwrap_or(i64::MAX)
}

fn is_older(changed: SystemTime, age: Duration) -> bool {
    changed.elapsed().is_ok_and(|passed| passed > age)
}
