//! Notices.

use crate::{
    pages::notifications::leads_to,
    web::{Cx, Done, To},
};

/// Marks all notices as read.
///
/// # Errors
/// Nobody is signed in.
pub async fn read(cx: Cx) -> Done {
    cx.store.notices_read(&cx.by()).await?;
    Ok(To::page("/notices"))
}

/// POST `/notices/{id}/open`: on to what it is about. It counts as seen from now on.
///
/// # Errors
/// Nobody is signed in; somebody else's notice is not found.
pub async fn open(cx: Cx) -> Done {
    let notice = cx.store.notice_open(&cx.by(), cx.id("id")?).await?;
    Ok(To::page(leads_to(&cx.actor, &notice)))
}
