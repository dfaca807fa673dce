//! What the installation says of itself: public pages, the contact, and numbers.

use app::{i18n::Lang, pages::site::shipped};
use axum::{extract::Path, http::HeaderMap};
use domain::{
    Code, Error, Timestamp,
    audit::{Retention, RetentionState},
    health::Health,
    permission::Action,
    site::{Agreement, PublicNumbers, PublicPage, SiteContact},
};
use store::{
    ops::chain::retention::ChangeRetention,
    site::{
        contact::SetContact,
        pages::{EditPage, ResetPage},
    },
};

use crate::{api::prelude::*, http::problem::language};

/// A public page in one language.
#[derive(Serialize, ToSchema)]
pub struct PublicText {
    /// The page.
    page: PublicPage,
    /// Language of the text.
    #[schema(example = "zh-CN")]
    lang: String,
    /// Counts the changes; 0 for a page that was never changed.
    version: i64,
    /// Whether this is the shipped text.
    shipped: bool,
    /// When it was changed; 0 when it never was.
    changed: Timestamp,
    /// Plain text: a line is a paragraph, `#` begins a heading, `##` a smaller one, `-` an entry of a list.
    text: String,
}

/// A new text of a page.
#[derive(Deserialize, ToSchema)]
pub struct PageBody {
    /// Language of the text.
    #[schema(example = "zh-CN")]
    lang: String,
    /// The `version` that the writer has seen.
    seen: i64,
    /// At most 20,000 characters.
    text: String,
}

/// Which page returns to the shipped text.
#[derive(Deserialize, ToSchema)]
pub struct ResetBody {
    /// Language of the text.
    #[schema(example = "zh-CN")]
    lang: String,
    /// The `version` that the administrator has seen.
    seen: i64,
}

/// Number of a version.
#[derive(Serialize, ToSchema)]
pub struct PageChanged {
    /// Counts the changes.
    version: i64,
}

/// Versions of terms and privacy statement that a registration agrees to.
#[derive(Serialize, ToSchema)]
pub struct AgreementNow {
    /// Value of the field `agreed` of the registration form.
    #[schema(example = "zh-CN.1.0.0")]
    agreed: String,
}

/// Reads the page in the path. Anything else is 404.
fn page_named(name: &str) -> Answer<PublicPage> {
    name.parse().map_err(|_| Error::NotFound.into())
}

fn must_be_complete(lang: &str) -> Answer<()> {
    Lang::from_tag(lang).map(|_| ()).ok_or_else(|| Problem::field("lang", Code::Unknown))
}

/// Returns the text of a public page in the caller's language.
#[utoipa::path(get, path = "/pages/{page}", tag = "site", security(()),
    params(("page" = String, Path, description = "`about`, `how`, `privacy`, `terms`, `help` or `contact`")),
    responses((status = 200, body = PublicText)))]
pub async fn page(
    State(store): State<Store>,
    headers: HeaderMap,
    Path(name): Path<String>,
) -> Answer<Tagged<PublicText>> {
    let (page, lang) = (page_named(&name)?, language(&headers));
    let text = store.public_text(page, lang.tag()).await?;
    let is_shipped = text.body.is_empty();
    let found = PublicText {
        page,
        lang: lang.tag().to_owned(),
        version: text.version,
        shipped: is_shipped,
        changed: text.changed,
        text: if is_shipped { shipped(lang, page) } else { text.body },
    };
    Ok(Tagged(found.version, found))
}

/// Writes the text of a public page, for administrators of the installation.
#[utoipa::path(post, path = "/pages/{page}", tag = "site", request_body = PageBody,
    params(("page" = String, Path, description = "As in `GET`"),
        ("If-Match" = Option<String>, Header, description = "`ETag` of the text that was read")),
    responses((status = 200, body = PageChanged)))]
pub async fn page_edit(
    State(store): State<Store>,
    write: Write,
    if_match: IfMatch,
    Path(name): Path<String>,
    Body(PageBody { lang, seen, text }): Body<PageBody>,
) -> Answer<Json<PageChanged>> {
    write.actor().must_in_installation(Action::Administer)?;
    let page = page_named(&name)?;
    must_be_complete(&lang)?;
    let edit = EditPage { page, lang, seen: if_match.or(seen), text };
    let version = if_match.judge(store.run(&write.0, edit).await)?;
    Ok(Json(PageChanged { version }))
}

