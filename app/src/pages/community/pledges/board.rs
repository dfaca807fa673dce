//! The board (点单): what areas need and organisations offer, to be picked by the other side.

use domain::{DAY, areas::AreaKind, community::pledges::Listing, permission::Action};
use leptos::prelude::*;

use super::{form::things, pieces::said};
use crate::{
    components::{
        ActionForm, Empty, Field, More, Near, Pager, RowForm, Select, StatePill, Submit, area_choice, area_options,
    },
    i18n::day_value,
    web::{Cx, Here, Page, Shown, scene},
};

/// Days until which an entry stands, and a picked pledge runs, where nothing else is typed.
const LISTED_DAYS: i64 = 60;
const YEAR_DAYS: i64 = 365;

/// Renders `GET /pledges/board?cursor`.
pub async fn page(cx: Cx) -> Shown {
    let found = cx.store.pledge_listings(&cx.actor, cx.query_i64("cursor").max(0)).await?;
    let own = cx.store.acting_for(&cx.actor).await?;
    let next = found.next.map(|cursor| cx.query_with(&[("cursor", &cursor.to_string())]));
    let areas = cx.store.areas(&cx.actor).await?;
    let options = area_options(&areas, |area| match own {
        0 => cx.actor.may(Action::KeepOrganisations, &area.path),
        _ => area.kind != AreaKind::Grid,
    });
    let lists = !options.is_empty();
    let options = area_choice(cx.lang, options);
    let (here, back) = match cx.actor.is_staff() {
        true => (Here::Partners, "/desk/pledges"),
        false => (Here::Claims, "/organisation"),
    };
    Ok(Page::new(cx.lang.t("pledge-board"), here, move || {
        let none = found.items.is_empty();
        let rows = found.items.into_iter().map(row).collect_view();
        view! {
            <p class="note">{t!("pledge-board-note")}</p>
            {if none {
                view! { <Empty title=t!("pledge-board-none")>{t!("pledge-board-none-text")}</Empty> }.into_any()
            } else {
                view! { <ul class="rows">{rows}</ul> }.into_any()
            }}
            <Pager next />
            {lists.then(|| add_form(own, options))}
        }
    })
    .back(back)
    .narrow()
    .no_index())
}

fn row(of: Listing) -> impl IntoView {
    let Listing { id, organisation, organisation_name, area_name, promise, until, may_pick, may_withdraw, .. } = of;
    let (tone, text) = match organisation {
        Some(_) => ("tea", t!("pledge-offer")),
        None => ("amber", t!("pledge-need")),
    };
    let who = if organisation.is_some() { format!("{organisation_name} · {area_name}") } else { area_name };
    let last = day_value(scene().now + YEAR_DAYS * DAY);
    let what = said(&promise);
    view! {
        <li class="row">
            <span class="row-main"><b>{what}</b><small>{who}</small></span>
            <span class="row-end">
                <StatePill tone icon="list" text />
                <small>{t!("partnership-until")}" "<Near at=until /></small>
                {may_pick.then(|| view! {
                    <RowForm to=format!("/pledges/board/{id}/pick")>
                        <input type="hidden" name="until" value=last />
                        <Submit label=t!("pledge-pick") tone="soft" small=true />
                    </RowForm>
                })}
                {may_withdraw.then(|| view! {
                    <RowForm to=format!("/pledges/board/{id}/withdraw")>
                        <Submit label=t!("pledge-unlist") tone="quiet" small=true />
                    </RowForm>
                })}
            </span>
        </li>
    }
}

fn add_form(own: i64, areas: Vec<(String, String)>) -> impl IntoView {
    let now = scene().now;
    let (first, usual) = (day_value(now + DAY), day_value(now + LISTED_DAYS * DAY));
    let summary = if own == 0 { t!("pledge-list-need") } else { t!("pledge-list-offer") };
    view! {
        <More summary to="/pledges/board">
            <ActionForm to="/pledges/board">
                <Select name="area" label=t!("field-area") options=areas required=true />
                <Select name="what" label=t!("pledge-what") options=things() required=true />
                <Field name="count" label=t!("pledge-count") kind="number" min="1" inputmode="numeric" required=true />
                <Field name="until" label=t!("partnership-until") kind="date" value=usual min=first required=true />
                <Submit label=t!("pledge-list-do") tone="soft" />
            </ActionForm>
        </More>
    }
}
