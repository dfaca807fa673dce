//! Adds measures to a conference, and ends tasks with what came of them.

use domain::{
    Code,
    casework::conferences::{
        ConferenceId, ConferenceState, MOST_MEASURES, MeasureEnd, MeasureId, MeasureKind, MeasureState, NewMeasure,
    },
    events::{Event, OfMeasure},
    households::HouseholdId,
    permission::Action,
    services::referrals::{NewReferral, ReferralId},
    text,
};
use serde::Serialize;

use super::{LockedConference, LockedMeasure, does, end, lock_conference, lock_measure, open_measures};
use crate::{
    Command, Refusal, Result, Tx,
    areas::answerers::chain::stands_in_for,
    crypto::secret::Secret,
    db::{
        area_filter::must_be_of_others,
        locks::Writers,
        pagination::signed_in,
        sql::{is_unique, row, run, value},
    },
    services::referrals::drafts::DraftReferral,
};

/// Adds a measure to a conference: a task of an account that took part, or a record of the family.
///
/// # Errors
/// Not found outside the actor's areas; not allowed without a role that follows cases, and for the actor's own family;
/// invalid fields, `owner` that did not take part, `record` of another household, which has ended or is a measure
/// already; [`Code::FileFull`] with thirty; [`Code::WrongState`] once it has ended; [`Code::FileClosed`].
#[derive(Clone, Debug, Serialize)]
pub struct AddMeasure {
    /// The conference.
    pub conference: ConferenceId,
    /// The measure.
    pub new: NewMeasure,
}

impl Command for AddMeasure {
    const NAME: &'static str = "conference_measure_add";
    type Output = MeasureId;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<MeasureId> {
        tx.actor.must_somewhere(Action::FollowCases)?;
        let conference = lock_conference(tx, self.conference, Some(Writers::Staff(Action::FollowCases))).await?;
        must_be_of_others(&tx.actor, conference.file.id)?;
        conference.file.must_be_open()?;
        let new = self.new.clone().checked(tx.now)?;
        must_take_measures(tx, &conference).await?;
        match new.kind {
            MeasureKind::Task => took_part(tx, &conference, new.owner.unwrap_or_default()).await?,
            MeasureKind::Referral | MeasureKind::Visit | MeasureKind::Wish => {
                is_under_way(tx, &conference, new.kind, new.record.unwrap_or_default()).await?;
            }
        }
        let id = insert(tx, &conference, &new).await?;
        if let Some(owner) = new.owner.filter(|owner| *owner != tx.actor.account) {
            let staff = vec![owner];
            let of = OfMeasure { measure: id, conference: conference.id, household: conference.file.id, staff };
            tx.emit(Event::MeasureGiven(of)).await?;
        }
        tx.audit("conference", conference.id).await?;
        Ok(id)
    }
}

/// Checks that a measure can be added to a conference.
///
/// # Errors
/// [`Code::WrongState`] once it has ended; [`Code::FileFull`] with thirty.
async fn must_take_measures(tx: &mut Tx<'_>, conference: &LockedConference) -> Result<()> {
    if conference.state != ConferenceState::Open {
        return Err(Code::WrongState.into());
    }
    let all = value!(tx, i64, "select count(*) from conference_measure where conference = $1", conference.id)?;
    if all >= MOST_MEASURES { Err(Code::FileFull.into()) } else { Ok(()) }
}

/// Adds what an office promised as a measure: drafts or sends the family's referral to a service of its list as
/// [`DraftReferral`] does. An office has no task here, because it would have no page for it, no clock, and no rule for
/// what it may read; a referral has all of them.
///
/// # Errors
/// As [`DraftReferral`]; not found and not allowed as for [`AddMeasure`]; field `conference` for one about another
/// household; [`Code::FileFull`] with thirty measures; [`Code::WrongState`] once it has ended.
#[derive(Clone, Debug, Serialize)]
pub struct ReferMeasure {
    /// Household that is referred.
    pub household: HouseholdId,
    /// Conference in which the office promised it.
    pub conference: ConferenceId,
    /// The referral.
    pub new: NewReferral,
}

impl Command for ReferMeasure {
    const NAME: &'static str = "conference_referral";
    type Output = ReferralId;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<ReferralId> {
        tx.actor.must_somewhere(Action::FollowCases)?;
        tx.actor.must_somewhere(Action::KeepCases)?;
        let conference = lock_conference(tx, self.conference, Some(Writers::Staff(Action::FollowCases))).await?;
        must_be_of_others(&tx.actor, conference.file.id)?;
        if conference.file.id != self.household {
            return Err(Refusal::field("conference", Code::Unknown).into());
        }
        conference.file.must_be_open()?;
        must_take_measures(tx, &conference).await?;
        let draft = DraftReferral { household: conference.file.id, new: self.new.clone() };
        let referral = draft.run(tx).await?;
        let kind = MeasureKind::Referral;
        let new = NewMeasure { kind, record: Some(referral), owner: None, words: String::new(), due: None };
        insert(tx, &conference, &new).await?;
        tx.audit("conference", conference.id).await?;
        Ok(referral)
    }
}

