//! The way back of staff who have lost phone and recovery codes, and whom no other administrator can help.

use domain::{
    Code,
    accounts::{self, AccountId},
    events::{Event, OfAccount},
};
use serde::Serialize;

use crate::{
    By, Command, Refusal, Result, Store, Tx,
    accounts::{factor, profile::account_of, sessions},
    db::sql::run,
};

/// Removes the second factor of an account, ends its sessions and tells it. The command line alone runs it, so it asks
/// for no permission: its caller can read the database as it is.
///
/// # Errors
/// [`Code::WrongState`] when the account has none.
#[derive(Clone, Copy, Debug, Serialize)]
struct RemoveLostFactor {
    account: AccountId,
}

impl Command for RemoveLostFactor {
    const NAME: &'static str = "factor_lost";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        let &Self { account } = self;
        run!(tx, "update account set version = version + 1 where id = $1", account)?;
        if !factor::delete(tx, account).await? {
            return Err(Code::WrongState.into());
        }
        sessions::end_all(tx, account).await?;
        tx.emit(Event::FactorRemoved(OfAccount { account })).await?;
        tx.audit("account", account).await
    }
}

impl Store {
    /// Removes the second factor of the account with this phone, for the operator of the installation.
    ///
    /// # Errors
    /// Field `phone` when it is no phone; not found when no account has it; [`Code::WrongState`] when that has none.
    pub async fn factor_lost(&self, phone: &str) -> Result<()> {
        let phone = accounts::phone(phone).map_err(|code| Refusal::field("phone", code))?;
        let mut db = self.reader().await?;
        let account = account_of(&mut db.arm(), &self.vault, &phone).await?;
        drop(db);
        if account == 0 {
            return Err(Refusal::NotFound.into());
        }
        self.run(&By::system(), RemoveLostFactor { account }).await
    }
}
