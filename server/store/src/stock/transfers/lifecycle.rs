//! Transfers between two locations: sent by one, received by the other.
//! Units that did not arrive stay in transit until they are settled.

use domain::{
    Code,
    catalogue::items::ItemId,
    events::{Event, OfTransfer},
    ledger::{Entry, JournalKind, LedgerAccount, LocationId, LotId, Place, moved},
    permission::Action,
    stock::transfers::{
        ArrivedLine, NewTransfer, Outcome, Settlement, TransferId, TransferLine, TransferState, received,
    },
};
use serde::{Deserialize, Serialize};

use crate::{
    Command, Refusal, Result, Tx,
    areas::locations::location_path,
    db::sql::{parse, row, run, value},
    ledger::{self, lots, post::NewJournal},
    stock::transfers::views::lines,
};

/// Transfer whose row is locked.
struct LockedTransfer {
    id: TransferId,
    source: LocationId,
    target: LocationId,
    state: TransferState,
}

/// Locks a transfer and checks that the actor keeps stock at the required end.
/// Not found when it keeps neither end, not allowed when only the other.
async fn keep(tx: &mut Tx<'_>, id: TransferId, of_source: bool) -> Result<LockedTransfer> {
    tx.actor.must_somewhere(Action::KeepStock)?;
    run!(tx, "update transfer set version = version + 1 where id = $1", id)?;
    let (source, target, state) =
        row!(tx, (i64, i64, String), "select source, target, state from transfer where id = $1", id)?
            .ok_or(Refusal::NotFound)?;
    let ends = [location_path(&mut tx.arm(), source).await?, location_path(&mut tx.arm(), target).await?];
    let [at_source, at_target] = ends.map(|path| tx.actor.may(Action::KeepStock, &path));
    match (at_source || at_target, if of_source { at_source } else { at_target }) {
        (false, _) => Err(Refusal::NotFound.into()),
        (true, false) => Err(Refusal::NotAllowed(Code::NotAllowed).into()),
        (true, true) => Ok(LockedTransfer { id, source, target, state: parse(&state)? }),
    }
}

/// Sends goods: they leave the shelf and stay in transit until received.
///
/// # Errors
/// [`Code::NotEnoughStock`]; [`Code::ExpiredGoods`] for a lot past its date; invalid fields or a closed target; not
/// found for another root area's location or lot, or outside the actor's areas.
#[derive(Clone, Debug, Serialize)]
pub struct SendTransfer(pub NewTransfer);

impl Command for SendTransfer {
    const NAME: &'static str = "transfer_send";
    type Output = TransferId;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<TransferId> {
        let Self(new) = self;
        tx.must_at(Action::KeepStock, new.from).await?;
        let new = new.clone().checked()?;
        let (root, from_name) = row!(tx, (i64, String), "select root, name from location where id = $1", new.from)?
            .ok_or(Refusal::NotFound)?;
        let target = row!(tx, (i64, bool), "select root, open from location where id = $1", new.to)?;
        match target {
            Some((of, true)) if of == root => {}
            Some((of, false)) if of == root => return Err(Refusal::field("to", Code::Unknown).into()),
            _ => return Err(Refusal::NotFound.into()),
        }
        let goods = chosen(tx, root, &new).await?;
        let (account, now) = (tx.actor.account, tx.now);
        let id = value!(
        tx,
        i64,
        "insert into transfer (root, source, target, state, note, reason, sent_by, sent_at, received_by, received_at,
                               ended_by, ended_at, version)
         values ($1, $2, $3, 'sent', $4, '', $5, $6, 0, 0, 0, 0, 0) returning id",
        root,
        new.from,
        new.to,
        &new.note,
        account,
        now,
    )?;
        let (shelf, transit) = (LedgerAccount::of(Place::Shelf, new.from), LedgerAccount::of(Place::Transit, id));
        let mut entries = Vec::with_capacity(goods.len() * 2);
        for LotUnits { lot, quantity, .. } in &goods {
            run!(
                tx,
                "insert into transfer_line (transfer, lot, sent, arrived, returned, lost) values ($1, $2, $3, 0, 0, 0)",
                id,
                lot,
                quantity,
            )?;
            entries.extend(moved(*lot, *quantity, shelf, transit));
        }
        post(tx, JournalKind::Send, new.from, id, &new.note, &entries).await?;
        tell(tx, Event::TransferSent, new.to, id, &from_name).await?;
        tx.audit("transfer", id).await?;
        Ok(id)
    }
}

/// Units of a lot that a transfer takes along.
struct LotUnits {
    lot: LotId,
    item: ItemId,
    size: String,
    quantity: i64,
}

