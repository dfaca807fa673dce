//! Backups are brought to a store elsewhere: a stand-in for an S3 service that takes, lists, gives, refuses, hangs and
//! answers 503 once.

use std::{
    collections::BTreeMap,
    path::Path,
    sync::{Arc, Mutex},
    time::Duration,
};

use axum::{
    Router,
    body::Bytes,
    extract::{Query, Request, State},
    http::{HeaderMap, Method, StatusCode, Uri},
    response::{IntoResponse, Response},
};
use domain::{
    DAY,
    backups::{BackupFault, BackupKind, CopyName, Keep},
    progress::Progress,
};
use store::{
    Clock, Store,
    crypto::backup_keys::BackupKeys,
    ops::backups::{Ended, Plan, bucket::Bucket},
};
use tokio::net::TcpListener;

/// How the service behaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mood {
    Well,
    /// Answers 503 to the next request, and then is well.
    BusyOnce,
    Refusing,
    Hanging,
}

/// Objects by their names, and parts of uploads that have not ended.
#[derive(Default)]
struct Shelf {
    objects: BTreeMap<String, Vec<u8>>,
    parts: BTreeMap<u32, Vec<u8>>,
    unsigned: usize,
}

#[derive(Clone)]
struct Service {
    shelf: Arc<Mutex<Shelf>>,
    mood: Arc<Mutex<Mood>>,
}

impl Service {
    async fn start() -> (Service, String) {
        let service = Service { shelf: Arc::default(), mood: Arc::new(Mutex::new(Mood::Well)) };
        let router = Router::new().fallback(answer).with_state(service.clone());
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        tokio::spawn(async move { axum::serve(listener, router).await });
        (service, format!("http://{address}"))
    }

    fn be(&self, mood: Mood) {
        *self.mood.lock().expect("the mood") = mood;
    }

    fn names(&self) -> Vec<String> {
        self.shelf.lock().expect("the shelf").objects.keys().cloned().collect()
    }
}

async fn answer(State(service): State<Service>, request: Request) -> Response {
    let mood = *service.mood.lock().expect("the mood");
    match mood {
        Mood::Well => {}
        Mood::BusyOnce => {
            service.be(Mood::Well);
            return StatusCode::SERVICE_UNAVAILABLE.into_response();
        }
        Mood::Refusing => return StatusCode::FORBIDDEN.into_response(),
        Mood::Hanging => std::future::pending::<()>().await,
    }
    let (parts, body) = request.into_parts();
    let bytes = axum::body::to_bytes(body, usize::MAX).await.expect("a body");
    let Query(query): Query<BTreeMap<String, String>> = Query::try_from_uri(&parts.uri).expect("a query");
    handled(&mut service.shelf.lock().expect("the shelf"), (&parts.method, &parts.uri, &parts.headers), &query, bytes)
}

fn handled(
    shelf: &mut Shelf,
    (method, uri, headers): (&Method, &Uri, &HeaderMap),
    query: &BTreeMap<String, String>,
    bytes: Bytes,
) -> Response {
    let signature = headers.get("authorization").and_then(|value| value.to_str().ok()).unwrap_or_default();
    if !signature.starts_with("AWS4-HMAC-SHA256 Credential=id/") || !headers.contains_key("x-amz-content-sha256") {
        shelf.unsigned += 1;
        return StatusCode::FORBIDDEN.into_response();
    }
    let name = uri.path().trim_start_matches("/copies").trim_start_matches('/').to_owned();
    let etag = [("etag", "\"1\""), ("last-modified", "Mon, 30 Nov 2026 03:00:00 GMT")];
    match (method.as_str(), query.get("partNumber")) {
        ("GET", _) if name.is_empty() => listed(shelf, query.get("prefix").map_or("", String::as_str)).into_response(),
        ("GET", _) => match shelf.objects.get(&name) {
            Some(object) => (etag, object.clone()).into_response(),
            None => StatusCode::NOT_FOUND.into_response(),
        },
        ("POST", _) if query.contains_key("uploads") => {
            "<InitiateMultipartUploadResult><UploadId>7</UploadId></InitiateMultipartUploadResult>".into_response()
        }
        ("PUT", Some(part)) => {
            shelf.parts.insert(part.parse().expect("a number"), bytes.to_vec());
            etag.into_response()
        }
        ("PUT", None) => {
            shelf.objects.insert(name, bytes.to_vec());
            etag.into_response()
        }
        ("POST", _) => {
            let whole = std::mem::take(&mut shelf.parts).into_values().flatten().collect();
            shelf.objects.insert(name, whole);
            "<CompleteMultipartUploadResult><ETag>\"1\"</ETag></CompleteMultipartUploadResult>".into_response()
        }
        ("DELETE", _) => {
            shelf.objects.remove(&name);
            StatusCode::NO_CONTENT.into_response()
        }
        _ => StatusCode::METHOD_NOT_ALLOWED.into_response(),
    }
}

