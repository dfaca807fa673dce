//! The counter: goods for a claim arrive, are inspected, wait, and are handed over against the
//! family's code; or a wish is filled from the shelf.

use domain::{
    Code, DAY, Error as Refusal,
    claims::{ApplianceCheck, Arrival, Claim, ClaimEvent, ClaimFile, ClaimId, ClaimState},
    ledger::{JournalKind, LedgerAccount, LotId, Origin, Place, moved},
    notices::NoticeKind,
    people::Actor,
    permission::Action,
    wishes::{self as words, Wish, WishId},
};
use serde::{Deserialize, Serialize};
use sqlx::AssertSqlSafe;

use crate::{
    By, Result, Store, Tx,
    claims::{self, ClaimRow, Kept, Promise, claim_columns, claim_file, claim_row, keep, step, tell_claimer},
    ledger::{self, NewJournal, NewLot},
    locations::location_path,
    random,
    scope::covered,
    sql::{rows, run, value, values},
    wishes::{self, Decision},
};

/// Wrong pick-up codes that one claim allows within a quarter of an hour.
const TRIES: i64 = 5;

/// What arrived for which claim.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Arrived {
    /// The claim.
    pub claim: ClaimId,
    /// What the shop found.
    pub found: Arrival,
}

/// Which claim was checked, and how it went.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Checked {
    /// The claim.
    pub claim: ClaimId,
    /// The signed check.
    pub check: ApplianceCheck,
}

/// A wish to be filled from the shelf. Zeros let the store choose.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Fill {
    /// The lot, or 0 for the one that expires first.
    pub lot: LotId,
    /// The item as a check that the right shelf was meant, or 0.
    pub item: i64,
    /// The location, or 0 for one of the actor's that has it.
    pub location: i64,
    /// How many units; 0 means one.
    pub quantity: i64,
}

/// The claim, locked, if the actor keeps the shop that expects it.
async fn keep_for_shop(tx: &mut Tx<'_>, id: ClaimId, action: Action) -> Result<Kept> {
    tx.actor.must_somewhere(action)?;
    let kept = keep(tx, id).await?;
    let shop = location_path(&mut tx.arm(), kept.claim.location).await?;
    // A caseworker on a visit hands over in her own area, not in the shop's.
    if !tx.actor.may(action, &kept.wish.path()) {
        tx.actor.must(action, &shop)?;
    }
    Ok(kept)
}

/// The shop accepts goods: a receipt in the ledger, and the units are set aside for the family. A used
/// appliance stays in quarantine until its check is signed.
///
/// # Errors
/// Another shop's claim, another state, or goods past their date.
pub async fn arrive(tx: &mut Tx<'_>, arrived: &Arrived) -> Result<Claim> {
    let kept = keep_for_shop(tx, arrived.claim, Action::KeepStock).await?;
    if arrived.found.expires != 0 && arrived.found.expires <= tx.now {
        return Err(Code::ExpiredGoods.into());
    }
    step(tx, &kept, ClaimEvent::Arrive, "").await?;
    let Kept { claim, wish, .. } = &kept;
    let new = NewLot {
        root: wish.root,
        item: claim.item,
        size: &claim.size,
        condition: arrived.found.condition,
        expires: arrived.found.expires,
        origin: Origin::Claim,
        claim: claim.id,
    };
    let lot = ledger::lot_add(tx, &new).await?;
    let quarantine = LedgerAccount::of(Place::Quarantine, claim.location);
    let journal = NewJournal { claim: claim.id, ..NewJournal::new(JournalKind::Receive, claim.location) };
    ledger::post(tx, &journal, &moved(lot, claim.quantity, LedgerAccount::OUTSIDE, quarantine)).await?;
    let waits = ledger::lot(&mut tx.arm(), lot).await?.needs_check();
    run!(tx, "update claim set lot = $2, awaiting_check = $3 where id = $1", claim.id, lot, waits)?;
    tell_claimer(tx, &kept, NoticeKind::ClaimArrived, "").await?;
    if !waits {
        set_aside(tx, &kept, lot).await?;
    }
    claim_row(&mut tx.arm(), claim.id).await?.try_into()
}

