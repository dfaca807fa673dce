//! Proving a session anew: its owner types the password, or a code of the second factor, before a step that asks again.

use domain::{
    Code,
    accounts::{Actor, sessions::SessionId},
};
use serde::Serialize;

use crate::{
    By, Command, Error, Refusal, Result, Store, Tx,
    accounts::{
        factor::{self, TypedFactor},
        sign_in::throttle::Tries,
    },
    db::{pagination::signed_in, sql::run},
};

/// Stores that the session of the request was proved now.
///
/// # Errors
/// Not signed in, or without a session; field `proof` for a wrong code, and one that was used.
#[derive(Clone, Serialize)]
pub struct ProveSession {
    /// Code to be used up; `None` when the password was verified.
    #[serde(skip)]
    typed: Option<TypedFactor>,
    /// Counted tries, to be forgiven.
    #[serde(skip)]
    tries: Tries,
}

impl Command for ProveSession {
    const NAME: &'static str = "session_prove";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        signed_in(&tx.actor)?;
        let (account, now, SessionId(session)) = (tx.actor.account, tx.now, tx.session);
        if let Some(typed) = &self.typed
            && !factor::spend(tx, account, typed).await?
        {
            return Err(Refusal::field("proof", Code::WrongFactor).into());
        }
        let proved = run!(tx, "update session set proved = $3 where id = $1 and account = $2", session, account, now)?;
        if proved == 0 {
            return Err(Refusal::NotAllowed(Code::SignInNeeded).into());
        }
        self.tries.forgive(tx).await?;
        tx.audit("account", account).await
    }
}

/// Names the field of a wrong password as the form that asks again does.
fn about_proof(error: Error) -> Error {
    match error {
        Error::Refused(Refusal::Invalid(_)) => Refusal::field("proof", Code::WrongSignIn).into(),
        other => other,
    }
}

impl Store {
    /// Proves the session of the request: by six digits where the second factor is on, else by the password.
    ///
    /// # Errors
    /// Not signed in; field `proof` for a wrong password or code; [`Code::TooManyTries`] after 5 wrong ones in a
    /// quarter of an hour.
    pub async fn session_prove(&self, by: &By, typed: &str, address: &str) -> Result<()> {
        signed_in(&by.actor)?;
        // Without a request id: the form's own is that of the step which follows.
        let by = By { request: String::new(), ..by.clone() };
        if typed.trim().is_empty() {
            return Err(Refusal::field("proof", Code::Required).into());
        }
        let Some(code) = self.code_in(&by.actor, typed).await? else {
            self.own_password(&by.actor, typed).await.map_err(about_proof)?;
            return self.run(&by, ProveSession { typed: None, tries: Tries::default() }).await;
        };
        let tries = self.try_factor(by.actor.account, address).await?;
        let proved = self.run(&by, ProveSession { typed: Some(TypedFactor::App(code)), tries }).await;
        proved.inspect_err(|error| self.note_wrong_factor(by.actor.account, error))
    }

    /// Reads six digits as a code of an account whose second factor is on; a password has eight characters or more.
    async fn code_in(&self, actor: &Actor, typed: &str) -> Result<Option<String>> {
        let Some(code) = factor::six_digits(typed) else { return Ok(None) };
        let mut db = self.reader().await?;
        Ok(if factor::is_on(&mut db.arm(), actor.account).await? { Some(code) } else { None })
    }
}
