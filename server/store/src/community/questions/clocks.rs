//! The clock of questions: late ones climb the area tree with a name, and end when none answers; answered ones end when
//! the asker says nothing.

use domain::{
    DAY, Timestamp,
    accounts::AccountId,
    community::appointments::questions::{QuestionId, QuestionState, ends_unanswered},
    events::Event,
};
use serde::Serialize;

use super::{LockedQuestion, accounts_told, first_rung, lock_question, present_keeper};
use crate::{
    Command, Result, Store, Tx,
    areas::answerers::chain::{Climb, next_above},
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
            QuestionState::Open => follow_open(tx, &question).await?,
            _ => return Ok(false),
        }
        tx.audit("question", question.id).await?;
        Ok(true)
    }
}

/// Lets a late question go up; at the top it is told again each day, until it ends without an answer.
async fn follow_open(tx: &mut Tx<'_>, question: &LockedQuestion) -> Result<()> {
    let (now, home, after) = (tx.now, question.path(), question.class()?.climb_after());
    let without = [question.in_charge, question.account, question.first_by];
    // One without an owner, as after a move to another area, begins with those who answer there first.
    let rung = match question.in_charge {
        0 => first_rung(&mut tx.arm(), &home, question.household, &without, now).await?,
        _ => next_above(&mut tx.arm(), Climb::of(&home, question.household, &question.level, &without), now).await?,
    };
    if rung.owner() != 0 {
        let late = Late { level: &rung.path, in_charge: rung.owner(), due: now + after };
        set_late(tx, question, late).await?;
        return tx.emit(Event::QuestionLate(question.event(rung.accounts))).await;
    }
    if ends_unanswered(question.asked, question.climbs, now) {
        run!(
            tx,
            "update question set state = 'closed', due = 0, late = true, ended = $2 where id = $1",
            question.id,
            now,
        )?;
        return tx.emit(Event::QuestionUnanswered(question.event(Vec::new()))).await;
    }
    // It stays with its account while that one works there, else it goes to those who answer first.
    let keeper = present_keeper(&mut tx.arm(), question.in_charge, &home, now).await?;
    let (level, staff) = if keeper == 0 || [question.account, question.first_by].contains(&keeper) {
        let rung = first_rung(&mut tx.arm(), &home, question.household, &without, now).await?;
        (rung.path, rung.accounts)
    } else {
        (question.level.clone(), vec![keeper])
    };
    let in_charge = staff.first().copied().unwrap_or_default();
    set_late(tx, question, Late { level: &level, in_charge, due: now + after.max(DAY) }).await?;
    let staff = accounts_told(&mut tx.arm(), &home, staff).await?;
    tx.emit(Event::QuestionLate(question.event(staff))).await
}

/// Where a late question stands from now on.
struct Late<'a> {
    level: &'a str,
    in_charge: AccountId,
    due: Timestamp,
}

async fn set_late(tx: &mut Tx<'_>, question: &LockedQuestion, late: Late<'_>) -> Result<()> {
    run!(
        tx,
        "update question set level = $2, in_charge = $3, climbs = climbs + 1, late = true, due = $4 where id = $1",
        question.id,
        late.level,
        late.in_charge,
        late.due,
    )?;
    Ok(())
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
