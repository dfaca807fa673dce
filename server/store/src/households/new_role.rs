//! Reading household files under a role that was granted lately leaves an audit line, also while they are masked.
//! Who may assign roles could grant one for an hour, to an account of its own making; the lines tell what was read.

use domain::{
    accounts::{Actor, NEW_ROLE, Role},
    households::{HouseholdId, reveals::OPEN_FOR},
    permission::Action,
};

use crate::{
    By, Result, Store, Tx,
    db::{
        connection::Reader,
        sql::{parse, value, values},
    },
};

async fn line(tx: &mut Tx<'_>, household: HouseholdId) -> Result<()> {
    tx.audit("household", household).await
}

impl Store {
    /// Inserts an audit line when the actor has a new role that reads files, once per file and half hour.
    /// `household` is the file, or 0 for a list. The caller has checked the permission.
    /// Takes the caller's reader and returns one: a write takes a connection of its own, and held readers would make
    /// writes wait for each other.
    pub(crate) async fn note_new_role(&self, mut db: Reader, actor: &Actor, household: HouseholdId) -> Result<Reader> {
        if !actor.may_somewhere(Action::ReadHouseholds) {
            return Ok(db);
        }
        let (now, account) = (self.now(), actor.account);
        let new = values!(
            db,
            String,
            "select role from role_grant where account = $1 and granted > $2",
            account,
            now - NEW_ROLE,
        )?;
        let new = new.iter().map(|role| parse::<Role>(role)).collect::<Result<Vec<_>>>()?;
        if !new.iter().any(|role| Action::ReadHouseholds.roles().contains(role)) {
            return Ok(db);
        }
        let noted = value!(
            db,
            i64,
            "select count(*) from audit
             where action = 'new_role_read' and account = $1 and subject_id = $2 and at > $3",
            account,
            household,
            now - OPEN_FOR,
        )?;
        if noted > 0 {
            return Ok(db);
        }
        drop(db);
        let by = By::new(actor.clone(), "");
        self.write(&by, "new_role_read", household, |tx, id| Box::pin(line(tx, *id))).await?;
        self.reader().await
    }
}
