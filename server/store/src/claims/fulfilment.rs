//! Claims at the counter: goods arrive, are inspected, reserved, and handed over against a code.

use domain::{
    Code,
    accounts::Actor,
    areas::AreaPath,
    claims::{ApplianceCheck, Arrival, Claim, ClaimEvent, ClaimId, ClaimState},
    events::Event,
    households::HouseholdId,
    ledger::{JournalKind, LedgerAccount, LotId, Origin, Place, moved},
    permission::Action,
};
use serde::{Deserialize, Serialize};

use crate::{
    By, Command, Conn, Refusal, Result, Store, Tx,
    accounts::sign_in::cards,
    areas::{locations::location_path, policies::policy_for},
    claims::{
        clocks::start_waiting,
        lifecycle::{LockedClaim, keep, step},
        views::claim_row,
    },
    db::{
        area_filter::must_be_of_others,
        sql::{row, rows, run, value},
    },
    ledger::{
        self,
        post::{NewJournal, NewLot},
    },
    stock::{
        quarantine::sign,
        receiving::receipts::{self, Head},
    },
    wishes::{one_person, priority},
};

/// Locks a claim for an actor with a role at its shop or in the family's area.
async fn keep_for_shop(tx: &mut Tx<'_>, id: ClaimId, action: Action) -> Result<LockedClaim> {
    tx.actor.must_somewhere(action)?;
    let kept = keep(tx, id).await?;
    let shop = location_path(&mut tx.arm(), kept.claim.location).await?;
    // The family's area counts too: on a visit, a caseworker hands over there, not in the shop's area.
    if !tx.actor.may(action, &kept.wish.path()) {
        tx.actor.must(action, &shop)?;
    }
    Ok(kept)
}

/// Accepts goods: posts a receipt and reserves the units for the family.
/// A used appliance stays in quarantine until its check is signed.
///
/// # Errors
/// Not found for another shop's claim; [`Code::WrongState`]; [`Code::ExpiredGoods`] past the best-before date.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct AcceptGoods {
    /// Claim the goods are for.
    pub claim: ClaimId,
    /// Condition and best-before date, as the shop found them.
    pub found: Arrival,
}

impl Command for AcceptGoods {
    const NAME: &'static str = "claim_arrive";
    type Output = Claim;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Claim> {
        let kept = keep_for_shop(tx, self.claim, Action::KeepStock).await?;
        if self.found.expires != 0 && self.found.expires <= tx.now {
            return Err(Code::ExpiredGoods.into());
        }
        step(tx, &kept, ClaimEvent::Arrive, "").await?;
        let LockedClaim { claim, wish, .. } = &kept;
        let receipt =
            Head { donor: kept.account, claim: claim.id, ..Head::new(wish.root, claim.location, Origin::Claim) };
        let receipt = receipts::head(tx, &receipt).await?;
        let new = NewLot {
            root: wish.root,
            item: claim.item,
            size: &claim.size,
            condition: self.found.condition,
            expires: self.found.expires,
            origin: Origin::Claim,
            claim: claim.id,
            receipt,
            cost: 0,
        };
        let lot = ledger::post::lot_add(tx, &new).await?;
        let quarantine = LedgerAccount::of(Place::Quarantine, claim.location);
        let journal = NewJournal { claim: claim.id, receipt, ..NewJournal::new(JournalKind::Receive, claim.location) };
        ledger::post::post(tx, &journal, &moved(lot, claim.quantity, LedgerAccount::OUTSIDE, quarantine)).await?;
        let waits = ledger::post::lot(&mut tx.arm(), lot).await?.needs_check();
        run!(tx, "update claim set lot = $2, awaiting_check = $3 where id = $1", claim.id, lot, waits)?;
        let policy = policy_for(&mut tx.arm(), &wish.path()).await?;
        start_waiting(tx, claim.id, policy.waits.collect_days).await?;
        tx.emit(Event::ClaimArrived(kept.event(""))).await?;
        if !waits {
            set_aside(tx, &kept, lot).await?;
        }
        claim_row(&mut tx.arm(), claim.id).await?.try_into()
    }
}

/// Moves inspected goods from quarantine to the claim's reserve, and notifies the family.
async fn set_aside(tx: &mut Tx<'_>, kept: &LockedClaim, lot: LotId) -> Result<()> {
    let claim = &kept.claim;
    let from = LedgerAccount::of(Place::Quarantine, claim.location);
    let to = LedgerAccount::of(Place::Reserved, claim.id);
    let journal = NewJournal { claim: claim.id, ..NewJournal::new(JournalKind::Inspect, claim.location) };
    ledger::post::post(tx, &journal, &moved(lot, claim.quantity, from, to)).await?;
    tx.emit(Event::ClaimSetAside(kept.event(""))).await
}

