//! A family's optional thanks for a claim: words and card, reviewed before the claimer reads them.

use domain::{
    Code,
    accounts::Actor,
    areas::AreaPath,
    catalogue,
    claims::ClaimId,
    error::Checks,
    events::{Event, OfClaim},
    permission::Action,
    text,
    wishes::{CARDS, Thanks},
};
use serde::Serialize;

use crate::{
    Command, Conn, Refusal, Result, Store, Tx,
    db::{
        area_filter::is_own,
        locks::{Writers, lock_open_household},
        sql::{is_unique, row, run, value, values},
    },
    wishes::{priority, public_fields},
};

#[derive(sqlx::FromRow)]
struct ThanksRow {
    id: i64,
    claim: i64,
    words: String,
    card: String,
    state: String,
    created: i64,
    item: i64,
    size: String,
    own_name: String,
    wish: i64,
    claimer: i64,
    household: i64,
    path: String,
}

/// Columns and joins of a [`ThanksRow`]; a macro because statements are literals.
macro_rules! thanks_columns {
    () => {
        "t.id, t.claim, t.words, t.card, t.state, t.created, w.item, w.size, w.own_name, t.wish, c.account as claimer,
         w.household, a.path
         from thanks t join claim c on c.id = t.claim join wish w on w.id = t.wish join area a on a.id = t.home"
    };
}

impl ThanksRow {
    fn title(&self) -> String {
        catalogue::title_of(self.item, &self.own_name, &self.size)
    }
}

impl From<ThanksRow> for Thanks {
    fn from(row: ThanksRow) -> Thanks {
        let title = row.title();
        let ThanksRow { id, claim, words, card, state, created, .. } = row;
        Thanks { id, claim, title, words, card, state, created }
    }
}

/// Records a family's thanks for a claim, once, after the hand-over.
///
/// # Errors
/// Not signed in; not found for another family's claim; [`Code::FileClosed`]; [`Code::WrongState`] before the
/// hand-over; field `words` without words and card; [`Code::AlreadyThanked`].
#[derive(Clone, Debug, Serialize)]
pub struct AddThanks {
    /// Claim they are for.
    pub claim: ClaimId,
    /// Words, at most 200 characters; `""` only with a card.
    pub words: String,
    /// One of [`CARDS`]; `""` only with words.
    pub card: String,
}

impl Command for AddThanks {
    const NAME: &'static str = "thanks_add";
    type Output = i64;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<i64> {
        lock_open_household(tx, tx.actor.household, Writers::Family).await?;
        let found = row!(
            tx,
            (i64, i64, i64, String),
            "select w.id, w.home, w.household, c.state from claim c join wish w on w.id = c.wish where c.id = $1",
            self.claim,
        )?;
        let (wish, home, household, state) = found.ok_or(Refusal::NotFound)?;
        if !is_own(&tx.actor, household) {
            return Err(Refusal::NotFound.into());
        }
        if !matches!(state.as_str(), "handed_over" | "confirmed") {
            return Err(Code::WrongState.into());
        }
        let mut checks = Checks::default();
        let words = checks.take("words", text::words(&self.words, usize::from(self.card.is_empty()), 200));
        checks.ensure("card", self.card.is_empty() || CARDS.contains(&self.card.as_str()), Code::Unknown);
        checks.done()?;
        let now = tx.now;
        let made = value!(
            tx,
            i64,
            "insert into thanks (claim, wish, home, words, card, state, reviewed_by, created)
         values ($1, $2, $3, $4, $5, 'waiting', 0, $6) returning id",
            self.claim,
            wish,
            home,
            words.unwrap_or_default(),
            &self.card,
            now,
        );
        let id = match made {
            Err(error) if is_unique(&error) => return Err(Code::AlreadyThanked.into()),
            other => other?,
        };
        tx.audit("thanks", id).await?;
        Ok(id)
    }
}

/// Decision of staff about thanks.
#[derive(Clone, Debug, Serialize)]
pub struct Review {
    /// Thanks to decide about.
    pub id: i64,
    /// Whether the claimer gets them.
    pub release: bool,
    /// Words as the claimer will read them; not stored when withheld.
    pub words: String,
}

