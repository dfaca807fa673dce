//! `wishbridge serve`: starts the server on an open database and shuts it down gracefully.

use std::{net::SocketAddr, sync::Arc, time::Duration};

use app::{
    i18n::Offered,
    web::{messages::Messages, session::Cookies},
};
use axum::serve::ListenerExt;
use store::Store;
use tokio::{net::TcpListener, sync::watch};

use crate::{config::Config, http, jobs, state::State};

/// How long running requests may take to finish after a stop signal.
const GRACE: Duration = Duration::from_secs(20);

/// Serves until SIGTERM or SIGINT, then finishes running requests and closes the database.
///
/// # Errors
/// When the address cannot be bound, or the server fails.
pub async fn serve(config: &Config, store: Store) -> std::io::Result<()> {
    let listener = TcpListener::bind(&config.listen).await?;
    let address = listener.local_addr()?;
    let mut state = State::new(store.clone(), cookies(config, address));
    state.trusted_proxy.clone_from(&config.trusted_proxy);
    state.app.languages = Arc::new(Offered::new(config.pseudo_language));
    state.app.messages = config.sms.clone().map(|sms| Arc::new(sms) as Arc<dyn Messages>);

    let (stop, stopping) = watch::channel(false);
    let clocks = tokio::spawn(jobs::run(store.clone(), stopping.clone()));
    let app = http::router(state).into_make_service_with_connect_info::<SocketAddr>();
    // Responses are written whole; Nagle's algorithm would only delay them.
    let listener = listener.tap_io(|stream| {
        stream.set_nodelay(true).ok();
    });
    let told = told_to_stop()?;
    println!("Wishbridge is on http://{address}");
    greet(&store).await;

    let server = axum::serve(listener, app).with_graceful_shutdown(stopped(stopping));
    let mut server = tokio::spawn(server.into_future());
    tokio::select! {
        ended = &mut server => ended??,
        () = told => {
            tracing::info!("stopping: finishing running requests");
            stop.send_replace(true);
            if tokio::time::timeout(GRACE, &mut server).await.is_err() {
                tracing::warn!("some requests did not finish within the grace period");
            }
        }
    }
    stop.send_replace(true);
    clocks.await.ok();
    store.close().await;
    Ok(())
}

/// Sets `Secure` on cookies, except on loopback without a proxy or with `insecure_cookies`.
/// Browsers other than Chromium and Firefox drop secure cookies on plain-HTTP loopback. Behind a proxy the address is
/// loopback too, but visitors come over HTTPS.
fn cookies(config: &Config, address: SocketAddr) -> Cookies {
    let local = address.ip().is_loopback() && config.trusted_proxy.is_none();
    if config.insecure_cookies && !address.ip().is_loopback() {
        tracing::warn!("session cookies travel over plain HTTP: others on the network can steal them");
    }
    Cookies { secure: !(local || config.insecure_cookies) }
}

/// Prints how to create the first administrator while there is none.
async fn greet(store: &Store) {
    if let Ok(false) = store.has_admin().await {
        println!(
            "There is no administrator yet. Make the first one:\n  wishbridge admin --phone 13800138000 --name 'Your name'"
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
