//! "320 services, about 1,000 people": each number leads to its rows.

use domain::{
    DAY,
    community::appointments::{AppointmentState, ServiceFigures},
    time::Day,
};
use leptos::prelude::*;
use store::community::appointments::views::AppointmentQuery;

use super::{appointment_pill, line};
use crate::{
    components::{Empty, Pager, Table},
    web::{Cx, Here, Page, Shown},
};

/// Days that the figures go back.
const DAYS: i64 = 365;

/// Since when the figures count: what the address says, else a year ago, from the beginning of that day.
fn since(cx: &Cx) -> i64 {
    match cx.query_i64("from") {
        0 => Day::of(cx.now - DAYS * DAY).start(),
        from => from,
    }
}

/// Renders `GET /desk/service-figures?from`.
pub async fn page(cx: Cx) -> Shown {
    let from = since(&cx);
    let figures = cx.store.service_figures(&cx.actor, from).await?;
    Ok(Page::new(cx.lang.t("service-figures"), Here::ServiceDesk, move || {
        let rendered: i64 = figures.iter().map(ServiceFigures::rendered).sum();
        let people: i64 = figures.iter().map(|one| one.people + one.answered).sum();
        let none = figures.is_empty();
        let rows = figures.iter().map(|one| row(one, from)).collect_view();
        view! {
            <p><b>{t!("service-figures-line", services = rendered, people = people)}</b></p>
            <p class="note">{t!("service-figures-note")}</p>
            {if none {
                view! { <Empty title=t!("service-figures-none") /> }.into_any()
            } else {
                view! {
                    <Table label=t!("service-figures") heads=view! {
                        <th scope="col">{t!("slot-service")}</th>
                        <th scope="col" class="num">{t!("figures-came")}</th>
                        <th scope="col" class="num">{t!("figures-people")}</th>
                        <th scope="col" class="num">{t!("figures-absent")}</th>
                        <th scope="col" class="num">{t!("figures-answered")}</th>
                        <th scope="col" class="num">{t!("service-figures-helped")}</th>
                        <th scope="col" class="num">{t!("service-figures-late")}</th>
                    }>{rows}</Table>
                }
                .into_any()
            }}
        }
    })
    .back("/desk/slots")
    .wide()
    .no_index())
}

fn row(figures: &ServiceFigures, from: i64) -> impl IntoView + use<> {
    let ServiceFigures { service, service_name, came, people, absent, answered, helped, late } = figures.clone();
    let id = service.unwrap_or_default();
    let name = if service.is_some() { service_name } else { t!("figures-no-service") };
    let held = move |state: &str| format!("/desk/appointments?service={id}&state={state}&from={from}");
    let asked = move |only: &str| format!("/desk/questions?show=answered&service={id}&from={from}{only}");
    view! {
        <tr>
            <th scope="row">{name}</th>
            <td class="num" data-label=t!("figures-came")><a href=held("came")>{came}</a></td>
            <td class="num" data-label=t!("figures-people")><a href=held("came")>{people}</a></td>
            <td class="num" data-label=t!("figures-absent")><a href=held("absent")>{absent}</a></td>
            <td class="num" data-label=t!("figures-answered")><a href=asked("")>{answered}</a></td>
            <td class="num" data-label=t!("service-figures-helped")><a href=asked("&only=helped")>{helped}</a></td>
            <td class="num" data-label=t!("service-figures-late")><a href=asked("&only=late")>{late}</a></td>
        </tr>
    }
}

/// Renders `GET /desk/appointments?service&state&from&cursor`: the rows behind the figures.
pub async fn rows(cx: Cx) -> Shown {
    let query = AppointmentQuery {
        service: cx.query_i64("service").max(0),
        state: cx.query("state").parse::<AppointmentState>().ok(),
        from: cx.query_i64("from"),
        cursor: cx.query_i64("cursor").max(0),
    };
    let found = cx.store.appointments(&cx.actor, &query).await?;
    let next = found.next.map(|cursor| cx.query_with(&[("cursor", &cursor.to_string())]));
    Ok(Page::new(cx.lang.t("appointments-title"), Here::ServiceDesk, move || {
        let none = found.items.is_empty();
        let rows = found
            .items
            .iter()
            .map(|one| {
                let (to, about, state) = (format!("/desk/slots/{}", one.slot), line(one), one.state);
                let name = one.service_name.clone();
                let people = format!("{} · {}", t!("appointment-people", n = one.people), about);
                view! {
                    <li>
                        <a class="row" href=to>
                            <span class="row-main"><b>{name}</b><small>{people}</small></span>
                            <span class="row-end">{appointment_pill(state)}</span>
                        </a>
                    </li>
                }
            })
            .collect_view();
        view! {
            {if none {
                view! { <Empty title=t!("appointments-empty") /> }.into_any()
            } else {
                view! { <ul class="rows">{rows}</ul> }.into_any()
            }}
            <Pager next />
        }
    })
    .back("/desk/service-figures")
    .narrow()
    .no_index())
}
