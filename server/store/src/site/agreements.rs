//! Which versions of terms and privacy statement apply, and which ones an account agreed to.

use domain::{
    Code,
    accounts::AccountId,
    site::{Agreement, EDITION},
};

use crate::{
    Conn, Refusal, Result, Store, Tx,
    db::sql::{rows, run},
};

/// Loads the versions that apply in a language; 0 where the shipped text was never changed.
async fn in_force(db: &mut Conn<'_>, lang: &str) -> Result<Agreement> {
    let versions = rows!(
        db,
        (String, i64),
        "select page, version from public_page where lang = $1 and page in ('terms', 'privacy') order by page",
        lang,
    )?;
    let version = |page: &str| versions.iter().find(|(name, _)| name == page).map_or(0, |(_, version)| *version);
    let (terms, privacy) = (version("terms"), version("privacy"));
    Ok(Agreement { lang: lang.to_owned(), edition: EDITION, terms, privacy })
}

/// Checks that an agreement is to the versions that apply now, so that none is recorded to a text that was not shown.
///
/// # Errors
/// Invalid field `agreed`: required when missing, changed meanwhile for other versions.
pub(crate) async fn must_be_in_force(tx: &mut Tx<'_>, agreed: Option<&Agreement>) -> Result<Agreement> {
    let agreed = agreed.ok_or(Refusal::field("agreed", Code::Required))?;
    if in_force(&mut tx.arm(), &agreed.lang).await? == *agreed {
        Ok(agreed.clone())
    } else {
        Err(Refusal::field("agreed", Code::ChangedMeanwhile).into())
    }
}

/// Records what an account agreed to, in place of what it agreed to before.
pub(crate) async fn record(tx: &mut Tx<'_>, account: AccountId, agreed: &Agreement) -> Result<()> {
    let now = tx.now;
    run!(
        tx,
        "insert into agreement (account, lang, edition, terms, privacy, agreed) values ($1, $2, $3, $4, $5, $6)
         on conflict (account) do update set lang = excluded.lang, edition = excluded.edition, terms = excluded.terms,
             privacy = excluded.privacy, agreed = excluded.agreed",
        account,
        agreed.lang.as_str(),
        agreed.edition,
        agreed.terms,
        agreed.privacy,
        now,
    )?;
    Ok(())
}

impl Store {
    /// Loads what a registration agrees to in this language now. Public.
    ///
    /// # Errors
    /// Only when the database fails.
    pub async fn agreement_in_force(&self, lang: &str) -> Result<Agreement> {
        let mut db = self.reader().await?;
        in_force(&mut db.arm(), lang).await
    }
}
