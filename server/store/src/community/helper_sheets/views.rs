//! Reads sheets: all of it for their owners; yes or no, year and figures for those who have number and code.

use domain::{
    Timestamp,
    accounts::Actor,
    community::helper_sheets::{HelperCounts, HelperSheet, SheetAnswer},
};

use crate::{
    Refusal, Result, Store,
    crypto::{random, secret::Secret, vault::Vault},
    db::{
        pagination::signed_in,
        sql::{row, rows},
    },
};

/// Checks per address within [`CHECK_WINDOW`].
const CHECKS: i64 = 30;
/// Window of [`CHECKS`] in seconds.
const CHECK_WINDOW: Timestamp = 900;

#[derive(sqlx::FromRow)]
struct SheetRow {
    id: i64,
    year: i64,
    number: String,
    code: String,
    name: String,
    made: i64,
    withdrawn: i64,
    claims: i64,
    units: i64,
    checked_minutes: i64,
    typed_minutes: i64,
    pairings: i64,
    courses: i64,
}

impl SheetRow {
    fn counts(&self) -> HelperCounts {
        let &Self { claims, units, checked_minutes, typed_minutes, pairings, courses, .. } = self;
        HelperCounts { claims, units, checked_minutes, typed_minutes, pairings, courses }
    }

    fn sheet(self, vault: &Vault) -> Result<HelperSheet> {
        let counts = self.counts();
        Ok(HelperSheet {
            id: self.id,
            year: self.year,
            code: vault.open(Secret::SheetCode, &self.code)?,
            number: self.number,
            name: self.name,
            made: self.made,
            withdrawn: (self.withdrawn > 0).then_some(self.withdrawn),
            counts,
        })
    }
}

impl Store {
    /// Lists the sheets of the actor's own account, newest first; at most 50.
    ///
    /// # Errors
    /// Not signed in.
    pub async fn helper_sheets(&self, actor: &Actor) -> Result<Vec<HelperSheet>> {
        signed_in(actor)?;
        let mut db = self.reader().await?;
        let found = rows!(
            db,
            SheetRow,
            "select s.id, s.year, s.number, s.code, k.name, s.made, s.withdrawn, s.claims, s.units, s.checked_minutes,
                 s.typed_minutes, s.pairings, s.courses
             from helper_sheet s join account k on k.id = s.account where s.account = $1 order by s.id desc limit 50",
            actor.account,
        )?;
        found.into_iter().map(|row| row.sheet(&self.vault)).collect()
    }

    /// Loads a sheet of the actor's own account by its number.
    ///
    /// # Errors
    /// Not signed in; not found for another account's.
    pub async fn helper_sheet(&self, actor: &Actor, number: &str) -> Result<HelperSheet> {
        signed_in(actor)?;
        let mut db = self.reader().await?;
        let found = row!(
            db,
            SheetRow,
            "select s.id, s.year, s.number, s.code, k.name, s.made, s.withdrawn, s.claims, s.units, s.checked_minutes,
                 s.typed_minutes, s.pairings, s.courses
             from helper_sheet s join account k on k.id = s.account where s.number = $1 and s.account = $2",
            number,
            actor.account,
        )?;
        found.ok_or(Refusal::NotFound)?.sheet(&self.vault)
    }

    /// Tells any caller whether number and code of a sheet belong together, and then its year and figures.
    ///
    /// # Errors
    /// [`domain::Code::TooManyTries`] after 30 checks from one address within 15 minutes.
    pub async fn helper_sheet_check(&self, address: &str, number: &str, code: &str) -> Result<SheetAnswer> {
        self.attempt(&format!("helper-sheet:{address}"), CHECKS, CHECK_WINDOW).await?;
        let number = random::typed_code(number);
        let mut db = self.reader().await?;
        let found = row!(
            db,
            SheetRow,
            "select s.id, s.year, s.number, s.code, '' as name, s.made, s.withdrawn, s.claims, s.units,
                 s.checked_minutes, s.typed_minutes, s.pairings, s.courses
             from helper_sheet s where s.number = $1 and s.withdrawn = 0",
            &number,
        )?;
        let Some(row) = found else { return Ok(SheetAnswer::default()) };
        // Digests, so that the time of the comparison says nothing about the code.
        let right = random::digest(&self.vault.open(Secret::SheetCode, &row.code)?);
        if right != random::digest(&random::typed_code(code)) {
            return Ok(SheetAnswer::default());
        }
        Ok(SheetAnswer { real: true, year: Some(row.year), counts: Some(row.counts()) })
    }
}
