//! Rows of people who answer for an area, with a phone to tap.

use domain::areas::answerers::Answerer;
use leptos::prelude::*;

use crate::{
    components::{Icon, StatePill},
    i18n::lang,
};

/// Renders one person: name, post, area, and the number to tap.
pub(crate) fn person(one: &Answerer) -> impl IntoView + use<> {
    let Answerer { area_name, name, phone, present, homes, post, .. } = one.clone();
    let post = lang().named("answerer-post", post.as_str());
    let line = if homes > 0 {
        t!("answerer-line-homes", post = post, area = area_name, n = homes)
    } else {
        t!("answerer-line", post = post, area = area_name)
    };
    view! {
        <li class="row">
            <span class="row-main"><b>{name}</b><small>{line}</small></span>
            <span class="row-end">
                {(!present).then(|| view! { <StatePill tone="plum" icon="alert" text=t!("answerer-absent") /> })}
                {(!phone.is_empty()).then(|| view! {
                    <a class="btn btn-soft btn-small" href=format!("tel:{phone}")><Icon name="phone" />{phone.clone()}</a>
                })}
            </span>
        </li>
    }
}

/// Renders the people who answer for a family, for the family's own page; nothing without any.
pub(crate) fn of_family(people: &[Answerer]) -> Option<AnyView> {
    if people.is_empty() {
        return None;
    }
    let rows = people.iter().map(person).collect_view();
    Some(
        view! {
            <section class="stack" aria-labelledby="people">
                <h2 id="people">{t!("home-people")}</h2>
                <ul class="rows">{rows}</ul>
            </section>
        }
        .into_any(),
    )
}
