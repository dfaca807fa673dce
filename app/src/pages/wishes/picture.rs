//! Images of a wish: photos, and the preview picture of shared links.

use std::hash::{DefaultHasher, Hash, Hasher};

use axum::{
    extract::State,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use domain::{Error, accounts::Actor, catalogue::Category, wishes::WishState};
use media::{
    lettering::centred,
    pictures::{Coding, Form, media_type},
};
use store::db::uploads::Picture;

use crate::{
    i18n::Lang,
    web::{
        Cx,
        handler::{missing, refused},
        state::AppState,
    },
};

/// Browsers revalidate every time, so that a removed photo disappears at once.
pub(in crate::pages) const ASK_AGAIN: HeaderValue = HeaderValue::from_static("private, no-cache");
/// A preview is the same for every caller. Short, so that the preview of a withdrawn wish is gone soon.
const FOR_EVERYONE: HeaderValue = HeaderValue::from_static("public, max-age=60");

/// Serves `GET /photos/{id}`.
pub(super) async fn photo(state: State<AppState>, headers: HeaderMap, cx: Cx) -> Response {
    let picture = match cx.id("id") {
        Ok(id) => cx.store.photo(&cx.actor, id).await.ok(),
        Err(_) => None,
    };
    match picture {
        Some(picture) => fitting(&headers, &cx, &picture, ASK_AGAIN),
        None => missing(state, cx).await,
    }
}

/// Answers with the form of a picture that the page needs: `size` is its longest edge in pixels, without which it is
/// the largest, and a browser names WebP when it asks for an image.
pub(in crate::pages) fn fitting(headers: &HeaderMap, cx: &Cx, picture: &Picture, caching: HeaderValue) -> Response {
    let accepted = headers.get(header::ACCEPT).and_then(|accept| accept.to_str().ok()).unwrap_or_default();
    let coding = if accepted.contains("image/webp") { Coding::Webp } else { Coding::Jpeg };
    let edge = cx.query("size").parse().unwrap_or(Form::JPEG.edge);
    let bytes = picture.in_form(Form::fitting(coding, edge)).to_vec();
    let mut response = answer(headers, media_type(&bytes), caching, tag_of(&bytes), bytes);
    response.headers_mut().insert(header::VARY, HeaderValue::from_static("accept"));
    response
}

/// Serves `GET /photos/kept/{id}`: the account's own photo, while its refused form is shown again.
pub(super) async fn kept(state: State<AppState>, cx: Cx) -> Response {
    let bytes = match cx.id("id") {
        Ok(id) => cx.store.photo_kept(&cx.actor, id).await.ok(),
        Err(_) => None,
    };
    let Some(bytes) = bytes else { return missing(state, cx).await };
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("image/jpeg")),
        (header::CACHE_CONTROL, HeaderValue::from_static("private, no-store")),
    ];
    (StatusCode::OK, headers, bytes).into_response()
}

/// Serves `GET /wishes/{id}/picture`: the preview picture of a published wish, a PNG of 1200 x 630 pixels.
///
/// It shows brand, pictogram and title, never the photo: chat programs keep previews after a consent is withdrawn.
/// Callers who may read the file of a hidden wish get 404 like all others, because caches share the answer.
pub(super) async fn shared(state: State<AppState>, headers: HeaderMap, cx: Cx) -> Response {
    let Ok(id) = cx.id("id") else { return missing(state, cx).await };
    let Ok((wish, _)) = cx.store.wish(&Actor::visitor(), id).await else { return missing(state, cx).await };
    if !matches!(wish.state, WishState::Published | WishState::Fulfilled) {
        return missing(state, cx).await;
    }
    // In Chinese for each language, because caches share the answer.
    let Some(drawing) = of_item(&wish.key, wish.category, &wish.title) else { return missing(state, cx).await };
    drawn(&state, &headers, &cx, drawing).await
}

/// Serves `GET /preview.png`: the preview picture of pages that show no single item.
pub(super) async fn site(state: State<AppState>, headers: HeaderMap, cx: Cx) -> Response {
    let Some(drawing) = drawing("bridge", ("#f7c9a8", "#f5ede2"), &Lang::default().t("share-feed")) else {
        return missing(state, cx).await;
    };
    drawn(&state, &headers, &cx, drawing).await
}

/// Answers with a drawing as PNG; one that the caller has is not drawn again.
async fn drawn(state: &AppState, headers: &HeaderMap, cx: &Cx, drawing: String) -> Response {
    let tag = tag_of(drawing.as_bytes());
    if is_known(headers, &tag) {
        return answer(headers, "image/png", FOR_EVERYONE, tag, Vec::new());
    }
    match media::previews::png(drawing).await {
        Ok(png) => answer(headers, "image/png", FOR_EVERYONE, tag, png.to_vec()),
        Err(media::Error::Busy) => refused(state, cx, Error::Unavailable).await,
        Err(cause) => refused(state, cx, Error::failed(format!("a preview was not drawn: {cause}"))).await,
    }
}

/// ETag of some content. A hash, because photo ids may be reused.
pub(in crate::pages) fn tag_of(content: &[u8]) -> String {
    let mut hasher = DefaultHasher::new();
    content.hash(&mut hasher);
    format!("\"{:016x}\"", hasher.finish())
}

