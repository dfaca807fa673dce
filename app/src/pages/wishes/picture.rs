//! A wish's pictures: the photo that somebody agreed to show, and what stands beside a link that is passed on.

use std::hash::{DefaultHasher, Hash, Hasher};

use axum::{
    extract::State,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use domain::{catalogue::Category, wishes::WishState};

use crate::web::{Cx, handler::missing, state::AppState};

/// Browsers may keep a picture, but ask every time whether it is still shown: one that was taken away is gone at once.
const ASK_AGAIN: HeaderValue = HeaderValue::from_static("private, no-cache");

/// `/photos/{id}`
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

/// `/photos/kept/{id}`: one's own, while its form comes back with a question.
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

/// `/wishes/{id}/picture`: what everybody sees of it, the photo or the pictogram, under an address that stays when the
/// photo goes.
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

/// The bytes, or that the browser has them already: by what they are, because a number may come again.
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

/// The pictograms as they are drawn on every page.
const PICTOGRAMS: &str = include_str!("../../../../public/pictograms.svg");

/// A pictogram on its category's ground, in the shape that links are shown in.
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

/// The category's tint and its ground, as `style/_tokens.scss` has them by day.
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
    fn everything_in_the_catalogue_can_be_drawn() {
        for item in ITEMS {
            let drawing = drawing(item.key, item.category).expect(item.key);
            assert!(drawing.ends_with("</g></svg>") && !drawing.contains("var("), "{drawing}");
        }
    }
}
