//! Posters that hang somewhere. Lock order: account, poster. The record of a poster is only read, and what follows from
//! its end is the clock's, so that wishes, drives, shops and groups know nothing of posters.

pub(crate) mod clocks;
pub mod lifecycle;
pub mod scans;
pub mod shops;
pub mod views;

use domain::{
    accounts::AccountId,
    areas::{AreaId, AreaPath},
    community::posters::{PosterId, PosterState, PosterSubject},
};

use crate::{
    Conn, Refusal, Result, Tx,
    db::sql::{parse, row, run},
};

/// The record of a poster, as far as it is public.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(crate) struct KnownSubject {
    pub area: AreaId,
    pub root: AreaId,
    path: String,
    /// Whether it still asks for something.
    pub is_open: bool,
}

impl KnownSubject {
    pub(crate) fn path(&self) -> AreaPath {
        AreaPath(self.path.clone())
    }
}

/// Loads the record of a poster; `None` for one that does not exist, or is not public.
pub(crate) async fn load_subject(
    db: &mut Conn<'_>,
    subject: PosterSubject,
    record: i64,
) -> Result<Option<KnownSubject>> {
    Ok(match subject {
        PosterSubject::Wish => row!(
            db,
            KnownSubject,
            "select w.home as area, w.root, a.path, (w.state = 'published') as is_open
             from wish w join area a on a.id = w.home where w.id = $1 and w.state in ('published', 'fulfilled')",
            record,
        )?,
        PosterSubject::Drive => row!(
            db,
            KnownSubject,
            "select d.area, d.root, a.path, (d.state = 'open') as is_open
             from drive d join area a on a.id = d.area where d.id = $1",
            record,
        )?,
        PosterSubject::Shop => row!(
            db,
            KnownSubject,
            "select l.area, l.root, a.path, l.open as is_open
             from location l join area a on a.id = l.area where l.id = $1",
            record,
        )?,
        PosterSubject::Group => row!(
            db,
            KnownSubject,
            "select g.area, g.root, a.path, (g.state = 'open') as is_open
             from community_group g join area a on a.id = g.area where g.id = $1",
            record,
        )?,
    })
}

/// A poster as it was read.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(crate) struct KnownPoster {
    pub id: PosterId,
    subject: String,
    pub record: i64,
    pub place: String,
    pub hung_by: AccountId,
    pub until: i64,
    state: String,
    pub since: i64,
    path: String,
}

impl KnownPoster {
    pub(crate) fn path(&self) -> AreaPath {
        AreaPath(self.path.clone())
    }

    pub(crate) fn subject(&self) -> Result<PosterSubject> {
        parse(&self.subject)
    }

    pub(crate) fn state(&self) -> Result<PosterState> {
        parse(&self.state)
    }
}

/// Loads a poster without a lock.
///
/// # Errors
/// Not found for an unknown poster.
pub(crate) async fn load_poster(db: &mut Conn<'_>, id: PosterId) -> Result<KnownPoster> {
    row!(
        db,
        KnownPoster,
        "select p.id, p.subject, p.record, p.place, p.hung_by, p.until, p.state, p.since, a.path
         from poster p join area a on a.id = p.area where p.id = $1",
        id,
    )?
    .ok_or_else(|| Refusal::NotFound.into())
}

/// Locks a poster's row until commit and reads it. For the clock, and after the permission.
pub(crate) async fn lock_and_read(tx: &mut Tx<'_>, id: PosterId) -> Result<KnownPoster> {
    run!(tx, "update poster set version = version + 1 where id = $1", id)?;
    load_poster(&mut tx.arm(), id).await
}
