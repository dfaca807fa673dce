//! What staff write to a family: a note of its file, which its accounts are told of.

use domain::{
    Code,
    events::{Event, OfFamilyMessage},
    households::HouseholdId,
    text,
};
use serde::Serialize;

use crate::{
    Command, Result, Tx,
    casework::notes::AddNote,
    db::{area_filter::must_be_of_others, sql::value},
    households::edit::hold_beside,
};

/// Longest message to a family, in characters: it is read on a phone.
pub const MESSAGE: usize = 500;

/// Trims a message to a family and checks its length.
///
/// # Errors
/// Field `words` outside 1 to [`MESSAGE`] characters.
pub fn family_message(typed: &str) -> domain::Result<String> {
    text::words(typed, 1, MESSAGE).map_err(|code| domain::Error::field("words", code))
}

/// Writes to a family: the words stand in its file as a note, and each of its open accounts gets a notice with them,
/// by the ways and at the hours that it chose. Returns the number of the note.
///
/// # Errors
/// Not found outside the actor's areas; not allowed for the actor's own family; field `words`; [`Code::FileClosed`];
/// [`Code::NoAccount`] where no account would read it.
#[derive(Clone, Debug, Serialize)]
pub struct SendFamilyMessage {
    /// The family.
    pub household: HouseholdId,
    /// What is written to it.
    pub words: String,
}

impl Command for SendFamilyMessage {
    const NAME: &'static str = "family_message_send";
    type Output = i64;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<i64> {
        let household = self.household;
        hold_beside(tx, household).await?;
        must_be_of_others(&tx.actor, household)?;
        let words = family_message(&self.words)?;
        let readers = value!(tx, i64, "select count(*) from account where household = $1 and open = true", household)?;
        if readers == 0 {
            return Err(Code::NoAccount.into());
        }
        let note = AddNote::new(household, words.clone()).run(tx).await?;
        tx.emit(Event::FamilyMessageSent(OfFamilyMessage { household, words })).await?;
        Ok(note)
    }
}
