//! Takes a list of households back: files that nothing depends on are erased, those that stay are named with the reason.
//! It works as long as the list itself is kept, and slice by slice; a second time it finds nothing left to do.

use std::time::{Duration, Instant};

use domain::{
    accounts::Actor,
    areas::AreaPath,
    casework::{EraseReason, Erasure},
    households::{FileState, HouseholdId},
    imports::{
        ImportId,
        withdrawal::{KeptFile, WhyKept, Withdrawal},
    },
    permission::Action,
};
use serde::Serialize;

use super::households::import;
use crate::{
    By, Command, Conn, Result, Store, Tx,
    casework::file::erase::erase,
    db::{
        locks::lock_household,
        sql::{parse, row, run, values},
    },
};

/// Files that are erased per transaction: each takes some eighty statements.
const SLICE: usize = 50;

/// What of a file decides whether it may go.
#[derive(sqlx::FromRow)]
struct Standing {
    path: String,
    state: String,
    version: i64,
    used: i64,
}

/// Loads whether a file may go; `None` when it may.
///
/// Visits that a rule planned, rows of rounds, what a rule finds that a family is entitled to, and monthly points come
/// by themselves, and go with the file. What the family was asked and wants of it is work, and so are points that staff
/// gave it.
async fn why_kept(db: &mut Conn<'_>, actor: &Actor, id: HouseholdId) -> Result<Option<WhyKept>> {
    let found = row!(
        db,
        Standing,
        "select a.path, h.state, h.version,
             (select count(*) from wish where household = h.id)
             + (select count(*) from account where household = h.id)
             + (select count(*) from consent where household = h.id)
             + (select count(*) from card where household = h.id)
             + (select count(*) from paper where household = h.id)
             + (select count(*) from household_note where household = h.id and at > h.created)
             + (select count(*) from correction where household = h.id)
             + (select count(*) from household_move where household = h.id)
             + (select count(*) from visit where household = h.id and (made <> 0 or owner <> 0 or finding <> 0))
             + (select count(*) from visit_report where household = h.id)
             + (select count(*) from entitlement where household = h.id
                    and (answered > 0 or state not in ('found', 'lapsed', 'withdrawn', 'dropped')))
             + (select count(*) from finding where household = h.id)
             + (select count(*) from case_file where household = h.id)
             + (select count(*) from school_place where household = h.id)
             + (select count(*) from conference where household = h.id)
             + (select count(*) from referral where household = h.id)
             + (select count(*) from aid_grant where household = h.id)
             + (select count(*) from aid_collection where household = h.id)
             + (select count(*) from pairing where household = h.id)
             + (select count(*) from group_household where household = h.id)
             + (select count(*) from course_place where household = h.id)
             + (select count(*) from job_seeker where household = h.id)
             + (select count(*) from market_offer where household = h.id)
             + (select count(*) from appointment where household = h.id)
             + (select count(*) from question where household = h.id)
             + (select count(*) from shift_task where household = h.id)
             + (select count(*) from neighbour_help where household = h.id or helped = h.id)
             + (select count(*) from loan where household = h.id)
             + (select count(*) from shop_order where household = h.id)
             + (select count(*) from entry e join ledger_account l on l.id = e.account
                where l.place = 'household' and l.owner = h.id and e.quantity > 0
                    and not exists (select 1 from points_grant g where g.household = h.id and g.journal = e.journal))
             + (select count(*) from household o where o.merged_into = h.id) as used
         from household h join area a on a.id = h.area where h.id = $1",
        id,
    )?;
    let Some(Standing { path, state, version, used }) = found else { return Ok(Some(WhyKept::Elsewhere)) };
    let reached = actor.may(Action::KeepHouseholds, &AreaPath(path));
    Ok(match () {
        () if parse::<FileState>(&state)? != FileState::Open || !reached => Some(WhyKept::Elsewhere),
        () if used > 0 => Some(WhyKept::InUse),
        () if version > 0 => Some(WhyKept::Changed),
        () => None,
    })
}

/// Lists the files that an import made and that are there.
async fn made(db: &mut Conn<'_>, id: ImportId) -> Result<Vec<HouseholdId>> {
    Ok(values!(
        db,
        i64,
        "select household from household_import_line where import = $1 and household > 0 order by household",
        id,
    )?)
}

/// Erases the next slice of the files that an import made and that nothing depends on.
///
/// # Errors
/// Not allowed without a role that keeps households; not found for another account's import;
/// [`domain::Code::ProofNeeded`] without a fresh proof.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct WithdrawHouseholdImport(pub ImportId);

impl Command for WithdrawHouseholdImport {
    const NAME: &'static str = "household_import_withdraw";
    type Output = Withdrawal;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Withdrawal> {
        let Self(id) = *self;
        tx.actor.must_somewhere(Action::KeepHouseholds)?;
        tx.must_be_proved().await?;
        let actor = tx.actor.clone();
        import(&mut tx.arm(), &actor, id).await?;
        // As its application: the two do not run at one time.
        run!(tx, "update area set name = name where id = (select root from household_import where id = $1)", id)?;
        let mut done = Withdrawal::default();
        for household in made(&mut tx.arm(), id).await? {
            if done.gone >= i64::try_from(SLICE).unwrap_or(i64::MAX) {
                match why_kept(&mut tx.arm(), &actor, household).await? {
                    None => done.left += 1,
                    Some(why) => done.kept.push(KeptFile { household, why }),
                }
                continue;
            }
            // What depends on a file is added under its lock.
            lock_household(tx, household).await?;
            match why_kept(&mut tx.arm(), &actor, household).await? {
                Some(why) => done.kept.push(KeptFile { household, why }),
                None => {
                    let typed = household.to_string();
                    erase(tx, &Erasure { household, reason: EraseReason::Mistaken, typed }).await?;
                    done.gone += 1;
                }
            }
        }
        run!(tx, "update household_import set made = made - $2 where id = $1", id, done.gone)?;
        tx.audit("household_import", id).await?;
        Ok(done)
    }
}

impl Store {
    /// Tells which files of an import would go and which would stay, without writing.
    ///
    /// # Errors
    /// Not allowed without a role that keeps households; not found for another account's import.
    pub async fn household_import_withdrawal(&self, actor: &Actor, id: ImportId) -> Result<Withdrawal> {
        let mut db = self.reader().await?;
        import(&mut db.arm(), actor, id).await?;
        let mut found = Withdrawal::default();
        for household in made(&mut db.arm(), id).await? {
            match why_kept(&mut db.arm(), actor, household).await? {
                None => found.left += 1,
                Some(why) => found.kept.push(KeptFile { household, why }),
            }
        }
        Ok(found)
    }

    /// Takes an import back, for at most `budget`; at least one slice. What is left is taken back by the next call.
    ///
    /// # Errors
    /// As [`WithdrawHouseholdImport`].
    pub async fn household_import_withdraw(&self, by: &By, id: ImportId, budget: Duration) -> Result<Withdrawal> {
        let begun = Instant::now();
        let mut done = Withdrawal::default();
        for turn in 0.. {
            let slice_by = By { request: format!("{}-{turn}", by.request), ..by.clone() };
            let slice = self.run(&slice_by, WithdrawHouseholdImport(id)).await?;
            done.gone += slice.gone;
            (done.left, done.kept) = (slice.left, slice.kept);
            if done.left == 0 || begun.elapsed() > budget {
                break;
            }
        }
        // The files that went are still in the log of SQLite until it is truncated.
        self.empty_log().await.inspect_err(|cause| tracing::warn!(%cause, "household_import_withdraw")).ok();
        Ok(done)
    }
}
