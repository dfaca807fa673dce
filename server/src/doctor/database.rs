//! The database, its keys, its clock and what waits in it.

use std::{path::Path, time::Duration};

use store::{
    Error, Opening, Store, Vault,
    ops::health::doctor::{Diagnosis, Schema},
};
use tokio::time::timeout;

use super::{Finding, outside};
use crate::{config::Config, logs::told};

/// Time in which the database must answer everything.
const PATIENCE: Duration = Duration::from_secs(15);
/// Seconds.
const MINUTE: i64 = 60;
/// Seconds after which jobs and events are late: servers look every few seconds.
const LATE: i64 = 10 * MINUTE;

/// Looks at the key file and at the database, without making either.
pub(super) async fn examine(config: &Config) -> Vec<Finding> {
    let (mut found, vault) = keys(&config.key_file);
    let Some(vault) = vault else { return found };
    let url = config.database_url.reveal();
    let looked = timeout(PATIENCE, async {
        let store = Store::open_existing(url, vault, Opening::Unchanged).await?;
        let seen = look(&store, config).await;
        store.close().await;
        seen
    });
    match looked.await {
        Ok(Ok(seen)) => found.extend(seen),
        Ok(Err(Error::Missing(sentence))) => found.push(wrong(format!(
            "{sentence}: `wishbridge serve` makes one, if DATA_DIR and DATABASE_URL are right; `wishbridge restore` \
             brings back a backup"
        ))),
        Ok(Err(cause)) => found.push(wrong(format!("cannot use {}: {}", config.database_url, told(&cause)))),
        Err(_) => found.push(wrong(format!("{} does not answer within {PATIENCE:?}", config.database_url))),
    }
    found
}

fn wrong(sentence: String) -> Finding {
    Finding::wrong("database", sentence)
}

/// Looks at the key file; without keys that can be read, what is sealed cannot be looked at.
fn keys(file: &Path) -> (Vec<Finding>, Option<Vault>) {
    let wrong = |sentence: String| Finding::wrong("keys", sentence);
    let name = file.display();
    match Vault::at(file) {
        Ok(vault) => {
            let open = outside::others_may(file, outside::READ);
            let say = || wrong(format!("other users of this machine can read {name}: chmod 600 {name}"));
            (open.then(say).into_iter().collect(), Some(vault))
        }
        Err(cause) => {
            (vec![wrong(format!("{}; put back the copy that was kept apart from the backups", told(&cause)))], None)
        }
    }
}

async fn look(store: &Store, config: &Config) -> store::Result<Vec<Finding>> {
    if let Some(sentence) = store.moving().await? {
        return Ok(vec![wrong(sentence)]);
    }
    let Schema { found, known } = store.schema().await?;
    if found > known {
        return Ok(vec![wrong(format!(
            "it was used by a newer release: its schema is {found}, this one knows {known}; install the newer release"
        ))]);
    }
    if found < known {
        let sentence = format!("its schema is {found}; the next start brings it to {known}: make a backup before");
        return Ok(vec![Finding::look("database", sentence)]);
    }
    let seen = store.diagnose().await?;
    let mut lines = vec![key_line(&seen, config), clock_line(&seen)];
    lines.extend(waiting(&seen));
    lines.push(outside::backups(config, &store.backup_summary().await?, store.now()));
    if !seen.has_admin {
        lines.push(Finding::look("database", "there is no administrator yet: `wishbridge admin --phone … --name …`"));
    }
    if lines.iter().all(|line| line.about != "database") {
        lines.insert(0, Finding::ok("database", format!("{} answers, schema {found}", config.database_url)));
    }
    Ok(lines)
}

fn key_line(seen: &Diagnosis, config: &Config) -> Finding {
    let file = config.key_file.display();
    if !config.key_file.exists() && !seen.keys_fit {
        Finding::wrong("keys", format!("there is no {file}: put back the copy that was kept apart from the backups"))
    } else if seen.keys_fit {
        Finding::ok("keys", format!("{file} opens what is sealed; keep a copy of it apart from the backups"))
    } else {
        Finding::wrong("keys", format!("{file} does not open what this database has sealed: put back its own file"))
    }
}

fn clock_line(seen: &Diagnosis) -> Finding {
    match seen.clock_off {
        None => Finding::ok("clock", "keeps step"),
        Some(seconds) => Finding::wrong(
            "clock",
            format!("is {seconds} s from the time that is kept: set it right, or `wishbridge accept-clock` if it is"),
        ),
    }
}

/// What a running server would have done long ago.
fn waiting(seen: &Diagnosis) -> Vec<Finding> {
    let mut lines = Vec::new();
    if seen.events_stuck > 0 {
        let sentence = format!("{} events cannot be handled: the log of `serve` says why", seen.events_stuck);
        lines.push(Finding::wrong("events", sentence));
    } else if seen.oldest_event > LATE {
        let sentence = format!("wait for {} min: is `wishbridge serve` running?", seen.oldest_event / MINUTE);
        lines.push(Finding::look("events", sentence));
    }
    match seen.jobs_late {
        Some(late) if late > LATE => {
            let sentence = format!("are late by {} min: is `wishbridge serve` running?", late / MINUTE);
            lines.push(Finding::look("jobs", sentence));
        }
        Some(_) => lines.push(Finding::ok("jobs", "run")),
        None => lines.push(Finding::look("jobs", "have never run: start `wishbridge serve`")),
    }
    lines
}