/// Inspected and good: quarantine → reserved for the claim; the family may come.
async fn set_aside(tx: &mut Tx<'_>, kept: &Kept, lot: LotId) -> Result<()> {
    let Kept { claim, wish, .. } = kept;
    let from = LedgerAccount::of(Place::Quarantine, claim.location);
    let to = LedgerAccount::of(Place::Reserved, claim.id);
    let journal = NewJournal { claim: claim.id, ..NewJournal::new(JournalKind::Inspect, claim.location) };
    ledger::post(tx, &journal, &moved(lot, claim.quantity, from, to)).await?;
    wishes::tell_family(tx, wish, NoticeKind::WishArrived, claim.id, "").await
}

/// The shop cannot take the goods; they go back with who brought them, and the wish is open again.
async fn refuse(tx: &mut Tx<'_>, decision: &Decision) -> Result<()> {
    let reason = words::reason(&decision.text)?;
    let kept = keep_for_shop(tx, decision.id, Action::KeepStock).await?;
    if kept.claim.state == ClaimState::Arrived && !kept.claim.awaiting_check {
        return Err(Code::WrongState.into());
    }
    turn_away(tx, &kept, &reason).await
}

async fn turn_away(tx: &mut Tx<'_>, kept: &Kept, reason: &str) -> Result<()> {
    step(tx, kept, ClaimEvent::Refuse, reason).await?;
    let claim = &kept.claim;
    if claim.awaiting_check {
        let from = LedgerAccount::of(Place::Quarantine, claim.location);
        let journal = NewJournal { claim: claim.id, reason, ..NewJournal::new(JournalKind::Return, claim.location) };
        ledger::post(tx, &journal, &moved(claim.lot, claim.quantity, from, LedgerAccount::OUTSIDE)).await?;
        run!(tx, "update claim set awaiting_check = false where id = $1", claim.id)?;
    }
    tell_claimer(tx, kept, NoticeKind::ClaimRefused, reason).await?;
    wishes::tell_family(tx, &kept.wish, NoticeKind::WishReopened, claim.id, "").await
}

/// A signed check of a used appliance: passed, it is set aside; failed, it goes back.
///
/// # Errors
/// Nothing waits for a check, or the check is incomplete.
pub async fn check(tx: &mut Tx<'_>, checked: &Checked) -> Result<Claim> {
    let check = checked.check.clone().checked()?;
    let kept = keep_for_shop(tx, checked.claim, Action::KeepStock).await?;
    if kept.claim.state != ClaimState::Arrived || !kept.claim.awaiting_check {
        return Err(Code::WrongState.into());
    }
    sign(tx, kept.claim.lot, kept.claim.id, &check).await?;
    if check.passed {
        run!(tx, "update claim set awaiting_check = false where id = $1", kept.claim.id)?;
        set_aside(tx, &kept, kept.claim.lot).await?;
        tx.audit("claim", kept.claim.id).await?;
    } else {
        turn_away(tx, &kept, &check.note).await?;
    }
    claim_row(&mut tx.arm(), kept.claim.id).await?.try_into()
}

/// Writes the check down, with who typed it in beside who signed it.
pub(crate) async fn sign(tx: &mut Tx<'_>, lot: LotId, claim: ClaimId, check: &ApplianceCheck) -> Result<()> {
    let (account, now) = (tx.actor.account, tx.now);
    run!(
        tx,
        "insert into appliance_check (lot, claim, checker, passed, note, account, at)
         values ($1, $2, $3, $4, $5, $6, $7)",
        lot,
        claim,
        &check.checker,
        check.passed,
        &check.note,
        account,
        now,
    )?;
    if check.passed {
        run!(tx, "update lot set checked = true where id = $1", lot)?;
    }
    Ok(())
}

/// Goods that were set aside go on the shelf of the shop they lie in, because their claim ended.
pub(crate) async fn release(tx: &mut Tx<'_>, kept: &Kept, reason: &str) -> Result<()> {
    let claim = &kept.claim;
    run!(tx, "update claim set awaiting_check = false where id = $1", claim.id)?;
    let shelf = LedgerAccount::of(Place::Shelf, claim.location);
    move_reserved(tx, claim, JournalKind::Release, shelf, reason).await
}

