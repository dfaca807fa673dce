//! What surrounds every page: the document with its head, skip link, top bar, navigation, and flash message.

mod document;
mod marks;
mod nav;

pub(crate) use document::{fragment, respond};
pub(crate) use nav::{help_part, places, start};

use std::sync::atomic::Ordering;

use domain::site::PublicPage;
use leptos::prelude::*;

use crate::{
    components::{Banner, Icon, Shown, SpeakPage, display_name, error_banner, undo_line},
    i18n::{Arg, Lang},
    web::{Cx, Here, Page, Width, session::Display},
};

/// The content of `<body>`.
fn body(cx: &Cx, page: Page, unread: i64) -> impl IntoView + use<> {
    let shown = use_context::<Shown>().unwrap_or_default();
    let live = page.is_live().then(|| live_line(cx));
    let Page { title, here, body, tools, back, width, plain, own_heading, kept, undo, .. } = page;
    // Build the content first: it reports to `Shown` what the parts around it depend on.
    let content = body();
    let refused = cx.form.error.as_ref().filter(|_| !shown.refusal.load(Ordering::Relaxed)).map(error_banner);
    let desk = cx.actor.is_staff();
    let family = cx.actor.household != 0 && !desk;
    let at_home = family && here == Here::Home && back.is_none();
    let speaks = family || shown.spoken.load(Ordering::Relaxed) || (plain && !cx.actor.is_signed_in());
    let synthetic = shown.synthetic.load(Ordering::Relaxed);
    let nav = (!plain).then(|| nav::Nav::of(&cx.actor, here, unread));
    let help = if desk && !plain { nav::help_of(here) } else { None };
    let heading = (!own_heading).then(|| view! { <h1>{title}</h1> });
    let start = match back {
        Some(to) => {
            view! { <a class="icon-btn" href=to data-back aria-label=t!("back")><Icon name="back" /></a> }.into_any()
        }
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
                {help.map(|part| view! {
                    <a class="icon-btn no-print" href=format!("/help/staff#{part}") aria-label=t!("help-of-page")>"?"</a>
                })}
                {(desk && !plain).then(|| view! {
                    <a class="icon-btn only-phone" href="/search" aria-label=t!("find-everything")><Icon name="search" /></a>
                })}
                {tools.map(|tools| view! { <div class="actions">{tools()}</div> })}
                {at_home.then(|| larger(cx.display))}
                {speaks.then(|| view! { <SpeakPage /> })}
            </header>
            <main id="main" class=match width { Width::Normal => "page", Width::Narrow => "page narrow", Width::Wide => "page wide" }>
                {(kept && cx.actor.is_signed_in()).then(|| kept_notice(cx))}
                {cx.actor.is_signed_in().then(|| newer(cx))}
                {said(cx.lang, &cx.flash).map(|words| view! { <Banner tone="tea">{words}</Banner> })}
                {undo.map(undo_line)}
                {refused}
                {content}
                {synthetic.then(|| view! { <p class="note">{t!("speak-synthetic")}</p> })}
                {cx.lang.is_draft().then(draft_note)}
            </main>
            {foot(cx.actor.household > 0)}
            {tabs}
        </div>
        {(desk && !plain).then(keys)}
        {live}
        {cx.actor.is_signed_in().then(|| unsent(cx))}
    }
}

/// The list of keys, which a script opens by `?`.
fn keys() -> impl IntoView {
    let line = |keys: &'static str, words: String| view! { <div><dt><kbd>{keys}</kbd></dt><dd>{words}</dd></div> };
    view! {
        <dialog class="sheet keys" data-keys aria-labelledby="keys-title">
            <h2 id="keys-title">{t!("keys-title")}</h2>
            <dl class="facts">
                {line("j · k", t!("keys-move"))}
                {line("Enter", t!("keys-open"))}
                {line("x", t!("keys-pick"))}
                {line("a", t!("keys-main"))}
                {line("/", t!("keys-search"))}
                {line("Ctrl K", t!("keys-find"))}
                {line("?", t!("keys-help"))}
            </dl>
            <form method="dialog"><button class="btn btn-quiet">{t!("keys-close")}</button></form>
        </dialog>
    }
}

