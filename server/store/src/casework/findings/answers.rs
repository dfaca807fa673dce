//! What the family says came of a finding: the only way to close one.

use domain::{
    Code, DAY, Timestamp,
    casework::{
        findings::{
            AnswerKind, AskedPerson, CLIMB_DAYS, FindingId, FindingOutcome, FindingState, NewFindingAnswer, SAY_DAYS,
            must_be_open,
        },
        visits::Way,
    },
};
use serde::Serialize;

use super::{LockedFinding, lock_own_finding, raise};
use crate::{
    Command, Refusal, Result, Tx,
    crypto::secret::Secret,
    db::{
        locks::{Writers, lock_open_household},
        sql::{row, run},
    },
};

/// Records what the family was asked about a finding, and what it said. "Helped" and "leaves it there" close the
/// finding; "not helped" hands it to the next of the chain at once; a family that was not reached leaves it as it is.
///
/// # Errors
/// Not found outside the actor's areas; invalid fields; [`Code::WrongState`] unless it is open; [`Code::FileClosed`].
#[derive(Clone, Debug, Serialize)]
pub struct AnswerFinding {
    /// Finding that the family was asked about.
    pub finding: FindingId,
    /// Who was asked, when, and what was said.
    pub answer: NewFindingAnswer,
}

impl Command for AnswerFinding {
    const NAME: &'static str = "finding_answer";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        let (file, finding) = lock_own_finding(tx, self.finding).await?;
        let answer = self.answer.clone().checked(tx.now)?;
        must_be_open(finding.state()?)?;
        insert_answer(tx, &finding, &answer).await?;
        match (answer.said.outcome(), answer.said) {
            (Some(outcome), _) => close(tx, &finding, outcome).await?,
            (None, AnswerKind::NotHelped) => raise(tx, &file, &finding).await?,
            (None, _) => {}
        }
        tx.audit("finding", self.finding).await
    }
}

async fn insert_answer(tx: &mut Tx<'_>, finding: &LockedFinding, answer: &NewFindingAnswer) -> Result<()> {
    let (now, account) = (tx.now, tx.actor.account);
    let words = tx.vault.seal(Secret::FindingAnswerWords, &answer.words)?;
    run!(
        tx,
        "insert into finding_answer (finding, asked, way, answer, words, at, account, recorded)
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
        finding.id,
        answer.asked.as_str(),
        answer.way.as_str(),
        answer.said.as_str(),
        &words,
        answer.at.unwrap_or(now),
        account,
        now,
    )?;
    Ok(())
}

async fn close(tx: &mut Tx<'_>, finding: &LockedFinding, outcome: FindingOutcome) -> Result<()> {
    let now = tx.now;
    run!(
        tx,
        "update finding set state = 'closed', outcome = $2, closed = $3, raised_to = 0, version = version + 1
         where id = $1",
        finding.id,
        outcome.as_str(),
        now,
    )?;
    Ok(())
}

/// The family says that a closed finding is not solved: it is open again, and the next of the chain are told.
///
/// # Errors
/// Not signed in; not found for another family's finding; field `words`; [`Code::WrongState`] unless it is closed;
/// [`Code::TooLate`] after 90 days; [`Code::FileClosed`].
#[derive(Clone, Debug, Serialize)]
pub struct ReopenFinding {
    /// Finding of the actor's family.
    pub finding: FindingId,
    /// What is still missing, up to 500 characters; may be empty.
    pub words: String,
}

impl Command for ReopenFinding {
    const NAME: &'static str = "finding_again";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        let household = tx.actor.must_be_family()?;
        let file = lock_open_household(tx, household, Writers::Family).await?;
        let words = domain::text::words(&self.words, 0, 500).map_err(|code| Refusal::field("words", code))?;
        let finding = row!(
            tx,
            LockedFinding,
            "select id, household, state, owner, due, level, raised_to, closed from finding
             where id = $1 and household = $2",
            self.finding,
            household,
        )?
        .ok_or(Refusal::NotFound)?;
        if finding.state()? != FindingState::Closed {
            return Err(Code::WrongState.into());
        }
        let now = tx.now;
        if now > finding.closed + SAY_DAYS * DAY {
            return Err(Code::TooLate.into());
        }
        let answer = NewFindingAnswer {
            asked: AskedPerson::Family,
            way: Way::Elsewhere,
            said: AnswerKind::NotHelped,
            words,
            at: None,
        };
        insert_answer(tx, &finding, &answer).await?;
        let due: Timestamp = now + CLIMB_DAYS * DAY;
        run!(
            tx,
            "update finding set state = 'open', outcome = '', closed = 0, due = $2, version = version + 1 where id = $1",
            finding.id,
            due,
        )?;
        raise(tx, &file, &finding).await?;
        tx.audit("finding", finding.id).await
    }
}
