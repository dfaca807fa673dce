//! Actions on programmes and their indicators.

use domain::{
    Code, Error, Result, Timestamp,
    community::programmes::{
        IndicatorId, IndicatorKind, NewIndicator, NewMilestone, NewValue, ProgrammeDraft, ProgrammeState,
    },
};
use store::community::programmes::{
    drafts::{AddIndicator, AddMilestone, DraftProgramme, DropIndicator, DropMilestone},
    lifecycle::{DropProgramme, EndProgramme, GiveIndicator, StartProgramme},
    progress::{MoveMilestone, ReachMilestone, TypeValue},
    reports::{CommentReport, RecountReport},
};

use crate::{
    i18n::day_end,
    web::{Cx, Done, To},
};

fn programme(id: i64) -> To {
    To::page(format!("/desk/programmes/{id}"))
}

fn indicator(id: i64) -> To {
    To::page(format!("/desk/indicators/{id}"))
}

/// Reads the last second of a day that was chosen.
fn day(cx: &Cx, name: &'static str) -> Result<Timestamp> {
    let code = if cx.field(name).is_empty() { Code::Required } else { Code::Unknown };
    day_end(cx.field(name)).ok_or_else(|| Error::field(name, code))
}

/// Handles `POST /desk/programmes/new`.
pub async fn draft(cx: Cx) -> Done {
    let new = ProgrammeDraft {
        area: cx.choice("area")?,
        name: cx.field("name").to_owned(),
        source: cx.field("source").to_owned(),
        first: day(&cx, "first")?,
        until: day(&cx, "until")?,
    };
    let id = cx.store.run(&cx.by(), DraftProgramme(new)).await?;
    Ok(programme(id).saying("done-programme-drafted"))
}

/// Handles `POST /desk/programmes/{id}/start`.
pub async fn start(cx: Cx) -> Done {
    let id = cx.id("id")?;
    cx.store.run(&cx.by(), StartProgramme { programme: id }).await?;
    Ok(programme(id).saying("done-programme-started"))
}

/// Handles `POST /desk/programmes/{id}/end`.
pub async fn end(cx: Cx) -> Done {
    let id = cx.id("id")?;
    cx.store.run(&cx.by(), EndProgramme { programme: id, reason: cx.field("reason").to_owned() }).await?;
    Ok(programme(id).saying("done-programme-ended"))
}

/// Handles `POST /desk/programmes/{id}/drop`.
pub async fn drop(cx: Cx) -> Done {
    cx.store.run(&cx.by(), DropProgramme { programme: cx.id("id")? }).await?;
    Ok(To::page("/desk/programmes").saying("done-programme-dropped"))
}

/// Handles `POST /desk/programmes/{id}/indicators`.
pub async fn add_indicator(cx: Cx) -> Done {
    let id = cx.id("id")?;
    let new = NewIndicator {
        area: cx.choice("area")?,
        name: cx.field("name").to_owned(),
        unit: cx.field("unit").to_owned(),
        kind: cx.choice("kind")?,
        baseline: cx.field_i64("baseline"),
        target: cx.field_i64("target"),
        owner: cx.choice("owner")?,
    };
    let made = cx.store.run(&cx.by(), AddIndicator { programme: id, new }).await?;
    Ok(indicator(made).saying("done-indicator-added"))
}

/// Handles `POST /desk/indicators/{id}/drop`.
pub async fn drop_indicator(cx: Cx) -> Done {
    let id = cx.store.run(&cx.by(), DropIndicator { indicator: cx.id("id")? }).await?;
    Ok(programme(id).saying("done-indicator-dropped"))
}

/// Handles `POST /desk/indicators/{id}/give`.
pub async fn give(cx: Cx) -> Done {
    let id = cx.id("id")?;
    cx.store.run(&cx.by(), GiveIndicator { indicator: id, owner: cx.choice("owner")? }).await?;
    Ok(indicator(id).saying("done-indicator-given"))
}

