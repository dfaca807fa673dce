//! Forms of goods on the way: when they should arrive, who carries them, a later day, and the step back.

use domain::{
    DAY, Timestamp,
    areas::Waits,
    claims::{
        Claim, ClaimState,
        sending::{ASK_SHOP_DAYS, SHIFTS},
    },
    opening::Opening,
};
use leptos::prelude::*;

use crate::{
    components::{ActionForm, DayChoice, Field, More, Submit},
    i18n::{date_near, lang},
    web::scene,
};

/// Renders the form that says that the goods have left, and by when they should arrive.
pub(super) fn send_form(id: i64, waits: Waits, opening: Opening) -> impl IntoView {
    let to = format!("/claims/{id}/on-the-way");
    view! {
        <h2 id="send">{t!("claims-send-ask")}</h2>
        <ActionForm to=to.clone()>
            <DayChoice name="expected" label=t!("claims-send-when") days=waits.arrive_days opening />
            <More summary=t!("claims-parcel-fold") to=to>
                <Field name="courier" label=t!("field-courier") hint=t!("claims-courier-hint") max_length=20 autocomplete="off" />
                <Field name="tracking" label=t!("field-tracking") hint=t!("claims-tracking-hint") max_length=40 autocomplete="off" />
            </More>
            <div class="thumb-bar">
                <p class="note">{t!("claims-send-note")}</p>
                <Submit label=t!("claims-send") wide=true icon="truck" />
            </div>
        </ActionForm>
    }
}

/// Returns when a claim lapses whose goods are on the way and do not arrive.
fn lapses(expected: Timestamp, waits: Waits) -> Timestamp {
    expected + (ASK_SHOP_DAYS + waits.grace_days) * DAY
}

/// Says what happens next to goods on the way, and when.
pub(super) fn what_next(claim: &Claim, waits: Waits) -> Option<String> {
    let expected = claim.expected;
    (claim.state == ClaimState::OnTheWay && expected > 0)
        .then(|| t!("claims-sent-next", day = date_near(expected), last = date_near(lapses(expected, waits))))
}

/// Renders the form that moves the day of arrival, while that is allowed.
pub(super) fn shift_form(claim: &Claim, waits: Waits, opening: &Opening) -> Option<impl IntoView + use<>> {
    let left = SHIFTS - claim.shifts;
    let to = format!("/claims/{}/shift", claim.id);
    let opening = opening.clone();
    (claim.state == ClaimState::OnTheWay && left > 0).then(|| {
        view! {
            <More summary=t!("claims-shift-fold", n = left) to=to.clone()>
                <ActionForm to=to>
                    <DayChoice name="expected" label=t!("claims-shift-when") days=waits.arrive_days opening />
                    <Submit label=t!("claims-shift") tone="soft" icon="calendar" />
                </ActionForm>
            </More>
        }
    })
}

/// Renders the button that takes the last step back, while that is possible.
pub(super) fn undo_form(claim: &Claim) -> Option<impl IntoView + use<>> {
    let until = claim.undo_until().filter(|until| *until >= scene().now)?;
    let to = format!("/claims/{}/undo", claim.id);
    Some(view! {
        <ActionForm to=to>
            <p class="note">{t!("claims-undo-note", time = lang().clock(until))}</p>
            <Submit label=t!("claims-undo") tone="quiet" icon="undo" wide=true />
        </ActionForm>
    })
}
