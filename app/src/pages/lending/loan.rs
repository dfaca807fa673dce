//! One loan at the counter: what is to be done with it.

use domain::lending::{EndingAnswer, Loan, LoanEnding, ReturnCondition};
use leptos::prelude::*;

use super::{pill, title};
use crate::{
    components::{ActionForm, Banner, Choice, Fact, Facts, Field, More, Near, RowForm, Submit},
    i18n::{day_value, lang},
    web::{Cx, Here, Page, Shown},
};

/// Renders `GET /shop/loans/{id}`.
pub async fn page(cx: Cx) -> Shown {
    let id = cx.id("id")?;
    let loan = cx.store.loan(&cx.actor, id).await?;
    Ok(Page::new(cx.lang.t("loan-title"), Here::Loans, move || {
        view! {
            <p class="cluster"><b>{title(&loan)}</b>{pill(&loan)}</p>
            {loan.denied.then(|| view! { <Banner tone="amber">{t!("loan-denied-note")}</Banner> })}
            {loan.ending.map(|ending| second(&loan, ending))}
            {facts(&loan)}
            {loan.may_keep.then(|| steps(&loan))}
        }
    })
    .back("/shop/loans")
    .narrow()
    .no_index())
}

/// Renders the facts of a loan, as staff read them.
fn facts(loan: &Loan) -> impl IntoView + use<> {
    let Loan { household, location_name, caseworker_name, lent, due, wished, condition, ended, received, .. } =
        loan.clone();
    view! {
        <Facts>
            <Fact name=t!("desk-household")>{t!("households-number-short", n = household.to_string())}</Fact>
            {(!caseworker_name.is_empty()).then(|| view! { <Fact name=t!("loan-caseworker")>{caseworker_name}</Fact> })}
            <Fact name=t!("stock-location")>{location_name}</Fact>
            <Fact name=t!("loan-lent")><Near at=lent /></Fact>
            <Fact name=t!("field-due-back")><Near at=due /></Fact>
            {wished.map(|at| view! { <Fact name=t!("loan-wished")><Near at=at /></Fact> })}
            {received.then(|| view! { <Fact name=t!("loan-family-says")>{t!("loan-word-received")}</Fact> })}
            {condition.map(|of| view! { <Fact name=t!("loan-condition")>{lang().named("loan-return", of.as_str())}</Fact> })}
            {ended.map(|at| view! { <Fact name=t!("loan-ended")><Near at=at /></Fact> })}
        </Facts>
    }
}

/// Renders an end that waits for a second person, with its answers for one who may give them.
fn second(loan: &Loan, ending: LoanEnding) -> impl IntoView + use<> {
    let (id, may_answer) = (loan.id, loan.may_answer);
    let button = move |answer: EndingAnswer, class: &'static str| {
        view! {
            <RowForm to=format!("/shop/loans/{id}/answer")>
                <input type="hidden" name="answer" value=answer.as_str() />
                <button class=class>{lang().named("loan-answer", answer.as_str())}</button>
            </RowForm>
        }
    };
    view! {
        <section class="card stack">
            <h2>{lang().named("loan-ending-asked", ending.as_str())}</h2>
            {if may_answer {
                view! {
                    <div class="cluster">
                        {button(EndingAnswer::Agree, "btn btn-main")}
                        {button(EndingAnswer::Refuse, "btn btn-quiet")}
                    </div>
                }.into_any()
            } else {
                view! { <p class="note">{t!("loan-ending-waits")}</p> }.into_any()
            }}
        </section>
    }
}

/// Renders what the shop can do: take it back, set another day, ask for another end, or undo.
fn steps(loan: &Loan) -> impl IntoView + use<> {
    let (id, wished, due, undo) = (loan.id, loan.wished, loan.due, loan.undo_until.is_some());
    let back = ReturnCondition::ALL
        .iter()
        .map(|of| {
            let class = if *of == ReturnCondition::Good { "btn btn-main" } else { "btn btn-soft" };
            view! {
                <RowForm to=format!("/shop/loans/{id}/return")>
                    <input type="hidden" name="condition" value=of.as_str() />
                    <button class=class>{lang().named("loan-return", of.as_str())}</button>
                </RowForm>
            }
        })
        .collect_view();
    let until = day_value(wished.unwrap_or(due));
    let extend = format!("/shop/loans/{id}/extend");
    let endings = LoanEnding::ALL
        .iter()
        .map(|of| (of.as_str().to_owned(), lang().named("loan-end", of.as_str()), String::new()))
        .collect::<Vec<_>>();
    let end = format!("/shop/loans/{id}/end");
    view! {
        <section class="stack" aria-labelledby="back">
            <h2 id="back">{t!("loan-back")}</h2>
            <div class="cluster">{back}</div>
        </section>
        {undo.then(|| view! {
            <RowForm to=format!("/shop/loans/{id}/undo")><button class="btn btn-quiet">{t!("loan-undo")}</button></RowForm>
        })}
        <section class="stack" aria-labelledby="longer">
            <h2 id="longer">{t!("loan-longer")}</h2>
            <ActionForm to=extend.clone()>
                <Field name="until" label=t!("field-due-back") kind="date" value=until required=true />
                <Submit label=t!("loan-extend") tone="soft" />
            </ActionForm>
            {wished.map(|_| view! {
                <RowForm to=extend><input type="hidden" name="no" value="yes" /><button class="btn btn-quiet">{t!("loan-extend-no")}</button></RowForm>
            })}
        </section>
        {loan.ending.is_none().then(|| view! {
            <More summary=t!("loan-end-ask") to=end.clone()>
                <ActionForm to=end>
                    <Choice name="ending" label=t!("field-ending") options=endings />
                    <p class="note">{t!("loan-end-note")}</p>
                    <Submit label=t!("loan-end-do") tone="bad" />
                </ActionForm>
            </More>
        })}
    }
}
