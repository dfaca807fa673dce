//! Public numbers: how many wishes were fulfilled, families helped, and donors gave.
//! Counting reads whole tables, so a job counts every few minutes and pages read three rows. What is kept may be some
//! minutes old, and `wishbridge check` does not compare it.

use domain::{Code, Timestamp, site::PublicNumbers};
use serde::Serialize;

use crate::{
    By, Command, Refusal, Result, Store, Tx,
    db::sql::{rows, run, value},
};

/// Seconds between two counts.
const EVERY: Timestamp = 600;

/// Keeps the counts. For jobs only.
#[derive(Clone, Copy, Debug, Serialize)]
struct KeepNumbers {
    wishes: i64,
    families: i64,
    givers: i64,
}

impl Command for KeepNumbers {
    const NAME: &'static str = "public_numbers_keep";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        if !tx.actor.system {
            return Err(Refusal::NotAllowed(Code::NotAllowed).into());
        }
        let now = tx.now;
        for (kind, count) in [("wishes", self.wishes), ("families", self.families), ("givers", self.givers)] {
            run!(
                tx,
                "insert into public_number (kind, count, counted) values ($1, $2, $3)
                 on conflict (kind) do update set count = excluded.count, counted = excluded.counted",
                kind,
                count,
                now,
            )?;
        }
        Ok(())
    }
}

impl Store {
    /// Loads the public numbers as they were last counted; all hidden before the first count. Public.
    ///
    /// # Errors
    /// Only when the database fails.
    pub async fn public_numbers(&self) -> Result<PublicNumbers> {
        let mut db = self.reader().await?;
        let kept = rows!(db, (String, i64), "select kind, count from public_number order by kind")?;
        let count = |kind: &str| kept.iter().find(|(name, _)| name == kind).map_or(0, |(_, count)| *count);
        Ok(PublicNumbers::of(count("wishes"), count("families"), count("givers")))
    }

    /// Counts anew, if the last count is ten minutes old. A donor gave when goods of a claim were handed over; goods
    /// from a shelf count for the family, but for no donor.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn public_numbers_count(&self) -> Result<()> {
        if !self.job_due("public_numbers", EVERY).await? {
            return Ok(());
        }
        let mut db = self.reader().await?;
        let wishes = value!(db, i64, "select count(*) from wish where state = 'fulfilled'")?;
        let families = value!(db, i64, "select count(*) from household where helped > 0 and merged_into = 0")?;
        let givers = value!(
            db,
            i64,
            "select count(distinct account) from claim
             where source = 'donor' and state in ('handed_over', 'confirmed')",
        )?;
        drop(db);
        self.run(&By::system(), KeepNumbers { wishes, families, givers }).await
    }
}