fn listed(shelf: &Shelf, prefix: &str) -> String {
    let found = shelf.objects.iter().filter(|(name, _)| name.starts_with(prefix));
    let one = |(name, object): (&String, &Vec<u8>)| {
        format!(
            "<Contents><Key>{name}</Key><Size>{}</Size><LastModified>2026-11-30T03:00:00.000Z</LastModified>\
             <ETag>\"1\"</ETag></Contents>",
            object.len()
        )
    };
    format!(
        "<ListBucketResult><IsTruncated>false</IsTruncated>{}</ListBucketResult>",
        found.map(one).collect::<String>()
    )
}

fn plan(folder: &Path, endpoint: &str) -> Plan {
    Plan {
        folder: folder.join("copies"),
        every: DAY,
        keep: Keep { daily: 2, weekly: 0, monthly: 0 },
        key_file: folder.join("backup-keys"),
        bucket: Some(Bucket {
            endpoint: endpoint.to_owned(),
            region: "cn-north-1".into(),
            name: "copies".into(),
            prefix: "city".into(),
            key_id: "id".into(),
            secret: "very-secret".into(),
            patience: Duration::from_millis(500),
        }),
    }
}

async fn uploads(store: &Store, plan: &Plan) -> Vec<Ended> {
    let ended = store.backups_follow(plan).await.expect("looked at");
    ended.into_iter().filter(|run| run.kind == BackupKind::Upload).collect()
}

