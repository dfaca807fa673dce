//! A caseworker opens the case of a child, with the family's consent, and gives cases to other caseworkers.

use domain::{
    Code, DAY,
    accounts::AccountId,
    casework::school_places::{NewSchoolPlace, SchoolPlaceId, owner_due},
    events::Event,
    households::HouseholdId,
    permission::Action,
    time::Day,
};
use serde::{Deserialize, Serialize};

use super::{LockedPlace, Settling, lock_place, settle};
use crate::{
    Command, Refusal, Result, Tx,
    casework::cases::may_own,
    crypto::secret::Secret,
    db::{
        area_filter::must_be_of_others,
        locks::{Writers, lock_open_household},
        sql::{is_unique, run, value},
    },
};

/// Opens the case of a child, whose owner is the actor. The family is told.
///
/// # Errors
/// Not found outside the actor's areas; not allowed without a role that keeps cases, and for the actor's own family;
/// fields `member` for another household's, `consent_whom` and `consent_how`; [`Code::SchoolPlaceOpen`] for a child with an
/// open case; [`Code::FileClosed`].
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct OpenSchoolPlace {
    /// Household of the child.
    pub household: HouseholdId,
    /// The case.
    pub new: NewSchoolPlace,
}

impl Command for OpenSchoolPlace {
    const NAME: &'static str = "school_place_open";
    type Output = SchoolPlaceId;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<SchoolPlaceId> {
        let file = lock_open_household(tx, self.household, Writers::Staff(Action::KeepCases)).await?;
        must_be_of_others(&tx.actor, file.id)?;
        let consent = self.new.consent.clone().checked()?;
        let member = self.new.member;
        let known = value!(tx, i64, "select count(*) from person where id = $1 and household = $2", member, file.id)?;
        if known == 0 {
            return Err(Refusal::field("member", Code::Unknown).into());
        }
        let whom = tx.vault.seal(Secret::SchoolConsent, &consent.whom)?;
        let (now, account) = (tx.now, tx.actor.account);
        let due = owner_due(Day::of(now), Day::of(now), None);
        let made = value!(
            tx,
            i64,
            "insert into school_place (household, member, state, owner, consent_how, consent_whom, consented, facts,
                 asked, rule, standing, first_day, step, last_day, reminder, wake, due, due_told, level, in_charge,
                 climb_at, climbs, family_said, family_said_at, opened, opened_by, outcome, not_before, asked_how,
                 asked_whom, asked_at, answer, answer_words, closed, closed_by, version)
             values ($1, $2, 'open', $3, $4, $5, $6, '', $6, 0, 'not_asked', 0, '', 0, 0, $7, $8, false, '', 0, $8, 0,
                 '', 0, $6, $3, '', 0, '', '', 0, '', '', 0, 0, 0) returning id",
            file.id,
            member,
            account,
            consent.how.as_str(),
            &whom,
            now,
            now + DAY,
            due,
        );
        let id = match made {
            Err(error) if is_unique(&error) => return Err(Code::SchoolPlaceOpen.into()),
            other => other?,
        };
        let place = lock_place(tx, id, None).await?;
        settle(tx, &place, Settling::Worked).await?;
        tx.emit(Event::SchoolPlaceOpened(place.event(Vec::new(), ""))).await?;
        tx.audit("school_place", id).await?;
        Ok(id)
    }
}

/// Gives a case to another caseworker of the family's area.
///
/// # Errors
/// Not found outside the actor's areas; not allowed for the actor's own family; field `owner` for an account that is no
/// caseworker there, or of the family; [`Code::WrongState`] when it has ended.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct AssignSchoolPlace {
    /// The case.
    pub place: SchoolPlaceId,
    /// Account that follows it from now on.
    pub owner: AccountId,
}

impl Command for AssignSchoolPlace {
    const NAME: &'static str = "school_place_assign";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        tx.actor.must_somewhere(Action::FollowCases)?;
        let place = lock_place(tx, self.place, Some(Writers::Staff(Action::FollowCases))).await?;
        must_be_of_others(&tx.actor, place.file.id)?;
        place.must_be_open()?;
        if !may_own(tx, &place.file, self.owner).await? {
            return Err(Refusal::field("owner", Code::Unknown).into());
        }
        if self.owner == place.owner {
            return Ok(());
        }
        give(tx, &place, self.owner).await
    }
}

/// Makes an account the owner of a locked case, and tells it.
pub(super) async fn give(tx: &mut Tx<'_>, place: &LockedPlace, owner: AccountId) -> Result<()> {
    run!(tx, "update school_place set owner = $2 where id = $1", place.id, owner)?;
    tx.emit(Event::SchoolPlaceAssigned(place.event(vec![owner], ""))).await?;
    tx.audit("school_place", place.id).await
}
