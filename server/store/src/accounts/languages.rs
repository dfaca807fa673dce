//! Which languages that are drafts are turned on, for the whole installation; and which one a family would rather read.

use domain::{Code, Error as Refusal, Timestamp, accounts::Actor, areas::AreaPath, permission::Action};

use crate::{
    By, Result, Store, Tx,
    db::sql::{rows, run, value, values},
};

/// What was decided about a language.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct LanguageSetting {
    /// Its tag: the name of its folder.
    pub tag: String,
    /// Whether it is offered.
    pub turned_on: bool,
    /// Who decided last.
    pub who: String,
    /// When.
    pub changed: Timestamp,
}

/// Languages are the same for everybody, so who decides has to stand at the top: of the installation, or of a root area.
fn must_decide(actor: &Actor) -> Result<()> {
    actor.must_somewhere(Action::Administer)?;
    let top = |path: &AreaPath| path.0.matches('/').count() <= 2;
    if actor.areas_for(Action::Administer).iter().any(top) {
        Ok(())
    } else {
        Err(Refusal::NotAllowed(Code::NotAllowed).into())
    }
}

async fn set(tx: &mut Tx<'_>, (tag, on): &(String, bool)) -> Result<()> {
    must_decide(&tx.actor)?;
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
        *on,
        account,
        now,
    )?;
    // A language has no number, so the line is about its tag.
    tx.audit(tag, 0).await
}

impl Store {
    /// The tags of languages that were turned on. Which languages a site speaks is no secret, so nobody has to ask for it.
    ///
    /// # Errors
    /// Only when the database fails.
    pub async fn languages_on(&self) -> Result<Vec<String>> {
        let mut db = self.reader().await?;
        Ok(values!(db, String, "select tag from language_setting where turned_on = true order by tag limit 60")?)
    }

    /// What was decided about languages, and by whom.
    ///
    /// # Errors
    /// For administrators of the installation or of a root area.
    pub async fn language_settings(&self, actor: &Actor) -> Result<Vec<LanguageSetting>> {
        must_decide(actor)?;
        let mut db = self.reader().await?;
        Ok(rows!(
            db,
            LanguageSetting,
            "select s.tag, s.turned_on, coalesce(a.name, '') as who, s.changed
             from language_setting s left join account a on a.id = s.changed_by order by s.tag limit 60",
        )?)
    }

    /// Turns a language on or off for everybody.
    ///
    /// # Errors
    /// As [`Store::language_settings`]; not found where `tag` is no tag.
    pub async fn language_set(&self, by: &By, tag: String, on: bool) -> Result<()> {
        let operation = if on { "language_on" } else { "language_off" };
        self.write(by, operation, (tag, on), |tx, input| Box::pin(set(tx, input))).await
    }

    /// The tag of the language in which the actor's family would rather read; empty for everybody else.
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