pub(in crate::pages) fn is_known(headers: &HeaderMap, tag: &str) -> bool {
    headers.get(header::IF_NONE_MATCH).is_some_and(|known| known.as_bytes() == tag.as_bytes())
}

/// Returns the bytes or 304.
pub(in crate::pages) fn answer(
    headers: &HeaderMap,
    kind: &'static str,
    caching: HeaderValue,
    tag: String,
    bytes: Vec<u8>,
) -> Response {
    let known = is_known(headers, &tag);
    let tag = HeaderValue::try_from(tag).unwrap_or(HeaderValue::from_static("\"\""));
    let headers =
        [(header::CONTENT_TYPE, HeaderValue::from_static(kind)), (header::CACHE_CONTROL, caching), (header::ETAG, tag)];
    match known {
        true => (StatusCode::NOT_MODIFIED, headers).into_response(),
        false => (StatusCode::OK, headers, bytes).into_response(),
    }
}

/// Sprite of the pictograms, as used on every page.
const PICTOGRAMS: &str = include_str!("../../../../public/pictograms.svg");

/// Draws an item on its category's background; one without a pictogram of its own as its category.
fn of_item(key: &str, category: Category, title: &str) -> Option<String> {
    let colours = colours(category);
    drawing(key, colours, title).or_else(|| drawing(&format!("cat-{}", category.as_str()), colours, title))
}

/// Returns the paths of a pictogram, filled with a tint.
pub(in crate::pages) fn pictogram(key: &str, tint: &str) -> Option<String> {
    let (_, from) = PICTOGRAMS.split_once(&format!("<symbol id=\"{key}\""))?;
    let (symbol, _) = from.split_once("</symbol>")?;
    let (_, paths) = symbol.split_once('>')?;
    Some(paths.replace("var(--tint)", tint))
}

/// Draws a pictogram in an arch, with its tint and background, above a title and the brand's bridge with its mark. Chat
/// programs cut a square out of the middle, so everything that matters is there.
fn drawing(key: &str, (tint, wash): (&str, &str), title: &str) -> Option<String> {
    let paths = pictogram(key, tint)?;
    let title = centred(title, &[64.0, 56.0, 48.0, 44.0], (600.0, 478.0), 620.0);
    Some(format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"1200\" height=\"630\" viewBox=\"0 0 1200 630\">\
         <rect width=\"1200\" height=\"630\" fill=\"{wash}\"/>\
         <path d=\"M415 395V215a185 185 0 0 1 370 0v180z\" fill=\"#fff\"/>\
         <g transform=\"translate(456 78) scale(6)\" color=\"#2b211c\" fill=\"none\" stroke=\"currentColor\" \
         stroke-width=\"2.5\" stroke-linecap=\"round\" stroke-linejoin=\"round\">{paths}</g>\
         <path d=\"{title}\" fill=\"#2b211c\"/>\
         <path d=\"M0 580Q600 480 1200 580V630H0z\" fill=\"#c33f1c\"/>\
         <g transform=\"translate(564 546) scale(3)\" fill=\"none\" stroke=\"#fff\" stroke-width=\"2.3\" \
         stroke-linecap=\"round\" stroke-linejoin=\"round\">{MARK}</g></svg>"
    ))
}

/// The brand's mark on its grid of 24, as in `public/favicon.svg`.
pub(in crate::pages) const MARK: &str = "<path d=\"M12.5 20.8C6 16.7 2.8 13.5 2.8 9.5c0-5.3 7.3-7.2 9.2-1.5 1.9-5.7 9.2-3.8 9.2 1.5 0 1.1-.2 2-.6 2.9\"/>\
     <path d=\"M7.3 15.8c1.8-3 4.2-4.5 7.2-4.5s5.7 1.9 7.3 5.7M15.5 20.8h.01\"/>";

/// Returns the category's tint and background, as in the light theme of `style/base/_tokens.scss`.
pub(in crate::pages) fn colours(category: Category) -> (&'static str, &'static str) {
    match category {
        Category::Study => ("#a7d6ff", "#e6f4ff"),
        Category::Kitchen => ("#fac597", "#feefe2"),
        Category::Bedding => ("#d9c5ff", "#f4efff"),
        Category::Clothing => ("#ffbbbc", "#ffecec"),
        Category::Home => ("#8be2eb", "#e0f7f9"),
        Category::Baby => ("#fabbde", "#ffecf5"),
        Category::Mobility => ("#a4e2b9", "#e6f7eb"),
    }
}

#[cfg(test)]
mod tests {
    use domain::catalogue::ITEMS;

    use super::*;

    #[test]
    fn every_catalogue_item_has_a_drawing() {
        for item in ITEMS {
            let drawing = drawing(item.key, colours(item.category), &item.title("")).expect(item.key);
            assert!(drawing.ends_with("</g></svg>") && !drawing.contains("var("), "{drawing}");
        }
        assert!(of_item("no-such-thing", Category::Home, "暖手宝").is_some(), "the category's");
    }

    #[tokio::test]
    async fn every_drawing_becomes_a_small_picture() {
        for item in ITEMS {
            let drawing = of_item(item.key, item.category, &item.title("")).expect(item.key);
            let png = media::previews::png(drawing).await.expect(item.key);
            assert!(png.starts_with(b"\x89PNG") && png.len() < 80_000, "{}: {} bytes", item.key, png.len());
        }
    }
}
