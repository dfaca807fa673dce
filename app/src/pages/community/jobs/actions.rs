//! Actions on vacancies, job seekers, proposals and later questions.

use domain::{
    Code, Error, Result,
    casework::rounds::profile::{Skill, Spoken},
    community::jobs::NewVacancy,
};
use store::community::jobs::{
    checks::AnswerJobCheck,
    contact::RevealSeeker,
    fairs::{BringVacancy, TakeFromFair},
    outcomes::{HireSeeker, InviteSeeker, RefuseSeeker},
    proposals::{AnswerJob, InformEmployer, ProposeJob, WithdrawJob},
    seekers::AskSeeker,
    vacancies::{ChangeVacancy, ConfirmVacancy, EndVacancy, PostVacancy},
};

use super::pieces::asked;
use crate::{
    i18n::day_end,
    web::{Cx, Done, To},
};

/// Parses a day of the form into its last second.
fn day(cx: &Cx, name: &'static str) -> Result<i64> {
    let code = if cx.field(name).is_empty() { Code::Required } else { Code::Unknown };
    day_end(cx.field(name)).ok_or_else(|| Error::field(name, code))
}

/// Parses a number of the form; one that is malformed is out of every range.
fn number(cx: &Cx, name: &'static str) -> Result<i64> {
    let code = if cx.field(name).is_empty() { Code::Required } else { Code::OutOfRange };
    domain::text::half_width(cx.field(name)).parse().map_err(|_| Error::field(name, code))
}

fn typed(cx: &Cx) -> Result<NewVacancy> {
    let skills = cx.fields("skill").into_iter().filter_map(|skill| skill.parse::<Skill>().ok()).collect();
    let languages = cx.fields("spoken").into_iter().filter_map(|spoken| spoken.parse::<Spoken>().ok()).collect();
    // Staff may type it: one that is not on the list is no vacancy of every area.
    let area = if cx.field("area").is_empty() { None } else { Some(cx.choice("area")?) };
    Ok(NewVacancy {
        organisation: cx.field_i64("organisation"),
        area,
        title: cx.field("title").to_owned(),
        place: cx.field("place").to_owned(),
        words: cx.field("words").to_owned(),
        hours: number(cx, "hours")?,
        pay_from: number(cx, "pay_from")?,
        pay_to: number(cx, "pay_to")?,
        lodging: cx.choice("lodging")?,
        skills,
        languages,
        posts: number(cx, "posts")?,
        until: day(cx, "until")?,
    })
}

fn vacancy(id: i64) -> To {
    To::page(format!("/jobs/{id}"))
}

fn proposal(id: i64) -> To {
    To::page(format!("/job-proposals/{id}"))
}

/// Handles `POST /jobs/new`.
pub async fn post(cx: Cx) -> Done {
    let new = NewVacancy { organisation: cx.choice("organisation")?, ..typed(&cx)? };
    let id = cx.store.run(&cx.by(), PostVacancy(new)).await?;
    Ok(vacancy(id).saying("done-vacancy-posted"))
}

/// Handles `POST /jobs/{id}/change`.
pub async fn change(cx: Cx) -> Done {
    let id = cx.id("id")?;
    let change = ChangeVacancy { vacancy: id, version: cx.field_i64("version"), new: typed(&cx)? };
    cx.store.run(&cx.by(), change).await?;
    Ok(vacancy(id).saying("done-vacancy-changed"))
}

/// Handles `POST /jobs/{id}/confirm`.
pub async fn confirm(cx: Cx) -> Done {
    let id = cx.id("id")?;
    cx.store.run(&cx.by(), ConfirmVacancy { vacancy: id }).await?;
    Ok(vacancy(id).saying("done-vacancy-confirmed"))
}

/// Handles `POST /jobs/{id}/end`.
pub async fn end(cx: Cx) -> Done {
    let id = cx.id("id")?;
    cx.store.run(&cx.by(), EndVacancy { vacancy: id }).await?;
    Ok(vacancy(id).saying("done-vacancy-ended"))
}

/// Handles `POST /jobs/{id}/fair`.
pub async fn bring(cx: Cx) -> Done {
    let id = cx.id("id")?;
    cx.store.run(&cx.by(), BringVacancy { vacancy: id, course: cx.field_i64("course") }).await?;
    Ok(vacancy(id).saying("done-fair-brought"))
}

