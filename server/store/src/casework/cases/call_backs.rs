//! Independent call-backs about closed cases: the draw, who asks, and what the family answers.

use domain::{
    Code, DAY, Timestamp,
    accounts::AccountId,
    areas::AreaId,
    casework::cases::{
        CaseId, CaseLineKind, FamilyAnswer, FamilyAsked,
        call_backs::{CALL_BACK_DAYS, CallBackId, CallBackState, DrawReason, drawn, no_own_case},
    },
    events::{Event, OfCallBack},
    permission::Action,
    time::Day,
};
use serde::{Deserialize, Serialize};

use super::{LockedCase, NewLine, add_line, closing, lock_case};
use crate::{
    Command, Refusal, Result, Tx,
    crypto::{secret::Secret, vault::Find},
    db::{
        area_filter::must_be_of_others,
        locks::{HeldFile, Writers},
        sql::{parse, row, run, value, values},
    },
};

/// Returns what is hashed for the draw: the case, and how often it was closed.
pub(crate) fn ticket(case: CaseId, closing: i64) -> String {
    format!("case:{case}:{closing}")
}

/// Returns the hexadecimal digits of a keyed hash, without the number of the key before the point.
pub(crate) fn digits(digest: &str) -> &str {
    digest.rsplit('.').next().unwrap_or_default()
}

/// Draws a case that the caller has just closed, and gives its call-back to an account that had no part in it.
pub(super) async fn draw(tx: &mut Tx<'_>, case: &LockedCase, outcome: &str) -> Result<()> {
    let closing = case.closings + 1;
    let digest = tx.vault.digest(Find::Draw, &ticket(case.id, closing));
    let Some(reason) = drawn(case.urgency, outcome, digits(&digest)) else { return Ok(()) };
    let account = tx.actor.account;
    let assignee = choose(tx, &case.file, [case.owner, account]).await?;
    let id = insert(tx, case, &NewCallBack { closing, reason, outcome, assignee }).await?;
    if assignee != 0 {
        tx.emit(Event::CallBackAsked(of_call_back(case, id, vec![assignee]))).await?;
    }
    tx.audit("call_back", id).await
}

struct NewCallBack<'a> {
    closing: i64,
    reason: DrawReason,
    outcome: &'a str,
    assignee: AccountId,
}

async fn insert(tx: &mut Tx<'_>, case: &LockedCase, new: &NewCallBack<'_>) -> Result<CallBackId> {
    let (now, account) = (tx.now, tx.actor.account);
    let due = now + CALL_BACK_DAYS * DAY;
    // Without an account that may ask it climbs at once.
    let climb_at = if new.assignee == 0 { now } else { due };
    Ok(value!(
        tx,
        i64,
        "insert into call_back (case_file, closing, reason, owner, closed_by, outcome, state, assignee, level, due,
             climb_at, climbs, created, asked_how, asked_whom, asked_at, answer, answer_words, done, done_by, version)
         values ($1, $2, $3, $4, $5, $6, 'waiting', $7, '', $8, $9, 0, $10, '', '', 0, '', '', 0, 0, 0) returning id",
        case.id,
        new.closing,
        new.reason.as_str(),
        case.owner,
        account,
        new.outcome,
        new.assignee,
        due,
        climb_at,
        now,
    )?)
}

/// What an event about a call-back carries.
pub(super) fn of_call_back(case: &LockedCase, call_back: CallBackId, staff: Vec<AccountId>) -> OfCallBack {
    let title = case.kind.as_str().to_owned();
    OfCallBack { call_back, household: case.file.id, staff, title }
}

/// Chooses who asks the family: of the accounts in the nearest area that neither owned nor closed the case, caseworkers
/// first, the one with the fewest call-backs. So no account can choose who checks its work. 0 without any.
async fn choose(tx: &mut Tx<'_>, file: &HeldFile, concerned: [AccountId; 2]) -> Result<AccountId> {
    let found = values!(
        tx,
        i64,
        "select g.account from role_grant g join account a on a.id = g.account
         where g.role in ('caseworker', 'coordinator') and a.open = true and $1 like g.path || '%'
             and g.account <> $2 and g.account <> $3 and (a.household = 0 or a.household <> $4)
         order by case g.role when 'caseworker' then 0 else 1 end, length(g.path) desc,
             (select count(*) from call_back b where b.assignee = g.account and b.state = 'waiting'), g.account
         limit 1",
        &file.path().0,
        concerned[0],
        concerned[1],
        file.id,
    )?;
    Ok(found.first().copied().unwrap_or_default())
}

#[derive(sqlx::FromRow)]
struct LockedRow {
    owner: i64,
    closed_by: i64,
    state: String,
    assignee: i64,
    level: String,
    climb_at: i64,
}

/// Call-back whose household's row is locked until commit.
pub(super) struct LockedCallBack {
    pub id: CallBackId,
    pub case: LockedCase,
    pub owner: AccountId,
    pub closed_by: AccountId,
    pub state: CallBackState,
    pub assignee: AccountId,
    pub level: String,
    pub climb_at: Timestamp,
}

impl LockedCallBack {
    /// Accounts that must not ask.
    pub(super) fn concerned(&self) -> [AccountId; 2] {
        [self.owner, self.closed_by]
    }
}