/// Checks that the page of an indicator has the form that types its figure.
async fn must_type(cx: &Cx, id: IndicatorId) -> Result<()> {
    let found = cx.store.indicator(&cx.actor, id).await?;
    if !found.indicator.may_act {
        return Err(Error::NotAllowed(Code::NotAllowed));
    }
    let typed = found.state == ProgrammeState::Running && found.indicator.kind == IndicatorKind::Typed;
    if typed { Ok(()) } else { Err(Error::Conflict(Code::WrongState)) }
}

/// Handles `POST /desk/indicators/{id}/value`.
pub async fn value(cx: Cx) -> Done {
    let id = cx.id("id")?;
    let read = || -> Result<NewValue> {
        Ok(NewValue {
            amount: cx.choice("value_amount")?,
            day: day(&cx, "value_day")?,
            source: cx.field("value_source").to_owned(),
        })
    };
    let new = match read() {
        Ok(new) => new,
        Err(wrong) => {
            // A page without the form cannot name its fields, so who may not type is told that first.
            must_type(&cx, id).await?;
            return Err(wrong);
        }
    };
    let names = [("amount", "value_amount"), ("day", "value_day"), ("source", "value_source")];
    cx.store
        .run(&cx.by(), TypeValue { indicator: id, new })
        .await
        .map_err(|error| Error::from(error).renamed(&names))?;
    Ok(indicator(id).saying("done-indicator-value"))
}

/// Handles `POST /desk/indicators/{id}/milestones`.
pub async fn add_milestone(cx: Cx) -> Done {
    let id = cx.id("id")?;
    let new = NewMilestone { name: cx.field("milestone_name").to_owned(), day: day(&cx, "milestone_day")? };
    let names = [("name", "milestone_name"), ("day", "milestone_day")];
    cx.store
        .run(&cx.by(), AddMilestone { indicator: id, new })
        .await
        .map_err(|error| Error::from(error).renamed(&names))?;
    Ok(indicator(id).saying("done-milestone-added"))
}

/// Handles `POST /desk/indicators/{id}/milestones/drop`.
pub async fn drop_milestone(cx: Cx) -> Done {
    let id = cx.store.run(&cx.by(), DropMilestone { milestone: cx.choice("milestone")? }).await?;
    Ok(indicator(id).saying("done-milestone-dropped"))
}

/// Handles `POST /desk/indicators/{id}/reach`.
pub async fn reach(cx: Cx) -> Done {
    let reached = ReachMilestone { milestone: cx.choice("reached")?, day: day(&cx, "reached_day")? };
    let names = [("day", "reached_day")];
    let id = cx.store.run(&cx.by(), reached).await.map_err(|error| Error::from(error).renamed(&names))?;
    Ok(indicator(id).saying("done-milestone-reached"))
}

/// Handles `POST /desk/indicators/{id}/move`.
pub async fn move_milestone(cx: Cx) -> Done {
    let moved = MoveMilestone {
        milestone: cx.choice("moved")?,
        day: day(&cx, "moved_day")?,
        reason: cx.field("moved_reason").to_owned(),
    };
    let names = [("day", "moved_day"), ("reason", "moved_reason")];
    let id = cx.store.run(&cx.by(), moved).await.map_err(|error| Error::from(error).renamed(&names))?;
    Ok(indicator(id).saying("done-milestone-moved"))
}

/// Handles `POST /desk/indicators/{id}/comment`.
pub async fn comment(cx: Cx) -> Done {
    let new = CommentReport { report: cx.choice("report")?, words: cx.field("words").to_owned() };
    let id = cx.store.run(&cx.by(), new).await?;
    Ok(indicator(id).saying("done-indicator-commented"))
}

/// Handles `POST /desk/indicators/{id}/recount`.
pub async fn recount(cx: Cx) -> Done {
    let new = RecountReport { report: cx.choice("recounted")?, reason: cx.field("recount_reason").to_owned() };
    let names = [("reason", "recount_reason")];
    let id = cx.store.run(&cx.by(), new).await.map_err(|error| Error::from(error).renamed(&names))?;
    Ok(indicator(id).saying("done-indicator-recounted"))
}
