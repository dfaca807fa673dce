//! Registration of donors. Accounts of families and staff are created by staff.
//! Where a message gateway is configured, the phone is proved first, by a code.

use domain::site::{Agreement, PublicPage};
use leptos::prelude::*;

use super::sign_in_code::Asked;
use crate::{
    components::{ActionForm, Banner, Field, LangSwitch, Select, Submit, forms::fields::dress},
    pages::site::text_lang,
    web::{Cx, Here, Page, Shown},
};

/// What the form shows beside the fields themselves.
struct Choices {
    next: String,
    sign_in: String,
    invitation: String,
    /// Name of the inviting organisation.
    organisation: Option<String>,
    areas: Vec<(String, String)>,
    /// Versions of terms and privacy statement that apply now.
    agreement: Agreement,
}

/// Renders `GET /register?next&invitation`, and again after the code was sent or the form was refused.
pub async fn page(cx: Cx) -> Shown {
    let invitation = cx.query("invitation").to_owned();
    let invitation = if cx.field("invitation").is_empty() { invitation } else { cx.field("invitation").to_owned() };
    let organisation =
        if invitation.is_empty() { None } else { cx.store.invitation(&invitation).await?.map(|(o, _)| o.name) };
    let areas: Vec<_> = cx.store.roots().await?.into_iter().map(|a| (a.id.to_string(), a.name)).collect();
    let (next, sign_in) = (cx.next(), cx.link_with_next("/sign-in"));
    let agreement = cx.store.agreement_in_force(text_lang(&cx).tag()).await?;
    let choices = Choices { next, sign_in, invitation, organisation, areas, agreement };
    let asked = cx.messages.is_some().then(|| Asked::of(&cx));
    Ok(Page::new(cx.lang.t("register-title"), Here::Nowhere, move || {
        let form = match asked {
            None => whole(choices, None),
            Some(Asked { phone }) if phone.is_empty() => phone_first(choices),
            Some(Asked { phone }) => whole(choices, Some(phone)),
        };
        view! {
            <p class="soft">{t!("register-text")}</p>
            {form}
            <LangSwitch />
        }
    })
    .back("/sign-in")
    .narrow()
    .plain()
    .no_index())
}

/// Renders the phone alone, to which a code is sent.
fn phone_first(choices: Choices) -> AnyView {
    let Choices { next, sign_in, invitation, .. } = choices;
    view! {
        <ActionForm to="/register">
            <input type="hidden" name="next" value=next />
            <input type="hidden" name="invitation" value=invitation />
            <Field
                name="phone" label=t!("field-phone") kind="tel" inputmode="tel" autocomplete="tel" required=true
                hint=t!("register-phone-why")
            />
            <Submit label=t!("code-send") icon="phone" wide=true />
            <p><a class="link" href=sign_in>{t!("register-sign-in")}</a></p>
        </ActionForm>
    }
    .into_any()
}

/// Renders all fields; with a phone to which a code was sent, the code in its place.
fn whole(choices: Choices, sent: Option<String>) -> AnyView {
    let Choices { next, sign_in, invitation, organisation, areas, agreement } = choices;
    // A single area is preselected.
    let only = if areas.len() == 1 { areas[0].0.clone() } else { String::new() };
    let hint =
        organisation.map_or_else(|| t!("register-invitation-hint"), |name| t!("register-invited-by", name = name));
    let again = sent.clone().map(|phone| send_again(phone, next.clone(), invitation.clone()));
    view! {
        <ActionForm to="/register">
            <input type="hidden" name="next" value=next />
            {match sent {
                Some(phone) => proof(phone),
                None => view! {
                    <Field
                        name="phone" label=t!("field-phone") kind="tel" inputmode="tel" autocomplete="username"
                        required=true hint=t!("register-phone-hint")
                    />
                }
                .into_any(),
            }}
            <Field name="name" label=t!("field-name") autocomplete="name" required=true max_length=30 hint=t!("register-name-hint") />
            <Field name="password" label=t!("field-password") kind="password" autocomplete="new-password" required=true hint=t!("register-password-hint") />
            <Field name="invitation" label=t!("field-invitation") value=invitation hint autocomplete="off" max_length=16 />
            <Select name="area" label=t!("field-area") options=areas value=only hint=t!("register-area-hint") />
            {agreed(&agreement)}
            <Submit label=t!("register-do") wide=true />
            <p><a class="link" href=sign_in>{t!("register-sign-in")}</a></p>
        </ActionForm>
        {again}
    }
    .into_any()
}

/// Renders the box that agrees to the terms and the privacy statement, in the versions that apply now. It sends them,
/// so that none is agreed to that was not shown; it stays ticked only for the same versions.
fn agreed(agreement: &Agreement) -> impl IntoView + use<> {
    let versions = agreement.to_string();
    let dress = dress("agreed", String::new(), true);
    let checked = dress.value == versions;
    let link = |page: PublicPage| {
        let name = crate::i18n::lang().named("site", page.as_str());
        view! { <a class="link" href=page.path() target="_blank">{name}</a> }
    };
    view! {
        <div class="field">
            <label class="check">
                <input
                    type="checkbox" id="agreed" name="agreed" value=versions checked=checked required
                    aria-describedby=dress.described aria-invalid=dress.invalid
                />
                <span>{t!("register-agreed")}</span>
            </label>
            <p class="hint cluster" id="agreed-hint">{link(PublicPage::Terms)}{link(PublicPage::Privacy)}</p>
            {dress.error}
        </div>
    }
}

/// Renders the field of the code that was sent to a phone.
fn proof(phone: String) -> AnyView {
    let sent = t!("register-code-sent", phone = phone.clone());
    view! {
        <Banner tone="tea">{sent}</Banner>
        <input type="text" name="phone" autocomplete="username" value=phone hidden />
        <Field
            name="one_time" label=t!("field-one-time") hint=t!("code-hint") inputmode="numeric"
            autocomplete="one-time-code" class="card-input" required=true max_length=6 ready=true
        />
    }
    .into_any()
}

fn send_again(phone: String, next: String, invitation: String) -> AnyView {
    view! {
        <form class="form" method="post" action="/register">
            <input type="hidden" name="next" value=next />
            <input type="hidden" name="phone" value=phone />
            <input type="hidden" name="invitation" value=invitation />
            <Submit label=t!("code-again") tone="quiet" icon="refresh" wide=true choice=("again", "yes".to_owned()) />
        </form>
    }
    .into_any()
}
