//! Asking once more who sits there, before steps that take a fresh proof: password, or code of the second factor.

use domain::{Code, Error};
use leptos::prelude::*;

use crate::{
    components::{ActionForm, Field, Submit},
    web::{
        Cx, Done, Here, Page, REQUEST_FIELD, Shown, To,
        drafts::{OWNER_FIELD, PROOF_FIELD},
    },
};

/// Renders `GET /me/proof?next`, which a download leads to.
pub async fn page(cx: Cx) -> Shown {
    let next = cx.next();
    form(&cx, "/me/proof".to_owned(), vec![("next".to_owned(), next)]).await
}

/// Renders the form in place of one that needs a proof. What was typed is sent on with it, to the same address.
///
/// # Errors
/// [`Code::SignInNeeded`] for visitors.
pub(crate) async fn again(cx: &Cx) -> Shown {
    let own = [PROOF_FIELD, REQUEST_FIELD, OWNER_FIELD];
    let typed = cx.form.values.iter().filter(|(name, _)| !own.contains(&name.as_str())).cloned().collect();
    form(cx, cx.address_with(&[]), typed).await
}

async fn form(cx: &Cx, to: String, typed: Vec<(String, String)>) -> Shown {
    cx.signed_in()?;
    let codes = cx.store.proves_by_code(&cx.actor).await?;
    let back = cx.came_from().to_owned();
    Ok(Page::new(cx.lang.t("proof-title"), Here::Nowhere, move || {
        let label = if codes { t!("proof-field-code") } else { t!("field-proof") };
        let hidden = typed
            .into_iter()
            .map(|(name, value)| view! { <input type="hidden" name=name value=value /> })
            .collect_view();
        view! {
            <p>{t!("proof-text")}</p>
            <ActionForm to=to>
                {hidden}
                <Field
                    name=PROOF_FIELD label=label hint=t!("proof-hint") kind="password" autocomplete="current-password"
                    required=true max_length=128 ready=true
                />
                <Submit label=t!("proof-do") icon="key" wide=true />
            </ActionForm>
            <p><a class="link" href=back>{t!("proof-back")}</a></p>
        }
    })
    .narrow()
    .no_index())
}

/// Handles `POST /me/proof`: the proof itself was taken before, as with every form.
///
/// # Errors
/// Field `proof` when nothing was typed.
pub async fn prove(cx: Cx) -> Done {
    cx.signed_in()?;
    if cx.field(PROOF_FIELD).is_empty() {
        return Err(Error::field(PROOF_FIELD, Code::Required));
    }
    let next = cx.next();
    Ok(To::page(if next.is_empty() { "/me".to_owned() } else { next }))
}
