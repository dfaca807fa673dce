//! Backups that servers make by schedule: which of them are kept, and how their runs ended.

use std::{cmp::Reverse, collections::BTreeSet, fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use crate::{
    Code, Timestamp,
    time::{Day, second_of_day},
};

/// Beginning of the name of every copy; other files in the folder are left alone.
const PREFIX: &str = "wishbridge-";
/// End of the name of every copy.
const SUFFIX: &str = ".backup";

/// What a run was for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum BackupKind {
    /// A copy of the database.
    Copy,
    /// A copy restored into an empty place and checked there.
    Trial,
    /// A copy brought to the store elsewhere.
    Upload,
}

crate::text_enum!(BackupKind { Copy = "copy", Trial = "trial", Upload = "upload" });

/// How far a run is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum BackupState {
    /// A server is at it.
    Running,
    /// It ended well.
    Done,
    /// It did not.
    Failed,
}

crate::text_enum!(BackupState { Running = "running", Done = "done", Failed = "failed" });

/// Why a run failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum BackupFault {
    /// Its server ended meanwhile.
    Stopped,
    /// The copy could not be written.
    Write,
    /// The copy could not be restored.
    Restore,
    /// The check found differences in what was restored.
    Check,
    /// The store elsewhere did not take the copy, or has another one under its name.
    Store,
}

crate::text_enum!(BackupFault {
    Stopped = "stopped", Write = "write", Restore = "restore", Check = "check", Store = "store",
});

/// One run, as administrators see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct BackupRun {
    /// What it was for.
    pub kind: BackupKind,
    /// How far it is.
    pub state: BackupState,
    /// Why it failed.
    pub fault: Option<BackupFault>,
    /// Name of the copy.
    pub file: String,
    /// Size of the copy in bytes; 0 while it is not known.
    pub bytes: i64,
    /// When it began.
    pub begun: Timestamp,
    /// When it ended; 0 until then.
    pub ended: Timestamp,
    /// What the machine said of the failure, without personal data.
    pub detail: String,
}

/// How backups are, in one look.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct BackupSummary {
    /// When the last good copy was finished; 0 for never.
    pub copied: Timestamp,
    /// When the last copy failed; 0 for never.
    pub copy_failed: Timestamp,
    /// When a copy was last restored and found right; 0 for never.
    pub tried: Timestamp,
    /// When such a trial last failed; 0 for never.
    pub trial_failed: Timestamp,
    /// When a copy was last brought to the store elsewhere; 0 for never.
    pub uploaded: Timestamp,
    /// When that last failed; 0 for never.
    pub upload_failed: Timestamp,
}

impl BackupSummary {
    /// Whether the newest copy failed.
    #[must_use]
    pub fn is_copy_broken(&self) -> bool {
        self.copy_failed > self.copied
    }

    /// Whether the newest good copy is older than two times the seconds between two copies. Before the first run it is
    /// not, and where none are made neither.
    #[must_use]
    pub fn is_late(&self, every: Option<Timestamp>, now: Timestamp) -> bool {
        every.is_some_and(|every| self.copied.max(self.copy_failed) > 0 && now - self.copied > 2 * every)
    }

    /// Whether the newest upload failed.
    #[must_use]
    pub fn is_upload_broken(&self) -> bool {
        self.upload_failed > self.uploaded
    }

    /// Whether the newest trial failed.
    #[must_use]
    pub fn is_trial_broken(&self) -> bool {
        self.trial_failed > self.tried
    }
}

/// How many copies are kept: the newest of each of the last days, weeks and months that have one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Keep {
    /// Days.
    pub daily: usize,
    /// Weeks, from Monday.
    pub weekly: usize,
    /// Months.
    pub monthly: usize,
}

impl Default for Keep {
    fn default() -> Self {
        Keep { daily: 7, weekly: 4, monthly: 12 }
    }
}

impl FromStr for Keep {
    type Err = Code;

    /// Parses `7,4,12`: days, weeks, months.
    fn from_str(text: &str) -> Result<Self, Code> {
        let numbers: Option<Vec<usize>> = text.split(',').map(|number| number.trim().parse().ok()).collect();
        match numbers.as_deref() {
            Some(&[daily, weekly, monthly]) => Ok(Keep { daily, weekly, monthly }),
            _ => Err(Code::Unknown),
        }
    }
}

