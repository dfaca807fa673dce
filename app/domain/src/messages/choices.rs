//! How an account wants to be told beyond the app, and what that means for the time of a message.

use serde::{Deserialize, Serialize};

use crate::{
    Code, Timestamp,
    error::Checks,
    notifications::NoticeKind,
    site,
    time::{Day, second_of_day},
};

/// Hours between which an account is not disturbed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct QuietHours {
    /// First quiet hour, 0 to 23.
    pub from: i64,
    /// Hour at which they end, 0 to 23.
    pub to: i64,
}

impl QuietHours {
    fn contain(self, hour: i64) -> bool {
        if self.from < self.to { self.from <= hour && hour < self.to } else { hour >= self.from || hour < self.to }
    }
}

/// How an account wants to be told beyond the app.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct MessageChoices {
    /// Tag of the language.
    #[cfg_attr(feature = "schema", schema(example = "zh-CN"))]
    pub lang: String,
    /// What cannot wait, by text message.
    pub by_text: bool,
    /// By mail, once the address is confirmed.
    pub by_mail: bool,
    /// Hour of one daily message instead of single ones, 0 to 23. What cannot wait comes at once.
    pub digest: Option<i64>,
    /// Hours in which nothing is sent.
    pub quiet: Option<QuietHours>,
}

impl Default for MessageChoices {
    fn default() -> Self {
        let quiet = Some(QuietHours { from: 21, to: 8 });
        MessageChoices { lang: "zh-CN".into(), by_text: false, by_mail: false, digest: None, quiet }
    }
}

/// When a message goes out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Due {
    /// Not before.
    pub at: Timestamp,
    /// Whether it goes together with the others of the day.
    pub digest: bool,
}

/// Returns the first time after `now` at which an hour begins.
fn next_hour(now: Timestamp, hour: i64) -> Timestamp {
    let day = Day::of(now);
    let at = day.start() + hour * 3600;
    if at > now { at } else { day.plus(1).start() + hour * 3600 }
}

impl MessageChoices {
    /// Checks the hours and the language's tag.
    ///
    /// # Errors
    /// Fields `digest`, `quiet_from`, `quiet_to` and `lang`.
    pub fn checked(self) -> crate::Result<MessageChoices> {
        let mut checks = Checks::default();
        let is_hour = |hour: i64| (0..24).contains(&hour);
        checks.ensure("digest", self.digest.is_none_or(is_hour), Code::OutOfRange);
        if let Some(QuietHours { from, to }) = self.quiet {
            checks.ensure("quiet_from", is_hour(from), Code::OutOfRange);
            checks.ensure("quiet_to", is_hour(to) && from != to, Code::OutOfRange);
        }
        checks.ensure("lang", site::is_tag(&self.lang), Code::Unknown);
        checks.done()?;
        Ok(self)
    }

    /// Returns the end of the quiet hours if `now` lies in them.
    #[must_use]
    pub fn quiet_until(&self, now: Timestamp) -> Option<Timestamp> {
        let quiet = self.quiet.filter(|quiet| quiet.contain(second_of_day(now) / 3600))?;
        Some(next_hour(now, quiet.to))
    }

    /// Returns when the present day of daily messages began and ends; `None` without daily messages.
    #[must_use]
    pub fn digest_day(&self, now: Timestamp) -> Option<(Timestamp, Timestamp)> {
        let hour = self.digest?;
        let end = next_hour(now, hour);
        Some((Day::of(end).plus(-1).start() + hour * 3600, end))
    }

    /// Returns when a message of this kind goes out.
    #[must_use]
    pub fn due(&self, kind: NoticeKind, now: Timestamp) -> Due {
        let digest = self.digest.filter(|_| !kind.cannot_wait());
        let at = digest.map_or(now, |hour| next_hour(now, hour));
        Due { at: self.quiet_until(at).unwrap_or(at), digest: digest.is_some() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// An hour of a day in China.
    fn at(hour: i64) -> Timestamp {
        Day::of(1_800_000_000).start() + hour * 3600
    }

    #[test]
    fn quiet_hours_move_a_message_to_their_end_and_what_cannot_wait_too() {
        let choices = MessageChoices::default();
        let due = |hour: i64, kind: NoticeKind| choices.due(kind, at(hour) + 60);
        assert_eq!(due(12, NoticeKind::WishPublished), Due { at: at(12) + 60, digest: false });
        assert_eq!(due(23, NoticeKind::WishArrived), Due { at: at(24 + 8), digest: false });
        assert_eq!(due(3, NoticeKind::WishArrived).at, at(8));
        assert_eq!(due(8, NoticeKind::WishArrived).at, at(8) + 60, "they have ended");
        let noon = MessageChoices { quiet: Some(QuietHours { from: 12, to: 14 }), ..choices.clone() };
        assert_eq!((noon.quiet_until(at(13)), noon.quiet_until(at(14))), (Some(at(14)), None));
        let never = MessageChoices { quiet: None, ..choices };
        assert_eq!(never.due(NoticeKind::WishPublished, at(3)).at, at(3));
    }

    #[test]
    fn a_daily_message_gathers_what_can_wait() {
        let choices = MessageChoices { digest: Some(18), ..MessageChoices::default() };
        assert_eq!(choices.due(NoticeKind::WishPublished, at(9)), Due { at: at(18), digest: true });
        assert_eq!(choices.due(NoticeKind::WishPublished, at(18)), Due { at: at(24 + 18), digest: true });
        assert_eq!(choices.due(NoticeKind::WishArrived, at(9)), Due { at: at(9), digest: false });
        assert!(
            !choices.due(NoticeKind::AppointmentSoon, at(9)).digest,
            "tomorrow's appointment is not for the evening"
        );
        assert_eq!(choices.digest_day(at(18)), Some((at(18), at(24 + 18))));
        assert_eq!(choices.digest_day(at(18) - 1), Some((at(18 - 24), at(18))));
        let late = MessageChoices { digest: Some(22), ..choices };
        assert_eq!(late.due(NoticeKind::WishPublished, at(9)).at, at(24 + 8), "quiet hours come first");
    }

    #[test]
    fn hours_out_of_range_are_refused() {
        let with = |digest, quiet| MessageChoices { digest, quiet, ..MessageChoices::default() }.checked();
        assert!(with(Some(0), None).is_ok() && with(None, Some(QuietHours { from: 23, to: 0 })).is_ok());
        assert!(with(Some(24), None).is_err() && with(None, Some(QuietHours { from: 9, to: 9 })).is_err());
        assert!(with(None, Some(QuietHours { from: -1, to: 9 })).is_err());
    }
}
