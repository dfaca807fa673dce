//! Stock-takes, counted while the location stays open.
//! A line stores the ledger balance at the moment of counting, so movements before and after do not matter. Approval is
//! in `counts/approval.rs`.

use domain::{
    Code,
    catalogue::Category,
    ledger::{LedgerAccount, LocationId, LotId, Place},
    permission::Action,
    stock::counts::{MOST_COUNTED, StockTakeId, TakeState, TakeStep},
    text,
};
use serde::{Deserialize, Serialize};

use crate::{
    Command, Refusal, Result, Tx,
    db::sql::{self, parse, row, run, value},
    ledger,
};

pub use crate::stock::counts::approval::Settled;

/// Most lines per call of [`count`].
const MOST_LINES: usize = 500;

/// Counted units of one lot.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct LineCount {
    /// Lot on the location's shelf; a line is added when it has none.
    pub lot: LotId,
    /// Units counted; `None` skips the lot on purpose.
    pub counted: Option<i64>,
    /// Ledger balance when the counter began, if known.
    /// The line is refused when the balance has changed, because goods moved during the count.
    pub seen: Option<i64>,
}

/// Result of storing counted lines.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Written {
    /// Number of lines stored.
    pub saved: i64,
    /// Lots not stored because they moved during the count; they must be counted again.
    pub moved: Vec<LotId>,
}

/// Reason why a line differs from the ledger.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct LineReason {
    /// Lot of the line.
    pub lot: LotId,
    /// Reason, at most 200 characters.
    pub reason: String,
}

#[derive(sqlx::FromRow)]
pub(crate) struct TakeRow {
    pub location: i64,
    category: String,
    state: String,
    pub finished_by: i64,
}

/// Locks a stock-take and checks the permission at its location; returns it with the step's next state.
pub(crate) async fn locked(
    tx: &mut Tx<'_>,
    id: StockTakeId,
    action: Action,
    step: TakeStep,
) -> Result<(TakeRow, TakeState)> {
    tx.actor.must_somewhere(action)?;
    run!(tx, "update stock_take set version = version + 1 where id = $1", id)?;
    let take = row!(tx, TakeRow, "select location, category, state, finished_by from stock_take where id = $1", id)?
        .ok_or(Refusal::NotFound)?;
    tx.must_at(action, take.location).await?;
    let next = parse::<TakeState>(&take.state)?.after(step)?;
    Ok((take, next))
}

/// Locks the location's row, so that counts and corrections of one location run one after the other.
async fn one_at_a_time(tx: &mut Tx<'_>, location: LocationId) -> Result<()> {
    run!(tx, "update location set open = open where id = $1", location)?;
    Ok(())
}

/// Opens a stock-take with a line for each lot on the shelf.
///
/// # Errors
/// Not found outside the actor's areas; [`Code::TakeOpen`] when an open one covers the same category or all.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct OpenStockTake {
    /// Location whose shelf is counted.
    pub location: LocationId,
    /// Category to count; `None` for all.
    pub category: Option<Category>,
}

impl Command for OpenStockTake {
    const NAME: &'static str = "stock_take_open";
    type Output = StockTakeId;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<StockTakeId> {
        tx.must_at(Action::KeepStock, self.location).await?;
        let category = self.category.map_or("", Category::as_str);
        // Two open stock-takes with the same lot would book its difference twice.
        one_at_a_time(tx, self.location).await?;
        let open = value!(
            tx,
            i64,
            "select count(*) from stock_take where location = $1 and state in ('counting', 'counted')
             and (category = $2 or category = '' or $2 = '')",
            self.location,
            category,
        )?;
        if open > 0 {
            return Err(Code::TakeOpen.into());
        }
        let (now, account) = (tx.now, tx.actor.account);
        let made = value!(
        tx,
        i64,
        "insert into stock_take (root, location, category, state, note, opened, opened_by, finished, finished_by, closed,
                                 closed_by, version)
         select root, id, $2, 'counting', '', $3, $4, 0, 0, 0, 0, 0 from location where id = $1 returning id",
        self.location,
        category,
        now,
        account,
    );
        let id = match made {
            Err(e) if sql::is_unique(&e) => return Err(Code::TakeOpen.into()),
            other => other?,
        };
        run!(
        tx,
        "insert into stock_take_line (stock_take, lot, booked, counted, booked_then, counted_at, counted_by, skipped,
                                      again, reason, journal)
         select cast($1 as bigint), b.lot, b.quantity, -1, 0, 0, 0, false, false, '', 0
         from ledger_account a join balance b on b.account = a.id join lot l on l.id = b.lot join item i on i.id = l.item
         where a.place = 'shelf' and a.owner = $2 and b.quantity > 0 and (i.category = $3 or $3 = '')",
        id,
        self.location,
        category,
    )?;
        tx.audit("stock_take", id).await?;
        Ok(id)
    }
}

/// Opens a stock-take whose sheet shows nothing of the book until every line is counted.
///
/// # Errors
/// As [`OpenStockTake`].
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct OpenBlindTake(pub OpenStockTake);

impl Command for OpenBlindTake {
    const NAME: &'static str = "stock_take_open_blind";
    type Output = StockTakeId;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<StockTakeId> {
        let id = self.0.run(tx).await?;
        run!(tx, "update stock_take set blind = true where id = $1", id)?;
        Ok(id)
    }
}