/// Moves everything that is set aside for a claim.
async fn move_reserved(
    tx: &mut Tx<'_>,
    claim: &Claim,
    kind: JournalKind,
    to: LedgerAccount,
    reason: &str,
) -> Result<()> {
    let reserved = rows!(
        tx,
        (i64, i64),
        "select b.lot, b.quantity from ledger_account a join balance b on b.account = a.id
         where a.place = 'reserved' and a.owner = $1 and b.quantity > 0",
        claim.id,
    )?;
    if reserved.is_empty() {
        return Ok(());
    }
    let from = LedgerAccount::of(Place::Reserved, claim.id);
    let entries: Vec<_> = reserved.iter().flat_map(|(lot, quantity)| moved(*lot, *quantity, from, to)).collect();
    let journal = NewJournal { claim: claim.id, reason, ..NewJournal::new(kind, claim.location) };
    ledger::post(tx, &journal, &entries).await.map(drop)
}

/// Gives the goods to the family: the code must be the wish's.
///
/// # Errors
/// [`Code::WrongCode`], [`Code::CheckNeeded`], another state, or outside the actor's areas.
pub async fn hand_over(tx: &mut Tx<'_>, decision: &Decision) -> Result<()> {
    let kept = keep_for_shop(tx, decision.id, Action::HandOver).await?;
    let claim = &kept.claim;
    if claim.state == ClaimState::Arrived && claim.awaiting_check {
        return Err(Code::CheckNeeded.into());
    }
    claim.state.after(ClaimEvent::HandOver)?;
    let code = value!(tx, String, "select code from wish where id = $1", claim.wish)?;
    let typed: String = domain::text::half_width(&decision.text).chars().filter(char::is_ascii_digit).collect();
    if typed != code {
        return Err(Code::WrongCode.into());
    }
    step(tx, &kept, ClaimEvent::HandOver, "").await?;
    let household = LedgerAccount::of(Place::Issued, kept.wish.household);
    move_reserved(tx, claim, JournalKind::Issue, household, "").await?;
    tell_claimer(tx, &kept, NoticeKind::ClaimHandedOver, "").await?;
    wishes::tell_family(tx, &kept.wish, NoticeKind::WishHandedOver, claim.id, "").await
}

/// Which wish is filled with what, for the fingerprint.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Filling {
    /// The wish.
    pub wish: WishId,
    /// From where.
    pub fill: Fill,
}

/// Fills a wish from the shelf: a claim that starts as arrived, with its lot set aside.
///
/// # Errors
/// [`Code::AlreadyTaken`], [`Code::NotEnoughStock`], [`Code::DoesNotFit`], [`Code::ExpiredGoods`].
pub async fn fill(tx: &mut Tx<'_>, filling: &Filling) -> Result<Claim> {
    tx.actor.must_somewhere(Action::KeepStock)?;
    let quantity = filling.fill.quantity.max(1);
    let held = claims::take_units(tx, filling.wish, quantity).await?;
    let (lot, location) = choose(tx, &held, &filling.fill, quantity).await?;
    let path = location_path(&mut tx.arm(), location).await?;
    tx.actor.must(Action::KeepStock, &path)?;
    let promise = Promise { quantity, source: "shelf", state: ClaimState::Arrived, due: tx.now + 90 * DAY, reminder: 0 };
    let id = claims::insert(tx, &held, location, &promise).await?;
    run!(tx, "update claim set lot = $2 where id = $1", id, lot)?;
    let (from, to) = (LedgerAccount::of(Place::Shelf, location), LedgerAccount::of(Place::Reserved, id));
    let journal = NewJournal { claim: id, ..NewJournal::new(JournalKind::Reserve, location) };
    ledger::post(tx, &journal, &moved(lot, quantity, from, to)).await?;
    wishes::tell_family(tx, &held, NoticeKind::WishArrived, id, "").await?;
    claim_row(&mut tx.arm(), id).await?.try_into()
}

