//! Reads market days: all see what is shown, by the number of its stall; families their own, accounts what they
//! reserved, staff what waits for a review.

use domain::{
    accounts::Actor,
    areas::AreaPath,
    community::markets::{MarketOffer, MarketOfferId, MarketState, Reservation},
    households::HouseholdId,
    permission::Action,
    wishes::Page,
};
use sqlx::AssertSqlSafe;

use crate::{
    Refusal, Result, Store,
    areas::answerers::waiting::Waiting,
    db::{
        area_filter::{covered, is_own},
        pagination::{page, signed_in},
        sql::{parse, row, rows, value},
    },
};

#[derive(sqlx::FromRow)]
struct OfferRow {
    id: i64,
    household: i64,
    root: i64,
    path: String,
    title: String,
    unit: String,
    price: i64,
    quantity: i64,
    taken: i64,
    location: i64,
    location_name: String,
    address: String,
    opens: i64,
    closes: i64,
    state: String,
    reason: String,
    decided: i64,
}

/// Columns and joins of an [`OfferRow`]; a macro because statements are literals.
macro_rules! offer_columns {
    () => {
        "m.id, m.household, m.root, a.path, m.title, m.unit, m.price, m.quantity, m.taken, m.location,
             l.name as location_name, l.address, m.opens, m.closes, m.state, m.reason, m.decided
         from market_offer m join household h on h.id = m.household join area a on a.id = h.area
             join location l on l.id = m.location"
    };
}

/// Readers of an offer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Reader {
    /// All others: the number of the stall.
    Public,
    /// The family itself, and staff who review its offers.
    Inside,
}

impl OfferRow {
    fn seen(self, reader: Reader) -> Result<MarketOffer> {
        let state: MarketState = parse(&self.state)?;
        Ok(MarketOffer {
            id: self.id,
            household: (reader == Reader::Inside).then_some(self.household),
            title: self.title,
            unit: self.unit,
            price: self.price,
            quantity: self.quantity,
            left: self.quantity - self.taken,
            location: self.location,
            location_name: self.location_name,
            address: self.address,
            opens: self.opens,
            closes: self.closes,
            state,
            reason: if self.reason.is_empty() { None } else { Some(parse(&self.reason)?) },
            unreviewed: reader == Reader::Inside && state == MarketState::Over && self.decided == 0,
        })
    }
}

#[derive(sqlx::FromRow)]
struct ReservationRow {
    id: i64,
    offer: i64,
    title: String,
    name: String,
    quantity: i64,
    unit: String,
    price: i64,
    location_name: String,
    opens: i64,
    closes: i64,
    state: String,
}

impl TryFrom<ReservationRow> for Reservation {
    type Error = crate::Error;

    fn try_from(row: ReservationRow) -> Result<Reservation> {
        Ok(Reservation {
            id: row.id,
            offer: row.offer,
            title: row.title,
            name: row.name,
            quantity: row.quantity,
            unit: row.unit,
            price: row.price,
            location_name: row.location_name,
            opens: row.opens,
            closes: row.closes,
            state: parse(&row.state)?,
        })
    }
}

impl Store {
    /// Lists the offers that are shown, newest first. Signed-in actors see their own root area, visitors see all.
    ///
    /// # Errors
    /// Only when the database fails.
    pub async fn market(&self, actor: &Actor, cursor: MarketOfferId) -> Result<Page<MarketOffer>> {
        let before = if cursor > 0 { cursor } else { i64::MAX };
        let mut db = self.reader().await?;
        let found = if actor.root == 0 {
            rows!(
                db,
                OfferRow,
                concat!(
                    "select ",
                    offer_columns!(),
                    " where m.state = 'shown' and m.closes > $1 and m.id < $2 order by m.id desc limit 51"
                ),
                self.now(),
                before,
            )?
        } else {
            rows!(
                db,
                OfferRow,
                concat!(
                    "select ",
                    offer_columns!(),
                    " where m.state = 'shown' and m.closes > $1 and m.id < $2 and m.root = $3
                      order by m.id desc limit 51"
                ),
                self.now(),
                before,
                actor.root,
            )?
        };
        let found = found.into_iter().map(|row| row.seen(Reader::Public)).collect::<Result<Vec<_>>>()?;
        Ok(page(found, |offer| offer.id))
    }

    /// Loads one offer: for all while it is shown, for accounts that reserved it, for its family and for its staff.
    ///
    /// # Errors
    /// Not found for all others.
    pub async fn market_offer(&self, actor: &Actor, id: MarketOfferId) -> Result<MarketOffer> {
        let mut db = self.reader().await?;
        let row = row!(db, OfferRow, concat!("select ", offer_columns!(), " where m.id = $1"), id)?
            .ok_or(Refusal::NotFound)?;
        let path = AreaPath(row.path.clone());
        if is_own(actor, row.household) || actor.may(Action::ReviewWishes, &path) {
            return row.seen(Reader::Inside);
        }
        let reserved = value!(
            db,
            i64,
            "select count(*) from market_reservation where offer = $1 and account = $2",
            id,
            actor.account,
        )?;
        let shown = row.state == MarketState::Shown.as_str() && (actor.root == 0 || actor.root == row.root);
        if !shown && (reserved == 0 || !actor.is_signed_in()) {
            return Err(Refusal::NotFound.into());
        }
        row.seen(Reader::Public)
    }

