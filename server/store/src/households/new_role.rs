//! Reading household files under a role that was granted lately leaves an audit line, also while they are masked.
//! Who may assign roles could grant one for an hour, to an account of its own making; the lines tell what was read.

use domain::{
    accounts::{Actor, NEW_ROLE},
    households::{HouseholdId, reveals::OPEN_FOR},
    permission::Action,
};
use serde::Serialize;

use crate::{
    By, Command, Result, Store, Tx,
    db::{connection::Reader, sql::value},
    households::views::Sight,
};

/// Inserts the audit line for a file, or for a list (0).
#[derive(Serialize)]
struct NoteNewRole(HouseholdId);

impl Command for NoteNewRole {
    const NAME: &'static str = "new_role_read";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        tx.audit("household", self.0).await
    }
}

/// Returns the roles that read files, each between commas, for a condition `… like '%,' || role || ',%'`.
pub(super) fn reading_roles() -> String {
    let roles: Vec<&str> = Action::ReadHouseholds.roles().iter().map(|role| role.as_str()).collect();
    format!(",{},", roles.join(","))
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
        let new = value!(
            db,
            i64,
            "select count(*) from role_grant
             where account = $1 and granted > $2 and $3 like '%,' || role || ',%'",
            actor.account,
            self.now() - NEW_ROLE,
            reading_roles(),
        )?;
        if new == 0 { Ok(db) } else { self.note_read(db, actor, household).await }
    }

    /// Inserts the line of [`Store::note_new_role`] for a file whose sight was just decided.
    pub(crate) async fn note_sight(
        &self,
        db: Reader,
        actor: &Actor,
        household: HouseholdId,
        sight: Sight,
    ) -> Result<Reader> {
        if sight.new_role { self.note_read(db, actor, household).await } else { Ok(db) }
    }

    async fn note_read(&self, mut db: Reader, actor: &Actor, household: HouseholdId) -> Result<Reader> {
        let noted = value!(
            db,
            i64,
            "select count(*) from audit
             where action = 'new_role_read' and account = $1 and subject_id = $2 and at > $3",
            actor.account,
            household,
            self.now() - OPEN_FOR,
        )?;
        if noted > 0 {
            return Ok(db);
        }
        drop(db);
        let by = By::new(actor.clone(), "");
        self.run(&by, NoteNewRole(household)).await?;
        self.reader().await
    }
}
