//! Forms of a household's file.

use domain::households::Sex;
use leptos::prelude::*;

use crate::parts::{ActionForm, Field, More, Select, Submit};

/// Female, male, or not said.
pub(super) fn sexes() -> Vec<(String, String)> {
    let lang = crate::i18n::lang();
    Sex::ALL.iter().map(|sex| (sex.as_str().to_owned(), lang.named("sex", sex.as_str()))).collect()
}

/// One more person.
pub(super) fn member_form(id: i64, year: i64) -> impl IntoView {
    let to = format!("/desk/households/{id}/members");
    view! {
        <More summary=t!("households-member-add") to=to.clone()>
            <ActionForm to=to>
                <div class="field-row">
                    <Field name="name" label=t!("field-member-name") required=true max_length=30 autocomplete="off" />
                    <Field
                        name="birth_year" label=t!("field-birth-year") required=true kind="number" inputmode="numeric"
                        min="1900" max=year.to_string()
                    />
                    <Select name="sex" label=t!("field-sex") options=sexes() value="unsaid" required=true />
                </div>
                <Submit label=t!("households-member-add-do") tone="soft" />
            </ActionForm>
        </More>
    }
}

/// The family's own way in.
pub(super) fn password_form(id: i64, phone: String) -> impl IntoView {
    let to = format!("/desk/households/{id}/password");
    view! {
        <More summary=t!("households-sign-in") to=to.clone()>
            <ActionForm to=to>
                <p class="note">{t!("households-sign-in-note", phone = phone)}</p>
                <Field
                    name="password" label=t!("households-password") hint=t!("households-password-hint") required=true
                    autocomplete="off" max_length=128
                />
                <Submit label=t!("households-sign-in-do") tone="soft" />
            </ActionForm>
        </More>
    }
}
