//! Relocations: a family changes area.
//! The old area asks and keeps the family until a caseworker of the new area accepts; then file, wishes, thanks and
//! account change area in one transaction.

use domain::{
    Code,
    accounts::{AccountId, Actor},
    areas::{AreaId, AreaPath},
    casework::{ChangeKind, Move, MoveId, MoveState, NewMove},
    events::{Event, OfRelocation},
    households::HouseholdId,
    permission::Action,
    text,
    wishes::Page,
};
use serde::{Deserialize, Serialize};
use sqlx::AssertSqlSafe;

use crate::{
    Command, Refusal, Result, Store, Tx,
    areas::{
        answerers::waiting::Waiting,
        staff::nearest_caseworkers,
        tree::{lock_open_area, path_of},
    },
    casework::{file::participation, school_places, visits::ending},
    community::groups,
    crypto::{secret::Secret, vault::Vault},
    db::{
        area_filter::covered,
        locks::lock_and_read,
        pagination::page,
        sql::{is_unique, parse, row, rows, run, value, values},
    },
    households::lock::{NewChange, hold, tell},
};

/// Relocation whose household is locked.
#[derive(sqlx::FromRow)]
struct LockedMove {
    id: i64,
    household: i64,
    to_area: i64,
    from_path: String,
    to_path: String,
    asked_by: i64,
    state: String,
}

/// Loads the caseworkers who would take a family over.
async fn receivers(tx: &mut Tx<'_>, path: &AreaPath) -> Result<Vec<AccountId>> {
    let found = nearest_caseworkers(&mut tx.arm(), path).await?;
    Ok(found.into_iter().map(|caseworker| caseworker.id).collect())
}

impl LockedMove {
    /// What an event that these accounts get carries.
    fn event(&self, staff: Vec<AccountId>, area: String) -> OfRelocation {
        OfRelocation { relocation: self.id, household: self.household, staff, area }
    }
}

/// Asks another area of the same root to take a family over.
///
/// # Errors
/// Not found outside the actor's areas; field `area` for the family's own area or one of another root, and with
/// [`Code::NobodyThere`] for one without caseworkers; [`Code::MoveOpen`] while another relocation waits;
/// [`Code::FileClosed`].
#[derive(Clone, Debug, Serialize)]
pub struct AskRelocation(pub NewMove);

impl Command for AskRelocation {
    const NAME: &'static str = "move_ask";
    type Output = MoveId;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<MoveId> {
        let Self(new) = self;
        let file = hold(tx, new.household).await?;
        let new = new.clone().checked()?;
        file.must_be_open()?;
        let there = row!(tx, (i64, String), "select root, path from area where id = $1 and closed = 0", new.to)?;
        let Some((root, path)) = there.filter(|(root, _)| *root == file.root && new.to != file.area) else {
            return Err(Refusal::field("area", Code::Unknown).into());
        };
        let receivers = receivers(tx, &AreaPath(path)).await?;
        if receivers.is_empty() {
            return Err(Refusal::field("area", Code::NobodyThere).into());
        }
        let (now, account) = (tx.now, tx.actor.account);
        let words = tx.vault.seal(Secret::MoveWords, &new.words)?;
        let made = value!(
            tx,
            i64,
            "insert into household_move (household, root, from_area, to_area, state, words, asked_by, asked, answer,
                                     answered_by, answered)
         values ($1, $2, $3, $4, 'asked', $5, $6, $7, '', 0, 0) returning id",
            new.household,
            root,
            file.area,
            new.to,
            &words,
            account,
            now,
        );
        let id = match made {
            Err(error) if is_unique(&error) => return Err(Code::MoveOpen.into()),
            other => other?,
        };
        let event = OfRelocation { relocation: id, household: new.household, staff: receivers, area: String::new() };
        tx.emit(Event::RelocationAsked(event)).await?;
        tx.audit("household", new.household).await?;
        Ok(id)
    }
}

async fn read(tx: &mut Tx<'_>, id: MoveId) -> Result<LockedMove> {
    row!(
        tx,
        LockedMove,
        "select m.id, m.household, m.to_area, f.path as from_path, t.path as to_path, m.asked_by, m.state
         from household_move m join area f on f.id = m.from_area join area t on t.id = m.to_area where m.id = $1",
        id,
    )?
    .ok_or_else(|| Refusal::NotFound.into())
}

/// Locks the household of a relocation for the caseworkers of one of its areas, then reads the relocation.
/// Starts over when a merge moved the relocation to another household while this waited for the lock.
///
/// # Errors
/// Not found outside that area; [`Code::WrongState`] when the relocation has ended; [`Code::FileClosed`].
async fn asked(tx: &mut Tx<'_>, id: MoveId, side: fn(&LockedMove) -> &str) -> Result<LockedMove> {
    tx.actor.must_somewhere(Action::KeepHouseholds)?;
    let mut asked = read(tx, id).await?;
    loop {
        tx.actor.must(Action::KeepHouseholds, &AreaPath(side(&asked).to_owned()))?;
        let file = lock_and_read(tx, asked.household).await?;
        asked = read(tx, id).await?;
        if asked.household == file.id {
            if parse::<MoveState>(&asked.state)? != MoveState::Asked {
                return Err(Code::WrongState.into());
            }
            file.must_be_open()?;
            return Ok(asked);
        }
    }
}

