//! Actions on notices.

use store::notifications::notices::ReadNotices;

use crate::{
    pages::notifications::leads_to,
    web::{Cx, Done, To},
};

/// Marks all notices as read.
///
/// # Errors
/// [`domain::Code::SignInNeeded`] for visitors.
pub async fn read(cx: Cx) -> Done {
    cx.store.run(&cx.by(), ReadNotices).await?;
    Ok(To::page("/notices"))
}

/// Handles `POST /notices/{id}/open`: marks it as read and redirects to its subject.
///
/// # Errors
/// [`domain::Code::SignInNeeded`] for visitors; not found for another account's notice.
pub async fn open(cx: Cx) -> Done {
    let notice = cx.store.notice_open(&cx.by(), cx.id("id")?).await?;
    Ok(To::page(leads_to(&cx.actor, &notice)))
}
