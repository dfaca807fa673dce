//! The audit trail: who did what, on which record, when, and with which kind of device.
//! A line names records by kind and number. It never holds what a family told.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use crate::{
    Code, Timestamp,
    accounts::AccountId,
    areas::{AreaId, AreaPath},
    error::Checks,
    permission::Action,
};

/// Coarse kind of the device that sent a write. Stored instead of what the browser says of itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum DeviceKind {
    /// A phone or a tablet.
    Phone,
    /// A computer at a desk.
    Desk,
    /// A program that calls the API.
    Api,
    /// A scheduled job of the server.
    Job,
}

crate::text_enum!(DeviceKind { Phone = "phone", Desk = "desk", Api = "api", Job = "job" });

impl DeviceKind {
    /// Returns the kind of the device that asked for `path`, by the words of its `User-Agent` that all phones share.
    #[must_use]
    pub fn of_request(path: &str, user_agent: &str) -> Self {
        const PHONES: [&str; 5] = ["Mobi", "Android", "iPhone", "iPad", "HarmonyOS"];
        if path == "/api" || path.starts_with("/api/") {
            DeviceKind::Api
        } else if PHONES.iter().any(|word| user_agent.contains(word)) {
            DeviceKind::Phone
        } else {
            DeviceKind::Desk
        }
    }
}

/// Which kind of author a line has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum AuthorKind {
    /// Staff or a donor.
    Person,
    /// An account of a family, which is never named.
    Family,
    /// A browser without an account.
    Visitor,
    /// A scheduled job of the server.
    Server,
}

crate::text_enum!(AuthorKind { Person = "person", Family = "family", Visitor = "visitor", Server = "server" });

/// Kinds of records that lines name, as stored; the form of the page offers them.
pub const SUBJECTS: &[&str] = &[
    "wish",
    "claim",
    "standby",
    "application",
    "need",
    "dispute",
    "reversal",
    "case",
    "call_back",
    "referral",
    "service",
    "one_person",
    "one_person_order",
    "thanks",
    "household",
    "consent",
    "objection",
    "answerer",
    "visit_rule",
    "visit",
    "finding",
    "household_import",
    "round",
    "round_door",
    "pairing",
    "slot",
    "appointment",
    "question",
    "course",
    "community_group",
    "group_household",
    "group_notice",
    "area_document",
    "market_offer",
    "shift",
    "shift_task",
    "entitlement",
    "entitlement_rule",
    "school_place",
    "school_rule",
    "item",
    "item_terms",
    "receipt",
    "offer",
    "stock_take",
    "transfer",
    "journal",
    "shop_order",
    "import",
    "location",
    "notice_month",
    "account",
    "area",
    "policy",
    "points_policy",
    "organisation",
    "partnership",
    "pledge",
    "pledge_listing",
    "audit",
    "clock",
];

