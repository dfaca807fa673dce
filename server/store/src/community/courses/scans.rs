//! A family's card at the door of a course: the look-up is in the family's log, and shows masked names only.

use domain::{
    Code, Timestamp,
    accounts::Actor,
    community::courses::{CardScan, CourseSessionId, MarkWay, PlaceState, Presence, ScannedAdult, adult_born_by},
    households::{FileState, HouseholdId, reveals::RevealReason},
    permission::Action,
};
use serde::Serialize;

use super::{
    attendance::{mark, must_take_marks, settle_question},
    load_course, load_session, lock_course,
};
use crate::{
    By, Command, Refusal, Result, Store, Tx,
    accounts::sign_in::cards,
    crypto::secret::Secret,
    db::{
        area_filter::must_be_of_others,
        locks::lock_and_read,
        sql::{parse, rows, values},
    },
    households::reveal,
};

/// Scans per account within [`SCAN_WINDOW`]: enough for a queue, too few to try out numbers.
const SCANS: i64 = 200;
/// Window of [`SCANS`] in seconds.
const SCAN_WINDOW: Timestamp = 900;

/// Reads a family's card at the door. The only registered adult of the family is marked at once.
///
/// # Errors
/// Not found outside the actor's areas; not allowed without a role that keeps files and courses, and for the actor's
/// own family; field `card` without a working card of a family in the actor's areas; as
/// [`super::attendance::MarkAttendance`] for the time.
#[derive(Clone, Debug, Serialize)]
pub struct ScanCard {
    /// The session.
    pub session: CourseSessionId,
    /// Text of the QR code, or the number.
    pub card: String,
}

impl Command for ScanCard {
    const NAME: &'static str = "course_scan";
    type Output = HouseholdId;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<HouseholdId> {
        tx.actor.must_somewhere(Action::KeepHouseholds)?;
        let seen = load_session(&mut tx.arm(), self.session).await?;
        let path = load_course(&mut tx.arm(), seen.course).await?.path();
        tx.actor.must(Action::KeepCourses, &path)?;
        let vault = tx.vault.clone();
        let unknown = || Refusal::field("card", Code::WrongCard);
        let found = cards::by_code(&mut tx.arm(), &vault, &self.card).await?.ok_or_else(unknown)?;
        let file = lock_and_read(tx, found).await?;
        // Families elsewhere, and cards that ended meanwhile, are not told apart from unknown ones.
        let again = cards::by_code(&mut tx.arm(), &vault, &self.card).await?;
        let is_open = file.state()? == FileState::Open;
        if again != Some(found) || !is_open || !tx.actor.may(Action::KeepHouseholds, &file.path()) {
            return Err(unknown().into());
        }
        must_be_of_others(&tx.actor, file.id)?;
        let course = lock_course(tx, seen.course).await?;
        let session = load_session(&mut tx.arm(), self.session).await?;
        must_take_marks(&course, &session, tx.now)?;
        reveal::note_look_up(tx, file.id, RevealReason::Check).await?;
        let registered = values!(
            tx,
            i64,
            "select id from course_place where course = $1 and household = $2 and state = 'registered' order by id",
            course.id,
            file.id,
        )?;
        if let [only] = registered[..] {
            mark(tx, session.id, only, Presence::There, MarkWay::Card).await?;
            settle_question(tx, session.id).await?;
        }
        tx.audit("household", file.id).await?;
        tx.audit("course", course.id).await?;
        Ok(file.id)
    }
}

#[derive(sqlx::FromRow)]
struct AdultRow {
    id: i64,
    name: String,
    place: i64,
    /// Empty without a place.
    state: String,
    present: bool,
}

impl Store {
    /// Reads a family's card at the door.
    ///
    /// # Errors
    /// As [`ScanCard`], and [`Code::TooManyTries`] after 200 scans within 15 minutes.
    pub async fn course_scan(&self, by: &By, scan: ScanCard) -> Result<HouseholdId> {
        by.actor.must_somewhere(Action::KeepHouseholds)?;
        self.attempt(&format!("course-door:{}", by.actor.account), SCANS, SCAN_WINDOW).await?;
        self.run(by, scan).await
    }

    /// Loads the adults of a family whose card the actor scanned within the last half hour, with masked names.
    ///
    /// # Errors
    /// Not found outside the actor's areas; not allowed without a role that keeps files; [`Code::FileNotOpened`]
    /// without a scan.
    pub async fn scanned_family(
        &self,
        actor: &Actor,
        session: CourseSessionId,
        household: HouseholdId,
    ) -> Result<CardScan> {
        actor.must_somewhere(Action::KeepHouseholds)?;
        let mut db = self.reader().await?;
        let course = load_session(&mut db.arm(), session).await?.course;
        let path = load_course(&mut db.arm(), course).await?.path();
        actor.must(Action::KeepCourses, &path)?;
        let home = crate::households::views::household_path(&mut db.arm(), household).await?;
        actor.must(Action::KeepHouseholds, &home)?;
        let now = self.now();
        if !reveal::looked_up(&mut db.arm(), actor.account, household, RevealReason::Check, now).await? {
            return Err(Refusal::NotAllowed(Code::FileNotOpened).into());
        }
        let found = rows!(
            db,
            AdultRow,
            "select h.id, h.name, coalesce(p.id, 0) as place, coalesce(p.state, '') as state,
                 coalesce(m.present, false) as present
             from person h
                 left join course_place p on p.course = $1 and p.member = h.id
                     and p.state in ('waiting', 'offered', 'registered')
                 left join course_mark m on m.session = $2 and m.place = p.id
             where h.household = $3 and h.birth_year <= $4 order by h.id",
            course,
            session,
            household,
            adult_born_by(now),
        )?;
        let mut adults = Vec::with_capacity(found.len());
        for AdultRow { id, name, place, state, present } in found {
            let name = self.vault.open(Secret::PersonName, &name)?;
            let state: Option<PlaceState> = if state.is_empty() { None } else { Some(parse(&state)?) };
            adults.push(ScannedAdult {
                member: id,
                masked: super::masked(&name),
                place: (state == Some(PlaceState::Registered)).then_some(place),
                state,
                present,
            });
        }
        Ok(CardScan { household, adults })
    }
}
