//! The cases and referrals of one household, and the form that opens a case.

use domain::{
    casework::cases::{Case, CaseKind},
    households::FileState,
    permission::Action,
    services::referrals::Referral,
};
use leptos::prelude::*;

use super::{
    forms::open_form,
    pieces::{case_row, kind_name},
};
use crate::{
    components::{Empty, Icon},
    i18n::lang,
    pages::{
        households::pieces::{FilePage, household_links},
        services::pieces::referral_row,
    },
    web::{Cx, Here, Page, Shown},
};

/// Renders `GET /desk/households/{id}/cases?kind&finding`.
pub async fn page(cx: Cx) -> Shown {
    let id = cx.id("id")?;
    let (file, members) = cx.store.household(&cx.actor, id).await?;
    let cases = cx.store.household_cases(&cx.actor, id).await?;
    let referrals = cx.store.household_referrals(&cx.actor, id, None).await?;
    let in_use = file.state == FileState::Open;
    let keeps = in_use && cx.actor.may(Action::KeepCases, &file.path);
    let kind: Option<CaseKind> = cx.query("kind").parse().ok();
    // A refused form is posted without the query.
    let finding = cx.query_i64("finding").max(cx.field_i64("finding")).max(0);
    let members: Vec<_> = members.into_iter().map(|member| (member.id.to_string(), member.name)).collect();
    Ok(Page::new(file.name.clone(), Here::Households, move || {
        let form = match kind {
            _ if !keeps => ().into_any(),
            Some(kind) => view! {
                <section class="card stack" aria-labelledby="new-case">
                    <h2 id="new-case">{t!("case-open-kind", kind = kind_name(lang(), kind))}</h2>
                    {open_form(id, kind, members, finding)}
                </section>
            }
            .into_any(),
            None => kinds(id, finding),
        };
        view! {
            {household_links(id, FilePage::Cases)}
            {list(&cases)}
            {referred(id, &referrals, keeps)}
            <p><a class="btn btn-soft" href=format!("/desk/households/{id}/school-places")><Icon name="calendar" />{t!("school-places-title")}</a></p>
            {form}
        }
    })
    .back(format!("/desk/households/{id}"))
    .narrow()
    .no_index())
}

fn list(cases: &[Case]) -> AnyView {
    if cases.is_empty() {
        return view! { <Empty title=t!("cases-none")>{t!("cases-none-text")}</Empty> }.into_any();
    }
    let rows = cases.iter().map(case_row).collect_view();
    view! { <ul class="rows">{rows}</ul> }.into_any()
}

/// Renders what the family was referred to, and the link to a new referral.
fn referred(id: i64, referrals: &[Referral], keeps: bool) -> impl IntoView + use<> {
    let some = !referrals.is_empty();
    let rows = referrals.iter().map(referral_row).collect_view();
    view! {
        <section class="stack" aria-labelledby="referrals">
            <h2 id="referrals">{t!("referrals-title")}</h2>
            {some.then(|| view! { <ul class="rows">{rows}</ul> })}
            {keeps.then(|| view! {
                <p><a class="btn btn-soft" href=format!("/desk/households/{id}/referrals")><Icon name="truck" />{t!("referral-new")}</a></p>
            })}
            <p><a class="btn btn-quiet" href=format!("/desk/households/{id}/conferences")><Icon name="users" />{t!("conferences-title")}</a></p>
        </section>
    }
}

/// Renders the choice of what a new case is about.
fn kinds(id: i64, finding: i64) -> AnyView {
    let from = if finding > 0 { format!("&finding={finding}") } else { String::new() };
    let links = CaseKind::ALL
        .iter()
        .map(|kind| {
            let to = format!("/desk/households/{id}/cases?kind={}{from}", kind.as_str());
            view! { <a class="chip" href=to>{kind_name(lang(), *kind)}</a> }
        })
        .collect_view();
    view! {
        <section class="stack" aria-labelledby="new-case">
            <h2 id="new-case">{t!("case-open")}</h2>
            <nav class="chips" aria-label=t!("case-kind")>{links}</nav>
        </section>
    }
    .into_any()
}
