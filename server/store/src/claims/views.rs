//! Reads claims: the claimer's own, a family's, and the staff's view of them.

use std::{collections::HashMap, slice};

use domain::{
    accounts::Actor,
    areas::AreaPath,
    claims::{Claim, ClaimFile, ClaimId},
    ledger::Location,
    permission::Action,
    wishes::{Wish, WishId},
};
use sqlx::AssertSqlSafe;

use crate::{
    Conn, Error, Refusal, Result, Store,
    db::{
        pagination::signed_in,
        sql::{listed, parse, row, rows},
    },
    wishes::views::{WishRow, wish_columns},
};

#[derive(sqlx::FromRow)]
pub(crate) struct ClaimRow {
    id: i64,
    wish: i64,
    item: i64,
    size: String,
    own_name: String,
    own_key: String,
    quantity: i64,
    state: String,
    source: String,
    code: String,
    due: i64,
    extended: bool,
    reason: String,
    pub(crate) location: i64,
    lot: i64,
    awaiting_check: bool,
    created: i64,
    changed: i64,
    expected: i64,
    shifts: i64,
    collect_by: i64,
    undecided: i64,
    courier: String,
    tracking: String,
    pub(crate) ended_from: String,
    pub(crate) steps: i64,
    pub(crate) next_step: i64,
    pub(crate) account: i64,
    pub(crate) household: i64,
    pub(crate) path: String,
}

/// Columns and joins of a [`ClaimRow`]; a macro because statements are literals.
macro_rules! claim_columns {
    () => {
        "c.id, c.wish, w.item, w.size, w.own_name, w.own_key,
         c.quantity, c.state, c.source, c.code, c.due, (c.extended or w.urgent > 0) as extended, c.reason, c.location,
         c.lot, c.awaiting_check, c.created, c.changed, c.expected, c.shifts, c.collect_by, c.undecided, c.courier,
         c.tracking, c.ended_from, c.steps, c.next_step, c.account, w.household, a.path
         from claim c join wish w on w.id = c.wish join area a on a.id = w.home"
    };
}
pub(crate) use claim_columns;

impl TryFrom<ClaimRow> for Claim {
    type Error = Error;

    fn try_from(row: ClaimRow) -> Result<Claim> {
        Ok(Claim {
            id: row.id,
            wish: row.wish,
            title: domain::catalogue::title_of(row.item, &row.own_name, &row.size),
            key: domain::catalogue::key_of(row.item, &row.own_key),
            item: row.item,
            size: row.size,
            quantity: row.quantity,
            state: parse(&row.state)?,
            source: row.source,
            code: row.code,
            due: row.due,
            extended: row.extended,
            reason: row.reason,
            location: row.location,
            lot: row.lot,
            awaiting_check: row.awaiting_check,
            created: row.created,
            changed: row.changed,
            expected: row.expected,
            shifts: row.shifts,
            collect_by: row.collect_by,
            undecided: row.undecided,
        })
    }
}

pub(crate) async fn claim_row(db: &mut Conn<'_>, id: ClaimId) -> Result<ClaimRow> {
    row!(db, ClaimRow, concat!("select ", claim_columns!(), " where c.id = $1"), id)?
        .ok_or_else(|| Refusal::NotFound.into())
}

/// Whether files of claims name the claimer.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum ClaimerName {
    /// For staff of the family's area and of the shop.
    Shown,
    /// For the claimer and the family.
    LeftOut,
}

/// What a claim's file shows beside the claim itself.
#[derive(sqlx::FromRow)]
struct PartsRow {
    claim: i64,
    #[sqlx(flatten)]
    wish: WishRow,
    place: i64,
    place_area: i64,
    place_name: String,
    place_address: String,
    place_hours: String,
    place_open: bool,
    shop_path: String,
    claimer: String,
    claimer_organisation: String,
}

/// Loads a claim's file with the claimer's name, and the path of its shop's area.
pub(crate) async fn claim_at_shop(db: &mut Conn<'_>, row: ClaimRow) -> Result<(ClaimFile, AreaPath)> {
    let parts = part_of(db, &row).await?;
    let shop = AreaPath(parts.shop_path.clone());
    Ok((file_of(row, parts, ClaimerName::Shown)?, shop))
}

/// Loads claims with their wishes, their locations, their parcels and, where they are shown, the claimers' names.
/// Keeps the order, and costs one statement, whatever the number.
pub(crate) async fn claim_files(
    db: &mut Conn<'_>,
    found: Vec<ClaimRow>,
    claimer_name: ClaimerName,
) -> Result<Vec<ClaimFile>> {
    let mut parts = parts_of(db, &found).await?;
    let file = |row: ClaimRow| {
        let parts = parts.remove(&row.id).ok_or(Refusal::NotFound)?;
        file_of(row, parts, claimer_name)
    };
    found.into_iter().map(file).collect()
}

async fn part_of(db: &mut Conn<'_>, row: &ClaimRow) -> Result<PartsRow> {
    parts_of(db, slice::from_ref(row)).await?.remove(&row.id).ok_or_else(|| Refusal::NotFound.into())
}

