//! Whom a family calls.

use domain::{accounts::Actor, site::SiteContact};

use crate::{Result, Store, crypto::secret::Secret, db::sql::row, households::edit::to_tell};

impl Store {
    /// Returns name and phone of the caseworker that the actor's family turns to: the one on its file, else one of the
    /// smallest area. `None` for actors without a family, and where no caseworker has the role.
    ///
    /// # Errors
    /// Only when the database fails.
    pub async fn own_caseworker(&self, actor: &Actor) -> Result<Option<SiteContact>> {
        if actor.household == 0 {
            return Ok(None);
        }
        let mut db = self.reader().await?;
        let Some(account) = to_tell(&mut db.arm(), actor.household).await?.first().copied() else { return Ok(None) };
        let found =
            row!(db, (String, String), "select name, phone from account where id = $1 and open = true", account)?;
        let Some((name, phone)) = found else { return Ok(None) };
        let phone = self.vault.open(Secret::AccountPhone, &phone)?;
        Ok(Some(SiteContact { name, phone, hours: String::new() }))
    }
}
