//! The tree of areas. Each area stores its path, so that permission and inheritance are prefix matches.

use domain::{
    Code,
    accounts::Actor,
    areas::{Area, AreaId, AreaKind, AreaPath, NewArea},
    permission::Action,
    text,
};
use serde::Serialize;

use crate::{
    Command, Conn, Refusal, Result, Store, Tx,
    db::{
        pagination::signed_in,
        sql::{is_unique, parse, row, rows, run, value},
    },
};

pub use crate::areas::{locations::nearest_location, policies::policy_for};

#[derive(sqlx::FromRow)]
struct AreaRow {
    id: i64,
    parent: i64,
    root: i64,
    kind: String,
    name: String,
    path: String,
}

impl TryFrom<AreaRow> for Area {
    type Error = crate::Error;

    fn try_from(row: AreaRow) -> Result<Area> {
        let AreaRow { id, parent, root, kind, name, path } = row;
        Ok(Area { id, parent, root, kind: parse(&kind)?, name, path: AreaPath(path) })
    }
}

/// Loads the path of an area; 0 is the installation, `None` an unknown area.
///
/// # Errors
/// Only when the database fails.
pub async fn path_of(db: &mut Conn<'_>, area: AreaId) -> Result<Option<AreaPath>> {
    if area == 0 {
        return Ok(Some(AreaPath::installation()));
    }
    let found = row!(db, (String,), "select path from area where id = $1", area)?;
    Ok(found.map(|(path,)| AreaPath(path)))
}

/// Checks that the actor may do this in the area, and locks it until commit, so that what is added there goes along
/// when the area is moved, merged or closed. Returns its path.
///
/// # Errors
/// Not found outside the actor's areas; [`Code::AreaClosed`].
pub(crate) async fn must_in(tx: &mut Tx<'_>, action: Action, area: AreaId) -> Result<AreaPath> {
    let seen = must_reach(tx, action, area).await?;
    if area == 0 {
        return Ok(seen);
    }
    lock_open_area(tx, area).await?;
    // The lock may have waited for a move, after which other roles hold.
    must_reach(tx, action, area).await
}

/// Checks that the actor may do this in the area, and that it is open, without a lock; returns its path. For what locks
/// several areas in their order.
///
/// # Errors
/// As [`must_in`].
pub(crate) async fn must_reach(tx: &mut Tx<'_>, action: Action, area: AreaId) -> Result<AreaPath> {
    tx.actor.must_somewhere(action)?;
    if area == 0 {
        let path = AreaPath::installation();
        tx.actor.must(action, &path)?;
        return Ok(path);
    }
    let (path, closed) =
        row!(tx, (String, i64), "select path, closed from area where id = $1", area)?.ok_or(Refusal::NotFound)?;
    let path = AreaPath(path);
    tx.actor.must(action, &path)?;
    if closed == 0 { Ok(path) } else { Err(Code::AreaClosed.into()) }
}

/// Locks an open area's row until commit, so that it is neither merged nor closed before a family lies in it.
///
/// # Errors
/// [`Code::AreaClosed`].
pub(crate) async fn lock_open_area(tx: &mut Tx<'_>, area: AreaId) -> Result<()> {
    let held = run!(tx, "update area set created = created where id = $1 and closed = 0", area)?;
    if held == 0 { Err(Code::AreaClosed.into()) } else { Ok(()) }
}

/// Inserts an area below another, or a root area.
///
/// # Errors
/// `NotFound` outside the actor's areas; field `kind` when it is not below the parent's kind; invalid fields;
/// [`Code::NameTaken`].
#[derive(Clone, Debug, Serialize)]
pub struct AddArea(pub NewArea);

