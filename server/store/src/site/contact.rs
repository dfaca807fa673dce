//! Whom people ask who are stuck: one contact for the installation.

use domain::{permission::Action, site::SiteContact};
use serde::Serialize;

use crate::{
    Command, Result, Store, Tx,
    db::sql::{row, run},
};

/// Sets the contact of the installation; empty fields remove it.
///
/// # Errors
/// `NotAllowed` unless the actor administers the installation; invalid fields.
#[derive(Clone, Debug, Serialize)]
pub struct SetContact(pub SiteContact);

impl Command for SetContact {
    const NAME: &'static str = "site_contact_set";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        tx.actor.must_in_installation(Action::Administer)?;
        let SiteContact { name, phone, hours } = self.0.clone().checked()?;
        let (account, now) = (tx.actor.account, tx.now);
        run!(
            tx,
            "insert into site_contact (id, name, phone, hours, changed_by, changed) values (1, $1, $2, $3, $4, $5)
             on conflict (id) do update set name = excluded.name, phone = excluded.phone, hours = excluded.hours,
                 changed_by = excluded.changed_by, changed = excluded.changed",
            name,
            phone,
            hours,
            account,
            now,
        )?;
        tx.audit("site_contact", 0).await
    }
}

impl Store {
    /// Loads the contact of the installation; empty until it is set. Public.
    ///
    /// # Errors
    /// Only when the database fails.
    pub async fn site_contact(&self) -> Result<SiteContact> {
        let mut db = self.reader().await?;
        let found = row!(db, (String, String, String), "select name, phone, hours from site_contact where id = 1")?;
        Ok(found.map(|(name, phone, hours)| SiteContact { name, phone, hours }).unwrap_or_default())
    }
}
