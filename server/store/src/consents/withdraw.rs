//! Ends consents other than by a single withdrawal, and hides what depended on them.
//! Reasons: a corrected birth year, a member who leaves, merged files, an erased file.

use domain::{
    casework::EndReason,
    consents::{ConsentId, is_minor},
    households::HouseholdId,
    time::year,
};

use crate::{
    Result, Tx,
    crypto::secret::Secret,
    db::sql::{rows, run, values},
    events::outbox,
    wishes::{needs, public_fields},
};

/// Stands for every member of a household and the family as a whole.
pub(crate) const ALL_MEMBERS: i64 = -1;

/// Ends consents; returns how many were in force.
/// All of a household with [`ALL_MEMBERS`], all about one member, or with `id` that one only. Consents to keep a file end
/// only with [`ALL_MEMBERS`].
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

/// Hides everything public about one member, or with [`ALL_MEMBERS`] about the household.
/// Deletes pictures and voice notes and empties the words of wishes and thanks. Words of the household's other wishes
/// and thanks may mention the member, so they are hidden until staff have read them again.
pub(crate) async fn hide(tx: &mut Tx<'_>, household: HouseholdId, member: i64) -> Result<()> {
    for (wish, of) in rows!(tx, (i64, i64), "select id, member from wish where household = $1 order by id", household)?
    {
        if member == ALL_MEMBERS || member == of {
            run!(tx, "delete from photo where wish = $1", wish)?;
        }
        public_fields::settle(tx, wish, true).await?;
    }
    if member <= 0 {
        // The consent to them is one of the family as a whole, and those end here.
        forget_visit_pictures(tx, household).await?;
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
    // Staff's messages to donors may quote the family's words.
    outbox::forget_words(tx, household).await?;
    run!(
        tx,
        "update notice set text = '' where text <> '' and wish in (select id from wish where household = $1)
             and account in (select c.account from claim c join wish w on w.id = c.wish where w.household = $1
                             union select x.account from application x join wish w on w.id = x.wish
                             where w.household = $1)",
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

/// Deletes the pictures that were taken at visits.
pub(crate) async fn forget_visit_pictures(tx: &mut Tx<'_>, household: HouseholdId) -> Result<()> {
    run!(tx, "delete from visit_media where household = $1 and kind = 'photo'", household)?;
    Ok(())
}

/// Limits a household's wishes to what is allowed after a change of its file.
/// Released thanks that may tell of a minor go back to review.
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

/// Applies a corrected birth year: consents that a minor gave for itself end.
/// A guardian is then asked instead.
///
/// # Errors
/// Only when the database fails.
pub(crate) async fn aged(tx: &mut Tx<'_>, household: HouseholdId, member: i64, birth_year: i64) -> Result<()> {
    if is_minor(birth_year, year(tx.now)) {
        let (now, reason) = (tx.now, tx.vault.seal(Secret::ConsentReason, EndReason::TooYoung.as_str())?);
        // `withdrawn_by` 0: this must not count as a refusal.
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

/// Ends the consents of a member who leaves the file, and hides what depended on them.
/// The member's wishes become the family's; standing needs for it end.
///
/// # Errors
/// Only when the database fails.
pub(crate) async fn leave(tx: &mut Tx<'_>, household: HouseholdId, member: i64) -> Result<()> {
    end(tx, household, member, 0, EndReason::LeftFile.as_str()).await?;
    hide(tx, household, member).await?;
    needs::turns::end_with_member(tx, household, member).await?;
    run!(
        tx,
        "update wish set member = 0, age = -1, sex = 'unsaid', photo = 0 where household = $1 and member = $2",
        household,
        member,
    )?;
    Ok(())
}

/// Moves the consents of a merged file; ends those that the remaining file has too.
/// The caller has locked both households.
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

/// Ends the consents of an erased file; deletes papers, empties names and words.
/// The rows stay as evidence that consent was given.
///
/// # Errors
/// Only when the database fails.
pub(crate) async fn erase(tx: &mut Tx<'_>, household: HouseholdId) -> Result<()> {
    end(tx, household, ALL_MEMBERS, 0, "").await?;
    hide(tx, household, ALL_MEMBERS).await?;
    run!(tx, "delete from consent_paper where consent in (select id from consent where household = $1)", household,)?;
    run!(tx, "update consent set given_by = '', witness = '', note = '', reason = '' where household = $1", household,)?;
    Ok(())
}
