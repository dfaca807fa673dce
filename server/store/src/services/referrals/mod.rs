//! Referrals of families to other offices. A referral, its history and its links are locked by their household's row.

pub mod clocks;
pub mod drafts;
pub mod links;
pub mod office;
pub mod steps;
pub mod views;

use domain::{
    Timestamp,
    accounts::{AccountId, OrganisationId},
    events::OfReferral,
    permission::Action,
    services::{
        ServiceId, TimeClass,
        referrals::{Party, ReferralId, ReferralState, Told, reminder},
    },
};

use crate::{
    Conn, Refusal, Result, Tx,
    areas::staff::nearest_caseworkers,
    crypto::secret::Secret,
    db::{
        locks::{HeldFile, Writers, lock_and_read, lock_file},
        sql::{parse, row, run, value, values},
    },
};

#[derive(sqlx::FromRow)]
struct LockedRow {
    service: i64,
    class: String,
    service_name: String,
    organisation: i64,
    sender: i64,
    state: String,
    sent: i64,
    answered: i64,
    done: i64,
    due: i64,
    told: String,
    next_step: i64,
    level: String,
}

/// Referral whose household's row is locked until commit, as it was read after the lock.
pub(crate) struct LockedReferral {
    pub id: ReferralId,
    pub file: HeldFile,
    pub service: ServiceId,
    pub class: TimeClass,
    pub service_name: String,
    pub organisation: OrganisationId,
    pub sender: AccountId,
    pub state: ReferralState,
    pub sent: Timestamp,
    pub answered: Timestamp,
    pub done: Timestamp,
    pub due: Timestamp,
    pub told: Told,
    pub next_step: Timestamp,
    pub level: String,
}

/// Whether an event is told to the family.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TellFamily {
    Yes,
    No,
}

impl LockedReferral {
    /// What an event about it carries; `state` for one that changed it.
    fn event(&self, mut staff: Vec<AccountId>, state: Option<ReferralState>, family: TellFamily) -> OfReferral {
        // Sender, office and auditors may be the same account, which is told once.
        staff.sort_unstable();
        staff.dedup();
        OfReferral {
            referral: self.id,
            household: self.file.id,
            to_family: family == TellFamily::Yes,
            staff,
            title: self.service_name.clone(),
            words: state.map_or("", ReferralState::as_str).to_owned(),
        }
    }
}

/// Who may lock a referral.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Locking {
    /// These writers of its household's file.
    As(Writers),
    /// The office and the clocks; the caller has checked that it may.
    Unchecked,
}

/// Locks the household of a referral, then reads the referral.
/// Starts over when a merge moved it to another household while this waited for the lock.
///
/// # Errors
/// Not found for an unknown referral and outside the actor's areas; not allowed without the role.
pub(crate) async fn lock_referral(tx: &mut Tx<'_>, id: ReferralId, locking: Locking) -> Result<LockedReferral> {
    let mut held: Option<HeldFile> = None;
    let file = loop {
        let household =
            values!(tx, i64, "select household from referral where id = $1", id)?.pop().ok_or(Refusal::NotFound)?;
        held = match (held, locking) {
            (Some(file), _) if file.id == household => break file,
            (_, Locking::As(writers)) => Some(lock_file(tx, household, writers).await?),
            (_, Locking::Unchecked) => Some(lock_and_read(tx, household).await?),
        };
    };
    run!(tx, "update referral set version = version + 1 where id = $1", id)?;
    let row = row!(
        tx,
        LockedRow,
        "select r.service, r.class, s.name as service_name, s.organisation, r.sender, r.state, r.sent, r.answered,
             r.done, r.due, r.told, r.next_step, r.level
         from referral r join service s on s.id = r.service where r.id = $1",
        id,
    )?
    .ok_or(Refusal::NotFound)?;
    Ok(LockedReferral {
        id,
        file,
        service: row.service,
        class: parse(&row.class)?,
        service_name: row.service_name,
        organisation: row.organisation,
        sender: row.sender,
        state: parse(&row.state)?,
        sent: row.sent,
        answered: row.answered,
        done: row.done,
        due: row.due,
        told: parse(&row.told)?,
        next_step: row.next_step,
        level: row.level,
    })
}

/// As [`lock_referral`], for caseworkers of the family's area.
pub(crate) async fn lock_for_sender(tx: &mut Tx<'_>, id: ReferralId) -> Result<LockedReferral> {
    lock_referral(tx, id, Locking::As(Writers::Staff(Action::KeepCases))).await
}

