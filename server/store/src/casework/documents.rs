//! Papers on file: what was seen, and a photo of what has to be shown again. A photo is decoded and encoded anew, so
//! that it tells nothing of where and with what it was taken, and sealed.

use domain::{
    Code, Error as Refusal,
    accounts::Actor,
    households::{HouseholdId, PAPERS, Paper, PaperKind},
    permission::Action,
    wishes::Page,
};
use serde::Serialize;

use crate::{
    By, Result, Store, Tx,
    crypto::sealed_columns::Secret,
    db::{
        pagination::page,
        sql::{parse, row, rows, run, value},
    },
    households::{
        edit::{ANY_VERSION, hold},
        views::sight,
    },
    wishes::media::photos::renewed_as,
};

/// The longest edge of a paper's picture, in pixels: what is written on it can be read.
const EDGE: u32 = 1600;

/// A paper to be put on file.
#[derive(Clone, Debug, Serialize)]
pub struct NewPaper {
    /// Whose file.
    pub household: HouseholdId,
    /// What it is.
    pub kind: PaperKind,
    /// Its picture as a JPEG, renewed; empty where none is kept.
    pub bytes: Vec<u8>,
}

/// Puts a paper on file.
///
/// # Errors
/// Outside the actor's areas, a picture missing or too many; [`Code::FileFull`], [`Code::FileClosed`].
pub async fn add(tx: &mut Tx<'_>, new: &NewPaper) -> Result<i64> {
    hold(tx, new.household, ANY_VERSION).await?;
    new.kind.check_picture(!new.bytes.is_empty())?;
    if value!(tx, i64, "select count(*) from paper where household = $1", new.household)? >= PAPERS {
        return Err(Code::FileFull.into());
    }
    let sealed = tx.vault.seal_bytes(Secret::Paper, &new.bytes)?;
    let (now, account) = (tx.now, tx.actor.account);
    let id = value!(
        tx,
        i64,
        "insert into paper (household, kind, account, bytes, at) values ($1, $2, $3, $4, $5) returning id",
        new.household,
        new.kind.as_str(),
        account,
        sealed,
        now,
    )?;
    tx.audit("household", new.household).await?;
    Ok(id)
}

async fn remove(tx: &mut Tx<'_>, (household, id): &(HouseholdId, i64)) -> Result<()> {
    hold(tx, *household, ANY_VERSION).await?;
    if run!(tx, "delete from paper where id = $1 and household = $2", *id, *household)? == 0 {
        return Err(Refusal::NotFound.into());
    }
    tx.audit("household", *household).await
}

async fn seen(tx: &mut Tx<'_>, id: &HouseholdId) -> Result<()> {
    tx.audit("household", *id).await
}

impl Store {
    /// A household's papers, newest first; the next page begins below `cursor`.
    ///
    /// # Errors
    /// Not found outside the person's areas.
    pub async fn papers(&self, actor: &Actor, household: HouseholdId, cursor: i64) -> Result<Page<Paper>> {
        let mut db = self.reader().await?;
        sight(&mut db.arm(), actor, household, self.now()).await?;
        let found = rows!(
            db,
            (i64, String, String, i64, bool),
            "select p.id, p.kind, coalesce(a.name, ''), p.at, length(p.bytes) > 0
             from paper p left join account a on a.id = p.account
             where p.household = $1 and (p.id < $2 or $2 = 0) order by p.id desc limit 51",
            household,
            cursor,
        )?;
        let paper = |(id, kind, by, at, picture): (i64, String, String, i64, bool)| {
            Ok(Paper { id, kind: parse(&kind)?, by, at, picture })
        };
        Ok(page(found.into_iter().map(paper).collect::<Result<_>>()?, |paper: &Paper| paper.id))
    }

    /// A paper's picture, a JPEG: for the family itself, and for staff who have opened its file, who leave a line in
    /// the audit trail.
    ///
    /// # Errors
    /// Not found outside the person's areas or without a picture; [`Code::FileNotOpened`].
    pub async fn paper_picture(&self, actor: &Actor, household: HouseholdId, id: i64) -> Result<Vec<u8>> {
        let mut db = self.reader().await?;
        let (_, sight) = sight(&mut db.arm(), actor, household, self.now()).await?;
        let found = row!(db, (Vec<u8>,), "select bytes from paper where id = $1 and household = $2", id, household)?;
        let (sealed,) = found.filter(|(bytes,)| !bytes.is_empty()).ok_or(Refusal::NotFound)?;
        if !sight.opened {
            return Err(Refusal::NotAllowed(Code::FileNotOpened).into());
        }
        if !sight.own {
            let by = By::new(actor.clone(), "");
            self.write(&by, "paper_open", household, |tx, id| Box::pin(seen(tx, id))).await?;
        }
        self.vault.open_bytes(Secret::Paper, &sealed)
    }

    /// Puts a paper on file. The upload is renewed first.
    ///
    /// # Errors
    /// [`Code::NotAPicture`], and as [`add`].
    pub async fn paper_add(&self, by: &By, household: HouseholdId, kind: PaperKind, upload: Vec<u8>) -> Result<i64> {
        by.actor.must_somewhere(Action::KeepHouseholds)?;
        kind.check_picture(!upload.is_empty())?;
        let bytes = if upload.is_empty() { Vec::new() } else { renewed_as("photo", EDGE, upload).await? };
        let new = NewPaper { household, kind, bytes };
        self.write(by, "paper_add", new, |tx, new| Box::pin(add(tx, new))).await
    }

    /// Takes a paper off the file; nothing of it is kept.
    ///
    /// # Errors
    /// Outside the actor's areas, not one of the household's; [`Code::FileClosed`].
    pub async fn paper_remove(&self, by: &By, household: HouseholdId, id: i64) -> Result<()> {
        self.write(by, "paper_remove", (household, id), |tx, gone| Box::pin(remove(tx, gone))).await
    }
}
