//! The end of a case: with an outcome that the family was asked about; and its way back.

use domain::{
    Code, DAY,
    casework::{
        cases::{AskedHow, FamilyAnswer, FamilyAsked, REOPEN_DAYS},
        school_places::{RETURN_DAYS, SchoolEnd, SchoolPlaceEvent, SchoolPlaceId, SchoolPlaceState},
    },
    events::Event,
    time::Day,
};
use serde::{Deserialize, Serialize};

use super::{LockedPlace, Settling, household_of, lock_for_staff, lock_place, number, settle};
use crate::{
    Command, Refusal, Result, Tx,
    casework::cases::{choose_owner, may_own},
    crypto::secret::Secret,
    db::{
        locks::Writers,
        pagination::signed_in,
        sql::{run, value},
    },
};

/// Closes a case with an outcome, and says whom of the family one asked, when, and what they said. One that ends as
/// "not before" opens again some time before its day.
///
/// # Errors
/// Not found outside the actor's areas; not allowed for the actor's own family; fields `not_before`, `whom`, `at`,
/// `how` and `words`; [`Code::FamilySaysNo`] when the outcome is not what the family said; [`Code::WrongState`] when it
/// has ended; [`Code::FileClosed`].
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct CloseSchoolPlace {
    /// The case.
    pub place: SchoolPlaceId,
    /// How it ends.
    pub end: SchoolEnd,
    /// Who was asked, and what they said.
    pub asked: FamilyAsked,
}

impl Command for CloseSchoolPlace {
    const NAME: &'static str = "school_place_close";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        let place = lock_for_staff(tx, self.place).await?;
        let state = place.state.after(SchoolPlaceEvent::Close)?;
        let now = tx.now;
        let end = self.end.clone().checked(Day::of(now))?;
        let asked = self.asked.clone().checked(now)?;
        if asked.how == AskedHow::Page && place.family_said != asked.answer.as_str() {
            return Err(Refusal::field("how", Code::Unknown).into());
        }
        // What the family wrote after it was asked weighs more than what staff heard before.
        let denied = place.family_said == FamilyAnswer::NotSolved.as_str() && place.family_said_at > asked.at;
        if !end.outcome.agrees_with(asked.answer) || (denied && asked.answer == FamilyAnswer::Solved) {
            return Err(Code::FamilySaysNo.into());
        }
        let whom = tx.vault.seal(Secret::SchoolWhom, &asked.whom)?;
        let words = tx.vault.seal(Secret::SchoolAnswer, &asked.words)?;
        let account = tx.actor.account;
        let wake = end.not_before.map_or(0, returns);
        run!(
            tx,
            "update school_place set state = $2, outcome = $3, not_before = $4, asked_how = $5, asked_whom = $6,
                 asked_at = $7, answer = $8, answer_words = $9, closed = $10, closed_by = $11, reminder = 0, wake = $12,
                 step = '', last_day = 0, level = '', in_charge = 0
             where id = $1",
            place.id,
            state.as_str(),
            end.outcome.as_str(),
            number(end.not_before),
            asked.how.as_str(),
            &whom,
            asked.at,
            asked.answer.as_str(),
            &words,
            now,
            account,
            wake,
        )?;
        tx.emit(Event::SchoolPlaceClosed(place.event(Vec::new(), end.outcome.as_str()))).await?;
        tx.audit("school_place", place.id).await
    }
}

/// When a case that ended as "not before" opens again, so that there is time for each step.
pub(super) fn returns(not_before: Day) -> i64 {
    not_before.plus(-RETURN_DAYS).start()
}

/// Opens a closed case again; its owner is told, or the caseworker who follows it now, and so is the family.
pub(super) async fn reopen(tx: &mut Tx<'_>, place: &LockedPlace) -> Result<()> {
    let state = place.state.after(SchoolPlaceEvent::Reopen)?;
    let owner = match place.owner {
        owner if owner != 0 && may_own(tx, &place.file, owner).await? => owner,
        _ => choose_owner(tx, &place.file).await?,
    };
    run!(
        tx,
        "update school_place set state = $2, outcome = '', not_before = 0, asked_how = '', asked_whom = '',
             asked_at = 0, answer = '', answer_words = '', closed = 0, closed_by = 0, owner = $3,
             family_said = case when family_said = 'solved' then '' else family_said end
         where id = $1",
        place.id,
        state.as_str(),
        owner,
    )?;
    settle(tx, place, Settling::Worked).await?;
    tx.emit(Event::SchoolPlaceReopened(place.event(vec![owner], ""))).await?;
    tx.audit("school_place", place.id).await
}

/// The family says on its page whether a case of its own ended as was said. "Not so" opens a closed case again.
///
/// # Errors
/// Not signed in; not found for another family's case; field `answer` for anything but solved and not solved;
/// [`Code::TooLate`] long after it was closed; [`Code::SchoolPlaceOpen`] when the child has another open case;
/// [`Code::WrongState`] when it ended with the file; [`Code::FileClosed`].
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct SayOfSchoolPlace {
    /// The case.
    pub place: SchoolPlaceId,
    /// `solved` or `not_solved`.
    pub answer: FamilyAnswer,
}

impl Command for SayOfSchoolPlace {
    const NAME: &'static str = "school_place_say";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        signed_in(&tx.actor)?;
        if household_of(tx, self.place).await? != tx.actor.household {
            return Err(Refusal::NotFound.into());
        }
        let place = lock_place(tx, self.place, Some(Writers::Family)).await?;
        place.file.must_be_open()?;
        if !matches!(self.answer, FamilyAnswer::Solved | FamilyAnswer::NotSolved) {
            return Err(Refusal::field("answer", Code::Unknown).into());
        }
        match place.state {
            SchoolPlaceState::Ended => return Err(Code::WrongState.into()),
            SchoolPlaceState::Closed if tx.now > place.closed + REOPEN_DAYS * DAY => return Err(Code::TooLate.into()),
            SchoolPlaceState::Closed | SchoolPlaceState::Open => {}
        }
        let (now, said) = (tx.now, self.answer.as_str());
        run!(tx, "update school_place set family_said = $2, family_said_at = $3 where id = $1", place.id, said, now,)?;
        if (place.state, self.answer) == (SchoolPlaceState::Closed, FamilyAnswer::NotSolved) {
            if has_other(tx, &place).await? {
                return Err(Code::SchoolPlaceOpen.into());
            }
            return reopen(tx, &place).await;
        }
        let owner = match place.owner {
            owner if owner != 0 && may_own(tx, &place.file, owner).await? => owner,
            _ => choose_owner(tx, &place.file).await?,
        };
        if place.family_said != said {
            tx.emit(Event::SchoolPlaceSaid(place.event(vec![owner], ""))).await?;
        }
        tx.audit("school_place", place.id).await
    }
}

/// Loads whether the child of a locked case has another open one, or has left the file.
pub(super) async fn has_other(tx: &mut Tx<'_>, place: &LockedPlace) -> Result<bool> {
    let other = value!(
        tx,
        i64,
        "select count(*) from school_place where household = $1 and member = $2 and state = 'open' and id <> $3",
        place.file.id,
        place.member,
        place.id,
    )?;
    Ok(other > 0 || place.member == 0)
}
