//! What a family has on loan.

use domain::lending::{Loan, LoanState, LoanWord};
use leptos::prelude::*;

use super::{pill, rows, title};
use crate::{
    components::{ActionForm, Empty, Fact, Facts, Field, More, Near, RowForm, Submit},
    i18n::{day_value, lang},
    web::{Cx, Here, Page, Shown},
};

/// Renders `GET /home/loans`.
pub async fn list(cx: Cx) -> Shown {
    let loans = cx.store.own_loans(&cx.actor).await?;
    Ok(Page::new(cx.lang.t("home-loans"), Here::Home, move || {
        if loans.is_empty() {
            return view! { <Empty title=t!("home-loans-none")>{t!("home-loans-none-text")}</Empty> }.into_any();
        }
        rows(&loans, "/home/loans")
    })
    .back("/home")
    .narrow()
    .no_index())
}

/// Renders `GET /home/loans/{id}`.
pub async fn page(cx: Cx) -> Shown {
    let id = cx.id("id")?;
    let household = cx.actor.must_be_family()?;
    let loan = cx.store.loan(&cx.actor, id).await?;
    if loan.household != household {
        return Err(domain::Error::NotFound);
    }
    Ok(Page::new(cx.lang.t("loan-title"), Here::Home, move || {
        let (out, place, due) = (loan.state == LoanState::Out, loan.location_name.clone(), loan.due);
        let wished = loan.wished;
        view! {
            <p class="cluster"><b>{title(&loan)}</b>{pill(&loan)}</p>
            <Facts>
                <Fact name=t!("loan-bring-to")>{place}</Fact>
                <Fact name=t!("field-due-back")><Near at=due /></Fact>
                {wished.map(|at| view! { <Fact name=t!("loan-wished")><Near at=at /></Fact> })}
            </Facts>
            {(out && !loan.received && !loan.denied).then(|| words(&loan))}
            {(out && wished.is_none()).then(|| longer(&loan))}
            {(out && wished.is_some()).then(|| view! { <p class="note">{t!("loan-wished-note")}</p> })}
        }
    })
    .back("/home/loans")
    .narrow()
    .no_index())
}

/// Renders what the family can say: that it has it, or never got it.
fn words(loan: &Loan) -> impl IntoView + use<> {
    let id = loan.id;
    let buttons = LoanWord::ALL
        .iter()
        .map(|word| {
            let class = if *word == LoanWord::Received { "btn btn-main" } else { "btn btn-quiet" };
            view! {
                <RowForm to=format!("/home/loans/{id}/say")>
                    <input type="hidden" name="word" value=word.as_str() />
                    <button class=class>{lang().named("loan-word", word.as_str())}</button>
                </RowForm>
            }
        })
        .collect_view();
    view! {
        <section class="card stack">
            <h2>{t!("loan-asked")}</h2>
            <div class="cluster">{buttons}</div>
        </section>
    }
}

/// Renders the form that asks to keep it longer.
fn longer(loan: &Loan) -> impl IntoView + use<> {
    let (to, first) = (format!("/home/loans/{}/extension", loan.id), day_value(loan.due + 1));
    view! {
        <More summary=t!("loan-longer") to=to.clone()>
            <ActionForm to=to>
                <Field name="until" label=t!("loan-until") kind="date" min=first required=true />
                <Submit label=t!("loan-extension-ask") tone="soft" />
            </ActionForm>
        </More>
    }
}
