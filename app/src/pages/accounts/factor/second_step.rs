//! The page between password and session: it asks for the code of the second factor.

use leptos::prelude::*;

use crate::{
    components::{ActionForm, Empty, Field, LangSwitch, Submit},
    web::{Cx, Here, Page, Shown},
};

/// Renders `GET /sign-in/factor?next`, and again after a wrong code.
pub async fn page(cx: Cx) -> Shown {
    let waits = !cx.pending.is_empty() && cx.store.sign_in_waits(&cx.pending).await?;
    let (next, back) = (cx.next(), cx.link_with_next("/sign-in"));
    Ok(Page::new(cx.lang.t("factor-sign-in-title"), Here::Nowhere, move || {
        if !waits {
            return view! {
                <Empty title=t!("refusal-sign-in-expired") action=("/sign-in", t!("sign-in-do")) />
            }
            .into_any();
        }
        view! {
            <p>{t!("factor-sign-in-text")}</p>
            <ActionForm to="/sign-in/factor">
                <input type="hidden" name="next" value=next />
                <Field
                    name="code" label=t!("factor-code") hint=t!("factor-sign-in-hint") autocomplete="one-time-code"
                    class="card-input" required=true max_length=20 ready=true
                />
                <Submit label=t!("sign-in-do") icon="sign-in" wide=true />
            </ActionForm>
            <p class="note">{t!("factor-lost")}</p>
            <LangSwitch />
        }
        .into_any()
    })
    .back(back)
    .narrow()
    .plain()
    .no_index())
}
