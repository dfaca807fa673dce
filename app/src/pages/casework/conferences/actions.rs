//! Actions on conferences and their measures.

use domain::{
    Code, Error, Result,
    casework::conferences::{ConferenceConsent, MeasureKind, NewConference, NewMeasure},
};
use store::casework::conferences::{
    holding::{EndConference, HoldConference},
    measures::{AddMeasure, FinishMeasure},
};

use crate::{
    i18n::day_end,
    web::{Cx, Done, To},
};

/// Reads a day as its end.
fn day(cx: &Cx, name: &'static str) -> Result<i64> {
    day_end(cx.field(name)).ok_or(Error::field(name, Code::Required))
}

fn some(n: i64) -> Option<i64> {
    (n > 0).then_some(n)
}

/// Handles `POST /desk/households/{id}/conferences`.
pub async fn hold(cx: Cx) -> Done {
    let household = cx.id("id")?;
    let consent = ConferenceConsent { whom: cx.field("whom").to_owned(), how: cx.choice("how")?, at: day(&cx, "at")? };
    let new = NewConference {
        case: some(cx.field_i64("case")),
        previous: some(cx.field_i64("previous")),
        held: day(&cx, "held")?,
        agenda: cx.fields("agenda").into_iter().filter_map(|item| item.parse().ok()).collect(),
        accounts: cx.fields("accounts").into_iter().filter_map(|account| account.parse().ok()).collect(),
        offices: cx.field("offices").lines().map(str::to_owned).collect(),
        consent,
        words: cx.field("words").to_owned(),
    };
    let id = cx.store.run(&cx.by(), HoldConference { household, new }).await?;
    Ok(To::page(format!("/desk/conferences/{id}")).saying("done-conference-held"))
}

/// Handles `POST /desk/conferences/{id}/measures`.
pub async fn add_measure(cx: Cx) -> Done {
    let id = cx.id("id")?;
    let new = NewMeasure {
        kind: MeasureKind::Task,
        record: None,
        owner: Some(cx.choice("owner")?),
        words: cx.field("words").to_owned(),
        due: Some(day(&cx, "due")?),
    };
    cx.store.run(&cx.by(), AddMeasure { conference: id, new }).await?;
    Ok(To::page(format!("/desk/conferences/{id}")).saying("done-measure-added"))
}

/// Handles `POST /desk/conferences/{id}/records`: a record as `kind:number`.
pub async fn link_record(cx: Cx) -> Done {
    let id = cx.id("id")?;
    let wrong = || Error::field("record", Code::Required);
    let (kind, record) = cx.field("record").split_once(':').ok_or_else(wrong)?;
    let new = NewMeasure {
        kind: kind.parse().map_err(|_| wrong())?,
        record: Some(record.parse().map_err(|_| wrong())?),
        owner: None,
        words: String::new(),
        due: None,
    };
    cx.store.run(&cx.by(), AddMeasure { conference: id, new }).await?;
    Ok(To::page(format!("/desk/conferences/{id}")).saying("done-measure-added"))
}

/// Handles `POST /desk/conferences/{id}/end`.
pub async fn end(cx: Cx) -> Done {
    let id = cx.id("id")?;
    cx.store.run(&cx.by(), EndConference { conference: id }).await?;
    Ok(To::page(format!("/desk/conferences/{id}")).saying("done-conference-ended"))
}

/// Handles `POST /desk/measures/{id}/finish`.
pub async fn finish(cx: Cx) -> Done {
    let finish =
        FinishMeasure { measure: cx.id("id")?, outcome: cx.choice("outcome")?, words: cx.field("words").to_owned() };
    let id = cx.store.run(&cx.by(), finish).await?;
    Ok(To::page(format!("/desk/conferences/{id}")).saying("done-measure-finished"))
}
