//! Actions on rounds and doors, and on what members say.

use domain::{
    Code, Error, Result,
    casework::rounds::{
        Knock, KnockOutcome, NewRound, Share,
        profile::{Answers, Schooling, Skill, Spoken, WorkStatus},
    },
    error::Field,
    households::NewHousehold,
    time::year,
};
use store::casework::rounds::{
    knocks::{RecordKnock, TakeDoor},
    new_family::{AddFileDoor, MeetNewFamily},
    open::{AddRoundFiles, CallOffRound, EndRound, ExtendRound, OpenRound},
    profiles::SetProfile,
    sharing::ShareDoors,
};

use crate::{
    i18n::day_end,
    pages::{
        casework::must_keep,
        households::actions::{BIRTH_YEARS, MEMBER_NAMES, typed},
    },
    web::{Cx, Done, To},
};

/// Parses a day of the form into its last second.
fn day(cx: &Cx, name: &'static str) -> Result<i64> {
    let code = if cx.field(name).is_empty() { Code::Required } else { Code::Unknown };
    day_end(cx.field(name)).ok_or_else(|| Error::field(name, code))
}

fn round(id: i64) -> String {
    format!("/desk/rounds/{id}")
}

/// Handles `POST /desk/rounds/new`.
pub async fn open(cx: Cx) -> Done {
    let overlap = if cx.field("overlap").is_empty() { Ok(Default::default()) } else { cx.choice("overlap") };
    let new = NewRound {
        area: cx.choice("area")?,
        name: cx.field("name").to_owned(),
        due: day(&cx, "due")?,
        base: cx.choice("base")?,
        overlap: overlap?,
    };
    let id = cx.store.run(&cx.by(), OpenRound(new)).await?;
    Ok(To::page(round(id)).saying("done-round-opened"))
}

/// Handles `POST /desk/rounds/{id}/files`.
pub async fn add_files(cx: Cx) -> Done {
    let id = cx.id("id")?;
    let added = cx.store.run(&cx.by(), AddRoundFiles { round: id }).await?;
    Ok(To::page(round(id)).saying_with("done-round-files", [("n", added.to_string())]))
}

/// Handles `POST /desk/rounds/{id}/share`: the doors of an area, or those of them without a caseworker.
pub async fn share(cx: Cx) -> Done {
    let id = cx.id("id")?;
    let area = cx.choice("area")?;
    let which = if cx.checked("unowned") { Share::Unowned(area) } else { Share::Area(area) };
    let given = cx.store.run(&cx.by(), ShareDoors { round: id, which, to: cx.choice("to")? }).await?;
    Ok(To::page(round(id)).saying_with("done-doors-given", [("n", given.to_string())]))
}

/// Handles `POST /desk/rounds/{id}/give`: doors that were ticked.
pub async fn give(cx: Cx) -> Done {
    let id = cx.id("id")?;
    let doors: Vec<i64> = cx.fields("door").into_iter().filter_map(|door| door.parse().ok()).collect();
    let given =
        cx.store.run(&cx.by(), ShareDoors { round: id, which: Share::Doors(doors), to: cx.choice("to")? }).await?;
    Ok(To::page(format!("/desk/rounds/{id}/doors?show=open"))
        .saying_with("done-doors-given", [("n", given.to_string())]))
}

/// Handles `POST /desk/rounds/{id}/extend`.
pub async fn extend(cx: Cx) -> Done {
    let id = cx.id("id")?;
    cx.store.run(&cx.by(), ExtendRound { round: id, due: day(&cx, "due")? }).await?;
    Ok(To::page(round(id)).saying("done-file-saved"))
}

/// Handles `POST /desk/rounds/{id}/end`.
pub async fn end(cx: Cx) -> Done {
    let id = cx.id("id")?;
    cx.store.run(&cx.by(), EndRound { round: id }).await?;
    Ok(To::page(round(id)).saying("done-round-ended"))
}

/// Handles `POST /desk/rounds/{id}/call-off`.
pub async fn call_off(cx: Cx) -> Done {
    let id = cx.id("id")?;
    cx.store.run(&cx.by(), CallOffRound { round: id }).await?;
    Ok(To::page("/desk/rounds").saying("done-round-called-off"))
}