/// Ends a waiting relocation whose household is locked.
async fn end(tx: &mut Tx<'_>, asked: &LockedMove, state: MoveState, words: &str) -> Result<()> {
    let answer = tx.vault.seal(Secret::MoveAnswer, words)?;
    let (now, account) = (tx.now, tx.actor.account);
    run!(
        tx,
        "update household_move set state = $2, answer = $3, answered_by = $4, answered = $5 where id = $1 and state = 'asked'",
        asked.id,
        state.as_str(),
        &answer,
        account,
        now,
    )?;
    tx.audit("household", asked.household).await
}

/// Accepts a relocation: file, wishes, thanks and account change area together.
///
/// # Errors
/// Not found outside the actor's areas; [`Code::WrongState`] when it has ended; [`Code::FileClosed`].
#[derive(Clone, Copy, Debug, Serialize)]
pub struct AcceptRelocation(pub MoveId);

impl Command for AcceptRelocation {
    const NAME: &'static str = "move_accept";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        let Self(id) = self;
        let asked = asked(tx, *id, |asked| &asked.to_path).await?;
        lock_open_area(tx, asked.to_area).await?;
        end(tx, &asked, MoveState::Accepted, "").await?;
        let (now, account) = (tx.now, tx.actor.account);
        run!(
            tx,
            "update household set area = $2, caseworker = $3, version = version + 1, changed = $4, changed_by = $3 where id = $1",
            asked.household,
            asked.to_area,
            account,
            now,
        )?;
        ending::move_with_file(tx, asked.household).await?;
        participation::move_with_file(tx, asked.household).await?;
        school_places::files::wake(tx, asked.household).await?;
        settle_in(tx, asked.household, asked.to_area).await?;
        let change = NewChange { household: asked.household, kind: ChangeKind::Moved, other: 0, reason: "", words: "" };
        tell(tx, &change).await?;
        let area = value!(tx, String, "select name from area where id = $1", asked.to_area)?;
        tx.emit(Event::RelocationAccepted(asked.event(vec![asked.asked_by], area))).await
    }
}

/// Sets the area of a household's wishes, thanks and accounts.
pub(crate) async fn settle_in(tx: &mut Tx<'_>, household: HouseholdId, area: AreaId) -> Result<()> {
    let path = path_of(&mut tx.arm(), area).await?.ok_or(Refusal::NotFound)?;
    let district = values!(
        tx,
        i64,
        "select id from area where $1 like path || '%' and kind = 'district' order by length(path) desc limit 1",
        &path.0,
    )?;
    let root = value!(tx, i64, "select root from area where id = $1", area)?;
    groups::files::move_to(tx, household, &path).await?;
    let district = district.first().copied().unwrap_or(root);
    // In order of number, so that concurrent transactions on the same wishes cannot deadlock.
    for wish in values!(tx, i64, "select id from wish where household = $1 order by id", household)? {
        run!(
            tx,
            "update wish set home = $2, district = $3, version = version + 1 where id = $1",
            wish,
            area,
            district
        )?;
        run!(tx, "update thanks set home = $2 where wish = $1", wish, area)?;
    }
    run!(
        tx,
        "update role_grant set area = $2, path = $3
         where role = 'family' and account in (select id from account where household = $1)",
        household,
        area,
        &path.0,
    )?;
    Ok(())
}

/// Declines a relocation, with a reason that the old area reads.
///
/// # Errors
/// Not found unless the actor keeps files in the new area; field `words` outside 2 to 500 characters;
/// [`Code::WrongState`] when it has ended.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct DeclineRelocation {
    /// Relocation to decline.
    pub id: MoveId,
    /// Reason, which the sending area reads.
    pub words: String,
}

impl Command for DeclineRelocation {
    const NAME: &'static str = "move_decline";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        let asked = asked(tx, self.id, |asked| &asked.to_path).await?;
        let words = text::words(&self.words, 2, 500).map_err(|code| Refusal::field("words", code))?;
        end(tx, &asked, MoveState::Declined, &words).await?;
        tx.emit(Event::RelocationDeclined(asked.event(vec![asked.asked_by], String::new()))).await
    }
}

/// Withdraws a relocation; the old area keeps the family.
///
/// # Errors
/// Not found unless the actor keeps files in the old area; [`Code::WrongState`] when it has ended.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct RecallRelocation(pub MoveId);

impl Command for RecallRelocation {
    const NAME: &'static str = "move_call_back";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        let Self(id) = self;
        let asked = asked(tx, *id, |asked| &asked.from_path).await?;
        end(tx, &asked, MoveState::CalledBack, "").await?;
        let receivers = receivers(tx, &AreaPath(asked.to_path.clone())).await?;
        tx.emit(Event::RelocationRecalled(asked.event(receivers, String::new()))).await
    }
}

