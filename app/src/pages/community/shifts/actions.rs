//! Actions on shifts, places and tasks.

use domain::{
    Code, DAY, Error, Result,
    community::shifts::{
        NewShift, ShiftPlaceState,
        tasks::{NewTasks, Tick, TickOutcome},
    },
};
use store::community::shifts::{
    attendance::{CheckAtPlace, MarkPlace, TypeMinutes},
    doors::{RevealTask, TickTask},
    feed::EndFeed,
    lifecycle::{CancelShift, ChangePlaces, OpenShift},
    sign_up::{LeaveShift, SignUp},
    tasks::{AddTasks, MoveTask, SettleTask},
};

use crate::{
    i18n::day_end,
    web::{Cx, Done, To},
};

fn own(id: i64) -> To {
    To::page(format!("/shifts/{id}"))
}

fn desk(id: i64) -> To {
    To::page(format!("/desk/shifts/{id}"))
}

/// Parses a time of day of the form, such as `14:30`, into seconds since midnight.
pub(crate) fn clock(cx: &Cx, name: &'static str) -> Result<i64> {
    let text = domain::text::half_width(cx.field(name));
    let code = if text.is_empty() { Code::Required } else { Code::Unknown };
    let parsed = text.split_once(':').and_then(|(hours, minutes)| {
        let (hours, minutes) = (hours.parse::<i64>().ok()?, minutes.get(..2)?.parse::<i64>().ok()?);
        ((0..24).contains(&hours) && (0..60).contains(&minutes)).then_some((hours * 60 + minutes) * 60)
    });
    parsed.ok_or_else(|| Error::field(name, code))
}

/// Longest shift that goes into the next day, in seconds. A longer one is a mistyped end: 14:00 to 13:00.
const NIGHT: i64 = 12 * 3_600;

/// Handles `POST /desk/shifts/new`. An end before the beginning is on the next day.
pub async fn open(cx: Cx) -> Done {
    let code = if cx.field("starts").is_empty() { Code::Required } else { Code::Unknown };
    let day = day_end(cx.field("starts")).ok_or_else(|| Error::field("starts", code))? + 1 - DAY;
    let (from, until) = (clock(&cx, "from")?, clock(&cx, "ends")?);
    let ends = if until > from { until } else { until + DAY };
    if ends >= DAY && ends - from > NIGHT {
        return Err(Error::field("ends", Code::OutOfRange));
    }
    let new = NewShift {
        area: cx.choice("area")?,
        kind: cx.choice("kind")?,
        name: cx.field("name").to_owned(),
        place: cx.field("place").to_owned(),
        starts: day + from,
        ends: day + ends,
        places: cx.field_i64("places"),
        opens_before: cx.field_i64("opens_before"),
        closes_before: cx.field_i64("closes_before"),
        leave_before: cx.field_i64("leave_before"),
        reveal_before: cx.field_i64("reveal_before"),
    };
    let id = cx.store.run(&cx.by(), OpenShift(new)).await?;
    Ok(desk(id).saying("done-shift-opened"))
}

/// Handles `POST /desk/shifts/{id}/places`.
pub async fn places(cx: Cx) -> Done {
    let id = cx.id("id")?;
    cx.store.run(&cx.by(), ChangePlaces { shift: id, places: cx.field_i64("places") }).await?;
    Ok(desk(id).saying("done-file-saved"))
}

/// Handles `POST /desk/shifts/{id}/cancel`.
pub async fn cancel(cx: Cx) -> Done {
    let id = cx.id("id")?;
    cx.store.run(&cx.by(), CancelShift { shift: id, reason: cx.field("reason").to_owned() }).await?;
    Ok(desk(id).saying("done-shift-cancelled"))
}

/// Handles `POST /shifts/{id}/sign-up`.
pub async fn sign_up(cx: Cx) -> Done {
    let id = cx.id("id")?;
    let state = cx.store.run(&cx.by(), SignUp { shift: id }).await?;
    let said = if state == ShiftPlaceState::Standby { "done-shift-standby" } else { "done-shift-signed-up" };
    Ok(own(id).saying(said))
}