async fn parts_of(db: &mut Conn<'_>, found: &[ClaimRow]) -> Result<HashMap<ClaimId, PartsRow>> {
    if found.is_empty() {
        return Ok(HashMap::new());
    }
    let sql = format!(
        "select c.id as claim, {}, l.id as place, l.area as place_area, l.name as place_name,
             l.address as place_address, l.hours as place_hours, l.open as place_open, z.path as shop_path,
             coalesce(k.name, '') as claimer, coalesce(o.name, '') as claimer_organisation
         from claim c join wish w on w.id = c.wish join location l on l.id = c.location join area z on z.id = l.area
             left join account k on k.id = c.account left join organisation o on o.id = k.organisation
         where c.id in ({})",
        wish_columns!(),
        listed(found.iter().map(|row| row.id))
    );
    let parts = rows!(db, PartsRow, AssertSqlSafe(sql.as_str()))?;
    Ok(parts.into_iter().map(|row| (row.claim, row)).collect())
}

fn file_of(row: ClaimRow, parts: PartsRow, claimer_name: ClaimerName) -> Result<ClaimFile> {
    let (courier, tracking) = (row.courier.clone(), row.tracking.clone());
    let (claimer, organisation) = match claimer_name {
        ClaimerName::Shown => (parts.claimer, parts.claimer_organisation),
        ClaimerName::LeftOut => Default::default(),
    };
    let location_detail = Location {
        id: parts.place,
        area: parts.place_area,
        name: parts.place_name,
        address: parts.place_address,
        hours: parts.place_hours,
        open: parts.place_open,
    };
    let (claim, wish) = (Claim::try_from(row)?, Wish::try_from(parts.wish)?);
    Ok(ClaimFile { claim, wish, location_detail, claimer, organisation, courier, tracking })
}

/// Builds a claim's file as the actor may have it.
///
/// # Errors
/// Not found for all but its claimer, its family and the staff of the family's area and of the shop.
fn seen_by(actor: &Actor, row: ClaimRow, parts: PartsRow) -> Result<ClaimFile> {
    let (home, shop) = (AreaPath(row.path.clone()), AreaPath(parts.shop_path.clone()));
    let staff = actor.may(Action::ReadStock, &home) || actor.may(Action::ReadStock, &shop);
    let claimer = row.account == actor.account && row.source == "donor";
    let family = row.household != 0 && row.household == actor.household;
    if !staff && !claimer && !family {
        return Err(Refusal::NotFound.into());
    }
    let claimer_name = if staff { ClaimerName::Shown } else { ClaimerName::LeftOut };
    let mut file = file_of(row, parts, claimer_name)?;
    if !staff && !claimer {
        // A parcel's number tells who sent it.
        (file.courier, file.tracking) = Default::default();
    }
    Ok(file)
}

impl Store {
    /// Loads a claim.
    /// For its claimer, its family (without the claimer's name), and the staff of the family's area and of the shop.
    ///
    /// # Errors
    /// Not signed in; not found for all others.
    pub async fn claim(&self, actor: &Actor, id: ClaimId) -> Result<ClaimFile> {
        signed_in(actor)?;
        let mut db = self.reader().await?;
        let row = claim_row(&mut db.arm(), id).await?;
        let parts = part_of(&mut db.arm(), &row).await?;
        seen_by(actor, row, parts)
    }

    /// Loads a claim as its claimer sees it.
    ///
    /// # Errors
    /// Not signed in; not found for all others, staff included.
    pub async fn own_claim(&self, actor: &Actor, id: ClaimId) -> Result<ClaimFile> {
        signed_in(actor)?;
        let mut db = self.reader().await?;
        let row = claim_row(&mut db.arm(), id).await?;
        if row.account != actor.account || row.source != "donor" {
            return Err(Refusal::NotFound.into());
        }
        let parts = part_of(&mut db.arm(), &row).await?;
        seen_by(actor, row, parts)
    }

    /// Loads the claims of a wish as [`Store::claim`] does, oldest first.
    ///
    /// # Errors
    /// Not found if the actor may not have one of them.
    pub async fn wish_claim_files(&self, actor: &Actor, wish: WishId) -> Result<Vec<ClaimFile>> {
        signed_in(actor)?;
        let mut db = self.reader().await?;
        let found =
            rows!(db, ClaimRow, concat!("select ", claim_columns!(), " where c.wish = $1 order by c.id"), wish)?;
        let mut parts = parts_of(&mut db.arm(), &found).await?;
        let file = |row: ClaimRow| {
            let parts = parts.remove(&row.id).ok_or(Refusal::NotFound)?;
            seen_by(actor, row, parts)
        };
        found.into_iter().map(file).collect()
    }

    /// Loads the actor's own claims, newest first, at most 200.
    ///
    /// # Errors
    /// Not signed in.
    pub async fn my_claims(&self, actor: &Actor) -> Result<Vec<ClaimFile>> {
        signed_in(actor)?;
        let mut db = self.reader().await?;
        let own = rows!(
            db,
            ClaimRow,
            concat!(
                "select ",
                claim_columns!(),
                " where c.account = $1 and c.source = 'donor' order by c.id desc limit 200"
            ),
            actor.account,
        )?;
        claim_files(&mut db.arm(), own, ClaimerName::LeftOut).await
    }
}
