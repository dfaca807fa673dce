//! Reads call-backs, and counts what waits for an account.

use domain::{
    Timestamp,
    accounts::{AccountId, Actor},
    areas::{AreaId, AreaPath},
    casework::cases::{
        FamilyAsked,
        call_backs::{CallBack, CallBackId, CallBackState},
    },
    permission::Action,
    time::Month,
    wishes::Page,
};
use sqlx::AssertSqlSafe;

use super::views::{sees_words, some};
use crate::{
    Refusal, Result, Store,
    areas::answerers::{chain::one_of, waiting::Waiting},
    crypto::{secret::Secret, vault::Vault},
    db::{
        area_filter::{covered, is_own},
        pagination::page,
        sql::{parse, row, rows},
    },
    households::views::household_path,
};

#[derive(sqlx::FromRow)]
struct CallBackRow {
    id: i64,
    case_file: i64,
    household: i64,
    area_name: String,
    path: String,
    kind: String,
    outcome: String,
    reason: String,
    state: String,
    assignee: i64,
    assignee_name: String,
    due: i64,
    climbs: i64,
    owner: i64,
    closed_by: i64,
    closed_name: String,
    created: i64,
    asked_how: String,
    asked_whom: String,
    asked_at: i64,
    answer: String,
    answer_words: String,
    done_name: String,
}

/// Columns and joins of a [`CallBackRow`]; a macro because statements are literals.
macro_rules! call_back_columns {
    () => {
        "b.id, b.case_file, c.household, a.name as area_name, a.path, c.kind, b.outcome, b.reason, b.state, b.assignee,
         coalesce(g.name, '') as assignee_name, b.due, b.climbs, b.owner, b.closed_by,
         coalesce(k.name, '') as closed_name, b.created, b.asked_how, b.asked_whom, b.asked_at, b.answer,
         b.answer_words, coalesce(d.name, '') as done_name
         from call_back b join case_file c on c.id = b.case_file join household h on h.id = c.household
             join area a on a.id = h.area left join account g on g.id = b.assignee
             left join account k on k.id = b.closed_by left join account d on d.id = b.done_by"
    };
}

impl CallBackRow {
    fn read(self, vault: &Vault, actor: &Actor, now: Timestamp, opened_up: bool) -> Result<CallBack> {
        let state: CallBackState = parse(&self.state)?;
        let concerned = [self.owner, self.closed_by].contains(&actor.account) || is_own(actor, self.household);
        let asked = match self.asked_how.as_str() {
            how if opened_up && !how.is_empty() => Some(FamilyAsked {
                how: parse(how)?,
                whom: vault.open(Secret::CallBackWhom, &self.asked_whom)?,
                at: self.asked_at,
                answer: parse(&self.answer)?,
                words: vault.open(Secret::CallBackAnswer, &self.answer_words)?,
            }),
            _ => None,
        };
        let waits = state == CallBackState::Waiting;
        Ok(CallBack {
            id: self.id,
            case: self.case_file,
            household: self.household,
            area_name: self.area_name,
            kind: parse(&self.kind)?,
            outcome: self.outcome,
            reason: parse(&self.reason)?,
            state,
            assignee: some(self.assignee),
            assignee_name: self.assignee_name,
            due: self.due,
            late: waits && self.due < now,
            climbs: self.climbs,
            closed_by: self.closed_name,
            created: self.created,
            asked,
            asked_by: self.done_name,
            may_ask: waits && !concerned && actor.may(Action::FollowCases, &AreaPath(self.path)),
        })
    }
}

/// Filters of the list of call-backs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CallBackQuery {
    /// Their state; none for those that wait.
    pub state: Option<CallBackState>,
    /// Area with those below it; none for all of the actor's.
    pub area: Option<AreaId>,
    /// Month in which they were drawn.
    pub month: Option<Month>,
    /// Where the page begins.
    pub cursor: CallBackId,
}

