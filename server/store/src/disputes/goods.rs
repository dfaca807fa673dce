//! The goods of a dispute or a reversal: where they belong, their locks, and what becomes of them.

use domain::{
    Code,
    areas::AreaPath,
    catalogue,
    claims::ClaimState,
    disputes::{DisputeId, reversals::ReversalGoal, subject::HandedOver},
    events::OfDispute,
    households::HouseholdId,
    ledger::JournalId,
    orders::OrderState,
};

use crate::{
    Conn, Refusal, Result, Tx, claims,
    db::{
        locks::HeldFile,
        sql::{row, value},
    },
    ledger::hand_overs::{self, FamilyNotice, HandOver},
    orders,
    wishes::priority,
};

/// Household of the goods, its area, and the area of the shop.
pub(crate) struct Located {
    pub household: HouseholdId,
    pub home: AreaPath,
    pub shop: AreaPath,
}

/// Loads where goods belong. The caller checks the permission.
///
/// # Errors
/// Not found for an unknown claim or order.
pub(crate) async fn locate(db: &mut Conn<'_>, about: HandedOver) -> Result<Located> {
    let found = match about {
        HandedOver::Claim(id) => row!(
            db,
            (i64, String, String),
            "select w.household, a.path, s.path from claim c join wish w on w.id = c.wish
                 join household h on h.id = w.household join area a on a.id = h.area
                 join location p on p.id = c.location join area s on s.id = p.area
             where c.id = $1",
            id,
        )?,
        HandedOver::Order(id) => row!(
            db,
            (i64, String, String),
            "select o.household, a.path, s.path from shop_order o
                 join household h on h.id = o.household join area a on a.id = h.area
                 join location p on p.id = o.location join area s on s.id = p.area
             where o.id = $1",
            id,
        )?,
    };
    let (household, home, shop) = found.ok_or(Refusal::NotFound)?;
    Ok(Located { household, home: AreaPath(home), shop: AreaPath(shop) })
}

/// Locks the household of the goods, then their wish and claim, or their order; returns its file and the hand-over.
///
/// # Errors
/// [`Code::WrongState`] unless the goods were handed over, and the hand-over was not reversed.
pub(crate) async fn lock(tx: &mut Tx<'_>, about: HandedOver) -> Result<(HeldFile, HandOver)> {
    let (file, handed_over) = match about {
        HandedOver::Claim(id) => {
            let wish = value!(tx, i64, "select wish from claim where id = $1", id)?;
            let file = priority::lock_family_of(tx, wish).await?;
            let state = claims::lifecycle::keep(tx, id).await?.claim.state;
            (file, matches!(state, ClaimState::HandedOver | ClaimState::Confirmed))
        }
        HandedOver::Order(id) => {
            let file = orders::place::lock_family_of(tx, id).await?;
            let state = orders::place::keep(tx, id).await?.state()?;
            (file, state == OrderState::Collected)
        }
    };
    if !handed_over {
        return Err(Code::WrongState.into());
    }
    Ok((file, hand_overs::last(&mut tx.arm(), about).await?))
}

/// Reverses the hand-over in the ledger, and tells the family, unless it has an open dispute about the goods: callers
/// settle that in the same transaction, and its answer says the same. The caller has locked the goods with [`lock`].
///
/// # Errors
/// [`Code::FileClosed`]; as `claims::reversal::reverse` and `orders::reversal::reverse`.
pub(crate) async fn reverse(
    tx: &mut Tx<'_>,
    file: &HeldFile,
    about: HandedOver,
    goal: ReversalGoal,
) -> Result<JournalId> {
    file.must_be_open()?;
    let disputed = value!(
        tx,
        i64,
        "select count(*) from dispute where claim = $1 and shop_order = $2 and state = 'open'",
        about.claim(),
        about.order(),
    )?;
    let family = if disputed == 0 { FamilyNotice::Reversal } else { FamilyNotice::Settlement };
    match about {
        HandedOver::Claim(id) => claims::reversal::reverse(tx, id, goal, family).await,
        HandedOver::Order(id) => orders::reversal::reverse(tx, id, goal, family).await,
    }
}

/// Names the goods in an event: the wish and its title, or 0 and the order's number.
pub(super) async fn title_of_goods(db: &mut Conn<'_>, about: HandedOver) -> Result<(i64, String)> {
    let HandedOver::Claim(id) = about else { return Ok((0, format!("#{}", about.order()))) };
    let found = row!(
        db,
        (i64, i64, String, String),
        "select w.id, w.item, w.size, w.own_name from claim c join wish w on w.id = c.wish where c.id = $1",
        id,
    )?;
    let (wish, item, size, own_name) = found.ok_or(Refusal::NotFound)?;
    Ok((wish, catalogue::title_of(item, &own_name, &size)))
}

/// What an event about a dispute carries: no words, and no staff to tell unless the caller adds them.
pub(crate) async fn of_dispute(
    tx: &mut Tx<'_>,
    dispute: DisputeId,
    household: HouseholdId,
    about: HandedOver,
) -> Result<OfDispute> {
    let (wish, title) = title_of_goods(&mut tx.arm(), about).await?;
    Ok(OfDispute { dispute, household, wish, claim: about.claim(), by_family: true, staff: Vec::new(), title })
}