/// Handles `POST /shifts/{id}/leave`.
pub async fn leave(cx: Cx) -> Done {
    let id = cx.id("id")?;
    cx.store.run(&cx.by(), LeaveShift { shift: id }).await?;
    Ok(own(id).saying("done-shift-left"))
}

/// Handles `POST /shifts/{id}/check`.
pub async fn check(cx: Cx) -> Done {
    let id = cx.id("id")?;
    let check = CheckAtPlace { shift: id, step: cx.choice("step")?, code: cx.field("code").to_owned() };
    cx.store.shift_check(&cx.by(), check).await?;
    Ok(own(id).saying("done-shift-checked"))
}

/// Handles `POST /shifts/{id}/tick`.
pub async fn tick(cx: Cx) -> Done {
    let id = cx.id("id")?;
    let outcome: TickOutcome = cx.choice("outcome")?;
    let need = if outcome == TickOutcome::Need { Some(cx.choice("need")?) } else { None };
    let tick = Tick { outcome, need, words: cx.field("words").to_owned() };
    cx.store.run(&cx.by(), TickTask { task: cx.choice("task")?, tick }).await?;
    Ok(own(id).saying("done-shift-ticked"))
}

/// Handles `POST /shifts/{id}/reveal`.
pub async fn reveal(cx: Cx) -> Done {
    let id = cx.id("id")?;
    cx.store.run(&cx.by(), RevealTask { task: cx.choice("task")? }).await?;
    Ok(own(id))
}

/// Handles `POST /shifts/feed/end`.
pub async fn feed_end(cx: Cx) -> Done {
    cx.store.run(&cx.by(), EndFeed).await?;
    Ok(To::page("/shifts/mine").saying("done-shift-feed-ended"))
}

/// Handles `POST /desk/shifts/{id}/mark`.
pub async fn mark(cx: Cx) -> Done {
    let id = cx.id("id")?;
    cx.store.run(&cx.by(), MarkPlace { place: cx.choice("place")?, mark: cx.choice("mark")? }).await?;
    Ok(desk(id).saying("done-file-saved"))
}

/// Handles `POST /desk/shifts/{id}/minutes`.
pub async fn minutes(cx: Cx) -> Done {
    let id = cx.id("id")?;
    let minutes = cx.choice("minutes")?;
    cx.store.run(&cx.by(), TypeMinutes { place: cx.choice("place")?, minutes }).await?;
    Ok(desk(id).saying("done-file-saved"))
}

/// Handles `POST /desk/shifts/{id}/tasks`.
pub async fn add_tasks(cx: Cx) -> Done {
    let id = cx.id("id")?;
    let new = NewTasks {
        households: cx.fields("household").into_iter().filter_map(|household| household.parse().ok()).collect(),
        kind: cx.choice("kind")?,
        words: cx.field("words").to_owned(),
        agreed: cx.checked("agreed"),
    };
    let added = cx.store.run(&cx.by(), AddTasks { shift: id, new }).await?;
    Ok(desk(id).saying_with("done-shift-tasks", [("n", added.to_string())]))
}

/// Handles `POST /desk/shift-tasks/{id}/settle`.
pub async fn settle(cx: Cx) -> Done {
    cx.store.run(&cx.by(), SettleTask { task: cx.id("id")? }).await?;
    Ok(To::page("/desk/shift-tasks").saying("done-file-saved"))
}

/// Handles `POST /desk/shift-tasks/{id}/move`.
pub async fn move_task(cx: Cx) -> Done {
    let shift = cx.choice("shift")?;
    cx.store.run(&cx.by(), MoveTask { task: cx.id("id")?, shift }).await?;
    Ok(desk(shift).saying("done-shift-task-moved"))
}
