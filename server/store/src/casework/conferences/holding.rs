//! Records that a conference was held, goes on with the open measures of an earlier one, and ends it.

use domain::{
    Code, DAY,
    casework::{
        conferences::{ConferenceId, ConferenceState, NewConference},
        rounds::profile::listed,
    },
    consents::ConsentKind,
    events::{Event, OfHousehold},
    households::HouseholdId,
    permission::Action,
};
use serde::Serialize;

use super::{end, lock_conference, measure_is_open, open_measures, workers};
use crate::{
    Command, Refusal, Result, Tx,
    consents::record::given,
    crypto::secret::Secret,
    db::{
        area_filter::must_be_of_others,
        locks::{Writers, lock_open_household},
        sql::{parse, row, run, value, values},
    },
};

/// Records that several offices talked about a family, which agreed to it. The family is told. Of a conference that it
/// continues the open measures become this one's.
///
/// # Errors
/// Not found outside the actor's areas; not allowed without a role that follows cases, and for the actor's own family;
/// invalid fields, `accounts` that do no casework for the family or are of it, `case` and `previous` of another
/// household; [`Code::ConsentMissing`] without the family's consent to its file; [`Code::WrongState`] when the earlier
/// one has ended; [`Code::FileClosed`].
#[derive(Clone, Debug, Serialize)]
pub struct HoldConference {
    /// The household.
    pub household: HouseholdId,
    /// The conference.
    pub new: NewConference,
}

impl Command for HoldConference {
    const NAME: &'static str = "conference_hold";
    type Output = ConferenceId;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<ConferenceId> {
        let file = lock_open_household(tx, self.household, Writers::Staff(Action::FollowCases)).await?;
        must_be_of_others(&tx.actor, file.id)?;
        let new = self.new.clone().checked(tx.now)?;
        if !given(&mut tx.arm(), file.id, 0, ConsentKind::File).await? {
            return Err(Code::ConsentMissing.into());
        }
        let workers = workers(&mut tx.arm(), &file.path(), file.id).await?;
        if new.accounts.iter().any(|account| !workers.iter().any(|(worker, _)| worker == account)) {
            return Err(Refusal::field("accounts", Code::Unknown).into());
        }
        let case = new.case.unwrap_or_default();
        let known = value!(tx, i64, "select count(*) from case_file where id = $1 and household = $2", case, file.id)?;
        if case != 0 && known == 0 {
            return Err(Refusal::field("case", Code::Unknown).into());
        }
        let previous = new.previous.unwrap_or_default();
        if previous != 0 {
            // Its lock is that of the household.
            let found = row!(
                tx,
                (String,),
                "select state from conference where id = $1 and household = $2",
                previous,
                file.id,
            )?;
            let (state,) = found.ok_or(Refusal::field("previous", Code::Unknown))?;
            if parse::<ConferenceState>(&state)? != ConferenceState::Open {
                return Err(Code::WrongState.into());
            }
        }
        let id = insert(tx, file.id, &new).await?;
        if previous != 0 {
            carry_over(tx, previous, id).await?;
        }
        tx.emit(Event::ConferenceHeld(OfHousehold { household: file.id, staff: Vec::new() })).await?;
        tx.audit("conference", id).await?;
        Ok(id)
    }
}

async fn insert(tx: &mut Tx<'_>, household: HouseholdId, new: &NewConference) -> Result<ConferenceId> {
    let words = tx.vault.seal(Secret::ConferenceWords, &new.words)?;
    let whom = tx.vault.seal(Secret::ConferenceWhom, &new.consent.whom)?;
    let (now, account) = (tx.now, tx.actor.account);
    let id = value!(
        tx,
        i64,
        "insert into conference (household, case_file, previous, held, agenda, words, agreed_whom, agreed_how,
             agreed_at, state, convener, created, wake, ended, version)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'open', $10, $11, $12, 0, 0) returning id",
        household,
        new.case.unwrap_or_default(),
        new.previous.unwrap_or_default(),
        new.held,
        listed(new.agenda.iter().map(|item| item.as_str())),
        &words,
        &whom,
        new.consent.how.as_str(),
        new.consent.at,
        account,
        now,
        now + DAY,
    )?;
    for account in &new.accounts {
        run!(tx, "insert into conference_part (conference, account, office) values ($1, $2, '')", id, account)?;
    }
    for office in &new.offices {
        let office = tx.vault.seal(Secret::ConferenceOffice, office)?;
        run!(tx, "insert into conference_part (conference, account, office) values ($1, 0, $2)", id, &office)?;
    }
    Ok(id)
}

/// Gives the open measures of a conference to the one that continues it.
async fn carry_over(tx: &mut Tx<'_>, previous: ConferenceId, id: ConferenceId) -> Result<()> {
    let now = tx.now;
    let open = values!(
        tx,
        i64,
        concat!(
            "select m.id from conference_measure m where m.conference = $1 and ",
            measure_is_open!(),
            " order by m.id"
        ),
        previous,
        now,
    )?;
    for measure in open {
        run!(tx, "update conference_measure set conference = $2, version = version + 1 where id = $1", measure, id)?;
    }
    end(tx, previous, ConferenceState::Continued).await?;
    tx.audit("conference", previous).await
}

/// Ends a conference whose measures have all ended.
///
/// # Errors
/// Not found outside the actor's areas; not allowed without a role that follows cases, and for the actor's own family;
/// [`Code::MeasuresOpen`] while one is open; [`Code::WrongState`] once it has ended; [`Code::FileClosed`].
#[derive(Clone, Copy, Debug, Serialize)]
pub struct EndConference {
    /// The conference.
    pub conference: ConferenceId,
}

impl Command for EndConference {
    const NAME: &'static str = "conference_end";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        tx.actor.must_somewhere(Action::FollowCases)?;
        let conference = lock_conference(tx, self.conference, Some(Writers::Staff(Action::FollowCases))).await?;
        must_be_of_others(&tx.actor, conference.file.id)?;
        conference.file.must_be_open()?;
        if conference.state != ConferenceState::Open {
            return Err(Code::WrongState.into());
        }
        if open_measures(tx, conference.id).await? > 0 {
            return Err(Code::MeasuresOpen.into());
        }
        end(tx, conference.id, ConferenceState::Ended).await?;
        tx.audit("conference", conference.id).await
    }
}