/// Line to be added to the history of a referral.
pub(crate) struct NewLine<'a> {
    pub referral: ReferralId,
    pub state: ReferralState,
    /// Who took the step; none for the clock.
    pub party: Option<Party>,
    /// Account that it climbed to, or 0.
    pub about: AccountId,
    /// Name of the person in the office, or empty.
    pub office_name: &'a str,
    pub words: &'a str,
}

/// Adds a line to the history of a referral, by the actor.
pub(crate) async fn add_line(tx: &mut Tx<'_>, line: &NewLine<'_>) -> Result<()> {
    let words = tx.vault.seal(Secret::ReferralLineWords, line.words)?;
    let office_name = tx.vault.seal(Secret::OfficeName, line.office_name)?;
    let (now, account) = (tx.now, tx.actor.account);
    run!(
        tx,
        "insert into referral_line (referral, state, party, account, about, office_name, words, at)
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
        line.referral,
        line.state.as_str(),
        line.party.map_or("", Party::as_str),
        account,
        line.about,
        &office_name,
        &words,
        now,
    )?;
    Ok(())
}

/// Counts how often the office has put a referral on hold since it was sent, and tells when first.
async fn holds(db: &mut Conn<'_>, referral: ReferralId, sent: Timestamp) -> Result<(i64, Timestamp)> {
    let found = row!(
        db,
        (i64, i64),
        "select count(*), coalesce(min(at), 0) from referral_line
         where referral = $1 and state = 'on_hold' and party = 'office' and at >= $2",
        referral,
        sent,
    )?;
    Ok(found.unwrap_or_default())
}

/// Puts a referral into a state: its clock begins anew, and what had climbed comes down. The clock of one on hold began
/// when it was put on hold first.
async fn put_state(tx: &mut Tx<'_>, referral: &LockedReferral, state: ReferralState, sent: Timestamp) -> Result<()> {
    let now = tx.now;
    let since = match state {
        ReferralState::OnHold => match holds(&mut tx.arm(), referral.id, sent).await? {
            (0, _) => now,
            (_, first) => first,
        },
        _ => now,
    };
    let due = state.due(referral.class, sent, since);
    // A time that has passed already, as after an answer that came too late, is told at once.
    let next_step = due.map_or(0, |due| reminder(now, due));
    run!(
        tx,
        "update referral set state = $2, due = $3, told = $4, next_step = $5, level = '', in_charge = 0 where id = $1",
        referral.id,
        state.as_str(),
        due.unwrap_or_default(),
        Told::Nothing.as_str(),
        next_step,
    )?;
    Ok(())
}

/// Loads the accounts of the office that answer referrals: open accounts that belong to the organisation, and are staff
/// or may act for it.
async fn office_accounts(tx: &mut Tx<'_>, organisation: OrganisationId) -> Result<Vec<AccountId>> {
    Ok(values!(
        tx,
        i64,
        "select a.id from account a where a.organisation = $1 and a.organisation <> 0 and a.open = true
             and (a.contact = true or exists (select 1 from role_grant g where g.account = a.id
                 and g.role in ('shopkeeper', 'caseworker', 'coordinator', 'auditor', 'admin'))) order by a.id limit 50",
        organisation,
    )?)
}

/// Returns the account that answers for the sender's side: the sender while it is a caseworker there, else that of the
/// file or of the area. A sender who left is replaced.
async fn sender_of(tx: &mut Tx<'_>, referral: &LockedReferral) -> Result<AccountId> {
    let path = referral.file.path();
    let works = value!(
        tx,
        i64,
        "select count(*) from role_grant g join account a on a.id = g.account
         where g.account = $1 and g.role = 'caseworker' and a.open = true and $2 like g.path || '%'",
        referral.sender,
        &path.0,
    )?;
    if works > 0 {
        return Ok(referral.sender);
    }
    let found = nearest_caseworkers(&mut tx.arm(), &path).await?;
    let own = found.iter().find(|caseworker| caseworker.id == referral.file.caseworker);
    let next = own.or(found.first()).map_or(0, |caseworker| caseworker.id);
    if next != 0 {
        run!(tx, "update referral set sender = $2 where id = $1", referral.id, next)?;
    }
    Ok(next)
}
