//! The clock of questions: late ones climb the area tree with a name; answered ones end when the asker says nothing.

use domain::{
    community::appointments::questions::{QuestionId, QuestionState},
    events::Event,
};
use serde::Serialize;

use super::{first_rung, lock_question};
use crate::{
    Command, Result, Store, Tx,
    areas::answerers::chain::next_above,
    db::{job_sweep::sweep, sql::run},
};

/// Does the next step of a question whose time has come.
#[derive(Clone, Copy, Debug, Serialize)]
struct FollowQuestion {
    question: QuestionId,
}

impl Command for FollowQuestion {
    const NAME: &'static str = "question_follow";
    type Output = bool;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<bool> {
        let question = lock_question(tx, self.question).await?;
        let now = tx.now;
        if question.due == 0 || question.due > now {
            return Ok(false);
        }
        match question.state()? {
            QuestionState::Answered => {
                run!(tx, "update question set state = 'closed', due = 0, ended = $2 where id = $1", question.id, now,)?;
            }
            QuestionState::Open => {
                let home = question.path();
                let without = [question.in_charge, question.account, question.first_by];
                let mut rung = next_above(&mut tx.arm(), &home, &question.level, &without, now).await?;
                if question.in_charge == 0 && rung.owner() == 0 {
                    rung = first_rung(&mut tx.arm(), &home, &without, now).await?;
                }
                // At the top it stays where it is, and that account is told again.
                let (level, in_charge, staff) = match rung.owner() {
                    0 => (question.level.clone(), question.in_charge, vec![question.in_charge]),
                    first => (rung.path.clone(), first, rung.accounts),
                };
                run!(
                    tx,
                    "update question set level = $2, in_charge = $3, climbs = climbs + 1, late = true, due = $4
                     where id = $1",
                    question.id,
                    &level,
                    in_charge,
                    now + question.class()?.climb_after(),
                )?;
                tx.emit(Event::QuestionLate(question.event(staff))).await?;
            }
            _ => return Ok(false),
        }
        tx.audit("question", question.id).await?;
        Ok(true)
    }
}

impl Store {
    /// Does the next step of questions whose time has come; returns how many.
    pub(crate) async fn questions_follow(&self) -> Result<i64> {
        sweep!(
            self,
            |question| FollowQuestion { question },
            "select due, id from question
             where state in ('open', 'answered') and due <= $1 and (due, id) > ($2, $3)
             order by due, id limit 200",
            self.now(),
        )
    }
}
