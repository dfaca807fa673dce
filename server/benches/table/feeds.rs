//! The feed with a thousand and with a million wishes: a page, a search and a narrow filter.

use std::{path::Path, time::Instant};

use app::web::session::Cookies;
use axum::{body::Body, http::Request};
use http_body_util::BodyExt;
use server::{State, http};
use store::Store;
use tower::ServiceExt;

use crate::{line, load, resident};

/// Requests to the feed.
const ASKED: [(&str, &str); 5] = [
    ("the first page", "/"),
    ("a page in the middle", "/?cursor=MIDDLE"),
    ("search 书包", "/?q=%E4%B9%A6%E5%8C%85"),
    ("kitchen, under 100 yuan, in the shop", "/?category=kitchen&max_cost=100&in_stock=on"),
    ("JSON, 20 wishes", "/api/v1/wishes"),
];

pub async fn measure(folder: &Path) {
    let sizes = std::env::var("BENCH_SIZES").unwrap_or_else(|_| "1000,100000,1000000".into());
    let mut smallest: Option<Vec<f64>> = None;
    for size in sizes.split(',').filter_map(|size| size.trim().parse::<u32>().ok()) {
        let store = Store::open(&format!("sqlite://{}/feed-{size}.db", folder.display()), crate::keys()).await.unwrap();
        let begun = Instant::now();
        demo::load(&store, size, &domain::progress::Progress::none()).await.unwrap();
        println!("  {size} wishes, loaded in {:.1} s", begun.elapsed().as_secs_f64());
        let router = http::router(State::new(store.clone(), Cookies { secure: false }));
        let mut times = Vec::new();
        for (what, path) in ASKED {
            let path = path.replace("MIDDLE", &(size / 2).to_string());
            let mut taken = Vec::new();
            for _ in 0..60 {
                let request = Request::get(&path).header("host", "localhost").body(Body::empty()).unwrap();
                let begun = Instant::now();
                let answer = router.clone().oneshot(request).await.unwrap();
                assert_eq!(answer.status(), 200, "{path}");
                answer.into_body().collect().await.unwrap();
                taken.push(begun.elapsed());
            }
            let ms = load::median(taken);
            let baseline = smallest.as_ref().map_or(ms, |small| small[times.len()]);
            line(
                &format!("  {what}, ms"),
                &format!("{ms:.2}"),
                &format!("{baseline:.2}"),
                &format!("{:.2}", ms / baseline),
            );
            times.push(ms);
        }
        line("  memory, MiB (whole process)", &format!("{:.0}", resident()), "", "");
        smallest.get_or_insert(times);
        store.close().await;
    }
}
