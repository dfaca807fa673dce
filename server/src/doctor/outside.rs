//! What lies around the database: files, disks, the mail server, the gateway for text messages.

use std::{
    path::{Path, PathBuf},
    time::Duration,
};

use domain::{Timestamp, backups::BackupSummary};
use store::{
    crypto::backup_keys::{BackupKeys, has_copy},
    ops::{
        backups::Plan,
        health::disk::{Room, is_writable, room},
    },
};
use tokio::{net::TcpStream, time::timeout};

use super::Finding;
use crate::{config::Config, logs::told};

/// Time in which another machine must answer.
const PATIENCE: Duration = Duration::from_secs(15);
/// Bytes below which a disk is about to stop the server.
const LEAST: u64 = 500_000_000;
/// Bytes below which the operator should make room.
const LITTLE: u64 = 5_000_000_000;

/// Permission of others to read a file.
pub(super) const READ: u32 = 0o004;

/// Whether users who are neither the owner of a file nor in its group have a permission.
#[cfg(unix)]
pub(super) fn others_may(file: &Path, permission: u32) -> bool {
    use std::os::unix::fs::PermissionsExt;
    file.metadata().is_ok_and(|file| file.permissions().mode() & permission != 0)
}

/// Permissions of other systems are not files' own.
#[cfg(not(unix))]
pub(super) fn others_may(_: &Path, _: u32) -> bool {
    false
}

/// Looks at the disks of database, keys and backups on this machine.
pub(super) fn disks(config: &Config) -> Vec<Finding> {
    let folder = |file: &Path| file.parent().map(Path::to_owned).unwrap_or_default();
    let mut folders: Vec<PathBuf> = vec![config.data_dir.clone(), folder(&config.key_file)];
    folders.extend(config.backups.as_ref().map(|plan| plan.folder.clone()));
    folders.dedup();
    folders.iter().filter_map(|folder| Some(judged(folder, room(folder)?))).collect()
}

fn judged(folder: &Path, Room { free, all }: Room) -> Finding {
    let (name, percent) = (folder.display(), free.saturating_mul(100).checked_div(all).unwrap_or_default());
    let left = format!("{} MB ({percent} %) are free on the disk of {name}", free / 1_000_000);
    if free < LEAST {
        Finding::wrong("disk", format!("{left}: nothing can be written soon; make room now"))
    } else if free < LITTLE && percent < 20 {
        Finding::look("disk", format!("{left}: make room"))
    } else {
        Finding::ok("disk", left)
    }
}

/// Looks at the folder of backups and at how the last ones ended.
pub(super) fn backups(config: &Config, summary: &BackupSummary, now: Timestamp) -> Finding {
    let wrong = |sentence: &str| Finding::wrong("backups", sentence);
    let Some(Plan { folder, every, keep, .. }) = &config.backups else {
        let sentence = "BACKUP_DIR is not set: no backups are made, unless `wishbridge backup` runs by another clock";
        return Finding::look("backups", sentence);
    };
    let name = folder.display();
    if folder.exists() && !is_writable(folder) {
        wrong(&format!("this user cannot write into {name}: give it to the user of the service"))
    } else if summary.is_copy_broken() {
        wrong("the last one failed: /admin/health and the log of `serve` say why")
    } else if summary.is_trial_broken() {
        wrong("the last one that was restored and checked cannot be relied on: /admin/health says why")
    } else if summary.is_upload_broken() {
        wrong("the last one did not reach the store elsewhere: /admin/health and the log of `serve` say why")
    } else if summary.is_late(Some(*every), now) {
        wrong(&format!("the last one is {} h old: is `wishbridge serve` running?", (now - summary.copied) / 3600))
    } else if summary.copied == 0 {
        Finding::look("backups", "none has been made yet: `wishbridge serve` makes the first within minutes")
    } else {
        let hours = (now - summary.copied) / 3600;
        Finding::ok("backups", format!("the last one is {hours} h old; {keep} days, weeks, months are kept in {name}"))
    }
}