impl Store {
    /// Lists call-backs about families in the actor's areas, the oldest first.
    ///
    /// # Errors
    /// Not allowed without a role that reads cases.
    pub async fn call_backs(&self, actor: &Actor, query: &CallBackQuery) -> Result<Page<CallBack>> {
        actor.must_somewhere(Action::ReadCases)?;
        let now = self.now();
        let sql = format!(
            concat!(
                "select ",
                call_back_columns!(),
                " where {} and b.state = $1 and b.created >= $2 and (b.created < $3 or $3 = 0) and b.id > $4
                      and (cast($5 as bigint) = 0
                          or a.path like '%/' || cast(cast($5 as bigint) as text) || '/%')
                  order by b.id limit 51"
            ),
            covered("a.path", &actor.areas_for(Action::ReadCases)),
        );
        let mut db = self.reader().await?;
        let found = rows!(
            db,
            CallBackRow,
            AssertSqlSafe(sql.as_str()),
            query.state.unwrap_or(CallBackState::Waiting).as_str(),
            query.month.map_or(0, |month| month.start()),
            query.month.map_or(0, |month| month.end()),
            query.cursor,
            query.area.unwrap_or_default(),
        )?;
        let read = |row: CallBackRow| row.read(&self.vault, actor, now, false);
        let found = found.into_iter().map(read).collect::<Result<Vec<_>>>()?;
        Ok(page(found, |call_back| call_back.id))
    }

    /// Loads one call-back, for the staff of the family's area.
    ///
    /// # Errors
    /// Not allowed without a role that reads cases; not found outside the actor's areas.
    pub async fn call_back(&self, actor: &Actor, id: CallBackId) -> Result<CallBack> {
        actor.must_somewhere(Action::ReadCases)?;
        let now = self.now();
        let mut db = self.reader().await?;
        let found = row!(db, CallBackRow, concat!("select ", call_back_columns!(), " where b.id = $1"), id)?;
        let row = found.ok_or(Refusal::NotFound)?;
        actor.must(Action::ReadCases, &AreaPath(row.path.clone()))?;
        let opened_up = sees_words(&mut db.arm(), actor, row.household, now).await?;
        row.read(&self.vault, actor, now, opened_up)
    }

    /// Lists accounts that may make a call-back: caseworkers and coordinators of the family's area.
    ///
    /// # Errors
    /// As [`Store::call_back`]; not allowed without a role that follows cases.
    pub async fn call_back_assignees(&self, actor: &Actor, id: CallBackId) -> Result<Vec<(AccountId, String)>> {
        actor.must_somewhere(Action::FollowCases)?;
        let call_back = self.call_back(actor, id).await?;
        let mut db = self.reader().await?;
        let path = household_path(&mut db.arm(), call_back.household).await?;
        actor.must(Action::FollowCases, &path)?;
        Ok(rows!(
            db,
            (i64, String),
            "select distinct k.id, k.name from role_grant g join account k on k.id = g.account
                 join call_back b on b.id = $2
             where g.role in ('caseworker', 'coordinator') and k.open = true and $1 like g.path || '%'
                 and k.id <> b.owner and k.id <> b.closed_by order by k.id limit 100",
            &path.0,
            id,
        )?)
    }

    /// Counts late cases that the account owns, or that climbed to it; a deputy does the work of those on leave.
    pub(crate) fn late_cases(of: &Waiting<'_>) -> Option<String> {
        of.actor.may_somewhere(Action::FollowCases).then(|| {
            format!(
                "select count(*) as n, min(due) as at
                 from case_file where state = 'open' and due < $1 and ({} or {})",
                one_of("owner", of.whose),
                one_of("in_charge", of.whose),
            )
        })
    }

    /// Counts call-backs that the account is to make.
    pub(crate) fn call_backs_waiting(of: &Waiting<'_>) -> Option<String> {
        of.actor.may_somewhere(Action::FollowCases).then(|| {
            format!(
                "select count(*) as n, min(due) as at
                     from call_back where state = 'waiting' and {}",
                one_of("assignee", of.whose)
            )
        })
    }
}
