//! Members of a household: the list with a form to add one, and one to change or remove.

use domain::{
    Error,
    households::{Household, Member, Relation, School, Sex},
    permission::Action,
    time::year,
};
use leptos::prelude::*;

use super::{
    conflict::{says_now, version},
    must_keep,
    pieces::{about_member, named, opening},
    rounds::profile_rows,
};
use crate::{
    components::{ActionForm, Field, More, Select, Submit},
    i18n::lang,
    web::{Cx, Here, Page, Shown},
};

/// Renders `GET /desk/households/{id}/members`.
pub async fn page(cx: Cx) -> Shown {
    let id = cx.id("id")?;
    let (file, members) = cx.store.household(&cx.actor, id).await?;
    let keeps = cx.actor.may(Action::KeepHouseholds, &file.path);
    let until = file.open_until;
    let profiles = cx.store.profiles(&cx.actor, id).await?;
    let year = year(cx.now);
    Ok(Page::new(cx.lang.t("households-members"), Here::Households, move || {
        let to = format!("/desk/households/{id}/members");
        let full = members.len() >= domain::households::MEMBERS;
        view! {
            {opening(&file, until, keeps)}
            {member_rows(id, &members, year, keeps)}
            {profile_rows(&profiles, keeps.then_some(to.as_str()))}
            {(keeps && !full).then(|| add_form(id, year))}
        }
    })
    .back(format!("/desk/households/{id}"))
    .narrow()
    .no_index())
}

/// Lists the members, each with a link to change it if `keeps`.
pub(crate) fn member_rows(id: i64, members: &[Member], year: i64, keeps: bool) -> AnyView {
    let lang = lang();
    let rows = members
        .iter()
        .map(|member| {
            let line = about_member(lang, member, year);
            let age = member.has_year().then(|| t!("households-years", n = (year - member.birth_year).max(0)));
            let inside = view! {
                <span class="row-main"><b>{member.name.clone()}</b><small>{line}</small></span>
                <span class="row-end num">{age}</span>
            };
            if keeps {
                let to = format!("/desk/households/{id}/members/{}", member.id);
                view! { <li><a class="row" href=to>{inside}</a></li> }.into_any()
            } else {
                view! { <li class="row">{inside}</li> }.into_any()
            }
        })
        .collect_view();
    view! { <ul class="rows">{rows}</ul> }.into_any()
}

fn add_form(id: i64, year: i64) -> impl IntoView {
    let to = format!("/desk/households/{id}/members");
    view! {
        <More summary=t!("households-member-add") to=to.clone() open=true>
            <ActionForm to=to>
                {fields(&Member::default(), year)}
                <Submit label=t!("households-member-add-do") />
            </ActionForm>
        </More>
    }
}

fn fields(member: &Member, year: i64) -> impl IntoView + use<> {
    let born = if member.birth_year == 0 || !member.has_year() { String::new() } else { member.birth_year.to_string() };
    let name = member.name.clone();
    let (sex, relation, school) = (member.sex.as_str(), member.relation.as_str(), member.school.as_str());
    view! {
        <div class="field-row">
            <Field name="name" label=t!("field-member-name") value=name required=true max_length=30 autocomplete="off" />
            <Field
                name="birth_year" label=t!("field-birth-year") value=born required=true kind="number" inputmode="numeric"
                min="1900" max=year.to_string()
            />
        </div>
        <div class="field-row">
            <Select name="sex" label=t!("field-sex") options=named("sex", Sex::ALL, Sex::as_str) value=sex required=true />
            <Select
                name="relation" label=t!("file-relation") options=named("relation", Relation::ALL, Relation::as_str)
                value=relation required=true
            />
            <Select
                name="school" label=t!("file-school") hint=t!("file-school-hint") options=named("school", School::ALL, School::as_str)
                value=school required=true
            />
        </div>
    }
}

/// Renders `GET /desk/households/{id}/members/{member}`.
pub async fn one(cx: Cx) -> Shown {
    must_keep(&cx)?;
    let (id, number) = (cx.id("id")?, cx.id("member")?);
    let (file, members) = cx.store.household(&cx.actor, id).await?;
    let last = members.len() == 1;
    let member = members.into_iter().find(|member| member.id == number).ok_or(Error::NotFound)?;
    let until = file.open_until;
    let year = year(cx.now);
    let title = member.name.clone();
    Ok(Page::new(title, Here::Households, move || {
        if !file.opened {
            return view! {
                <p class="note">{t!("file-masked")}</p>
                {opening(&file, until, true)}
            }
            .into_any();
        }
        let gone = (!last).then(|| remove_form(&file, number));
        view! {
            {says_now(&file, now(&member))}
            <ActionForm to=format!("/desk/households/{id}/members/{number}")>
                {version(&file)}
                {fields(&member, year)}
                <div class="thumb-bar"><Submit label=t!("file-save") wide=true /></div>
            </ActionForm>
            {gone}
        }
        .into_any()
    })
    .back(format!("/desk/households/{id}/members"))
    .narrow()
    .no_index())
}

fn now(member: &Member) -> Vec<(String, String)> {
    let lang = lang();
    vec![
        (t!("field-member-name"), member.name.clone()),
        (
            t!("field-birth-year"),
            if member.has_year() { member.birth_year.to_string() } else { t!("households-born-missing") },
        ),
        (t!("field-sex"), lang.named("sex", member.sex.as_str())),
        (t!("file-relation"), lang.named("relation", member.relation.as_str())),
        (t!("file-school"), lang.named("school", member.school.as_str())),
    ]
}

fn remove_form(file: &Household, member: i64) -> impl IntoView + use<> {
    let to = format!("/desk/households/{}/members/{member}/remove", file.id);
    let version = version(file);
    view! {
        <More summary=t!("file-member-remove") to=to.clone()>
            <ActionForm to=to>
                {version}
                <p class="note">{t!("file-member-remove-note")}</p>
                <Submit label=t!("file-member-remove-do") tone="bad" />
            </ActionForm>
        </More>
    }
}
