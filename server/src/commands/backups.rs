//! Commands about backups: made, fetched, restored, and their keys. Each says how long it took, because that is how long
//! a recovery takes.

use std::{
    error::Error,
    fs,
    io::Write,
    path::{Path, PathBuf},
    time::Instant,
};

use domain::{Timestamp, backups::CopyName};
use server::{config::Config, logs::say, progress};
use store::{
    Clock, Store,
    crypto::backup_keys::BackupKeys,
    db::backup::{BackupOptions, described, heads_file, is_encrypted, label_of, restore_as},
    ops::backups::bucket::Bucket,
};

type Done = Result<(), Box<dyn Error>>;

/// What `backup-key` is asked.
#[derive(clap::Args)]
pub struct KeyRequest {
    /// Write a copy of the key file, on another disk or machine
    #[arg(long, value_name = "FILE")]
    copy: Option<PathBuf>,
    /// Print the key file, to be kept on paper
    #[arg(long)]
    print: bool,
    /// Make another key, which encrypts from now on
    #[arg(long)]
    new: bool,
}

/// Says what work came to: size, seconds and speed.
fn measured(done: &str, file: &Path, begun: Instant) -> String {
    let megabytes = fs::metadata(file).map_or(0, |file| file.len()) as f64 / 1e6;
    let seconds = begun.elapsed().as_secs_f64().max(0.001);
    format!("{done}: {megabytes:.1} MB in {seconds:.1} s, {:.1} MB/s", megabytes / seconds)
}

fn options(config: &Config) -> store::Result<BackupOptions> {
    Ok(BackupOptions { keys: BackupKeys::at(&config.backup_key_file)?, progress: progress::shown() })
}

/// Makes a backup, encrypted if there is a key.
pub async fn make(config: &Config, store: &Store, file: &Path) -> Done {
    let (options, begun) = (options(config)?, Instant::now());
    let is_encrypted = options.keys.is_some();
    store.backup_as(file, &options).await?;
    drop(options);
    say(measured(&format!("Backed up into {}", file.display()), file, begun));
    let heads = heads_file(file);
    say(format_args!("Keep {} apart: it tells whether the past was changed.", heads.display()));
    let keys = config.key_file.display();
    say(format_args!("It cannot be read without {keys}: keep a copy of that apart."));
    if is_encrypted {
        let keys = config.backup_key_file.display();
        say(format_args!("It is encrypted, and cannot be restored without {keys}: keep a copy of that apart, too."));
    }
    Ok(())
}

/// Restores a backup into an empty database.
pub async fn restore(config: &Config, file: &Path) -> Done {
    let (options, begun) = (options(config)?, Instant::now());
    // PostgreSQL's programs need a session of their own.
    let url = config.direct_url.as_ref().unwrap_or(&config.database_url);
    restore_as(url.reveal(), file, &options).await?;
    let is_clear = options.keys.is_some() && !is_encrypted(file)?;
    drop(options);
    say(measured(&format!("Restored into {}", config.database_url), file, begun));
    if let Some(label) = label_of(file).await? {
        say(format_args!("It is the backup {}.", described(&label)));
    }
    if is_clear {
        say("The backup was in clear although there is a key: it may have been changed by those who could write it.");
    }
    Ok(())
}

/// Makes a key or copies it, as asked.
pub fn key(config: &Config, asked: &KeyRequest) -> Done {
    let file = &config.backup_key_file;
    let keys = match BackupKeys::at(file)? {
        Some(keys) if !asked.new => keys,
        known => {
            let keys = BackupKeys::add_to(file)?;
            let older = if known.is_some() { "; the older ones in it open older backups" } else { "" };
            say(format_args!("A new key is in {}; it encrypts backups from now on{older}.", file.display()));
            keys
        }
    };
    if let Some(copy) = &asked.copy {
        keys.copy_to(copy)?;
        if is_same_disk(file, copy) {
            say(format_args!("{} is on the same disk: take it elsewhere, or copy it to another one.", copy.display()));
        } else {
            keys.note_copy()?;
            say(format_args!("A copy is in {}.", copy.display()));
        }
    }
    if asked.print {
        std::io::stdout().write_all(keys.text()?.as_bytes())?;
        keys.note_copy()?;
    }
    if asked.copy.is_none() && !asked.print {
        let file = file.display();
        say(format_args!("Without {file} no encrypted backup can be restored: `wishbridge backup-key --copy FILE`"));
    }
    Ok(())
}

#[cfg(unix)]
fn is_same_disk(one: &Path, other: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    match (one.metadata(), other.metadata()) {
        (Ok(one), Ok(other)) => one.dev() == other.dev(),
        _ => false,
    }
}

/// Other systems do not say.
#[cfg(not(unix))]
fn is_same_disk(_: &Path, _: &Path) -> bool {
    false
}

fn bucket(config: &Config) -> Result<&Bucket, Box<dyn Error>> {
    config.bucket.as_ref().ok_or_else(|| "there is no store elsewhere: BACKUP_S3_ENDPOINT and its others".into())
}

/// Lists the backups in the store elsewhere, oldest first.
pub async fn list(config: &Config) -> Done {
    let mut copies = bucket(config)?.copies().await?;
    copies.sort_unstable();
    copies.iter().for_each(say);
    Ok(())
}

/// Fetches a backup with its heads; the newest one unless it is named.
pub async fn fetch(config: &Config, file: &Path, name: Option<String>) -> Done {
    let (bucket, begun) = (bucket(config)?, Instant::now());
    let name = match name {
        Some(name) => name,
        None => newest(bucket.copies().await?, Clock::default().now())?.to_string(),
    };
    let shown = progress::shown();
    bucket.fetch(&name, file, &shown).await?;
    let heads = heads_file(file);
    let fetched = bucket.fetch(&heads_file(Path::new(&name)).display().to_string(), &heads, &shown).await;
    drop(shown);
    say(measured(&format!("{name} is in {}", file.display()), file, begun));
    if label_of(file).await?.is_none() {
        say(
            "It is of the format before and does not say when it was made: compare it with heads that were kept apart.",
        );
    }
    if let Err(cause) = fetched {
        say(format_args!("Its heads are not there, so it is not compared with them: {cause}"));
    }
    Ok(())
}

/// Returns the newest copy, if all are those of one installation. Names from a time to come do not count: what lies under
/// one is older than it says.
fn newest(copies: Vec<CopyName>, now: Timestamp) -> Result<CopyName, Box<dyn Error>> {
    let made = copies.iter().filter(|copy| copy.begun <= now);
    let newest = made.max().cloned().ok_or("there is no backup in the store elsewhere")?;
    if copies.iter().any(|copy| copy.installation != newest.installation) {
        return Err("there are backups of several installations: `wishbridge list-backups`, then --name".into());
    }
    Ok(newest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_copy_is_none_from_a_time_to_come() {
        let copy = |begun, installation: &str| CopyName { begun, installation: installation.into() };
        let copies = vec![copy(100, "a"), copy(300, "a"), copy(900, "a")];
        assert_eq!(newest(copies.clone(), 500).expect("a copy"), copy(300, "a"));
        assert!(newest(copies, 50).is_err());
        assert!(newest(vec![copy(100, "a"), copy(300, "b")], 500).is_err(), "of two installations");
    }
}
