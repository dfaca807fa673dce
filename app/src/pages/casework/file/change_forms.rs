//! Forms that change a household file as a whole.

use domain::{casework::CloseReason, households::HouseholdId};
use leptos::prelude::*;

use crate::{
    components::{ActionForm, Choice, Field, More, Select, Submit, TextArea},
    i18n::lang,
};

/// Renders the form that asks another area to take the family over.
pub(crate) fn move_form(id: HouseholdId, areas: Vec<(String, String)>) -> impl IntoView {
    let to = format!("/desk/households/{id}/move");
    view! {
        <More summary=t!("change-move") to=to.clone()>
            <ActionForm to=to>
                <p class="note">{t!("change-move-note")}</p>
                <Select name="area" label=t!("change-move-to") options=areas required=true />
                <TextArea name="move_words" label=t!("change-move-words") hint=t!("change-move-words-hint") max_length=1000 />
                <Submit label=t!("change-move-do") tone="soft" />
            </ActionForm>
        </More>
    }
}

/// Renders the form that leads to the comparison of two files.
pub(crate) fn merge_form(id: HouseholdId) -> impl IntoView {
    view! {
        <More summary=t!("change-merge")>
            <form class="form" action=format!("/desk/households/{id}/merge")>
                <p class="note">{t!("change-merge-note")}</p>
                <Field name="with" label=t!("change-merge-number") required=true inputmode="numeric" autocomplete="off" max_length=12 />
                <Submit label=t!("change-merge-look") tone="soft" />
            </form>
        </More>
    }
}

pub(crate) fn close_form(id: HouseholdId) -> impl IntoView {
    let to = format!("/desk/households/{id}/close");
    let reasons = CloseReason::ALL
        .iter()
        .map(|reason| (reason.as_str().to_owned(), lang().named("close-reason", reason.as_str()), String::new()));
    let reasons = reasons.collect::<Vec<_>>();
    view! {
        <More summary=t!("change-close") to=to.clone()>
            <ActionForm to=to>
                <p class="note">{t!("change-close-note")}</p>
                <Choice name="reason" label=t!("field-reason") options=reasons side=true />
                <TextArea name="words" label=t!("change-close-words") max_length=500 />
                <Submit label=t!("change-close-do") tone="bad" />
            </ActionForm>
        </More>
    }
}

pub(crate) fn reopen_form(id: HouseholdId) -> impl IntoView {
    view! {
        <section class="card stack">
            <ActionForm to=format!("/desk/households/{id}/reopen")>
                <p class="note">{t!("change-reopen-note")}</p>
                <Submit label=t!("change-reopen-do") tone="soft" />
            </ActionForm>
        </section>
    }
}

/// Renders the link to erasure's confirmation page.
pub(crate) fn erase_link(id: HouseholdId) -> impl IntoView {
    view! {
        <More summary=t!("change-erase")>
            <p class="note">{t!("change-erase-note")}</p>
            <p><a class="btn btn-quiet" href=format!("/desk/households/{id}/erase")>{t!("change-erase-go")}</a></p>
        </More>
    }
}
