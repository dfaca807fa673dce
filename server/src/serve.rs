//! `wishbridge serve`: starts the server on an open database and shuts it down gracefully.

use std::{
    net::SocketAddr,
    sync::Arc,
    time::{Duration, Instant},
};

use app::{
    i18n::Offered,
    web::{messages::Messages, public_url::PublicUrl, session::Cookies},
};
use store::Store;
use tokio::{net::TcpListener, sync::watch};

use crate::{
    backups,
    config::Config,
    delivery,
    http::{
        self,
        cache::PageCache,
        connections::{self, Limits},
        live::{Listeners, Visitors},
        write_limit::WriteLimit,
    },
    jobs, live,
    logs::say,
    messages::{self, VapidKey, Ways},
    metrics::{self, JobRuns, Source},
    state::State,
};

/// How long running requests may take to finish after a stop signal and the delay that follows it. With [`CLOSING`] and
/// the default delay below the 10 s after which supervisors kill.
const GRACE: Duration = Duration::from_secs(5);
/// How long closing the database may take at least; what is committed is safe without it. What requests leave of
/// [`GRACE`] is added: a message of which it is not known whether it was taken is not sent again.
const CLOSING: Duration = Duration::from_secs(2);

/// Serves until SIGTERM or SIGINT. Then readiness turns red, for a moment requests are still taken so that balancers can
/// look elsewhere, running ones are finished, and the database is closed.
///
/// # Errors
/// When the address cannot be bound, or the server fails.
pub async fn serve(config: &Config, store: Store) -> std::io::Result<()> {
    let listener = TcpListener::bind(&config.listen).await?;
    let address = listener.local_addr()?;
    let metrics_listener = match &config.metrics_listen {
        Some(listen) => {
            let listener = TcpListener::bind(listen).await?;
            let address = listener.local_addr()?;
            Some((listener, address))
        }
        None => None,
    };
    let mut state = State::new(store.clone(), cookies(config, address));
    state.app.public_url.clone_from(&config.public_url);
    state.trusted_proxy.clone_from(&config.trusted_proxy);
    state.writes = WriteLimit::new(config.writes_per_minute);
    state.pages = PageCache::new(config.page_cache_mb);
    state.app.languages = Arc::new(Offered::new(config.pseudo_language));
    state.app.messages = config.sms.clone().map(|sms| Arc::new(sms) as Arc<dyn Messages>);
    let ways = ways(config)?;
    state.app.channels = Arc::new(ways.channels());
    state.backup_every = config.backups.as_ref().map(|plan| plan.every);

    let (stop, stopping) = watch::channel(false);
    let (stop_jobs, jobs_stopping) = watch::channel(false);
    let job_runs = JobRuns::default();
    let jobs = tokio::spawn(jobs::run(store.clone(), job_runs.clone(), jobs_stopping.clone()));
    let (stop_delivery, delivery_stopping) = watch::channel(false);
    let delivery = tokio::spawn(delivery::run(store.clone(), delivery_stopping));
    let telling = tokio::spawn(live::run(store.clone(), jobs_stopping.clone()));
    let (stop_messages, messages_stopping) = watch::channel(false);
    let messages = tokio::spawn(messages::run(store.clone(), ways, messages_stopping));
    let (stop_backups, backups_stopping) = watch::channel(false);
    let backups = tokio::spawn(backups::run(store.clone(), config.backups.clone(), backups_stopping));
    let watchdog = tokio::spawn(watch_database(store.clone()));
    let tidy = tokio::spawn(state.pages.clone().tidy());
    let mut limits = Limits::default();
    let mut visitors = Visitors::Direct;
    if config.trusted_proxy.is_some() {
        // All visitors come from the proxy's address.
        limits.exempt = |_| true;
        visitors = Visitors::ThroughProxy;
    }
    state.listeners = Listeners::of_connections(limits.all, visitors);
    let told = told_to_stop()?;
    let is_stopping = state.stopping.clone();
    let mut folders = vec![("data", config.data_dir.clone())];
    folders.extend(config.backups.as_ref().map(|plan| ("backups", plan.folder.clone())));
    let (requests, pages, listeners) = (state.requests.clone(), state.pages.clone(), state.listeners.clone());
    let source = Source { store: store.clone(), requests, pages, listeners, jobs: job_runs, folders };
    // Built before the address is announced: a request would wait for it.
    let router = http::router(state);
    say(format_args!("Wishbridge is on http://{address}"));
    let metrics = metrics_listener.map(|(listener, address)| {
        say(format_args!("Its metrics are on http://{address}/metrics"));
        let stop = stopped(stopping.clone());
        tokio::spawn(connections::serve(listener, metrics::router(source), Limits::default(), stop))
    });
    greet(&store).await;

    let mut closing_time = CLOSING;
    let mut server = tokio::spawn(connections::serve(listener, router, limits, stopped(stopping)));
    tokio::select! {
        ended = &mut server => ended?,
        () = told => {
            tracing::info!("stopping: finishing running requests");
            is_stopping.set();
            // At once, also in the middle of a run: each record has a transaction of its own.
            stop_jobs.send_replace(true);
            stop_messages.send_replace(true);
            stop_backups.send_replace(true);
            tokio::time::sleep(config.stop_delay).await;
            stop.send_replace(true);
            let told = Instant::now();
            if tokio::time::timeout(GRACE, &mut server).await.is_err() {
                tracing::warn!("some requests did not finish within the grace period");
            }
            closing_time += GRACE.saturating_sub(told.elapsed());
        }
    }
    stop_jobs.send_replace(true);
    stop_messages.send_replace(true);
    stop_backups.send_replace(true);
    // After the last request, whose events are delivered too; what is not in time waits for the next start.
    stop_delivery.send_replace(true);
    let closing = async {
        jobs.await.ok();
        telling.await.ok();
        backups.await.ok();
        delivery.await.ok();
        messages.await.ok();
        store.close().await;
    };
    if tokio::time::timeout(closing_time, closing).await.is_err() {
        tracing::warn!("the database was not closed in time");
    }
    watchdog.abort();
    tidy.abort();
    if let Some(metrics) = metrics {
        metrics.abort();
    }
    Ok(())
}