/// Locks the household of a call-back, then reads the call-back; without `writers` for the clocks.
///
/// # Errors
/// Not found for an unknown one and outside the actor's areas.
pub(super) async fn lock_call_back(
    tx: &mut Tx<'_>,
    id: CallBackId,
    writers: Option<Writers>,
) -> Result<LockedCallBack> {
    let case = values!(tx, i64, "select case_file from call_back where id = $1", id)?.pop().ok_or(Refusal::NotFound)?;
    let case = lock_case(tx, case, writers).await?;
    run!(tx, "update call_back set version = version + 1 where id = $1", id)?;
    let row = row!(
        tx,
        LockedRow,
        "select owner, closed_by, state, assignee, level, climb_at from call_back where id = $1",
        id,
    )?
    .ok_or(Refusal::NotFound)?;
    Ok(LockedCallBack {
        id,
        case,
        owner: row.owner,
        closed_by: row.closed_by,
        state: parse(&row.state)?,
        assignee: row.assignee,
        level: row.level,
        climb_at: row.climb_at,
    })
}

/// Records what the family answered to an account that had no part in its case. "Not solved" opens the case again.
///
/// # Errors
/// Not found outside the actor's areas; not allowed for the actor's own family; [`Code::OwnCase`] for an account that
/// owned or closed the case; fields `answer`, `whom`, `at`, `how` and `words`; [`Code::WrongState`] when it has ended.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct AnswerCallBack {
    /// The call-back.
    pub call_back: CallBackId,
    /// Who was asked, and what they said.
    pub asked: FamilyAsked,
}

impl Command for AnswerCallBack {
    const NAME: &'static str = "call_back_answer";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        tx.actor.must_somewhere(Action::FollowCases)?;
        let call_back = lock_call_back(tx, self.call_back, Some(Writers::Staff(Action::FollowCases))).await?;
        let case = &call_back.case;
        must_be_of_others(&tx.actor, case.file.id)?;
        no_own_case(tx.actor.account, &call_back.concerned())?;
        let asked = self.asked.clone().checked(tx.now)?;
        if Day::of(asked.at) < Day::of(case.closed) {
            return Err(Refusal::field("at", Code::OutOfRange).into());
        }
        let state = call_back.state.answered(asked.answer)?;
        let whom = tx.vault.seal(Secret::CallBackWhom, &asked.whom)?;
        let words = tx.vault.seal(Secret::CallBackAnswer, &asked.words)?;
        let (now, account) = (tx.now, tx.actor.account);
        run!(
            tx,
            "update call_back set state = $2, asked_how = $3, asked_whom = $4, asked_at = $5, answer = $6,
                 answer_words = $7, done = $8, done_by = $9
             where id = $1",
            call_back.id,
            state.as_str(),
            asked.how.as_str(),
            &whom,
            asked.at,
            asked.answer.as_str(),
            &words,
            now,
            account,
        )?;
        let key = asked.answer.as_str();
        let line = NewLine { key, words: &asked.words, ..NewLine::of(case.id, CaseLineKind::CalledBack) };
        add_line(tx, &line).await?;
        if asked.answer == FamilyAnswer::NotSolved {
            closing::reopen(tx, case).await?;
        }
        tx.audit("call_back", call_back.id).await
    }
}

/// Gives a waiting call-back to another account that had no part in the case.
///
/// # Errors
/// Not found outside the actor's areas; [`Code::OwnCase`] for an account that owned or closed the case, also as the
/// one that gives it; field `assignee` for an account that may not ask there; [`Code::WrongState`] when it has ended.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct AssignCallBack {
    /// The call-back.
    pub call_back: CallBackId,
    /// Account that asks from now on.
    pub assignee: AccountId,
}

impl Command for AssignCallBack {
    const NAME: &'static str = "call_back_assign";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        tx.actor.must_somewhere(Action::FollowCases)?;
        let call_back = lock_call_back(tx, self.call_back, Some(Writers::Staff(Action::FollowCases))).await?;
        let concerned = call_back.concerned();
        no_own_case(tx.actor.account, &concerned)?;
        if call_back.state != CallBackState::Waiting {
            return Err(Code::WrongState.into());
        }
        no_own_case(self.assignee, &concerned)?;
        let may_ask = value!(
            tx,
            i64,
            "select count(*) from role_grant g join account a on a.id = g.account
             where g.account = $1 and g.role in ('caseworker', 'coordinator') and a.open = true
                 and $2 like g.path || '%'
                 and (a.household = 0 or a.household <> $3)",
            self.assignee,
            &call_back.case.file.path().0,
            call_back.case.file.id,
        )?;
        if may_ask == 0 {
            return Err(Refusal::field("assignee", Code::Unknown).into());
        }
        if self.assignee == call_back.assignee {
            return Ok(());
        }
        let due = tx.now + CALL_BACK_DAYS * DAY;
        run!(
            tx,
            "update call_back set assignee = $2, due = $3, climb_at = $3 where id = $1",
            call_back.id,
            self.assignee,
            due,
        )?;
        let event = of_call_back(&call_back.case, call_back.id, vec![self.assignee]);
        tx.emit(Event::CallBackAsked(event)).await?;
        tx.audit("call_back", call_back.id).await
    }
}

/// Ends the waiting call-back of a case that is open again.
pub(super) async fn end(tx: &mut Tx<'_>, case: CaseId) -> Result<()> {
    run!(
        tx,
        "update call_back set state = 'ended', version = version + 1 where case_file = $1 and state = 'waiting'",
        case,
    )?;
    Ok(())
}

/// Lists the call-backs that wait in a root area, the oldest first, at most 200; for scripts.
///
/// # Errors
/// Only when the database fails.
pub async fn waiting_call_backs(tx: &mut Tx<'_>, root: AreaId) -> Result<Vec<CallBackId>> {
    Ok(values!(
        tx,
        i64,
        "select b.id from call_back b join case_file c on c.id = b.case_file join household h on h.id = c.household
         where b.state = 'waiting' and h.root = $1 order by b.id limit 200",
        root,
    )?)
}
