//! Reads claims: the claimer's own, a family's, and the staff's view of them.

use std::collections::HashMap;

use domain::{
    accounts::{AccountId, Actor},
    areas::AreaPath,
    claims::{Claim, ClaimFile, ClaimId},
    permission::Action,
    wishes::WishId,
};
use sqlx::AssertSqlSafe;

use crate::{
    Conn, Error, Refusal, Result, Store,
    areas::locations::{location, location_path, locations_of},
    db::{
        pagination::signed_in,
        sql::{listed, parse, row, rows},
    },
    wishes,
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

/// Loads the claim with its wish, its location, its parcel and, where it is shown, the claimer's name.
pub(crate) async fn claim_file(db: &mut Conn<'_>, row: ClaimRow, claimer_name: ClaimerName) -> Result<ClaimFile> {
    let account = row.account;
    let (courier, tracking) = (row.courier.clone(), row.tracking.clone());
    let claim = Claim::try_from(row)?;
    let wish = wishes::views::view(db, claim.wish).await?;
    let location_detail = location(db, claim.location).await?;
    let (claimer, organisation) = if claimer_name == ClaimerName::Shown {
        row!(
            db,
            (String, String),
            "select a.name, coalesce(o.name, '') from account a left join organisation o on o.id = a.organisation
             where a.id = $1",
            account,
        )?
        .unwrap_or_default()
    } else {
        Default::default()
    };
    Ok(ClaimFile { claim, wish, location_detail, claimer, organisation, courier, tracking })
}

/// Loads claims as [`claim_file`] does, in this order; costs three statements, whatever the number.
pub(crate) async fn claim_files(
    db: &mut Conn<'_>,
    found: Vec<ClaimRow>,
    claimer_name: ClaimerName,
) -> Result<Vec<ClaimFile>> {
    if found.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<WishId> = found.iter().map(|row| row.wish).collect();
    let wishes = wishes::views::views_of(db, &ids).await?;
    let locations = locations_of(db, found.iter().map(|row| row.location)).await?;
    let claimers = match claimer_name {
        ClaimerName::Shown => claimers(db, &found).await?,
        ClaimerName::LeftOut => HashMap::new(),
    };
    let file = |row: ClaimRow| {
        let (courier, tracking) = (row.courier.clone(), row.tracking.clone());
        let (claimer, organisation) = claimers.get(&row.account).cloned().unwrap_or_default();
        let wish = wishes.iter().find(|wish| wish.id == row.wish).cloned().ok_or(Refusal::NotFound)?;
        let location_detail = locations.iter().find(|l| l.id == row.location).cloned().ok_or(Refusal::NotFound)?;
        Ok(ClaimFile { claim: Claim::try_from(row)?, wish, location_detail, claimer, organisation, courier, tracking })
    };
    found.into_iter().map(file).collect()
}

/// Loads the names of the claimers and of their organisations, by account.
async fn claimers(db: &mut Conn<'_>, found: &[ClaimRow]) -> Result<HashMap<AccountId, (String, String)>> {
    let sql = format!(
        "select a.id, a.name, coalesce(o.name, '') from account a left join organisation o on o.id = a.organisation
         where a.id in ({})",
        listed(found.iter().map(|row| row.account))
    );
    let named = rows!(db, (i64, String, String), AssertSqlSafe(sql.as_str()))?;
    Ok(named.into_iter().map(|(account, name, organisation)| (account, (name, organisation))).collect())
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
        let shop = location_path(&mut db.arm(), row.location).await?;
        let home = AreaPath(row.path.clone());
        let staff = actor.may(Action::ReadStock, &home) || actor.may(Action::ReadStock, &shop);
        let claimer = row.account == actor.account && row.source == "donor";
        let family = row.household != 0 && row.household == actor.household;
        if !staff && !claimer && !family {
            return Err(Refusal::NotFound.into());
        }
        let claimer_name = if staff { ClaimerName::Shown } else { ClaimerName::LeftOut };
        let mut file = claim_file(&mut db.arm(), row, claimer_name).await?;
        if !staff && !claimer {
            // A parcel's number tells who sent it.
            (file.courier, file.tracking) = Default::default();
        }
        Ok(file)
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

    /// Loads the claims of a wish, for its family (without the claimer) and the staff of its area.
    ///
    /// # Errors
    /// Not found for all others.
    pub async fn wish_claims(&self, actor: &Actor, wish: WishId) -> Result<Vec<Claim>> {
        let mut db = self.reader().await?;
        let of_wish =
            rows!(db, ClaimRow, concat!("select ", claim_columns!(), " where c.wish = $1 order by c.id"), wish,)?;
        let known = |row: &ClaimRow| {
            (row.household == actor.household && actor.household != 0)
                || actor.may(Action::ReadStock, &AreaPath(row.path.clone()))
        };
        if !of_wish.iter().all(known) {
            return Err(Refusal::NotFound.into());
        }
        of_wish.into_iter().map(Claim::try_from).collect()
    }
}
