//! Export of a group's roster for its caretaker: by number, without names.

use domain::{
    accounts::security::SecurityKind,
    community::groups::{GroupId, RosterLine},
    permission::Action,
};
use serde::Serialize;

use super::{
    load_group,
    roster_views::{RosterRow, roster_columns},
};
use crate::{By, Command, Result, Store, Tx, db::sql::rows};

/// Notes an export of a roster.
#[derive(Clone, Copy, Debug, Serialize)]
struct GroupExported {
    group: GroupId,
}

impl Command for GroupExported {
    const NAME: &'static str = "export_group";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        tx.actor.must_somewhere(Action::KeepGroups)?;
        tx.must_be_proved().await?;
        tx.audit("community_group", self.group).await
    }
}

impl Store {
    /// Exports the roster of a group, by number.
    ///
    /// # Errors
    /// Not found outside the actor's areas; not allowed without a role that keeps groups;
    /// [`domain::Code::ProofNeeded`].
    pub async fn export_group(&self, by: &By, group: GroupId) -> Result<Vec<RosterLine>> {
        let actor = &by.actor;
        actor.must_somewhere(Action::KeepGroups)?;
        let mut db = self.reader().await?;
        let path = load_group(&mut db.arm(), group).await?.path();
        actor.must(Action::KeepGroups, &path)?;
        // A write takes a connection of its own.
        drop(db);
        // Without a request id: an export that is repeated leaves a line of its own.
        self.run(&By { request: String::new(), ..by.clone() }, GroupExported { group }).await?;
        self.note_security_of(SecurityKind::Exported, "community_group", actor.account);
        let mut db = self.reader().await?;
        let found = rows!(
            db,
            RosterRow,
            concat!("select ", roster_columns!(), " where r.community_group = $1 order by r.id limit 100000"),
            group,
        )?;
        found.into_iter().map(RosterRow::line).collect()
    }
}