impl Command for AddArea {
    const NAME: &'static str = "area_add";
    type Output = AreaId;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<AreaId> {
        let Self(new) = self;
        let parent = new.parent.unwrap_or(0);
        let above = must_in(tx, Action::Administer, parent).await?;
        let new = new.clone().checked()?;
        let mut root = 0;
        if let Some((kind, top)) = row!(tx, (String, i64), "select kind, root from area where id = $1", parent)? {
            let level = |kind: AreaKind| AreaKind::ALL.iter().position(|k| *k == kind);
            if level(new.kind) <= level(parse(&kind)?) {
                return Err(Refusal::field("kind", Code::Unknown).into());
            }
            root = top;
        }
        let now = tx.now;
        // The path contains the id, which is unknown until the insert; until then it is parent path and name, also unique.
        let for_now = format!("{}{}", above.0, new.name);
        let made = value!(
            tx,
            i64,
            "insert into area (parent, root, kind, name, path, created) values ($1, $2, $3, $4, $5, $6) returning id",
            parent,
            root,
            new.kind.as_str(),
            &new.name,
            &for_now,
            now,
        );
        let id = name_taken(made)?;
        let (path, root) = (above.child(id), if root == 0 { id } else { root });
        run!(tx, "update area set path = $2, root = $3 where id = $1", id, &path.0, root)?;
        tx.audit("area", id).await?;
        Ok(id)
    }
}

/// Maps a unique violation on a name to [`Code::NameTaken`].
pub(crate) fn name_taken<T>(result: Result<T, sqlx::Error>) -> Result<T> {
    match result {
        Err(error) if is_unique(&error) => Err(Code::NameTaken.into()),
        other => Ok(other?),
    }
}

/// Renames an area.
///
/// # Errors
/// `NotFound` outside the actor's areas; field `name` when empty or too long; [`Code::NameTaken`].
#[derive(Serialize)]
pub struct RenameArea {
    /// Area to rename.
    pub area: AreaId,
    /// New name.
    pub name: String,
}

impl Command for RenameArea {
    const NAME: &'static str = "area_rename";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        must_in(tx, Action::Administer, self.area).await?;
        let name = text::line(&self.name, 1, 40).map_err(|code| Refusal::field("name", code))?;
        let renamed = run!(tx, "update area set name = $2 where id = $1", self.area, &name);
        if name_taken(renamed)? == 0 {
            return Err(Refusal::NotFound.into());
        }
        tx.audit("area", self.area).await
    }
}

impl Store {
    /// Loads the areas of every tree for administrators of the installation, of the actor's tree otherwise.
    /// They are in the order of their paths.
    ///
    /// # Errors
    /// [`Code::SignInNeeded`] without an account.
    pub async fn areas(&self, actor: &Actor) -> Result<Vec<Area>> {
        signed_in(actor)?;
        let all = actor.grants.iter().any(|grant| grant.path == AreaPath::installation());
        let mut db = self.reader().await?;
        let found = rows!(
            db,
            AreaRow,
            "select id, parent, root, kind, name, path from area
             where ($1 = true or root = $2) and closed = 0 order by path",
            all,
            actor.root,
        )?;
        found.into_iter().map(Area::try_from).collect()
    }

    /// Loads the root areas; needs no account, because registration lists them.
    ///
    /// # Errors
    /// Only when the database fails.
    pub async fn roots(&self) -> Result<Vec<Area>> {
        let mut db = self.reader().await?;
        let found =
            rows!(db, AreaRow, "select id, parent, root, kind, name, path from area where parent = 0 order by id")?;
        found.into_iter().map(Area::try_from).collect()
    }

    /// Loads the root areas and districts by which visitors filter the feed; of one tree, or (0) of all.
    ///
    /// # Errors
    /// Only when the database fails.
    pub async fn districts(&self, root: AreaId) -> Result<Vec<Area>> {
        let mut db = self.reader().await?;
        let found = rows!(
            db,
            AreaRow,
            "select id, parent, root, kind, name, path from area
             where (root = $1 or $1 = 0) and (parent = 0 or kind = 'district') and closed = 0 order by path",
            root,
        )?;
        found.into_iter().map(Area::try_from).collect()
    }
}
