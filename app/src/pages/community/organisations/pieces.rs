//! Parts of the pages of organisations.

use domain::{
    accounts::OrganisationId,
    community::organisations::{
        Offering, OrganisationFigure, OrganisationFigures, OrganisationFile, OrganisationKind, PublicFigures,
    },
};
use leptos::prelude::*;

use crate::{
    components::{ActionForm, Boxes, Fact, Facts, Field, Submit},
    i18n::lang,
};

/// Says what an organisation is.
pub(crate) fn kind(kind: OrganisationKind) -> String {
    lang().named("organisation-kind", kind.as_str())
}

/// Says what it offers, in one line; empty for nothing.
pub(crate) fn offers(offers: &[Offering]) -> String {
    offers.iter().map(|one| lang().named("offering", one.as_str())).collect::<Vec<_>>().join(" · ")
}

fn line(
    file: &OrganisationFile,
    figure: OrganisationFigure,
    of: fn(&OrganisationFigures) -> i64,
) -> impl IntoView + use<> {
    let (year, total) = (of(&file.year), of(&file.total));
    let name = lang().named("organisation", figure.as_str());
    let said = t!("organisation-year-and-total", year = year, total = total);
    let rows = to_rows(file.id, figure, said);
    view! { <Fact name>{rows}</Fact> }
}

/// Renders a figure that leads to its rows.
fn to_rows(id: OrganisationId, figure: OrganisationFigure, said: String) -> impl IntoView {
    let to = format!("/organisations/{id}/rows?figure={}", figure.as_str());
    view! { <a class="link" href=to>{said}</a> }
}

/// Renders what it did, this year and in all. Each figure leads to its rows.
pub(crate) fn figures(file: &OrganisationFile) -> impl IntoView + use<> {
    let OrganisationFigures { answered, in_time, .. } = file.total;
    let id = file.id;
    let lines = [
        line(file, OrganisationFigure::Kept, |figures| figures.kept),
        line(file, OrganisationFigure::Units, |figures| figures.units),
        line(file, OrganisationFigure::Hours, |figures| figures.minutes / 60),
        line(file, OrganisationFigure::Placed, |figures| figures.placed),
    ]
    .collect_view();
    view! {
        <section class="stack" aria-labelledby="figures">
            <h2 id="figures">{t!("organisation-figures")}</h2>
            <Facts>
                {lines}
                {(answered > 0).then(|| view! {
                    <Fact name=t!("organisation-answers")>
                        {to_rows(id, OrganisationFigure::Answers, t!("organisation-in-time", n = in_time, all = answered))}
                    </Fact>
                })}
            </Facts>
            <p><a class="link" href=format!("/organisations/{id}/claims")>{t!("organisation-claims-link")}</a></p>
            <p class="note">{t!("organisation-figures-note")}</p>
        </section>
    }
}

/// Says a count of the public part, or that it is below five.
pub(crate) fn at_least(count: Option<i64>) -> String {
    match count {
        Some(n) => t!("organisation-at-least", n = n),
        None => t!("organisation-few"),
    }
}

/// Renders the figures for visitors; those below five are said as such.
pub(crate) fn public_figures(figures: PublicFigures) -> impl IntoView {
    let PublicFigures { kept, units, hours, placed } = figures;
    view! {
        <Facts>
            <Fact name=t!("organisation-kept")>{at_least(kept)}</Fact>
            <Fact name=t!("organisation-units")>{at_least(units)}</Fact>
            {hours.map(|n| view! { <Fact name=t!("organisation-hours")>{at_least(Some(n))}</Fact> })}
            {placed.map(|n| view! { <Fact name=t!("organisation-placed")>{at_least(Some(n))}</Fact> })}
        </Facts>
    }
}

/// Renders the form of what it offers, and whom to call there.
pub(crate) fn offer_form(file: &OrganisationFile, to: String) -> impl IntoView + use<> {
    let ticked: Vec<String> = file.offers.iter().map(|one| one.as_str().to_owned()).collect();
    let options =
        Offering::ALL.iter().map(|one| (one.as_str().to_owned(), lang().named("offering", one.as_str()))).collect();
    let (name, phone) = (file.contact_name.clone(), file.contact_phone.clone());
    view! {
        <ActionForm to=to>
            <Boxes name="offers" label=t!("organisation-offers") options=options ticked=ticked />
            <Field name="contact_name" label=t!("organisation-contact") value=name max_length=30 autocomplete="off" />
            <Field name="contact_phone" label=t!("field-contact-phone") kind="tel" value=phone inputmode="tel" autocomplete="off" />
            <Submit label=t!("file-save") tone="soft" />
        </ActionForm>
    }
}

/// Renders whom to call at an organisation.
pub(crate) fn contact(file: &OrganisationFile) -> Option<impl IntoView + use<>> {
    let (name, phone) = (file.contact_name.clone(), file.contact_phone.clone());
    (!name.is_empty() || !phone.is_empty()).then(|| {
        view! {
            <Fact name=t!("organisation-contact")>
                {name}
                {(!phone.is_empty()).then(|| view! { " "<a class="link" href=format!("tel:{phone}")>{phone.clone()}</a> })}
            </Fact>
        }
    })
}
