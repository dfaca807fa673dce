//! The services that families can be referred to: who offers them, how fast, and whether there is room.

use domain::{
    permission::Action,
    services::{Capacity, Service, TimeClass},
};
use leptos::prelude::*;

use super::pieces::tabs;
use crate::{
    components::{ActionForm, Empty, Field, More, Near, RowForm, Select, StatePill, Submit, value_options},
    i18n::lang,
    web::{Cx, Here, Page, Shown},
};

/// Renders `GET /desk/services`.
pub async fn page(cx: Cx) -> Shown {
    let services = cx.store.services(&cx.actor).await?;
    let keeps = cx.actor.may_somewhere(Action::KeepServices);
    let organisations = if keeps { cx.store.service_organisations(&cx.actor).await? } else { Vec::new() };
    Ok(Page::new(cx.lang.t("services-title"), Here::Referrals, move || {
        let none = services.is_empty();
        let rows = services.iter().map(row).collect_view();
        view! {
            {tabs("/desk/services")}
            <p class="note">{t!("services-note")}</p>
            {if none {
                view! { <Empty title=t!("services-empty")>{t!("services-empty-text")}</Empty> }.into_any()
            } else {
                view! { <ul class="rows">{rows}</ul> }.into_any()
            }}
            {keeps.then(|| add_form(&organisations))}
        }
    })
    .narrow()
    .no_index())
}

fn row(service: &Service) -> impl IntoView + use<> {
    let Service { id, organisation_name, name, class, capacity, said, open, may_keep, .. } = service.clone();
    let line = format!("{organisation_name} · {}", lang().named("time-class", class.as_str()));
    let (tone, icon) = match (open, capacity) {
        (false, _) => ("soft", "close"),
        (true, Capacity::Open) => ("tea", "check"),
        (true, Capacity::Full) => ("plum", "clock"),
    };
    let text = if open { lang().named("capacity", capacity.as_str()) } else { t!("service-closed") };
    let other = if capacity == Capacity::Open { Capacity::Full } else { Capacity::Open };
    let to = format!("/desk/services/{id}");
    view! {
        <li class="row">
            <span class="row-main"><b>{name}</b><small>{line}</small></span>
            <span class="row-end">
                <StatePill tone icon text />
                <small><Near at=said /></small>
                {(may_keep && open).then(|| view! {
                    <RowForm to=to.clone()>
                        <input type="hidden" name="capacity" value=other.as_str() />
                        <input type="hidden" name="open" value="yes" />
                        <Submit label=lang().named("capacity-set", other.as_str()) tone="quiet" small=true />
                    </RowForm>
                })}
                {may_keep.then(|| view! {
                    <RowForm to=to.clone()>
                        <input type="hidden" name="capacity" value=capacity.as_str() />
                        {(!open).then(|| view! { <input type="hidden" name="open" value="yes" /> })}
                        <Submit label=if open { t!("service-close") } else { t!("service-reopen") } tone="quiet" small=true />
                    </RowForm>
                })}
            </span>
        </li>
    }
}

fn add_form(organisations: &[(i64, String)]) -> AnyView {
    let organisations = organisations.iter().map(|(id, name)| (id.to_string(), name.clone())).collect::<Vec<_>>();
    let classes = value_options("time-class", TimeClass::ALL.iter().map(|class| class.as_str()));
    view! {
        <More summary=t!("service-add") to="/desk/services">
            <ActionForm to="/desk/services">
                <Select name="organisation" label=t!("service-organisation") options=organisations required=true />
                <Field name="name" label=t!("service-name") required=true max_length=40 autocomplete="off" />
                <Select name="class" label=t!("time-class") options=classes required=true />
                <Submit label=t!("service-add-do") />
            </ActionForm>
        </More>
    }
    .into_any()
}
