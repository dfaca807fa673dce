//! A PostgreSQL server that stops to answer, as when it is frozen or the network is cut.

use std::{
    str::FromStr,
    time::{Duration, Instant},
};

use sqlx::{ConnectOptions, postgres::PgConnectOptions};
use store::Store;
use tokio::{
    io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    sync::watch,
};

use crate::support::{Client, database::Kind, router, run};

/// Answers within 3 s are promised; the machine that runs the tests may be slow.
const SOON: Duration = Duration::from_secs(5);

/// Starts a proxy before a database; returns the address that leads through it. No byte passes while it is frozen.
async fn proxy(url: &str, frozen: watch::Receiver<bool>) -> String {
    let options = PgConnectOptions::from_str(url).expect("an address");
    let (host, port) = (options.get_host().to_owned(), options.get_port());
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let own = listener.local_addr().expect("an address").port();
    tokio::spawn(async move {
        while let Ok((client, _)) = listener.accept().await {
            let server = TcpStream::connect((host.as_str(), port)).await.expect("PostgreSQL");
            let ((from, to), (back, forth)) = (client.into_split(), server.into_split());
            tokio::spawn(pass(from, forth, frozen.clone()));
            tokio::spawn(pass(back, to, frozen.clone()));
        }
    });
    options.host("127.0.0.1").port(own).to_url_lossy().to_string()
}

async fn pass(mut from: impl AsyncRead + Unpin, mut to: impl AsyncWrite + Unpin, mut frozen: watch::Receiver<bool>) {
    let mut bytes = vec![0; 1 << 16];
    while let Ok(read) = from.read(&mut bytes).await {
        if frozen.wait_for(|frozen| !*frozen).await.is_err() || read == 0 || to.write_all(&bytes[..read]).await.is_err()
        {
            return;
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn reads_writes_and_readiness_are_answered_soon_while_the_database_is_away() {
    run(Kind::Postgres, async |app| {
        let (freeze, frozen) = watch::channel(false);
        let url = proxy(&app.database.url, frozen).await;
        let store = Store::open_with(&url, app.store.clock.clone(), app.database.vault()).await.expect("it opens");
        let watchdog = tokio::spawn({
            let store = store.clone();
            async move { store.watch_database().await }
        });
        let wish = app.published_wish(9).await;
        let visitor = Client::visitor(router(&store));
        let donor = app.donor().through(router(&store));
        visitor.get("/api/v1/wishes").await.expect(200);
        donor.try_claim(wish, 1).await.expect(201);

        freeze.send_replace(true);
        let begun = Instant::now();
        let (api, page, ready, write) = tokio::join!(
            visitor.get("/api/v1/wishes"),
            visitor.get("/"),
            visitor.get("/readyz"),
            donor.try_claim(wish, 1)
        );
        assert!(begun.elapsed() < SOON, "{:?}", begun.elapsed());
        for reply in [api, page, ready, write] {
            assert_eq!((reply.status.as_u16(), reply.header("retry-after")), (503, "60"), "{}", reply.text);
        }
        // Now it is known, and nothing waits any more.
        let begun = Instant::now();
        assert_eq!(visitor.get("/").await.status, 503);
        donor.try_claim(wish, 1).await.refused(503, "unavailable");
        assert!(begun.elapsed() < Duration::from_secs(1), "{:?}", begun.elapsed());

        freeze.send_replace(false);
        let back = async {
            while visitor.get("/readyz").await.status != 200 {
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
        };
        tokio::time::timeout(4 * SOON, back).await.expect("the database is back");
        visitor.get("/api/v1/wishes").await.expect(200);
        donor.try_claim(wish, 1).await.expect(201);
        watchdog.abort();
        store.close().await;
    })
    .await;
}
