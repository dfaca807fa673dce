//! Export of appointments for spreadsheets. It names no family, only its number.

use domain::{Timestamp, accounts::security::SecurityKind, permission::Action};
use serde::Serialize;
use sqlx::AssertSqlSafe;

use crate::{
    By, Command, Result, Store, Tx,
    db::{area_filter::covered, sql::rows},
};

/// An exported appointment.
#[derive(Clone, Debug, PartialEq, Serialize, sqlx::FromRow)]
pub struct AppointmentLine {
    /// Number of the appointment.
    pub id: i64,
    /// Number of the household.
    pub household: i64,
    /// Name of the area of the time.
    pub area_name: String,
    /// Name of the service.
    pub service_name: String,
    /// When it began.
    pub starts: Timestamp,
    /// Place, or "" for a visit at home.
    pub place: String,
    /// People whom it was for.
    pub people: i64,
    /// Its state.
    pub state: String,
}

/// Notes an export of appointments.
#[derive(Clone, Copy, Debug, Serialize)]
struct AppointmentsExported {
    from: Timestamp,
}

impl Command for AppointmentsExported {
    const NAME: &'static str = "export_appointments";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        tx.actor.must_somewhere(Action::KeepSlots)?;
        tx.must_be_proved().await?;
        let root = tx.actor.root;
        tx.audit("area", root).await
    }
}

impl Store {
    /// Exports the appointments of the actor's areas that began since `from`.
    ///
    /// # Errors
    /// Not allowed without a role that keeps times; [`domain::Code::ProofNeeded`].
    pub async fn export_appointments(&self, by: &By, from: Timestamp) -> Result<Vec<AppointmentLine>> {
        let actor = &by.actor;
        actor.must_somewhere(Action::KeepSlots)?;
        // Without a request id: an export that is repeated leaves a line of its own.
        self.run(&By { request: String::new(), ..by.clone() }, AppointmentsExported { from }).await?;
        self.note_security_of(SecurityKind::Exported, "appointments", actor.account);
        let sql = format!(
            "select x.id, x.household, a.name as area_name, v.name as service_name, s.starts, s.place, x.people, x.state
             from appointment x join slot s on s.id = x.slot join area a on a.id = s.area
                 join service v on v.id = s.service
             where s.starts >= $1 and x.state <> 'moved' and {} order by s.starts, x.id limit 100000",
            covered("a.path", &actor.areas_for(Action::KeepSlots)),
        );
        let mut db = self.reader().await?;
        Ok(rows!(db, AppointmentLine, AssertSqlSafe(sql.as_str()), from)?)
    }
}
