//! How an installation is doing, for its operators: what waits, what runs, what failed. Numbers only, no persons.

use serde::{Deserialize, Serialize};

use crate::{
    Timestamp,
    backups::{BackupRun, BackupSummary},
    messages::Channel,
};

/// Seconds after which waiting events, jobs and messages are late: servers look every few seconds.
pub const LATE: Timestamp = 600;

/// Messages of one channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct ChannelPulse {
    /// The channel.
    pub channel: Channel,
    /// That are due or will be.
    pub waiting: i64,
    /// Seconds for which the first of them is overdue; 0 when none is.
    pub late: Timestamp,
    /// Sent in the last hour.
    pub sent: i64,
    /// Not sent in the last hour, because they were read in the app, or the way was turned off or used up.
    pub skipped: i64,
    /// Failed in the last hour.
    pub failed: i64,
}

/// What the database says, at one moment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Pulse {
    /// The moment.
    pub at: Timestamp,
    /// Events that wait for their reader.
    pub events: i64,
    /// Seconds for which the oldest of them waits; 0 when none waits.
    pub events_age: Timestamp,
    /// Events that their reader cannot handle.
    pub events_stuck: i64,
    /// Seconds for which the scheduled jobs are overdue; `null` when they have never run.
    pub jobs_late: Option<Timestamp>,
    /// Seconds by which the clock differs from the time that is kept; `null` when it keeps step.
    pub clock_off: Option<Timestamp>,
    /// Messages, by channel.
    pub channels: Vec<ChannelPulse>,
    /// Backups by schedule.
    pub backups: BackupSummary,
}

impl Pulse {
    /// Whether everything that waits is handled in time.
    #[must_use]
    pub fn is_well(&self) -> bool {
        let in_time = |late: Timestamp| late <= LATE;
        self.events_stuck == 0
            && in_time(self.events_age)
            && self.jobs_late.is_some_and(in_time)
            && self.clock_off.is_none()
            && self.channels.iter().all(|channel| in_time(channel.late))
            && !self.backups.is_copy_broken()
            && !self.backups.is_trial_broken()
            && !self.backups.is_upload_broken()
    }
}

/// What administrators see of the installation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Health {
    /// Release of the server that answers.
    pub release: String,
    /// Name and version of the database.
    pub database: String,
    /// Number of the newest migration.
    pub schema_version: i64,
    /// What waits and what failed.
    pub pulse: Pulse,
    /// The last backups and their trials, newest first.
    pub backups: Vec<BackupRun>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_installation_is_well_only_if_nothing_is_late_or_failed() {
        let well = Pulse {
            at: 1000,
            events: 5,
            events_age: LATE,
            events_stuck: 0,
            jobs_late: Some(0),
            clock_off: None,
            channels: Vec::new(),
            backups: BackupSummary { copied: 5, ..BackupSummary::default() },
        };
        assert!(well.is_well());
        let late = ChannelPulse { channel: Channel::Text, waiting: 1, late: LATE + 1, sent: 0, skipped: 0, failed: 0 };
        for ill in [
            Pulse { events_age: LATE + 1, ..well.clone() },
            Pulse { events_stuck: 1, ..well.clone() },
            Pulse { jobs_late: None, ..well.clone() },
            Pulse { clock_off: Some(9000), ..well.clone() },
            Pulse { channels: vec![late], ..well.clone() },
            Pulse { backups: BackupSummary { copy_failed: 6, ..well.backups }, ..well.clone() },
            Pulse { backups: BackupSummary { trial_failed: 6, ..well.backups }, ..well.clone() },
            Pulse { backups: BackupSummary { upload_failed: 6, ..well.backups }, ..well.clone() },
        ] {
            assert!(!ill.is_well(), "{ill:?}");
        }
    }
}