/// Returns the path below which records of this kind have their pages, and the actions that open them.
#[must_use]
pub fn page_of(subject: &str) -> Option<(&'static str, &'static [Action])> {
    Some(match subject {
        "wish" | "one_person" => ("/desk/wishes", &[Action::ReviewWishes, Action::ReadHouseholds]),
        "claim" => ("/desk/claims", &[Action::ReadStock]),
        "round" => ("/desk/rounds", &[Action::ReadRounds]),
        "round_door" => ("/desk/doors", &[Action::ReadRounds]),
        "pairing" => ("/pairings", &[Action::ReadPairings]),
        "slot" => ("/desk/slots", &[Action::ReadSlots]),
        "question" => ("/questions", &[Action::ReadSlots]),
        "organisation" => ("/desk/organisations", &[Action::ReadOrganisations]),
        "partnership" => ("/partnerships", &[Action::ReadOrganisations]),
        "pledge" => ("/pledges", &[Action::ReadOrganisations]),
        "course" => ("/courses", &[Action::ReadCourses]),
        "community_group" => ("/desk/groups", &[Action::ReadGroups]),
        "group_notice" => ("/desk/groups/notices", &[Action::ReadGroups]),
        "area_document" => ("/desk/documents", &[Action::KeepDocuments]),
        "market_offer" => ("/market", &[Action::ReviewWishes]),
        "shift" => ("/desk/shifts", &[Action::ReadShifts]),
        "entitlement" => ("/desk/entitled", &[Action::ReadHouseholds]),
        "entitlement_rule" => ("/desk/entitlements", &[Action::ReadEntitlements]),
        "school_place" => ("/desk/school-places", &[Action::ReadCases]),
        "dispute" => ("/desk/disputes", &[Action::ReadDisputes]),
        "reversal" => ("/desk/reversals", &[Action::ReadDisputes]),
        "case" => ("/desk/cases", &[Action::ReadCases]),
        "call_back" => ("/desk/call-backs", &[Action::ReadCases]),
        "referral" => ("/desk/referrals", &[Action::ReadCases]),
        "household" => ("/desk/households", &[Action::ReadHouseholds]),
        "visit" => ("/desk/visits", &[Action::ReadVisits]),
        "finding" => ("/desk/findings", &[Action::ReadVisits]),
        "item" | "item_terms" => ("/shop/items", &[Action::ReadStock]),
        "receipt" => ("/shop/receipts", &[Action::ReadStock]),
        "offer" => ("/shop/offers", &[Action::ReadStock]),
        "stock_take" => ("/shop/stock-takes", &[Action::ReadStock]),
        "transfer" => ("/shop/transfers", &[Action::ReadStock]),
        "journal" => ("/shop/journals", &[Action::ReadStock]),
        "shop_order" | "one_person_order" => ("/shop/orders", &[Action::ReadStock]),
        "location" => ("/admin/locations", &[Action::Administer]),
        "account" => ("/admin/accounts", &[Action::AssignRoles]),
        "area" | "policy" | "points_policy" => ("/admin/areas", &[Action::SetPolicy]),
        _ => return None,
    })
}

/// Position in the list: a page holds the lines below it. The number orders the lines of one second.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct AuditPlace {
    /// Time of the line.
    pub at: Timestamp,
    /// Number of the line.
    pub id: i64,
}

impl Default for AuditPlace {
    /// Position above every line: the first page.
    fn default() -> Self {
        AuditPlace { at: Timestamp::MAX, id: i64::MAX }
    }
}

/// Writes the form used in addresses: `1795000000.17`.
impl fmt::Display for AuditPlace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.at, self.id)
    }
}

impl FromStr for AuditPlace {
    type Err = Code;

    fn from_str(text: &str) -> Result<Self, Code> {
        let (at, id) = text.split_once('.').ok_or(Code::Unknown)?;
        let number = |text: &str| text.parse().map_err(|_| Code::Unknown);
        Ok(AuditPlace { at: number(at)?, id: number(id)? })
    }
}

/// A record: its kind as stored, and its number.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Record {
    /// Kind, such as `household`.
    pub subject: String,
    /// Number of the record.
    pub id: i64,
}

/// Writes the form used in addresses: `household:17`.
impl fmt::Display for Record {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.subject, self.id)
    }
}

impl FromStr for Record {
    type Err = Code;

    fn from_str(text: &str) -> Result<Self, Code> {
        let (subject, id) = text.split_once(':').ok_or(Code::Unknown)?;
        let known = SUBJECTS.contains(&subject);
        let id = id.trim().trim_start_matches('#').parse().map_err(|_| Code::Unknown)?;
        if known { Ok(Record { subject: subject.to_owned(), id }) } else { Err(Code::Unknown) }
    }
}

/// Filters of the list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct AuditQuery {
    /// Area of the record, with those below it; 0 for all that the reader may read.
    pub area: AreaId,
    /// Account that acted; 0 for all.
    pub account: AccountId,
    /// Operation; empty for all.
    pub action: String,
    /// One record.
    pub record: Option<Record>,
    /// First second included; 0 for no lower bound.
    pub from: Timestamp,
    /// First second excluded; 0 for no upper bound.
    pub to: Timestamp,
    /// Where the page begins.
    pub cursor: AuditPlace,
}

