//! The forms that open a collection for a household, and that record a hand-over with two signatures.

use domain::{
    DAY, Error,
    casework::{
        aid::{AidKind, collections::HandOverHow},
        cases::CaseState,
    },
    permission::Action,
};
use leptos::prelude::*;

use crate::{
    components::{ActionForm, Choice, Empty, Field, Near, Select, Submit, TextArea, value_choices},
    i18n::day_value,
    pages::{casework::cases::pieces::kind_name, stock::receipts::yuan},
    web::{Cx, Here, Page, Shown},
};

/// Days until the end of a collection that the form suggests.
const DAYS: i64 = 30;

/// Renders `GET /desk/households/{id}/collections`.
pub async fn open(cx: Cx) -> Shown {
    let id = cx.id("id")?;
    let programmes = cx.store.aid_programmes_for(&cx.actor, id).await?;
    let programmes: Vec<_> = programmes
        .into_iter()
        .filter(|(_, _, kind)| *kind == AidKind::Collection)
        .map(|(programme, name, _)| (programme.to_string(), name))
        .collect();
    let cases = cx.store.household_cases(&cx.actor, id).await?;
    let lang = cx.lang;
    let cases: Vec<_> = cases
        .into_iter()
        .filter(|case| case.state == CaseState::Open)
        .map(|case| (case.id.to_string(), format!("{} #{}", kind_name(lang, case.kind), case.id)))
        .collect();
    let (first, until) = (day_value(cx.now), day_value(cx.now + DAYS * DAY));
    Ok(Page::new(cx.lang.t("collection-open"), Here::Households, move || {
        if programmes.is_empty() {
            return view! { <Empty title=t!("collection-no-programme")>{t!("collection-no-programme-text")}</Empty> }.into_any();
        }
        view! {
            <ActionForm to=format!("/desk/households/{id}/collections")>
                <Select name="programme" label=t!("field-programme") options=programmes required=true />
                <TextArea name="purpose" label=t!("collection-purpose") hint=t!("collection-purpose-hint") required=true max_length=200 rows=2 />
                <Field name="organiser" label=t!("collection-organiser") hint=t!("collection-organiser-hint") required=true max_length=60 autocomplete="off" />
                <Select name="case" label=t!("collection-case") options=cases />
                <div class="field-row">
                    <Field name="target" label=t!("collection-target") unit=t!("receive-yuan") inputmode="decimal" autocomplete="off" required=true max_length=14 />
                    <Field name="due" label=t!("collection-due") kind="date" value=until min=first required=true />
                </div>
                <p class="note">{t!("collection-open-note")}</p>
                <div class="thumb-bar"><Submit label=t!("collection-open-do") wide=true /></div>
            </ActionForm>
        }
        .into_any()
    })
    .back(format!("/desk/households/{id}/aid"))
    .narrow()
    .no_index())
}

/// Renders `GET /desk/aid/collections/{id}/hand-over`.
pub async fn hand_over(cx: Cx) -> Shown {
    let id = cx.id("id")?;
    cx.actor.must_somewhere(Action::RecordAid)?;
    let file = cx.store.collection(&cx.actor, id).await?;
    if cx.actor.household == file.collection.household {
        return Err(Error::NotFound);
    }
    let (left, due) = (file.collection.received - file.collection.handed_over, file.collection.due);
    let today = day_value(cx.now);
    Ok(Page::new(cx.lang.t("collection-hand-over"), Here::Aid, move || {
        let ways = value_choices("hand-over-how", HandOverHow::ALL.iter().map(|how| how.as_str()));
        view! {
            <p>{t!("collection-left", amount = yuan(left))}" "<Near at=due /></p>
            <ActionForm to=format!("/desk/aid/collections/{id}/hand-over")>
                <div class="field-row">
                    <Field name="amount" label=t!("field-amount") unit=t!("receive-yuan") inputmode="decimal" autocomplete="off" required=true max_length=14 />
                    <Field name="at" label=t!("hand-over-day") kind="date" value=today.clone() max=today required=true />
                </div>
                <Choice name="how" label=t!("hand-over-how") options=ways side=true />
                <Field name="signer" label=t!("hand-over-signer") hint=t!("hand-over-signer-hint") required=true max_length=40 autocomplete="off" />
                <Field name="witness" label=t!("hand-over-witness") hint=t!("hand-over-witness-hint") required=true max_length=40 autocomplete="off" />
                <p class="note">{t!("collection-given-note")}</p>
                <div class="thumb-bar"><Submit label=t!("collection-given-do") wide=true /></div>
            </ActionForm>
        }
    })
    .back(format!("/desk/aid/collections/{id}"))
    .narrow()
    .no_index())
}