/// Handles `POST /jobs/{id}/fair/end`.
pub async fn take_from_fair(cx: Cx) -> Done {
    let id = cx.id("id")?;
    cx.store.run(&cx.by(), TakeFromFair { vacancy: id, course: cx.field_i64("course") }).await?;
    Ok(vacancy(id).saying("done-fair-taken-back"))
}

/// Handles `POST /jobs/{id}/propose`.
pub async fn propose(cx: Cx) -> Done {
    let propose = ProposeJob { seeker: cx.choice("seeker")?, vacancy: cx.id("id")? };
    let id = cx.store.run(&cx.by(), propose).await?;
    Ok(proposal(id).saying("done-job-proposed"))
}

/// Handles `POST /desk/households/{id}/jobs/propose`.
pub async fn propose_member(cx: Cx) -> Done {
    let propose = ProposeJob { seeker: cx.choice("seeker")?, vacancy: cx.choice("vacancy")? };
    let id = cx.store.run(&cx.by(), propose).await?;
    Ok(proposal(id).saying("done-job-proposed"))
}

/// Handles `POST /desk/households/{id}/jobs`.
pub async fn ask(cx: Cx) -> Done {
    let household = cx.id("id")?;
    let seeker = cx.store.run(&cx.by(), AskSeeker { household, new: asked(&cx)? }).await?;
    Ok(To::page(format!("/desk/households/{household}/jobs?seeker={seeker}")).saying("done-seeker-asked"))
}

/// Handles `POST /home/jobs/ask`.
pub async fn ask_own(cx: Cx) -> Done {
    let household = cx.actor.must_be_family()?;
    cx.store.run(&cx.by(), AskSeeker { household, new: asked(&cx)? }).await?;
    Ok(To::page("/home/jobs").saying("done-seeker-asked"))
}

/// Handles `POST /job-proposals/{id}/answer`.
pub async fn answer(cx: Cx) -> Done {
    let id = cx.id("id")?;
    cx.store.run(&cx.by(), AnswerJob { proposal: id, answer: cx.choice("answer")? }).await?;
    Ok(proposal(id).saying("done-job-answered"))
}

/// Handles `POST /job-proposals/{id}/inform`.
pub async fn inform(cx: Cx) -> Done {
    let id = cx.id("id")?;
    cx.store.run(&cx.by(), InformEmployer { proposal: id }).await?;
    Ok(proposal(id).saying("done-job-informed"))
}

/// Handles `POST /job-proposals/{id}/invite`.
pub async fn invite(cx: Cx) -> Done {
    let id = cx.id("id")?;
    let invite = InviteSeeker { proposal: id, meeting: cx.choice("meeting")?, day: day(&cx, "day")? };
    cx.store.run(&cx.by(), invite).await?;
    Ok(proposal(id).saying("done-job-invited"))
}

/// Handles `POST /job-proposals/{id}/hire`.
pub async fn hire(cx: Cx) -> Done {
    let id = cx.id("id")?;
    cx.store.run(&cx.by(), HireSeeker { proposal: id, day: day(&cx, "day")? }).await?;
    Ok(proposal(id).saying("done-job-hired"))
}

/// Handles `POST /job-proposals/{id}/refuse`.
pub async fn refuse(cx: Cx) -> Done {
    let id = cx.id("id")?;
    let refuse = RefuseSeeker { proposal: id, reason: cx.choice("reason")?, reason_for: cx.choice("reason_for")? };
    cx.store.run(&cx.by(), refuse).await?;
    Ok(proposal(id).saying("done-job-refused"))
}

/// Handles `POST /job-proposals/{id}/withdraw`.
pub async fn withdraw(cx: Cx) -> Done {
    let id = cx.id("id")?;
    cx.store.run(&cx.by(), WithdrawJob { proposal: id }).await?;
    Ok(proposal(id).saying("done-job-withdrawn"))
}

/// Handles `POST /job-proposals/{id}/reveal`.
pub async fn reveal(cx: Cx) -> Done {
    let id = cx.id("id")?;
    cx.store.run(&cx.by(), RevealSeeker { proposal: id }).await?;
    Ok(proposal(id))
}

/// Handles `POST /job-checks/{id}`.
pub async fn answer_check(cx: Cx) -> Done {
    let id = cx.id("id")?;
    let answer = AnswerJobCheck { check: id, still_there: cx.choice("still_there")?, paid: cx.choice("paid")? };
    cx.store.run(&cx.by(), answer).await?;
    Ok(To::page(format!("/job-checks/{id}")).saying("done-job-check"))
}
