//! Actions on loans, at the counter and by the family.

use domain::{Code, Error, Result, Timestamp};
use store::lending::{
    answers::{AskLoanExtension, ExtendLoan, SayLoan},
    endings::{AnswerLoanEnd, AskLoanEnd, ReturnLoan},
    lend::{LendGoods, UndoLoan},
};

use crate::{
    i18n::day_end,
    web::{Cx, Done, To},
};

/// Reads a required day.
fn day(cx: &Cx, name: &'static str) -> Result<Timestamp> {
    day_end(cx.field(name)).ok_or_else(|| Error::field(name, Code::Required))
}

fn to_shop(id: i64) -> To {
    To::page(format!("/shop/loans/{id}"))
}

fn to_family(id: i64) -> To {
    To::page(format!("/home/loans/{id}"))
}

/// Handles `POST /shop/loans/new`.
pub async fn lend(cx: Cx) -> Done {
    let new = LendGoods {
        household: cx.field_i64("household"),
        location: cx.field_i64("location"),
        lot: cx.choice("lot")?,
        due: day(&cx, "due")?,
    };
    let id = cx.store.loan_lend(&cx.by(), new).await?;
    Ok(to_shop(id).saying("done-loan-lent"))
}

/// Handles `POST /shop/loans/{id}/undo`.
pub async fn undo(cx: Cx) -> Done {
    let loan = cx.id("id")?;
    cx.store.run(&cx.by(), UndoLoan { loan }).await?;
    Ok(to_shop(loan).saying("done-loan-undone"))
}

/// Handles `POST /shop/loans/{id}/return`.
pub async fn give_back(cx: Cx) -> Done {
    let loan = cx.id("id")?;
    cx.store.run(&cx.by(), ReturnLoan { loan, condition: cx.choice("condition")? }).await?;
    Ok(to_shop(loan).saying("done-loan-returned"))
}

/// Handles `POST /shop/loans/{id}/end`.
pub async fn ask_end(cx: Cx) -> Done {
    let loan = cx.id("id")?;
    cx.store.run(&cx.by(), AskLoanEnd { loan, ending: cx.choice("ending")? }).await?;
    Ok(to_shop(loan).saying("done-loan-end-asked"))
}

/// Handles `POST /shop/loans/{id}/answer`.
pub async fn answer_end(cx: Cx) -> Done {
    let loan = cx.id("id")?;
    cx.store.run(&cx.by(), AnswerLoanEnd { loan, answer: cx.choice("answer")? }).await?;
    Ok(to_shop(loan).saying("done-loan-end-answered"))
}

/// Handles `POST /shop/loans/{id}/extend`: a later day, or a no.
pub async fn extend(cx: Cx) -> Done {
    let loan = cx.id("id")?;
    let until = if cx.checked("no") { None } else { Some(day(&cx, "until")?) };
    cx.store.run(&cx.by(), ExtendLoan { loan, until }).await?;
    Ok(to_shop(loan).saying(if until.is_some() { "done-loan-extended" } else { "done-loan-not-extended" }))
}

/// Handles `POST /home/loans/{id}/say`.
pub async fn say(cx: Cx) -> Done {
    let loan = cx.id("id")?;
    cx.store.run(&cx.by(), SayLoan { loan, word: cx.choice("word")? }).await?;
    Ok(to_family(loan).saying("done-loan-said"))
}

/// Handles `POST /home/loans/{id}/extension`.
pub async fn ask_extension(cx: Cx) -> Done {
    let loan = cx.id("id")?;
    cx.store.run(&cx.by(), AskLoanExtension { loan, until: day(&cx, "until")? }).await?;
    Ok(to_family(loan).saying("done-loan-extension-asked"))
}
