//! The audit trail.

use domain::{
    Timestamp,
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
