//! The family's own view of its file, unmasked, with the way to request corrections.

use domain::{
    households::{Hardship, Household, Member, Paper},
    time::year,
};
use leptos::prelude::*;

use crate::{
    components::{Banner, Fact, Facts, Icon, Near, Qr},
    i18n::lang,
    pages::{
        areas::answerers::people::of_family,
        casework::{
            pieces::{about_member, hardship_rows},
            rounds::profile_rows,
        },
    },
    web::{Cx, Here, Page, Shown, scene},
};

/// Renders `GET /home/household`.
pub async fn page(cx: Cx) -> Shown {
    let (household, members) = cx.store.my_household(&cx.actor).await?;
    let caseworkers = cx.store.own_caseworkers(&cx.actor).await?;
    let number = household.id;
    let hardships = cx.store.hardships(&cx.actor, number).await?;
    let profiles = cx.store.profiles(&cx.actor, number).await?;
    // What was never asked is not listed.
    let profiles: Vec<_> = profiles.into_iter().filter(|of| of.asked.is_some()).collect();
    let papers = cx.store.papers(&cx.actor, number, 0).await?.items;
    let answerers = cx.store.my_answerers(&cx.actor).await?;
    Ok(Page::new(cx.lang.t("home-household"), Here::Home, move || {
        view! {
            {facts(household)}
            {of_family(&answerers)}
            {people(members)}
            {(!profiles.is_empty()).then(|| profile_rows(&profiles, None))}
            {hard(&hardships)}
            {on_file(papers)}
            {card(number)}
            <nav class="doors" aria-label=t!("home-file-more")>
                <a class="door" href="/home/visits"><Icon name="calendar" /><span>{t!("home-visits")}</span></a>
                <a class="door" href="/home/household/notes"><Icon name="list" /><span>{t!("home-notes")}</span></a>
                <a class="door" href="/home/household/openings"><Icon name="eye" /><span>{t!("home-file-openings")}</span></a>
                <a class="door" href="/home/household/consents"><Icon name="check" /><span>{t!("home-file-consents")}</span></a>
                <a class="door" href="/home/courses"><Icon name="star" /><span>{t!("home-courses")}</span></a>
                <a class="door" href="/home/pairings"><Icon name="hand" /><span>{t!("home-pairings")}</span></a>
                <a class="door" href="/home/conferences"><Icon name="users" /><span>{t!("home-conferences")}</span></a>
                <a class="door" href="/home/aid"><Icon name="gift" /><span>{t!("home-aid")}</span></a>
                <a class="door" href="/home/loans"><Icon name="calendar" /><span>{t!("home-loans")}</span></a>
                <a class="door" href="/home/entitlements"><Icon name="gift" /><span>{t!("home-entitlements")}</span></a>
                <a class="door" href="/home/school-places"><Icon name="calendar" /><span>{t!("home-school-places")}</span></a>
                <a class="door" href="/home/household/copy"><Icon name="print" /><span>{t!("copy-title")}</span></a>
                <a class="door" href="/home/household/correct"><Icon name="pen" /><span>{t!("home-correct")}</span></a>
            </nav>
            <Banner>{correct(caseworkers)}</Banner>
        }
    })
    .back("/home")
    .narrow()
    .no_index())
}

fn facts(household: Household) -> impl IntoView {
    let lang = lang();
    let said = |text: String| if text.is_empty() { t!("home-file-none") } else { text };
    let (address, phone) = (said(household.address), said(household.phone));
    view! {
        <section class="card">
            <h2>{household.name}</h2>
            <Facts>
                <Fact name=t!("home-file-phone")>{phone}</Fact>
                <Fact name=t!("home-file-address")>{address}</Fact>
                <Fact name=t!("home-file-area")>{household.area_name}</Fact>
                <Fact name=t!("home-file-number")>{household.id.to_string()}</Fact>
                <Fact name=t!("file-income")>{lang.named("income", household.income.as_str())}</Fact>
                <Fact name=t!("file-language")>{lang.named("language", household.language.as_str())}</Fact>
                {household.hardship.then(|| view! { <Fact name=t!("households-care")>{t!("households-hardship")}</Fact> })}
            </Facts>
        </section>
    }
}

/// Renders the household number to show in the shop without an order.
fn card(number: i64) -> impl IntoView {
    view! {
        <section class="card">
            <h2>{t!("home-card")}</h2>
            <Qr text=format!("{}{number}", store::orders::walk_in::CARD) caption=t!("home-card-scan") />
        </section>
    }
}

fn people(members: Vec<Member>) -> impl IntoView {
    let now = year(scene().now);
    let n = i64::try_from(members.len()).unwrap_or(0);
    let rows = members
        .into_iter()
        .map(|member| {
            let initial: String = member.name.chars().take(1).collect();
            let who = lang().person(now - member.birth_year, member.sex).unwrap_or_default();
            let line = about_member(lang(), &member, now);
            view! {
                <li class="row">
                    <span class="avatar" aria-hidden="true">{initial}</span>
                    <span class="row-main"><b>{member.name}</b><small>{line}</small></span>
                    <span class="row-end"><small>{who}</small></span>
                </li>
            }
        })
        .collect_view();
    view! {
        <section class="stack" aria-labelledby="members">
            <h2 id="members">{t!("home-file-members", n = n)}</h2>
            <ul class="rows">{rows}</ul>
        </section>
    }
}

fn hard(hardships: &[Hardship]) -> Option<AnyView> {
    if hardships.is_empty() {
        return None;
    }
    let rows = hardship_rows(hardships, None);
    Some(view! { <section class="stack" aria-labelledby="hardships"><h2 id="hardships">{t!("file-hardships")}</h2>{rows}</section> }.into_any())
}

/// Lists the papers on file, with links to their pictures.
fn on_file(papers: Vec<Paper>) -> Option<AnyView> {
    if papers.is_empty() {
        return None;
    }
    let rows = papers
        .into_iter()
        .map(|paper| {
            let (id, at) = (paper.id, paper.at);
            let words = view! {
                <span class="row-main"><b>{lang().named("paper", paper.kind.as_str())}</b><small><Near at=at /></small></span>
            };
            if paper.picture {
                view! {
                    <li><a class="row" href=format!("/home/household/papers/{id}")>{words}<Icon name="eye" /></a></li>
                }
                .into_any()
            } else {
                view! { <li class="row">{words}</li> }.into_any()
            }
        })
        .collect_view();
    Some(
        view! {
            <section class="stack" aria-labelledby="papers">
                <h2 id="papers">{t!("households-page-papers")}</h2>
                <ul class="rows">{rows}</ul>
            </section>
        }
        .into_any(),
    )
}

fn correct(caseworkers: Vec<String>) -> String {
    if caseworkers.is_empty() {
        return t!("home-file-correct");
    }
    t!("home-file-correct-named", names = caseworkers.join(&t!("home-file-and")))
}
