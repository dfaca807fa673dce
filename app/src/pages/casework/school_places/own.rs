//! The family's own children: from which day they can apply, what to do until when, and the papers to bring.

use domain::{
    DAY,
    casework::{
        cases::{FamilyAnswer, REOPEN_DAYS},
        school_places::{SchoolPlaceState, views::SchoolPlaceFile},
    },
};
use leptos::prelude::*;

use super::pieces::{at, dates, papers, pill, schools};
use crate::{
    components::{ActionForm, Empty, More, Near, Submit},
    i18n::lang,
    web::{Cx, Here, Page, Shown, scene},
};

/// Renders `GET /home/school-places`.
pub async fn page(cx: Cx) -> Shown {
    let files = cx.store.my_school_places(&cx.actor).await?;
    Ok(Page::new(cx.lang.t("home-school-places"), Here::Home, move || {
        let none = files.is_empty();
        let cards = files.iter().map(card).collect_view();
        view! {
            {if none {
                view! { <Empty title=t!("home-school-none")>{t!("home-school-none-text")}</Empty> }.into_any()
            } else {
                view! { <div class="stack">{cards}</div> }.into_any()
            }}
        }
    })
    .back("/home/household")
    .narrow()
    .no_index())
}

fn card(file: &SchoolPlaceFile) -> impl IntoView + use<> {
    let place = file.place.clone();
    let id = place.id;
    let open = place.state == SchoolPlaceState::Open;
    // As long as the store takes the answer: a case that waits for a day stays here much longer.
    let since = place.closed.filter(|_| place.state == SchoolPlaceState::Closed);
    let may_say = since.is_some_and(|closed| scene().now <= closed + REOPEN_DAYS * DAY);
    let told = file.assessment.as_ref().map(dates);
    let rule = file.rule.as_ref().filter(|_| open).map(papers);
    let asked = (!file.schools.is_empty()).then(|| schools(&file.schools));
    let keeps_facts = open && file.facts.is_some();
    let stop = format!("/home/school-places/{id}/stop");
    let not_so = FamilyAnswer::NotSolved.as_str().to_owned();
    let so = FamilyAnswer::Solved.as_str().to_owned();
    let not_before = place.not_before;
    let standing = (open && file.assessment.is_none()).then(|| lang().named("home-school", place.standing.as_str()));
    view! {
        <article class="card stack">
            <p class="cluster"><b>{file.child.clone()}</b>{pill(&place)}</p>
            {(!place.owner_name.is_empty()).then(|| view! { <p>{t!("case-own-owner", name = place.owner_name.clone())}</p> })}
            {standing.map(|text| view! { <p class="note">{text}</p> })}
            {not_before.map(|day| view! { <p>{t!("school-not-before")}" "<Near at=at(day) /></p> })}
            {told}
            {rule}
            {asked}
            {may_say.then(|| view! {
                <ActionForm to=format!("/home/school-places/{id}/say") class="cluster">
                    <Submit label=t!("home-school-so") tone="soft" icon="check" choice=("answer", so) />
                    <Submit label=t!("home-school-not-so") tone="quiet" choice=("answer", not_so) />
                </ActionForm>
            })}
            {keeps_facts.then(|| view! {
                <More summary=t!("home-school-stop") to=stop.clone()>
                    <ActionForm to=stop.clone()>
                        <p class="note">{t!("home-school-stop-note")}</p>
                        <Submit label=t!("home-school-stop-do") tone="bad" />
                    </ActionForm>
                </More>
            })}
        </article>
    }
}
