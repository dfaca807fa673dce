//! Asks a question, says whether its answer helped, takes it back.

use domain::{
    Code,
    accounts::AccountId,
    areas::AreaId,
    community::appointments::questions::{
        AnswerVerdict, NewQuestion, OPEN_MOST, QuestionClass, QuestionId, QuestionState,
    },
    events::{Event, OfQuestion},
};
use serde::Serialize;

use super::{accounts_told, answering_area, first_rung, load_question, lock_question, present_keeper};
use crate::{
    Command, Refusal, Result, Tx,
    areas::tree::path_of,
    crypto::secret::Secret,
    db::{
        locks::{Writers, lock_open_household, lock_own_account},
        pagination::signed_in,
        sql::{run, value},
    },
    services::catalogue::offered,
};

/// Asks the desk. A family's question goes to its caseworker, or to those who answer for its area when that one works
/// there no more; another account's to the staff of its root area, or of the first area in it that has a coordinator.
/// Where none answers, the auditors are told.
///
/// # Errors
/// Not signed in; fields `words` and `service`; [`Code::FileClosed`]; [`Code::NotAllowed`] for an account of no area;
/// [`Code::DeskLimit`] with as many open questions as an account may have.
#[derive(Clone, Debug, Serialize)]
pub struct AskQuestion(pub NewQuestion);

impl Command for AskQuestion {
    const NAME: &'static str = "question_ask";
    type Output = QuestionId;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<QuestionId> {
        signed_in(&tx.actor)?;
        let household = tx.actor.household;
        let (mut area, keeper): (AreaId, AccountId) = if household == 0 {
            (tx.actor.root, 0)
        } else {
            let file = lock_open_household(tx, household, Writers::Family).await?;
            (file.area, file.caseworker)
        };
        if area == 0 {
            return Err(Refusal::NotAllowed(Code::NotAllowed).into());
        }
        lock_own_account(tx).await?;
        let new = self.0.clone().checked()?;
        let (service, class) = match new.service {
            None => (0, new.class),
            Some(id) => {
                let service = offered(&mut tx.arm(), id).await?;
                if !service.open || service.root != tx.actor.root {
                    return Err(Refusal::field("service", Code::Unknown).into());
                }
                (id, QuestionClass::of(service.class))
            }
        };
        let (now, account) = (tx.now, tx.actor.account);
        let open = value!(tx, i64, "select count(*) from question where account = $1 and state = 'open'", account)?;
        if open >= OPEN_MOST {
            return Err(Code::DeskLimit.into());
        }
        let mut home = path_of(&mut tx.arm(), area).await?.ok_or(Refusal::NotFound)?;
        let keeper = present_keeper(&mut tx.arm(), keeper, &home, now).await?;
        let mut staff = if keeper == 0 || keeper == account {
            first_rung(&mut tx.arm(), &home, household, &[account], now).await?.accounts
        } else {
            vec![keeper]
        };
        // Where none answers for all of the root area, the first area in it that has a coordinator does.
        let below = match household {
            0 if staff.is_empty() => answering_area(&mut tx.arm(), &home).await?,
            _ => None,
        };
        if let Some((first, path)) = below {
            (area, home) = (first, path);
            staff = first_rung(&mut tx.arm(), &home, household, &[account], now).await?.accounts;
        }
        let words = tx.vault.seal(Secret::QuestionWords, &new.words)?;
        let id = value!(
            tx,
            i64,
            "insert into question (area, household, account, service, class, words, state, asked, due, level, in_charge,
                 climbs, late, answer, answered, answered_by, first_by, ended, version)
             values ($1, $2, $3, $4, $5, $6, 'open', $7, $8, '', $9, 0, false, '', 0, 0, 0, 0, 0) returning id",
            area,
            household,
            account,
            service,
            class.as_str(),
            &words,
            now,
            class.due(now),
            staff.first().copied().unwrap_or_default(),
        )?;
        let staff = accounts_told(&mut tx.arm(), &home, staff).await?;
        let of = OfQuestion { question: id, account, staff, title: String::new() };
        tx.emit(Event::QuestionAsked(of)).await?;
        tx.audit("question", id).await?;
        Ok(id)
    }
}

/// Says whether an answer helped. The first "no" opens the question again, for another person; the second ends it.
///
/// # Errors
/// Not signed in; not found for another account's question; [`Code::WrongState`] unless it was answered.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct JudgeAnswer {
    /// The question.
    pub question: QuestionId,
    /// Whether it helped.
    pub verdict: AnswerVerdict,
}

impl Command for JudgeAnswer {
    const NAME: &'static str = "question_judge";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        signed_in(&tx.actor)?;
        let seen = load_question(&mut tx.arm(), self.question).await?;
        if !seen.is_askers(&tx.actor) {
            return Err(Refusal::NotFound.into());
        }
        let question = lock_question(tx, self.question).await?;
        question.state()?.must_be(QuestionState::Answered)?;
        let now = tx.now;
        if self.verdict == AnswerVerdict::NotHelped && question.first_by == 0 {
            let without = [question.answered_by, question.account];
            let rung = first_rung(&mut tx.arm(), &question.path(), question.household, &without, now).await?;
            run!(
                tx,
                "update question set state = 'open', due = $2, level = $3, in_charge = $4, climbs = 0,
                     first_by = answered_by where id = $1",
                question.id,
                question.class()?.due(now),
                &rung.path,
                rung.owner(),
            )?;
            let staff = accounts_told(&mut tx.arm(), &question.path(), rung.accounts).await?;
            tx.emit(Event::QuestionAsked(question.event(staff))).await?;
        } else {
            let state = match self.verdict {
                AnswerVerdict::Helped => QuestionState::Helped,
                AnswerVerdict::NotHelped => QuestionState::Unhelped,
            };
            run!(
                tx,
                "update question set state = $2, due = 0, ended = $3 where id = $1",
                question.id,
                state.as_str(),
                now,
            )?;
        }
        tx.audit("question", question.id).await
    }
}

/// Takes a question back that waits for an answer.
///
/// # Errors
/// Not signed in; not found for another account's question; [`Code::WrongState`] unless it is open.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct WithdrawQuestion {
    /// The question.
    pub question: QuestionId,
}

impl Command for WithdrawQuestion {
    const NAME: &'static str = "question_withdraw";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        signed_in(&tx.actor)?;
        let seen = load_question(&mut tx.arm(), self.question).await?;
        if !seen.is_askers(&tx.actor) {
            return Err(Refusal::NotFound.into());
        }
        let question = lock_question(tx, self.question).await?;
        question.state()?.must_be(QuestionState::Open)?;
        let now = tx.now;
        run!(tx, "update question set state = 'withdrawn', due = 0, ended = $2 where id = $1", question.id, now,)?;
        tx.audit("question", question.id).await
    }
}
