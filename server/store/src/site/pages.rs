//! Texts of the public pages that an administrator wrote in place of the shipped ones.
//! Every version is kept. A version with an empty text is a return to the shipped one.

use domain::{
    Code, Timestamp,
    accounts::Actor,
    permission::Action,
    site::{self, PublicPage},
};
use serde::Serialize;

use crate::{
    Command, Refusal, Result, Store, Tx,
    db::sql::{row, rows, run, value},
};

/// Text of a page in one language.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, sqlx::FromRow)]
pub struct PageText {
    /// Counts the changes; 0 when it was never changed.
    pub version: i64,
    /// The text; empty for the shipped one.
    pub body: String,
    /// When it was changed; 0 when it never was.
    pub changed: Timestamp,
}

/// Version of a page's text, with the account that wrote it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, sqlx::FromRow)]
pub struct PageVersion {
    /// Page, as [`PublicPage::as_str`].
    pub page: String,
    /// Tag of the language.
    pub lang: String,
    /// Its number.
    pub version: i64,
    /// Whether it returned to the shipped text.
    pub shipped: bool,
    /// Name of the account.
    pub who: String,
    /// When it was written.
    pub changed: Timestamp,
}

/// Versions in a list: those of years.
const VERSIONS: i64 = 50;

/// Writes the next version of a page, if `seen` is the last one.
async fn write(tx: &mut Tx<'_>, page: PublicPage, lang: &str, seen: i64, body: &str) -> Result<i64> {
    if !site::is_tag(lang) {
        return Err(Refusal::field("lang", Code::Unknown).into());
    }
    let page = page.as_str();
    run!(
        tx,
        "insert into public_page (page, lang, version) values ($1, $2, 0) on conflict (page, lang) do nothing",
        page,
        lang,
    )?;
    let taken = run!(
        tx,
        "update public_page set version = version + 1 where page = $1 and lang = $2 and version = $3",
        page,
        lang,
        seen,
    )?;
    if taken != 1 {
        return Err(Refusal::field("text", Code::ChangedMeanwhile).into());
    }
    let (version, account, now) = (seen + 1, tx.actor.account, tx.now);
    run!(
        tx,
        "insert into public_page_text (page, lang, version, body, changed_by, changed) values ($1, $2, $3, $4, $5, $6)",
        page,
        lang,
        version,
        body,
        account,
        now,
    )?;
    tx.audit(&format!("page {page} {lang}"), version).await?;
    Ok(version)
}

/// Writes a page's text; returns the number of the version.
///
/// # Errors
/// `NotAllowed` unless the actor administers the installation; an invalid text; field `text` changed meanwhile when
/// `seen` is not the last version.
#[derive(Clone, Debug, Serialize)]
pub struct EditPage {
    /// Page to write.
    pub page: PublicPage,
    /// Tag of the language.
    pub lang: String,
    /// Version that the writer saw; 0 for the first change.
    pub seen: i64,
    /// Text, as typed.
    pub text: String,
}

impl Command for EditPage {
    const NAME: &'static str = "public_page_edit";
    type Output = i64;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<i64> {
        tx.actor.must_in_installation(Action::Administer)?;
        let body = site::page_text(&self.text)?;
        write(tx, self.page, &self.lang, self.seen, &body).await
    }
}

/// Returns to a page's shipped text; returns the number of the version.
///
/// # Errors
/// As [`EditPage`]; [`Code::WrongState`] while the shipped text applies.
#[derive(Clone, Debug, Serialize)]
pub struct ResetPage {
    /// Page to reset.
    pub page: PublicPage,
    /// Tag of the language.
    pub lang: String,
    /// Version that the administrator saw.
    pub seen: i64,
}

impl Command for ResetPage {
    const NAME: &'static str = "public_page_reset";
    type Output = i64;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<i64> {
        tx.actor.must_in_installation(Action::Administer)?;
        let version = write(tx, self.page, &self.lang, self.seen, "").await?;
        let before = value!(
            tx,
            i64,
            "select count(*) from public_page_text where page = $1 and lang = $2 and version = $3 and body <> ''",
            self.page.as_str(),
            self.lang.as_str(),
            self.seen,
        )?;
        if before == 0 { Err(Code::WrongState.into()) } else { Ok(version) }
    }
}

impl Store {
    /// Loads the text of a page that applies; an empty one means the shipped text. Public.
    ///
    /// # Errors
    /// Only when the database fails.
    pub async fn public_text(&self, page: PublicPage, lang: &str) -> Result<PageText> {
        let mut db = self.reader().await?;
        let found = row!(
            db,
            PageText,
            "select t.version, t.body, t.changed from public_page p
             join public_page_text t on t.page = p.page and t.lang = p.lang and t.version = p.version
             where p.page = $1 and p.lang = $2",
            page.as_str(),
            lang,
        )?;
        Ok(found.unwrap_or_default())
    }

    /// Loads the last version of every page that was ever changed.
    ///
    /// # Errors
    /// `NotAllowed` unless the actor administers the installation.
    pub async fn public_texts(&self, actor: &Actor) -> Result<Vec<PageVersion>> {
        actor.must_in_installation(Action::Administer)?;
        let mut db = self.reader().await?;
        Ok(rows!(
            db,
            PageVersion,
            "select t.page, t.lang, t.version, t.body = '' as shipped, coalesce(a.name, '') as who, t.changed
             from public_page p
             join public_page_text t on t.page = p.page and t.lang = p.lang and t.version = p.version
             left join account a on a.id = t.changed_by order by t.page, t.lang limit 200",
        )?)
    }

    /// Lists the versions of a page's text, newest first; at most 50.
    ///
    /// # Errors
    /// As [`Store::public_texts`].
    pub async fn public_text_versions(&self, actor: &Actor, page: PublicPage, lang: &str) -> Result<Vec<PageVersion>> {
        actor.must_in_installation(Action::Administer)?;
        let mut db = self.reader().await?;
        Ok(rows!(
            db,
            PageVersion,
            "select t.page, t.lang, t.version, t.body = '' as shipped, coalesce(a.name, '') as who, t.changed
             from public_page_text t left join account a on a.id = t.changed_by
             where t.page = $1 and t.lang = $2 order by t.version desc limit $3",
            page.as_str(),
            lang,
            VERSIONS,
        )?)
    }

    /// Loads one version of a page's text.
    ///
    /// # Errors
    /// As [`Store::public_texts`]; not found when there is no such version.
    pub async fn public_text_version(
        &self,
        actor: &Actor,
        page: PublicPage,
        lang: &str,
        version: i64,
    ) -> Result<PageText> {
        actor.must_in_installation(Action::Administer)?;
        let mut db = self.reader().await?;
        let found = row!(
            db,
            PageText,
            "select version, body, changed from public_page_text where page = $1 and lang = $2 and version = $3",
            page.as_str(),
            lang,
            version,
        )?;
        Ok(found.ok_or(Refusal::NotFound)?)
    }
}
