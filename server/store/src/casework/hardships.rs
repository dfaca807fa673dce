//! Hardships of a household, each with its first month and, once over, its last.

use domain::{
    Code,
    accounts::Actor,
    households::{HARDSHIPS, Hardship, HouseholdId},
};
use serde::Serialize;

use crate::{
    By, Command, Conn, Refusal, Result, Store, Tx,
    db::{
        command::stored_as_tuple,
        sql::{parse, rows, run, value},
    },
    households::{edit::hold, views::sight_of},
};

/// Hardship to insert or to change.
#[derive(Clone, Debug, Serialize)]
pub struct Change {
    /// Household that has it.
    pub household: HouseholdId,
    /// Version of the file the caller has seen, or [`ANY_VERSION`](crate::households::edit::ANY_VERSION).
    pub version: i64,
    /// New values; id 0 inserts.
    pub hardship: Hardship,
}

/// Inserts or changes a hardship.
///
/// # Errors
/// As [`Store::hardship_change`].
pub async fn put(tx: &mut Tx<'_>, new: &Change) -> Result<i64> {
    let household = new.household;
    hold(tx, household, new.version).await?;
    let Hardship { id, kind, since, until } = new.hardship.clone().checked(tx.now)?;
    let (now, account) = (tx.now, tx.actor.account);
    let known = value!(tx, i64, "select count(*) from hardship where household = $1 and id <> $2", household, id)?;
    if known >= HARDSHIPS {
        return Err(Code::FileFull.into());
    }
    let id = if id == 0 {
        value!(
            tx,
            i64,
            "insert into hardship (household, kind, since, until, created, account) values ($1, $2, $3, $4, $5, $6)
             returning id",
            household,
            kind.as_str(),
            &since,
            &until,
            now,
            account,
        )?
    } else {
        let changed = run!(
            tx,
            "update hardship set kind = $3, since = $4, until = $5 where id = $1 and household = $2",
            id,
            household,
            kind.as_str(),
            &since,
            &until,
        )?;
        if changed == 0 {
            return Err(Refusal::NotFound.into());
        }
        id
    };
    tx.audit("household", household).await?;
    Ok(id)
}

/// Deletes a hardship that was recorded by mistake.
///
/// # Errors
/// As [`Store::hardship_change`].
#[derive(Clone, Copy, Debug)]
pub struct RemoveHardship {
    /// Household that has it.
    pub household: HouseholdId,
    /// Version of the file the caller has seen, or [`ANY_VERSION`](crate::households::edit::ANY_VERSION).
    pub version: i64,
    /// Hardship to delete.
    pub hardship: i64,
}

stored_as_tuple!(RemoveHardship, household, version, hardship);

impl Command for RemoveHardship {
    const NAME: &'static str = "hardship_remove";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        let &Self { household, version, hardship } = self;
        hold(tx, household, version).await?;
        if run!(tx, "delete from hardship where id = $1 and household = $2", hardship, household)? == 0 {
            return Err(Refusal::NotFound.into());
        }
        tx.audit("household", household).await
    }
}

/// Loads up to 50 hardships: ongoing ones first, each group by its first month, latest first.
async fn of(db: &mut Conn<'_>, household: HouseholdId) -> Result<Vec<Hardship>> {
    let found = rows!(
        db,
        (i64, String, String, String),
        "select id, kind, since, until from hardship where household = $1
         order by case when until = '' then 0 else 1 end, since desc, id desc limit 50",
        household,
    )?;
    found.into_iter().map(|(id, kind, since, until)| Ok(Hardship { id, kind: parse(&kind)?, since, until })).collect()
}

/// Adds a hardship.
///
/// # Errors
/// Not found outside the actor's areas; invalid fields; [`Code::FileFull`], [`Code::FileClosed`].
#[derive(Clone, Debug, Serialize)]
pub struct AddHardship(pub Change);

impl Command for AddHardship {
    const NAME: &'static str = "hardship_add";
    type Output = i64;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<i64> {
        put(tx, &self.0).await
    }
}

/// Changes a hardship, usually to end it.
///
/// # Errors
/// As [`AddHardship`]; not found for another household's hardship; [`Code::ChangedMeanwhile`].
#[derive(Clone, Debug, Serialize)]
pub struct ChangeHardship(pub Change);

impl Command for ChangeHardship {
    const NAME: &'static str = "hardship_change";
    type Output = i64;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<i64> {
        put(tx, &self.0).await
    }
}

impl Store {
    /// Loads a household's hardships.
    /// For the family itself and the staff of its area.
    ///
    /// # Errors
    /// Not found outside the actor's areas.
    pub async fn hardships(&self, actor: &Actor, household: HouseholdId) -> Result<Vec<Hardship>> {
        let mut db = self.reader().await?;
        let sight = sight_of(&mut db.arm(), actor, household, self.now()).await?;
        db = self.note_sight(db, actor, household, sight).await?;
        of(&mut db.arm(), household).await
    }

    /// Changes a hardship, usually to end it.
    ///
    /// # Errors
    /// As [`AddHardship`]; not found for another household's hardship; [`Code::ChangedMeanwhile`].
    pub async fn hardship_change(
        &self,
        by: &By,
        household: HouseholdId,
        version: i64,
        hardship: Hardship,
    ) -> Result<()> {
        if hardship.id == 0 {
            return Err(Refusal::NotFound.into());
        }
        let new = Change { household, version, hardship };
        self.run(by, ChangeHardship(new)).await.map(drop)
    }
}
