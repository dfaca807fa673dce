//! A pledge is drafted: by a member for its organisation, or by staff for their area.

use domain::{DAY, areas::AreaKind, permission::Action};
use leptos::prelude::*;

use super::form::fields;
use crate::{
    components::{ActionForm, Field, Select, Submit, area_choice, area_options},
    i18n::{day_value, lang},
    web::{Cx, Here, Page, Shown, scene},
};

/// Days that a pledge runs where nothing else is typed.
const YEAR_DAYS: i64 = 365;

/// Renders `GET /pledges/new`.
pub async fn page(cx: Cx) -> Shown {
    cx.signed_in()?;
    let own = cx.store.acting_for(&cx.actor).await?;
    let organisations = if own == 0 { cx.store.organisation_choices(&cx.actor).await? } else { Vec::new() };
    let areas = cx.store.areas(&cx.actor).await?;
    let options = area_options(&areas, |area| match own {
        0 => cx.actor.may(Action::KeepOrganisations, &area.path),
        _ => area.kind != AreaKind::Grid,
    });
    let options = area_choice(cx.lang, options);
    let (here, back) = if own == 0 { (Here::Partners, "/desk/pledges") } else { (Here::Claims, "/organisation") };
    Ok(Page::new(cx.lang.t("pledge-draft"), here, move || {
        let organisations = organisations.into_iter().map(|(id, name)| (id.to_string(), name)).collect();
        // The first in the alphabet is not asked for by mistake.
        let organisations = area_choice(lang(), organisations);
        let now = scene().now;
        let (first, usual) = (day_value(now + DAY), day_value(now + YEAR_DAYS * DAY));
        view! {
            <p class="note">{t!("pledge-draft-note")}</p>
            <ActionForm to="/pledges/new">
                {(own == 0).then(|| view! { <Select name="organisation" label=t!("partnership-organisation") options=organisations required=true /> })}
                <Select name="area" label=t!("field-area") options required=true />
                {fields(&[])}
                <Field name="until" label=t!("partnership-until") kind="date" value=usual min=first required=true />
                <div class="thumb-bar"><Submit label=t!("pledge-sign-and-send") wide=true /></div>
            </ActionForm>
        }
    })
    .back(back)
    .narrow()
    .no_index())
}
