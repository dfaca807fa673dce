//! Places of a course: registration, the waiting list that moves up by itself, answers, leaving.
//! Each caller of `take` and `free` holds the lock of the course's row.

use domain::{
    Code,
    community::courses::{CourseId, CoursePlaceId, PlaceAnswer, PlaceEvent, PlaceState, adult_born_by, answer_by},
    events::{Event, OfCoursePlace},
    households::HouseholdId,
    permission::Action,
    text,
};
use serde::{Deserialize, Serialize};

use super::{LockedCourse, LockedPlace, load_place, lock_course};
use crate::{
    Command, Refusal, Result, Tx,
    crypto::secret::Secret,
    db::{
        area_filter::is_own,
        locks::{HeldFile, Writers, lock_file, lock_open_household},
        pagination::signed_in,
        sql::{is_unique, row, rows, run, value},
    },
};

/// Takes one of the course's places; false when it is full.
async fn take(tx: &mut Tx<'_>, course: CourseId) -> Result<bool> {
    let taken = run!(tx, "update course set taken = taken + 1 where id = $1 and taken < maximum", course)?;
    Ok(taken == 1)
}

/// Gives back one place, and offers it to the first of the waiting list.
async fn free(tx: &mut Tx<'_>, course: CourseId) -> Result<()> {
    run!(tx, "update course set taken = taken - 1 where id = $1", course)?;
    fill(tx, course).await
}

/// Offers free places to the waiting list, in its order, until the course starts.
pub(crate) async fn fill(tx: &mut Tx<'_>, course: CourseId) -> Result<()> {
    let now = tx.now;
    loop {
        let next = row!(
            tx,
            (i64, i64, String, i64),
            "select p.id, p.household, c.title, c.starts from course_place p join course c on c.id = p.course
             where p.course = $1 and p.state = 'waiting' and c.state = 'announced' and c.starts > $2
             order by p.id limit 1",
            course,
            now,
        )?;
        let Some((place, household, title, starts)) = next else { return Ok(()) };
        if !take(tx, course).await? {
            return Ok(());
        }
        let until = answer_by(now, starts);
        set(tx, place, PlaceState::Offered).await?;
        run!(tx, "update course_place set answer_by = $2 where id = $1", place, until)?;
        tx.emit(Event::CourseOffered(OfCoursePlace { course, place, household, title })).await?;
    }
}

/// Writes the state of a place.
async fn set(tx: &mut Tx<'_>, place: CoursePlaceId, state: PlaceState) -> Result<()> {
    let now = tx.now;
    run!(
        tx,
        "update course_place set state = $2, changed = $3, answer_by = 0, version = version + 1 where id = $1",
        place,
        state.as_str(),
        now,
    )?;
    Ok(())
}

/// Place to be inserted.
pub(crate) struct NewPlace<'a> {
    pub member: i64,
    pub state: PlaceState,
    pub walk_in: bool,
    pub words: &'a str,
}

/// Checks that a member is an adult of the household, whose row is locked.
///
/// # Errors
/// Field `member` otherwise.
pub(crate) async fn must_be_adult(tx: &mut Tx<'_>, household: HouseholdId, member: i64) -> Result<()> {
    let born = adult_born_by(tx.now);
    let known = value!(
        tx,
        i64,
        "select count(*) from person where id = $1 and household = $2 and birth_year <= $3",
        member,
        household,
        born,
    )?;
    if known == 0 { Err(Refusal::field("member", Code::Unknown).into()) } else { Ok(()) }
}

/// Inserts a place. The caller has locked household and course, and taken the place if it counts.
///
/// # Errors
/// [`Code::AlreadyRegistered`] when the member has one or waits.
pub(crate) async fn insert(
    tx: &mut Tx<'_>,
    course: CourseId,
    household: HouseholdId,
    new: &NewPlace<'_>,
) -> Result<CoursePlaceId> {
    let (now, account) = (tx.now, tx.actor.account);
    let words = tx.vault.seal(Secret::CoursePlaceWords, new.words)?;
    let made = value!(
        tx,
        i64,
        "insert into course_place (course, household, member, state, walk_in, words, made, made_by, changed, answer_by,
             version)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $7, 0, 0) returning id",
        course,
        household,
        new.member,
        new.state.as_str(),
        new.walk_in,
        &words,
        now,
        account,
    );
    match made {
        Err(error) if is_unique(&error) => Err(Code::AlreadyRegistered.into()),
        other => Ok(other?),
    }
}