/// Cancels the waiting relocation of a household whose file is closed, merged or erased.
pub(crate) async fn call_off(tx: &mut Tx<'_>, household: HouseholdId) -> Result<()> {
    let (now, account) = (tx.now, tx.actor.account);
    run!(
        tx,
        "update household_move set state = 'called_back', answered_by = $2, answered = $3
         where household = $1 and state = 'asked'",
        household,
        account,
        now,
    )?;
    Ok(())
}

#[derive(sqlx::FromRow)]
struct MoveRow {
    id: i64,
    household: i64,
    size: i64,
    from_area: i64,
    from_name: String,
    from_path: String,
    to_area: i64,
    to_name: String,
    to_path: String,
    state: String,
    words: String,
    asked_by: String,
    asked: i64,
    answered_by: String,
    answered: i64,
    answer: String,
}

impl MoveRow {
    fn seen(self, actor: &Actor, vault: &Vault) -> Result<Move> {
        let waits = self.state == MoveState::Asked.as_str();
        let keeps = |path: &str| waits && actor.may(Action::KeepHouseholds, &AreaPath(path.to_owned()));
        Ok(Move {
            answers: keeps(&self.to_path),
            calls_back: keeps(&self.from_path),
            id: self.id,
            household: self.household,
            size: self.size,
            from: self.from_area,
            from_name: self.from_name,
            to: self.to_area,
            to_name: self.to_name,
            state: parse(&self.state)?,
            words: vault.open(Secret::MoveWords, &self.words)?,
            asked_by: self.asked_by,
            asked: self.asked,
            answered_by: self.answered_by,
            answered: self.answered,
            answer: vault.open(Secret::MoveAnswer, &self.answer)?,
        })
    }
}

const MOVES: &str = "select m.id, m.household, h.size, m.from_area, f.name as from_name, f.path as from_path, m.to_area,
         t.name as to_name, t.path as to_path, m.state, m.words, b.name as asked_by, m.asked,
         coalesce(c.name, '') as answered_by, m.answered, m.answer
     from household_move m join household h on h.id = m.household join area f on f.id = m.from_area
         join area t on t.id = m.to_area join account b on b.id = m.asked_by left join account c on c.id = m.answered_by";

impl Store {
    /// Lists relocations from and to the areas where the actor keeps files, newest first.
    /// Those that wait for an answer or, with `over`, the others.
    ///
    /// # Errors
    /// Not allowed without a role that keeps files.
    pub async fn moves(&self, actor: &Actor, over: bool, cursor: MoveId) -> Result<Page<Move>> {
        actor.must_somewhere(Action::KeepHouseholds)?;
        let areas = actor.areas_for(Action::KeepHouseholds);
        let which = if over { "m.state <> 'asked'" } else { "m.state = 'asked'" };
        let sql = format!(
            "{MOVES} where {which} and (m.id < $1 or $1 = 0) and ({} or {}) order by m.id desc limit 51",
            covered("f.path", &areas),
            covered("t.path", &areas)
        );
        let mut db = self.reader().await?;
        let found = rows!(db, MoveRow, AssertSqlSafe(sql.as_str()), cursor)?;
        let found: Vec<Move> = found.into_iter().map(|row| row.seen(actor, &self.vault)).collect::<Result<_>>()?;
        Ok(page(found, |found| found.id))
    }

    /// Loads the waiting relocation of a household; `None` without one or outside the actor's areas.
    ///
    /// # Errors
    /// Not allowed without a role that keeps files.
    pub async fn move_of(&self, actor: &Actor, household: HouseholdId) -> Result<Option<Move>> {
        actor.must_somewhere(Action::KeepHouseholds)?;
        let areas = actor.areas_for(Action::KeepHouseholds);
        let sql = format!(
            "{MOVES} where m.household = $1 and m.state = 'asked' and ({} or {})",
            covered("f.path", &areas),
            covered("t.path", &areas)
        );
        let mut db = self.reader().await?;
        let found = row!(db, MoveRow, AssertSqlSafe(sql.as_str()), household)?;
        found.map(|row| row.seen(actor, &self.vault)).transpose()
    }

    /// Counts the relocations that wait for the actor's answer.
    ///
    /// # Errors
    /// Only when the database fails.
    pub async fn moves_waiting(&self, actor: &Actor) -> Result<i64> {
        self.waiting_count(actor, Store::moves_count).await
    }

    /// Counts relocations that wait for the account's answer.
    pub(crate) fn moves_count(of: &Waiting<'_>) -> Option<String> {
        let asked = "select count(*) as n, min(m.asked) as at
                     from household_move m join area t on t.id = m.to_area where m.state = 'asked'";
        let inside = covered("t.path", &of.actor.areas_for(Action::KeepHouseholds));
        of.actor.may_somewhere(Action::KeepHouseholds).then(|| format!("{asked} and {inside}"))
    }
}
