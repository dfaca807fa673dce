//! The end of a case: with an outcome that the family was asked about, or with its file; and its way back.

use domain::{
    Code, Timestamp,
    casework::cases::{AskedHow, CaseEvent, CaseId, CaseLineKind, CaseState, FamilyAnswer, FamilyAsked},
    events::Event,
    households::HouseholdId,
    permission::Action,
    time::Day,
    undo::UndoKind,
};
use serde::{Deserialize, Serialize};

use super::{LockedCase, NewLine, add_line, begin_step, call_backs, choose_owner, lock_for_staff, may_own};
use crate::{
    Command, Refusal, Result, Tx,
    accounts::undo,
    crypto::secret::Secret,
    db::sql::{run, value, values},
};

/// Closes a case with an outcome of its kind, and says whom of the family one asked, when, and what they said.
/// Some closed cases are drawn: another account asks their families again.
///
/// # Errors
/// Not found outside the actor's areas; not allowed for the actor's own family; fields `outcome`, `whom`, `at`, `how`
/// and `words`; [`Code::FamilySaysNo`] when the outcome is not what the family said; [`Code::WrongState`] when it has
/// ended; [`Code::FileClosed`].
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct CloseCase {
    /// The case.
    pub case: CaseId,
    /// Key of the outcome.
    pub outcome: String,
    /// Who was asked, and what they said.
    pub asked: FamilyAsked,
}

impl Command for CloseCase {
    const NAME: &'static str = "case_close";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        tx.actor.must_somewhere(Action::KeepCases)?;
        let case = lock_for_staff(tx, self.case).await?;
        case.file.must_be_open()?;
        let state = case.state.after(CaseEvent::Close)?;
        let outcome = case.kind.outcome(&self.outcome).ok_or_else(|| Refusal::field("outcome", Code::Unknown))?;
        let asked = self.asked.clone().checked(tx.now)?;
        must_have_said(&case, &asked)?;
        // What was said before there was a case, or before it was opened again, is no word about its outcome.
        let begun = value!(tx, i64, "select opened from case_file where id = $1", case.id)?.max(case.closed);
        if Day::of(asked.at) < Day::of(begun) {
            return Err(Refusal::field("at", Code::OutOfRange).into());
        }
        if !outcome.agrees_with(asked.answer) {
            return Err(Code::FamilySaysNo.into());
        }
        let whom = tx.vault.seal(Secret::CaseWhom, &asked.whom)?;
        let words = tx.vault.seal(Secret::CaseAnswer, &asked.words)?;
        let (now, account) = (tx.now, tx.actor.account);
        run!(
            tx,
            "update case_file set state = $2, outcome = $3, asked_how = $4, asked_whom = $5, asked_at = $6, answer = $7,
                 answer_words = $8, closed = $9, closed_by = $10, closings = closings + 1, reminder = 0, level = '',
                 in_charge = 0
             where id = $1",
            case.id,
            state.as_str(),
            outcome.key,
            asked.how.as_str(),
            &whom,
            asked.at,
            asked.answer.as_str(),
            &words,
            now,
            account,
        )?;
        let line = NewLine { key: outcome.key, words: &asked.words, ..NewLine::of(case.id, CaseLineKind::Closed) };
        add_line(tx, &line).await?;
        call_backs::draw(tx, &case, outcome.key).await?;
        tx.emit(Event::CaseClosed(case.event(Vec::new()))).await?;
        undo::offer(tx, UndoKind::CaseClosed, case.id, &()).await?;
        tx.audit("case", case.id).await
    }
}

/// Takes the closing of second `at` back: the case is open again with what was agreed, and family and owner are told.
///
/// # Errors
/// As [`CloseCase`]; [`Code::WrongState`] unless it is still closed since then; [`Code::UndoDepends`] once the family
/// said something or was called back.
pub(crate) async fn take_back(tx: &mut Tx<'_>, id: CaseId, at: Timestamp) -> Result<()> {
    tx.actor.must_somewhere(Action::KeepCases)?;
    let case = lock_for_staff(tx, id).await?;
    case.file.must_be_open()?;
    if case.state != CaseState::Closed || case.closed != at {
        return Err(Code::WrongState.into());
    }
    let called =
        value!(tx, i64, "select count(*) from call_back where case_file = $1 and created >= $2 and done > 0", id, at,)?;
    if called > 0 || case.family_said_at > at {
        return Err(Code::UndoDepends.into());
    }
    reopen(tx, &case).await?;
    tx.audit("case", id).await
}

/// Checks that an answer on the family's page was given there, and that no other answer goes against it.
fn must_have_said(case: &LockedCase, asked: &FamilyAsked) -> Result<()> {
    let said = case.family_said.as_str();
    if asked.how == AskedHow::Page && said != asked.answer.as_str() {
        return Err(Refusal::field("how", Code::Unknown).into());
    }
    // What the family wrote after it was asked weighs more than what staff heard before.
    let is_later = case.family_said_at > asked.at;
    if said == FamilyAnswer::NotSolved.as_str() && is_later && asked.answer == FamilyAnswer::Solved {
        return Err(Code::FamilySaysNo.into());
    }
    Ok(())
}

/// Opens a closed case again. Its owner is told, or the caseworker who follows it now, and so is the family.
/// A call-back that waits ends.
pub(super) async fn reopen(tx: &mut Tx<'_>, case: &LockedCase) -> Result<()> {
    let state = case.state.after(CaseEvent::Reopen)?;
    let owner = match case.owner {
        owner if owner != 0 && may_own(tx, &case.file, owner).await? => owner,
        _ => choose_owner(tx, &case.file).await?,
    };
    run!(
        tx,
        "update case_file set state = $2, outcome = '', asked_how = '', asked_whom = '', asked_at = 0, answer = '',
             answer_words = '', closed = 0, closed_by = 0, owner = $3,
             family_said = case when family_said = 'solved' then '' else family_said end
         where id = $1",
        case.id,
        state.as_str(),
        owner,
    )?;
    // What was agreed is done once more.
    let step = case.kind.step_after(&case.step);
    begin_step(tx, case, step).await?;
    add_line(tx, &NewLine { about: owner, ..NewLine::of(case.id, CaseLineKind::Reopened) }).await?;
    call_backs::end(tx, case.id).await?;
    tx.emit(Event::CaseReopened(case.event(vec![owner]))).await
}

/// Ends the open cases of a household whose file is closed or erased, and the call-backs that wait.
/// The caller has locked the household.
pub(crate) async fn end_with_file(tx: &mut Tx<'_>, household: HouseholdId) -> Result<()> {
    let open =
        values!(tx, i64, "select id from case_file where household = $1 and state = 'open' order by id", household,)?;
    for id in open {
        let now = tx.now;
        run!(
            tx,
            "update case_file set state = 'ended', reminder = 0, level = '', in_charge = 0, closed = $2,
                 version = version + 1
             where id = $1",
            id,
            now,
        )?;
        add_line(tx, &NewLine::of(id, CaseLineKind::Ended)).await?;
    }
    run!(
        tx,
        "update call_back set state = 'ended', version = version + 1
         where state = 'waiting' and case_file in (select id from case_file where household = $1)",
        household,
    )?;
    Ok(())
}
