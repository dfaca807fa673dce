//! What stands on the doors of a family's home: how much there is behind each, by one statement.

use domain::accounts::Actor;

use crate::{Result, Store, db::sql::row};

/// What a family has behind the doors of its home.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, sqlx::FromRow)]
pub struct HomeDoors {
    /// Points that it may spend.
    pub points: i64,
    /// Whether it ever said that something went wrong.
    pub disputed: bool,
    /// Goods that it has on loan.
    pub on_loan: i64,
    /// Whether it was asked about a policy that it may be entitled to.
    pub entitled: bool,
    /// Whether a helper was proposed to whom it has not agreed.
    pub paired: bool,
    /// Jobs that were proposed to it and wait for its answer.
    pub jobs: i64,
}

impl Store {
    /// Counts what waits behind the doors of the actor's home. The pages behind them list it.
    ///
    /// # Errors
    /// Not signed in; not found for an account without a household.
    pub async fn home_doors(&self, actor: &Actor) -> Result<HomeDoors> {
        let household = actor.must_be_family()?;
        let mut db = self.reader().await?;
        let found = row!(
            db,
            HomeDoors,
            "select (select cast(coalesce(sum(b.quantity), 0) as bigint)
                     from ledger_account a join balance b on b.account = a.id
                     where a.place = 'household' and a.owner = $1 and b.quantity > 0) as points,
                 exists (select 1 from dispute d where d.household = $1) as disputed,
                 (select count(*) from loan n where n.household = $1 and n.state = 'out') as on_loan,
                 exists (select 1 from entitlement e where e.household = $1 and e.state = 'asked') as entitled,
                 exists (select 1 from pairing p where p.household = $1 and p.state = 'proposed'
                         and p.family_agreed = 0) as paired,
                 (select count(*) from job_proposal j where j.household = $1 and j.agreed = 0
                      and j.state in ('proposed', 'informed', 'interview', 'trial')) as jobs",
            household,
        )?;
        Ok(found.unwrap_or_default())
    }
}