/// The lot that was named, or the fitting one that expires first in one of the actor's shops.
async fn choose(tx: &mut Tx<'_>, held: &wishes::Held, fill: &Fill, quantity: i64) -> Result<(LotId, i64)> {
    if fill.item != 0 && fill.item != held.item {
        return Err(Code::DoesNotFit.into());
    }
    if fill.lot != 0 {
        let lot = ledger::lot(&mut tx.arm(), fill.lot).await?;
        if lot.root != held.root {
            return Err(Refusal::NotFound.into());
        }
        if lot.item != held.item || lot.size != held.size {
            return Err(Code::DoesNotFit.into());
        }
        if lot.expires != 0 && lot.expires <= tx.now {
            return Err(Code::ExpiredGoods.into());
        }
    }
    let inside = covered("r.path", &tx.actor.areas_for(Action::KeepStock));
    let sql = format!(
        "select b.lot, a.owner from balance b join ledger_account a on a.id = b.account join lot l on l.id = b.lot
             join location p on p.id = a.owner join area r on r.id = p.area
         where a.place = 'shelf' and l.item = $1 and l.size = $2 and l.root = $3 and b.quantity >= $4
           and (l.expires = 0 or l.expires > $5) and (b.lot = $6 or $6 = 0) and (a.owner = $7 or $7 = 0) and {inside}
         order by l.expires = 0, l.expires, b.lot limit 1"
    );
    let now = tx.now;
    let found = rows!(
        tx,
        (i64, i64),
        AssertSqlSafe(sql.as_str()),
        held.item,
        &held.size,
        held.root,
        quantity,
        now,
        fill.lot,
        fill.location,
    )?;
    found.first().copied().ok_or(Code::NotEnoughStock.into())
}

impl Store {
    /// Accepts goods for a claim.
    ///
    /// # Errors
    /// As [`arrive`].
    pub async fn claim_arrive(&self, by: &By, claim: ClaimId, found: Arrival) -> Result<Claim> {
        self.write(by, "claim_arrive", Arrived { claim, found }, |tx, a| Box::pin(arrive(tx, a))).await
    }

    /// Turns goods away, with a reason that the claimer reads.
    ///
    /// # Errors
    /// Outside the actor's areas, another state, or without a reason.
    pub async fn claim_refuse(&self, by: &By, id: ClaimId, reason: String) -> Result<()> {
        let decision = Decision { id, text: reason };
        self.write(by, "claim_refuse", decision, |tx, d| Box::pin(refuse(tx, d))).await
    }

    /// Signs the check of a used appliance.
    ///
    /// # Errors
    /// As [`check`].
    pub async fn claim_check(&self, by: &By, claim: ClaimId, signed: ApplianceCheck) -> Result<Claim> {
        self.write(by, "claim_check", Checked { claim, check: signed }, |tx, c| Box::pin(check(tx, c))).await
    }

    /// Hands goods over against the family's pick-up code. A few wrong codes, and the claim is closed
    /// for a quarter of an hour.
    ///
    /// # Errors
    /// As [`hand_over`], and [`Code::TooManyTries`].
    pub async fn claim_hand_over(&self, by: &By, id: ClaimId, code: String) -> Result<()> {
        by.actor.must_somewhere(Action::HandOver)?;
        let subject = format!("claim:{id}");
        self.attempt(&subject, TRIES, 900).await?;
        let decision = Decision { id, text: code };
        let done = self.write(by, "claim_hand_over", decision, |tx, d| Box::pin(hand_over(tx, d))).await;
        // Only a wrong code counts as a try.
        if !matches!(&done, Err(crate::Error::Refused(Refusal::Conflict(Code::WrongCode)))) {
            self.forgive(&subject).await?;
        }
        done
    }

    /// Fills a wish from the shelf.
    ///
    /// # Errors
    /// As [`fill`].
    pub async fn wish_fill(&self, by: &By, wish: WishId, from: Fill) -> Result<Claim> {
        self.write(by, "wish_fill", Filling { wish, fill: from }, |tx, f| Box::pin(fill(tx, f))).await
    }

    /// Claims by what a shopkeeper has in hand: a number, a six-letter code, a QR code's content (its
    /// last path segment), or a family's four-digit pick-up code.
    ///
    /// # Errors
    /// Not allowed without a shop's role.
    pub async fn claim_find(&self, actor: &Actor, text: &str) -> Result<Vec<ClaimFile>> {
        let typed = text.trim().trim_end_matches('/').rsplit('/').next().unwrap_or_default().trim_start_matches('#');
        let code = random::typed_code(typed);
        let number: i64 = code.parse().unwrap_or(0);
        let pickup = if code.len() == 4 { code.as_str() } else { "" };
        self.shop_claims(
            actor,
            "(c.id = $1 or c.code = $2 or (w.code = $3 and c.state = 'arrived' and $3 <> ''))",
            number,
            &code,
            pickup,
        )
        .await
    }

