//! The card on `/me` where a family sets its own PIN.

use leptos::prelude::*;
use store::accounts::sign_in::pins::PinState;

use crate::components::{ActionForm, Field, More, Submit};

/// Renders the form that sets, changes or removes the PIN.
pub(crate) fn card(state: PinState) -> AnyView {
    let has = state != PinState::Unset;
    let title = if has { t!("pin-change") } else { t!("pin-add") };
    view! {
        <section class="card">
            <h2>{t!("pin")}</h2>
            <p class="soft">{if has { t!("pin-have") } else { t!("pin-why") }}</p>
            <More summary=title.clone() to="/me/pin">
                <ActionForm to="/me/pin">
                    {has.then(|| view! {
                        <Field
                            name="old_pin" label=t!("field-old-pin") kind="password" inputmode="numeric" autocomplete="off"
                            class="card-input" required=true max_length=6
                        />
                    })}
                    // Removing the PIN needs no new one, so the field is optional then.
                    <Field
                        name="pin" label=t!("field-new-pin") hint=t!("pin-hint") inputmode="numeric" autocomplete="off"
                        class="card-input" required=!has max_length=6
                    />
                    <Submit label=title tone="soft" icon="key" />
                    {has.then(|| view! {
                        <Submit label=t!("pin-remove") tone="quiet" icon="close" choice=("remove", "yes".to_owned()) />
                    })}
                </ActionForm>
            </More>
        </section>
    }
    .into_any()
}