    /// Lists the offers of the actor's own family, newest first; at most 100.
    ///
    /// # Errors
    /// Not signed in; not found for an account without a household.
    pub async fn own_market_offers(&self, actor: &Actor) -> Result<Vec<MarketOffer>> {
        let household = actor.must_be_family()?;
        let mut db = self.reader().await?;
        let found = rows!(
            db,
            OfferRow,
            concat!("select ", offer_columns!(), " where m.household = $1 order by m.id desc limit 100"),
            household,
        )?;
        found.into_iter().map(|row| row.seen(Reader::Inside)).collect()
    }

    /// Lists the offers that wait for a review in the actor's areas, by number.
    ///
    /// # Errors
    /// Not allowed without a role that reviews.
    pub async fn market_waiting(&self, actor: &Actor, cursor: MarketOfferId) -> Result<Page<MarketOffer>> {
        actor.must_somewhere(Action::ReviewWishes)?;
        let sql = format!(
            concat!(
                "select ",
                offer_columns!(),
                " where m.state = 'waiting' and m.id > $1 and {} order by m.id limit 51"
            ),
            covered("a.path", &actor.areas_for(Action::ReviewWishes)),
        );
        let mut db = self.reader().await?;
        let found = rows!(db, OfferRow, AssertSqlSafe(sql.as_str()), cursor)?;
        let found = found.into_iter().map(|row| row.seen(Reader::Inside)).collect::<Result<Vec<_>>>()?;
        Ok(page(found, |offer| offer.id))
    }

    /// Lists the reservations of an offer for its family and for staff who post for it: those that stand first, then by
    /// age; at most 1,000, as many as an offer has units.
    ///
    /// # Errors
    /// Not signed in; not found for all others.
    pub async fn offer_reservations(&self, actor: &Actor, id: MarketOfferId) -> Result<Vec<Reservation>> {
        signed_in(actor)?;
        let mut db = self.reader().await?;
        let household: HouseholdId = super::load_offer(&mut db.arm(), id).await?.household;
        let path = crate::households::views::household_path(&mut db.arm(), household).await?;
        if !is_own(actor, household) && !actor.may(Action::PostForFamily, &path) {
            return Err(Refusal::NotFound.into());
        }
        let found = rows!(
            db,
            ReservationRow,
            "select r.id, r.offer, m.title, k.name, r.quantity, m.unit, r.quantity * m.price as price,
                 l.name as location_name, m.opens, m.closes, r.state
             from market_reservation r join market_offer m on m.id = r.offer join location l on l.id = m.location
                 join account k on k.id = r.account
             where r.offer = $1 order by case when r.state = 'cancelled' then 1 else 0 end, r.id limit 1000",
            id,
        )?;
        found.into_iter().map(Reservation::try_from).collect()
    }

    /// Lists what the actor reserved, newest first; at most 100.
    ///
    /// # Errors
    /// Not signed in.
    pub async fn my_reservations(&self, actor: &Actor) -> Result<Vec<Reservation>> {
        signed_in(actor)?;
        let mut db = self.reader().await?;
        let found = rows!(
            db,
            ReservationRow,
            "select r.id, r.offer, m.title, '' as name, r.quantity, m.unit, r.quantity * m.price as price,
                 l.name as location_name, m.opens, m.closes, r.state
             from market_reservation r join market_offer m on m.id = r.offer join location l on l.id = m.location
             where r.account = $1 order by r.id desc limit 100",
            actor.account,
        )?;
        found.into_iter().map(Reservation::try_from).collect()
    }

    /// Lists the open shops of the actor's root area: number and name.
    ///
    /// # Errors
    /// Not signed in.
    pub async fn market_places(&self, actor: &Actor) -> Result<Vec<(i64, String)>> {
        signed_in(actor)?;
        let mut db = self.reader().await?;
        Ok(rows!(
            db,
            (i64, String),
            "select id, name from location where root = $1 and open = true order by name, id limit 200",
            actor.root,
        )?)
    }

    /// Counts offers of families on market days that wait for a review.
    pub(crate) fn market_waiting_count(of: &Waiting<'_>) -> Option<String> {
        of.actor.may_somewhere(Action::ReviewWishes).then(|| {
            format!(
                "select count(*) as n, min(m.made) as at
                 from market_offer m join household h on h.id = m.household join area a on a.id = h.area
                 where m.state = 'waiting' and {}",
                covered("a.path", &of.actor.areas_for(Action::ReviewWishes)),
            )
        })
    }
}
