//! The family's page: what taking part gives, help between neighbours, and what was booked for which fact.

use domain::{
    DAY,
    points::taking_part::{HELP_DAYS, HelpState, NeighbourHelp},
};
use leptos::prelude::*;

use super::pieces::{bookings, help, rules};
use crate::{
    components::{ActionForm, Code, Field, More, Pager, RowForm, Submit, TextArea},
    i18n::day_value,
    web::{Cx, Here, Page, Shown, scene},
};

/// Renders `GET /home/taking-part?cursor`.
pub async fn page(cx: Cx) -> Shown {
    let household = cx.actor.must_be_family()?;
    let code = cx.store.neighbour_code(&cx.actor).await?;
    let helps = cx.store.own_helps(&cx.actor).await?;
    let in_force = cx.store.household_part_rules(&cx.actor, household).await?;
    let booked = cx.store.part_bookings(&cx.actor, household, cx.query_i64("cursor").max(0)).await?;
    let next = booked.next.map(|cursor| cx.query_with(&[("cursor", &cursor.to_string())]));
    Ok(Page::new(cx.lang.t("part-title"), Here::Home, move || {
        let (asked, rest): (Vec<_>, Vec<_>) = helps.iter().partition(|one| one.state == HelpState::Waiting && !one.own);
        let asked = asked.into_iter().map(|one| help(one, Some(answer_of(one)))).collect_view();
        let rest = rest.into_iter().map(own).collect_view();
        view! {
            {rules(&in_force)}
            {asked}
            <section class="stack" aria-labelledby="booked">
                <h2 id="booked">{t!("part-booked")}</h2>
                {bookings(&booked.items)}
                <Pager next />
            </section>
            <section class="stack" aria-labelledby="neighbours">
                <h2 id="neighbours">{t!("part-neighbours")}</h2>
                {say()}
                {rest}
                {own_code(code)}
            </section>
        }
    })
    .back("/home/points")
    .narrow()
    .secret())
}

fn answer_of(one: &NeighbourHelp) -> String {
    format!("/home/taking-part/help/{}/answer", one.id)
}

fn say() -> impl IntoView {
    let now = scene().now;
    let (today, first) = (day_value(now), day_value(now - (HELP_DAYS - 1) * DAY));
    view! {
        <More summary=t!("help-say") to="/home/taking-part/help">
            <ActionForm to="/home/taking-part/help">
                <p class="note">{t!("help-say-note")}</p>
                <Field
                    name="code" label=t!("help-code") required=true max_length=20 autocomplete="off" class="code-input"
                />
                <Field
                    name="day" label=t!("help-day") kind="date" value=today.clone() required=true min=first max=today
                />
                <TextArea name="words" label=t!("help-words") required=true max_length=200 rows=2 />
                <Submit label=t!("help-say-do") wide=true />
            </ActionForm>
        </More>
    }
}

fn own(one: &NeighbourHelp) -> impl IntoView + use<> {
    let withdraw = (one.own && one.state == HelpState::Waiting).then(|| {
        view! {
            <RowForm to=format!("/home/taking-part/help/{}/withdraw", one.id)>
                <button class="btn btn-quiet btn-small">{t!("help-withdraw")}</button>
            </RowForm>
        }
    });
    let side = if one.own { t!("help-given") } else { t!("help-got") };
    view! { <p class="soft">{side}</p>{help(one, None)}{withdraw} }
}

fn own_code(code: Option<String>) -> impl IntoView {
    let label = if code.is_some() { t!("help-code-renew") } else { t!("help-code-make") };
    view! {
        <section class="card stack">
            <p>{t!("help-code-note")}</p>
            {code.map(|code| view! { <p><Code code /></p> })}
            <RowForm to="/home/taking-part/code">
                <button class="btn btn-quiet">{label}</button>
            </RowForm>
        </section>
    }
}
