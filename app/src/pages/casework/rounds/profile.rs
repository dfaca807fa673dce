//! What one member of a household says in a round: where it lives, work, schooling, skills, languages. All optional.

use domain::{
    Error,
    casework::rounds::profile::{Answers, Lives, MemberProfile, Schooling, Skill, Spoken, WorkStatus},
    permission::Action,
};
use leptos::prelude::*;

use crate::{
    components::{ActionForm, Banner, Boxes, Choice, Field, Near, Select, Submit},
    i18n::{Lang, lang},
    pages::casework::{must_keep, pieces::named},
    web::{Cx, Here, Page, Shown},
};

/// Renders `GET /desk/households/{id}/members/{member}/profile`.
pub async fn page(cx: Cx) -> Shown {
    must_keep(&cx)?;
    let (id, number) = (cx.id("id")?, cx.id("member")?);
    let (file, _) = cx.store.household(&cx.actor, id).await?;
    if !cx.actor.may(Action::KeepHouseholds, &file.path) {
        return Err(Error::NotFound);
    }
    let profiles = cx.store.profiles(&cx.actor, id).await?;
    let of = profiles.into_iter().find(|of| of.member == number).ok_or(Error::NotFound)?;
    let masked = !file.opened;
    let skills: Vec<_> = of.profile.skills.iter().map(|skill| skill.as_str().to_owned()).collect();
    let spoken: Vec<_> = of.profile.languages.iter().map(|language| language.as_str().to_owned()).collect();
    Ok(Page::new(of.name.clone(), Here::Households, move || {
        let MemberProfile { profile, asked, .. } = of;
        let lives = |one: &Lives| (one.as_str().to_owned(), lang().named("lives", one.as_str()), String::new());
        let lives: Vec<_> = Lives::ALL.iter().map(lives).collect();
        let words = profile.skill_words.clone();
        view! {
            <p class="note">{t!("profile-note")}{asked.map(|at| view! { " "{t!("profile-asked")}" "<Near at=at /> })}</p>
            {masked.then(|| view! { <Banner>{t!("profile-masked")}</Banner> })}
            <ActionForm to=format!("/desk/households/{id}/members/{number}/profile")>
                <Choice name="lives" label=t!("profile-lives") options=lives value=profile.lives.as_str() side=true />
                <Select
                    name="work" label=t!("profile-work") options=named("work", WorkStatus::ALL, WorkStatus::as_str)
                    value=profile.work.as_str() required=true
                />
                <Select
                    name="schooling" label=t!("profile-schooling") options=named("schooling", Schooling::ALL, Schooling::as_str)
                    value=profile.schooling.as_str() required=true
                />
                <Boxes
                    name="skill" label=t!("profile-skills") options=named("skill", Skill::ALL, Skill::as_str)
                    ticked=skills
                />
                {words.map(|words| view! {
                    <Field name="skill_words" label=t!("profile-skill-words") value=words max_length=100 autocomplete="off" />
                })}
                <Boxes
                    name="spoken" label=t!("profile-languages") options=named("spoken", Spoken::ALL, Spoken::as_str)
                    ticked=spoken
                />
                <div class="thumb-bar"><Submit label=t!("file-save") wide=true /></div>
            </ActionForm>
        }
    })
    .back(format!("/desk/households/{id}/members"))
    .narrow()
    .no_index())
}

/// Formats what a member said: `住在别处 · 找工作 · 初中 · 会做饭`; empty when it was never asked.
fn said(lang: Lang, profile: &Answers) -> String {
    let Answers { lives, work, schooling, skills, languages, skill_words } = profile;
    let mut words = Vec::new();
    if *lives == Lives::Elsewhere {
        words.push(lang.named("lives", lives.as_str()));
    }
    if *work != WorkStatus::Unsaid {
        words.push(lang.named("work", work.as_str()));
    }
    if *schooling != Schooling::Unsaid {
        words.push(lang.named("schooling", schooling.as_str()));
    }
    words.extend(skills.iter().map(|skill| lang.named("skill", skill.as_str())));
    words.extend(skill_words.iter().filter(|words| !words.is_empty()).cloned());
    words.extend(languages.iter().map(|language| lang.named("spoken", language.as_str())));
    words.join(" · ")
}

/// Lists members with what they said; with `to`, each links to its form below that URL.
pub(crate) fn profile_rows(profiles: &[MemberProfile], to: Option<&str>) -> AnyView {
    let lang = lang();
    let rows = profiles
        .iter()
        .map(|of| {
            let (name, line) = (of.name.clone(), said(lang, &of.profile));
            let line = if line.is_empty() { t!("profile-nothing") } else { line };
            let inside = view! { <span class="row-main"><b>{name}</b><small>{line}</small></span> };
            match to {
                Some(to) => {
                    let to = format!("{to}/{}/profile", of.member);
                    view! { <li><a class="row" href=to>{inside}</a></li> }.into_any()
                }
                None => view! { <li class="row">{inside}</li> }.into_any(),
            }
        })
        .collect_view();
    view! {
        <section class="stack" aria-labelledby="profiles">
            <h2 id="profiles">{t!("profile-title")}</h2>
            <ul class="rows">{rows}</ul>
        </section>
    }
    .into_any()
}
