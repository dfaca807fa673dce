//! The board (点单): areas list what they need, organisations what they offer; the other side picks an entry, and a
//! pledge with it is drafted.

use domain::{
    Code, Timestamp,
    accounts::{Actor, OrganisationId},
    areas::AreaPath,
    community::{
        partnerships::Partner,
        pledges::{Listing, ListingId, NewListing, PledgeId, PledgePromise, checked_until},
    },
    permission::Action,
    wishes::Page,
};
use serde::{Deserialize, Serialize};
use sqlx::AssertSqlSafe;

use super::{draft, kept::promise};
use crate::{
    Command, Conn, Refusal, Result, Store, Tx,
    areas::tree::{must_in, path_of},
    community::organisations::{acts_for, contacts_of, lock_organisation, partner_of},
    db::{
        area_filter::covered,
        pagination::{page, signed_in},
        sql::{row, rows, run, value},
    },
};

/// Puts an entry on the board: what the area needs, or, for a member who acts for an organisation, what it offers there.
///
/// # Errors
/// Not allowed for accounts that may do neither; not found outside the actor's areas; fields `area`, `what`, `count` and
/// `until`.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct ListPromise(pub NewListing);

impl Command for ListPromise {
    const NAME: &'static str = "pledge_list";
    type Output = ListingId;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<ListingId> {
        signed_in(&tx.actor)?;
        let actor = tx.actor.clone();
        let new = self.0;
        let own = acts_for(&mut tx.arm(), &actor).await?;
        if own == 0 {
            must_in(tx, Action::KeepOrganisations, new.area).await?;
        } else {
            let held = lock_organisation(tx, own).await?;
            let root = format!("/{}/", held.root);
            let here = path_of(&mut tx.arm(), new.area).await?.filter(|path| path.0.starts_with(&root));
            here.ok_or_else(|| Refusal::field("area", Code::Unknown))?;
        }
        if new.area == 0 {
            return Err(Refusal::field("area", Code::Required).into());
        }
        let said = new.promise.checked()?;
        checked_until(new.until, tx.now)?;
        let (now, account) = (tx.now, tx.actor.account);
        let id = value!(
            tx,
            i64,
            "insert into pledge_listing (organisation, area, kind, item, category, count, state, until, pledge, listed,
                 listed_by, version)
             values ($1, $2, $3, $4, $5, $6, 'open', $7, 0, $8, $9, 0) returning id",
            own,
            new.area,
            said.kind.as_str(),
            said.item.unwrap_or_default(),
            said.category.map_or("", domain::catalogue::Category::as_str),
            said.count,
            new.until,
            now,
            account,
        )?;
        tx.audit("pledge_listing", id).await?;
        Ok(id)
    }
}

#[derive(sqlx::FromRow)]
struct ListingRow {
    id: i64,
    organisation: i64,
    organisation_name: String,
    area: i64,
    area_name: String,
    root: i64,
    path: String,
    kind: String,
    item: i64,
    category: String,
    count: i64,
    state: String,
    until: i64,
}

/// Columns and joins of a [`ListingRow`]; a macro because statements are literals.
macro_rules! listing_columns {
    () => {
        "l.id, l.organisation, coalesce(o.name, '') as organisation_name, l.area, a.name as area_name, a.root, a.path,
         l.kind, l.item, l.category, l.count, l.state, l.until
         from pledge_listing l join area a on a.id = l.area left join organisation o on o.id = l.organisation"
    };
}

impl ListingRow {
    fn promise(&self) -> Result<PledgePromise> {
        promise(&self.kind, self.item, &self.category, self.count)
    }

    fn path(&self) -> AreaPath {
        AreaPath(self.path.clone())
    }

    /// For which side the actor may pick it: an organisation picks needs, an area offers of others.
    fn picker(&self, actor: &Actor, own: OrganisationId) -> Option<Partner> {
        match self.organisation {
            0 if own != 0 && actor.root == self.root => Some(Partner::Organisation),
            0 => None,
            other => partner_of(actor, own, other, &self.path()).filter(|partner| *partner == Partner::Area),
        }
    }

    /// Whether the actor may take it off the board: the side that listed it.
    fn is_listed_by(&self, actor: &Actor, own: OrganisationId) -> bool {
        match self.organisation {
            0 => actor.may(Action::KeepOrganisations, &self.path()),
            listed => listed == own,
        }
    }

    fn read(self, actor: &Actor, own: OrganisationId) -> Result<Listing> {
        Ok(Listing {
            may_pick: self.picker(actor, own).is_some(),
            may_withdraw: self.is_listed_by(actor, own),
            promise: self.promise()?,
            id: self.id,
            organisation: (self.organisation != 0).then_some(self.organisation),
            organisation_name: self.organisation_name,
            area: self.area,
            area_name: self.area_name,
            until: self.until,
        })
    }
}

async fn load(db: &mut Conn<'_>, id: ListingId) -> Result<ListingRow> {
    row!(db, ListingRow, concat!("select ", listing_columns!(), " where l.id = $1"), id)?
        .ok_or_else(|| Refusal::NotFound.into())
}

