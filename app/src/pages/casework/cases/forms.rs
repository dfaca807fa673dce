//! Forms of cases: what the family said, the fields of a kind, and who follows it.

use domain::casework::cases::{
    AskedHow, CaseKind, FamilyAnswer, Urgency,
    kinds::{CaseField, FieldShape},
};
use leptos::prelude::*;

use crate::{
    components::{ActionForm, Choice, Field, Select, Submit, TextArea, value_choices, value_options},
    i18n::{day_value, lang},
    web::scene,
};

/// Answers that a form offers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Asking {
    /// Before a case ends.
    Close,
    /// After it has ended.
    CallBack,
}

/// Renders whom of the family one asked, how, when, and what they said.
pub(crate) fn asked_fields(asking: Asking) -> impl IntoView {
    let answers = FamilyAnswer::ALL.iter().filter(|answer| match asking {
        // A case does not end with "not solved".
        Asking::Close => **answer != FamilyAnswer::NotSolved,
        Asking::CallBack => **answer != FamilyAnswer::NotReached,
    });
    let answers = value_choices("family-answer", answers.map(|answer| answer.as_str()));
    let ways = AskedHow::ALL.iter().filter(|how| asking == Asking::Close || **how != AskedHow::Page);
    let ways = value_choices("asked-how", ways.map(|how| how.as_str()));
    let today = day_value(scene().now);
    view! {
        <Choice name="answer" label=t!("family-answer") options=answers />
        <Choice name="how" label=t!("asked-how") options=ways side=true />
        <div class="field-row">
            <Field name="whom" label=t!("asked-whom") hint=t!("asked-whom-hint") required=true max_length=40 autocomplete="off" />
            <Field name="at" label=t!("asked-at") kind="date" value=today.clone() max=today required=true />
        </div>
        <TextArea name="words" label=t!("asked-words") max_length=500 rows=2 />
    }
}

/// Renders a field of a kind of case.
fn kind_field(field: &'static CaseField) -> AnyView {
    let label = lang().named("case-field", field.key);
    let (name, required) = (field.key, field.required);
    match field.shape {
        FieldShape::Line => view! { <Field name label required max_length=200 autocomplete="off" /> }.into_any(),
        FieldShape::Choice(keys) => {
            let options = value_options(&format!("case-{}", field.key.replace('_', "-")), keys.iter().copied());
            view! { <Select name label options required /> }.into_any()
        }
        FieldShape::YearMonth => {
            view! { <Field name label hint=t!("case-month-hint") required max_length=7 inputmode="numeric" autocomplete="off" /> }
                .into_any()
        }
        FieldShape::Number(_) => {
            view! { <Field name label required max_length=12 inputmode="numeric" autocomplete="off" /> }.into_any()
        }
    }
}

/// Renders the form that opens a case of a kind; `members` are numbers and names.
pub(crate) fn open_form(household: i64, kind: CaseKind, members: Vec<(String, String)>, finding: i64) -> AnyView {
    let urgencies = value_choices("urgency", Urgency::ALL.iter().map(|urgency| urgency.as_str()));
    view! {
        <ActionForm to=format!("/desk/households/{household}/cases?kind={}", kind.as_str())>
            <input type="hidden" name="kind" value=kind.as_str() />
            {(finding > 0).then(|| view! { <input type="hidden" name="finding" value=finding /> })}
            <Select name="member" label=t!("case-member") options=members />
            {kind.rules().fields.iter().map(kind_field).collect_view()}
            <Choice name="urgency" label=t!("case-urgency") options=urgencies value=Urgency::Ordinary.as_str().to_owned() side=true />
            <TextArea name="words" label=t!("case-first-note") hint=t!("case-words-hint") max_length=2000 />
            <p class="note">{t!("case-open-note")}</p>
            <div class="thumb-bar"><Submit label=t!("case-open-do") wide=true /></div>
        </ActionForm>
    }
    .into_any()
}

/// Renders a choice of accounts.
pub(crate) fn account_select(
    name: &'static str,
    label: String,
    accounts: &[(i64, String)],
    chosen: Option<i64>,
) -> AnyView {
    let options = accounts.iter().map(|(id, name)| (id.to_string(), name.clone())).collect::<Vec<_>>();
    let value = chosen.map(|id| id.to_string()).unwrap_or_default();
    view! { <Select name label options value required=true /> }.into_any()
}
