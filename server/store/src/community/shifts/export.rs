//! Export of served time for spreadsheets: who was on which shift, with both kinds of minutes. It names no family.

use domain::{Timestamp, accounts::security::SecurityKind, permission::Action};
use serde::Serialize;
use sqlx::AssertSqlSafe;

use crate::{
    By, Command, Result, Store, Tx,
    db::{area_filter::covered, sql::rows},
};

/// A place of an exported shift.
#[derive(Clone, Debug, PartialEq, Serialize, sqlx::FromRow)]
pub struct ServedRow {
    /// Number of the shift.
    pub shift: i64,
    /// Its name.
    pub name: String,
    /// What it was for.
    pub kind: String,
    /// Name of its area.
    pub area_name: String,
    /// State of the shift.
    pub shift_state: String,
    /// When it began.
    pub starts: Timestamp,
    /// People that were needed.
    pub places: i64,
    /// Name of the person.
    pub person: String,
    /// Name of its organisation, or "".
    pub organisation_name: String,
    /// State of its place.
    pub state: String,
    /// Minutes from check-in to check-out.
    pub minutes: i64,
    /// Minutes that were typed by hand.
    pub typed: i64,
}

/// Notes an export of served time.
#[derive(Clone, Copy, Debug, Serialize)]
struct ShiftsExported {
    from: Timestamp,
}

impl Command for ShiftsExported {
    const NAME: &'static str = "export_shifts";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        tx.actor.must_somewhere(Action::KeepShifts)?;
        tx.must_be_proved().await?;
        let root = tx.actor.root;
        tx.audit("area", root).await
    }
}

impl Store {
    /// Exports the places of the shifts of the actor's areas that began since `from`.
    ///
    /// # Errors
    /// Not allowed without a role that organises shifts; [`domain::Code::ProofNeeded`].
    pub async fn export_shifts(&self, by: &By, from: Timestamp) -> Result<Vec<ServedRow>> {
        let actor = &by.actor;
        actor.must_somewhere(Action::KeepShifts)?;
        // Without a request id: an export that is repeated leaves a line of its own.
        self.run(&By { request: String::new(), ..by.clone() }, ShiftsExported { from }).await?;
        self.note_security_of(SecurityKind::Exported, "shifts", actor.account);
        let sql = format!(
            "select s.id as shift, s.name, s.kind, a.name as area_name, s.state as shift_state, s.starts, s.places,
                 k.name as person, coalesce(o.name, '') as organisation_name, p.state, p.minutes, p.typed
             from shift s join area a on a.id = s.area join shift_place p on p.shift = s.id
                 join account k on k.id = p.account left join organisation o on o.id = k.organisation
             where s.starts >= $1 and {} order by s.starts, s.id, p.id limit 100000",
            covered("a.path", &actor.areas_for(Action::KeepShifts)),
        );
        let mut db = self.reader().await?;
        Ok(rows!(db, ServedRow, AssertSqlSafe(sql.as_str()), from)?)
    }
}