/// Locks an entry of the board; a caller that locks an organisation locks it before.
async fn lock_listing(tx: &mut Tx<'_>, id: ListingId) -> Result<ListingRow> {
    run!(tx, "update pledge_listing set version = version + 1 where id = $1", id)?;
    load(&mut tx.arm(), id).await
}

/// Picks an entry of the board: a pledge with it is drafted and signed by the picking side.
///
/// # Errors
/// Not signed in; not found for all who may not pick it; [`Code::AlreadyTaken`] once it was picked, [`Code::WrongState`]
/// when it is off the board; [`Code::NoContact`] when no account may sign for the organisation; field `until`.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct PickListing {
    /// The entry.
    pub listing: ListingId,
    /// Last second of the pledge's last day.
    pub until: Timestamp,
}

impl Command for PickListing {
    const NAME: &'static str = "pledge_pick";
    type Output = PledgeId;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<PledgeId> {
        signed_in(&tx.actor)?;
        let actor = tx.actor.clone();
        let own = acts_for(&mut tx.arm(), &actor).await?;
        let seen = load(&mut tx.arm(), self.listing).await?;
        let partner = seen.picker(&actor, own).ok_or(Refusal::NotFound)?;
        checked_until(self.until, tx.now)?;
        let organisation = if partner == Partner::Organisation { own } else { seen.organisation };
        let held = lock_organisation(tx, organisation).await?;
        let listing = lock_listing(tx, self.listing).await?;
        // Again, because the right to act for an organisation may have ended while this waited.
        let own = acts_for(&mut tx.arm(), &actor).await?;
        if listing.picker(&actor, own) != Some(partner) {
            return Err(Refusal::NotFound.into());
        }
        match listing.state.as_str() {
            "open" => {}
            "picked" => return Err(Code::AlreadyTaken.into()),
            _ => return Err(Code::WrongState.into()),
        }
        if !held.open || contacts_of(&mut tx.arm(), organisation).await?.is_empty() {
            return Err(Code::NoContact.into());
        }
        let lines = [listing.promise()?];
        let pledge = draft::insert(tx, (organisation, listing.area), partner, self.until, &lines).await?;
        run!(tx, "update pledge_listing set state = 'picked', pledge = $2 where id = $1", listing.id, pledge)?;
        tx.audit("pledge_listing", listing.id).await?;
        Ok(pledge)
    }
}

/// Takes an entry off the board, for the side that listed it.
///
/// # Errors
/// Not signed in; not found for all others; [`Code::WrongState`] once it was picked or is off the board.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct WithdrawListing(pub ListingId);

impl Command for WithdrawListing {
    const NAME: &'static str = "pledge_unlist";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        signed_in(&tx.actor)?;
        let actor = tx.actor.clone();
        let own = acts_for(&mut tx.arm(), &actor).await?;
        let seen = load(&mut tx.arm(), self.0).await?;
        if !seen.is_listed_by(&actor, own) {
            return Err(Refusal::NotFound.into());
        }
        let done = run!(tx, "update pledge_listing set state = 'withdrawn' where id = $1 and state = 'open'", seen.id)?;
        if done == 0 {
            return Err(Code::WrongState.into());
        }
        tx.audit("pledge_listing", seen.id).await
    }
}

impl Store {
    /// Lists the open entries of the board, newest first: for members of an organisation those of their root area, for
    /// staff those of their areas.
    ///
    /// # Errors
    /// Not signed in; not allowed without an organisation and without a role that reads organisations.
    pub async fn pledge_listings(&self, actor: &Actor, cursor: ListingId) -> Result<Page<Listing>> {
        signed_in(actor)?;
        let inside = if actor.organisation != 0 && !actor.may_somewhere(Action::ReadOrganisations) {
            covered("a.path", &[AreaPath::installation().child(actor.root)])
        } else {
            actor.must_somewhere(Action::ReadOrganisations)?;
            covered("a.path", &actor.areas_for(Action::ReadOrganisations))
        };
        let sql = format!(
            concat!(
                "select ",
                listing_columns!(),
                " where l.state = 'open' and (l.organisation = 0 or o.open = true) and (l.id < $1 or $1 = 0) and {}
                  order by l.id desc limit 51"
            ),
            inside
        );
        let mut db = self.reader().await?;
        let own = acts_for(&mut db.arm(), actor).await?;
        let found = rows!(db, ListingRow, AssertSqlSafe(sql.as_str()), cursor)?;
        let found = found.into_iter().map(|row| row.read(actor, own)).collect::<Result<Vec<_>>>()?;
        Ok(page(found, |one| one.id))
    }

    /// Returns the organisation for which the actor may act now, or 0: what its forms offer depends on it.
    ///
    /// # Errors
    /// Only when the database fails.
    pub async fn acting_for(&self, actor: &Actor) -> Result<OrganisationId> {
        let mut db = self.reader().await?;
        acts_for(&mut db.arm(), actor).await
    }
}
