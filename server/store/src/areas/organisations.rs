//! Organisations and the invitation codes by which their members register.

use domain::{
    Timestamp,
    accounts::{Actor, Organisation, OrganisationId},
    areas::{AreaId, AreaPath},
    permission::Action,
    text,
};
use serde::Serialize;
use sqlx::AssertSqlSafe;

use crate::{
    Command, Conn, Refusal, Result, Store, Tx,
    areas::tree::{must_in, name_taken, path_of},
    crypto::random,
    db::{
        area_filter::covered,
        command::stored_as_tuple,
        sql::{row, rows, run, value, values},
    },
};

/// Digits of an invitation code; 8 Crockford digits have 40 bits.
const LENGTH: usize = 8;

#[derive(sqlx::FromRow)]
struct OrganisationRow {
    id: i64,
    area: i64,
    name: String,
    invitation: String,
    members: i64,
    open: bool,
    root: i64,
}

impl From<OrganisationRow> for Organisation {
    fn from(row: OrganisationRow) -> Organisation {
        let OrganisationRow { id, area, name, invitation, members, open, root: _ } = row;
        Organisation { id, area, name, invitation, members, open }
    }
}

/// Loads the open organisation with this invitation code, and its root area.
pub(crate) async fn invited_by(db: &mut Conn<'_>, code: &str) -> Result<Option<(Organisation, AreaId)>> {
    let code = random::typed_code(code);
    let found = row!(
        db,
        OrganisationRow,
        "select o.id, o.area, o.name, o.invitation, o.open, a.root,
             (select count(*) from account m where m.organisation = o.id and m.organisation <> 0) as members
         from organisation o join area a on a.id = o.area where o.invitation = $1 and o.open = true",
        &code,
    )?;
    Ok(found.map(|row| {
        let root = row.root;
        (row.into(), root)
    }))
}

/// Inserts an organisation with a new invitation code.
///
/// # Errors
/// `NotFound` outside the actor's areas; field `area` for 0; field `name` when empty; [`domain::Code::NameTaken`].
#[derive(Clone, Debug, Serialize)]
pub struct AddOrganisation {
    /// Area it belongs to; its members may claim there and below.
    pub area: AreaId,
    /// Name, unique in the area.
    pub name: String,
}

impl Command for AddOrganisation {
    const NAME: &'static str = "organisation_add";
    type Output = OrganisationId;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<OrganisationId> {
        must_in(tx, Action::Administer, self.area).await?;
        if self.area == 0 {
            return Err(Refusal::field("area", domain::Code::Required).into());
        }
        let name = text::line(&self.name, 1, 40).map_err(|code| Refusal::field("name", code))?;
        let invitation = free_code(tx).await?;
        let now = tx.now;
        let made = value!(
            tx,
            i64,
            "insert into organisation (area, name, invitation, open, created) values ($1, $2, $3, true, $4) returning id",
            self.area,
            &name,
            &invitation,
            now,
        );
        let id = name_taken(made)?;
        tx.audit("organisation", id).await?;
        Ok(id)
    }
}

/// Draws invitation codes until one is unused.
async fn free_code(tx: &mut Tx<'_>) -> Result<String> {
    loop {
        let code = random::code(LENGTH);
        if values!(tx, i64, "select id from organisation where invitation = $1", &code)?.is_empty() {
            return Ok(code);
        }
    }
}

/// Checks that the actor administers the organisation's area.
async fn must_keep(tx: &mut Tx<'_>, id: OrganisationId) -> Result<()> {
    tx.actor.must_somewhere(Action::Administer)?;
    let area = row!(tx, (i64,), "select area from organisation where id = $1", id)?.ok_or(Refusal::NotFound)?.0;
    must_in(tx, Action::Administer, area).await.map(drop)
}

/// Closes an organisation (its code stops working, its members stay) or reopens it.
///
/// # Errors
/// `NotFound` outside the actor's areas.
#[derive(Clone, Copy, Debug)]
pub struct SetOrganisationOpen {
    /// Organisation to close or to reopen.
    pub organisation: OrganisationId,
    /// Whether it is open from now on.
    pub open: bool,
}

stored_as_tuple!(SetOrganisationOpen, organisation, open);

