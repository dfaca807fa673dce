//! Actions on bookable times and appointments.

use domain::{
    Code, DAY, Error, Result,
    community::appointments::{NewSlot, SlotKind},
    permission::Action,
};
use store::community::appointments::{
    booking::{BookSlot, CancelAppointment, MoveAppointment},
    slots::{CancelSlot, MarkAppointment, OpenSlot},
};

use crate::{
    i18n::day_end,
    pages::community::shifts::actions::clock,
    web::{Cx, Done, To},
};

fn own() -> To {
    To::page("/home/appointments")
}

fn household(id: i64) -> To {
    To::page(format!("/desk/households/{id}/appointments"))
}

/// Parses the member whom an appointment is for; none for the family.
fn person(cx: &Cx) -> Result<Option<i64>> {
    if cx.field("person").is_empty() { Ok(None) } else { cx.choice("person").map(Some) }
}

/// Handles `POST /home/appointments`.
pub async fn book_own(cx: Cx) -> Done {
    let household = cx.actor.must_be_family()?;
    let book = BookSlot { slot: cx.choice("slot")?, household, person: person(&cx)? };
    cx.store.run(&cx.by(), book).await?;
    Ok(own().saying("done-appointment-booked"))
}

/// Handles `POST /home/appointments/{id}/cancel`.
pub async fn cancel_own(cx: Cx) -> Done {
    cx.actor.must_be_family()?;
    cx.store.run(&cx.by(), CancelAppointment { appointment: cx.id("id")? }).await?;
    Ok(own().saying("done-appointment-cancelled"))
}

/// Handles `POST /home/appointments/{id}/move`.
pub async fn move_own(cx: Cx) -> Done {
    cx.actor.must_be_family()?;
    let slot = cx.choice("slot")?;
    cx.store.run(&cx.by(), MoveAppointment { appointment: cx.id("id")?, slot }).await?;
    Ok(own().saying("done-appointment-moved"))
}

/// Handles `POST /desk/households/{id}/appointments`.
pub async fn book(cx: Cx) -> Done {
    cx.actor.must_somewhere(Action::KeepHouseholds)?;
    let id = cx.id("id")?;
    let book = BookSlot { slot: cx.choice("slot")?, household: id, person: person(&cx)? };
    cx.store.run(&cx.by(), book).await?;
    Ok(household(id).saying("done-appointment-booked"))
}

/// Handles `POST /desk/households/{id}/appointments/cancel`.
pub async fn cancel(cx: Cx) -> Done {
    cx.actor.must_somewhere(Action::KeepHouseholds)?;
    let id = cx.id("id")?;
    cx.store.run(&cx.by(), CancelAppointment { appointment: cx.choice("appointment")? }).await?;
    Ok(household(id).saying("done-appointment-cancelled"))
}

/// Handles `POST /desk/households/{id}/appointments/move`.
pub async fn change_time(cx: Cx) -> Done {
    cx.actor.must_somewhere(Action::KeepHouseholds)?;
    let id = cx.id("id")?;
    let change = MoveAppointment { appointment: cx.choice("appointment")?, slot: cx.choice("slot")? };
    cx.store.run(&cx.by(), change).await?;
    Ok(household(id).saying("done-appointment-moved"))
}

/// Handles `POST /desk/slots/new`.
pub async fn open(cx: Cx) -> Done {
    let code = if cx.field("starts").is_empty() { Code::Required } else { Code::Unknown };
    let day = day_end(cx.field("starts")).ok_or_else(|| Error::field("starts", code))? + 1 - DAY;
    let (from, until) = (clock(&cx, "from")?, clock(&cx, "ends")?);
    let new = NewSlot {
        area: cx.choice("area")?,
        service: cx.choice("service")?,
        kind: cx.choice::<SlotKind>("kind")?,
        place: cx.field("place").to_owned(),
        starts: day + from,
        ends: day + until,
        places: cx.field_i64("places"),
    };
    let id = cx.store.run(&cx.by(), OpenSlot(new)).await?;
    Ok(To::page(format!("/desk/slots/{id}")).saying("done-slot-opened"))
}

/// Handles `POST /desk/slots/{id}/cancel`.
pub async fn cancel_slot(cx: Cx) -> Done {
    let id = cx.id("id")?;
    cx.store.run(&cx.by(), CancelSlot { slot: id, reason: cx.field("reason").to_owned() }).await?;
    Ok(To::page(format!("/desk/slots/{id}")).saying("done-slot-cancelled"))
}

/// Handles `POST /desk/slots/{id}/mark`.
pub async fn mark(cx: Cx) -> Done {
    let id = cx.id("id")?;
    let mark = MarkAppointment { appointment: cx.choice("appointment")?, mark: cx.choice("mark")? };
    cx.store.run(&cx.by(), mark).await?;
    Ok(To::page(format!("/desk/slots/{id}")).saying("done-file-saved"))
}