/// Releases thanks, with words that staff may have edited, or withholds them.
///
/// # Errors
/// Not found outside the actor's areas; [`Code::WrongState`] when decided before; field `words` when too long, or with
/// [`Code::ConsentMissing`] when they may tell of a minor without consent.
pub async fn review(tx: &mut Tx<'_>, review: &Review) -> Result<()> {
    tx.actor.must_somewhere(Action::ReviewThanks)?;
    let seen = by_id(tx, review.id).await?;
    tx.actor.must(Action::ReviewThanks, &AreaPath(seen.path))?;
    // Erasing the file empties the words; it must not happen between here and the commit.
    priority::lock_family_of(tx, seen.wish).await?;
    let thanks = by_id(tx, review.id).await?;
    tx.actor.must(Action::ReviewThanks, &AreaPath(thanks.path.clone()))?;
    let least = usize::from(review.release && thanks.card.is_empty());
    let words = text::words(&review.words, least, 200).map_err(|code| Refusal::field("words", code))?;
    let words = if review.release { words } else { thanks.words.clone() };
    let now = tx.now;
    if review.release && !words.is_empty() && !public_fields::allowed(&mut tx.arm(), thanks.wish, now).await?.story {
        return Err(Refusal::field("words", Code::ConsentMissing).into());
    }
    let (state, by) = (if review.release { "released" } else { "withheld" }, tx.actor.account);
    let decided = run!(
        tx,
        "update thanks set state = $2, words = $3, reviewed_by = $4 where id = $1 and state = 'waiting'",
        thanks.id,
        state,
        words,
        by,
    )?;
    if decided == 0 {
        return Err(Code::WrongState.into());
    }
    if review.release {
        let title = thanks.title();
        let ThanksRow { claim, wish, household, claimer, .. } = thanks;
        let event = OfClaim { claim, wish, household, claimer, title, words: String::new() };
        tx.emit(Event::ThanksReleased(event)).await?;
    }
    tx.audit("thanks", thanks.id).await
}

async fn by_id(tx: &mut Tx<'_>, id: i64) -> Result<ThanksRow> {
    row!(tx, ThanksRow, concat!("select ", thanks_columns!(), " where t.id = $1"), id)?
        .ok_or_else(|| Refusal::NotFound.into())
}

async fn of_claim(db: &mut Conn<'_>, claim: ClaimId) -> Result<Option<ThanksRow>> {
    Ok(row!(db, ThanksRow, concat!("select ", thanks_columns!(), " where t.claim = $1"), claim)?)
}

/// Releases thanks to their claimer, with words that staff may have edited.
///
/// # Errors
/// As [`review`].
#[derive(Clone, Debug, Serialize)]
pub struct ReleaseThanks(pub Review);

impl Command for ReleaseThanks {
    const NAME: &'static str = "thanks_release";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        review(tx, &self.0).await
    }
}

/// Withholds thanks from their claimer.
///
/// # Errors
/// As [`review`].
#[derive(Clone, Debug, Serialize)]
pub struct WithholdThanks(pub Review);

impl Command for WithholdThanks {
    const NAME: &'static str = "thanks_withhold";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        review(tx, &self.0).await
    }
}

impl Store {
    /// Loads the thanks for a claim; `None` when the actor may not read them.
    /// The family and the reviewing staff read them always, the claimer once they are released.
    ///
    /// # Errors
    /// Only when the database fails.
    pub async fn thanks_for_claim(&self, actor: &Actor, claim: ClaimId) -> Result<Option<Thanks>> {
        let mut db = self.reader().await?;
        let Some(row) = of_claim(&mut db.arm(), claim).await? else { return Ok(None) };
        let own = row.household != 0 && row.household == actor.household;
        let staff = actor.may(Action::ReviewThanks, &AreaPath(row.path.clone()));
        let claimer = actor.is_signed_in() && row.claimer == actor.account && row.state == "released";
        Ok((own || staff || claimer).then(|| row.into()))
    }

    /// Lists the actor's own claims whose thanks it can read, the newest first, 200 at most.
    ///
    /// # Errors
    /// Only when the database fails.
    pub async fn thanked_claims(&self, actor: &Actor) -> Result<Vec<ClaimId>> {
        let mut db = self.reader().await?;
        Ok(values!(
            db,
            i64,
            "select t.claim from thanks t join claim c on c.id = t.claim
             where c.account = $1 and c.source = 'donor' and t.state = 'released' order by t.claim desc limit 200",
            actor.account,
        )?)
    }
}
