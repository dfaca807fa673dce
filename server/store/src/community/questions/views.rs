//! Reads questions: askers their own, staff those that they answer.

use domain::{
    Timestamp,
    accounts::Actor,
    areas::AreaPath,
    community::appointments::questions::{Question, QuestionId, QuestionState},
    permission::Action,
    services::ServiceId,
    wishes::Page,
};
use sqlx::AssertSqlSafe;

use super::load_question;
use crate::{
    Refusal, Result, Store,
    areas::answerers::waiting::Waiting,
    crypto::{secret::Secret, vault::Vault},
    db::{
        area_filter::{covered, is_own},
        pagination::{page, signed_in},
        sql::{parse, row, rows},
    },
};

#[derive(sqlx::FromRow)]
struct QuestionRow {
    id: i64,
    household: i64,
    account: i64,
    area_name: String,
    path: String,
    service_name: String,
    organisation: i64,
    class: String,
    words: String,
    state: String,
    asked: i64,
    due: i64,
    in_charge: i64,
    charge_name: String,
    climbs: i64,
    answer: String,
    answered_name: String,
    answered: i64,
    first_by: i64,
}

/// Columns and joins of a [`QuestionRow`]; a macro because statements are literals.
macro_rules! question_columns {
    () => {
        "q.id, q.household, q.account, a.name as area_name, a.path, coalesce(v.name, '') as service_name,
         coalesce(v.organisation, 0) as organisation, q.class, q.words, q.state, q.asked, q.due, q.in_charge,
         coalesce(k.name, '') as charge_name, q.climbs, q.answer, coalesce(w.name, '') as answered_name, q.answered,
         q.first_by
         from question q join area a on a.id = q.area left join service v on v.id = q.service and q.service <> 0
             left join account k on k.id = q.in_charge left join account w on w.id = q.answered_by"
    };
}

impl QuestionRow {
    /// Returns the question for a reader who may read it. Auditors and the office learn no household.
    fn seen(self, vault: &Vault, actor: &Actor, now: Timestamp) -> Result<Question> {
        let path = AreaPath(self.path);
        let is_own = self.account == actor.account || is_own(actor, self.household);
        let answers = actor.may(Action::AnswerQuestions, &path);
        let office = actor.is_staff() && self.organisation != 0 && actor.organisation == self.organisation;
        let state: QuestionState = parse(&self.state)?;
        let reads = is_own || answers || office;
        let open = |secret, sealed: &str| if reads { vault.open(secret, sealed) } else { Ok(String::new()) };
        let some = |at: i64| (at != 0).then_some(at);
        let is_open = state == QuestionState::Open;
        Ok(Question {
            id: self.id,
            household: some(self.household).filter(|_| answers && !is_own),
            area_name: self.area_name,
            service_name: self.service_name,
            class: parse(&self.class)?,
            words: open(Secret::QuestionWords, &self.words)?,
            state,
            asked: self.asked,
            due: some(self.due),
            is_late: is_open && (self.climbs > 0 || self.due <= now),
            in_charge: some(self.in_charge),
            charge_name: self.charge_name,
            climbs: self.climbs,
            answer: open(Secret::QuestionAnswer, &self.answer)?,
            answered_name: self.answered_name,
            answered: some(self.answered),
            is_again: self.first_by != 0,
            is_own,
            may_answer: is_open && !is_own && (answers || office) && self.first_by != actor.account,
        })
    }
}

/// Which questions a list of staff shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct QuestionQuery {
    /// Only those that the actor answers.
    pub mine: bool,
    /// Those that were answered since `from`, instead of open ones.
    pub answered: bool,
    /// Of those, only late ones.
    pub late: bool,
    /// Of those, only ones whose answer helped.
    pub helped: bool,
    /// Service, or 0 for those about none; `None` for all.
    pub service: Option<ServiceId>,
    /// Time of asking from which answered ones are listed.
    pub from: Timestamp,
    /// Lists larger numbers only; 0 for the first page.
    pub cursor: QuestionId,
}