/// Adds a line for a lot that arrived later, or was found although the ledger has none.
async fn add_line(tx: &mut Tx<'_>, id: StockTakeId, take: &TakeRow, lot: LotId, booked: i64) -> Result<()> {
    let belongs = value!(
        tx,
        i64,
        "select count(*) from ledger_account a join balance b on b.account = a.id join lot l on l.id = b.lot
             join item i on i.id = l.item
         where a.place = 'shelf' and a.owner = $1 and b.lot = $2 and (i.category = $3 or $3 = '')",
        take.location,
        lot,
        &take.category,
    )?;
    if belongs == 0 {
        return Err(Refusal::NotFound.into());
    }
    run!(
        tx,
        "insert into stock_take_line (stock_take, lot, booked, counted, booked_then, counted_at, counted_by, skipped,
                                      again, reason, journal)
         values ($1, $2, $3, -1, 0, 0, 0, false, false, '', 0)",
        id,
        lot,
        booked,
    )?;
    Ok(())
}

/// Stores counted lines, each with the ledger balance at this moment.
///
/// # Errors
/// Not found outside the actor's areas, or for a lot never booked on this shelf; invalid for a number out of range or
/// too many lines; [`Code::WrongState`] unless the stock-take is `counting`.
pub async fn count(tx: &mut Tx<'_>, counts: &CountStockTake) -> Result<Written> {
    let (take, _) = locked(tx, counts.take, Action::KeepStock, TakeStep::Count).await?;
    let fits = |line: &LineCount| line.counted.is_none_or(|n| (0..=MOST_COUNTED).contains(&n));
    if counts.lines.len() > MOST_LINES || !counts.lines.iter().all(fits) {
        return Err(Refusal::field("counted", Code::OutOfRange).into());
    }
    one_at_a_time(tx, take.location).await?;
    let (now, account) = (tx.now, tx.actor.account);
    let shelf = LedgerAccount::of(Place::Shelf, take.location);
    let mut written = Written::default();
    for line in &counts.lines {
        let book = ledger::post::balance(&mut tx.arm(), shelf, line.lot).await?;
        if line.counted.is_some() && line.seen.is_some_and(|seen| seen != book) {
            written.moved.push(line.lot);
            continue;
        }
        let known = value!(
            tx,
            i64,
            "select count(*) from stock_take_line where stock_take = $1 and lot = $2",
            counts.take,
            line.lot,
        )?;
        if known == 0 {
            add_line(tx, counts.take, &take, line.lot, book).await?;
        }
        run!(
            tx,
            "update stock_take_line set counted = $3, booked_then = $4, counted_at = $5, counted_by = $6, skipped = $7,
                 again = false
             where stock_take = $1 and lot = $2",
            counts.take,
            line.lot,
            line.counted.unwrap_or(-1),
            if line.counted.is_some() { book } else { 0 },
            now,
            account,
            line.counted.is_none(),
        )?;
        written.saved += 1;
    }
    tx.audit("stock_take", counts.take).await?;
    Ok(written)
}

/// Marks a stock-take as counted; every difference needs a reason.
///
/// # Errors
/// [`Code::NotAllCounted`] while a line is neither counted nor skipped; invalid when a difference has no reason;
/// [`Code::WrongState`] unless it is `counting`; not found outside the actor's areas.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct FinishStockTake {
    /// Stock-take to act on.
    pub take: StockTakeId,
    /// Reasons for lines with a difference.
    pub reasons: Vec<LineReason>,
}

impl Command for FinishStockTake {
    const NAME: &'static str = "stock_take_finish";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        let (_, next) = locked(tx, self.take, Action::KeepStock, TakeStep::Finish).await?;
        for LineReason { lot, reason } in &self.reasons {
            let reason = text::words(reason, 0, 200).map_err(|code| Refusal::field("reason", code))?;
            run!(
                tx,
                "update stock_take_line set reason = $3 where stock_take = $1 and lot = $2",
                self.take,
                *lot,
                &reason,
            )?;
        }
        let left = value!(
            tx,
            i64,
            "select count(*) from stock_take_line where stock_take = $1 and counted = -1 and skipped = false",
            self.take,
        )?;
        if left > 0 {
            return Err(Code::NotAllCounted.into());
        }
        let unexplained = value!(
            tx,
            i64,
            "select count(*) from stock_take_line where stock_take = $1 and counted >= 0 and counted <> booked_then
             and reason = ''",
            self.take,
        )?;
        if unexplained > 0 {
            return Err(Refusal::field("reason", Code::Required).into());
        }
        let (now, account) = (tx.now, tx.actor.account);
        run!(
            tx,
            "update stock_take set state = $2, note = '', finished = $3, finished_by = $4 where id = $1",
            self.take,
            next.as_str(),
            now,
            account,
        )?;
        tx.audit("stock_take", self.take).await
    }
}

/// Refuses corrections of a lot that an open stock-take has counted.
/// The stock-take books the difference on approval, so the correction would be booked twice.
///
/// # Errors
/// [`Code::BeingCounted`].
pub(crate) async fn must_not_be_counted(tx: &mut Tx<'_>, location: LocationId, lot: LotId) -> Result<()> {
    one_at_a_time(tx, location).await?;
    let counted = value!(
        tx,
        i64,
        "select count(*) from stock_take_line n join stock_take t on t.id = n.stock_take
         where n.lot = $1 and n.counted >= 0 and t.location = $2 and t.state in ('counting', 'counted')",
        lot,
        location,
    )?;
    if counted == 0 { Ok(()) } else { Err(Code::BeingCounted.into()) }
}

/// Stores counted lines.
///
/// # Errors
/// As [`count`].
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct CountStockTake {
    /// Stock-take the lines belong to.
    pub take: StockTakeId,
    /// Lines to store, at most 500.
    pub lines: Vec<LineCount>,
}

impl Command for CountStockTake {
    const NAME: &'static str = "stock_take_count";
    type Output = Written;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Written> {
        count(tx, self).await
    }
}