/// Refuses goods: they go back to the claimer, and the wish is open again.
///
/// # Errors
/// Not found outside the actor's areas; field `reason` without one; [`Code::WrongState`].
#[derive(Clone, Debug, Serialize)]
pub struct RefuseGoods {
    /// Claim whose goods are refused.
    pub id: ClaimId,
    /// Reason, which the donor reads.
    #[serde(rename = "text")]
    pub reason: String,
}

impl Command for RefuseGoods {
    const NAME: &'static str = "claim_refuse";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        let kept = keep_for_shop(tx, self.id, Action::KeepStock).await?;
        let reason = domain::wishes::reason(&self.reason)?;
        if kept.claim.state == ClaimState::Arrived && !kept.claim.awaiting_check {
            return Err(Code::WrongState.into());
        }
        turn_away(tx, &kept, &reason).await
    }
}

async fn turn_away(tx: &mut Tx<'_>, kept: &LockedClaim, reason: &str) -> Result<()> {
    step(tx, kept, ClaimEvent::Refuse, reason).await?;
    let claim = &kept.claim;
    if claim.awaiting_check {
        let from = LedgerAccount::of(Place::Quarantine, claim.location);
        let journal = NewJournal { claim: claim.id, reason, ..NewJournal::new(JournalKind::Return, claim.location) };
        ledger::post::post(tx, &journal, &moved(claim.lot, claim.quantity, from, LedgerAccount::OUTSIDE)).await?;
        run!(tx, "update claim set awaiting_check = false where id = $1", claim.id)?;
    }
    tx.emit(Event::ClaimRefused(kept.event(reason))).await
}

/// Records the signed check of a used appliance; reserves it, or refuses it when it failed.
///
/// # Errors
/// [`Code::WrongState`] when nothing waits for a check; invalid fields when the check is incomplete.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SignApplianceCheck {
    /// Claim of the appliance.
    pub claim: ClaimId,
    /// Signed result.
    pub check: ApplianceCheck,
}

impl Command for SignApplianceCheck {
    const NAME: &'static str = "claim_check";
    type Output = Claim;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Claim> {
        let kept = keep_for_shop(tx, self.claim, Action::KeepStock).await?;
        let check = self.check.clone().checked()?;
        if kept.claim.state != ClaimState::Arrived || !kept.claim.awaiting_check {
            return Err(Code::WrongState.into());
        }
        sign(tx, kept.claim.lot, kept.claim.id, &check).await?;
        if check.passed {
            run!(tx, "update claim set awaiting_check = false where id = $1", kept.claim.id)?;
            set_aside(tx, &kept, kept.claim.lot).await?;
            // The family's time begins now, not on the day the shop got the appliance.
            let policy = policy_for(&mut tx.arm(), &kept.wish.path()).await?;
            start_waiting(tx, kept.claim.id, policy.waits.collect_days).await?;
            tx.audit("claim", kept.claim.id).await?;
        } else {
            turn_away(tx, &kept, &check.note).await?;
        }
        claim_row(&mut tx.arm(), kept.claim.id).await?.try_into()
    }
}

/// Moves reserved goods of an ended claim to the shelf of the shop they are in.
pub(crate) async fn release(tx: &mut Tx<'_>, kept: &LockedClaim, reason: &str) -> Result<()> {
    let claim = &kept.claim;
    run!(tx, "update claim set awaiting_check = false where id = $1", claim.id)?;
    let shelf = LedgerAccount::of(Place::Shelf, claim.location);
    move_reserved(tx, claim, JournalKind::Release, shelf, reason).await
}

/// Moves everything reserved for a claim to another ledger account.
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
    ledger::post::post(tx, &journal, &entries).await.map(drop)
}

/// Requires that the actor may hand a claim over, before anything is locked or counted; returns its household.
///
/// # Errors
/// Not found outside the actor's areas; not allowed without a role that hands over.
async fn must_hand_over(db: &mut Conn<'_>, actor: &Actor, id: ClaimId) -> Result<HouseholdId> {
    actor.must_somewhere(Action::HandOver)?;
    let found = row!(
        db,
        (i64, String, String),
        "select w.household, a.path, s.path from claim c join wish w on w.id = c.wish join area a on a.id = w.home
             join location p on p.id = c.location join area s on s.id = p.area
         where c.id = $1",
        id,
    )?;
    let (household, home, shop) = found.ok_or(Refusal::NotFound)?;
    if !actor.may(Action::HandOver, &AreaPath(home)) {
        actor.must(Action::HandOver, &AreaPath(shop))?;
    }
    Ok(household)
}