/// Takes a place for a person at the door, who has none.
///
/// # Errors
/// [`Code::CourseFull`]; [`Code::AlreadyRegistered`].
pub(crate) async fn insert_walk_in(
    tx: &mut Tx<'_>,
    course: CourseId,
    household: HouseholdId,
    member: i64,
) -> Result<CoursePlaceId> {
    let waits = row!(
        tx,
        (i64, String),
        "select id, state from course_place
         where course = $1 and member = $2 and state in ('waiting', 'offered', 'registered')",
        course,
        member,
    )?;
    match waits {
        // Its offered place is its own already.
        Some((place, state)) if state != PlaceState::Waiting.as_str() => {
            set(tx, place, PlaceState::Registered).await?;
            Ok(place)
        }
        Some((place, _)) => {
            if !take(tx, course).await? {
                return Err(Code::CourseFull.into());
            }
            set(tx, place, PlaceState::Registered).await?;
            Ok(place)
        }
        None => {
            if !take(tx, course).await? {
                return Err(Code::CourseFull.into());
            }
            let new = NewPlace { member, state: PlaceState::Registered, walk_in: true, words: "" };
            insert(tx, course, household, &new).await
        }
    }
}

/// Place that was made: registered, or in the waiting list of a full course.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct JoinedCourse {
    /// The place.
    pub place: CoursePlaceId,
    /// Its state.
    pub state: PlaceState,
}

/// Registers an adult of a household, by the family or by its caseworker; into the waiting list when it is full.
///
/// # Errors
/// Not found outside the actor's areas, and for a course that is not for the family's area; [`Code::FileClosed`];
/// [`Code::WrongState`] once it is over or cancelled; [`Code::RegistrationClosed`] before it opens and after it closes;
/// field `member` for a child or another household's member; field `words`; [`Code::AlreadyRegistered`].
#[derive(Clone, Debug, Serialize)]
pub struct JoinCourse {
    /// The course.
    pub course: CourseId,
    /// The household.
    pub household: HouseholdId,
    /// The member who takes part.
    pub member: i64,
    /// What the organiser should know, at most 200 characters.
    pub words: String,
}

impl Command for JoinCourse {
    const NAME: &'static str = "course_join";
    type Output = JoinedCourse;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<JoinedCourse> {
        let file = lock_open_household(tx, self.household, Writers::FamilyAnd(Action::KeepHouseholds)).await?;
        let course = lock_course(tx, self.course).await?;
        must_be_for(tx, &course, &file)?;
        course.must_be_announced()?;
        if tx.now < course.opens || tx.now > course.closes {
            return Err(Code::RegistrationClosed.into());
        }
        must_be_adult(tx, file.id, self.member).await?;
        let words = text::words(&self.words, 0, 200).map_err(|code| Refusal::field("words", code))?;
        let known = value!(
            tx,
            i64,
            "select count(*) from course_place
             where course = $1 and member = $2 and state in ('waiting', 'offered', 'registered')",
            course.id,
            self.member,
        )?;
        if known > 0 {
            return Err(Code::AlreadyRegistered.into());
        }
        let state = if take(tx, course.id).await? { PlaceState::Registered } else { PlaceState::Waiting };
        let new = NewPlace { member: self.member, state, walk_in: false, words: &words };
        let place = insert(tx, course.id, file.id, &new).await?;
        if !is_own(&tx.actor, file.id) {
            let of = OfCoursePlace { course: course.id, place, household: file.id, title: course.title };
            tx.emit(Event::CourseJoined(of)).await?;
        }
        tx.audit("course", course.id).await?;
        Ok(JoinedCourse { place, state })
    }
}

/// Checks that a course is for a family: staff register within the root area, families for courses around their home.
pub(crate) fn must_be_for(tx: &Tx<'_>, course: &LockedCourse, file: &HeldFile) -> Result<()> {
    let near = course.path().covers(&file.path());
    if course.root == file.root && (near || !is_own(&tx.actor, file.id)) {
        Ok(())
    } else {
        Err(Refusal::NotFound.into())
    }
}

/// Checks that the actor acts for the household of a place, locks household and course, and reads both.
///
/// # Errors
/// Not found outside the actor's areas and for other families; not allowed without the role.
async fn lock_place(tx: &mut Tx<'_>, id: CoursePlaceId) -> Result<(LockedCourse, LockedPlace)> {
    signed_in(&tx.actor)?;
    let seen = load_place(&mut tx.arm(), id).await?;
    // Another family learns nothing of it, not even that it is there.
    if tx.actor.household != seen.household && !tx.actor.may_somewhere(Action::KeepHouseholds) {
        return Err(Refusal::NotFound.into());
    }
    lock_file(tx, seen.household, Writers::FamilyAnd(Action::KeepHouseholds)).await?;
    let course = lock_course(tx, seen.course).await?;
    let place = load_place(&mut tx.arm(), id).await?;
    // A merge may have moved it meanwhile.
    if place.household == seen.household { Ok((course, place)) } else { Err(Code::ChangedMeanwhile.into()) }
}

