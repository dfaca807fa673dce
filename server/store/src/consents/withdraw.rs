//! How consents end other than by being taken back one by one, and what is hidden when they do: a year of birth put right,
//! a member who leaves, two files that become one, an erased file.

use domain::{
    consents::{ConsentId, is_minor},
    households::HouseholdId,
};

use crate::{
    Result, Tx,
    crypto::sealed_columns::Secret,
    db::sql::{rows, run, values},
    wishes::{lifecycle::year, public_fields},
};

/// Whatever member it is about.
pub(crate) const EVERYBODY: i64 = -1;

/// What a consent ends with when the file changes; the family and its caseworkers read it.
const TAKEN_OUT: &str = "已移出家庭档案";
const TOO_YOUNG: &str = "出生年份更正后未成年，需监护人同意";

/// Marks consents as taken back: all of a household, all that tell of a member, or the one with that number. Gives how
/// many held until then.
pub(crate) async fn end(
    tx: &mut Tx<'_>,
    household: HouseholdId,
    member: i64,
    id: ConsentId,
    reason: &str,
) -> Result<u64> {
    let (now, account, reason) = (tx.now, tx.actor.account, tx.vault.seal(Secret::ConsentReason, reason)?);
    let ended = run!(
        tx,
        "update consent set withdrawn_at = $4, withdrawn_by = $5, reason = $6
         where household = $1 and withdrawn_at = 0 and (id = $3 or $3 = 0)
             and ($2 = -1 or (member = $2 and kind <> 'file'))",
        household,
        member,
        id,
        now,
        account,
        &reason,
    )?;
    Ok(ended)
}

/// Nothing more is told of a member, or of [`EVERYBODY`] of the household: pictures and voices are deleted, wishes and
/// thanks are without words. What was written for the others may tell of it as well, so it is gone until
/// somebody has read it again.
pub(crate) async fn hide(tx: &mut Tx<'_>, household: HouseholdId, member: i64) -> Result<()> {
    for (wish, of) in rows!(tx, (i64, i64), "select id, member from wish where household = $1 order by id", household)?
    {
        if member == EVERYBODY || member == of {
            run!(tx, "delete from photo where wish = $1", wish)?;
        }
        public_fields::settle(tx, wish, true).await?;
    }
    forget_voices(tx, household, member).await?;
    run!(
        tx,
        "update thanks set words = '', state = case when state = 'released' and card = '' then 'withheld' else state end
         where wish in (select id from wish where household = $1 and ($2 = -1 or member = $2))",
        household,
        member,
    )?;
    run!(
        tx,
        "update thanks set state = 'waiting'
         where state = 'released' and words <> '' and wish in (select id from wish where household = $1)",
        household,
    )?;
    // What staff wrote to donors about the family's wishes may quote them.
    run!(
        tx,
        "update notice set text = '' where text <> '' and wish in (select id from wish where household = $1)
             and account in (select c.account from claim c join wish w on w.id = c.wish where w.household = $1)",
        household,
    )?;
    Ok(())
}

pub(crate) async fn forget_voices(tx: &mut Tx<'_>, household: HouseholdId, member: i64) -> Result<()> {
    run!(
        tx,
        "delete from voice_note
         where wish in (select id from wish where household = $1 and ($2 = -1 or member = $2))",
        household,
        member,
    )?;
    Ok(())
}

/// After something else in the file has changed (a year of birth, who lives there): no wish of the household shows
/// more than it may, and thanks that may tell of a child are read again.
///
/// # Errors
/// Only when the database fails.
pub(crate) async fn settle(tx: &mut Tx<'_>, household: HouseholdId) -> Result<()> {
    let now = tx.now;
    for wish in values!(tx, i64, "select id from wish where household = $1 and member <> 0 order by id", household)? {
        public_fields::settle(tx, wish, false).await?;
        if !public_fields::allowed(&mut tx.arm(), wish, now).await?.story {
            run!(
                tx,
                "update thanks set state = 'waiting' where wish = $1 and state = 'released' and words <> ''",
                wish,
            )?;
        }
    }
    Ok(())
}

/// A member's year of birth was put right. What somebody who turns out to be a child said for itself was nobody's yes:
/// it ends, so that a guardian is asked.
///
/// # Errors
/// Only when the database fails.
pub(crate) async fn aged(tx: &mut Tx<'_>, household: HouseholdId, member: i64, birth_year: i64) -> Result<()> {
    if is_minor(birth_year, year(tx.now)) {
        let (now, reason) = (tx.now, tx.vault.seal(Secret::ConsentReason, TOO_YOUNG)?);
        // Nobody said no: without a person who took it back, it is not taken for a refusal.
        run!(
            tx,
            "update consent set withdrawn_at = $3, withdrawn_by = 0, reason = $4
             where household = $1 and member = $2 and relation = 'self' and kind <> 'file' and withdrawn_at = 0",
            household,
            member,
            now,
            &reason,
        )?;
    }
    settle(tx, household).await
}

/// A member is taken out of the file: its consents end with it, and nothing more is told of it, as if they had been
/// taken back. Its wishes are the family's from now on.
///
/// # Errors
/// Only when the database fails.
pub(crate) async fn leave(tx: &mut Tx<'_>, household: HouseholdId, member: i64) -> Result<()> {
    end(tx, household, member, 0, TAKEN_OUT).await?;
    hide(tx, household, member).await?;
    run!(
        tx,
        "update wish set member = 0, age = -1, sex = 'unsaid', photo = 0 where household = $1 and member = $2",
        household,
        member,
    )?;
    Ok(())
}

/// When two files become one: what holds in both is kept once. The caller has locked both households.
///
/// # Errors
/// Only when the database fails.
pub(crate) async fn merge(tx: &mut Tx<'_>, from: HouseholdId, into: HouseholdId) -> Result<()> {
    let (now, account) = (tx.now, tx.actor.account);
    run!(
        tx,
        "update consent set withdrawn_at = $3, withdrawn_by = $4 where household = $1 and withdrawn_at = 0
             and exists (select 1 from consent o where o.household = $2 and o.member = consent.member
                         and o.kind = consent.kind and o.subject = consent.subject and o.withdrawn_at = 0)",
        from,
        into,
        now,
        account,
    )?;
    run!(tx, "update consent set household = $2 where household = $1", from, into)?;
    settle(tx, into).await
}

/// When a file is erased: that somebody agreed stays, by number; names, words and papers go.
///
/// # Errors
/// Only when the database fails.
pub(crate) async fn erase(tx: &mut Tx<'_>, household: HouseholdId) -> Result<()> {
    end(tx, household, EVERYBODY, 0, "").await?;
    hide(tx, household, EVERYBODY).await?;
    run!(tx, "delete from consent_paper where consent in (select id from consent where household = $1)", household,)?;
    run!(tx, "update consent set given_by = '', witness = '', note = '', reason = '' where household = $1", household,)?;
    Ok(())
}
