//! Thanks: what families write.

use crate::web::{Cx, Done, To};

/// Writes a thank-you; staff read it before it is passed on.
///
/// # Errors
/// Neither words nor card, or written before.
pub async fn add(cx: Cx) -> Done {
    let id = cx.id("id")?;
    cx.store.thanks_add(&cx.by(), id, cx.field("words").to_owned(), cx.field("card").to_owned()).await?;
    Ok(To::page("/home").saying("done-thanks-written"))
}
