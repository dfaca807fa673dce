//! The family's action on thanks.

use store::claims::thanks::AddThanks;

use crate::web::{Cx, Done, To};

/// Stores a thank-you, which staff review before the donor reads it.
///
/// # Errors
/// Without words and card; [`domain::Code::WrongState`] before the hand-over; [`domain::Code::AlreadyThanked`].
pub async fn add(cx: Cx) -> Done {
    let id = cx.id("id")?;
    cx.store
        .run(&cx.by(), AddThanks { claim: id, words: cx.field("words").to_owned(), card: cx.field("card").to_owned() })
        .await?;
    Ok(To::page("/home").saying("done-thanks-written"))
}