/// Button that leads to the next size of the display, on a family's start page.
fn larger(display: Display) -> impl IntoView {
    let next = display.next();
    let icon = if next == Display::Normal { "smaller" } else { "larger" };
    view! {
        <form method="post" action="/view">
            <button class="icon-btn" name="view" value=next.as_str() aria-label=display_name(next)><Icon name=icon /></button>
        </form>
    }
}

/// Links to the public pages, on every page. What a community collects, offers and signed is for those who may give: a
/// family has its own ways to jobs and goods.
fn foot(family: bool) -> impl IntoView {
    let link = |page: &PublicPage| {
        let name = crate::i18n::lang().named("site", page.as_str());
        view! { <a href=page.path()>{name}</a> }
    };
    let links = PublicPage::ALL.iter().map(link).collect_view();
    let open = [("/drives", "drives-title"), ("/jobs", "jobs-title"), ("/pledges", "pledges-title")];
    let open = open.map(|(to, key)| view! { <a href=to>{t!(key)}</a> });
    let open = (!family).then(|| open.into_iter().collect_view());
    view! {
        <footer class="foot"><nav aria-label=t!("site-links")>{links}{open}<a href="/accessibility">{t!("site-accessibility")}</a><a href="/documents">{t!("documents-title")}</a></nav></footer>
    }
}

/// Notice on a cached copy of the page: hidden until the service worker serves one.
fn kept_notice(cx: &Cx) -> impl IntoView + use<> {
    let time = cx.lang.clock(cx.now);
    view! {
        <p class="banner banner-amber" role="status" data-kept-at hidden><Icon name="alert" />{t!("kept-line", time = time)}</p>
    }
}

/// Line in which the script of live parts says that something changed, with what it needs: whose tabs share a
/// connection, and the words for it.
fn live_line(cx: &Cx) -> impl IntoView + use<> {
    let owner = if cx.actor.is_signed_in() { cx.store.form_mark(cx.actor.account) } else { String::new() };
    view! {
        <p class="visually-hidden" role="status" data-live-line=owner data-said=t!("live-said") data-gone=t!("live-gone")></p>
    }
}

/// Line of a page that was open while the server got a newer version; a script shows it.
fn newer(cx: &Cx) -> impl IntoView + use<> {
    // A refused form's answer stands at an address that shows nothing by itself.
    let to = if cx.form.is_posted() { cx.came_from().to_owned() } else { cx.address_with(&[]) };
    view! {
        <p class="banner" role="status" data-newer hidden>
            <Icon name="refresh" /><a class="link" href=to>{t!("newer-version")}</a>
        </p>
    }
}

/// Messages of the scripts for forms that could not be sent: beside such a form, and on each page how many this browser
/// keeps of staff. The mark says whose they are.
fn unsent(cx: &Cx) -> impl IntoView + use<> {
    let owner = if cx.actor.is_staff() { cx.store.form_mark(cx.actor.account) } else { String::new() };
    let waiting = cx.actor.is_staff().then(|| {
        view! {
            <p class="banner banner-amber" role="status" data-waiting hidden>
                <Icon name="clock" /><a class="link" href="/unsent">{t!("unsent-waiting", n = "#")}</a>
            </p>
        }
    });
    view! {
        <p class="banner banner-plum" role="alert" data-unsent=owner hidden><Icon name="alert" />{t!("kept-unsent")}</p>
        {waiting}
    }
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
pub(crate) fn said(lang: Lang, flash: &str) -> Option<String> {
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
    fn a_flash_cookie_can_only_select_done_phrases() {
        assert_eq!(said(Lang::default(), "=done-signed-out"), Some("已退出。".into()));
        assert_eq!(
            said(Lang::default(), "=done-registered&name=%3Cb%3E"),
            Some("注册成功，<b>。现在可以认领心愿了。".into())
        );
        for wrong in ["", "=feed-title", "=done-no-such-phrase", "done-signed-out"] {
            assert_eq!(said(Lang::default(), wrong), None, "{wrong}");
        }
    }
}
