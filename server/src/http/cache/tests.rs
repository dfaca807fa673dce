//! Room, coding and entity tags of kept answers; what is kept at all. Through the router: `tests/it/http/cache`.

use axum::{
    body::to_bytes,
    http::{HeaderValue, StatusCode},
};

use super::{encoding::Encoding, *};

fn answer(body: usize) -> Response {
    let mut response = Response::new(Body::from("x".repeat(body)));
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("text/plain"));
    response
}

async fn made(response: Response, begun: Instant) -> NewAnswer {
    let moment = Moment { number: 1, second: 1, begun };
    KeptAnswer::of(response, moment, || Requests::default().of("/", "GET")).await
}

async fn kept(body: usize, begun: Instant) -> Arc<KeptAnswer> {
    match made(answer(body), begun).await {
        NewAnswer::Page(kept, _) => kept,
        NewAnswer::Other(response) => panic!("{} is not kept", response.status()),
    }
}

fn asked(encoding: Encoding, seen: Option<HeaderValue>) -> SharedRequest {
    SharedRequest {
        key: String::new(),
        route: "/",
        encoding,
        is_head: false,
        is_told: false,
        seen,
        trace: trace_id::TraceId::default(),
    }
}

#[tokio::test]
async fn a_flood_stays_within_the_room_and_does_not_crowd_out_what_many_read() {
    let (shelf, now) = (Shelf::new(200 << 10, LIFE), Instant::now());
    let find = |key: &str| shelf.find(key, now, |_| true);
    shelf.put("popular", Some(kept(10_000, now).await), now);
    let ShelfEntry::Page(popular) = find("popular") else { panic!("there is room for it") };
    popular.reads.fetch_add(1, Relaxed);
    for number in 0..100 {
        shelf.put(&format!("flood {number}"), Some(kept(10_000, now).await), now);
        assert!(shelf.bytes() <= shelf.room(), "{} bytes after {number}", shelf.bytes());
    }
    assert!(matches!(find("popular"), ShelfEntry::Page(_)));
    // Nor does one that asks twice keep the next answer out.
    for number in 0..100 {
        let key = format!("twice {number}");
        shelf.put(&key, Some(kept(10_000, now).await), now);
        let ShelfEntry::Page(twice) = find(&key) else { panic!("there is no room for {key}") };
        twice.reads.fetch_add(1, Relaxed);
        assert!(shelf.bytes() <= shelf.room(), "{} bytes after {key}", shelf.bytes());
    }
    shelf.put("too large", Some(kept(300_000, now).await), now);
    assert!(matches!(find("too large"), ShelfEntry::Pass), "the others must not wait for it in turn");
    assert!(shelf.bytes() <= shelf.room());
    // Two of the places were only looked for; none is in use.
    shelf.sweep(now + 2 * LIFE);
    assert_eq!(shelf.bytes(), 0);
}

#[tokio::test]
async fn what_is_meant_for_one_caller_is_not_kept() {
    let (now, header_of) = (Instant::now(), |name: header::HeaderName, value: &'static str| {
        let mut response = answer(100);
        response.headers_mut().insert(name, HeaderValue::from_static(value));
        response
    });
    let mut missing = answer(100);
    *missing.status_mut() = StatusCode::NOT_FOUND;
    let mut silent = answer(100);
    silent.headers_mut().remove(header::CACHE_CONTROL);
    for own in [
        missing,
        silent,
        header_of(header::SET_COOKIE, "flash=; Max-Age=0"),
        header_of(header::CACHE_CONTROL, "private, no-store"),
        header_of(header::CONTENT_ENCODING, "br"),
        answer((1 << 20) + 1),
    ] {
        assert!(matches!(made(own, now).await, NewAnswer::Other(_)));
    }
    assert!(matches!(made(answer(1 << 20), now).await, NewAnswer::Page(..)));
}

#[tokio::test]
async fn each_coding_has_its_own_tag_and_a_known_tag_gets_no_body() {
    let kept = kept(5_000, Instant::now()).await;
    let mut tags = Vec::new();
    for (encoding, name) in Encoding::ALL.into_iter().zip([None, Some("gzip"), Some("br")]) {
        let whole = kept.answer(&asked(encoding, None)).await;
        let (headers, length) = (whole.headers().clone(), whole.headers()[header::CONTENT_LENGTH].clone());
        assert_eq!(headers.get(header::CONTENT_ENCODING).map(|value| value.to_str().expect("text")), name);
        let body = to_bytes(whole.into_body(), usize::MAX).await.expect("a body");
        assert_eq!(length, HeaderValue::from(body.len()));
        assert!(name.is_none() == (body.len() == 5_000), "{} bytes", body.len());
        let tag = headers[header::ETAG].clone();
        let list = format!("\"other\", W/{}", tag.to_str().expect("text"));
        let known = kept.answer(&asked(encoding, Some(HeaderValue::try_from(list).expect("a header")))).await;
        assert_eq!((known.status(), &known.headers()[header::ETAG]), (StatusCode::NOT_MODIFIED, &tag));
        assert!(!known.headers().contains_key(header::CONTENT_ENCODING));
        assert!(to_bytes(known.into_body(), usize::MAX).await.expect("a body").is_empty());
        tags.push(tag);
    }
    assert!(tags[0] != tags[1] && tags[1] != tags[2] && tags[0] != tags[2], "{tags:?}");
    let other = kept.answer(&asked(Encoding::Gzip, Some(tags[2].clone()))).await;
    assert_eq!(other.status(), StatusCode::OK, "these are other bytes");
}

#[test]
fn a_server_is_busy_after_a_tenth_of_a_second_of_computing_in_half_a_second() {
    let pace = Pace::default();
    let at = |millis| pace.begun + Duration::from_millis(millis);
    assert!(!pace.is_busy(at(0)));
    for _ in 0..10 {
        assert!(!pace.is_busy(at(600)));
        pace.note(at(600), Duration::from_millis(10));
    }
    assert!(pace.is_busy(at(600)) && pace.is_busy(at(999)));
    assert!(!pace.is_busy(at(1000)));
    pace.note(at(1000), Duration::from_secs(30));
    assert!(pace.is_busy(at(1001)) && !pace.is_busy(at(1500)));
}
