//! Papers on file: which paper was seen and, where it must be shown again, a sealed photo of it.
//! Photos are decoded and re-encoded, which removes place, time and device from them.

use domain::{
    Code,
    accounts::Actor,
    households::{HouseholdId, PAPERS, Paper, PaperKind},
    permission::Action,
    wishes::Page,
};
use serde::Serialize;

use crate::{
    By, Command, Refusal, Result, Store, Tx,
    crypto::secret::Secret,
    db::{
        command::stored_as_tuple,
        pagination::page,
        sql::{parse, row, rows, run, value},
        uploads::renewed_as,
    },
    households::{edit::hold_beside, views::sight_of},
};

/// Longest edge of a paper's photo, in pixels; keeps the writing legible.
const EDGE: u32 = 1600;

/// Adds a paper to a file.
///
/// # Errors
/// Not found outside the actor's areas; field `photo` when one is missing or not kept for this kind;
/// [`Code::FileFull`], [`Code::FileClosed`].
#[derive(Clone, Debug, Serialize)]
pub struct AddPaper {
    /// Household of the file.
    pub household: HouseholdId,
    /// Kind of paper; decides whether a photo is required or refused.
    pub kind: PaperKind,
    /// Photo as a re-encoded JPEG; empty where none is kept.
    pub bytes: Vec<u8>,
}

impl Command for AddPaper {
    const NAME: &'static str = "paper_add";
    type Output = i64;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<i64> {
        hold_beside(tx, self.household).await?;
        self.kind.check_picture(!self.bytes.is_empty())?;
        if value!(tx, i64, "select count(*) from paper where household = $1", self.household)? >= PAPERS {
            return Err(Code::FileFull.into());
        }
        let sealed = tx.vault.seal_bytes(Secret::Paper, &self.bytes)?;
        let (now, account) = (tx.now, tx.actor.account);
        let id = value!(
            tx,
            i64,
            "insert into paper (household, kind, account, bytes, at) values ($1, $2, $3, $4, $5) returning id",
            self.household,
            self.kind.as_str(),
            account,
            sealed,
            now,
        )?;
        tx.audit("household", self.household).await?;
        Ok(id)
    }
}

/// Deletes a paper and its photo.
///
/// # Errors
/// Not found outside the actor's areas or for another household's paper; [`Code::FileClosed`].
#[derive(Clone, Copy, Debug)]
pub struct RemovePaper {
    /// Household of the file.
    pub household: HouseholdId,
    /// Paper to delete.
    pub paper: i64,
}

stored_as_tuple!(RemovePaper, household, paper);

impl Command for RemovePaper {
    const NAME: &'static str = "paper_remove";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        hold_beside(tx, self.household).await?;
        if run!(tx, "delete from paper where id = $1 and household = $2", self.paper, self.household)? == 0 {
            return Err(Refusal::NotFound.into());
        }
        tx.audit("household", self.household).await
    }
}

/// Loads the photo of a paper, a JPEG; audits the access of staff.
/// For the family itself and for staff who have revealed its file.
///
/// # Errors
/// Not found outside the actor's areas or without a photo; [`Code::FileNotOpened`] while the file is masked.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct OpenPaper(pub HouseholdId);

impl Command for OpenPaper {
    const NAME: &'static str = "paper_open";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        let Self(id) = self;
        tx.audit("household", *id).await
    }
}

impl Store {
    /// Lists a household's papers, newest first; the next page begins below `cursor`.
    ///
    /// # Errors
    /// Not found outside the actor's areas.
    pub async fn papers(&self, actor: &Actor, household: HouseholdId, cursor: i64) -> Result<Page<Paper>> {
        let mut db = self.reader().await?;
        let sight = sight_of(&mut db.arm(), actor, household, self.now()).await?;
        db = self.note_sight(db, actor, household, sight).await?;
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

    /// Loads the photo of a paper, a JPEG; audits the access of staff.
    /// For the family itself and for staff who have revealed its file.
    ///
    /// # Errors
    /// Not found outside the actor's areas or without a photo; [`Code::FileNotOpened`] while the file is masked.
    pub async fn paper_picture(&self, actor: &Actor, household: HouseholdId, id: i64) -> Result<Vec<u8>> {
        let mut db = self.reader().await?;
        let sight = sight_of(&mut db.arm(), actor, household, self.now()).await?;
        let found = row!(db, (Vec<u8>,), "select bytes from paper where id = $1 and household = $2", id, household)?;
        let (sealed,) = found.filter(|(bytes,)| !bytes.is_empty()).ok_or(Refusal::NotFound)?;
        if !sight.opened {
            return Err(Refusal::NotAllowed(Code::FileNotOpened).into());
        }
        // A write takes a connection of its own; held readers would make writes wait for each other.
        drop(db);
        if !sight.own {
            let by = By::new(actor.clone(), "");
            self.run(&by, OpenPaper(household)).await?;
        }
        self.vault.open_bytes(Secret::Paper, &sealed)
    }

    /// Re-encodes the upload and adds the paper to the file.
    ///
    /// # Errors
    /// Field `photo` with [`Code::NotAPicture`]; otherwise as [`AddPaper`].
    pub async fn paper_add(&self, by: &By, household: HouseholdId, kind: PaperKind, upload: Vec<u8>) -> Result<i64> {
        by.actor.must_somewhere(Action::KeepHouseholds)?;
        kind.check_picture(!upload.is_empty())?;
        let bytes = if upload.is_empty() { Vec::new() } else { renewed_as("photo", EDGE, upload).await? };
        let new = AddPaper { household, kind, bytes };
        self.run(by, new).await
    }
}