impl Command for SetOrganisationOpen {
    const NAME: &'static str = "organisation_open";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        must_keep(tx, self.organisation).await?;
        run!(tx, "update organisation set open = $2 where id = $1", self.organisation, self.open)?;
        tx.audit("organisation", self.organisation).await
    }
}

/// Gives an organisation another name, which all pages show from now on; the search finds it by the old one, too.
///
/// # Errors
/// `NotFound` outside the actor's areas; field `name` when empty or too long; [`domain::Code::NameTaken`].
#[derive(Clone, Debug, Serialize)]
pub struct RenameOrganisation {
    /// Organisation to rename.
    pub organisation: OrganisationId,
    /// Its new name.
    pub name: String,
}

impl Command for RenameOrganisation {
    const NAME: &'static str = "organisation_rename";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        let id = self.organisation;
        must_keep(tx, id).await?;
        let name = text::line(&self.name, 1, 40).map_err(|code| Refusal::field("name", code))?;
        run!(tx, "update organisation set open = open where id = $1", id)?;
        let before = value!(tx, String, "select name from organisation where id = $1", id)?;
        if before == name {
            return Ok(());
        }
        let now = tx.now;
        name_taken(run!(tx, "update organisation set name = $2 where id = $1", id, &name))?;
        run!(tx, "insert into organisation_name (organisation, name, until) values ($1, $2, $3)", id, &before, now,)?;
        tx.audit("organisation", id).await
    }
}

/// Replaces an organisation's invitation code and returns the new one.
///
/// # Errors
/// `NotFound` outside the actor's areas.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct RenewInvitation(pub OrganisationId);

impl Command for RenewInvitation {
    const NAME: &'static str = "organisation_renew";
    type Output = String;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<String> {
        let Self(id) = self;
        must_keep(tx, *id).await?;
        let code = free_code(tx).await?;
        run!(tx, "update organisation set invitation = $2 where id = $1", *id, &code)?;
        tx.audit("organisation", *id).await?;
        Ok(code)
    }
}

impl Store {
    /// Loads the organisations that the actor administers, in one area and below, or (0) in all.
    ///
    /// # Errors
    /// `NotAllowed` unless the actor is an administrator.
    pub async fn organisations(&self, actor: &Actor, area: AreaId) -> Result<Vec<Organisation>> {
        actor.must_somewhere(Action::Administer)?;
        let mut db = self.reader().await?;
        let Some(path) = path_of(&mut db.arm(), area).await? else { return Ok(Vec::new()) };
        let sql = format!(
            "select o.id, o.area, o.name, o.invitation, o.open, a.root,
                 (select count(*) from account m where m.organisation = o.id and m.organisation <> 0) as members
             from organisation o join area a on a.id = o.area where {} and {} order by a.path, o.name, o.id",
            covered("a.path", &actor.areas_for(Action::Administer)),
            covered("a.path", &[path]),
        );
        let found = rows!(db, OrganisationRow, AssertSqlSafe(sql.as_str()))?;
        Ok(found.into_iter().map(Organisation::from).collect())
    }

    /// Lists the names that an organisation had before, newest first; for those who administer it.
    ///
    /// # Errors
    /// `NotFound` outside the actor's areas.
    pub async fn former_names(&self, actor: &Actor, id: OrganisationId) -> Result<Vec<(String, Timestamp)>> {
        actor.must_somewhere(Action::Administer)?;
        let mut db = self.reader().await?;
        let path =
            row!(db, (String,), "select a.path from organisation o join area a on a.id = o.area where o.id = $1", id,)?;
        let (path,) = path.ok_or(Refusal::NotFound)?;
        actor.must(Action::Administer, &AreaPath(path))?;
        Ok(rows!(
            db,
            (String, Timestamp),
            "select name, until from organisation_name where organisation = $1 order by id desc limit 20",
            id,
        )?)
    }

    /// Loads the organisation of an invitation code and its root area; `None` when unknown or closed.
    ///
    /// # Errors
    /// Only when the database fails.
    pub async fn invitation(&self, code: &str) -> Result<Option<(Organisation, AreaId)>> {
        let mut db = self.reader().await?;
        invited_by(&mut db.arm(), code).await
    }
}
