//! What families object to when they read who opened their file. An objection goes to whoever heads the area, and
//! stays open until it is answered; the family reads the answer.

use domain::{
    Code, Error as Refusal,
    accounts::Actor,
    areas::AreaPath,
    households::{
        HouseholdId,
        reveals::{OBJECTIONS, Objection, ObjectionId, OpeningId},
    },
    notifications::NoticeKind,
    permission::Action,
    text,
    wishes::Page,
};
use serde::{Deserialize, Serialize};
use sqlx::AssertSqlSafe;

use crate::{
    By, Result, Store, Tx,
    crypto::{sealed_columns::Secret, vault::Vault},
    db::{
        area_filter::covered,
        pagination::{page, signed_in},
        sql::{row, rows, run, value, values},
        write::News,
    },
    households::reveal_log::home,
    orders::place::lock_household,
};

/// What a family objects to.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct NewObjection {
    /// The opening that it is about, or 0 for all of it.
    pub opening: OpeningId,
    /// What it says.
    pub words: String,
}

#[derive(sqlx::FromRow)]
struct ObjectionRow {
    id: i64,
    household: i64,
    opening: i64,
    words: String,
    created: i64,
    answer: String,
    answered: i64,
    answered_by: String,
}

impl ObjectionRow {
    fn opened(self, vault: &Vault) -> Result<Objection> {
        let ObjectionRow { id, household, opening, words, created, answer, answered, answered_by } = self;
        let words = vault.open(Secret::ObjectionWords, &words)?;
        let answer = vault.open(Secret::ObjectionAnswer, &answer)?;
        Ok(Objection { id, household, opening, words, created, answer, answered, answered_by })
    }
}

fn news(kind: NoticeKind, household: HouseholdId, subject: ObjectionId) -> (NoticeKind, ObjectionId, String) {
    (kind, subject, household.to_string())
}

/// Objects for the actor's own family.
///
/// # Errors
/// Not a family; nothing said; another family's opening; [`Code::ObjectionsOpen`].
pub async fn object(tx: &mut Tx<'_>, new: &NewObjection) -> Result<ObjectionId> {
    signed_in(&tx.actor)?;
    let household = tx.actor.household;
    if household == 0 {
        return Err(Refusal::NotFound.into());
    }
    let words = text::words(&new.words, 2, 1000).map_err(|code| Refusal::field("words", code))?;
    if new.opening != 0 {
        let of = row!(tx, (i64,), "select household from reveal where id = $1", new.opening)?;
        if of != Some((household,)) {
            return Err(Refusal::NotFound.into());
        }
    }
    lock_household(tx, household).await?;
    let open = value!(tx, i64, "select count(*) from objection where household = $1 and answered = 0", household)?;
    if open >= OBJECTIONS {
        return Err(Code::ObjectionsOpen.into());
    }
    let (now, account) = (tx.now, tx.actor.account);
    let words = tx.vault.seal(Secret::ObjectionWords, &words)?;
    let id = value!(
        tx,
        i64,
        "insert into objection (household, opening, words, created, created_by, answer, answered, answered_by)
         values ($1, $2, $3, $4, $5, '', 0, 0) returning id",
        household,
        new.opening,
        &words,
        now,
        account,
    )?;
    let path = home(&mut tx.arm(), household).await?;
    let heads = values!(
        tx,
        i64,
        "select distinct g.account from role_grant g join account a on a.id = g.account
         where g.role = 'coordinator' and a.open = true and $1 like g.path || '%' order by g.account",
        &path.0,
    )?;
    let (kind, subject, title) = news(NoticeKind::ObjectionMade, household, id);
    for head in heads {
        tx.notify(head, &News { kind, wish: 0, claim: 0, subject, title: &title, text: "" }).await?;
    }
    tx.audit("objection", id).await?;
    Ok(id)
}

/// What a family is answered.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Answer {
    /// Which objection.
    pub objection: ObjectionId,
    /// The words.
    pub words: String,
}

