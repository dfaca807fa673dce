//! Requests by families to correct their file, and the answers of caseworkers.
//! PIPL art. 46: a person may have wrong data about them corrected.

use domain::{
    Code, Timestamp,
    accounts::Actor,
    events::{Event, OfHousehold},
    households::{Correction, HouseholdId, file_words},
    permission::Action,
    text,
    wishes::Page,
};
use serde::Serialize;
use sqlx::AssertSqlSafe;

use crate::{
    Command, Refusal, Result, Store, Tx,
    areas::answerers::waiting::Waiting,
    crypto::secret::Secret,
    db::{
        area_filter::covered,
        locks::{Writers, lock_open_household},
        pagination::page,
        sql::{rows, run, value},
    },
    households::{
        edit::{hold_beside, to_tell},
        views::sight_of,
    },
};

/// Requests of one family that may wait for an answer at once.
const WAITING: i64 = 5;

/// Records a correction request of the actor's own family and notifies its caseworkers.
///
/// # Errors
/// Not signed in; not found for an account without a household; [`Code::FileClosed`]; field `words` when empty or
/// too long; [`Code::FileFull`] while five wait for an answer.
#[derive(Clone, Debug, Serialize)]
pub struct AskCorrection(pub String);

impl Command for AskCorrection {
    const NAME: &'static str = "correction_ask";
    type Output = i64;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<i64> {
        let Self(words) = self;
        let (household, now, account) = (tx.actor.household, tx.now, tx.actor.account);
        lock_open_household(tx, household, Writers::Family).await?;
        let sealed = tx.vault.seal(Secret::CorrectionWords, &file_words("words", words)?)?;
        let open = value!(tx, i64, "select count(*) from correction where household = $1 and answered = 0", household)?;
        if open >= WAITING {
            return Err(Code::FileFull.into());
        }
        let id = value!(
            tx,
            i64,
            "insert into correction (household, account, words, at, answer, answered, answered_by)
         values ($1, $2, $3, $4, '', 0, 0) returning id",
            household,
            account,
            sealed,
            now,
        )?;
        let staff = to_tell(&mut tx.arm(), household).await?;
        tx.emit(Event::CorrectionAsked(OfHousehold { household, staff })).await?;
        tx.audit("household", household).await?;
        Ok(id)
    }
}

/// Answers a correction request, once, and notifies the family.
///
/// # Errors
/// Not found outside the actor's areas or for another household's request; field `answer` when too long;
/// [`Code::FileClosed`]; [`Code::WrongState`] when it was answered before.
#[derive(Clone, Debug, Serialize)]
pub struct AnswerCorrection {
    /// Household that asked.
    pub household: HouseholdId,
    /// Number of the request.
    pub correction: i64,
    /// Answer, which the family reads.
    pub words: String,
}

impl Command for AnswerCorrection {
    const NAME: &'static str = "correction_answer";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        hold_beside(tx, self.household).await?;
        let words = text::words(&self.words, 0, 2000).map_err(|code| Refusal::field("answer", code))?;
        let sealed = tx.vault.seal(Secret::CorrectionAnswer, &words)?;
        let (now, account) = (tx.now, tx.actor.account);
        let found = value!(
            tx,
            i64,
            "select count(*) from correction where id = $1 and household = $2",
            self.correction,
            self.household,
        )?;
        if found == 0 {
            return Err(Refusal::NotFound.into());
        }
        let changed = run!(
            tx,
            "update correction set answer = $2, answered = $3, answered_by = $4 where id = $1 and answered = 0",
            self.correction,
            sealed,
            now,
            account,
        )?;
        if changed == 0 {
            return Err(Code::WrongState.into());
        }
        let event = OfHousehold { household: self.household, staff: Vec::new() };
        tx.emit(Event::CorrectionAnswered(event)).await?;
        tx.audit("household", self.household).await
    }
}

