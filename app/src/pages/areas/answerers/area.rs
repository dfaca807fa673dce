//! The people of one area: who they are, a new one, homes for those of some homes, and ends of posts.

use domain::{
    areas::answerers::{Answerer, AreaPeople, Post},
    permission::Action,
};
use leptos::prelude::*;

use super::people::person;
use crate::{
    components::{ActionForm, Banner, Choice, Field, More, Select, Submit, TextArea},
    i18n::lang,
    web::{Cx, Here, Page, Shown},
};

/// Renders `GET /desk/chain/{id}`.
pub async fn page(cx: Cx) -> Shown {
    let id = cx.id("id")?;
    let found = cx.store.people_of_area(&cx.actor, id).await?;
    let above = cx.store.answerers_of_area(&cx.actor, id).await?;
    let above: Vec<Answerer> = above.into_iter().filter(|one| one.area != id).collect();
    let leads = cx.store.may_in(&cx.actor, Action::LeadCasework, id).await?;
    let staff = if leads { cx.store.caseworkers_of_area(&cx.actor, id).await? } else { Vec::new() };
    let staff: Vec<(String, String)> = staff.into_iter().map(|(id, name)| (id.to_string(), name)).collect();
    Ok(Page::new(found.area_name.clone(), Here::Chain, move || {
        let AreaPeople { people, gap, .. } = found;
        let rows = people.iter().map(person).collect_view();
        let homes = if leads { homes_form(id, &people) } else { None };
        let ends = (leads && !people.is_empty()).then(|| ends(&people));
        let above = above.iter().map(person).collect_view();
        let none = people.is_empty();
        view! {
            {gap.then(|| view! { <Banner tone="amber">{t!("chain-gap-text")}</Banner> })}
            {(!none).then(|| view! { <ul class="rows">{rows}</ul> })}
            {leads.then(|| name_form(id, &people, staff))}
            {homes}
            {ends}
            {(!above.is_empty()).then(|| view! {
                <section class="stack" aria-labelledby="above">
                    <h2 id="above">{t!("chain-above")}</h2>
                    <ul class="rows">{above}</ul>
                </section>
            })}
        }
    })
    .back("/desk/chain")
    .narrow()
    .no_index())
}

fn name_form(area: i64, people: &[Answerer], staff: Vec<(String, String)>) -> impl IntoView + use<> {
    let to = format!("/desk/chain/{area}");
    let posts = Post::ALL
        .iter()
        .map(|post| {
            let text = post.as_str();
            (text.to_owned(), lang().named("answerer-post", text), lang().named("answerer-post-note", text))
        })
        .collect::<Vec<_>>();
    let before = people.iter().map(|one| (one.id.to_string(), one.name.clone())).collect::<Vec<_>>();
    view! {
        <More summary=t!("answerer-new") to=to.clone() open=people.is_empty()>
            <ActionForm to=to>
                <Choice name="post" label=t!("answerer-post") options=posts value="grid" />
                <Select name="account" label=t!("answerer-account") hint=t!("answerer-account-hint") options=staff />
                <Field name="name" label=t!("answerer-name") hint=t!("answerer-name-hint") max_length=30 autocomplete="off" />
                <Field name="phone" label=t!("answerer-phone") hint=t!("answerer-phone-hint") kind="tel" inputmode="tel" max_length=24 autocomplete="off" />
                {(!before.is_empty()).then(|| view! {
                    <Select name="replaces" label=t!("answerer-replaces") hint=t!("answerer-replaces-hint") options=before />
                })}
                <Submit label=t!("answerer-name-do") wide=true />
            </ActionForm>
        </More>
    }
}

/// Renders the form that gives homes to a person who answers for some; nothing without such a person.
fn homes_form(area: i64, people: &[Answerer]) -> Option<AnyView> {
    let of_homes = people.iter().filter(|one| one.post == Post::Homes);
    let options = of_homes.map(|one| (one.id.to_string(), one.name.clone())).collect::<Vec<_>>();
    if options.is_empty() {
        return None;
    }
    let to = format!("/desk/chain/{area}/homes");
    Some(
        view! {
            <More summary=t!("answerer-homes-give") to=to.clone()>
                <ActionForm to=to>
                    <Select name="answerer" label=t!("answerer-post-homes") options required=true />
                    <TextArea name="households" label=t!("answerer-homes") hint=t!("answerer-homes-hint") required=true max_length=400 />
                    <Submit label=t!("answerer-homes-do") tone="soft" />
                </ActionForm>
            </More>
        }
        .into_any(),
    )
}

/// Renders the button that ends a post.
fn end(one: &Answerer) -> impl IntoView + use<> {
    let (id, name) = (one.id, one.name.clone());
    view! {
        <ActionForm to=format!("/desk/answerers/{id}/end") class="cluster">
            <Submit label=t!("answerer-end", name = name) tone="quiet" small=true />
        </ActionForm>
    }
}

/// Renders the ends of posts, folded away.
fn ends(people: &[Answerer]) -> AnyView {
    let rows = people.iter().map(end).collect_view();
    view! { <More summary=t!("answerer-ends")><p class="note">{t!("answerer-end-note")}</p>{rows}</More> }.into_any()
}
