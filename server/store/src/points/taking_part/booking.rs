//! Books points for recorded facts, once for each, and takes them back when a fact is taken back.
//! Callers hold the locks of the households, and record or take back the fact in the same transaction.

use domain::{
    Timestamp,
    areas::AreaPath,
    households::HouseholdId,
    ledger::{JournalId, JournalKind, LedgerAccount, Place, moved},
    points::taking_part::{NewPartRule, PartBookingId, PartKind},
    time::Month,
};

use crate::{
    Result, Tx,
    db::{
        locks::lock_household,
        sql::{row, run, value},
    },
    ledger::{
        self,
        hand_overs::taken_in,
        post::{NewJournal, balance},
    },
    points::{
        ledger::{NewGrant, grant, lock},
        policy::Policies,
    },
};

/// A fact that a rule may give points for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Fact {
    /// Household that gets the points.
    pub household: HouseholdId,
    /// What kind of fact it is.
    pub kind: PartKind,
    /// Row of the fact: mark, place of a course, place of a shift, or help.
    pub id: i64,
    /// When it was.
    pub at: Timestamp,
}

/// Locks the households of facts, each once and in ascending order.
pub(crate) async fn lock_all(tx: &mut Tx<'_>, mut households: Vec<HouseholdId>) -> Result<()> {
    households.sort_unstable();
    households.dedup();
    for household in households.into_iter().filter(|id| *id > 0) {
        lock_household(tx, household).await?;
    }
    Ok(())
}

#[derive(sqlx::FromRow)]
struct TermsRow {
    id: i64,
    points: i64,
    cap_month: i64,
    root: i64,
    path: String,
}

/// Loads the rule that applied when a fact was: of the nearest area at or above the household's; none for a closed file.
async fn terms(tx: &mut Tx<'_>, fact: &Fact) -> Result<Option<TermsRow>> {
    Ok(row!(
        tx,
        TermsRow,
        "select r.id, r.points, r.cap_month, h.root, a.path
         from household h join area a on a.id = h.area
             join part_rule r on r.root = h.root and r.kind = $2 and (r.ended = 0 or r.ended > $3)
             join area q on q.id = r.area
         where h.id = $1 and h.state = 'open' and a.path like q.path || '%' and r.valid_from <= $3
             and (r.valid_until = 0 or r.valid_until > $3)
         order by length(q.path) desc, r.n desc limit 1",
        fact.household,
        fact.kind.as_str(),
        fact.at,
    )?)
}

/// Books the points of facts. A fact that is booked already changes nothing.
pub(crate) async fn book(tx: &mut Tx<'_>, facts: &[Fact]) -> Result<()> {
    let mut facts = facts.to_vec();
    facts.sort_unstable_by_key(|fact| (fact.household, fact.id));
    let mut due = Vec::new();
    for fact in facts {
        if let Some(terms) = terms(tx, &fact).await? {
            due.push((fact, terms));
        }
    }
    // All balances before the first posting, as the monthly grants do.
    for (fact, _) in &due {
        lock(tx, fact.household).await?;
    }
    for (fact, terms) in due {
        book_one(tx, &fact, terms).await?;
    }
    Ok(())
}

