//! The form with a location's phone, hours and closed days.

use domain::{
    Error, Result,
    opening::{Hours, Opening, clock, closed_days},
    time::Day,
};
use leptos::prelude::*;
use store::areas::opening::SetOpening;

use crate::{
    components::{ActionForm, Field, Submit, TextArea},
    i18n::{day_end, day_value, lang},
    web::{Cx, Done, To},
};

/// Names of the two fields of each weekday, Monday first.
const DAYS: [(&str, &str); 7] = [
    ("opens_1", "closes_1"),
    ("opens_2", "closes_2"),
    ("opens_3", "closes_3"),
    ("opens_4", "closes_4"),
    ("opens_5", "closes_5"),
    ("opens_6", "closes_6"),
    ("opens_7", "closes_7"),
];

/// Renders the form with what is known.
pub(super) fn form(id: i64, opening: &Opening) -> impl IntoView + use<> {
    let week: Vec<_> = (0_i64..)
        .zip(DAYS)
        .map(|(weekday, (opens, closes))| {
            let hours = opening.hours(weekday);
            let (from, to) = hours.map(|Hours { opens, closes }| (padded(opens), padded(closes))).unwrap_or_default();
            (opens, closes, lang().t(&format!("weekday-{}", weekday + 1)), from, to)
        })
        .collect();
    let times = |(opens, closes, day, from, to): (&'static str, &'static str, String, String, String)| {
        view! {
            <div class="field-row">
                <Field name=opens label=t!("opening-opens", day = day.clone()) kind="time" value=from />
                <Field name=closes label=t!("opening-closes", day = day) kind="time" value=to />
            </div>
        }
    };
    let (phone, recipient) = (opening.phone.clone(), opening.recipient.clone());
    let closed = opening.closed.iter().map(|day| typed(*day)).collect::<Vec<_>>().join("\n");
    view! {
        <section class="stack" aria-labelledby="opening">
            <h2 id="opening">{t!("opening-title")}</h2>
            <p class="soft">{t!("opening-text")}</p>
            <ActionForm to=format!("/admin/locations/{id}/opening")>
                <Field
                    name="shop_phone" label=t!("field-shop-phone") hint=t!("opening-phone-hint") kind="tel" value=phone
                    max_length=30 autocomplete="off"
                />
                <Field
                    name="recipient" label=t!("field-recipient") hint=t!("opening-recipient-hint") value=recipient
                    max_length=30 autocomplete="off"
                />
                {week.into_iter().map(times).collect_view()}
                <TextArea name="closed_days" label=t!("field-closed-days") hint=t!("opening-closed-hint") value=closed rows=4 max_length=1500 />
                <Submit label=t!("opening-save") wide=true />
            </ActionForm>
        </section>
    }
}

/// Formats a time as its field takes it: `09:00`.
fn padded(minutes: i64) -> String {
    format!("{:0>5}", clock(minutes))
}

/// Formats a day as it is typed: `2026-10-01`.
fn typed(day: i64) -> String {
    let first = Day::of(0);
    day_value(first.plus(day - first.number()).start())
}

fn opening_of(cx: &Cx) -> Result<Opening> {
    let mut week = Vec::with_capacity(DAYS.len());
    for (opens, closes) in DAYS {
        week.push(Hours::parse(cx.field(opens), cx.field(closes)).map_err(|code| Error::field(opens, code))?);
    }
    if week.iter().all(Option::is_none) {
        week.clear();
    }
    let closed = closed_days(cx.field("closed_days"), |text| day_end(text).map(Day::of))?;
    Ok(Opening { phone: cx.field("shop_phone").to_owned(), recipient: cx.field("recipient").to_owned(), week, closed })
}

/// Handles `POST /admin/locations/{id}/opening`.
pub(super) async fn set(cx: Cx) -> Done {
    let location = cx.id("id")?;
    cx.store.run(&cx.by(), SetOpening { location, opening: opening_of(&cx)? }).await?;
    Ok(To::page(format!("/admin/locations/{location}")).saying("done-opening-set"))
}
