//! Lending: the counter's loans, and those of a family.

pub mod actions;
mod family;
mod loan;
mod new;
mod shop;

use domain::lending::{Loan, LoanState};
use leptos::prelude::*;

use crate::{
    components::{Near, StatePill, Tile},
    i18n::{item_title, lang},
    web::routes::Routes,
};

pub(crate) fn routes() -> Routes {
    Routes::new()
        .show("/shop/loans", shop::list)
        .show_and_act("/shop/loans/new", new::page, actions::lend)
        .file("/shop/loans/file", shop::file)
        .show("/shop/loans/{id}", loan::page)
        .act("/shop/loans/{id}/undo", actions::undo, loan::page)
        .act("/shop/loans/{id}/return", actions::give_back, loan::page)
        .act("/shop/loans/{id}/end", actions::ask_end, loan::page)
        .act("/shop/loans/{id}/answer", actions::answer_end, loan::page)
        .act("/shop/loans/{id}/extend", actions::extend, loan::page)
        .show("/desk/households/{id}/loans", shop::household)
        .show("/home/loans", family::list)
        .show("/home/loans/{id}", family::page)
        .act("/home/loans/{id}/say", actions::say, family::page)
        .act("/home/loans/{id}/extension", actions::ask_extension, family::page)
}

/// Renders the state of a loan, or what it waits for.
fn pill(loan: &Loan) -> AnyView {
    let (tone, icon, text) = match loan.state {
        LoanState::Out if loan.denied => ("plum", "alert", t!("loan-denied")),
        LoanState::Out if loan.ending.is_some() => ("amber", "users", t!("loan-ending")),
        LoanState::Out if loan.overdue => ("plum", "clock", t!("loan-overdue")),
        LoanState::Out if loan.wished.is_some() => ("amber", "calendar", t!("loan-wished")),
        LoanState::Out => ("amber", "calendar", t!("loan-state-out")),
        LoanState::Returned => ("tea", "check", t!("loan-state-returned")),
        state => ("soft", "close", lang().named("loan-state", state.as_str())),
    };
    view! { <StatePill tone icon text /> }.into_any()
}

/// Names what is on loan.
fn title(loan: &Loan) -> String {
    item_title(&loan.key, &loan.name, loan.item, &loan.size)
}

/// Renders loans as rows that lead to their pages below `folder`; staff read whose each is.
pub(crate) fn rows(loans: &[Loan], folder: &'static str) -> AnyView {
    let rows = loans
        .iter()
        .map(|loan| {
            let to = format!("{folder}/{}", loan.id);
            let (whose, at) = (loan.household.to_string(), loan.ended.unwrap_or(loan.due));
            let small = match folder {
                "/home/loans" => loan.location_name.clone(),
                _ => format!("{} · {}", t!("desk-household-number", n = whose), loan.location_name),
            };
            view! {
                <li>
                    <a class="row" href=to>
                        <Tile key=loan.key.clone() size="small" />
                        <span class="row-main"><b>{title(loan)}</b><small>{small}</small></span>
                        <span class="row-end">{pill(loan)}<small><Near at=at /></small></span>
                    </a>
                </li>
            }
        })
        .collect_view();
    view! { <ul class="rows">{rows}</ul> }.into_any()
}
