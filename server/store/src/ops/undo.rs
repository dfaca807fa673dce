//! Takes an act back: one list over all capabilities, each of which knows how to put its own record right.

use domain::undo::{TakenBack, UndoId, UndoKind};
use serde::{Deserialize, Serialize};

use crate::{
    Command, Result, Tx,
    accounts::undo::{mark_taken, noted},
    casework::{cases::closing, hand_over, pairings::lifecycle},
    community::{appointments::booking, courses::endings, shifts},
    households::edit,
    wishes::reversion,
};

/// Takes back what the actor did, while its time runs and nothing depends on it. Those who were told of the act are told
/// that it was taken back.
///
/// # Errors
/// Not signed in; not found for another account's act; [`domain::Code::UndoOver`] after its time;
/// [`domain::Code::WrongState`] when it was taken back, or the record was changed since;
/// [`domain::Code::UndoDepends`] when something depends on it; as the kind's own step, whose permission is asked again.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct TakeBack {
    /// The act.
    pub undo: UndoId,
}

impl Command for TakeBack {
    const NAME: &'static str = "undo_take";
    type Output = TakenBack;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<TakenBack> {
        let act = noted(tx, self.undo).await?;
        let (record, at) = (act.record, act.at);
        match act.kind {
            UndoKind::WishPublished => reversion::unpublish(tx, record, at).await?,
            UndoKind::WishRejected => reversion::unreject(tx, record, at).await?,
            UndoKind::FileAssigned => edit::assign_back(tx, record, act.facts()?).await?,
            UndoKind::WorkHandedOver => hand_over::take_back(tx, record, act.facts()?).await?,
            UndoKind::CaseClosed => closing::take_back(tx, record, at).await?,
            UndoKind::PairingEnded => lifecycle::take_back(tx, record, at).await?,
            UndoKind::AppointmentCancelled => booking::take_back(tx, record, at).await?,
            UndoKind::ShiftCancelled => shifts::lifecycle::take_back(tx, record, at, &act.facts()?).await?,
            UndoKind::CourseCancelled => endings::take_back(tx, record, at, &act.facts()?).await?,
        }
        mark_taken(tx, self.undo).await?;
        Ok(TakenBack { kind: act.kind, record })
    }
}
