//! Content codings of kept answers: which one a request takes, and how a body gets it.

use std::convert::Infallible;

use axum::{
    body::{Body, Bytes, to_bytes},
    extract::Request,
    http::{HeaderMap, header},
    response::Response,
};
use tower::{Layer, ServiceExt, service_fn};
use tower_http::{CompressionLevel, compression::CompressionLayer};

/// Quality of Brotli and gzip. Brotli's own default here is 4, for answers that one reader gets.
const SHARED: CompressionLevel = CompressionLevel::Precise(6);

/// A coding in which answers are kept. In ascending order of preference, as `CompressionLayer` has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Encoding {
    Identity,
    Gzip,
    Brotli,
}

impl Encoding {
    pub(super) const ALL: [Encoding; 3] = [Encoding::Identity, Encoding::Gzip, Encoding::Brotli];

    /// Its name in headers.
    fn name(self) -> &'static str {
        match self {
            Encoding::Identity => "identity",
            Encoding::Gzip => "gzip",
            Encoding::Brotli => "br",
        }
    }

    /// What an entity tag ends with: tags are of bytes, and each coding has others.
    pub(super) fn suffix(self) -> &'static str {
        match self {
            Encoding::Identity => "",
            Encoding::Gzip => "-gz",
            Encoding::Brotli => "-br",
        }
    }

    /// The coding that the caller likes best; `None` where that takes more thought than this, as with wildcards.
    pub(super) fn accepted(headers: &HeaderMap) -> Option<Encoding> {
        let mut values = headers.get_all(header::ACCEPT_ENCODING).iter();
        let Some(value) = values.next() else { return Some(Encoding::Identity) };
        if values.next().is_some() {
            return None;
        }
        let mut best = (0, Encoding::Identity);
        for part in value.to_str().ok()?.split(',') {
            let (name, weight) = match part.split_once(';') {
                Some((name, rest)) => (name.trim(), weight(rest)?),
                None => (part.trim(), 1000),
            };
            let encoding = match name {
                "br" => Encoding::Brotli,
                "gzip" => Encoding::Gzip,
                "identity" if weight > 0 => Encoding::Identity,
                "identity" | "*" => return None,
                _ => continue,
            };
            if weight > 0 {
                best = best.max((weight, encoding));
            }
        }
        Some(best.1)
    }

    /// Encodes the body of an answer with these headers, as the layer of all other answers does it, but a step further:
    /// once for many readers, and a tenth smaller.
    pub(super) async fn encode(self, headers: &HeaderMap, body: &Bytes) -> (HeaderMap, Bytes) {
        let plain = (headers.clone(), body.clone());
        if self == Encoding::Identity {
            return plain;
        }
        let answer = plain.clone();
        let inner = service_fn(move |_: Request| {
            let (headers, body) = answer.clone();
            let mut response = Response::new(Body::from(body));
            *response.headers_mut() = headers;
            std::future::ready(Ok::<_, Infallible>(response))
        });
        let request = Request::builder().header(header::ACCEPT_ENCODING, self.name()).body(Body::empty());
        let layer = CompressionLayer::new().quality(SHARED);
        let Ok(response) = layer.layer(inner).oneshot(request.unwrap_or_default()).await;
        let (parts, body) = response.into_parts();
        match to_bytes(Body::new(body), usize::MAX).await {
            Ok(body) => (parts.headers, body),
            Err(_) => plain,
        }
    }
}

/// Reads `q=0.5` as 500.
fn weight(text: &str) -> Option<u16> {
    let weight: f32 = text.trim().strip_prefix("q=")?.trim().parse().ok()?;
    (0.0..=1.0).contains(&weight).then_some((weight * 1000.0) as u16)
}