/// A line of the trail, as its reader may see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditLine {
    /// Number of the line.
    pub id: i64,
    /// When.
    pub at: Timestamp,
    /// Which kind of author.
    pub author: AuthorKind,
    /// Account that acted; 0 for visitors and jobs.
    pub account: AccountId,
    /// Name of a person; empty for others, and for accounts of another root area.
    pub name: String,
    /// Operation, as stored.
    pub action: String,
    /// Kind of the record, as stored.
    pub subject: String,
    /// Number of the record; 0 for none.
    pub subject_id: i64,
    /// Area of the record at the time; 0 for the installation, and for lines of earlier releases.
    pub area: AreaId,
    /// Name of that area; empty for 0.
    pub area_name: String,
    /// Path of that area; the installation's for 0.
    pub path: AreaPath,
    /// With which kind of device; `None` when that is not known.
    pub device: Option<DeviceKind>,
}

impl AuditLine {
    /// Position of the page that begins below this line.
    #[must_use]
    pub fn place(&self) -> AuditPlace {
        AuditPlace { at: self.at, id: self.id }
    }
}

/// A page of the trail.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AuditPage {
    /// Lines, newest first.
    pub lines: Vec<AuditLine>,
    /// Position of the next page; `None` on the last one.
    pub next: Option<AuditPlace>,
}

/// How long an installation keeps notices that were read, and audit lines that were written to a file; 0 for good.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Retention {
    /// Days after which notices that were read go.
    pub notice_days: i64,
    /// Years after which audit lines go, once they were written to a file.
    pub audit_years: i64,
}

/// The policy of retention, and what has passed its time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct RetentionState {
    /// How long what is kept.
    pub policy: Retention,
    /// Notices that were read and go with the next runs of the jobs.
    pub notices: i64,
    /// Audit lines that go once they were written to a file.
    pub audit_lines: i64,
}

impl Retention {
    /// Validates both numbers.
    ///
    /// # Errors
    /// [`crate::Error::Invalid`] with each that is out of range.
    pub fn checked(self) -> crate::Result<Self> {
        let mut checks = Checks::default();
        checks.ensure(
            "notice-days",
            self.notice_days == 0 || (90..=3650).contains(&self.notice_days),
            Code::OutOfRange,
        );
        checks.ensure("audit-years", (0..=50).contains(&self.audit_years), Code::OutOfRange);
        checks.done().map(|()| self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notices_are_kept_for_three_months_at_least_or_for_good() {
        let kept = |notice_days, audit_years| Retention { notice_days, audit_years }.checked().is_ok();
        assert!(kept(0, 0) && kept(90, 1) && kept(3650, 50));
        assert!(!kept(89, 1) && !kept(-1, 1) && !kept(3651, 1) && !kept(90, -1) && !kept(90, 51));
    }

    #[test]
    fn a_device_is_told_by_path_and_a_few_words() {
        let phone = "Mozilla/5.0 (Linux; Android 12; HUAWEI) Mobile Safari/537.36 MicroMessenger/8.0";
        let desk = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/140.0";
        assert_eq!(DeviceKind::of_request("/desk", phone), DeviceKind::Phone);
        assert_eq!(DeviceKind::of_request("/desk", desk), DeviceKind::Desk);
        assert_eq!(DeviceKind::of_request("/desk", ""), DeviceKind::Desk);
        assert_eq!(DeviceKind::of_request("/api/v1/wishes", phone), DeviceKind::Api);
        assert_eq!(DeviceKind::of_request("/apiary", desk), DeviceKind::Desk);
    }

    #[test]
    fn written_places_and_records_parse_and_invalid_ones_do_not() {
        let place = AuditPlace { at: 1_795_000_000, id: 17 };
        assert_eq!(place.to_string().parse(), Ok(place));
        let record = Record { subject: "household".into(), id: 17 };
        assert_eq!(record.to_string().parse(), Ok(record));
        for wrong in ["", "1", "a.b", "household", "household:x", "secret:1"] {
            assert!(wrong.parse::<AuditPlace>().is_err() && wrong.parse::<Record>().is_err(), "{wrong}");
        }
    }
}
