//! Actions on sheets of helpers.

use store::community::helper_sheets::lifecycle::{MakeHelperSheet, WithdrawHelperSheet};

use crate::web::{Cx, Done, To};

/// Handles `POST /me/helper-sheets`.
pub async fn make(cx: Cx) -> Done {
    let number = cx.store.run(&cx.by(), MakeHelperSheet { year: cx.choice("year")? }).await?;
    Ok(To::page(format!("/me/helper-sheets/{number}")).saying("done-helper-sheet"))
}

/// Handles `POST /helper-sheets/{id}/withdraw`.
pub async fn withdraw(cx: Cx) -> Done {
    cx.store.run(&cx.by(), WithdrawHelperSheet { sheet: cx.id("id")? }).await?;
    Ok(To::page("/me/helper-sheets").saying("done-helper-sheet-withdrawn"))
}
