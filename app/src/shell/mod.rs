//! The document around every page: head, skip link, top bar, navigation, and flash message.

mod nav;

pub(crate) use nav::start;

use std::sync::{Arc, atomic::Ordering};

use hydration_context::SsrSharedContext;
use leptos::prelude::*;

use crate::{
    components::{Banner, Icon, Shown, SpeakPage, error_banner},
    i18n::{Arg, Lang},
    islands::SubmitGuard,
    web::{Cx, Here, Page, Share, Width, state::AppState},
};

/// Renders the whole page as HTML. Synchronous: views must not wait.
pub(crate) fn document(state: &AppState, cx: &Cx, mut page: Page, unread: i64) -> String {
    let title = if page.title == cx.lang.t("brand") {
        page.title.clone()
    } else {
        format!("{} · {}", page.title, cx.lang.t("brand"))
    };
    let robots = if page.indexed && page.status == 200 { "" } else { r#"<meta name="robots" content="noindex">"# };
    let share = page.share.take().map(|share| shared(cx, &page.title, &share)).unwrap_or_default();
    let body = body(cx, page, unread);
    let site = &state.site;
    let loader = if body.contains("<leptos-island") { site.loader.as_str() } else { "" };
    let keeper = if cx.actor.is_signed_in() { site.keeper.as_str() } else { "" };
    let mut html = String::with_capacity(body.len() + 2048);
    html.push_str("<!DOCTYPE html><html dir=\"");
    html.push_str(cx.lang.direction());
    html.push_str("\" lang=\"");
    html.push_str(cx.lang.tag());
    html.push_str(if cx.elder { "\" data-view=\"elder\">" } else { "\">" });
    html.push_str(HEAD);
    html.push_str(robots);
    html.push_str("<title>");
    html.push_str(&title.replace('&', "&amp;").replace('<', "&lt;"));
    html.push_str("</title>");
    html.push_str(&share);
    for piece in [&site.links, loader, keeper, &site.ahead, &site.watch] {
        html.push_str(piece);
    }
    html.push_str("</head><body>");
    push_without_marks(&mut html, &body);
    html.push_str("</body></html>");
    html
}

/// Renders only the body of a page, for a script that inserts it.
pub(crate) fn fragment(cx: &Cx, page: Page) -> String {
    let owner = Owner::new_root(Some(Arc::new(SsrSharedContext::new_islands())));
    let body = owner.with(|| {
        provide_context(cx.scene());
        provide_context(Shown::default());
        (page.body)().to_html()
    });
    owner.unset_with_forced_cleanup();
    let mut html = String::with_capacity(body.len());
    push_without_marks(&mut html, &body);
    html
}

const HEAD: &str = concat!(
    r#"<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover">"#,
    r##"<meta name="theme-color" media="(prefers-color-scheme: light)" content="#f5ede2">"##,
    r##"<meta name="theme-color" media="(prefers-color-scheme: dark)" content="#130e0b">"##,
    r#"<meta name="color-scheme" content="light dark"><meta name="format-detection" content="telephone=no">"#,
);

fn body(cx: &Cx, page: Page, unread: i64) -> String {
    let owner = Owner::new_root(Some(Arc::new(SsrSharedContext::new_islands())));
    let html = owner.with(|| {
        let shown = Shown::default();
        provide_context(cx.scene());
        provide_context(shown.clone());
        let Page { title, here, body, tools, back, width, plain, own_heading, kept, .. } = page;
        // Render the body first: it reports to `Shown` what the parts around it depend on.
        let content = body();
        let refused = cx.form.error.as_ref().filter(|_| !shown.refusal.load(Ordering::Relaxed)).map(error_banner);
        let guard = shown.form.load(Ordering::Relaxed).then(|| view! { <SubmitGuard /> });
        let desk = cx.actor.is_staff();
        let family = cx.actor.household != 0 && !desk;
        let at_home = family && here == Here::Home && back.is_none();
        let speaks = family || shown.spoken.load(Ordering::Relaxed) || (plain && !cx.actor.is_signed_in());
        let nav = (!plain).then(|| nav::Nav::of(&cx.actor, here, unread));
        let heading = (!own_heading).then(|| view! { <h1>{title}</h1> });
        let start = match back {
            Some(to) => view! { <a class="icon-btn" href=to aria-label=t!("back")><Icon name="back" /></a> }.into_any(),
            None if desk && !plain => ().into_any(),
            None => brand().into_any(),
        };
        let (side, tabs) = nav.map(|nav| nav.drawn(cx)).unzip();
        view! {
            <a class="skip-link" href="#main">{t!("skip")}</a>
            <div class=match (plain, desk) { (true, _) => "app plain", (false, true) => "app desk", (false, false) => "app" }>
                {side}
                <header class="top">
                    {start}
                    {heading}
                    {tools.map(|tools| view! { <div class="actions">{tools()}</div> })}
                    {at_home.then(|| larger(cx.elder))}
                    {speaks.then(|| view! { <SpeakPage /> })}
                </header>
                <main id="main" class=match width { Width::Normal => "page", Width::Narrow => "page narrow", Width::Wide => "page wide" }>
                    {(kept && cx.actor.is_signed_in()).then(|| copied(cx))}
                    {said(cx.lang, &cx.flash).map(|words| view! { <Banner tone="tea">{words}</Banner> })}
                    {refused}
                    {content}
                    {cx.lang.is_draft().then(draft_note)}
                </main>
                {tabs}
            </div>
            {guard}
            {cx.actor.is_signed_in().then(unsent)}
        }
        .to_html()
    });
    owner.unset_with_forced_cleanup();
    html
}

/// Removes hydration markers outside of islands, where nothing reads them: a tenth of a page.
fn push_without_marks(html: &mut String, body: &str) {
    const MARKS: [&str; 2] = ["<!>", "<!--<() />-->"];
    let mut rest = body;
    while let Some(at) = rest.find('<') {
        html.push_str(&rest[..at]);
        rest = &rest[at..];
        if let Some(mark) = MARKS.iter().find(|mark| rest.starts_with(**mark)) {
            rest = &rest[mark.len()..];
            continue;
        }
        let end = if rest.starts_with("<leptos-island") {
            rest.find("</leptos-island").unwrap_or(rest.len())
        } else {
            // Copy tags with their attributes unchanged: values may contain text that looks like a marker.
            let mut quoted = false;
            let closes = |b: u8| {
                quoted ^= b == b'"';
                b == b'>' && !quoted
            };
            rest.bytes().position(closes).map_or(rest.len(), |at| at + 1)
        };
        html.push_str(&rest[..end]);
        rest = &rest[end..];
    }
    html.push_str(rest);
}

/// Button that toggles the large display, on a family's start page.
fn larger(elder: bool) -> impl IntoView {
    let (to, icon, label) =
        if elder { ("", "smaller", t!("me-view-normal")) } else { ("elder", "larger", t!("me-view-elder")) };
    view! {
        <form method="post" action="/view">
            <button class="icon-btn" name="view" value=to aria-label=label><Icon name=icon /></button>
        </form>
    }
}

/// Notice on a cached copy of the page: hidden until the service worker serves one.
fn copied(cx: &Cx) -> impl IntoView + use<> {
    let time = cx.lang.clock(cx.now);
    view! {
        <p class="banner banner-amber" role="status" data-copy hidden><Icon name="alert" />{t!("kept-line", time = time)}</p>
    }
}

/// Message for a form that could not be sent; a script moves it there.
fn unsent() -> impl IntoView {
    view! { <p class="banner banner-plum" role="alert" data-unsent hidden><Icon name="alert" />{t!("kept-unsent")}</p> }
}

/// Open Graph tags for link previews; public content only.
fn shared(cx: &Cx, title: &str, share: &Share) -> String {
    let safe = |text: &str| text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;");
    let picture = format!("{}{}", cx.origin, share.picture);
    let tags = [("title", title), ("description", share.line.as_str()), ("image", picture.as_str())];
    let tag = |(name, text): (&str, &str)| format!(r#"<meta property="og:{name}" content="{}">"#, safe(text));
    tags.into_iter().map(tag).collect()
}

/// Notice that the language is a draft without native review, in that language and in the original.
fn draft_note() -> impl IntoView {
    let original = Lang::default();
    view! {
        <p class="note draft-note">
            <span>{t!("language-draft")}</span>
            <span lang=original.tag() dir=original.direction()>{original.t("language-draft")}</span>
        </p>
    }
}

/// The logo, linked to the start page.
fn brand() -> impl IntoView {
    view! {
        <a class="brand" href="/" aria-label=t!("brand")>
            <Icon name="logo" class="icon logo" />
            <span>{t!("brand")}</span>
        </a>
    }
}

/// The message of the last action, from its cookie.
///
/// Only `done-…` phrases are allowed, because the cookie can be forged.
fn said(lang: Lang, flash: &str) -> Option<String> {
    let mut pairs = form_urlencoded::parse(flash.as_bytes()).into_owned();
    let key = pairs.next().map(|(_, key)| key).filter(|key| key.starts_with("done-") && lang.has(key))?;
    let args: Vec<(String, String)> = pairs.collect();
    let args: Vec<(&str, Arg<'_>)> = args
        .iter()
        .map(|(name, text)| (name.as_str(), text.parse::<i64>().map_or_else(|_| text.as_str().into(), Arg::from)))
        .collect();
    Some(lang.tf(&key, &args))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markers_are_removed_outside_of_attributes_and_islands() {
        let mut html = String::new();
        push_without_marks(
            &mut html,
            r#"<p>a<!>b<!--<() />--></p><input value="1 > 0 <!> <!--<() />-->"><!>&lt;!&gt;"#,
        );
        assert_eq!(html, r#"<p>ab</p><input value="1 > 0 <!> <!--<() />-->">&lt;!&gt;"#);
        let island = r#"<leptos-island data-component="A"><div>a<!></div></leptos-island>"#;
        html.clear();
        push_without_marks(&mut html, &format!("<!>{island}<!>b"));
        assert_eq!(html, format!("{island}b"));
    }

    #[test]
    fn a_flash_cookie_can_only_select_done_phrases() {
        assert_eq!(said(Lang::default(), "=done-signed-out"), Some("已退出。".into()));
        assert_eq!(
            said(Lang::default(), "=done-registered&name=%3Cb%3E"),
            Some("登记好了，<b>。现在可以认领心愿了。".into())
        );
        for wrong in ["", "=feed-title", "=done-no-such-phrase", "done-signed-out"] {
            assert_eq!(said(Lang::default(), wrong), None, "{wrong}");
        }
    }
}
