//! What is on file about the family, and whom to ask when it is wrong.

use domain::households::{Household, Member};
use leptos::prelude::*;

use crate::{
    i18n::{lang, year},
    page::{Cx, Here, Page, Shown, scene},
    parts::{Banner, Fact, Facts, Qr},
};

/// `/home/household`
pub async fn page(cx: Cx) -> Shown {
    let (household, members) = cx.store.my_household(&cx.actor).await?;
    let caseworkers = cx.store.own_caseworkers(&cx.actor).await?;
    let number = household.id;
    Ok(Page::new(cx.lang.t("home-household"), Here::Home, move || {
        view! {
            {facts(household)}
            {people(members)}
            {card(number)}
            <Banner>{correct(caseworkers)}</Banner>
            <p class="note">{t!("home-file-seen")}</p>
        }
    })
    .back("/home")
    .narrow()
    .no_index())
}

fn facts(household: Household) -> impl IntoView {
    let address = if household.address.is_empty() { t!("home-file-none") } else { household.address };
    view! {
        <section class="card">
            <h2>{household.name}</h2>
            <Facts>
                <Fact name=t!("home-file-phone")>{household.phone}</Fact>
                <Fact name=t!("home-file-address")>{address}</Fact>
                <Fact name=t!("home-file-area")>{household.area_name}</Fact>
                <Fact name=t!("home-file-number")>{household.id.to_string()}</Fact>
            </Facts>
        </section>
    }
}

/// What the family shows in the shop when it has no order.
fn card(number: i64) -> impl IntoView {
    view! {
        <section class="card">
            <h2>{t!("home-card")}</h2>
            <Qr text=format!("{}{number}", store::walk_in::CARD) caption=t!("home-card-scan") />
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
            view! {
                <li class="row">
                    <span class="avatar" aria-hidden="true">{initial}</span>
                    <span class="row-main"><b>{member.name}</b><small>{who}</small></span>
                    <span class="row-end"><small>{t!("home-file-born", year = member.birth_year.to_string())}</small></span>
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

fn correct(caseworkers: Vec<String>) -> String {
    if caseworkers.is_empty() {
        return t!("home-file-correct");
    }
    t!("home-file-correct-named", names = caseworkers.join(&t!("home-file-and")))
}
