//! Erasing a file: everything that says who the family is goes, at once and for good. What is left is a number: that
//! goods and points went to it stays in the ledger, which nothing changes.
//!
//! The Personal Information Protection Law of the PRC (2021), article 47, says when.

use domain::{
    Code,
    casework::{ChangeKind, Erasure},
    households::{FileState, HouseholdId},
};
use sqlx::AssertSqlSafe;

use crate::{
    By, Result, Store, Tx,
    casework::file::close,
    consents::withdraw,
    crypto::sealed_columns::Secret,
    db::sql::{run, values},
    households::lock::{NewChange, hold, put, tell},
};

/// What of a household is deleted, each with the number of the household as `$1`.
const DELETED: &[&str] = &[
    "delete from person where household = $1",
    "delete from hardship where household = $1",
    "delete from household_note where household = $1",
    "delete from paper where household = $1",
    "delete from correction where household = $1",
    "delete from household_import_line where household = $1",
    "delete from photo where wish in (select id from wish where household = $1)",
    "delete from voice_note where wish in (select id from wish where household = $1)
         or (wish = 0 and account in (select id from account where household = $1))",
    "delete from photo_waiting where account in (select id from account where household = $1)",
    "delete from wish_term where wish in (select id from wish where household = $1)",
    "delete from notice where account in (select id from account where household = $1)",
    "delete from request where account in (select id from account where household = $1)",
];

/// What of it is made empty.
const EMPTIED: &[&str] = &[
    "update household set name = '', phone = '', phone_key = '', address = '', hardship = false, size = 1,
         income = 'unsaid', language = 'zh-CN', caseworker = 0 where id = $1",
    "update wish set own_words = '', words = '', reason = '', beyond = '', member = 0, family_size = 0, age = -1,
         sex = 'unsaid', photo = 0, words_due = false, version = version + 1 where household = $1",
    "update thanks set words = '' where wish in (select id from wish where household = $1)",
    "update claim set reason = '' where wish in (select id from wish where household = $1)",
    "update shop_order set reason = '' where household = $1",
    "update notice set text = '' where wish in (select id from wish where household = $1)",
    "update reveal set words = '' where household = $1",
    "update objection set words = '', answer = '' where household = $1",
    "update household_move set words = '', answer = '' where household = $1",
    "update file_change set words = '' where household = $1",
    "update card set secret = '', secret_key = '', number = '', number_key = '' where household = $1",
];

/// Erases a file.
///
/// # Errors
/// Outside the actor's areas; another number typed; erased or merged already; [`Code::HasOpenClaims`] while goods are on
/// their way to the family.
pub async fn erase(tx: &mut Tx<'_>, new: &Erasure) -> Result<()> {
    let new = new.clone().checked()?;
    let file = hold(tx, new.household).await?;
    if matches!(file.state()?, FileState::Erased | FileState::Merged) {
        return Err(Code::FileClosed.into());
    }
    close::end_all(tx, file.id).await?;
    close::shut_out(tx, file.id).await?;
    wipe(tx, file.id).await?;
    put(tx, file.id, FileState::Erased).await?;
    let reason = new.reason.as_str();
    let change = NewChange { household: file.id, kind: ChangeKind::Erased, other: 0, reason, words: "" };
    tell(tx, &change).await
}

async fn wipe(tx: &mut Tx<'_>, household: HouseholdId) -> Result<()> {
    withdraw::erase(tx, household).await?;
    for sql in DELETED.iter().chain(EMPTIED) {
        run!(tx, AssertSqlSafe(*sql), household)?;
    }
    // A number of a phone that belongs to nobody here is free for whoever has it next.
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

impl Store {
    /// Erases everything personal in a file, for good.
    ///
    /// # Errors
    /// As [`erase`].
    pub async fn file_erase(&self, by: &By, new: Erasure) -> Result<()> {
        self.write(by, "file_erase", new, |tx, new| Box::pin(erase(tx, new))).await?;
        // It is erased all the same; what is in the log now is overwritten later.
        self.empty_log().await.inspect_err(|cause| tracing::warn!(%cause, "the database's log was not emptied")).ok();
        Ok(())
    }
}
