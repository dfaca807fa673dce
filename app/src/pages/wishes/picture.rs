//! Images of a wish: photos, and the preview image of shared links.

use std::hash::{DefaultHasher, Hash, Hasher};

use axum::{
    extract::State,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use domain::{catalogue::Category, wishes::WishState};

use crate::web::{Cx, handler::missing, state::AppState};

/// Browsers revalidate every time, so that a removed photo disappears at once.
const ASK_AGAIN: HeaderValue = HeaderValue::from_static("private, no-cache");

/// Serves `GET /photos/{id}`.
pub(super) async fn photo(state: State<AppState>, headers: HeaderMap, cx: Cx) -> Response {
    let bytes = match cx.id("id") {
        Ok(id) => cx.store.photo(&cx.actor, id).await.ok(),
        Err(_) => None,
    };
    match bytes {
        Some(bytes) => answer(&headers, "image/jpeg", bytes),
        None => missing(state, cx).await,
    }
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

/// Serves `GET /wishes/{id}/picture`: the public photo, or else the pictogram.
///
/// The URL stays valid when the photo is removed.
pub(super) async fn shared(state: State<AppState>, headers: HeaderMap, cx: Cx) -> Response {
    let Ok(id) = cx.id("id") else { return missing(state, cx).await };
    let Ok((wish, _)) = cx.store.wish(&cx.actor, id).await else { return missing(state, cx).await };
    let public = matches!(wish.state, WishState::Published | WishState::Fulfilled);
    if public
        && wish.photo != 0
        && let Ok(bytes) = cx.store.photo(&cx.actor, wish.photo).await
    {
        return answer(&headers, "image/jpeg", bytes);
    }
    match drawing(&wish.key, wish.category) {
        Some(drawing) => answer(&headers, "image/svg+xml", drawing.into_bytes()),
        None => missing(state, cx).await,
    }
}

/// Returns the bytes or 304. The ETag is a hash of the content, because photo ids may be reused.
fn answer(headers: &HeaderMap, kind: &'static str, bytes: Vec<u8>) -> Response {
    let mut hasher = DefaultHasher::new();
    bytes.hash(&mut hasher);
    let tag = format!("\"{:016x}\"", hasher.finish());
    let known = headers.get(header::IF_NONE_MATCH).is_some_and(|known| known.as_bytes() == tag.as_bytes());
    let tag = HeaderValue::try_from(tag).unwrap_or(HeaderValue::from_static("\"\""));
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(kind)),
        (header::CACHE_CONTROL, ASK_AGAIN),
        (header::ETAG, tag),
    ];
    match known {
        true => (StatusCode::NOT_MODIFIED, headers).into_response(),
        false => (StatusCode::OK, headers, bytes).into_response(),
    }
}

/// Sprite of the pictograms, as used on every page.
const PICTOGRAMS: &str = include_str!("../../../../public/pictograms.svg");

/// Draws a pictogram on its category's background, in the format of link previews.
fn drawing(key: &str, category: Category) -> Option<String> {
    let (_, from) = PICTOGRAMS.split_once(&format!("<symbol id=\"{key}\""))?;
    let (symbol, _) = from.split_once("</symbol>")?;
    let (_, paths) = symbol.split_once('>')?;
    let (tint, wash) = colours(category);
    Some(format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"1200\" height=\"630\" viewBox=\"0 0 1200 630\">\
         <rect width=\"1200\" height=\"630\" fill=\"{wash}\"/>\
         <g transform=\"translate(360 75) scale(10)\" color=\"#2b211c\" fill=\"none\" stroke=\"currentColor\" \
         stroke-width=\"2.5\" stroke-linecap=\"round\" stroke-linejoin=\"round\">{}</g></svg>",
        paths.replace("var(--tint)", tint)
    ))
}

/// Returns the category's tint and background, as in the light theme of `style/_tokens.scss`.
fn colours(category: Category) -> (&'static str, &'static str) {
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
            let drawing = drawing(item.key, item.category).expect(item.key);
            assert!(drawing.ends_with("</g></svg>") && !drawing.contains("var("), "{drawing}");
        }
    }
}
