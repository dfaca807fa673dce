//! Shop locations, where goods are brought, kept and handed over: the list and one location.

use domain::{Error, areas::Area, ledger::Location, permission::Action};
use leptos::prelude::*;

use super::opening;
use crate::{
    components::{
        ActionForm, Checkbox, Empty, Field, More, Select, StatePill, Submit, Table, area_choice, area_name,
        area_options,
    },
    web::{Cx, Here, Page, Shown},
};

/// Renders `GET /admin/locations`.
pub async fn page(cx: Cx) -> Shown {
    cx.actor.must_somewhere(Action::Administer)?;
    let areas = cx.store.areas(&cx.actor).await?;
    let found = cx.store.locations(&cx.actor).await?;
    let options = area_choice(cx.lang, area_options(&areas, |area| cx.actor.may(Action::Administer, &area.path)));
    let empty = found.is_empty();
    Ok(Page::new(cx.lang.t("admin-locations-title"), Here::Locations, move || {
        let table = if empty {
            view! { <Empty title=t!("admin-locations-empty")>{t!("admin-locations-empty-text")}</Empty> }.into_any()
        } else {
            table(found, &areas)
        };
        view! {
            <More summary=t!("admin-location-add") to="/admin/locations" open=empty>
                <ActionForm to="/admin/locations">
                    <Select name="area" label=t!("admin-location-area") hint=t!("admin-location-area-hint") options required=true />
                    {fields("", "", "")}
                    <Submit label=t!("admin-location-add-do") />
                </ActionForm>
            </More>
            {table}
        }
    })
    .wide()
    .no_index())
}

fn fields(name: &str, address: &str, hours: &str) -> impl IntoView + use<> {
    let (name, address, hours) = (name.to_owned(), address.to_owned(), hours.to_owned());
    view! {
        <Field name="name" label=t!("admin-location-name") value=name required=true max_length=40 autocomplete="off" />
        <Field name="address" label=t!("field-address") hint=t!("admin-location-address-hint") value=address required=true max_length=120 autocomplete="off" />
        <Field name="hours" label=t!("field-hours") hint=t!("admin-location-hours-hint") value=hours max_length=80 autocomplete="off" />
    }
}

fn table(found: Vec<Location>, areas: &[Area]) -> AnyView {
    let rows = found
        .into_iter()
        .map(|location| {
            let Location { id, area, name, address, hours, open } = location;
            view! {
                <tr>
                    <th scope="row"><a href=format!("/admin/locations/{id}")>{name}</a></th>
                    <td data-label=t!("field-area")>{area_name(areas, area)}</td>
                    <td data-label=t!("field-address")>{address}</td>
                    <td data-label=t!("field-hours")>{(!hours.is_empty()).then_some(hours)}</td>
                    <td class="mark" data-label=t!("admin-state")>
                        {if open {
                            view! { <StatePill tone="tea" icon="check" text=t!("admin-location-open") /> }
                        } else {
                            view! { <StatePill tone="plum" icon="close" text=t!("admin-location-closed") /> }
                        }}
                    </td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <Table label=t!("admin-locations-title") brief=true heads=view! {
            <th scope="col">{t!("admin-location-name")}</th>
            <th scope="col">{t!("field-area")}</th>
            <th scope="col">{t!("field-address")}</th>
            <th scope="col">{t!("field-hours")}</th>
            <th scope="col">{t!("admin-state")}</th>
        }>{rows}</Table>
    }
    .into_any()
}

/// Renders `GET /admin/locations/{id}`.
pub async fn record(cx: Cx) -> Shown {
    cx.actor.must_somewhere(Action::Administer)?;
    let id = cx.id("id")?;
    let found = cx.store.locations(&cx.actor).await?;
    let location = found.into_iter().find(|location| location.id == id).ok_or(Error::NotFound)?;
    if !cx.store.may_in(&cx.actor, Action::Administer, location.area).await? {
        return Err(Error::NotFound);
    }
    let areas = cx.store.areas(&cx.actor).await?;
    let place = area_name(&areas, location.area);
    let times = cx.store.opening(id).await?;
    Ok(Page::new(location.name.clone(), Here::Locations, move || {
        let Location { name, address, hours, open, .. } = location;
        view! {
            <p class="soft">{t!("admin-location-serves", area = place)}</p>
            <ActionForm to=format!("/admin/locations/{id}")>
                {fields(&name, &address, &hours)}
                <Checkbox name="open" label=t!("admin-location-open-tick") checked=open />
                <p class="note">{t!("admin-location-close-note")}</p>
                <Submit label=t!("admin-location-save") wide=true />
            </ActionForm>
            {opening::form(id, &times)}
        }
    })
    .back("/admin/locations")
    .narrow()
    .no_index())
}