/// Correction request that waits for an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CorrectionWaiting {
    /// Number of the request.
    pub id: i64,
    /// Household that asks.
    pub household: HouseholdId,
    /// Name of the household, unmasked: only accounts that keep its file list it.
    pub name: String,
    /// Name of the household's area.
    pub area_name: String,
    /// When it was asked.
    pub at: Timestamp,
}

type Row = (i64, String, i64, i64, String, String);

impl Store {
    /// Lists a household's correction requests, newest first.
    /// Words are `""` unless the actor sees the file unmasked. The next page begins below `cursor`.
    ///
    /// # Errors
    /// Not found outside the actor's areas.
    pub async fn corrections(&self, actor: &Actor, household: HouseholdId, cursor: i64) -> Result<Page<Correction>> {
        let mut db = self.reader().await?;
        let sight = sight_of(&mut db.arm(), actor, household, self.now()).await?;
        db = self.note_sight(db, actor, household, sight).await?;
        let found = rows!(
            db,
            Row,
            "select c.id, c.words, c.at, c.answered, coalesce(a.name, ''), c.answer
             from correction c left join account a on a.id = c.answered_by
             where c.household = $1 and (c.id < $2 or $2 = 0) order by c.id desc limit 51",
            household,
            cursor,
        )?;
        let open = |secret, sealed: &str| {
            if sight.opened { self.vault.open(secret, sealed) } else { Ok(String::new()) }
        };
        let correction = |(id, words, at, answered, by, answer): Row| {
            let words = open(Secret::CorrectionWords, &words)?;
            Ok(Correction { id, words, at, answered, by, answer: open(Secret::CorrectionAnswer, &answer)? })
        };
        Ok(page(found.into_iter().map(correction).collect::<Result<_>>()?, |one: &Correction| one.id))
    }

    /// Counts the correction requests that wait where the actor keeps files.
    ///
    /// # Errors
    /// Only when the database fails.
    pub async fn corrections_waiting(&self, actor: &Actor) -> Result<i64> {
        self.waiting_count(actor, Store::corrections_count).await
    }

    /// Counts correction requests where the account keeps files.
    pub(crate) fn corrections_count(of: &Waiting<'_>) -> Option<String> {
        of.actor.may_somewhere(Action::KeepHouseholds).then(|| {
            format!(
                "select count(*) as n, min(c.at) as at
                 from correction c join household h on h.id = c.household join area a on a.id = h.area
                 where c.answered = 0 and h.state = 'open' and {}",
                covered("a.path", &of.actor.areas_for(Action::KeepHouseholds)),
            )
        })
    }
    /// Lists the correction requests that wait where the actor keeps files, oldest first.
    /// Without words: reading them takes a reveal of the file. The next page begins after `cursor`.
    ///
    /// # Errors
    /// Not allowed without a role that keeps files.
    pub async fn corrections_to_answer(&self, actor: &Actor, cursor: i64) -> Result<Page<CorrectionWaiting>> {
        actor.must_somewhere(Action::KeepHouseholds)?;
        let sql = format!(
            "select c.id, c.household, h.name, a.name, c.at
             from correction c join household h on h.id = c.household join area a on a.id = h.area
             where c.answered = 0 and h.state = 'open' and c.id > $1 and {} order by c.id limit 51",
            covered("a.path", &actor.areas_for(Action::KeepHouseholds))
        );
        let mut db = self.reader().await?;
        let found = rows!(db, (i64, i64, String, String, i64), AssertSqlSafe(sql.as_str()), cursor)?;
        let waiting = |(id, household, name, area_name, at): (i64, i64, String, String, i64)| -> Result<_> {
            let name = self.vault.open(Secret::HouseholdName, &name)?;
            Ok(CorrectionWaiting { id, household, name, area_name, at })
        };
        Ok(page(found.into_iter().map(waiting).collect::<Result<_>>()?, |one: &CorrectionWaiting| one.id))
    }
}
