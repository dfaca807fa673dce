//! Requests a second of feed and detail pages.

use std::path::Path;

use app::web::session::Cookies;
use axum::{Router, response::Html, routing::get};
use domain::{accounts::Actor, wishes::Filter};
use server::{State, http};
use store::Store;

use crate::{line, load, resident, round};

pub async fn measure(folder: &Path) {
    let store = Store::open(&format!("sqlite://{}/pages.db", folder.display()), crate::keys()).await.unwrap();
    demo::load(&store, 1200, &domain::progress::Progress::none()).await.unwrap();
    let first = store.feed(&Actor::visitor(), &Filter::default()).await.unwrap().items[0].id;
    let detail: &'static str = format!("/wishes/{first}").leak();
    let ours = load::serve(http::router(State::new(store, Cookies { secure: false }))).await;
    for (what, path) in [("feed pages a second", "/"), ("detail pages a second", detail)] {
        let bytes = String::from_utf8(load::body(ours, path).await).unwrap();
        let size = bytes.len();
        let plain = load::serve(Router::new().route(path, get(async move || Html(bytes.clone())))).await;
        // Alternating, so that a slow phase of the machine affects both.
        let (mut us, mut them) = (0.0, 0.0);
        for _ in 0..2 {
            us += load::rate(ours, path, 8, round()).await / 2.0;
            them += load::rate(plain, path, 8, round()).await / 2.0;
        }
        let what = format!("{what} ({:.1} kB)", f64::from(u32::try_from(size).unwrap()) / 1000.0);
        line(&what, &format!("{us:.0}"), &format!("{them:.0}"), &format!("{:.2}", us / them));
    }
    line("memory after that, MiB (whole process, load included)", &format!("{:.0}", resident()), "", "");
}
