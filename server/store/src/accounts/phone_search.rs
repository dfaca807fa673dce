//! Accounts that are looked up by a whole phone: counted, so that numbers are not tried out, and logged.

use domain::{
    Timestamp,
    accounts::{self, AccountId, Actor},
    permission::Action,
};
use serde::Serialize;
use sqlx::AssertSqlSafe;

use crate::{
    By, Command, Result, Store, Tx,
    accounts::{profile::account_of, staff::known_in},
    db::sql::row,
};

/// Searches by phone per account within [`PHONE_WINDOW`]: enough for a morning's calls, too few to try out numbers.
pub const PHONE_SEARCHES: i64 = 100;
/// Window of [`PHONE_SEARCHES`] in seconds.
pub const PHONE_WINDOW: Timestamp = 900;

/// Finds the account with this phone among those that the actor knows, and logs that it was looked up; 0 for none.
#[derive(Serialize)]
#[serde(transparent)]
struct FindAccountByPhone {
    phone: String,
}

impl Command for FindAccountByPhone {
    const NAME: &'static str = "account_by_phone";
    type Output = AccountId;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<AccountId> {
        tx.actor.must_somewhere(Action::AssignRoles)?;
        let vault = tx.vault.clone();
        let found = account_of(&mut tx.arm(), &vault, &self.phone).await?;
        let sql = format!(
            "select a.id from account a where a.id = $1 and {}",
            known_in(&tx.actor.areas_for(Action::AssignRoles))
        );
        let found = row!(tx, (i64,), AssertSqlSafe(sql.as_str()), found)?.map_or(0, |(id,)| id);
        tx.audit("account", found).await?;
        Ok(found)
    }
}

impl Store {
    /// Finds the account to which the actor may grant roles by what it typed, if that is a whole phone; 0 for none.
    ///
    /// # Errors
    /// Not allowed without a role that assigns roles; [`domain::Code::TooManyTries`] after [`PHONE_SEARCHES`].
    pub(crate) async fn account_with_phone(&self, actor: &Actor, typed: &str) -> Result<AccountId> {
        actor.must_somewhere(Action::AssignRoles)?;
        let Ok(phone) = accounts::phone(typed) else { return Ok(0) };
        self.attempt(&format!("account-phones:{}", actor.account), PHONE_SEARCHES, PHONE_WINDOW).await?;
        self.run(&By::new(actor.clone(), ""), FindAccountByPhone { phone }).await
    }
}
