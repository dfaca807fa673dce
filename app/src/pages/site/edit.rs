//! Writing a public page anew: plain text, a preview, and every earlier version.

use domain::{
    Code, Error,
    permission::Action,
    site::{self, LONGEST, PublicPage},
};
use leptos::prelude::*;
use store::site::pages::PageVersion;

use super::shipped;
use crate::{
    components::{ActionForm, Banner, Submit, TextArea, prose},
    i18n::{Lang, date_near},
    web::{Cx, Here, Page, Shown},
};

/// [`LONGEST`] for the attribute of the field.
const MOST: u32 = LONGEST as u32;

/// The page and the language that a request names.
pub(super) fn asked(cx: &Cx) -> Result<(PublicPage, Lang), Error> {
    let page = cx.param("page").parse::<PublicPage>().map_err(|_| Error::NotFound)?;
    let tag = if cx.form.is_posted() { cx.field("lang") } else { cx.query("lang") };
    let lang = if tag.is_empty() { Some(Lang::default()) } else { Lang::from_tag(tag) };
    Ok((page, lang.ok_or(Error::NotFound)?))
}

/// Address of the form for a page in a language.
pub(super) fn address(page: PublicPage, lang: Lang) -> String {
    format!("/admin/pages/{}?lang={}", page.as_str(), lang.tag())
}

/// Renders `GET /admin/pages/{page}?lang&version`, and again as a preview or after a refusal. A `version` fills its
/// text into the form.
pub async fn page(cx: Cx) -> Shown {
    cx.actor.must_in_installation(Action::Administer)?;
    let (page, lang) = asked(&cx)?;
    let now = cx.store.public_text(page, lang.tag()).await?;
    let versions = cx.store.public_text_versions(&cx.actor, page, lang.tag()).await?;
    let own = shipped(lang, page);
    let earlier = match cx.query_i64("version") {
        0 => None,
        version => Some(cx.store.public_text_version(&cx.actor, page, lang.tag(), version).await?.body),
    };
    let is_shipped = now.body.is_empty();
    let text = earlier.unwrap_or(now.body);
    let text = if text.is_empty() { own } else { text };
    let previewed = (!cx.field("preview").is_empty() && cx.form.error.is_none()).then(|| cx.field("text").to_owned());
    // A preview and other refusals keep the version that the writer saw; after a newer one the form goes on from that.
    let posted = cx.field("seen").parse::<i64>().ok().filter(|_| cx.form.wrong("text") != Some(Code::ChangedMeanwhile));
    let seen = posted.unwrap_or(now.version);
    let title = cx.lang.named("site", page.as_str());
    Ok(Page::new(title, Here::PublicPages, move || {
        let to = format!("/admin/pages/{}", page.as_str());
        let back = format!("{to}/reset");
        view! {
            {previewed.map(|text| preview(lang, &text))}
            <ActionForm to=to>
                <input type="hidden" name="lang" value=lang.tag() />
                <input type="hidden" name="seen" value=seen.to_string() />
                <TextArea
                    name="text" label=t!("field-site-text", language = lang.own_name()) hint=t!("site-text-hint")
                    value=text required=true max_length=MOST rows=24
                />
                <div class="cluster">
                    <Submit label=t!("site-save") icon="check" choice=("save", "yes".to_owned()) />
                    <Submit label=t!("site-preview") tone="quiet" icon="eye" choice=("preview", "yes".to_owned()) />
                </div>
            </ActionForm>
            {(!is_shipped).then(|| view! {
                <ActionForm to=back>
                    <input type="hidden" name="lang" value=lang.tag() />
                    <input type="hidden" name="seen" value=seen.to_string() />
                    <p class="note">{t!("site-reset-note")}</p>
                    <Submit label=t!("site-reset") tone="quiet" icon="undo" />
                </ActionForm>
            })}
            {history(page, lang, versions)}
        }
    })
    .back("/admin/pages")
    .narrow()
    .no_index())
}

fn preview(lang: Lang, text: &str) -> impl IntoView + use<> {
    let blocks = site::blocks(text);
    view! {
        <section class="card" aria-label=t!("site-preview")>
            <Banner tone="amber">{t!("site-preview-note")}</Banner>
            <article class="prose" lang=lang.tag() dir=lang.direction()>{prose(blocks)}</article>
        </section>
    }
}

fn history(page: PublicPage, lang: Lang, versions: Vec<PageVersion>) -> Option<impl IntoView> {
    let row = move |version: PageVersion| {
        let PageVersion { version: number, shipped, who, changed, .. } = version;
        let to = format!("{}&version={number}", address(page, lang));
        let name = if shipped { t!("site-shipped-text") } else { t!("site-version", n = number) };
        view! {
            <li class="row">
                <span class="row-main">
                    <a class="link" href=to>{name}</a>
                    <small>{t!("site-changed-by", who = who, when = date_near(changed))}</small>
                </span>
            </li>
        }
    };
    (!versions.is_empty()).then(|| {
        view! {
            <section aria-labelledby="versions">
                <h2 id="versions">{t!("site-versions")}</h2>
                <ul class="rows">{versions.into_iter().map(row).collect_view()}</ul>
            </section>
        }
    })
}