/// Returns to the shipped text of a public page, for administrators of the installation.
#[utoipa::path(post, path = "/pages/{page}/reset", tag = "site", request_body = ResetBody,
    params(("page" = String, Path, description = "As in `GET`")), responses((status = 200, body = PageChanged)))]
pub async fn page_reset(
    State(store): State<Store>,
    write: Write,
    Path(name): Path<String>,
    Body(ResetBody { lang, seen }): Body<ResetBody>,
) -> Answer<Json<PageChanged>> {
    write.actor().must_in_installation(Action::Administer)?;
    let page = page_named(&name)?;
    must_be_complete(&lang)?;
    let version = store.run(&write.0, ResetPage { page, lang, seen }).await?;
    Ok(Json(PageChanged { version }))
}

/// Returns whom to ask; empty until an administrator sets it.
#[utoipa::path(get, path = "/contact", tag = "site", security(()), responses((status = 200, body = SiteContact)))]
pub async fn contact(State(store): State<Store>) -> Answer<Json<SiteContact>> {
    Ok(Json(store.site_contact().await?))
}

/// Sets whom to ask, for administrators of the installation. Empty fields remove it.
#[utoipa::path(post, path = "/contact", tag = "site", request_body = SiteContact,
    responses((status = 204, description = "Set")))]
pub async fn contact_set(
    State(store): State<Store>,
    write: Write,
    Body(contact): Body<SiteContact>,
) -> Answer<StatusCode> {
    let set = store.run(&write.0, SetContact(contact)).await;
    let named = |problem: Problem| {
        [("contact_name", "name"), ("contact_phone", "phone"), ("contact_hours", "hours")]
            .into_iter()
            .fold(problem, |problem, (field, name)| problem.calling(field, name))
    };
    set.map_err(|refused| named(refused.into()))?;
    Ok(DONE)
}

/// Returns the public numbers, as they were counted within the last minutes; `null` for those below five.
#[utoipa::path(get, path = "/numbers", tag = "site", security(()), responses((status = 200, body = PublicNumbers)))]
pub async fn numbers(State(store): State<Store>) -> Answer<Json<PublicNumbers>> {
    Ok(Json(store.public_numbers().await?))
}

/// Returns how the installation is doing: what waits, messages, backups, versions. Numbers, no persons; for
/// administrators of the installation or of a root area.
#[utoipa::path(get, path = "/health", tag = "site", responses((status = 200, body = Health)))]
pub async fn health(State(store): State<Store>, Signed { actor, .. }: Signed) -> Answer<Json<Health>> {
    Ok(Json(store.health(&actor).await?))
}

/// Returns how long the installation keeps notices and audit lines, and how many have passed their time; for
/// administrators of the installation or of a root area.
#[utoipa::path(get, path = "/retention", tag = "site", responses((status = 200, body = RetentionState)))]
pub async fn retention(State(store): State<Store>, Signed { actor, .. }: Signed) -> Answer<Json<RetentionState>> {
    Ok(Json(store.retention_state(&actor).await?))
}

/// Sets how long the installation keeps notices that were read and audit lines that were written to a file; 0 for good.
/// For administrators of the installation.
#[utoipa::path(post, path = "/retention", tag = "site", request_body = Retention,
    responses((status = 204, description = "Set")))]
pub async fn retention_set(
    State(store): State<Store>,
    write: Write,
    Body(retention): Body<Retention>,
) -> Answer<StatusCode> {
    let set = store.run(&write.0, ChangeRetention(retention)).await;
    let named = |problem: Problem| problem.calling("notice-days", "notice_days").calling("audit-years", "audit_years");
    set.map_err(|refused| named(refused.into()))?;
    Ok(DONE)
}

/// Returns which versions of terms and privacy statement a registration agrees to, in the caller's language.
#[utoipa::path(get, path = "/agreement", tag = "site", security(()), responses((status = 200, body = AgreementNow)))]
pub async fn agreement(State(store): State<Store>, headers: HeaderMap) -> Answer<Json<AgreementNow>> {
    let agreed: Agreement = store.agreement_in_force(language(&headers).tag()).await?;
    Ok(Json(AgreementNow { agreed: agreed.to_string() }))
}
