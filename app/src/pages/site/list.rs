//! Public pages and the contact, for administrators of the installation.

use domain::{
    permission::Action,
    site::{PublicPage, SiteContact},
};
use leptos::prelude::*;
use store::site::pages::PageVersion;

use crate::{
    components::{ActionForm, Field, StatePill, Submit},
    i18n::{Lang, date_near},
    web::{Cx, Here, Page, Shown},
};

/// Renders `GET /admin/pages`, and again after the contact was refused.
pub async fn page(cx: Cx) -> Shown {
    cx.actor.must_in_installation(Action::Administer)?;
    let versions = cx.store.public_texts(&cx.actor).await?;
    let contact = cx.store.site_contact().await?;
    Ok(Page::new(cx.lang.t("site-pages-title"), Here::PublicPages, move || {
        let pages = PublicPage::ALL.iter().map(|page| one(*page, &versions)).collect_view();
        view! {
            <p class="soft prose">{t!("site-pages-intro")}</p>
            <section class="card" aria-labelledby="contact-title">
                <h2 id="contact-title">{t!("site-contact-title")}</h2>
                <p class="soft">{t!("site-contact-intro")}</p>
                {contact_form(contact)}
            </section>
            <ul class="stack">{pages}</ul>
        }
    })
    .narrow()
    .no_index())
}

fn contact_form(contact: SiteContact) -> impl IntoView {
    let SiteContact { name, phone, hours } = contact;
    view! {
        <ActionForm to="/admin/pages">
            <Field name="contact_name" label=t!("field-contact-name") value=name max_length=40 />
            <Field name="contact_phone" label=t!("field-contact-phone") value=phone inputmode="tel" max_length=30 />
            <Field name="contact_hours" label=t!("field-contact-hours") value=hours max_length=60 />
            <Submit label=t!("site-contact-save") />
        </ActionForm>
    }
}

/// A page with a link for each complete language, and who changed it last.
fn one(page: PublicPage, versions: &[PageVersion]) -> impl IntoView + use<> {
    let languages = Lang::ALL.into_iter().filter(|lang| !lang.is_draft()).map(|lang| {
        let last = versions.iter().find(|v| v.page == page.as_str() && v.lang == lang.tag()).cloned();
        let to = format!("/admin/pages/{}?lang={}", page.as_str(), lang.tag());
        let state = match &last {
            Some(version) if !version.shipped => view! { <StatePill tone="tea" icon="pen" text=t!("site-own-text") /> },
            _ => view! { <StatePill tone="soft" icon="file" text=t!("site-shipped-text") /> },
        };
        view! {
            <li class="row">
                <span class="row-main">
                    <a class="link" href=to><bdi lang=lang.tag()>{lang.own_name()}</bdi></a>
                    {last.map(|version| {
                        let when = date_near(version.changed);
                        view! { <small>{t!("site-changed-by", who = version.who, when = when)}</small> }
                    })}
                </span>
                {state}
            </li>
        }
    });
    let languages = languages.collect_view();
    view! {
        <li class="card">
            <h2><a href=page.path()>{crate::i18n::lang().named("site", page.as_str())}</a></h2>
            <ul class="rows">{languages}</ul>
        </li>
    }
}