impl fmt::Display for Keep {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{},{},{}", self.daily, self.weekly, self.monthly)
    }
}

impl Keep {
    /// Returns which of the copies, named by when they were made, are not kept. The newest always is.
    #[must_use]
    pub fn surplus(self, made: &[Timestamp]) -> Vec<Timestamp> {
        let mut newest_first = made.to_vec();
        newest_first.sort_unstable_by_key(|at| Reverse(*at));
        let mut kept: BTreeSet<Timestamp> = newest_first.first().copied().into_iter().collect();
        let week = |at: Timestamp| (Day::of(at).number() - Day::of(at).weekday()).div_euclid(7);
        kept.extend(newest_of_each(&newest_first, self.daily, |at| Day::of(at).number()));
        kept.extend(newest_of_each(&newest_first, self.weekly, week));
        kept.extend(newest_of_each(&newest_first, self.monthly, |at| Day::of(at).month().index()));
        newest_first.retain(|at| !kept.contains(at));
        newest_first
    }
}

/// Returns the newest copy of each of the last periods that have one.
fn newest_of_each(newest_first: &[Timestamp], periods: usize, period: impl Fn(Timestamp) -> i64) -> Vec<Timestamp> {
    let (mut seen, mut kept) = (BTreeSet::new(), Vec::new());
    for at in newest_first {
        if seen.len() < periods && seen.insert(period(*at)) {
            kept.push(*at);
        }
    }
    kept
}

/// Name of a copy: `wishbridge-3f9a01c2d4-2026-11-30-113005.backup`, in China's time.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct CopyName {
    /// When it was begun.
    pub begun: Timestamp,
    /// The installation that made it, so that two of them can share a folder; empty in names of older releases.
    pub installation: String,
}

/// Characters of an installation's name.
const INSTALLATION: usize = 10;

impl fmt::Display for CopyName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let second = second_of_day(self.begun);
        let (hour, minute, second) = (second / 3600, second / 60 % 60, second % 60);
        let between = if self.installation.is_empty() { "" } else { "-" };
        let (installation, day) = (&self.installation, Day::of(self.begun));
        write!(f, "{PREFIX}{installation}{between}{day}-{hour:02}{minute:02}{second:02}{SUFFIX}")
    }
}

impl FromStr for CopyName {
    type Err = Code;

    /// Parses only names as they are made, so that no other file is taken for a copy.
    fn from_str(name: &str) -> Result<Self, Code> {
        let parsed = || {
            let rest = name.strip_prefix(PREFIX)?.strip_suffix(SUFFIX)?;
            let is_letter = |letter: u8| letter.is_ascii_digit() || (b'a'..=b'f').contains(&letter);
            let (installation, rest) = match rest.split_once('-') {
                Some((first, rest)) if first.len() == INSTALLATION && first.bytes().all(is_letter) => (first, rest),
                _ => ("", rest),
            };
            let (day, clock) = rest.rsplit_once('-')?;
            let clock: Timestamp = if clock.len() == 6 { clock.parse().ok()? } else { return None };
            let begun = day.parse::<Day>().ok()?.start() + clock / 10_000 * 3600 + clock / 100 % 100 * 60 + clock % 100;
            Some(CopyName { begun, installation: installation.to_owned() })
        };
        parsed().filter(|copy| copy.to_string() == name).ok_or(Code::Unknown)
    }
}

/// What an encrypted copy says of itself. It is sealed with the copy, so that no old one passes for a newer one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CopyLabel {
    /// When it was begun.
    pub begun: Timestamp,
    /// The installation that made it; empty for a database of a release that had no name for it.
    pub installation: String,
    /// Name of the file that it was written to, without its folder.
    pub file: String,
}

/// Writes `3f9a01c2d4 1796009405 wishbridge-….backup`; the name comes last, because it may hold blanks.
impl fmt::Display for CopyLabel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} {}", self.installation, self.begun, self.file)
    }
}

impl FromStr for CopyLabel {
    type Err = Code;

