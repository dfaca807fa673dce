//! Forms that were typed while their session ended: kept for an hour, until their account signs in again.
//! In the database, so that a restart loses none and any server gives them back. What was typed may be about a family,
//! so it is sealed.

use domain::{Timestamp, accounts::AccountId};
use serde::Serialize;

use crate::{
    By, Command, Result, Store, Tx,
    crypto::secret::Secret,
    db::sql::{json_text, read_json, row, run},
};

/// Form of one account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct WaitingForm {
    /// Number in the cookie of the browser that sent it.
    pub number: String,
    /// Path of the page that showed it.
    pub page: String,
    /// Path that it was posted to.
    pub to: String,
    /// Names and values.
    pub values: Vec<(String, String)>,
}

/// Keeps a form; an earlier one of the account makes room.
#[derive(Clone, Debug, Serialize)]
struct KeepForm {
    account: AccountId,
    until: Timestamp,
    form: WaitingForm,
}

impl Command for KeepForm {
    const NAME: &'static str = "form_keep";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        let WaitingForm { number, page, to, values } = &self.form;
        let json = json_text(values)?;
        let body = tx.vault.seal(Secret::WaitingForm, &json)?;
        run!(
            tx,
            "insert into form_waiting (account, number, page, posted_to, body, until)
             select id, cast($2 as text), cast($3 as text), cast($4 as text), cast($5 as text), cast($6 as bigint)
             from account where id = $1 and open = true
             on conflict (account) do update set number = excluded.number, page = excluded.page,
                 posted_to = excluded.posted_to, body = excluded.body, until = excluded.until",
            self.account,
            number,
            page,
            to,
            body,
            self.until,
        )?;
        Ok(())
    }
}

/// Deletes the account's form; whether it was there, so that one request gets it.
#[derive(Clone, Debug, Serialize)]
struct TakeForm {
    account: AccountId,
    number: String,
}

impl Command for TakeForm {
    const NAME: &'static str = "form_take";
    type Output = bool;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<bool> {
        let gone = run!(tx, "delete from form_waiting where account = $1 and number = $2", self.account, &self.number)?;
        Ok(gone > 0)
    }
}

/// Deletes forms whose hour has passed; returns how many.
pub(crate) async fn forget(tx: &mut Tx<'_>) -> Result<u64> {
    let now = tx.now;
    Ok(run!(tx, "delete from form_waiting where until <= $1", now)?)
}

impl Store {
    /// Keeps a form that was posted without a session for the account that it was shown to, until this time.
    ///
    /// # Errors
    /// Only when the database fails.
    pub async fn form_keep(&self, account: AccountId, form: WaitingForm, until: Timestamp) -> Result<()> {
        self.run(&By::system(), KeepForm { account, until, form }).await
    }

    /// Gives a form back to its account, once, on the page that showed it and in the browser that sent it.
    ///
    /// # Errors
    /// Only when the database fails.
    pub async fn form_take(&self, account: AccountId, number: &str, page: &str) -> Result<Option<WaitingForm>> {
        let mut db = self.reader().await?;
        let found = row!(
            db,
            (String, String),
            "select posted_to, body from form_waiting where account = $1 and number = $2 and page = $3 and until > $4",
            account,
            number,
            page,
            self.now(),
        )?;
        drop(db);
        let Some((to, body)) = found else { return Ok(None) };
        let (number, page) = (number.to_owned(), page.to_owned());
        if !self.run(&By::system(), TakeForm { account, number: number.clone() }).await? {
            return Ok(None);
        }
        let json = self.vault.open(Secret::WaitingForm, &body)?;
        let values = read_json(&json)?;
        Ok(Some(WaitingForm { number, page, to, values }))
    }
}
