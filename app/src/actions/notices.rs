//! Notices.

use crate::page::{Cx, Done, To};

/// Marks all notices as read.
///
/// # Errors
/// Nobody is signed in.
pub async fn read(cx: Cx) -> Done {
    cx.store.notices_read(&cx.by()).await?;
    Ok(To::page("/notices"))
}
