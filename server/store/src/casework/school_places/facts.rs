//! What a family says of its insurance, home and work, and how it takes back that this is kept.

use domain::{
    Code,
    casework::school_places::{NewSchoolFacts, SchoolPlaceId},
    events::Event,
    time::Day,
};
use serde::{Deserialize, Serialize};

use super::{LockedPlace, Settling, household_of, lock_for_staff, lock_place, settle, settle_and_tell};
use crate::{
    Command, Refusal, Result, Tx,
    crypto::secret::Secret,
    db::{
        locks::Writers,
        pagination::signed_in,
        sql::{json_text, run},
    },
};

/// Records what the family said today; the dates are computed anew, and the family is told when they change.
///
/// # Errors
/// Not found outside the actor's areas; not allowed for the actor's own family; fields `payments`, `residence_since`,
/// `contract_since`, and `consent_whom` while no consent is there; [`Code::WrongState`] when it has ended;
/// [`Code::FileClosed`].
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct RecordSchoolFacts {
    /// The case.
    pub place: SchoolPlaceId,
    /// What the family said.
    pub new: NewSchoolFacts,
}

impl Command for RecordSchoolFacts {
    const NAME: &'static str = "school_facts_record";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        let place = lock_for_staff(tx, self.place).await?;
        place.must_be_open()?;
        let now = tx.now;
        let facts = self.new.facts.clone().checked(Day::of(now))?;
        match self.new.consent.clone() {
            Some(consent) => {
                let consent = consent.checked()?;
                let whom = tx.vault.seal(Secret::SchoolConsent, &consent.whom)?;
                run!(
                    tx,
                    "update school_place set consent_how = $2, consent_whom = $3, consented = $4 where id = $1",
                    place.id,
                    consent.how.as_str(),
                    &whom,
                    now,
                )?;
            }
            None if place.consented == 0 => return Err(Refusal::field("consent_whom", Code::Required).into()),
            None => {}
        }
        let text = json_text(&facts)?;
        let sealed = tx.vault.seal(Secret::SchoolFacts, &text)?;
        run!(tx, "update school_place set facts = $2, asked = $3 where id = $1", place.id, &sealed, now)?;
        let place = LockedPlace { facts: Some(facts), asked: now, ..place };
        settle_and_tell(tx, &place, Settling::Worked).await?;
        tx.audit("school_place", place.id).await
    }
}

/// The family takes back that its months are kept: they are deleted at once, and the owner is told.
///
/// # Errors
/// Not signed in; not found for another family's case; [`Code::WrongState`] when it has ended; [`Code::FileClosed`].
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct StopSchoolFacts {
    /// The case.
    pub place: SchoolPlaceId,
}

impl Command for StopSchoolFacts {
    const NAME: &'static str = "school_facts_stop";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        signed_in(&tx.actor)?;
        if household_of(tx, self.place).await? != tx.actor.household {
            return Err(Refusal::NotFound.into());
        }
        let place = lock_place(tx, self.place, Some(Writers::Family)).await?;
        place.file.must_be_open()?;
        place.must_be_open()?;
        run!(
            tx,
            "update school_place set facts = '', consent_how = '', consent_whom = '', consented = 0 where id = $1",
            place.id,
        )?;
        let place = LockedPlace { facts: None, consented: 0, ..place };
        settle(tx, &place, Settling::Clock).await?;
        tx.emit(Event::SchoolFactsStopped(place.event(vec![place.owner], ""))).await?;
        tx.audit("school_place", place.id).await
    }
}
