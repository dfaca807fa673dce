//! The family's action on thanks.

use crate::web::{Cx, Done, To};

/// Stores a thank-you, which staff review before the donor reads it.
///
/// # Errors
/// Without words and card; [`domain::Code::WrongState`] before the hand-over; [`domain::Code::AlreadyThanked`].
pub async fn add(cx: Cx) -> Done {
    let id = cx.id("id")?;
    cx.store.thanks_add(&cx.by(), id, cx.field("words").to_owned(), cx.field("card").to_owned()).await?;
    Ok(To::page("/home").saying("done-thanks-written"))
}