fn add_units(goods: &mut Vec<LotUnits>, units: LotUnits) {
    match goods.iter_mut().find(|one| one.lot == units.lot) {
        Some(one) => one.quantity += units.quantity,
        None => goods.push(units),
    }
}

/// Resolves the lines to lots and units, each lot once. Lots that are named come first, and what is chosen by item
/// comes on top of what is taken already: two codes of one item do not choose the same units.
async fn chosen(tx: &mut Tx<'_>, root: i64, new: &NewTransfer) -> Result<Vec<LotUnits>> {
    let mut goods: Vec<LotUnits> = Vec::new();
    for line in new.lines.iter().filter(|line| line.lot != 0) {
        let found = ledger::post::lot(&mut tx.arm(), line.lot).await?;
        if found.root != root {
            return Err(Refusal::NotFound.into());
        }
        if found.expires != 0 && found.expires <= tx.now {
            return Err(Code::ExpiredGoods.into());
        }
        add_units(&mut goods, LotUnits { lot: line.lot, item: found.item, size: found.size, quantity: line.quantity });
    }
    for line in new.lines.iter().filter(|line| line.lot == 0) {
        let same = goods.iter().filter(|one| one.item == line.item && one.size == line.size);
        let already: i64 = same.map(|one| one.quantity).sum();
        let picked = lots::pick(tx, root, new.from, line.item, &line.size, line.quantity + already).await?;
        let mut left = line.quantity;
        for (lot, units) in picked {
            let taken = goods.iter().find(|one| one.lot == lot).map_or(0, |one| one.quantity);
            let quantity = (units - taken).clamp(0, left);
            if quantity > 0 {
                left -= quantity;
                add_units(&mut goods, LotUnits { lot, item: line.item, size: line.size.clone(), quantity });
            }
        }
    }
    Ok(goods)
}

async fn post(
    tx: &mut Tx<'_>,
    kind: JournalKind,
    location: LocationId,
    transfer: TransferId,
    reason: &str,
    entries: &[Entry],
) -> Result<()> {
    let journal = NewJournal { transfer, reason, ..NewJournal::new(kind, location) };
    ledger::post::post(tx, &journal, entries).await.map(drop)
}

/// Tells a location's shopkeepers about a transfer; `title` is the other location's name.
pub(super) async fn tell(
    tx: &mut Tx<'_>,
    event: fn(OfTransfer) -> Event,
    location: LocationId,
    transfer: TransferId,
    title: &str,
) -> Result<()> {
    let (staff, title) = (lots::keepers(tx, location).await?, title.to_owned());
    tx.emit(event(OfTransfer { transfer, staff, title })).await
}

/// Receives a transfer: arrived units go to the target's shelf, the rest stays in transit.
///
/// # Errors
/// [`Code::WrongState`] unless the transfer is `sent`; invalid when the lines do not match; not allowed at the source;
/// not found for staff of neither location.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ReceiveTransfer {
    /// Transfer to receive.
    pub transfer: TransferId,
    /// Units that arrived; empty when everything did.
    pub lines: Vec<ArrivedLine>,
}

impl Command for ReceiveTransfer {
    const NAME: &'static str = "transfer_receive";
    type Output = TransferState;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<TransferState> {
        let kept = keep(tx, self.transfer, false).await?;
        if kept.state != TransferState::Sent {
            return Err(Code::WrongState.into());
        }
        let sent = lines(&mut tx.arm(), kept.id).await?;
        let arrived = received(&sent, &self.lines)?;
        let (transit, shelf) =
            (LedgerAccount::of(Place::Transit, kept.id), LedgerAccount::of(Place::Shelf, kept.target));
        let mut entries = Vec::new();
        for line in arrived.iter().filter(|line| line.quantity > 0) {
            run!(
                tx,
                "update transfer_line set arrived = $3 where transfer = $1 and lot = $2",
                kept.id,
                line.lot,
                line.quantity,
            )?;
            entries.extend(moved(line.lot, line.quantity, transit, shelf));
        }
        if !entries.is_empty() {
            post(tx, JournalKind::Arrive, kept.target, kept.id, "", &entries).await?;
        }
        let whole = sent.iter().map(|l| l.sent).sum::<i64>() == arrived.iter().map(|l| l.quantity).sum::<i64>();
        let state = if whole { TransferState::Received } else { TransferState::Short };
        let (account, now) = (tx.actor.account, tx.now);
        run!(
            tx,
            "update transfer set state = $2, received_by = $3, received_at = $4 where id = $1",
            kept.id,
            state.as_str(),
            account,
            now,
        )?;
        if state == TransferState::Short {
            let name = value!(tx, String, "select name from location where id = $1", kept.target)?;
            tell(tx, Event::TransferShort, kept.source, kept.id, &name).await?;
        }
        tx.audit("transfer", kept.id).await?;
        Ok(state)
    }
}