/// What shows that the family itself takes its goods.
#[derive(Clone, Copy)]
pub(crate) enum Proof<'a> {
    /// Pick-up code of these goods, as typed.
    Code(&'a str),
    /// Family card as scanned, or its number as typed.
    Card(&'a str),
}

impl Proof<'_> {
    /// Requires the code of the goods, or a working card of the household, which is not the actor's own.
    ///
    /// # Errors
    /// [`Code::WrongCode`]; not allowed with the card of the actor's own family.
    pub(crate) async fn must_fit(self, tx: &mut Tx<'_>, household: HouseholdId, code: &str) -> Result<()> {
        let fits = match self {
            Proof::Code(typed) => {
                let typed: String = domain::text::half_width(typed).chars().filter(char::is_ascii_digit).collect();
                typed == code
            }
            Proof::Card(card) => {
                // Staff see no pick-up codes, but have the card of their own family.
                must_be_of_others(&tx.actor, household)?;
                let vault = tx.vault.clone();
                cards::by_code(&mut tx.arm(), &vault, card).await? == Some(household)
            }
        };
        if fits { Ok(()) } else { Err(Code::WrongCode.into()) }
    }
}

async fn hand_over(tx: &mut Tx<'_>, id: ClaimId, proof: Proof<'_>) -> Result<()> {
    let actor = tx.actor.clone();
    must_hand_over(&mut tx.arm(), &actor, id).await?;
    // Lock order: the household before the wish.
    let wish = value!(tx, i64, "select wish from claim where id = $1", id)?;
    let file = priority::lock_family_of(tx, wish).await?;
    priority::let_others_first(tx, file.id).await?;
    let kept = keep_for_shop(tx, id, Action::HandOver).await?;
    let claim = &kept.claim;
    if claim.state == ClaimState::Arrived && claim.awaiting_check {
        return Err(Code::CheckNeeded.into());
    }
    claim.state.after(ClaimEvent::HandOver)?;
    file.must_be_open()?;
    let code = value!(tx, String, "select code from wish where id = $1", claim.wish)?;
    proof.must_fit(tx, file.id, &code).await?;
    let alone = one_person::hands_over_alone(tx, &file, claim.created).await?;
    step(tx, &kept, ClaimEvent::HandOver, "").await?;
    let household = LedgerAccount::of(Place::Issued, kept.wish.household);
    move_reserved(tx, claim, JournalKind::Issue, household, "").await?;
    priority::help(tx, kept.wish.household).await?;
    if alone {
        tx.audit(one_person::SUBJECT, claim.wish).await?;
    }
    tx.emit(Event::ClaimHandedOver(kept.event(""))).await
}

/// Hands the goods over to the family against the wish's pick-up code.
///
/// # Errors
/// [`Code::WrongCode`]; [`Code::CheckNeeded`] before the check of a used appliance; [`Code::WrongState`] unless the
/// goods have arrived; [`Code::FileClosed`]; not found outside the actor's areas; field `code` with
/// [`Code::SecondPerson`] for the account that made the family's card or set-up code, unless the area's policy lets one
/// person do both.
#[derive(Clone, Debug, Serialize)]
pub struct HandOverClaim {
    /// Claim to hand over.
    pub id: ClaimId,
    /// Pick-up code as typed.
    #[serde(rename = "text")]
    pub code: String,
}

impl Command for HandOverClaim {
    const NAME: &'static str = "claim_hand_over";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        hand_over(tx, self.id, Proof::Code(&self.code)).await
    }
}

/// Hands the goods over to the family that shows its own card, in place of the pick-up code.
///
/// # Errors
/// As [`HandOverClaim`]; [`Code::WrongCode`] for a card that does not work, or of another household.
#[derive(Clone, Serialize)]
pub struct HandOverClaimByCard {
    /// Claim to hand over.
    pub id: ClaimId,
    /// Family card as scanned.
    pub card: String,
}

impl Command for HandOverClaimByCard {
    const NAME: &'static str = "claim_hand_over_card";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        hand_over(tx, self.id, Proof::Card(&self.card)).await
    }
}

impl Store {
    /// Hands goods over against the family's pick-up code.
    /// After five tries that failed the claim refuses every code for a quarter of an hour.
    ///
    /// # Errors
    /// As [`HandOverClaim`]; [`Code::TooManyTries`].
    pub async fn claim_hand_over(&self, by: &By, id: ClaimId, code: String) -> Result<()> {
        must_hand_over(&mut self.reader().await?.arm(), &by.actor, id).await?;
        let handed = self.run(by, HandOverClaim { id, code });
        self.try_code(&by.actor, &format!("claim:{id}"), handed).await
    }

    /// Hands goods over to the family that shows its own card; counted as a try, like a code.
    ///
    /// # Errors
    /// As [`HandOverClaimByCard`]; [`Code::TooManyTries`].
    pub async fn claim_hand_over_by_card(&self, by: &By, id: ClaimId, card: String) -> Result<()> {
        must_hand_over(&mut self.reader().await?.arm(), &by.actor, id).await?;
        let handed = self.run(by, HandOverClaimByCard { id, card });
        self.try_code(&by.actor, &format!("claim:{id}"), handed).await
    }
}