impl Store {
    /// Lists the actor's own questions and those of its family, newest first, at most 60.
    ///
    /// # Errors
    /// Not signed in.
    pub async fn my_questions(&self, actor: &Actor) -> Result<Vec<Question>> {
        signed_in(actor)?;
        let mut db = self.reader().await?;
        let found = rows!(
            db,
            QuestionRow,
            concat!(
                "select ",
                question_columns!(),
                " where q.account = $1 or (q.household = $2 and q.household <> 0) order by q.id desc limit 60"
            ),
            actor.account,
            actor.household,
        )?;
        found.into_iter().map(|row| row.seen(&self.vault, actor, self.now())).collect()
    }

    /// Lists the questions of the actor's areas and of the services of its organisation, by number.
    ///
    /// # Errors
    /// Not allowed without a role that reads questions.
    pub async fn questions(&self, actor: &Actor, query: &QuestionQuery) -> Result<Page<Question>> {
        actor.must_somewhere(Action::ReadSlots)?;
        let mut which = vec![match query.answered {
            true => "q.answered > 0 and q.asked >= $5".to_owned(),
            false => "q.state = 'open' and $5 = $5".to_owned(),
        }];
        which.extend(query.mine.then(|| "q.in_charge = $3".to_owned()));
        which.extend(query.late.then(|| "q.late = true".to_owned()));
        which.extend(query.helped.then(|| "q.state = 'helped'".to_owned()));
        let sql = format!(
            concat!(
                "select ",
                question_columns!(),
                " where q.id > $1 and (q.service = $2 or $2 < 0) and $3 = $3
                      and ({} or (coalesce(v.organisation, 0) = $4 and $4 <> 0)) and {} order by q.id limit 51"
            ),
            covered("a.path", &actor.areas_for(Action::ReadSlots)),
            which.join(" and "),
        );
        let organisation = if actor.is_staff() { actor.organisation } else { 0 };
        let mut db = self.reader().await?;
        let found = rows!(
            db,
            QuestionRow,
            AssertSqlSafe(sql.as_str()),
            query.cursor,
            query.service.unwrap_or(-1),
            actor.account,
            organisation,
            query.from,
        )?;
        let found =
            found.into_iter().map(|row| row.seen(&self.vault, actor, self.now())).collect::<Result<Vec<_>>>()?;
        Ok(page(found, |question| question.id))
    }

    /// Loads a question, for its asker and for those who answer or audit it.
    ///
    /// # Errors
    /// Not signed in; not found for all others.
    pub async fn question(&self, actor: &Actor, id: QuestionId) -> Result<Question> {
        signed_in(actor)?;
        let mut db = self.reader().await?;
        let held = load_question(&mut db.arm(), id).await?;
        let reads = held.is_askers(actor) || held.is_for(actor) || actor.may(Action::ReadSlots, &held.path());
        if !reads {
            return Err(Refusal::NotFound.into());
        }
        let found = row!(db, QuestionRow, concat!("select ", question_columns!(), " where q.id = $1"), id)?;
        found.ok_or(Refusal::NotFound)?.seen(&self.vault, actor, self.now())
    }

    /// Lists the services of the actor's root area that are offered: number and name, at most 300.
    ///
    /// # Errors
    /// Not signed in.
    pub async fn services_offered(&self, actor: &Actor) -> Result<Vec<(ServiceId, String)>> {
        signed_in(actor)?;
        let mut db = self.reader().await?;
        Ok(rows!(
            db,
            (i64, String),
            "select s.id, s.name from service s join organisation o on o.id = s.organisation join area a on a.id = o.area
             where s.open = true and o.open = true and a.root = $1 order by s.name, s.id limit 300",
            actor.root,
        )?)
    }

    /// Counts questions that the account answers.
    pub(crate) fn questions_waiting(of: &Waiting<'_>) -> Option<String> {
        let answers = of.actor.may_somewhere(Action::AnswerQuestions);
        answers.then(|| {
            "select count(*) as n, min(due) as at
                         from question where in_charge = $2 and state = 'open'"
                .to_owned()
        })
    }
}
