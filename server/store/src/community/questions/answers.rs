//! Answers a question: staff of its area, or of the organisation of its service.

use domain::{
    Code,
    community::appointments::questions::{QuestionId, QuestionState, ends_at},
    events::Event,
    text,
};
use serde::Serialize;

use super::{load_question, lock_question};
use crate::{
    Command, Refusal, Result, Tx,
    crypto::secret::Secret,
    db::{pagination::signed_in, sql::run},
};

/// Answers a question.
///
/// # Errors
/// Not signed in; not found for accounts that do not answer it; field `words`; [`Code::WrongState`] unless it is open;
/// [`Code::SecondPerson`] for the account whose earlier answer did not help.
#[derive(Clone, Debug, Serialize)]
pub struct AnswerQuestion {
    /// The question.
    pub question: QuestionId,
    /// The answer, 2 to 1000 characters.
    pub words: String,
}

impl Command for AnswerQuestion {
    const NAME: &'static str = "question_answer";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        signed_in(&tx.actor)?;
        // Before the lock, so that no caller from elsewhere waits for it; and again, because a family may move.
        let seen = load_question(&mut tx.arm(), self.question).await?;
        if !seen.is_for(&tx.actor) {
            return Err(Refusal::NotFound.into());
        }
        let question = lock_question(tx, self.question).await?;
        if !question.is_for(&tx.actor) {
            return Err(Refusal::NotFound.into());
        }
        let words = text::words(&self.words, 2, 1000).map_err(|code| Refusal::field("words", code))?;
        question.state()?.must_be(QuestionState::Open)?;
        let (now, account) = (tx.now, tx.actor.account);
        if question.first_by == account {
            return Err(Code::SecondPerson.into());
        }
        let answer = tx.vault.seal(Secret::QuestionAnswer, &words)?;
        run!(
            tx,
            "update question set state = 'answered', answer = $2, answered = $3, answered_by = $4, due = $5,
                 late = (late = true or due < $3), in_charge = $4 where id = $1",
            question.id,
            &answer,
            now,
            account,
            ends_at(now),
        )?;
        tx.emit(Event::QuestionAnswered(question.event(Vec::new()))).await?;
        tx.audit("question", question.id).await
    }
}
