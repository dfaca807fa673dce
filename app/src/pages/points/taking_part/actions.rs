//! Actions of taking part: rules of an area, help between neighbours, notes for staff.

use domain::{
    Code, Error, Result, Timestamp,
    points::taking_part::{NewHelp, NewPartRule},
};
use store::points::taking_part::{
    help::{AnswerHelp, MakeNeighbourCode, SayHelp, WithdrawHelp},
    notes::SettlePartNote,
    rules::{SetPartRule, WithdrawPartRule},
};

use crate::{
    i18n::day_end,
    web::{Cx, Done, To},
};

fn own() -> To {
    To::page("/home/taking-part")
}

/// Reads a day; 0 for an empty field.
fn day(cx: &Cx, name: &'static str) -> Result<Timestamp> {
    if cx.field(name).is_empty() {
        return Ok(0);
    }
    day_end(cx.field(name)).ok_or_else(|| Error::field(name, Code::Unknown))
}

/// Handles `POST /home/taking-part/code`.
pub async fn code(cx: Cx) -> Done {
    cx.store.run(&cx.by(), MakeNeighbourCode {}).await?;
    Ok(own().saying("done-neighbour-code"))
}

/// Handles `POST /home/taking-part/help`.
pub async fn say(cx: Cx) -> Done {
    let new = NewHelp { code: cx.field("code").to_owned(), day: day(&cx, "day")?, words: cx.field("words").to_owned() };
    cx.store.run(&cx.by(), SayHelp(new)).await?;
    Ok(own().saying("done-help-said"))
}

/// Handles `POST /home/taking-part/help/{id}/answer`.
pub async fn answer_own(cx: Cx) -> Done {
    cx.store.run(&cx.by(), AnswerHelp { help: cx.id("id")?, answer: cx.choice("answer")? }).await?;
    Ok(own().saying("done-help-answered"))
}

/// Handles `POST /home/taking-part/help/{id}/withdraw`.
pub async fn withdraw(cx: Cx) -> Done {
    cx.store.run(&cx.by(), WithdrawHelp { help: cx.id("id")? }).await?;
    Ok(own().saying("done-help-withdrawn"))
}

/// Handles `POST /desk/taking-part/help/{id}/answer`.
pub async fn answer(cx: Cx) -> Done {
    cx.store.run(&cx.by(), AnswerHelp { help: cx.id("id")?, answer: cx.choice("answer")? }).await?;
    Ok(To::page("/desk/taking-part").saying("done-help-answered"))
}

/// Handles `POST /desk/taking-part/{id}/settle`.
pub async fn settle(cx: Cx) -> Done {
    cx.store.run(&cx.by(), SettlePartNote { booking: cx.id("id")? }).await?;
    Ok(To::page("/desk/taking-part?show=notes").saying("done-part-settled"))
}

/// Handles `POST /admin/areas/{id}/taking-part`.
pub async fn set(cx: Cx) -> Done {
    let area = cx.id("id")?;
    // An empty field is refused as -1: 0 would mean "no cap".
    let cap_month = if cx.field("cap_month").is_empty() { -1 } else { cx.field_i64("cap_month") };
    let rule = NewPartRule {
        kind: cx.choice("kind")?,
        points: cx.field_i64("points"),
        cap_month,
        from: day(&cx, "from")?,
        until: day(&cx, "until")?,
    };
    cx.store.run(&cx.by(), SetPartRule { area, rule }).await?;
    Ok(To::page(format!("/admin/areas/{area}/taking-part")).saying("done-part-rule-set"))
}

/// Handles `POST /admin/areas/{id}/taking-part/{rule}/withdraw`.
pub async fn end(cx: Cx) -> Done {
    let area = cx.id("id")?;
    cx.store.run(&cx.by(), WithdrawPartRule { rule: cx.id("rule")? }).await?;
    Ok(To::page(format!("/admin/areas/{area}/taking-part")).saying("done-part-rule-withdrawn"))
}