    fn from_str(text: &str) -> Result<Self, Code> {
        let mut parts = text.splitn(3, ' ');
        let (Some(installation), Some(begun), Some(file)) = (parts.next(), parts.next(), parts.next()) else {
            return Err(Code::Unknown);
        };
        let begun = begun.parse().map_err(|_| Code::Unknown)?;
        Ok(CopyLabel { begun, installation: installation.to_owned(), file: file.to_owned() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::DAY;

    /// A Monday, 2026-11-30, 11:30:05 in China.
    const MONDAY: Timestamp = 1_796_009_405;

    #[test]
    fn the_newest_of_each_day_week_and_month_is_kept_and_the_rest_goes() {
        let hourly: Vec<Timestamp> = (0..24 * 400).map(|hour| MONDAY - hour * 3600).collect();
        let keep = Keep { daily: 7, weekly: 4, monthly: 12 };
        let gone = keep.surplus(&hourly);
        let left: Vec<&Timestamp> = hourly.iter().filter(|at| !gone.contains(at)).collect();
        let days: BTreeSet<Day> = left.iter().map(|at| Day::of(**at)).collect();
        assert_eq!(left.len(), days.len(), "one of a day");
        // Seven days; the Sundays of three weeks before this one, of which one is among the days; the last days of
        // eleven months before this one, of which none is.
        assert_eq!(left.len(), 7 + 2 + 11);
        assert!((0..7).all(|day| days.contains(&Day::of(MONDAY - day * DAY))));
        assert!(days.contains(&Day::of(MONDAY - 8 * DAY)) && days.contains(&Day::of(MONDAY - 15 * DAY)));
        // What is kept is kept again, and nothing more goes.
        let left: Vec<Timestamp> = left.into_iter().copied().collect();
        assert_eq!(keep.surplus(&left), Vec::<Timestamp>::new());
    }

    #[test]
    fn the_newest_copy_stays_although_none_is_to_be_kept() {
        let none = Keep { daily: 0, weekly: 0, monthly: 0 };
        assert_eq!(none.surplus(&[MONDAY - 5, MONDAY, MONDAY - DAY]), [MONDAY - 5, MONDAY - DAY]);
        assert_eq!(none.surplus(&[]), Vec::<Timestamp>::new());
    }

    #[test]
    fn a_name_says_whose_copy_it_is_and_no_other_file_is_taken_for_one() {
        let name = |installation: &str| CopyName { begun: MONDAY, installation: installation.to_owned() };
        for (copy, text) in [
            (name("3f9a01c2d4"), "wishbridge-3f9a01c2d4-2026-11-30-113005.backup"),
            (name(""), "wishbridge-2026-11-30-113005.backup"),
        ] {
            assert_eq!((copy.to_string().as_str(), text.parse()), (text, Ok(copy)));
        }
        for other in [
            "wishbridge.db",
            "wishbridge-2026-11-30-1130.backup",
            "wishbridge-2026-11-30-119905.backup",
            "wishbridge-2026-11-30-113005.backup.part",
            "wishbridge-3f9a01c2-2026-11-30-113005.backup",
            "wishbridge-3F9A01C2D4-2026-11-30-113005.backup",
            "wishbridge-mine.backup",
        ] {
            assert!(other.parse::<CopyName>().is_err(), "{other}");
        }
    }

    #[test]
    fn a_label_comes_back_with_any_name() {
        for (installation, file) in [("3f9a01c2d4", "wishbridge.backup"), ("", "before an upgrade"), ("", "")] {
            let label = CopyLabel { begun: MONDAY, installation: installation.into(), file: file.into() };
            assert_eq!(label.to_string().parse(), Ok(label));
        }
        assert!("3f9a01c2d4 monday wishbridge.backup".parse::<CopyLabel>().is_err());
        assert!("3f9a01c2d4 1796009405".parse::<CopyLabel>().is_err());
    }

    #[test]
    fn what_is_kept_is_three_numbers() {
        assert_eq!("7, 4,12".parse(), Ok(Keep::default()));
        assert_eq!(Keep::default().to_string().parse(), Ok(Keep::default()));
        for wrong in ["", "7", "7,4", "7,4,x", "-1,4,12", "7,4,12,1"] {
            assert!(wrong.parse::<Keep>().is_err(), "{wrong}");
        }
    }
}
