//! What its owner and the family do with a case between its beginning and its end.

use domain::{
    Code, DAY,
    accounts::AccountId,
    casework::cases::{CaseId, CaseLineKind, CaseState, FamilyAnswer, REOPEN_DAYS, kinds::CaseStep},
    events::Event,
    permission::Action,
    text,
};
use serde::{Deserialize, Serialize};

use super::{NewLine, add_line, begin_step, closing, household_of, lock_case, lock_for_staff, may_own};
use crate::{
    Command, Refusal, Result, Tx,
    db::{area_filter::must_be_of_others, locks::Writers, pagination::signed_in, sql::run},
};

/// Longest note.
const NOTE: usize = 2000;

/// Brings a case to another of its kind's steps, whose time begins now. An earlier step needs words.
///
/// # Errors
/// Not found outside the actor's areas; fields `step` and `step_words`; [`Code::WrongState`] when it has ended;
/// [`Code::FileClosed`].
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct StepCase {
    /// The case.
    pub case: CaseId,
    /// Key of the step.
    pub step: String,
    /// What was done, up to 2,000 characters.
    pub words: String,
}

impl Command for StepCase {
    const NAME: &'static str = "case_step";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        tx.actor.must_somewhere(Action::KeepCases)?;
        let case = lock_for_staff(tx, self.case).await?;
        case.file.must_be_open()?;
        must_be_open(case.state)?;
        let step = case.kind.step(&self.step).ok_or_else(|| Refusal::field("step", Code::Unknown))?;
        let at = |step: &CaseStep| case.kind.rules().steps.iter().position(|one| one == step);
        // Back, or once more: then the reader wants to know why.
        let is_back = case.kind.step(&case.step).is_some_and(|now| at(&step) <= at(&now));
        let words =
            text::words(&self.words, usize::from(is_back), NOTE).map_err(|code| Refusal::field("step_words", code))?;
        begin_step(tx, &case, step).await?;
        let line = NewLine { key: step.key, words: &words, ..NewLine::of(case.id, CaseLineKind::Step) };
        add_line(tx, &line).await?;
        tx.audit("case", case.id).await
    }
}

/// Checks that a case is open.
fn must_be_open(state: CaseState) -> Result<()> {
    if state == CaseState::Open { Ok(()) } else { Err(Code::WrongState.into()) }
}

/// Adds a note to a case, also to one that has ended.
///
/// # Errors
/// Not found outside the actor's areas; field `note_words`; [`Code::FileClosed`].
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct NoteCase {
    /// The case.
    pub case: CaseId,
    /// Text of 1 to 2,000 characters.
    pub words: String,
}

impl Command for NoteCase {
    const NAME: &'static str = "case_note";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        tx.actor.must_somewhere(Action::KeepCases)?;
        let case = lock_for_staff(tx, self.case).await?;
        case.file.must_be_open()?;
        let words = text::words(&self.words, 1, NOTE).map_err(|code| Refusal::field("note_words", code))?;
        add_line(tx, &NewLine { words: &words, ..NewLine::of(case.id, CaseLineKind::Note) }).await?;
        tx.audit("case", case.id).await
    }
}

/// Gives a case to another caseworker of the family's area.
///
/// # Errors
/// Not found outside the actor's areas; not allowed for the actor's own family; field `owner` for an account that is no
/// caseworker there, or of the family; [`Code::WrongState`] when it has ended.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct AssignCase {
    /// The case.
    pub case: CaseId,
    /// Account that follows it from now on.
    pub owner: AccountId,
}

impl Command for AssignCase {
    const NAME: &'static str = "case_assign";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        tx.actor.must_somewhere(Action::FollowCases)?;
        let case = lock_case(tx, self.case, Some(Writers::Staff(Action::FollowCases))).await?;
        must_be_of_others(&tx.actor, case.file.id)?;
        must_be_open(case.state)?;
        if !may_own(tx, &case.file, self.owner).await? {
            return Err(Refusal::field("owner", Code::Unknown).into());
        }
        if self.owner == case.owner {
            return Ok(());
        }
        give(tx, &case, self.owner).await
    }
}

/// Makes an account the owner of a locked case, and tells it.
pub(super) async fn give(tx: &mut Tx<'_>, case: &super::LockedCase, owner: AccountId) -> Result<()> {
    run!(tx, "update case_file set owner = $2 where id = $1", case.id, owner)?;
    add_line(tx, &NewLine { about: owner, ..NewLine::of(case.id, CaseLineKind::Assigned) }).await?;
    tx.emit(Event::CaseAssigned(case.event(vec![owner]))).await?;
    tx.audit("case", case.id).await
}

/// The family says on its page whether a case of its own is solved. "Not solved" opens a closed case again.
///
/// # Errors
/// Not signed in; not found for another family's case; field `answer` for anything but solved and not solved, field
/// `words`; [`Code::TooLate`] long after the case was closed; [`Code::WrongState`] when it ended with the file;
/// [`Code::FileClosed`].
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SayOfCase {
    /// The case.
    pub case: CaseId,
    /// `solved` or `not_solved`.
    pub answer: FamilyAnswer,
    /// The family's words, up to 500 characters.
    pub words: String,
}

impl Command for SayOfCase {
    const NAME: &'static str = "case_say";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        signed_in(&tx.actor)?;
        if household_of(tx, self.case).await? != tx.actor.household {
            return Err(Refusal::NotFound.into());
        }
        let case = lock_case(tx, self.case, Some(Writers::Family)).await?;
        case.file.must_be_open()?;
        if !matches!(self.answer, FamilyAnswer::Solved | FamilyAnswer::NotSolved) {
            return Err(Refusal::field("answer", Code::Unknown).into());
        }
        let words = text::words(&self.words, 0, 500).map_err(|code| Refusal::field("words", code))?;
        match case.state {
            CaseState::Ended => return Err(Code::WrongState.into()),
            CaseState::Closed if tx.now > case.closed + REOPEN_DAYS * DAY => return Err(Code::TooLate.into()),
            CaseState::Closed | CaseState::Open => {}
        }
        let (now, said) = (tx.now, self.answer.as_str());
        run!(tx, "update case_file set family_said = $2, family_said_at = $3 where id = $1", case.id, said, now)?;
        let line = NewLine { key: said, words: &words, ..NewLine::of(case.id, CaseLineKind::FamilySaid) };
        add_line(tx, &line).await?;
        let owner = case.owner;
        match (case.state, self.answer) {
            (CaseState::Closed, FamilyAnswer::NotSolved) => closing::reopen(tx, &case).await?,
            _ => tx.emit(Event::CaseFamilySaid(case.event(vec![owner]))).await?,
        }
        tx.audit("case", case.id).await
    }
}
