//! Many reads of files at once: each leaves an audit line, and none waits for a connection that another one holds.

use std::time::Duration;
use store::households::reveal::RevealHousehold;

use crate::support::{by, on_both};
use domain::households::{
    PaperKind,
    reveals::{Reveal, RevealReason},
};
use futures::future::{join_all, try_join_all};
use image::{RgbImage, codecs::jpeg::JpegEncoder};

/// More than a server's connections to PostgreSQL, and than its readers on SQLite.
const READS: usize = 60;

fn photo() -> Vec<u8> {
    let mut jpeg = Vec::new();
    RgbImage::new(8, 8).write_with_encoder(JpegEncoder::new(&mut jpeg)).expect("a picture");
    jpeg
}

/// Waits for reads that take milliseconds; without a free connection they would wait for many seconds.
async fn soon<T>(what: &str, reads: impl Future<Output = T>) -> T {
    let waited = tokio::time::timeout(Duration::from_secs(8), reads).await;
    waited.unwrap_or_else(|_| panic!("{what}: the reads wait for each other"))
}

on_both!(many_reads_of_files_at_once_do_not_wait_for_each_other, |stage| {
    let town = stage.town("甲").await;
    let (store, id, who) = (&stage.store, town.household, &town.caseworker);
    let paper = store.paper_add(&by(who), id, PaperKind::LowIncome, photo()).await.expect("on file");
    let all = || 0..READS;
    soon("points", try_join_all(all().map(|_| store.points(who, id)))).await.expect("read");
    // A role that was granted today leaves a line with the first masked reading of each file.
    soon("masked files", try_join_all(all().map(|_| store.household(who, id)))).await.expect("read");
    soon("notes", try_join_all(all().map(|_| store.notes(who, id, 0)))).await.expect("read");
    store
        .run(&by(who), RevealHousehold(Reveal { household: id, reason: RevealReason::Visit, words: String::new() }))
        .await
        .expect("opened");
    soon("files", try_join_all(all().map(|_| store.household(who, id)))).await.expect("read");
    let pictures = soon("papers", join_all(all().map(|_| store.paper_picture(who, id, paper)))).await;
    assert!(pictures.iter().all(Result::is_ok));
    assert!(stage.number("select count(*) from audit where action = 'points_open'").await >= 60);
});