async fn insert(tx: &mut Tx<'_>, conference: &LockedConference, new: &NewMeasure) -> Result<MeasureId> {
    let words = tx.vault.seal(Secret::MeasureWords, &new.words)?;
    let state = if new.kind == MeasureKind::Task { MeasureState::Open } else { MeasureState::Linked };
    let (now, account) = (tx.now, tx.actor.account);
    let made = value!(
        tx,
        i64,
        "insert into conference_measure (conference, made_in, household, kind, record, owner, words, due, state, outcome,
             level, raised_to, climbs, created, created_by, finished, finished_by, version)
         values ($1, $1, $2, $3, $4, $5, $6, $7, $8, '', '', 0, 0, $9, $10, 0, 0, 0) returning id",
        conference.id,
        conference.file.id,
        new.kind.as_str(),
        new.record.unwrap_or_default(),
        new.owner.unwrap_or_default(),
        &words,
        new.due.unwrap_or_default(),
        state.as_str(),
        now,
        account,
    );
    match made {
        Err(error) if is_unique(&error) => Err(Refusal::field("record", Code::Unknown).into()),
        other => Ok(other?),
    }
}

/// Checks that an account took part in a conference.
///
/// # Errors
/// Field `owner` for any other.
async fn took_part(tx: &mut Tx<'_>, conference: &LockedConference, account: i64) -> Result<()> {
    let known = value!(
        tx,
        i64,
        "select count(*) from conference_part where conference = $1 and account = $2 and account <> 0",
        conference.id,
        account,
    )?;
    if known == 0 { Err(Refusal::field("owner", Code::Unknown).into()) } else { Ok(()) }
}

/// Checks that a record is one of the family, and under way.
///
/// # Errors
/// Field `record` for any other.
async fn is_under_way(tx: &mut Tx<'_>, conference: &LockedConference, kind: MeasureKind, record: i64) -> Result<()> {
    let (now, household) = (tx.now, conference.file.id);
    let known = match kind {
        MeasureKind::Referral => value!(
            tx,
            i64,
            "select count(*) from referral where id = $1 and household = $2 and due > 0",
            record,
            household,
        )?,
        MeasureKind::Visit => value!(
            tx,
            i64,
            "select count(*) from visit where id = $1 and household = $2 and made = 0 and cancelled = 0 and ends > $3",
            record,
            household,
            now,
        )?,
        MeasureKind::Wish => value!(
            tx,
            i64,
            "select count(*) from wish
             where id = $1 and household = $2 and state in ('draft', 'submitted', 'published')",
            record,
            household,
        )?,
        MeasureKind::Task => 0,
    };
    if known == 0 { Err(Refusal::field("record", Code::Unknown).into()) } else { Ok(()) }
}

/// Ends a task with what came of it; a conference without open measures ends with it.
///
/// # Errors
/// Not signed in; not found for all but its owner, the account that it climbed to, their deputies, and those who follow
/// cases in the family's area; not allowed for the actor's own family; field `words`; [`Code::WrongState`] unless it is
/// an open task; [`Code::FileClosed`].
#[derive(Clone, Debug, Serialize)]
pub struct FinishMeasure {
    /// The measure.
    pub measure: MeasureId,
    /// How it ended.
    pub outcome: MeasureEnd,
    /// What came of it, 1 to 300 characters.
    pub words: String,
}

impl Command for FinishMeasure {
    const NAME: &'static str = "conference_measure_finish";
    type Output = ConferenceId;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<ConferenceId> {
        signed_in(&tx.actor)?;
        must_finish(tx, self.measure).await?;
        let measure = lock_measure(tx, self.measure).await?;
        // A merge or a climb may have changed whose it is while this waited.
        must_finish(tx, self.measure).await?;
        measure.file.must_be_open()?;
        let words = text::words(&self.words, 1, 300).map_err(|code| Refusal::field("words", code))?;
        if measure.state != MeasureState::Open {
            return Err(Code::WrongState.into());
        }
        finish(tx, &measure, self.outcome.as_str(), &words).await?;
        Ok(measure.conference)
    }
}

/// Checks that the actor may end a task, before its household is locked and after.
async fn must_finish(tx: &mut Tx<'_>, id: MeasureId) -> Result<()> {
    let found = row!(
        tx,
        (i64, i64, i64, String),
        "select m.owner, m.raised_to, m.household, a.path
         from conference_measure m join household h on h.id = m.household join area a on a.id = h.area where m.id = $1",
        id,
    )?;
    let (owner, raised_to, household, path) = found.ok_or(Refusal::NotFound)?;
    let (account, now) = (tx.actor.account, tx.now);
    let mine = stands_in_for(&mut tx.arm(), account, now).await?;
    let does = does(&tx.actor, &mine, owner, raised_to);
    if !does && !tx.actor.may(Action::FollowCases, &domain::areas::AreaPath(path)) {
        return Err(Refusal::NotFound.into());
    }
    Ok(must_be_of_others(&tx.actor, household)?)
}

/// Ends an open task, and its conference when nothing else is open.
pub(super) async fn finish(tx: &mut Tx<'_>, measure: &LockedMeasure, state: &str, words: &str) -> Result<()> {
    let words = tx.vault.seal(Secret::MeasureOutcome, words)?;
    let (now, account) = (tx.now, tx.actor.account);
    run!(
        tx,
        "update conference_measure set state = $2, outcome = $3, finished = $4, finished_by = $5, raised_to = 0,
             version = version + 1
         where id = $1",
        measure.id,
        state,
        &words,
        now,
        account,
    )?;
    if open_measures(tx, measure.conference).await? == 0 {
        end(tx, measure.conference, ConferenceState::Ended).await?;
    }
    tx.audit("conference", measure.conference).await
}
