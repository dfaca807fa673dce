//! Schools that were asked for a child, and what each said. An answer is never changed: a school that says two things
//! keeps both, each with its day.

use domain::{
    Code,
    casework::school_places::{ANSWERS, AskedSchoolId, NewSchoolAnswer, SCHOOLS, SchoolPlaceId},
    time::Day,
};
use serde::{Deserialize, Serialize};

use super::{Settling, lock_for_staff, settle_and_tell};
use crate::{
    Command, Refusal, Result, Tx,
    crypto::secret::Secret,
    db::sql::{rows, run, value},
};

/// Notes what a school said, or that it was asked.
///
/// # Errors
/// Not found outside the actor's areas; not allowed for the actor's own family; fields `school` for another case's,
/// `name`, `day` and `words`; [`Code::FileFull`] for more schools or answers than are kept; [`Code::WrongState`] when
/// it has ended; [`Code::FileClosed`].
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct NoteSchoolAnswer {
    /// The case.
    pub place: SchoolPlaceId,
    /// The answer.
    pub new: NewSchoolAnswer,
}

impl Command for NoteSchoolAnswer {
    const NAME: &'static str = "school_answer_note";
    type Output = AskedSchoolId;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<AskedSchoolId> {
        let place = lock_for_staff(tx, self.place).await?;
        place.must_be_open()?;
        let new = self.new.clone().checked(Day::of(tx.now))?;
        let known = rows!(tx, (i64, String), "select id, name from asked_school where school_place = $1", place.id)?;
        let school = match new.school {
            Some(school) if known.iter().any(|(id, _)| *id == school) => school,
            Some(_) => return Err(Refusal::field("school", Code::Unknown).into()),
            None => {
                // A name that is typed once more is the same school.
                let mut same = None;
                for (id, sealed) in &known {
                    if tx.vault.open(Secret::SchoolName, sealed)? == new.name {
                        same = Some(*id);
                    }
                }
                match same {
                    Some(id) => id,
                    None => add(tx, place.id, &known, &new.name).await?,
                }
            }
        };
        let kept = value!(tx, i64, "select count(*) from school_said where asked_school = $1", school)?;
        if kept >= ANSWERS {
            return Err(Code::FileFull.into());
        }
        let words = tx.vault.seal(Secret::SchoolWords, &new.words)?;
        let (now, account) = (tx.now, tx.actor.account);
        run!(
            tx,
            "insert into school_said (asked_school, answer, day, words, at, by_account)
             values ($1, $2, $3, $4, $5, $6)",
            school,
            new.answer.as_str(),
            new.day.number(),
            &words,
            now,
            account,
        )?;
        settle_and_tell(tx, &place, Settling::Worked).await?;
        tx.audit("school_place", place.id).await?;
        Ok(school)
    }
}

/// Adds a school to a locked case.
async fn add(tx: &mut Tx<'_>, place: SchoolPlaceId, known: &[(i64, String)], name: &str) -> Result<AskedSchoolId> {
    if i64::try_from(known.len()).unwrap_or(i64::MAX) >= SCHOOLS {
        return Err(Code::FileFull.into());
    }
    let sealed = tx.vault.seal(Secret::SchoolName, name)?;
    let (now, account) = (tx.now, tx.actor.account);
    Ok(value!(
        tx,
        i64,
        "insert into asked_school (school_place, name, added, added_by) values ($1, $2, $3, $4) returning id",
        place,
        &sealed,
        now,
        account,
    )?)
}
