//! Records refusals.
//! A refusal is a consent that ended in the second it was recorded: it stops further requests for a while, and nothing
//! can depend on it.

use domain::{
    Code,
    consents::{ConsentId, ConsentKind, How, NewRefusal, is_minor},
    events::Event,
    households::HouseholdId,
    time::year,
    wishes::WishId,
};
use serde::Serialize;

use crate::{
    Command, Refusal, Result, Tx,
    consents::{
        record::{KEEPERS, member_of, tell},
        withdraw::{ALL_MEMBERS, end, forget_visit_pictures, forget_voices, hide},
    },
    crypto::secret::Secret,
    db::{
        area_filter::is_own,
        locks::lock_open_household,
        sql::{rows, run, value},
    },
    wishes::public_fields,
};

/// Records a refusal and hides at once what may no longer be shown.
/// Refused by the family on its screen, or towards the account that keeps its file.
///
/// # Errors
/// Not found outside the actor's areas; [`Code::FileClosed`]; invalid fields; [`Code::GuardianNeeded`] when a minor is
/// named as refusing; [`Code::ConsentGiven`] while such a consent is in force, which has to be withdrawn instead.
#[derive(Clone, Debug, Serialize)]
pub struct RefuseConsent(pub NewRefusal);

impl Command for RefuseConsent {
    const NAME: &'static str = "consent_refuse";
    type Output = ConsentId;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<ConsentId> {
        let Self(input) = self;
        lock_open_household(tx, input.household, KEEPERS).await?;
        let new = input.clone().checked()?;
        let member = member_of(tx, new.household, new.kind, new.member, new.wish).await?;
        let child = check_who(tx, &new, member).await?;
        if holds(tx, &new, member).await? {
            return Err(Code::ConsentGiven.into());
        }
        let how = if is_own(&tx.actor, new.household) { How::Screen } else { How::Spoken };
        let (now, account, reason) = (tx.now, tx.actor.account, tx.vault.seal(Secret::ConsentReason, &new.reason)?);
        let marked = tx.actor.is_marked();
        let id = value!(
            tx,
            i64,
            "insert into consent (household, member, kind, subject, giver, given_by, relation, how, witness, note,
             recorded_by, at, withdrawn_at, withdrawn_by, reason, staff_issued)
         values ($1, $2, $3, $4, $5, '', 'self', $6, '', '', $7, $8, $8, $7, $9, $10) returning id",
            new.household,
            member,
            new.kind.as_str(),
            new.wish,
            new.refused_by,
            how.as_str(),
            account,
            now,
            &reason,
            marked,
        )?;
        hide_what_hung_on_it(tx, &new, member, child).await?;
        tell(tx, new.household, Event::ConsentRefused).await?;
        tx.audit("consent", id).await?;
        Ok(id)
    }
}

/// Returns whether it is about a minor; fails for other families' members and refusing minors.
async fn check_who(tx: &mut Tx<'_>, new: &NewRefusal, member: i64) -> Result<bool> {
    let people = rows!(tx, (i64, i64), "select id, birth_year from person where household = $1", new.household)?;
    let this_year = year(tx.now);
    let child = |id: i64| people.iter().find(|(person, _)| *person == id).map(|(_, born)| is_minor(*born, this_year));
    if member != 0 && child(member).is_none() {
        return Err(Refusal::field("member", Code::Unknown).into());
    }
    if new.refused_by != 0 && child(new.refused_by) != Some(false) {
        return Err(Refusal::field("refused_by", Code::GuardianNeeded).into());
    }
    Ok(child(member) == Some(true))
}

async fn holds(tx: &mut Tx<'_>, new: &NewRefusal, member: i64) -> Result<bool> {
    let found = value!(
        tx,
        i64,
        "select count(*) from consent
         where household = $1 and member = $2 and kind = $3 and subject = $4 and withdrawn_at = 0",
        new.household,
        member,
        new.kind.as_str(),
        new.wish,
    )?;
    Ok(found > 0)
}

/// Hides what depended on the refused consent.
/// Without consent nothing about a minor was public: then nothing is hidden, and the words of the siblings' wishes are
/// not reviewed again.
async fn hide_what_hung_on_it(tx: &mut Tx<'_>, new: &NewRefusal, member: i64, child: bool) -> Result<()> {
    let (household, reason): (HouseholdId, &str) = (new.household, &new.reason);
    match new.kind {
        ConsentKind::File => {
            end(tx, household, ALL_MEMBERS, 0, reason).await?;
            hide(tx, household, ALL_MEMBERS).await
        }
        ConsentKind::Story => {
            let ended = end(tx, household, member, 0, reason).await?;
            if child && ended == 0 {
                return Ok(());
            }
            hide(tx, household, member).await
        }
        ConsentKind::Photo if new.wish == 0 => forget_visit_pictures(tx, household).await,
        ConsentKind::Photo => forget_picture(tx, new.wish).await,
        ConsentKind::Voice => forget_voices(tx, household, member).await,
    }
}

async fn forget_picture(tx: &mut Tx<'_>, wish: WishId) -> Result<()> {
    run!(tx, "delete from photo where wish = $1", wish)?;
    public_fields::settle(tx, wish, false).await
}