/// Answers a family, once.
///
/// # Errors
/// Outside the actor's areas; nothing said; answered already.
pub async fn answer(tx: &mut Tx<'_>, said: &Answer) -> Result<()> {
    tx.actor.must_somewhere(Action::AnswerObjections)?;
    let (household, path) = row!(
        tx,
        (i64, String),
        "select o.household, a.path from objection o join household h on h.id = o.household join area a on a.id = h.area
         where o.id = $1",
        said.objection,
    )?
    .ok_or(Refusal::NotFound)?;
    tx.actor.must(Action::AnswerObjections, &AreaPath(path))?;
    let words = text::words(&said.words, 2, 1000).map_err(|code| Refusal::field("words", code))?;
    let words = tx.vault.seal(Secret::ObjectionAnswer, &words)?;
    let (now, account) = (tx.now, tx.actor.account);
    let answered = run!(
        tx,
        "update objection set answer = $2, answered = $3, answered_by = $4 where id = $1 and answered = 0",
        said.objection,
        &words,
        now,
        account,
    )?;
    if answered == 0 {
        return Err(Code::WrongState.into());
    }
    let (kind, subject, title) = news(NoticeKind::ObjectionAnswered, household, said.objection);
    tx.notify_household(household, &News { kind, wish: 0, claim: 0, subject, title: &title, text: "" }).await?;
    tx.audit("objection", said.objection).await
}

impl Store {
    /// Objects, for the person's own family, to who opened its file.
    ///
    /// # Errors
    /// As [`object`].
    pub async fn object(&self, by: &By, new: NewObjection) -> Result<ObjectionId> {
        self.write(by, "object", new, |tx, new| Box::pin(object(tx, new))).await
    }

    /// Answers a family. An answer is not changed afterwards.
    ///
    /// # Errors
    /// Outside the actor's areas; nothing said; answered already.
    pub async fn objection_answer(&self, by: &By, id: ObjectionId, words: String) -> Result<()> {
        let said = Answer { objection: id, words };
        self.write(by, "objection_answer", said, |tx, said| Box::pin(answer(tx, said))).await
    }

    /// The newest objections of the person's own family, with their answers.
    ///
    /// # Errors
    /// Not found for anybody who is not a family.
    pub async fn my_objections(&self, actor: &Actor) -> Result<Vec<Objection>> {
        signed_in(actor)?;
        if actor.household == 0 {
            return Err(Refusal::NotFound.into());
        }
        let mut db = self.reader().await?;
        let found = rows!(
            db,
            ObjectionRow,
            "select o.id, o.household, o.opening, o.words, o.created, o.answer, o.answered, coalesce(c.name, '') as answered_by
             from objection o left join account c on c.id = o.answered_by
             where o.household = $1 order by o.id desc limit 20",
            actor.household,
        )?;
        found.into_iter().map(|row| row.opened(&self.vault)).collect()
    }

    /// What families of the areas that the person watches object to: those that wait, oldest first, or (`answered`)
    /// those that were answered, newest first.
    ///
    /// # Errors
    /// Not allowed without a role that watches.
    pub async fn objections(&self, actor: &Actor, answered: bool, cursor: ObjectionId) -> Result<Page<Objection>> {
        actor.must_somewhere(Action::WatchOpenings)?;
        let (which, order) = if answered {
            ("o.answered <> 0 and (o.id < $1 or $1 = 0)", "o.id desc")
        } else {
            ("o.answered = 0 and o.id > $1", "o.id")
        };
        let sql = format!(
            "select o.id, o.household, o.opening, o.words, o.created, o.answer, o.answered, coalesce(c.name, '') as answered_by
             from objection o join household h on h.id = o.household join area a on a.id = h.area
                 left join account c on c.id = o.answered_by
             where {which} and {} order by {order} limit 51",
            covered("a.path", &actor.areas_for(Action::WatchOpenings))
        );
        let mut db = self.reader().await?;
        let found = rows!(db, ObjectionRow, AssertSqlSafe(sql.as_str()), cursor)?;
        let found: Vec<Objection> = found.into_iter().map(|row| row.opened(&self.vault)).collect::<Result<_>>()?;
        Ok(page(found, |objection| objection.id))
    }

    /// How many objections wait in the areas in which the person answers them.
    ///
    /// # Errors
    /// Only when the database fails.
    pub async fn objections_waiting(&self, actor: &Actor) -> Result<i64> {
        if !actor.may_somewhere(Action::AnswerObjections) {
            return Ok(0);
        }
        let sql = format!(
            "select count(*) from objection o join household h on h.id = o.household join area a on a.id = h.area
             where o.answered = 0 and {}",
            covered("a.path", &actor.areas_for(Action::AnswerObjections))
        );
        let mut db = self.reader().await?;
        Ok(value!(db, i64, AssertSqlSafe(sql.as_str()))?)
    }
}