/// Looks at the keys that encrypt backups: whether there are any, who may read them, and whether a copy can exist.
pub(super) fn backup_keys(config: &Config) -> Vec<Finding> {
    let Some(plan) = &config.backups else { return Vec::new() };
    let (file, name) = (&config.backup_key_file, config.backup_key_file.display());
    let wrong = |sentence: String| Finding::wrong("backups", sentence);
    match BackupKeys::at(file) {
        Err(cause) => return vec![wrong(format!("{}; put back the copy that was kept apart", told(&cause)))],
        Ok(None) if plan.bucket.is_some() => {
            let sentence = "nothing is brought to the store elsewhere, because a copy in clear does not leave this \
                            machine: `wishbridge backup-key`";
            return vec![wrong(sentence.to_owned())];
        }
        Ok(None) => {
            let sentence = "they are written in clear, but for what families have sealed: `wishbridge backup-key` \
                            encrypts the next ones";
            return vec![Finding::look("backups", sentence)];
        }
        Ok(Some(_)) => {}
    }
    let mut found = Vec::new();
    if others_may(file, READ) {
        found.push(wrong(format!("other users of this machine can read {name}: chmod 600 {name}")));
    }
    let whole = |path: &Path| path.canonicalize().unwrap_or_else(|_| path.to_owned());
    if whole(file).parent() == Some(whole(&plan.folder).as_path()) {
        found.push(wrong(format!("{name} lies beside the backups that it opens: move it, and set BACKUP_KEY_FILE")));
    }
    if !has_copy(file) {
        found.push(Finding::look(
            "backups",
            format!(
                "{name} may be the only copy of their key; with this disk all of them would be lost: `wishbridge \
                 backup-key --copy FILE` on another disk, or `--print` on paper"
            ),
        ));
    }
    found
}

/// Asks the store elsewhere for its list; changes nothing there.
pub(super) async fn bucket(config: &Config) -> Option<Finding> {
    let bucket = config.bucket.as_ref()?;
    Some(match timeout(PATIENCE, bucket.copies()).await {
        Ok(Ok(copies)) => Finding::ok("backups", format!("{bucket} answers and has {} of them", copies.len())),
        Ok(Err(cause)) => Finding::wrong("backups", format!("{}: look at BACKUP_S3_…", told(&cause))),
        Err(_) => Finding::wrong("backups", format!("{} does not answer within {PATIENCE:?}", bucket.endpoint)),
    })
}

/// Connects to the mail server and signs in; sends nothing.
pub(super) async fn mail(config: &Config) -> Finding {
    let Some(mailer) = &config.mail else {
        return Finding::ok("mail", "is not set up (SMTP_URL), so none is offered");
    };
    match timeout(PATIENCE, mailer.probe()).await {
        Ok(Ok(())) => Finding::ok("mail", "the server takes mail of MAIL_FROM"),
        Ok(Err(cause)) => Finding::wrong(
            "mail",
            format!("{}: look at SMTP_URL, SMTP_USER, SMTP_PASSWORD and MAIL_FROM", told(&cause)),
        ),
        Err(_) => Finding::wrong("mail", format!("SMTP_URL does not answer within {PATIENCE:?}")),
    }
}

/// Connects to the gateway for text messages; sends nothing.
pub(super) async fn gateway(config: &Config) -> Finding {
    let Some(sms) = &config.sms else {
        return Finding::ok("gateway", "is not set up (SMS_URL), so no text messages are offered");
    };
    let Some((host, port)) = sms.address() else {
        return Finding::look("gateway", "SMS_URL is `log`: codes are in the log and reach no phone; for development");
    };
    match timeout(PATIENCE, TcpStream::connect((host.as_str(), port))).await {
        Ok(Ok(_)) => Finding::ok("gateway", format!("{host} takes connections")),
        Ok(Err(cause)) => {
            Finding::wrong("gateway", format!("{host}:{port} cannot be reached: {cause}; look at SMS_URL"))
        }
        Err(_) => Finding::wrong("gateway", format!("{host}:{port} does not answer within {PATIENCE:?}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::doctor::Verdict;

    #[test]
    fn a_disk_is_wrong_before_it_is_full_and_a_large_share_is_enough() {
        let verdict = |free, all| judged(Path::new("data"), Room { free, all }).verdict;
        assert_eq!(verdict(LEAST - 1, 100 * LITTLE), Verdict::Wrong);
        assert_eq!(verdict(LEAST, 100 * LITTLE), Verdict::Look);
        assert_eq!(verdict(LEAST, 2 * LEAST), Verdict::Ok, "a small disk that is half empty");
        assert_eq!(verdict(LITTLE, 100 * LITTLE), Verdict::Ok);
    }
}
