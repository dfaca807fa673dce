//! Draft languages that are enabled for the whole installation, and a family's preferred language.

use domain::{Code, Timestamp, accounts::Actor, areas::AreaPath, permission::Action};

use crate::{
    Command, Refusal, Result, Store, Tx,
    db::{
        command::stored_as_tuple,
        sql::{rows, run, value, values},
    },
};

/// Decision about a draft language.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct LanguageSetting {
    /// Language tag, also the name of its folder.
    pub tag: String,
    /// Whether it is offered.
    pub turned_on: bool,
    /// Name of the account that decided last.
    pub who: String,
    /// When it decided, in Unix seconds.
    pub changed: Timestamp,
}

/// Checks that the actor administers the installation or a root area: for what is one for all of them.
pub(crate) fn must_administer_everywhere(actor: &Actor) -> Result<()> {
    actor.must_somewhere(Action::Administer)?;
    let top = |path: &AreaPath| path.0.matches('/').count() <= 2;
    if actor.areas_for(Action::Administer).iter().any(top) {
        Ok(())
    } else {
        Err(Refusal::NotAllowed(Code::NotAllowed).into())
    }
}

async fn set(tx: &mut Tx<'_>, tag: &str, on: bool) -> Result<()> {
    must_administer_everywhere(&tx.actor)?;
    let fits = !tag.is_empty() && tag.len() <= 16 && tag.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    if !fits {
        return Err(Refusal::NotFound.into());
    }
    let (account, now) = (tx.actor.account, tx.now);
    run!(
        tx,
        "insert into language_setting (tag, turned_on, changed_by, changed) values ($1, $2, $3, $4)
         on conflict (tag) do update set turned_on = excluded.turned_on, changed_by = excluded.changed_by, changed = excluded.changed",
        tag,
        on,
        account,
        now,
    )?;
    // Languages have no id, so the tag is the subject of the audit entry.
    tx.audit(tag, 0).await
}

/// Enables a draft language for the whole installation.
///
/// # Errors
/// As [`Store::language_settings`]; `NotFound` when the tag is malformed.
#[derive(Clone, Debug)]
pub struct EnableLanguage {
    /// Language tag.
    pub tag: String,
    on: bool,
}

impl EnableLanguage {
    /// Command for a language tag.
    pub fn new(tag: impl Into<String>) -> EnableLanguage {
        EnableLanguage { tag: tag.into(), on: true }
    }
}

stored_as_tuple!(EnableLanguage, tag, on);

impl Command for EnableLanguage {
    const NAME: &'static str = "language_on";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        set(tx, &self.tag, self.on).await
    }
}

/// Disables a draft language for the whole installation.
///
/// # Errors
/// As [`EnableLanguage`].
#[derive(Clone, Debug)]
pub struct DisableLanguage {
    /// Language tag.
    pub tag: String,
    on: bool,
}

impl DisableLanguage {
    /// Command for a language tag.
    pub fn new(tag: impl Into<String>) -> DisableLanguage {
        DisableLanguage { tag: tag.into(), on: false }
    }
}

stored_as_tuple!(DisableLanguage, tag, on);

impl Command for DisableLanguage {
    const NAME: &'static str = "language_off";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        set(tx, &self.tag, self.on).await
    }
}

impl Store {
    /// Loads the tags of enabled draft languages; public, because pages list them.
    ///
    /// # Errors
    /// Only when the database fails.
    pub async fn languages_on(&self) -> Result<Vec<String>> {
        let mut db = self.reader().await?;
        Ok(values!(db, String, "select tag from language_setting where turned_on = true order by tag limit 60")?)
    }

    /// Loads the decisions about draft languages.
    ///
    /// # Errors
    /// `NotAllowed` unless the actor administers the installation or a root area.
    pub async fn language_settings(&self, actor: &Actor) -> Result<Vec<LanguageSetting>> {
        must_administer_everywhere(actor)?;
        let mut db = self.reader().await?;
        Ok(rows!(
            db,
            LanguageSetting,
            "select s.tag, s.turned_on, coalesce(a.name, '') as who, s.changed
             from language_setting s left join account a on a.id = s.changed_by order by s.tag limit 60",
        )?)
    }

    /// Loads the preferred language of the actor's family; empty for other accounts and when not set.
    ///
    /// # Errors
    /// Only when the database fails.
    pub async fn preferred_language(&self, actor: &Actor) -> Result<String> {
        if actor.household == 0 {
            return Ok(String::new());
        }
        let mut db = self.reader().await?;
        Ok(value!(db, String, "select language from household where id = $1", actor.household)?)
    }
}