fn failure(ended: &[Ended]) -> String {
    let [Ended { failure: Some((BackupFault::Store, detail)), .. }] = ended else { panic!("{ended:?}") };
    detail.clone()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn encrypted_backups_are_brought_elsewhere_rotated_compared_and_fetched() {
    let folder = tempfile::tempdir().expect("a folder");
    let clock = Clock::default();
    let url = testkit::sqlite(&folder.path().join("data/test.db")).await;
    let store = Store::open_with(&url, clock.clone(), testkit::keys()).await.expect("a database");
    let (service, endpoint) = Service::start().await;
    let plan = plan(folder.path(), &endpoint);
    let bucket = plan.bucket.clone().expect("a bucket");

    let clear = failure(&uploads(&store, &plan).await);
    assert!(clear.contains("in clear does not leave") && service.names().is_empty(), "{clear}");
    BackupKeys::add_to(&plan.key_file).expect("a key");

    for mood in [Mood::Refusing, Mood::Hanging] {
        clock.advance(DAY);
        service.be(mood);
        let detail = failure(&uploads(&store, &plan).await);
        assert!(detail.starts_with("the store elsewhere: ") && !detail.contains("very-secret"), "{detail}");
        assert!(store.backup_summary().await.expect("a summary").is_upload_broken(), "{mood:?}");
    }
    clock.advance(3600);
    service.be(Mood::BusyOnce);
    let sent = uploads(&store, &plan).await;
    assert!(sent.len() == 1 && sent[0].failure.is_none(), "a 503 is asked again: {sent:?}");
    assert!(!store.backup_summary().await.expect("a summary").is_upload_broken());
    let name = sent[0].file.file_name().and_then(|name| name.to_str()).expect("a name").to_owned();
    assert_eq!(service.names(), [format!("city/{name}"), format!("city/{name}.heads")]);

    // Another installation's copy in the same folder stays; ours are rotated as on the disk.
    let other = "city/wishbridge-0123456789-2020-01-01-000000.backup".to_owned();
    service.shelf.lock().expect("the shelf").objects.insert(other.clone(), b"theirs".to_vec());
    // What an operator keeps for longer, and names from a time to come, take no place of theirs.
    let ours = name.strip_suffix(&name["wishbridge-0123456789-".len()..]).expect("a name");
    let planted = ["archive/", "", ""]
        .iter()
        .zip(2098..)
        .map(|(folder, year)| format!("city/{folder}{ours}{year}-01-01-000000.backup"));
    let planted: Vec<String> = planted.collect();
    for name in &planted {
        service.shelf.lock().expect("the shelf").objects.insert(name.clone(), b"old".to_vec());
    }
    for _ in 0..3 {
        clock.advance(DAY + 60);
        let sent = uploads(&store, &plan).await;
        assert!(sent.len() == 1 && sent[0].failure.is_none(), "{sent:?}");
    }
    let listed = bucket.copies().await.expect("a list");
    assert!(listed.len() == 5 && !listed.iter().any(|copy| planted[0].ends_with(&copy.to_string())), "{listed:?}");
    service.shelf.lock().expect("the shelf").objects.retain(|name, _| !planted.contains(name));
    let names = service.names();
    let copies: Vec<CopyName> = bucket.copies().await.expect("a list");
    assert!(names.contains(&other) && copies.len() == 3 && names.len() == 5, "{names:?}");
    assert_eq!(service.shelf.lock().expect("the shelf").unsigned, 0);

    let newest = copies.iter().filter(|copy| copy.to_string() != other[5..]).max().expect("a copy").to_string();
    let fetched = folder.path().join("fetched");
    bucket.fetch(&newest, &fetched, &Progress::none()).await.expect("fetched");
    let bytes = std::fs::read(&fetched).expect("the copy");
    assert!(bytes == std::fs::read(plan.folder.join(&newest)).expect("the copy in the folder"));
    assert!(bucket.fetch(&newest, &fetched, &Progress::none()).await.is_err(), "nothing is overwritten");

    // A database in clear under the name of a copy is not taken: a writer of the bucket could have made it.
    let forged = copies.iter().max().expect("a copy").to_string();
    let ours = format!("city/{forged}");
    let clear = b"SQLite format 3\0 with an administrator of another's".to_vec();
    let own = service.shelf.lock().expect("the shelf").objects.insert(ours.clone(), clear).expect("the copy");
    let taken = folder.path().join("forged");
    let refused = bucket.fetch(&forged, &taken, &Progress::none()).await.expect_err("refused").to_string();
    assert!(refused.contains("is not encrypted") && !taken.exists(), "{refused}");
    service.shelf.lock().expect("the shelf").objects.insert(ours, own);

    // What was changed there is found by the trial.
    if let Some(object) = service.shelf.lock().expect("the shelf").objects.get_mut(&format!("city/{newest}")) {
        object[1000] ^= 1;
    }
    // A week after the last trial, no new copy is due: the newest is the one that was changed.
    let trial = Plan { every: 30 * DAY, ..plan.clone() };
    clock.advance(7 * DAY);
    let ended = store.backups_follow(&trial).await.expect("looked at");
    let [Ended { kind: BackupKind::Trial, failure: Some((BackupFault::Store, detail)), .. }] = ended.as_slice() else {
        panic!("{ended:?}")
    };
    assert!(detail.contains("is not the copy that was brought there"), "{detail}");

    // An old copy under a newer name is not taken for the newest, and the trial finds it.
    let ours: Vec<&CopyName> = copies.iter().filter(|copy| copy.to_string() != other[5..]).collect();
    let (old, last) = (ours.iter().min().expect("a copy"), ours.iter().max().expect("a copy"));
    let newer = CopyName { begun: last.begun + 60, installation: last.installation.clone() }.to_string();
    let bytes = service.shelf.lock().expect("the shelf").objects[&format!("city/{old}")].clone();
    service.shelf.lock().expect("the shelf").objects.insert(format!("city/{newer}"), bytes);
    let taken = folder.path().join("taken");
    let refused = bucket.fetch(&newer, &taken, &Progress::none()).await.expect_err("refused").to_string();
    assert!(refused.contains("another copy under that name") && refused.contains(&old.to_string()), "{refused}");
    assert!(!taken.exists());
    clock.advance(3601);
    let ended = store.backups_follow(&trial).await.expect("looked at");
    let [Ended { kind: BackupKind::Trial, failure: Some((BackupFault::Store, detail)), .. }] = ended.as_slice() else {
        panic!("{ended:?}")
    };
    assert!(detail.contains("another copy under that name"), "{detail}");
    store.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_large_backup_goes_up_in_parts_and_one_that_breaks_off_is_never_seen() {
    let folder = tempfile::tempdir().expect("a folder");
    let clock = Clock::default();
    let url = testkit::sqlite(&folder.path().join("data/test.db")).await;
    let mut db = <sqlx::SqliteConnection as sqlx::Connection>::connect(&url).await.expect("a connection");
    // Zeros do not shrink here, and are written fast.
    for sql in ["create table ballast (bytes blob)", "insert into ballast (bytes) values (zeroblob(40000000))"] {
        sqlx::query(sql).execute(&mut db).await.expect("ballast");
    }
    sqlx::Connection::close(db).await.expect("closed");
    let store = Store::open_with(&url, clock.clone(), testkit::keys()).await.expect("a database");
    let (service, endpoint) = Service::start().await;
    let mut plan = plan(folder.path(), &endpoint);
    if let Some(bucket) = &mut plan.bucket {
        bucket.patience = Duration::from_secs(20);
    }
    BackupKeys::add_to(&plan.key_file).expect("a key");
    let sent = uploads(&store, &plan).await;
    assert!(sent.len() == 1 && sent[0].failure.is_none(), "{sent:?}");
    let file = &sent[0].file;
    let name = format!("city/{}", file.file_name().and_then(|name| name.to_str()).expect("a name"));
    store.close().await;
    let shelf = service.shelf.lock().expect("the shelf");
    assert!(shelf.objects[&name] == std::fs::read(file).expect("the copy") && shelf.objects[&name].len() > 40_000_000);
    assert!(shelf.parts.is_empty());
}
