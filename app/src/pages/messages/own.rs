//! How the account is told: browsers, mail address, hours, and one button that stops all of it.

use domain::messages::{MessageChoices, OwnAddress, OwnMessages, PushDevice, QuietHours, SubscriptionId};
use leptos::prelude::*;

use crate::{
    components::{ActionForm, Banner, Checkbox, Field, Icon, Near, Select, StatePill, Submit},
    islands::PushSwitch,
    web::{Cx, Here, Page, Shown, messages::Channels},
};

/// Renders `GET /me/messages`, and again after one of its forms is refused.
pub async fn page(cx: Cx) -> Shown {
    cx.signed_in()?;
    let own = cx.store.own_messages(&cx.by()).await?;
    let channels = cx.channels.clone();
    Ok(Page::new(cx.lang.t("messages-title"), Here::Me, move || {
        if !channels.any() {
            return view! { <Banner>{t!("messages-none")}</Banner> }.into_any();
        }
        let OwnMessages { choices, mail, devices, phone_proved } = own;
        let (is_on, offers_mail) = (choices.by_text || choices.by_mail || !devices.is_empty(), channels.mail);
        let key = channels.push.clone();
        view! {
            <p class="soft">{t!("messages-intro")}</p>
            {key.map(|key| push(key, devices))}
            {offers_mail.then(|| address(mail))}
            {form(choices, &channels, phone_proved)}
            {is_on.then(|| view! {
                <ActionForm to="/me/messages/stop">
                    <p class="note">{t!("messages-stop-note")}</p>
                    <Submit label=t!("messages-stop") tone="bad" icon="close" wide=true />
                </ActionForm>
            })}
        }
        .into_any()
    })
    .back("/me")
    .narrow()
    .no_index())
}

/// Renders the browsers that are told by push. The button appears where scripts run and the browser can.
fn push(key: String, devices: Vec<PushDevice>) -> impl IntoView {
    let is_here = devices.iter().any(|device| device.current);
    let rows = (!devices.is_empty()).then(|| {
        let rows = devices.into_iter().map(device).collect_view();
        view! { <ul class="rows">{rows}</ul> }
    });
    view! {
        <section class="card">
            <h2>{t!("messages-push")}</h2>
            {rows}
            <ActionForm to="/me/messages/push">
                <input type="hidden" name="subscription" id="endpoint" value="" />
                <p class="note">{t!("messages-push-hint")}</p>
                <PushSwitch>
                    <button
                        type="button" class=if is_here { "btn btn-quiet" } else { "btn btn-soft" } data-push=key
                        data-wake="PushManager" hidden
                    >
                        <Icon name="bell" />
                        {t!("messages-push-on")}
                    </button>
                    <p class="error" role="status" data-denied hidden>{t!("messages-push-denied")}</p>
                </PushSwitch>
            </ActionForm>
        </section>
    }
}

fn device(device: PushDevice) -> impl IntoView {
    let PushDevice { id: SubscriptionId(id), device, created, current } = device;
    let name = match device.as_str() {
        "phone" => t!("messages-device-phone"),
        _ => t!("messages-device-other"),
    };
    view! {
        <li class="row">
            <Icon name="phone" />
            <span class="row-main"><b>{name}</b><small><Near at=created /></small></span>
            {current.then(|| view! { <StatePill tone="tea" icon="check" text=t!("messages-push-this") /> })}
            <ActionForm to="/me/messages/push/end" class="cluster">
                <input type="hidden" name="subscription" value=id />
                <Submit label=t!("messages-push-end") tone="bad" small=true />
            </ActionForm>
        </li>
    }
}

/// Renders the mail address: what it is, whether its link was opened, and the field for another one.
fn address(mail: Option<OwnAddress>) -> impl IntoView {
    let typed = mail.as_ref().map(|mail| mail.address.clone()).unwrap_or_default();
    let state = mail.map(|OwnAddress { address, confirmed }| {
        let (tone, words) = match confirmed {
            true => ("tea", t!("messages-address-confirmed", address = address)),
            false => ("amber", t!("messages-address-sent", address = address)),
        };
        view! {
            <Banner tone=tone>{words}</Banner>
            <ActionForm to="/me/messages/mail/remove" class="cluster">
                <Submit label=t!("messages-address-remove") tone="quiet" icon="trash" />
            </ActionForm>
        }
    });
    view! {
        <section class="card">
            <h2>{t!("messages-address")}</h2>
            {state}
            <ActionForm to="/me/messages/mail">
                <Field
                    name="address" label=t!("messages-address") hint=t!("messages-address-hint") value=typed kind="email"
                    inputmode="email" autocomplete="email" required=true max_length=254
                />
                <Submit label=t!("messages-address-do") tone="soft" />
            </ActionForm>
        </section>
    }
}

/// Hours of a day as options, after one that stands for none of them.
fn hours(none: (&'static str, String), at: fn(i64) -> String) -> Vec<(String, String)> {
    let (value, words) = none;
    std::iter::once((value.to_owned(), words)).chain((0..24).map(|hour| (hour.to_string(), at(hour)))).collect()
}

/// Renders hours and ways. Messages come in the language of the page on which they were saved.
fn form(choices: MessageChoices, channels: &Channels, phone_proved: bool) -> impl IntoView + use<> {
    let MessageChoices { by_text, by_mail, digest, quiet, .. } = choices;
    let (text, mail) = (channels.text, channels.mail);
    let each = hours(("each", t!("messages-digest-each")), |hour| t!("messages-digest-at", hour = hour));
    let quiet_from = hours(("never", t!("messages-quiet-never")), |hour| t!("messages-hour", hour = hour));
    let quiet_to: Vec<_> = quiet_from.iter().skip(1).cloned().collect();
    let digest = digest.map_or_else(|| "each".to_owned(), |hour| hour.to_string());
    let from = quiet.map_or_else(|| "never".to_owned(), |quiet| quiet.from.to_string());
    let to = quiet.unwrap_or(QuietHours { from: 21, to: 8 }).to.to_string();
    view! {
        <section class="card">
            <h2>{t!("messages-choices")}</h2>
            <ActionForm to="/me/messages">
                {text.then(|| view! { <Checkbox name="by_text" label=t!("messages-text") checked=by_text /> })}
                {(text && !phone_proved).then(|| view! { <p class="note">{t!("messages-text-unproved")}</p> })}
                {mail.then(|| view! { <Checkbox name="by_mail" label=t!("messages-mail") checked=by_mail /> })}
                <Select name="digest" label=t!("messages-digest") options=each value=digest required=true />
                <div class="field-row">
                    <Select name="quiet_from" label=t!("messages-quiet-from") options=quiet_from value=from required=true />
                    <Select name="quiet_to" label=t!("messages-quiet-to") options=quiet_to value=to required=true />
                </div>
                <Submit label=t!("messages-save") wide=true />
            </ActionForm>
        </section>
    }
}
