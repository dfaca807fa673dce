//! Export of a round for spreadsheets: its doors, without names, addresses and words.

use domain::{
    Timestamp,
    accounts::{Actor, security::SecurityKind},
    casework::rounds::RoundId,
    permission::Action,
};
use serde::Serialize;
use sqlx::AssertSqlSafe;

use super::load_round;
use crate::{
    By, Command, Result, Store, Tx,
    db::{area_filter::covered, sql::rows},
};

/// A door of an exported round.
#[derive(Clone, Debug, PartialEq, Serialize, sqlx::FromRow)]
pub struct DoorRow {
    /// Number in the round.
    pub n: i64,
    /// Name of its area.
    pub area_name: String,
    /// Number of its household file, or 0.
    pub household: i64,
    /// Its state.
    pub state: String,
    /// How it came into the round.
    pub source: String,
    /// People of the household that was met.
    pub people: i64,
    /// Those of them who live here.
    pub here: i64,
    /// How often it was knocked at.
    pub knocks: i64,
    /// When it had its answer, or 0.
    pub answered: Timestamp,
    /// Name of the caseworker who goes there, or "".
    pub owner_name: String,
}

/// Notes an export of a round.
#[derive(Clone, Copy, Debug, Serialize)]
struct RoundExported {
    round: RoundId,
}

impl Command for RoundExported {
    const NAME: &'static str = "export_round";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        tx.actor.must_somewhere(Action::OpenRounds)?;
        tx.must_be_proved().await?;
        tx.audit("round", self.round).await
    }
}

impl Store {
    /// Exports every door of a round, by number.
    ///
    /// # Errors
    /// Not found outside the actor's areas; not allowed without a role that opens rounds;
    /// [`domain::Code::ProofNeeded`].
    pub async fn export_round(&self, by: &By, round: RoundId) -> Result<Vec<DoorRow>> {
        let actor: &Actor = &by.actor;
        actor.must_somewhere(Action::OpenRounds)?;
        let mut db = self.reader().await?;
        let path = load_round(&mut db.arm(), round).await?.path();
        actor.must(Action::OpenRounds, &path)?;
        // A write takes a connection of its own.
        drop(db);
        // Without a request id: an export that is repeated leaves a line of its own.
        self.run(&By { request: String::new(), ..by.clone() }, RoundExported { round }).await?;
        self.note_security_of(SecurityKind::Exported, "round", actor.account);
        let sql = format!(
            "select d.n, a.name as area_name, d.household, d.state, d.source, d.people, d.here, d.knocks, d.answered,
                 coalesce(k.name, '') as owner_name
             from round_door d join area a on a.id = d.area left join account k on k.id = d.owner and d.owner <> 0
             where d.round = $1 and d.state <> 'gone' and {} order by d.n limit 100000",
            covered("a.path", &actor.areas_for(Action::OpenRounds)),
        );
        let mut db = self.reader().await?;
        Ok(rows!(db, DoorRow, AssertSqlSafe(sql.as_str()), round)?)
    }
}
