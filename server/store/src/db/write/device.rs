//! Kind of the device that sent the current request, for the audit lines of its writes.

use std::future::Future;

use domain::{accounts::Actor, audit::DeviceKind};

tokio::task_local! {
    /// Set by the server around each request, because many reads write a line without a request of their own.
    static DEVICE: DeviceKind;
}

/// Runs a request whose writes are stored with this kind of device.
pub async fn with_device<F: Future>(device: DeviceKind, request: F) -> F::Output {
    DEVICE.scope(device, request).await
}

/// Returns the text to store: that of the request, `job` for the server's own writes, else "".
pub(crate) fn of(actor: &Actor) -> &'static str {
    let job = if actor.system { DeviceKind::Job.as_str() } else { "" };
    DEVICE.try_with(|device| device.as_str()).unwrap_or(job)
}