    /// What the actor's shops expect, soonest first.
    ///
    /// # Errors
    /// Not allowed without a shop's role.
    pub async fn arrivals(&self, actor: &Actor) -> Result<Vec<ClaimFile>> {
        self.shop_claims(actor, "c.state in ('on_the_way', 'pledged') and $1 = 0 and $2 = '' and $3 = ''", 0, "", "").await
    }

    /// What is set aside and waits for its family.
    ///
    /// # Errors
    /// Not allowed without a shop's role.
    pub async fn ready(&self, actor: &Actor) -> Result<Vec<ClaimFile>> {
        let waiting = "c.state = 'arrived' and c.awaiting_check = false and $1 = 0 and $2 = '' and $3 = ''";
        self.shop_claims(actor, waiting, 0, "", "").await
    }

    /// Used appliances that wait for their check.
    ///
    /// # Errors
    /// Not allowed without a shop's role.
    pub async fn checks_waiting(&self, actor: &Actor) -> Result<Vec<ClaimFile>> {
        let waiting = "c.state = 'arrived' and c.awaiting_check = true and $1 = 0 and $2 = '' and $3 = ''";
        self.shop_claims(actor, waiting, 0, "", "").await
    }

    async fn shop_claims(
        &self,
        actor: &Actor,
        which: &'static str,
        number: i64,
        code: &str,
        pickup: &str,
    ) -> Result<Vec<ClaimFile>> {
        actor.must_somewhere(Action::HandOver).or(actor.must_somewhere(Action::ReadStock))?;
        let mut db = self.reader().await?;
        let mut areas = actor.areas_for(Action::HandOver);
        areas.extend(actor.areas_for(Action::ReadStock));
        let inside = format!("({} or {})", covered("a.path", &areas), covered("s.path", &areas));
        let sql = format!(
            concat!(
                "select ",
                claim_columns!(),
                " join location p on p.id = c.location join area s on s.id = p.area
                 where {} and {} order by c.state, c.due, c.id limit 100"
            ),
            which, inside,
        );
        let found = rows!(db, ClaimRow, AssertSqlSafe(sql.as_str()), number, code, pickup)?;
        let mut files = Vec::with_capacity(found.len());
        for row in found {
            files.push(claim_file(&mut db.arm(), row, true).await?);
        }
        Ok(files)
    }

    /// Open wishes that the actor's shops could fill at once, with how many fitting units they have;
    /// those that wait longest first.
    ///
    /// # Errors
    /// Not allowed without a shop's role.
    pub async fn fillable(&self, actor: &Actor) -> Result<Vec<(Wish, i64)>> {
        actor.must_somewhere(Action::KeepStock)?;
        let mut db = self.reader().await?;
        let inside = covered("r.path", &actor.areas_for(Action::KeepStock));
        let sql = format!(
            "select s.item, s.size, s.root, cast(sum(s.quantity) as bigint) from shelf s
                 join location p on p.id = s.location join area r on r.id = p.area
             where s.quantity > 0 and {inside} group by s.item, s.size, s.root"
        );
        let stock = rows!(db, (i64, String, i64, i64), AssertSqlSafe(sql.as_str()))?;
        let mut ids = Vec::new();
        for (item, size, root, quantity) in stock {
            let waiting = values!(
                db,
                i64,
                "select id from wish where item = $1 and size = $2 and root = $3 and state = 'published'
                 and claimed < quantity order by id limit 20",
                item,
                &size,
                root,
            )?;
            ids.extend(waiting.into_iter().map(|id| (id, quantity)));
        }
        ids.sort_unstable();
        ids.truncate(50);
        let mut wishes = Vec::with_capacity(ids.len());
        for (id, quantity) in ids {
            wishes.push((wishes::view(&mut db.arm(), id).await?, quantity));
        }
        Ok(wishes)
    }
}
