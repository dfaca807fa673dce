//! Erases a household file: deletes everything personal, at once and for good.
//! The household's number stays, because the ledger of goods and points refers to it and is never changed.
//!
//! The Personal Information Protection Law of the PRC (2021), article 47, says when to erase.

use domain::{
    Code,
    casework::{ChangeKind, Erasure},
    households::{FileState, HouseholdId},
};
use serde::Serialize;
use sqlx::AssertSqlSafe;

use crate::{
    By, Command, Result, Store, Tx,
    casework::{
        aid, conferences, entitlements,
        file::{close, remains},
        rounds, school_places,
    },
    community::{courses, markets},
    consents::withdraw,
    crypto::secret::Secret,
    db::sql::{run, values},
    households::lock::{NewChange, hold, put, tell},
    points,
};

/// Statements that delete rows of the household `$1`.
const DELETED: &[&str] = &[
    "delete from person where household = $1",
    "delete from hardship where household = $1",
    "delete from household_note where household = $1",
    "delete from paper where household = $1",
    "delete from correction where household = $1",
    "delete from case_line where case_file in (select id from case_file where household = $1)",
    "delete from referral_link_use where link in (select l.id from referral_link l join referral r on r.id = l.referral
         where r.household = $1)",
    "delete from referral_link where referral in (select id from referral where household = $1)",
    "delete from follow_on where wish in (select id from wish where household = $1)",
    "delete from helper_sheet where account in (select id from account where household = $1)",
    "delete from neighbour_code where household = $1",
    "delete from finding_answer where finding in (select id from finding where household = $1)",
    "delete from finding where household = $1",
    "delete from group_reading where household = $1",
    "delete from group_household where household = $1",
    "delete from entitlement where household = $1",
    "delete from visit_media where household = $1",
    "delete from visit_report where household = $1",
    "delete from household_import_line where household = $1",
    "delete from dispute_media where dispute in (select id from dispute where household = $1)",
    "delete from photo where wish in (select id from wish where household = $1)",
    "delete from voice_note where wish in (select id from wish where household = $1)
         or (wish = 0 and account in (select id from account where household = $1))",
    "delete from photo_waiting where account in (select id from account where household = $1)",
    "delete from form_waiting where account in (select id from account where household = $1)",
    "delete from scan_list where household = $1",
    "delete from wish_term where wish in (select id from wish where household = $1)",
    // First, because it waits for a server that makes notices of them.
    "delete from outbox where account in (select id from account where household = $1)",
    "delete from notice where account in (select id from account where household = $1)",
    "delete from message where account in (select id from account where household = $1)",
    "delete from message_choice where account in (select id from account where household = $1)",
    "delete from push_subscription where account in (select id from account where household = $1)",
    "delete from request where account in (select id from account where household = $1)",
    "delete from recovery_code where account in (select id from account where household = $1)",
    "delete from second_factor where account in (select id from account where household = $1)",
];

/// Statements that empty personal columns of the household `$1`.
const EMPTIED: &[&str] = &[
    "update household set name = '', phone = '', phone_key = '', address = '', hardship = false, size = 1,
         income = 'unsaid', language = 'zh-CN', caseworker = 0, answerer = 0 where id = $1",
    "update visit set report = 0, finding = 0 where household = $1",
    "update shift_task set words = '' where household = $1",
    "update neighbour_help set words = '', version = version + 1 where household = $1 or helped = $1",
    "update question set words = '', answer = '' where household = $1 and household <> 0",
    "update wish set own_words = '', own_title = '', words = '', reason = '', beyond = '', member = 0, family_size = 0,
         age = -1, sex = 'unsaid', photo = 0, words_due = false, version = version + 1 where household = $1",
    "update thanks set words = '', state = case when state = 'waiting' then 'withheld' else state end
     where wish in (select id from wish where household = $1)",
    // What donors planned and staff answered may quote the family.
    "update application set plan = '', reason = '' where wish in (select id from wish where household = $1)",
    "update claim set reason = '' where wish in (select id from wish where household = $1)",
    "update shop_order set reason = '' where household = $1",
    "update notice set text = '' where wish in (select id from wish where household = $1)",
    "update reveal set words = '' where household = $1",
    "update objection set words = '', answer = '' where household = $1",
    "update household_move set words = '', answer = '' where household = $1",
    "update dispute set words = '', answer = '' where household = $1",
    "update reversal set reason = '', answer = '' where household = $1",
    "update case_file set fields = '', asked_whom = '', answer_words = '', member = 0, version = version + 1
     where household = $1",
    "update call_back set asked_whom = '', answer_words = '' where case_file in
         (select id from case_file where household = $1)",
    "update referral set need = '', shares = '', agreed_whom = '', version = version + 1 where household = $1",
    "update referral_line set words = '', office_name = '' where referral in
         (select id from referral where household = $1)",
    "update job_seeker set member = 0, lodging = false, version = version + 1 where household = $1",
    "update file_change set words = '' where household = $1",
    "update card set secret = '', secret_key = '', number = '', number_key = '' where household = $1",
];