/// Builds the ways on which messages leave this server. Push needs `PUBLIC_URL`, which its services and links name.
fn ways(config: &Config) -> std::io::Result<Ways> {
    let origin = config.public_url.as_ref().map(PublicUrl::as_str).unwrap_or_default();
    let key = if origin.is_empty() { None } else { Some(VapidKey::at(&config.vapid_key_file)?) };
    let ways = Ways::new(origin, config.message_hosts.clone());
    Ok(ways.with_text(config.sms.clone()).with_mail(config.mail.clone()).with_push(key))
}

/// Watches the database; begins anew should that panic.
async fn watch_database(store: Store) {
    loop {
        let store = store.clone();
        tokio::spawn(async move { store.watch_database().await }).await.ok();
    }
}

/// Sets `Secure` on cookies if `PUBLIC_URL` says `https://`. Without it, except on loopback without a proxy.
/// Browsers other than Chromium and Firefox drop secure cookies on plain-HTTP loopback. Behind a proxy the address is
/// loopback too, but visitors come over HTTPS.
fn cookies(config: &Config, address: SocketAddr) -> Cookies {
    let beyond = !address.ip().is_loopback() || config.trusted_proxy.is_some();
    let secure = config.public_url.as_ref().map_or(beyond, PublicUrl::is_https) && !config.insecure_cookies;
    if beyond && !secure {
        tracing::warn!("session cookies travel over plain HTTP: others on the network can steal them");
    } else if beyond && config.public_url.is_none() {
        tracing::warn!("PUBLIC_URL is not set: links and cards lead to the host that a request names");
    }
    Cookies { secure }
}

/// Prints how to create the first administrator while there is none.
async fn greet(store: &Store) {
    if let Ok(false) = store.has_admin().await {
        say(
            "There is no administrator yet. Make the first one:\n  wishbridge admin --phone 13800138000 --name 'Your name'",
        );
    }
}

async fn stopped(mut stopping: watch::Receiver<bool>) {
    stopping.wait_for(|stop| *stop).await.ok();
}

/// Completes at SIGTERM or SIGINT.
/// Both handlers are installed by the call, before the future is polled.
#[cfg(unix)]
fn told_to_stop() -> std::io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};
    let (mut terminated, mut interrupted) = (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
    Ok(async move {
        tokio::select! {
            _ = terminated.recv() => {}
            _ = interrupted.recv() => {}
        }
    })
}

/// Completes at Ctrl-C.
#[cfg(not(unix))]
fn told_to_stop() -> std::io::Result<impl Future<Output = ()>> {
    Ok(async { tokio::signal::ctrl_c().await.unwrap_or_default() })
}
