//! Forms that begin a programme, and that add an indicator to a draft.

use domain::{
    DAY,
    community::programmes::{IndicatorKind, ProgrammeState},
    permission::Action,
};
use leptos::prelude::*;

use crate::{
    components::{ActionForm, Field, Select, Submit, area_choice, area_options},
    i18n::day_value,
    pages::casework::pieces::named,
    web::{Cx, Here, Page, Shown, scene},
};

/// Renders `GET /desk/programmes/new`.
pub async fn page(cx: Cx) -> Shown {
    cx.actor.must_somewhere(Action::LeadProgrammes)?;
    let areas = cx.store.areas(&cx.actor).await?;
    let options = area_options(&areas, |area| cx.actor.may(Action::LeadProgrammes, &area.path));
    let areas = area_choice(cx.lang, options);
    Ok(Page::new(cx.lang.t("programme-new"), Here::Programmes, move || {
        let now = scene().now;
        let (today, year) = (day_value(now), day_value(now + 365 * DAY));
        view! {
            <ActionForm to="/desk/programmes/new">
                <Field name="name" label=t!("programme-called") required=true max_length=60 autocomplete="off" />
                <Select name="area" label=t!("field-area") options=areas required=true />
                <Field name="source" label=t!("programme-source") hint=t!("programme-source-hint") max_length=120 autocomplete="off" />
                <Field name="first" label=t!("programme-first") kind="date" value=today required=true />
                <Field name="until" label=t!("programme-until") kind="date" value=year required=true />
                <p class="note">{t!("programme-draft-note")}</p>
                <div class="thumb-bar"><Submit label=t!("programme-new") wide=true /></div>
            </ActionForm>
        }
    })
    .back("/desk/programmes")
    .narrow()
    .no_index())
}

/// Renders `GET /desk/programmes/{id}/indicators`: the form for another indicator.
pub async fn indicator(cx: Cx) -> Shown {
    cx.actor.must_somewhere(Action::LeadProgrammes)?;
    let id = cx.id("id")?;
    let programme = cx.store.programme(&cx.actor, id).await?;
    if !programme.may_lead {
        return Err(domain::Error::NotFound);
    }
    programme.state.must_be(ProgrammeState::Draft)?;
    let areas = cx.store.areas(&cx.actor).await?;
    let inside = areas.iter().find(|area| area.id == programme.area).map(|area| area.path.clone());
    let options = area_options(&areas, |area| inside.as_ref().is_some_and(|path| path.covers(&area.path)));
    let areas = area_choice(cx.lang, options);
    let owners = owners(&cx).await?;
    Ok(Page::new(cx.lang.t("indicator-add"), Here::Programmes, move || {
        let kinds = named("indicator-kind", IndicatorKind::ALL, IndicatorKind::as_str);
        view! {
            <ActionForm to=format!("/desk/programmes/{id}/indicators")>
                <Field name="name" label=t!("indicator-what") required=true max_length=60 autocomplete="off" />
                <Select name="kind" label=t!("indicator-kind") hint=t!("indicator-kind-hint") options=kinds required=true />
                <Field name="unit" label=t!("indicator-unit") hint=t!("indicator-unit-hint") required=true max_length=8 autocomplete="off" />
                <Field name="baseline" label=t!("indicator-baseline") hint=t!("indicator-baseline-hint") kind="number" value="0" min="0" />
                <Field name="target" label=t!("indicator-target") kind="number" min="1" required=true />
                <Select name="area" label=t!("indicator-area") options=areas required=true />
                <Select name="owner" label=t!("indicator-owner") options=owners required=true />
                <div class="thumb-bar"><Submit label=t!("indicator-add") wide=true /></div>
            </ActionForm>
        }
    })
    .back(format!("/desk/programmes/{id}"))
    .narrow()
    .no_index())
}

/// Lists the accounts that may answer for an indicator, an empty option first.
pub(super) async fn owners(cx: &Cx) -> domain::Result<Vec<(String, String)>> {
    let colleagues = cx.store.colleagues(&cx.actor).await?;
    let all = colleagues.into_iter().map(|(id, name)| (id.to_string(), name));
    Ok(std::iter::once((String::new(), cx.lang.t("indicator-owner-choose"))).chain(all).collect())
}