/// Erases a file.
///
/// # Errors
/// Not found outside the actor's areas; [`Code::ProofNeeded`]; field `typed` for another number; [`Code::FileClosed`]
/// when it is merged, or erased and without `remains`; [`Code::HasOpenClaims`] while goods are on their way to the
/// family.
pub async fn erase(tx: &mut Tx<'_>, new: &Erasure) -> Result<()> {
    let file = hold(tx, new.household).await?;
    tx.must_be_proved().await?;
    let new = new.clone().checked()?;
    let done = match file.state()? {
        FileState::Merged => true,
        FileState::Erased => remains::of_erased(&mut tx.arm(), file.id).await? == 0,
        FileState::Open | FileState::Closed => false,
    };
    if done {
        return Err(Code::FileClosed.into());
    }
    close::end_all(tx, file.id).await?;
    close::shut_out(tx, file.id).await?;
    wipe(tx, file.id).await?;
    points::ledger::call_in(tx, file.id, file.root, &format!("#{}", file.id)).await?;
    put(tx, file.id, FileState::Erased).await?;
    let reason = new.reason.as_str();
    let change = NewChange { household: file.id, kind: ChangeKind::Erased, other: 0, reason, words: "" };
    tell(tx, &change).await
}

async fn wipe(tx: &mut Tx<'_>, household: HouseholdId) -> Result<()> {
    withdraw::erase(tx, household).await?;
    for sql in DELETED
        .iter()
        .chain(EMPTIED)
        .chain(&aid::files::ERASED)
        .chain(&conferences::files::ERASED)
        .chain(&rounds::files::ERASED)
        .chain(&courses::files::ERASED)
        .chain(&markets::files::ERASED)
        .chain(&school_places::files::ERASED)
    {
        run!(tx, AssertSqlSafe(*sql), household)?;
    }
    entitlements::files::forget(tx, household).await?;
    let (now, actor) = (tx.now, tx.actor.account);
    run!(
        tx,
        "update objection set answered = $2, answered_by = $3 where household = $1 and answered = 0",
        household,
        now,
        actor,
    )?;
    // Frees the phone: its next owner must be able to register it.
    for account in values!(tx, i64, "select id from account where household = $1 order by id", household)? {
        let phone = tx.vault.seal(Secret::AccountPhone, "")?;
        run!(
            tx,
            "update account set name = '', phone = $2, phone_key = '', password = '', version = version + 1 where id = $1",
            account,
            &phone,
        )?;
    }
    Ok(())
}

/// Erases everything personal in a file, for good.
/// Then truncates SQLite's write-ahead log, which still holds the deleted data.
///
/// # Errors
/// As [`erase`].
#[derive(Clone, Debug, Serialize)]
pub struct EraseFile(pub Erasure);

impl Command for EraseFile {
    const NAME: &'static str = "file_erase";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        erase(tx, &self.0).await
    }
}

impl Store {
    /// Erases everything personal in a file, for good.
    /// Then truncates SQLite's write-ahead log, which still holds the deleted data.
    ///
    /// # Errors
    /// As [`erase`].
    pub async fn file_erase(&self, by: &By, new: Erasure) -> Result<()> {
        self.run(by, EraseFile(new)).await?;
        // The erasure is committed in any case; later writes overwrite the log.
        self.empty_log().await.inspect_err(|cause| tracing::warn!(%cause, "file_erase: WAL not truncated")).ok();
        Ok(())
    }
}
