//! One household's file: how to reach it, who lives there, what it wishes for.

use domain::{
    households::{Household, Member},
    permission::Action,
    wishes::WishFile,
};
use leptos::prelude::*;

use super::household_forms::{member_form, password_form};
use crate::{
    i18n::year,
    page::{Cx, Here, Page, Shown},
    parts::{Empty, Fact, Facts, Icon, StatePill, thumb_link, top_link, wish_row},
};

/// `/desk/households/{id}`. Whoever opens it leaves a line in the audit trail.
pub async fn page(cx: Cx) -> Shown {
    let id = cx.id("id")?;
    let (household, members) = cx.store.household(&cx.actor, id).await?;
    let wishes = cx.store.household_wishes(&cx.actor, id).await?;
    let keeps = cx.store.may_in(&cx.actor, Action::KeepHouseholds, household.area).await?;
    let posts = cx.store.may_in(&cx.actor, Action::PostForFamily, household.area).await?;
    let year = year(cx.now);
    let phone = household.phone.clone();
    let page = Page::new(household.name.clone(), Here::Households, move || {
        view! {
            {file(household)}
            <p><a class="btn btn-quiet" href=format!("/desk/households/{id}/points")><Icon name="star" />{t!("points-link")}</a></p>
            <section class="stack" aria-labelledby="wishes">
                <h2 id="wishes">{t!("households-wishes")}</h2>
                {wish_list(&wishes)}
            </section>
            <section class="stack" aria-labelledby="members">
                <h2 id="members">{t!("households-members")}</h2>
                {member_list(&members, year)}
                {keeps.then(|| member_form(id, year))}
            </section>
            {keeps.then(|| password_form(id, phone))}
            {posts.then(|| thumb_link(post_for(id), t!("households-post"), "plus"))}
        }
    })
    .back("/desk/households")
    .narrow()
    .no_index();
    Ok(if posts { page.tools(move || top_link(post_for(id), t!("households-post"), "plus")) } else { page })
}

fn post_for(id: i64) -> String {
    format!("/desk/households/{id}/wishes/new")
}

fn file(household: Household) -> impl IntoView {
    let Household { id, area_name, phone, address, hardship, size, .. } = household;
    view! {
        <section class="card">
            {hardship.then(|| view! { <StatePill tone="amber" icon="heart" text=t!("households-hardship") /> })}
            <Facts>
                <Fact name=t!("households-number")>{id}</Fact>
                <Fact name=t!("field-area")>{area_name}</Fact>
                <Fact name=t!("households-people")>{t!("households-people-count", n = size)}</Fact>
                <Fact name=t!("field-phone")><a class="link" href=format!("tel:{phone}")>{phone.clone()}</a></Fact>
                {(!address.is_empty()).then(|| view! { <Fact name=t!("field-address")>{address.clone()}</Fact> })}
            </Facts>
            <p class="note">{t!("households-open-note")}</p>
        </section>
    }
}

fn wish_list(wishes: &[WishFile]) -> AnyView {
    if wishes.is_empty() {
        return view! { <Empty title=t!("households-no-wishes")>{t!("households-no-wishes-text")}</Empty> }.into_any();
    }
    let rows = wishes.iter().map(|file| wish_row(file, format!("/desk/wishes/{}", file.wish.id), false)).collect_view();
    view! { <ul class="rows">{rows}</ul> }.into_any()
}

fn member_list(members: &[Member], year: i64) -> AnyView {
    let lang = crate::i18n::lang();
    let rows = members
        .iter()
        .map(|member| {
            let born = t!("households-born", year = member.birth_year.to_string());
            let line = format!("{} · {born}", lang.named("sex", member.sex.as_str()));
            let age = t!("households-years", n = (year - member.birth_year).max(0));
            view! {
                <li class="row">
                    <span class="row-main"><b>{member.name.clone()}</b><small>{line}</small></span>
                    <span class="row-end num">{age}</span>
                </li>
            }
        })
        .collect_view();
    view! { <ul class="rows">{rows}</ul> }.into_any()
}
