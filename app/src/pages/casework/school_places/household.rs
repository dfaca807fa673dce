//! The children of one household for whom a school place is sought, and the form that opens a case.

use domain::{households::FileState, permission::Action};
use leptos::prelude::*;

use super::pieces::row;
use crate::{
    components::{ActionForm, Choice, Empty, Field, Select, Submit, value_choices},
    pages::households::pieces::{FilePage, household_links},
    web::{Cx, Here, Page, Shown},
};

/// Age from which a member is no longer offered as a child who seeks a school.
const GROWN: i64 = 20;

/// Renders `GET /desk/households/{id}/school-places`.
pub async fn page(cx: Cx) -> Shown {
    let id = cx.id("id")?;
    let (file, mut members) = cx.store.household(&cx.actor, id).await?;
    let places = cx.store.household_school_places(&cx.actor, id).await?;
    let in_use = file.state == FileState::Open && cx.actor.household != id;
    let keeps = in_use && cx.actor.may(Action::KeepCases, &file.path);
    // Children only, the youngest first: they are the ones who start school.
    let grown = domain::time::year(cx.now) - GROWN;
    members.retain(|member| member.birth_year > grown);
    members.sort_by_key(|member| -member.birth_year);
    let members: Vec<_> = members
        .into_iter()
        .map(|member| {
            let born = if member.has_year() { format!(" · {}", member.birth_year) } else { String::new() };
            (member.id.to_string(), format!("{}{born}", member.name))
        })
        .collect();
    Ok(Page::new(file.name.clone(), Here::Households, move || {
        let none = places.is_empty();
        let rows = places.iter().map(row).collect_view();
        view! {
            {household_links(id, FilePage::Cases)}
            <h2>{t!("school-places-title")}</h2>
            {if none {
                view! { <Empty title=t!("school-places-none")>{t!("school-places-none-text")}</Empty> }.into_any()
            } else {
                view! { <ul class="rows">{rows}</ul> }.into_any()
            }}
            {keeps.then(|| form(id, members))}
        }
    })
    .back(format!("/desk/households/{id}/cases"))
    .narrow()
    .no_index())
}

fn form(id: i64, members: Vec<(String, String)>) -> AnyView {
    if members.is_empty() {
        let to = format!("/desk/households/{id}/members");
        return view! { <p class="note"><a class="link" href=to>{t!("school-no-child")}</a></p> }.into_any();
    }
    let ways = value_choices("asked-how", ["visit", "phone"].into_iter());
    view! {
        <section class="card stack" aria-labelledby="new-school-place">
            <h2 id="new-school-place">{t!("school-open")}</h2>
            <ActionForm to=format!("/desk/households/{id}/school-places")>
                <Select name="member" label=t!("school-child") options=members required=true />
                <p class="note">{t!("school-consent-note")}</p>
                <Field name="consent_whom" label=t!("school-consent-whom") hint=t!("asked-whom-hint") required=true max_length=40 autocomplete="off" />
                <Choice name="consent_how" label=t!("asked-how") options=ways side=true />
                <Submit label=t!("school-open-do") wide=true />
            </ActionForm>
        </section>
    }
    .into_any()
}
