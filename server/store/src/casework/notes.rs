//! Dated and sealed notes about a household, with their author; the family reads them too.
//! Notes are append-only, except that the author may correct one for a day.

use domain::{
    Code,
    accounts::Actor,
    households::{HouseholdId, Note, file_words},
    wishes::Page,
};
use serde::Serialize;

use crate::{
    Command, Refusal, Result, Store, Tx,
    crypto::secret::Secret,
    db::{
        pagination::page,
        sql::{row, rows, run, value},
    },
    households::{edit::hold_beside, views::sight_of},
};

/// Adds a note; returns its id.
///
/// # Errors
/// Not found outside the actor's areas; field `note_words` outside 1 to 2000 characters; [`Code::FileClosed`].
#[derive(Clone, Debug, Serialize)]
pub struct AddNote {
    household: HouseholdId,
    /// Always 0; stored with requests, as the number of a corrected note is.
    note: i64,
    words: String,
}

impl AddNote {
    /// Command for a household's file and the text of its new note.
    pub fn new(household: HouseholdId, words: String) -> AddNote {
        AddNote { household, note: 0, words }
    }
}

impl Command for AddNote {
    const NAME: &'static str = "note_add";
    type Output = i64;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<i64> {
        hold_beside(tx, self.household).await?;
        let sealed = tx.vault.seal(Secret::NoteWords, &file_words("note_words", &self.words)?)?;
        let (now, account) = (tx.now, tx.actor.account);
        let id = value!(
            tx,
            i64,
            "insert into household_note (household, account, words, at, corrected) values ($1, $2, $3, $4, 0)
             returning id",
            self.household,
            account,
            sealed,
            now,
        )?;
        tx.audit("household", self.household).await?;
        Ok(id)
    }
}

/// Replaces the text of the actor's own note, within a day.
///
/// # Errors
/// As [`AddNote`]; not found for another household's note; [`Code::NoteSettled`] after a day or for another author's
/// note.
#[derive(Clone, Debug, Serialize)]
pub struct CorrectNote {
    /// Household of the file.
    pub household: HouseholdId,
    /// Note to correct; 0 to add one.
    pub note: i64,
    /// Text of 1 to 2000 characters.
    pub words: String,
}

impl Command for CorrectNote {
    const NAME: &'static str = "note_correct";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        hold_beside(tx, self.household).await?;
        let sealed = tx.vault.seal(Secret::NoteWords, &file_words("note_words", &self.words)?)?;
        let (now, account) = (tx.now, tx.actor.account);
        let (writer, at) = row!(
            tx,
            (i64, i64),
            "select account, at from household_note where id = $1 and household = $2",
            self.note,
            self.household,
        )?
        .ok_or(Refusal::NotFound)?;
        let note = Note {
            id: self.note,
            account: writer,
            by: String::new(),
            words: String::new(),
            at,
            corrected: 0,
            merged_from: 0,
        };
        if !note.is_correctable(account, now) {
            return Err(Code::NoteSettled.into());
        }
        run!(tx, "update household_note set words = $2, corrected = $3 where id = $1", self.note, sealed, now)?;
        tx.audit("household", self.household).await
    }
}

impl Store {
    /// Lists a household's notes, newest first; the next page begins below `cursor`.
    /// Words are `""` unless the actor sees the file unmasked.
    ///
    /// # Errors
    /// Not found outside the actor's areas.
    pub async fn notes(&self, actor: &Actor, household: HouseholdId, cursor: i64) -> Result<Page<Note>> {
        let mut db = self.reader().await?;
        let sight = sight_of(&mut db.arm(), actor, household, self.now()).await?;
        db = self.note_sight(db, actor, household, sight).await?;
        let found = rows!(
            db,
            (i64, i64, String, String, i64, i64, i64),
            "select n.id, n.account, coalesce(a.name, ''), n.words, n.at, n.corrected, n.merged_from
             from household_note n left join account a on a.id = n.account
             where n.household = $1 and (n.id < $2 or $2 = 0) order by n.id desc limit 51",
            household,
            cursor,
        )?;
        let note = |(id, account, by, words, at, corrected, merged_from): (i64, i64, String, String, i64, i64, i64)| {
            let words = if sight.opened { self.vault.open(Secret::NoteWords, &words)? } else { String::new() };
            Ok(Note { id, account, by, words, at, corrected, merged_from })
        };
        Ok(page(found.into_iter().map(note).collect::<Result<_>>()?, |note: &Note| note.id))
    }
}
