//! Revealing a masked file: one tap on a reason, valid for half an hour.

use domain::households::{HouseholdId, reveals::RevealReason};
use leptos::prelude::*;

use crate::{
    components::{ActionForm, Banner, More, Submit, TextArea},
    i18n::{lang, minute_value},
    web::scene,
};

/// Renders one button per reason; the POST returns to the page that shows the form.
pub(crate) fn reveal_form(id: HouseholdId) -> AnyView {
    let to = format!("/desk/households/{id}/reveal");
    let back = back();
    let button = |reason: RevealReason| {
        let label = lang().named("reveal-reason", reason.as_str());
        view! { <Submit label tone="soft" choice=("reason", reason.as_str().to_owned()) /> }
    };
    let quick = RevealReason::CHOICES.iter().filter(|reason| **reason != RevealReason::Other);
    let buttons = quick.map(|reason| button(*reason)).collect_view();
    let other = RevealReason::Other.as_str().to_owned();
    view! {
        <section class="card" aria-labelledby="reveal">
            <h2 id="reveal">{t!("reveal-title")}</h2>
            <p class="note">{t!("reveal-why")}</p>
            <ActionForm to=to.clone()>
                <input type="hidden" name="next" value=back />
                <div class="cluster">{buttons}</div>
                <More summary=t!("reveal-other") to=to>
                    <TextArea name="words" label=t!("reveal-words") hint=t!("reveal-words-hint") rows=2 />
                    <Submit label=t!("reveal-other-do") tone="quiet" choice=("reason", other) />
                </More>
            </ActionForm>
        </section>
    }
    .into_any()
}

/// Returns the page to return to: the refused form's `next`, else the current path.
fn back() -> String {
    let scene = scene();
    scene.form.value("next").map_or_else(|| scene.path.to_string(), str::to_owned)
}

/// Renders until when the file is revealed, with a button to mask it; `None` when `until` is 0.
pub(crate) fn open_note(id: HouseholdId, until: i64) -> Option<AnyView> {
    (until > 0).then(|| {
        let time = minute_value(until).split(' ').next_back().unwrap_or_default().to_owned();
        let back = back();
        view! {
            <Banner tone="amber">
                <ActionForm to=format!("/desk/households/{id}/hide") class="cluster">
                    <input type="hidden" name="next" value=back />
                    <span>{t!("reveal-open", time = time)}</span>
                    <Submit label=t!("reveal-hide") tone="quiet" icon="eye-off" />
                </ActionForm>
            </Banner>
        }
        .into_any()
    })
}