/// Accepts or passes an offered place, as the family or its caseworker.
///
/// # Errors
/// Not found for all others; [`Code::WrongState`] unless it is offered; [`Code::OfferOver`] after its time.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct AnswerPlace {
    /// The place.
    pub place: CoursePlaceId,
    /// The answer.
    pub answer: PlaceAnswer,
}

impl Command for AnswerPlace {
    const NAME: &'static str = "course_answer";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        let (course, place) = lock_place(tx, self.place).await?;
        course.must_be_announced()?;
        let event = match self.answer {
            PlaceAnswer::Accept => PlaceEvent::Accept,
            PlaceAnswer::Pass => PlaceEvent::Pass,
        };
        let state = place.state()?.after(event)?;
        if event == PlaceEvent::Accept && tx.now > place.answer_by {
            return Err(Code::OfferOver.into());
        }
        set(tx, place.id, state).await?;
        if state == PlaceState::Passed {
            free(tx, course.id).await?;
        }
        tx.audit("course", course.id).await
    }
}

/// Gives up a place, also in the waiting list, until the course starts.
///
/// # Errors
/// Not found for all but the family and its caseworker; [`Code::WrongState`] once it has ended; [`Code::TooLate`] after
/// the start.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct LeaveCourse {
    /// The place.
    pub place: CoursePlaceId,
}

impl Command for LeaveCourse {
    const NAME: &'static str = "course_leave";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        let (course, place) = lock_place(tx, self.place).await?;
        course.must_be_announced()?;
        let state = place.state()?.after(PlaceEvent::Leave)?;
        if tx.now >= course.starts {
            return Err(Code::TooLate.into());
        }
        let counted = place.state()?.is_taken();
        set(tx, place.id, state).await?;
        if counted {
            free(tx, course.id).await?;
        }
        tx.audit("course", course.id).await
    }
}

/// Ends a live place that its person cannot use any more: its file closes, or the member leaves it.
pub(crate) async fn withdraw(tx: &mut Tx<'_>, id: CoursePlaceId) -> Result<()> {
    let seen = load_place(&mut tx.arm(), id).await?;
    let course = lock_course(tx, seen.course).await?;
    let place = load_place(&mut tx.arm(), id).await?;
    let state = place.state()?;
    if !state.is_live() || course.must_be_announced().is_err() {
        return Ok(());
    }
    set(tx, id, state.after(PlaceEvent::Leave)?).await?;
    if state.is_taken() {
        free(tx, course.id).await?;
    }
    tx.audit("course", course.id).await
}

/// Passes an offered place whose time is over, and tells its family; false when it was answered meanwhile.
pub(crate) async fn lapse(tx: &mut Tx<'_>, id: CoursePlaceId) -> Result<bool> {
    let seen = load_place(&mut tx.arm(), id).await?;
    let course = lock_course(tx, seen.course).await?;
    let place = load_place(&mut tx.arm(), id).await?;
    if place.state()? != PlaceState::Offered || place.answer_by >= tx.now {
        return Ok(false);
    }
    set(tx, id, PlaceState::Passed).await?;
    free(tx, course.id).await?;
    let of = OfCoursePlace { course: course.id, place: id, household: place.household, title: course.title };
    tx.emit(Event::CoursePassed(of)).await?;
    tx.audit("course", course.id).await?;
    Ok(true)
}

/// Ends every live place of a course that is cancelled, each of whose families is told once.
pub(crate) async fn cancel_all(tx: &mut Tx<'_>, course: &LockedCourse) -> Result<()> {
    let families = rows!(
        tx,
        (i64, i64),
        "select household, min(id) from course_place
         where course = $1 and state in ('waiting', 'offered', 'registered') group by household order by household",
        course.id,
    )?;
    let now = tx.now;
    run!(
        tx,
        "update course_place set state = 'cancelled', changed = $2, answer_by = 0, version = version + 1
         where course = $1 and state in ('waiting', 'offered', 'registered')",
        course.id,
        now,
    )?;
    run!(tx, "update course set taken = 0 where id = $1", course.id)?;
    for (household, place) in families {
        let of = OfCoursePlace { course: course.id, place, household, title: course.title.clone() };
        tx.emit(Event::CourseCancelled(of)).await?;
    }
    Ok(())
}
