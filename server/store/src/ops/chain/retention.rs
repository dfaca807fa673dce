//! How long notices that were read and audit lines are kept. Of audit lines, those are removed that were written to a
//! file; the chain keeps the digest of the last one, so that what is left stays comparable. Journals stay for good.

use domain::{
    DAY, Timestamp,
    accounts::Actor,
    audit::{Retention, RetentionState},
    permission::Action,
};
use serde::Serialize;

use crate::{
    By, Command, Conn, Error, Result, Store, Tx,
    accounts::languages::must_administer_everywhere,
    db::{
        chain::Chain,
        sql::{row, rows, run, value},
    },
};

/// Seconds of a year of retention: none is shorter, so that no line goes early.
pub(super) const YEAR: Timestamp = 366 * DAY;
/// Transactions of removals per run of the jobs.
const MOST_BATCHES: usize = 20;

/// Loads how long the installation keeps what.
pub(super) async fn retention(db: &mut Conn<'_>) -> Result<Retention> {
    let found = row!(db, (i64, i64), "select notice_days, audit_years from retention where id = 1")?;
    let (notice_days, audit_years) = found.ok_or_else(|| Error::Broken("the policy of retention is gone".into()))?;
    Ok(Retention { notice_days, audit_years })
}

/// Deletes notices that were read and are older than the policy keeps them, at most 500; returns how many.
/// What is not read yet stays: its account has not heard of it.
pub(crate) async fn forget_notices(tx: &mut Tx<'_>) -> Result<u64> {
    let days = retention(&mut tx.arm()).await?.notice_days;
    if days == 0 {
        return Ok(0);
    }
    let before = tx.now - days * DAY;
    Ok(run!(
        tx,
        "delete from notice where id in
             (select id from notice where read_at > 0 and created < $1 order by created limit 500)",
        before,
    )?)
}

/// Sets how long the installation keeps what; for the command line.
#[derive(Clone, Copy, Debug, Serialize)]
struct SetRetention(Retention);

impl Command for SetRetention {
    const NAME: &'static str = "retention_set";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        put(tx, self.0).await
    }
}

async fn put(tx: &mut Tx<'_>, retention: Retention) -> Result<()> {
    let Retention { notice_days, audit_years } = retention.checked()?;
    run!(tx, "update retention set notice_days = $1, audit_years = $2 where id = 1", notice_days, audit_years)?;
    tx.audit("audit", 0).await
}

/// Sets how long the installation keeps what, as its administrator.
///
/// # Errors
/// Not allowed for others than administrators of the installation; [`domain::Code::ProofNeeded`]; fields `notice-days`
/// and `audit-years` out of range.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct ChangeRetention(pub Retention);

impl Command for ChangeRetention {
    const NAME: &'static str = "retention_change";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        tx.actor.must_in_installation(Action::Administer)?;
        tx.must_be_proved().await?;
        put(tx, self.0).await
    }
}

/// Removes the oldest audit lines that were written to a file and are older than the policy keeps them.
/// Returns how many.
#[derive(Clone, Copy, Debug, Serialize)]
struct ForgetAudit;

impl Command for ForgetAudit {
    const NAME: &'static str = "audit_forget";
    type Output = usize;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<usize> {
        // Locks the chain: of several servers one removes, and none makes links meanwhile.
        run!(tx, "update chain set anchor = anchor where name = 'audit'")?;
        let years = retention(&mut tx.arm()).await?.audit_years;
        if years == 0 {
            return Ok(0);
        }
        let before = tx.now - years * YEAR;
        let oldest = rows!(
            tx,
            (i64, Vec<u8>, i64),
            "select k.number, k.digest, coalesce(u.at, 0) from chain_link k left join audit u on u.id = k.record
             where k.chain = 'audit' and k.number <= (select coalesce(max(last_link), 0) from audit_export)
             order by k.number limit 500",
        )?;
        let gone: Vec<_> = oldest.into_iter().take_while(|(.., at)| *at < before).collect();
        let Some((last, digest, _)) = gone.last() else { return Ok(0) };
        run!(
            tx,
            "delete from audit where id in (select record from chain_link where chain = 'audit' and number <= $1)",
            *last,
        )?;
        run!(tx, "delete from chain_link where chain = 'audit' and number <= $1", *last)?;
        run!(tx, "update chain set anchor = $1, anchor_digest = $2 where name = 'audit'", *last, digest)?;
        tx.audit("audit", 0).await?;
        Ok(gone.len())
    }
}

impl Store {
    /// Returns how long the installation keeps what.
    ///
    /// # Errors
    /// Only when the database fails.
    pub async fn retention(&self) -> Result<Retention> {
        let mut db = self.reader().await?;
        retention(&mut db.arm()).await
    }

    /// Counts the audit lines that are older than the policy keeps them: those that wait to be written to a file.
    ///
    /// # Errors
    /// Only when the database fails.
    pub async fn old_audit_lines(&self) -> Result<i64> {
        let mut db = self.reader().await?;
        let years = retention(&mut db.arm()).await?.audit_years;
        let before = if years == 0 { Timestamp::MIN } else { self.now() - years * YEAR };
        Ok(value!(db, i64, "select count(*) from audit where at < $1", before)?)
    }

    /// Returns how long the installation keeps what, and how much has passed its time.
    ///
    /// # Errors
    /// Not allowed for others than administrators of the installation or of a root area.
    pub async fn retention_state(&self, actor: &Actor) -> Result<RetentionState> {
        must_administer_everywhere(actor)?;
        let mut db = self.reader().await?;
        let policy = retention(&mut db.arm()).await?;
        let before = if policy.notice_days == 0 { Timestamp::MIN } else { self.now() - policy.notice_days * DAY };
        let notices = value!(db, i64, "select count(*) from notice where read_at > 0 and created < $1", before)?;
        drop(db);
        Ok(RetentionState { policy, notices, audit_lines: self.old_audit_lines().await? })
    }

    /// Sets how long the installation keeps what; for the command line.
    ///
    /// # Errors
    /// A number out of range.
    pub async fn set_retention(&self, retention: Retention) -> Result<()> {
        self.run(&By::system(), SetRetention(retention)).await
    }

    /// Removes audit lines that were written to a file and are older than the policy keeps them; returns how many.
    ///
    /// # Errors
    /// Only when the database fails.
    pub async fn audit_forget(&self) -> Result<usize> {
        let (by, mut gone) = (By::system(), 0);
        for _ in 0..MOST_BATCHES {
            let mut db = self.reader().await?;
            let waiting = value!(
                db,
                i64,
                "select count(*) from audit_export where last_link > (select anchor from chain where name = $1)",
                Chain::Audit.as_str(),
            )?;
            drop(db);
            let removed = if waiting == 0 { 0 } else { self.run(&by, ForgetAudit).await? };
            gone += removed;
            if removed == 0 {
                break;
            }
        }
        Ok(gone)
    }
}
