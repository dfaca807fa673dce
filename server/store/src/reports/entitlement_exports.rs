//! Export of those whom rules found, for the caseworkers who ask: numbers of households, no names.

use domain::{
    Timestamp,
    accounts::security::SecurityKind,
    casework::entitlements::{NeededPaper, conditions::ConditionKind},
    permission::Action,
};
use serde::Serialize;
use sqlx::AssertSqlSafe;

use crate::{
    By, Command, Result, Store, Tx,
    casework::entitlements::{
        list::{EntitlementQuery, missing},
        set,
    },
    db::sql::rows,
    reports::exports::{Export, MOST_ROWS},
};

/// Entitlement in an export.
#[derive(Clone, Debug, PartialEq, Serialize, sqlx::FromRow)]
pub struct EntitlementLine {
    /// Number of the entitlement.
    pub id: i64,
    /// Name of the rule.
    pub rule_name: String,
    /// Number of the household.
    pub household: i64,
    /// Number of the member, or 0 for the whole household.
    pub member: i64,
    /// Name of the household's area.
    pub area_name: String,
    /// Its state.
    pub state: String,
    because: String,
    doubts: String,
    needed: String,
    seen: String,
    low_income: i64,
    /// When it was found.
    pub found: Timestamp,
    /// By when its next step is due, or 0.
    pub due: Timestamp,
    /// Last second to apply, or 0.
    pub apply_by: Timestamp,
    /// Name of the caseworker of the file, or "".
    pub owner: String,
}

impl EntitlementLine {
    /// Conditions that hold.
    ///
    /// # Errors
    /// When a stored value is unknown.
    pub fn because(&self) -> Result<Vec<ConditionKind>> {
        set(&self.because)
    }

    /// Those to be looked at once more.
    ///
    /// # Errors
    /// When a stored value is unknown.
    pub fn doubts(&self) -> Result<Vec<ConditionKind>> {
        set(&self.doubts)
    }

    /// Papers that are missing.
    ///
    /// # Errors
    /// When a stored value is unknown.
    pub fn missing(&self) -> Result<Vec<NeededPaper>> {
        Ok(missing(&set(&self.needed)?, &set(&self.seen)?, self.low_income))
    }
}

/// Notes an export of entitlements.
#[derive(Clone, Copy, Debug, Serialize)]
struct EntitlementsExported {}

impl Command for EntitlementsExported {
    const NAME: &'static str = "export_entitlements";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        tx.actor.must_somewhere(Action::ReadHouseholds)?;
        tx.must_be_proved().await?;
        tx.audit("entitlement", 0).await
    }
}

impl Store {
    /// Exports the entitlements of a list, by number; its cursor is ignored.
    ///
    /// # Errors
    /// As [`Store::entitlements`]; [`domain::Code::ProofNeeded`].
    pub async fn export_entitlements(&self, by: &By, query: &EntitlementQuery) -> Result<Export<EntitlementLine>> {
        let condition = self.entitlement_condition(&by.actor, query).await?;
        self.run(&By { request: String::new(), ..by.clone() }, EntitlementsExported {}).await?;
        self.note_security_of(SecurityKind::Exported, "entitlements", by.actor.account);
        let sql = format!(
            "select e.id, v.name as rule_name, e.household, e.member, a.name as area_name, e.state, e.because, e.doubts,
                 v.papers as needed, e.papers as seen,
                 (select count(*) from paper w where w.household = e.household and w.kind = 'low_income') as low_income,
                 e.found, e.due, v.apply_by, coalesce(k.name, '') as owner
             from entitlement e join entitlement_version v on v.rule = e.rule and v.version = e.version
                 join household h on h.id = e.household join area a on a.id = h.area
                 left join account k on k.id = h.caseworker
             where e.id > $1 and {condition} order by e.id limit 100001"
        );
        let (now, mut db) = (self.now(), self.reader().await?);
        let mut rows = rows!(db, EntitlementLine, AssertSqlSafe(sql.as_str()), 0_i64, now)?;
        let cut = rows.len() > MOST_ROWS;
        rows.truncate(MOST_ROWS);
        Ok(Export { rows, cut })
    }
}
