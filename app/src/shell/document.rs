//! The HTML document: one view for all pages, whose head `leptos_meta` fills and whose response `leptos_axum` writes.

use std::{future::Future, pin::Pin, sync::Arc};

use axum::{
    body::{Body, Bytes, to_bytes},
    http::Request,
    response::Response,
};
use futures::{Stream, stream};
use hydration_context::SsrSharedContext;
use leptos::{hydration::AutoReload, nonce::Nonce, prelude::*};
use leptos_axum::{ResponseOptions, ResponseParts, handle_response_inner};
use leptos_meta::{Meta, Script, Title, provide_meta_context};

use super::{
    body,
    marks::{has_islands, without_marks},
};
use crate::{
    components::Shown,
    web::{
        Cx, Page, SITE_PICTURE, Share,
        state::{AppState, Site},
    },
};

/// Renders the page with this status and these headers.
///
/// The view is complete before the response begins, because its data was loaded before: the status is right, no part of
/// it waits for a script, and its length is known.
pub(crate) async fn respond(state: &AppState, cx: &Cx, page: Page, unread: i64, parts: ResponseParts) -> Response {
    let asked = Request::builder().uri(cx.path.as_str()).body(Body::empty()).unwrap_or_default();
    let (site, mut scene) = (state.site.clone(), cx.scene());
    if let Some(form) = &page.form {
        scene.form = form.clone();
    }
    let context = move || {
        // Scripts are allowed by hash, so that no page differs by a nonce: leptos adds one to tags while it finds one.
        take_context::<Nonce>();
        // As in leptos's own `HydrationScripts`: only islands have what hydration needs.
        if let Some(shared) = Owner::current_shared_context() {
            shared.set_is_hydrating(false);
        }
        expect_context::<ResponseOptions>().overwrite(parts.clone());
        provide_meta_context();
        provide_context(site.clone());
        provide_context(scene.clone());
        provide_context(Shown::default());
    };
    let (site, cx) = (state.site.clone(), cx.clone());
    let response = handle_response_inner(context, move || document(&site, &cx, page, unread), asked, whole).await;
    let (parts, chunks) = response.into_parts();
    let html: Bytes = to_bytes(chunks, usize::MAX).await.unwrap_or_default();
    Response::from_parts(parts, Body::from(html))
}

/// Renders part of a page, for an island that inserts it.
pub(crate) fn fragment<V: IntoView + 'static>(cx: &Cx, part: impl FnOnce() -> V) -> String {
    let owner = Owner::new_root(Some(Arc::new(SsrSharedContext::new_islands())));
    let html = owner.with(|| {
        provide_context(cx.scene());
        provide_context(Shown::default());
        part().into_view().to_html()
    });
    owner.unset_with_forced_cleanup();
    without_marks(&html)
}

type Chunks = Pin<Box<dyn Stream<Item = String> + Send>>;

/// Renders the view as one chunk.
///
/// leptos's own builders append `_data`, a script with resources for the browser. These pages have none, and the content
/// security policy would block it.
fn whole<V: IntoView + 'static>(
    view: V,
    _data: Box<dyn FnOnce() -> Chunks + Send>,
    _: bool,
) -> Pin<Box<dyn Future<Output = Chunks> + Send>> {
    let html = without_marks(&view.to_html());
    if has_islands(&html) {
        // Not in the page: parts of the head are collected and inserted afterwards.
        drop(loader().to_html());
    }
    Box::pin(std::future::ready(Box::pin(stream::once(std::future::ready(html))) as Chunks))
}

/// Loads the islands' module, once nothing else waits for the network.
fn loader() -> impl IntoView {
    let site = expect_context::<Arc<Site>>();
    view! { <Script type_="module">{site.loader.to_string()}</Script> }
}

fn document(site: &Site, cx: &Cx, page: Page, unread: i64) -> impl IntoView + use<> {
    let title = match cx.lang.t("brand") {
        brand if brand == page.title => brand,
        brand => format!("{} · {brand}", page.title),
    };
    let hidden = (!page.indexed || page.status != 200).then(|| view! { <Meta name="robots" content="noindex" /> });
    // A public page that says nothing of its own has a preview, too: its title and what the site is for.
    let public = page.indexed && page.status == 200 && !cx.actor.is_signed_in();
    let general = public.then(|| Share {
        title: page.title.clone(),
        line: cx.lang.t("share-site-line"),
        picture: SITE_PICTURE.to_owned(),
    });
    let share = page.share.as_ref().or(general.as_ref()).map(|share| {
        let (picture, address) = (format!("{}{}", cx.origin, share.picture), format!("{}{}", cx.origin, cx.path));
        let brand = cx.lang.t("brand");
        let title = if share.title == brand { brand.clone() } else { format!("{}｜{brand}", share.title) };
        view! {
            <Meta name="description" content=share.line.clone() />
            <Meta property="og:site_name" content=brand />
            <Meta property="og:type" content="website" />
            <Meta property="og:url" content=address />
            <Meta property="og:title" content=title />
            <Meta property="og:description" content=share.line.clone() />
            <Meta property="og:image" content=picture />
            <Meta property="og:image:type" content="image/png" />
            <Meta property="og:image:width" content="1200" />
            <Meta property="og:image:height" content="630" />
            <Meta name="twitter:card" content="summary_large_image" />
        }
    });
    let keeper = cx.actor.is_signed_in().then(|| site.keeper.clone());
    let find = cx.actor.is_staff().then(|| site.find.clone());
    let live = page.is_live().then(|| site.live.clone());
    let watch = site.watched.clone().map(|options| view! { <AutoReload options /> });
    view! {
        <!DOCTYPE html>
        <html dir=cx.lang.direction() lang=cx.lang.tag() data-view=cx.display.view()>
            <head>
                <meta charset="utf-8" />
                <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover" />
                <meta name="theme-color" media="(prefers-color-scheme: light)" content="#f5ede2" />
                <meta name="theme-color" media="(prefers-color-scheme: dark)" content="#130e0b" />
                <meta name="color-scheme" content="light dark" />
                <meta name="format-detection" content="telephone=no" />
                <link rel="stylesheet" href=site.style.clone() />
                <link rel="icon" href="/favicon.ico" sizes="32x32" />
                <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
                <link rel="apple-touch-icon" href="/icon-180.png" />
                <link rel="manifest" href="/manifest.webmanifest" />
                <script type="module">{site.place.clone()}</script>
                {keeper.map(|keeper| view! { <script type="module">{keeper}</script> })}
                {find.map(|find| view! { <script type="module">{find}</script> })}
                {live.map(|live| view! { <script type="module">{live}</script> })}
                <script type="speculationrules">{site.ahead.clone()}</script>
                {watch}
                // leptos_meta writes titles as they are.
                <Title text=title.replace('&', "&amp;").replace('<', "&lt;") />
                {hidden}
                {share}
            </head>
            <body>{body(cx, page, unread)}</body>
        </html>
    }
}
