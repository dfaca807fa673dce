//! Objections of families to reveals of their file.
//! An objection goes to the coordinators of the area and stays open until it is answered; the family reads the answer.

use domain::{
    Code,
    accounts::Actor,
    events::{Event, OfObjection},
    households::{
        FileState,
        reveals::{OBJECTIONS, Objection, ObjectionId, OpeningId},
    },
    permission::Action,
    text,
    wishes::Page,
};
use serde::{Deserialize, Serialize};
use sqlx::AssertSqlSafe;

use crate::{
    Command, Refusal, Result, Store, Tx,
    areas::{answerers::waiting::Waiting, staff::coordinators},
    crypto::{secret::Secret, vault::Vault},
    db::{
        area_filter::covered,
        locks::{HeldFile, Writers, lock_file, lock_open_household},
        pagination::page,
        sql::{row, rows, run, value},
    },
    households::views::household_path,
};

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

/// Records an objection of the actor's own family and notifies the coordinators.
///
/// # Errors
/// Not signed in; not found for an account without a household or for another family's reveal; field `words` outside 2
/// to 1000 characters; [`Code::ObjectionsOpen`] while [`OBJECTIONS`] wait for an answer; [`Code::FileClosed`].
pub async fn object(tx: &mut Tx<'_>, new: &FileObjection) -> Result<ObjectionId> {
    let household = tx.actor.household;
    lock_open_household(tx, household, Writers::Family).await?;
    let words = text::words(&new.words, 2, 1000).map_err(|code| Refusal::field("words", code))?;
    if new.opening != 0 {
        let of = row!(tx, (i64,), "select household from reveal where id = $1", new.opening)?;
        if of != Some((household,)) {
            return Err(Refusal::NotFound.into());
        }
    }
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
    let path = household_path(&mut tx.arm(), household).await?;
    let staff = coordinators(&mut tx.arm(), &path).await?;
    tx.emit(Event::ObjectionFiled(OfObjection { objection: id, household, staff })).await?;
    tx.audit("objection", id).await?;
    Ok(id)
}

/// Locks the file that an objection is about; starts over when a merge moved the objection while this waited.
async fn file_of(tx: &mut Tx<'_>, objection: ObjectionId) -> Result<HeldFile> {
    let mut held: Option<HeldFile> = None;
    loop {
        let now = row!(tx, (i64,), "select household from objection where id = $1", objection)?;
        let (household,) = now.ok_or(Refusal::NotFound)?;
        match held {
            Some(file) if file.id == household => return Ok(file),
            _ => held = Some(lock_file(tx, household, Writers::Staff(Action::AnswerObjections)).await?),
        }
    }
}

/// Answers an objection, once, and notifies the family; also after its file was closed.
///
/// # Errors
/// Not found outside the actor's areas; field `words` outside 2 to 1000 characters; [`Code::WrongState`] when it was
/// answered before; [`Code::FileClosed`] for an erased file.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct AnswerObjection {
    /// Objection to answer.
    pub objection: ObjectionId,
    /// Text of 2 to 1000 characters.
    pub words: String,
}

impl Command for AnswerObjection {
    const NAME: &'static str = "objection_answer";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        tx.actor.must_somewhere(Action::AnswerObjections)?;
        let file = file_of(tx, self.objection).await?;
        if matches!(file.state()?, FileState::Erased | FileState::Merged) {
            return Err(Code::FileClosed.into());
        }
        let household = file.id;
        let words = text::words(&self.words, 2, 1000).map_err(|code| Refusal::field("words", code))?;
        let words = tx.vault.seal(Secret::ObjectionAnswer, &words)?;
        let (now, account) = (tx.now, tx.actor.account);
        let answered = run!(
            tx,
            "update objection set answer = $2, answered = $3, answered_by = $4 where id = $1 and answered = 0",
            self.objection,
            &words,
            now,
            account,
        )?;
        if answered == 0 {
            return Err(Code::WrongState.into());
        }
        let event = OfObjection { objection: self.objection, household, staff: Vec::new() };
        tx.emit(Event::ObjectionAnswered(event)).await?;
        tx.audit("objection", self.objection).await
    }
}

/// Records an objection of the actor's own family to reveals of its file.
///
/// # Errors
/// As [`object`].
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct FileObjection {
    /// Reveal it is about; 0 for all of them.
    pub opening: OpeningId,
    /// Text of 2 to 1000 characters.
    pub words: String,
}

impl Command for FileObjection {
    const NAME: &'static str = "object";
    type Output = ObjectionId;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<ObjectionId> {
        object(tx, self).await
    }
}

impl Store {
    /// Loads the last 20 objections of the actor's own family, with their answers, newest first.
    ///
    /// # Errors
    /// Not signed in; not found for an account without a household.
    pub async fn my_objections(&self, actor: &Actor) -> Result<Vec<Objection>> {
        let household = actor.must_be_family()?;
        let mut db = self.reader().await?;
        let found = rows!(
            db,
            ObjectionRow,
            "select o.id, o.household, o.opening, o.words, o.created, o.answer, o.answered, coalesce(c.name, '') as answered_by
             from objection o left join account c on c.id = o.answered_by
             where o.household = $1 order by o.id desc limit 200",
            household,
        )?;
        found.into_iter().map(|row| row.opened(&self.vault)).collect()
    }

    /// Lists the objections of families in the areas that the actor watches.
    /// Those that wait, oldest first, or with `answered` the answered ones, newest first.
    ///
    /// # Errors
    /// Not allowed without a role that watches reveals.
    pub async fn objections(&self, actor: &Actor, answered: bool, cursor: ObjectionId) -> Result<Page<Objection>> {
        actor.must_somewhere(Action::WatchOpenings)?;
        let (which, order) = if answered {
            ("o.answered <> 0 and (o.id < $1 or $1 = 0)", "o.id desc")
        } else {
            ("o.answered = 0 and h.state <> 'erased' and o.id > $1", "o.id")
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

    /// Counts the objections that wait where the actor answers them.
    ///
    /// # Errors
    /// Only when the database fails.
    pub async fn objections_waiting(&self, actor: &Actor) -> Result<i64> {
        self.waiting_count(actor, Store::objections_count).await
    }

    /// Counts objections where the account answers them.
    pub(crate) fn objections_count(of: &Waiting<'_>) -> Option<String> {
        of.actor.may_somewhere(Action::AnswerObjections).then(|| {
            format!(
                "select count(*) as n, min(o.created) as at
                 from objection o join household h on h.id = o.household join area a on a.id = h.area
                 where o.answered = 0 and h.state <> 'erased' and {}",
                covered("a.path", &of.actor.areas_for(Action::AnswerObjections)),
            )
        })
    }
}
