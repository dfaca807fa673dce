//! Languages of the site: the complete ones, and drafts that administrators can turn on.

use leptos::prelude::*;
use store::accounts::languages::LanguageSetting;

use crate::{
    components::{ActionForm, StatePill, Submit},
    i18n::Lang,
    web::{Cx, Here, Page, Shown},
};

/// Renders `GET /admin/languages`.
pub async fn page(cx: Cx) -> Shown {
    let settings = cx.store.language_settings(&cx.actor).await?;
    Ok(Page::new(cx.lang.t("languages-title"), Here::Languages, move || {
        let languages = Lang::ALL.into_iter().map(|lang| one(lang, &settings)).collect_view();
        view! {
            <p class="soft prose">{t!("languages-intro")}</p>
            <ul class="stack">{languages}</ul>
        }
    })
    .narrow()
    .no_index())
}

fn one(lang: Lang, settings: &[LanguageSetting]) -> impl IntoView + use<> {
    let name = || view! { <bdi lang=lang.tag()>{lang.own_name()}</bdi> };
    if !lang.is_draft() {
        return view! {
            <li class="card stack">
                <h2>{name()}</h2>
                <p><StatePill tone="tea" icon="check" text=t!("languages-complete") /></p>
            </li>
        }
        .into_any();
    }
    let setting = settings.iter().find(|setting| setting.tag == lang.tag()).cloned();
    let on = setting.as_ref().is_some_and(|setting| setting.turned_on);
    let (said, all) = lang.said();
    let tag = lang.tag();
    view! {
        <li class="card stack">
            <h2>{name()}</h2>
            <p class="cluster">
                <StatePill tone="amber" icon="pen" text=t!("languages-draft") />
                {if on {
                    view! { <StatePill tone="tea" icon="check" text=t!("languages-on") /> }
                } else {
                    view! { <StatePill tone="plum" icon="close" text=t!("languages-off") /> }
                }}
            </p>
            <p class="note">{t!("languages-said", said = said, all = all)}</p>
            {setting.map(|LanguageSetting { who, changed, .. }| {
                let when = crate::i18n::date_near(changed);
                view! { <p class="note">{t!("languages-decided", who = who, when = when)}</p> }
            })}
            <p class="note">{t!("languages-draft-note")}</p>
            <ActionForm to=format!("/admin/languages/{tag}/{}", if on { "off" } else { "on" })>
                {if on {
                    view! { <Submit label=t!("languages-turn-off", name = lang.own_name()) tone="quiet" /> }
                } else {
                    view! { <Submit label=t!("languages-turn-on", name = lang.own_name()) /> }
                }}
            </ActionForm>
        </li>
    }
    .into_any()
}
