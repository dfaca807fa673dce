//! The form of a vacancy: to post one, and to change it.

use domain::{
    DAY, Error,
    casework::rounds::profile::{Skill, Spoken},
    community::jobs::{LONGEST_DAYS, Lodging, Vacancy},
};
use leptos::prelude::*;

use crate::{
    components::{ActionForm, Boxes, Choice, Field, Select, Submit, TextArea, area_choice, area_options},
    i18n::{day_value, lang},
    pages::casework::pieces::named,
    web::{Cx, Here, Page, Shown, scene},
};

/// Days that a vacancy is usually open.
const USUALLY: i64 = 60;

/// Renders `GET /jobs/new`.
pub async fn new(cx: Cx) -> Shown {
    let employers = cx.store.employers(&cx.actor).await?;
    page(cx, employers, None, "/jobs/new".to_owned()).await
}

/// Renders `GET /jobs/{id}/change`.
pub async fn change(cx: Cx) -> Shown {
    let id = cx.id("id")?;
    cx.signed_in()?;
    let vacancy = cx.store.vacancy(&cx.actor, id).await?;
    if !vacancy.may_keep {
        return Err(Error::NotAllowed(domain::Code::NotAllowed));
    }
    page(cx, Vec::new(), Some(vacancy), format!("/jobs/{id}/change")).await
}

async fn page(cx: Cx, employers: Vec<(i64, String)>, vacancy: Option<Vacancy>, to: String) -> Shown {
    let areas = cx.store.areas(&cx.actor).await?;
    let areas = area_options(&areas, |_| true);
    let kept = vacancy.as_ref();
    let skills: Vec<_> = kept.into_iter().flat_map(|of| &of.skills).map(|skill| skill.as_str().to_owned()).collect();
    let spoken: Vec<_> =
        kept.into_iter().flat_map(|of| &of.languages).map(|spoken| spoken.as_str().to_owned()).collect();
    let (title, back) = match kept {
        Some(vacancy) => ("vacancy-change", format!("/jobs/{}", vacancy.id)),
        None => ("vacancy-new", "/jobs".to_owned()),
    };
    let here = if cx.actor.is_staff() { Here::Jobs } else { Here::Claims };
    Ok(Page::new(cx.lang.t(title), here, move || {
        let options: Vec<_> = employers.iter().map(|(id, name)| (id.to_string(), name.clone())).collect();
        let only = if let [(id, _)] = options.as_slice() { id.clone() } else { String::new() };
        let (options, is_new) = (area_choice(lang(), options), vacancy.is_none());
        view! {
            <ActionForm to>
                {is_new.then(|| view! { <Select name="organisation" label=t!("vacancy-employer") options value=only required=true /> })}
                {fields(vacancy, areas)}
                <Boxes
                    name="skill" label=t!("profile-skills") options=named("skill", Skill::ALL, Skill::as_str)
                    ticked=skills
                />
                <Boxes
                    name="spoken" label=t!("vacancy-languages") options=named("spoken", Spoken::ALL, Spoken::as_str)
                    ticked=spoken
                />
                <div class="thumb-bar"><Submit label=t!(title) wide=true /></div>
            </ActionForm>
        }
    })
    .back(back)
    .narrow()
    .no_index())
}

fn fields(vacancy: Option<Vacancy>, areas: Vec<(String, String)>) -> impl IntoView {
    let now = scene().now;
    let number = |of: fn(&Vacancy) -> i64| vacancy.as_ref().map(|v| of(v).to_string()).unwrap_or_default();
    let text = |of: fn(&Vacancy) -> &str| vacancy.as_ref().map(|v| of(v).to_owned()).unwrap_or_default();
    let lodging = vacancy.as_ref().map_or(Lodging::None, |v| v.lodging);
    let lodgings: Vec<_> = named("job-lodging", Lodging::ALL, Lodging::as_str)
        .into_iter()
        .map(|(value, text)| (value, text, String::new()))
        .collect();
    let until = day_value(vacancy.as_ref().map_or(now + USUALLY * DAY, |v| v.until));
    let (today, latest) = (day_value(now), day_value(now + LONGEST_DAYS * DAY));
    let area = number(|v| v.area);
    let version = vacancy.as_ref().map(|v| v.version);
    view! {
        {version.map(|version| view! { <input type="hidden" name="version" value=version /> })}
        <Field name="title" label=t!("vacancy-title") value=text(|v| &v.title) required=true max_length=40 autocomplete="off" />
        <Field name="place" label=t!("vacancy-place") value=text(|v| &v.place) required=true max_length=60 autocomplete="off" />
        <Select name="area" label=t!("vacancy-area") options=areas value=area />
        <div class="field-row">
            <Field name="posts" label=t!("vacancy-posts") value=number(|v| v.posts) required=true inputmode="numeric" max_length=3 autocomplete="off" />
            <Field name="hours" label=t!("vacancy-hours") value=number(|v| v.hours) required=true inputmode="numeric" max_length=2 autocomplete="off" />
        </div>
        <div class="field-row">
            <Field name="pay_from" label=t!("vacancy-pay-from") value=number(|v| v.pay_from) required=true inputmode="numeric" max_length=7 autocomplete="off" />
            <Field name="pay_to" label=t!("vacancy-pay-to") value=number(|v| v.pay_to) required=true inputmode="numeric" max_length=7 autocomplete="off" />
        </div>
        <Choice name="lodging" label=t!("vacancy-lodging") options=lodgings value=lodging.as_str() side=true />
        <Field name="until" label=t!("vacancy-until") kind="date" value=until required=true min=today max=latest />
        <TextArea name="words" label=t!("vacancy-words") value=text(|v| &v.words) max_length=500 />
    }
}