/// Cancels a transfer before it is received; all goods return to the source's shelf.
///
/// # Errors
/// [`Code::WrongState`] unless the transfer is `sent`; invalid without a reason; not allowed at the target; not found
/// for staff of neither location.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct CancelTransfer {
    /// Transfer to cancel.
    pub transfer: TransferId,
    /// Reason stored with the transfer.
    pub reason: String,
}

impl Command for CancelTransfer {
    const NAME: &'static str = "transfer_cancel";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        let kept = keep(tx, self.transfer, true).await?;
        let reason = domain::wishes::reason(&self.reason)?;
        if kept.state != TransferState::Sent {
            return Err(Code::WrongState.into());
        }
        let (transit, shelf) =
            (LedgerAccount::of(Place::Transit, kept.id), LedgerAccount::of(Place::Shelf, kept.source));
        let sent = lines(&mut tx.arm(), kept.id).await?;
        let entries: Vec<_> = sent.iter().flat_map(|line| moved(line.lot, line.sent, transit, shelf)).collect();
        post(tx, JournalKind::Release, kept.source, kept.id, &reason, &entries).await?;
        run!(tx, "update transfer_line set returned = sent where transfer = $1", kept.id)?;
        let (account, now) = (tx.actor.account, tx.now);
        run!(
            tx,
            "update transfer set state = 'cancelled', reason = $2, ended_by = $3, ended_at = $4 where id = $1",
            kept.id,
            &reason,
            account,
            now,
        )?;
        tx.audit("transfer", kept.id).await
    }
}

/// Settles missing units as found, returned or lost; the last ones end the transfer.
/// The target reports found units, the source the others.
///
/// # Errors
/// [`Code::WrongState`] unless the transfer is `short`; invalid for more than is missing or a loss without a reason;
/// not allowed at the other end; not found for staff of neither location.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SettleTransfer {
    /// Transfer the units belong to.
    pub transfer: TransferId,
    /// Lot, units and outcome.
    pub of: Settlement,
}

impl Command for SettleTransfer {
    const NAME: &'static str = "transfer_settle";
    type Output = TransferState;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<TransferState> {
        let Settlement { lot, quantity, outcome, reason } = &self.of;
        let kept = keep(tx, self.transfer, *outcome != Outcome::Found).await?;
        let reason = match outcome {
            Outcome::Lost => domain::wishes::reason(reason)?,
            _ => domain::text::words(reason, 0, 200).map_err(|code| Refusal::field("reason", code))?,
        };
        if kept.state != TransferState::Short {
            return Err(Code::WrongState.into());
        }
        let sent = lines(&mut tx.arm(), kept.id).await?;
        let line = sent.iter().find(|line| line.lot == *lot).ok_or(Refusal::field("lot", Code::Unknown))?;
        if !(1..=line.open()).contains(quantity) {
            return Err(Refusal::field("quantity", Code::OutOfRange).into());
        }
        let transit = LedgerAccount::of(Place::Transit, kept.id);
        let (kind, location, to) = match outcome {
            Outcome::Found => (JournalKind::Arrive, kept.target, Place::Shelf),
            Outcome::Returned => (JournalKind::Release, kept.source, Place::Shelf),
            Outcome::Lost => (JournalKind::WriteOff, kept.source, Place::Loss),
        };
        let entries = moved(*lot, *quantity, transit, LedgerAccount::of(to, location));
        post(tx, kind, location, kept.id, &reason, &entries).await?;
        note(tx, kept.id, line, *outcome, *quantity).await?;
        let over = sent.iter().map(TransferLine::open).sum::<i64>() == *quantity;
        if over {
            let (account, now) = (tx.actor.account, tx.now);
            run!(
                tx,
                "update transfer set state = 'settled', ended_by = $2, ended_at = $3 where id = $1",
                kept.id,
                account,
                now,
            )?;
        }
        tx.audit("transfer", kept.id).await?;
        Ok(if over { TransferState::Settled } else { TransferState::Short })
    }
}

async fn note(tx: &mut Tx<'_>, id: TransferId, line: &TransferLine, outcome: Outcome, quantity: i64) -> Result<()> {
    let units = |of: Outcome| if of == outcome { quantity } else { 0 };
    let (found, returned, lost) = (units(Outcome::Found), units(Outcome::Returned), units(Outcome::Lost));
    run!(
        tx,
        "update transfer_line set arrived = arrived + $3, returned = returned + $4, lost = lost + $5
         where transfer = $1 and lot = $2",
        id,
        line.lot,
        found,
        returned,
        lost,
    )?;
    Ok(())
}