/// Handles `POST /desk/doors/{id}/knock`: back to the list, or to the door of a family that was met.
pub async fn knock(cx: Cx) -> Done {
    let id = cx.id("id")?;
    let outcome: KnockOutcome = cx.choice("outcome")?;
    let again = if outcome == KnockOutcome::NotThere && !cx.field("again").is_empty() {
        Some(day(&cx, "again")?)
    } else {
        None
    };
    let knock = Knock {
        outcome,
        people: cx.field_i64("people"),
        here: cx.field_i64("here"),
        again,
        words: cx.field("words").to_owned(),
    };
    cx.store.run(&cx.by(), RecordKnock { door: id, knock }).await?;
    let to = if outcome == KnockOutcome::Met { format!("/desk/doors/{id}") } else { "/desk/doors".to_owned() };
    Ok(To::page(to).saying("done-knock"))
}

/// Handles `POST /desk/doors/{id}/take`.
pub async fn take(cx: Cx) -> Done {
    let id = cx.id("id")?;
    cx.store.run(&cx.by(), TakeDoor { door: id }).await?;
    Ok(To::page(format!("/desk/doors/{id}")).saying("done-door-taken"))
}

/// Reads the form of a new family, whose first person is its contact, with the errors of its rows.
pub(super) fn new_family(cx: &Cx, year: i64) -> (NewHousehold, Vec<Field>) {
    let (new, wrong) = typed(cx, year);
    (NewHousehold { name: cx.field(MEMBER_NAMES[0]).to_owned(), ..new }, wrong)
}

/// Lists the places in the file of members who live elsewhere: empty rows of the form become no members.
fn away(cx: &Cx) -> Vec<usize> {
    let ticked = cx.fields("away");
    let filled = (0..MEMBER_NAMES.len())
        .filter(|row| *row == 0 || !cx.field(MEMBER_NAMES[*row]).is_empty() || !cx.field(BIRTH_YEARS[*row]).is_empty());
    filled
        .enumerate()
        .filter(|(_, row)| ticked.iter().any(|said| *said == row.to_string()))
        .map(|(place, _)| place)
        .collect()
}

async fn meet_family(cx: &Cx, round: i64, door: Option<i64>) -> Result<(i64, i64)> {
    let this_year = year(cx.now);
    let (household, mut wrong) = new_family(cx, this_year);
    if !cx.checked("agreed") {
        wrong.push(Field { name: "agreed", code: Code::Required });
    }
    if !wrong.is_empty() {
        return Err(Error::Invalid(wrong));
    }
    let meet = MeetNewFamily { round, door, household, away: away(cx), anyway: cx.checked("anyway") };
    Ok(cx.store.run(&cx.by(), meet).await?)
}

/// Handles `POST /desk/doors/{id}/family`.
pub async fn meet(cx: Cx) -> Done {
    must_keep(&cx)?;
    let id = cx.id("id")?;
    let door = cx.store.door(&cx.actor, id).await?.door;
    let (_, door) = meet_family(&cx, door.round, Some(id)).await?;
    Ok(To::page(format!("/desk/doors/{door}")).saying("done-family-met"))
}

/// Handles `POST /desk/rounds/{id}/found`.
pub async fn meet_found(cx: Cx) -> Done {
    let (_, door) = meet_family(&cx, cx.id("id")?, None).await?;
    Ok(To::page(format!("/desk/doors/{door}")).saying("done-family-met"))
}

/// Handles `POST /desk/rounds/{id}/found/{household}`: the family has a file already.
pub async fn add_file_door(cx: Cx) -> Done {
    let door = cx.store.run(&cx.by(), AddFileDoor { round: cx.id("id")?, file: cx.id("household")? }).await?;
    Ok(To::page(format!("/desk/doors/{door}")))
}

/// Handles `POST /desk/households/{id}/members/{member}/profile`.
pub async fn profile(cx: Cx) -> Done {
    let (household, member) = (cx.id("id")?, cx.id("member")?);
    let skills = cx.fields("skill").into_iter().filter_map(|skill| skill.parse::<Skill>().ok()).collect();
    let languages = cx.fields("spoken").into_iter().filter_map(|spoken| spoken.parse::<Spoken>().ok()).collect();
    let profile = Answers {
        lives: cx.choice("lives")?,
        work: cx.choice::<WorkStatus>("work")?,
        schooling: cx.choice::<Schooling>("schooling")?,
        skills,
        languages,
        skill_words: cx.form.value("skill_words").map(str::to_owned),
    };
    cx.store.run(&cx.by(), SetProfile { household, member, profile }).await?;
    Ok(To::page(format!("/desk/households/{household}/members")).saying("done-file-saved"))
}