async fn book_one(tx: &mut Tx<'_>, fact: &Fact, terms: TermsRow) -> Result<()> {
    let (now, kind, month) = (tx.now, fact.kind.as_str(), Month::of(fact.at).key());
    // Points that stayed when the fact was taken back are not given once more.
    let again = run!(
        tx,
        "update part_booking set state = 'booked', undone = 0, settled_by = 0
         where kind = $1 and fact = $2 and state in ('noted', 'settled')",
        kind,
        fact.id,
    )?;
    if again > 0 {
        return Ok(());
    }
    let given = value!(
        tx,
        i64,
        "select cast(coalesce(sum(points), 0) as bigint) from part_booking
         where household = $1 and kind = $2 and month = $3 and state <> 'reversed'",
        fact.household,
        kind,
        month,
    )?;
    let TermsRow { id: rule, points, cap_month, root, path } = terms;
    let points = NewPartRule { kind: fact.kind, points, cap_month, from: 0, until: 0 }.due(given);
    let booked = row!(
        tx,
        (i64,),
        "insert into part_booking (household, rule, kind, fact, month, points, journal, state, at, undone, reversal,
             settled_by)
         values ($1, $2, $3, $4, $5, $6, 0, 'booked', $7, 0, 0, 0)
         on conflict (kind, fact) where state = 'booked' do nothing returning id",
        fact.household,
        rule,
        kind,
        fact.id,
        month,
        points,
        now,
    )?;
    let (Some((booking,)), true) = (booked, points > 0) else { return Ok(()) };
    let policy = Policies::read(&mut tx.arm()).await?.at(&AreaPath(path));
    let expires = policy.map_or(0, |(policy, _)| policy.lapse(now));
    let new = NewGrant { household: fact.household, root, points, expires, reason: fact.kind.reason() };
    let journal = grant(tx, &new).await?;
    run!(tx, "update part_booking set journal = $2 where id = $1", booking, journal)?;
    Ok(())
}

#[derive(sqlx::FromRow)]
struct BookedRow {
    id: i64,
    household: i64,
    points: i64,
    journal: i64,
    root: i64,
    reversed: i64,
}

/// Takes back what a fact gave: its points if they are there, else a note for staff. Nothing without a live booking.
pub(crate) async fn undo(tx: &mut Tx<'_>, kind: PartKind, fact: i64) -> Result<()> {
    let found = row!(
        tx,
        BookedRow,
        "select b.id, b.household, b.points, b.journal, h.root,
             coalesce((select j.id from journal j where j.reverses = b.journal and j.reverses <> 0), 0) as reversed
         from part_booking b join household h on h.id = b.household
         where b.kind = $1 and b.fact = $2 and b.state = 'booked'",
        kind.as_str(),
        fact,
    )?;
    let Some(BookedRow { id, household, points, journal, root, reversed }) = found else { return Ok(()) };
    // Without points, or reversed by hand before, there is nothing left to take back.
    if points == 0 || reversed > 0 {
        return settle(tx, id, "reversed", reversed).await;
    }
    lock(tx, household).await?;
    match reverse(tx, household, journal, root, kind).await? {
        Some(reversal) => settle(tx, id, "reversed", reversal).await,
        None => settle(tx, id, "noted", 0).await,
    }
}

async fn settle(tx: &mut Tx<'_>, id: PartBookingId, state: &str, reversal: JournalId) -> Result<()> {
    let now = tx.now;
    run!(
        tx,
        "update part_booking set state = $2, undone = $3, reversal = $4 where id = $1 and state = 'booked'",
        id,
        state,
        now,
        reversal,
    )?;
    Ok(())
}

/// Posts the mirror image of a grant; `None` when its points are spent, held, have lapsed, or moved to another file.
async fn reverse(
    tx: &mut Tx<'_>,
    household: HouseholdId,
    journal: JournalId,
    root: i64,
    kind: PartKind,
) -> Result<Option<JournalId>> {
    let purse = LedgerAccount::of(Place::Household, household);
    let mut entries = Vec::new();
    for (owner, lot, quantity) in taken_in(&mut tx.arm(), journal, Place::Household).await? {
        if owner != household || balance(&mut tx.arm(), purse, lot).await? < quantity {
            return Ok(None);
        }
        entries.extend(moved(lot, quantity, purse, LedgerAccount::of(Place::Programme, root)));
    }
    let new =
        NewJournal { reason: kind.reason(), reverses: journal, ..NewJournal::of_points(JournalKind::Reverse, root) };
    Ok(Some(ledger::post::post(tx, &new, &entries).await?))
}
