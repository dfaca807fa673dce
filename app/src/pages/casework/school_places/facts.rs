//! What a family says of its months: one row of choices for each month, filled in by one tap for a run of paid months.

use domain::{
    Code, Error, Result,
    casework::school_places::{
        engine::{Paid, PaidMonth, SchoolFacts},
        views::SchoolPlaceFile,
    },
    time::{Day, Month},
};
use leptos::prelude::*;

use super::actions::day;
use crate::{
    components::{ActionForm, Choice, Field, More, Submit, value_choices},
    i18n::{day_value, lang, month_name},
    web::{Cx, scene},
};

/// Months that the form shows, the newest first.
const SHOWN: i64 = 30;

/// Reads the form: each month as `2026-03=on_time`; months since `paid_since` that say nothing were paid on time.
///
/// # Errors
/// Fields `payments`, `paid_since`, `residence_since` and `contract_since`.
pub(super) fn typed(cx: &Cx) -> Result<SchoolFacts> {
    let mut payments = Vec::new();
    for row in cx.fields("payments").into_iter().filter(|row| !row.is_empty()) {
        let unknown = || Error::field("payments", Code::Unknown);
        let (month, paid) = row.split_once('=').ok_or_else(unknown)?;
        payments.push(PaidMonth {
            month: month.parse().map_err(|_| unknown())?,
            paid: paid.parse().map_err(|_| unknown())?,
        });
    }
    if !cx.field("paid_since").is_empty() {
        let since: Month = cx.choice("paid_since")?;
        let this = Month::of(cx.now);
        if since > this || since < this.plus(-SHOWN * 2) {
            return Err(Error::field("paid_since", Code::OutOfRange));
        }
        let mut month = since;
        while month < this {
            if !payments.iter().any(|of| of.month == month) {
                payments.push(PaidMonth { month, paid: Paid::OnTime });
            }
            month = month.after();
        }
    }
    Ok(SchoolFacts {
        payments,
        residence_since: day(cx, "residence_since")?,
        contract_since: day(cx, "contract_since")?,
    })
}

/// What the form shows: what was typed before a refusal, else what is kept.
pub(super) fn shown(cx: &Cx, file: &SchoolPlaceFile) -> Vec<String> {
    let posted: Vec<String> = cx.fields("payments").into_iter().map(str::to_owned).collect();
    if !posted.is_empty() {
        return posted;
    }
    let facts = file.facts.iter().flat_map(|facts| &facts.payments);
    facts.map(|of| format!("{}={}", of.month, of.paid.as_str())).collect()
}

/// Renders the form; `kept` are the choices of months that are preselected.
pub(super) fn form(file: &SchoolPlaceFile, kept: &[String]) -> AnyView {
    let to = format!("/desk/school-places/{}/facts", file.place.id);
    let this = Month::of(scene().now);
    let months = (0..SHOWN).map(|back| month_row(this.plus(-back), back == 0, kept)).collect_view();
    let since = |day: Option<Day>| day.map(|day| day.to_string()).unwrap_or_default();
    let facts = file.facts.clone().unwrap_or_default();
    let (today, consent_needed) = (day_value(scene().now), file.consent_needed);
    let ways = value_choices("asked-how", ["visit", "phone"].into_iter());
    view! {
        <More summary=t!("school-facts") to=to.clone() open=file.facts.is_none()>
            <ActionForm to=to>
                <p class="note">{t!("school-facts-note")}</p>
                {consent_needed.then(|| view! {
                    <Field name="consent_whom" label=t!("school-consent-whom") hint=t!("asked-whom-hint") required=true max_length=40 autocomplete="off" />
                    <Choice name="consent_how" label=t!("asked-how") options=ways side=true />
                })}
                <Field name="paid_since" label=t!("school-paid-since") hint=t!("school-paid-since-hint") kind="month" max=this.to_string() />
                <fieldset class="field" id="payments">
                    <legend>{t!("school-months")}</legend>
                    <div class="cluster">{months}</div>
                </fieldset>
                <div class="field-row">
                    <Field name="residence_since" label=t!("school-residence-since") hint=t!("school-since-hint") kind="date" value=since(facts.residence_since) max=today.clone() />
                    <Field name="contract_since" label=t!("school-contract-since") hint=t!("school-since-hint") kind="date" value=since(facts.contract_since) max=today />
                </div>
                <Submit label=t!("school-facts-do") wide=true />
            </ActionForm>
        </More>
    }
    .into_any()
}

/// Renders a month; one that still runs cannot be paid later.
fn month_row(month: Month, runs: bool, kept: &[String]) -> impl IntoView + use<> {
    let options = Paid::ALL
        .iter()
        .filter(|paid| !runs || **paid != Paid::Back)
        .map(|paid| {
            let value = format!("{month}={}", paid.as_str());
            let selected = kept.contains(&value);
            view! { <option value=value selected=selected>{lang().named("school-paid", paid.as_str())}</option> }
        })
        .collect_view();
    view! {
        <label class="field">
            <span>{month_name(&month.to_string())}</span>
            <select name="payments"><option value="">"—"</option>{options}</select>
        </label>
    }
}
