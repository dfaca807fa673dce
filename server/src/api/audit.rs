//! The audit trail.

use domain::{
    Code, Timestamp,
    accounts::security::{SecurityDay, SecurityEvent, SecurityQuery},
    audit::{AuditLine, AuditPlace, AuditQuery, AuthorKind, DeviceKind, Record},
};

use crate::api::prelude::*;

/// Filters of the audit trail; a field left out filters nothing.
#[derive(Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct TrailQuery {
    /// Area of the record, with the areas below it.
    area: i64,
    /// Account that acted.
    account: i64,
    /// Operation, such as `role_grant`.
    action: String,
    /// One record, such as `household:17`.
    subject: String,
    /// At or after this time.
    from: Timestamp,
    /// Before this time.
    to: Timestamp,
    /// `next` of the previous page.
    cursor: String,
}

/// A line of the audit trail.
#[derive(Serialize, ToSchema)]
pub struct TrailLine {
    /// Number of the line.
    id: i64,
    /// When.
    at: Timestamp,
    /// Which kind of author.
    author: AuthorKind,
    /// Account that acted, or `null` for visitors and jobs.
    account: Option<i64>,
    /// Name of a person; `null` for families, and where you may not know it.
    name: Option<String>,
    /// Operation; new ones may be added.
    action: String,
    /// Kind of the record.
    subject: String,
    /// Number of the record, or `null`.
    subject_id: Option<i64>,
    /// Area of the record at the time, or `null`.
    area: Option<i64>,
    /// Name of that area, or `null`.
    area_name: Option<String>,
    /// With which kind of device, or `null` when that is not known.
    device: Option<DeviceKind>,
}

impl From<AuditLine> for TrailLine {
    fn from(line: AuditLine) -> Self {
        let number = |n: i64| (n != 0).then_some(n);
        let text = |text: String| (!text.is_empty()).then_some(text);
        TrailLine {
            id: line.id,
            at: line.at,
            author: line.author,
            account: number(line.account),
            name: text(line.name),
            action: line.action,
            subject: line.subject,
            subject_id: number(line.subject_id),
            area: number(line.area),
            area_name: text(line.area_name),
            device: line.device,
        }
    }
}

/// A page of the audit trail.
#[derive(Serialize, ToSchema)]
pub struct TrailPage {
    /// Lines, newest first.
    items: Vec<TrailLine>,
    /// Cursor of the next page, or `null`.
    next: Option<String>,
}

/// Lists who did what, on which record, when, and with which kind of device, in your areas; newest first.
/// Lines of the installation are listed for its administrators only. No line names a family.
#[utoipa::path(get, path = "/audit", tag = "audit", params(TrailQuery),
    responses((status = 200, body = TrailPage)))]
pub async fn trail(
    State(store): State<Store>,
    Signed { actor, .. }: Signed,
    Query(query): Query<TrailQuery>,
) -> Answer<Json<TrailPage>> {
    // First: a caller who may not read it does not learn whether the query is valid.
    actor.must_somewhere(domain::permission::Action::ReadAudit)?;
    let TrailQuery { area, account, action, subject, from, to, cursor } = query;
    let wrong = |name: &'static str| move |code| domain::Error::field(name, code);
    let record = match subject.as_str() {
        "" => None,
        text => Some(text.parse::<Record>().map_err(wrong("subject"))?),
    };
    let cursor = match cursor.as_str() {
        "" => AuditPlace::default(),
        text => text.parse().map_err(wrong("cursor"))?,
    };
    let query = AuditQuery { area, account, action, record, from, to, cursor };
    let found = store.audit_trail(&actor, &query).await?;
    Ok(Json(TrailPage {
        items: found.lines.into_iter().map(TrailLine::from).collect(),
        next: found.next.map(|place| place.to_string()),
    }))
}

/// Filters of the security events; a field left out filters nothing.
#[derive(Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct SecurityFilter {
    /// One kind, as in the answer.
    kind: String,
    /// Hash of one subject or origin.
    of: String,
}

/// How often a kind of security event occurred.
#[derive(Serialize, ToSchema)]
pub struct SecurityCount {
    /// The kind; new ones may be added.
    kind: &'static str,
    /// Number of events.
    count: i64,
}

/// Equal security events of one moment.
#[derive(Serialize, ToSchema)]
pub struct SecurityLine {
    /// Time of the latest one.
    at: Timestamp,
    /// What happened.
    kind: &'static str,
    /// Hash of whom or what it was about; empty when that is not known.
    subject: String,
    /// Hash of the account, or of a visitor's address, that it came from; empty when that is not known.
    origin: String,
    /// Number of events.
    count: i64,
}

/// The security events of the last day.
#[derive(Serialize, ToSchema)]
pub struct SecurityDayBody {
    /// Number of events of each kind, most first; not filtered.
    counts: Vec<SecurityCount>,
    /// The latest events that the filter leaves.
    events: Vec<SecurityLine>,
}

/// Returns the security events of the last day in your root area; for roles in the installation all of them.
#[utoipa::path(get, path = "/security-events", tag = "audit", params(SecurityFilter),
    responses((status = 200, body = SecurityDayBody)))]
pub async fn security(
    State(store): State<Store>,
    Signed { actor, .. }: Signed,
    Query(SecurityFilter { kind, of }): Query<SecurityFilter>,
) -> Answer<Json<SecurityDayBody>> {
    let known = kind.parse().ok();
    let query = SecurityQuery { kind: known, hash: of.chars().filter(char::is_ascii_hexdigit).collect() };
    // First: a caller who may not read them does not learn whether the query is valid.
    let SecurityDay { counts, events } = store.security_day(&actor, &query).await?;
    if known.is_none() && !kind.is_empty() {
        return Err(Problem::field("kind", Code::Unknown));
    }
    let line = |event: SecurityEvent| {
        let SecurityEvent { at, kind, subject, origin, count } = event;
        SecurityLine { at, kind: kind.as_str(), subject, origin, count }
    };
    let counts = counts.into_iter().map(|(kind, count)| SecurityCount { kind: kind.as_str(), count }).collect();
    Ok(Json(SecurityDayBody { counts, events: events.into_iter().map(line).collect() }))
}
