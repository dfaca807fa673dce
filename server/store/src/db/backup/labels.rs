//! Which copy a file is: an encrypted one is sealed with its name, its time and its installation. Who may write where copies
//! lie can put an old one under the name of a newer one, and what came since would be lost without a word.

use std::path::Path;

use domain::{
    backups::{CopyLabel, CopyName},
    time::{Day, second_of_day},
};

use super::{broken, has_table_postgres, has_table_sqlite, is_encrypted};
use crate::{Conn, Result, Store, crypto::envelope, db::sql::value};

/// Returns the name of a file without its folder.
fn name_of(file: &Path) -> String {
    file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

/// Returns what an encrypted backup says of itself; `None` for one in clear or of the format before. It is true of a
/// backup that decrypts.
///
/// # Errors
/// `Broken` when it cannot be read.
pub async fn label_of(file: &Path) -> Result<Option<CopyLabel>> {
    if !is_encrypted(file)? {
        return Ok(None);
    }
    let read = async { envelope::label(&mut tokio::fs::File::open(file).await?).await };
    let label = read.await.or_else(|cause| broken(format!("cannot read {}: {cause}", file.display())))?;
    label.map(|text| parsed_label(&text, &file.display().to_string())).transpose()
}

/// Parses the label of the copy of that name.
pub(crate) fn parsed_label(text: &str, name: &str) -> Result<CopyLabel> {
    text.parse().or_else(|_| broken(format!("{name} says nothing of itself that can be read: it was changed")))
}

/// Says which copy a label is of, for the sentences of commands.
#[must_use]
pub fn described(label: &CopyLabel) -> String {
    let (day, second) = (Day::of(label.begun), second_of_day(label.begun));
    let clock = format!("{:02}:{:02}:{:02}", second / 3600, second / 60 % 60, second % 60);
    let whose = if label.installation.is_empty() { "of an older release" } else { &label.installation };
    format!("{}, begun on {day} at {clock} in China's time by the installation {whose}", label.file)
}

/// Refuses a copy that lies under another name than it was sealed with.
///
/// # Errors
/// `Broken` with what it is, and how it is restored nevertheless.
pub(crate) fn must_bear_name(label: &CopyLabel, name: &str) -> Result<()> {
    if label.file == name {
        return Ok(());
    }
    broken(format!(
        "{name} is another copy under that name: it is {}. Give it its own name again to restore it nevertheless",
        described(label)
    ))
}

/// Refuses an encrypted backup under the name of another copy. Names that people chose say no time, and are taken.
pub(super) async fn must_be_as_named(file: &Path) -> Result<()> {
    let name = name_of(file);
    match label_of(file).await? {
        Some(label) if name.parse::<CopyName>().is_ok() => must_bear_name(&label, &name),
        _ => Ok(()),
    }
}

/// Refuses what was restored from a copy without a label if it does not hold the run that made the copy of that name.
pub(super) async fn must_hold_its_run(db: &mut Conn<'_>, file: &Path) -> Result<()> {
    let name = name_of(file);
    let is_by_schedule = name.parse::<CopyName>().is_ok_and(|copy| !copy.installation.is_empty());
    if !is_by_schedule || label_of(file).await?.is_some() {
        return Ok(());
    }
    // A run is noted before its copy is begun.
    if value!(db, i64, "select count(*) from backup_run where file = $1", &name)? > 0 {
        return Ok(());
    }
    broken(format!(
        "{name} is another copy under that name: no run of that name is in it. Give it a name of your own to restore it \
         nevertheless"
    ))
}

impl Store {
    /// Returns what a backup into the file is to say of itself, from a database of any release.
    pub(super) async fn label_for(&self, file: &Path) -> Result<CopyLabel> {
        let mut db = self.reader().await?;
        let is_named = match db.arm() {
            Conn::Sqlite(db) => has_table_sqlite(db, "installation").await?,
            Conn::Postgres(db, _) => has_table_postgres(db, "installation").await?,
        };
        let installation =
            if is_named { value!(db, String, "select name from installation where id = 1")? } else { String::new() };
        let file = name_of(file);
        let begun = file.parse::<CopyName>().map_or_else(|_| self.now(), |copy| copy.begun);
        Ok(CopyLabel { begun, installation, file })
    }
}
