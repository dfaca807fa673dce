//! Messages that carry notices to where their readers are: by which way, and when.
//!
//! A message says what happened in the words of its kind, and never the title or text of the notice: no child, no
//! illness, no address leaves the installation.

mod address;
mod bots;
mod choices;
mod hosts;
mod own;
pub mod webhooks;

use serde::{Deserialize, Serialize};

pub use self::{
    address::MailAddress,
    bots::{AreaMessages, Bot, NewBot},
    choices::{Due, MessageChoices, QuietHours},
    hosts::{BotKind, Hosts},
    own::{NewSubscription, OwnAddress, OwnMessages, PushDevice, PushKeys},
};
use crate::{DAY, Timestamp, households::HouseholdId, notifications::NoticeKind};

/// Row id of a message.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(transparent)]
pub struct MessageId(pub i64);

/// Row id of a browser's push subscription.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(transparent)]
pub struct SubscriptionId(pub i64);

/// Row id of a work group's bot.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(transparent)]
pub struct BotId(pub i64);

/// Way on which a message leaves the installation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// Web Push to a browser.
    Push,
    /// Text message, for what cannot wait.
    Text,
    /// E-mail.
    Mail,
    /// Bot of a work group, for staff.
    Bot,
}

crate::text_enum!(Channel { Push = "push", Text = "text", Mail = "mail", Bot = "bot" });

impl Channel {
    /// Whether a message whose end is unclear is sent again.
    ///
    /// A push replaces the earlier one with its topic, so its reader sees one. A text, a mail and a line in a group
    /// would be there twice; the notice in the app is there in any case.
    #[must_use]
    pub fn is_repeatable(self) -> bool {
        self == Channel::Push
    }
}

/// State of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MessageState {
    /// Waits for its time.
    Waiting,
    /// A server sends it.
    Sending,
    /// The other side took it.
    Sent,
    /// Not needed any more: read in the app, or the way was turned off.
    Skipped,
    /// Given up.
    Failed,
}

crate::text_enum!(MessageState {
    Waiting = "waiting", Sending = "sending", Sent = "sent", Skipped = "skipped", Failed = "failed",
});

/// Why a message ended without being sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum MessageEnd {
    /// Its notice was read in the app meanwhile.
    Read,
    /// The way was turned off, or its account closed.
    Stopped,
    /// The area's text messages of the month are used up.
    Limit,
    /// The other side refused it for good.
    Refused,
    /// The other side could not be reached for a day.
    GaveUp,
    /// The other side did not answer, so it may have taken it; it is not sent again.
    Unsure,
}

crate::text_enum!(MessageEnd {
    Read = "read", Stopped = "stopped", Limit = "limit", Refused = "refused", GaveUp = "gave_up", Unsure = "unsure",
});

/// Result of one try to send.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// The other side took it.
    Sent,
    /// The other side surely did not take it; try again later.
    Later,
    /// The other side refused it for good.
    Refused,
    /// The other side may have taken it.
    Unsure,
}

/// Tries after which a message is given up.
pub const TRIES: i64 = 7;
/// Seconds until the next try, by the number of tries that failed.
const PAUSES: [Timestamp; 6] = [60, 5 * 60, 30 * 60, 2 * 3600, 6 * 3600, 12 * 3600];
/// How long a sender has before it counts as gone, in seconds; above every timeout of the ways.
pub const LEASE: Timestamp = 180;
/// How long a message waits at most; the installation may have lost the way meanwhile.
pub const LONGEST_WAIT: Timestamp = 3 * DAY;
/// How long ended messages are kept.
pub const KEPT_FOR: Timestamp = 90 * DAY;
/// Text messages of a root area in a month, unless it has set another number.
pub const TEXTS_A_MONTH: i64 = 500;
/// Most bots of an area.
pub const MOST_BOTS: i64 = 10;
/// Most browsers of an account that are told by push; the oldest gives way.
pub const MOST_SUBSCRIPTIONS: i64 = 10;
/// How long the link that confirms a mail address opens, in seconds.
pub const LINK_VALID: Timestamp = 2 * DAY;

/// Returns how long a message waits after its `tries`th failed try.
#[must_use]
pub fn pause(tries: i64) -> Timestamp {
    let at = usize::try_from(tries - 1).unwrap_or_default();
    PAUSES.get(at).copied().unwrap_or(PAUSES[PAUSES.len() - 1])
}

impl NoticeKind {
    /// Whether it is told by text message, and not kept for the daily message: goods wait, a deadline or the reader's day
    /// is near, or the account itself is at risk.
    #[must_use]
    pub fn cannot_wait(self) -> bool {
        matches!(
            self,
            NoticeKind::WishArrived
                | NoticeKind::WishWaiting
                | NoticeKind::OrderReminder
                | NoticeKind::LoanDue
                | NoticeKind::ClaimReminder
                | NoticeKind::ClaimOverdue
                | NoticeKind::StandbyAsked
                | NoticeKind::UrgentShopAsked
                | NoticeKind::UrgentAsked
                | NoticeKind::UrgentFell
                | NoticeKind::SchoolStepDue
                | NoticeKind::CourseOffered
                | NoticeKind::CourseCancelled
                | NoticeKind::AppointmentSoon
                | NoticeKind::AppointmentCancelled
                | NoticeKind::ShiftSoon
                | NoticeKind::ShiftCancelled
                | NoticeKind::ShiftRevived
                | NoticeKind::CourseRevived
                | NoticeKind::CardIssued
                | NoticeKind::SetupCodeIssued
                | NoticeKind::PasswordReset
                | NoticeKind::ContactChanged
                | NoticeKind::FactorRemoved
                | NoticeKind::TokenMade
        )
    }

    /// Whether a group's bot says it: work that any of the area's staff can do, and nothing about one of them.
    #[must_use]
    pub fn is_for_group(self) -> bool {
        matches!(
            self,
            NoticeKind::ClaimMissing
                | NoticeKind::ClaimUnchecked
                | NoticeKind::ShelvesAsked
                | NoticeKind::UrgentShopAsked
                | NoticeKind::OfferWaiting
                | NoticeKind::GoodsExpired
                | NoticeKind::TransferSent
                | NoticeKind::TransferShort
                | NoticeKind::TransferWaiting
                | NoticeKind::RecallOpen
                | NoticeKind::TakeWaiting
                | NoticeKind::LoanNotBack
                | NoticeKind::MoveAsked
                | NoticeKind::CorrectionAsked
                | NoticeKind::MarketOffered
                | NoticeKind::DisputeOpened
                | NoticeKind::DisputeReminder
                | NoticeKind::DisputeLate
                | NoticeKind::ReversalAsked
        )
    }
}

/// Notice that could not be brought to a family by any of the ways that it has chosen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Unreached {
    /// The message that failed.
    pub message: MessageId,
    /// The family.
    pub household: HouseholdId,
    /// Name of its area.
    pub area_name: String,
    /// What it should have been told.
    pub kind: NoticeKind,
    /// Way that failed.
    pub channel: Channel,
    /// Why.
    pub end: MessageEnd,
    /// When the notice was written.
    pub created: Timestamp,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_over_about_a_day() {
        let all: Vec<_> = (1..TRIES).map(pause).collect();
        assert!(all.is_sorted_by(|a, b| a < b), "{all:?}");
        let sum: Timestamp = all.iter().sum();
        assert!((18 * 3600..2 * DAY).contains(&sum) && sum < LONGEST_WAIT);
    }
}
