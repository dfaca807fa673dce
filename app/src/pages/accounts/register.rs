//! Registration of donors. Accounts of families and staff are created by staff.
//! Where a message gateway is configured, the phone is proved first, by a code.

use domain::{
    Result,
    areas::AreaId,
    permission::Action,
    site::{Agreement, PublicPage},
};
use leptos::prelude::*;

use super::{own::belonging, sign_in_code::Asked, wish_of};
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
    /// Root area chosen for the visitor, or empty: that of the wish to be claimed, or the only one.
    area: String,
    /// Title of that wish, and the name of its area.
    wish: Option<(String, String)>,
    /// Versions of terms and privacy statement that apply now.
    agreement: Agreement,
}

/// Renders `GET /register?next&invitation`, and again after the code was sent or the form was refused.
pub async fn page(cx: Cx) -> Shown {
    let invitation = cx.query("invitation").to_owned();
    let invitation = if cx.field("invitation").is_empty() { invitation } else { cx.field("invitation").to_owned() };
    let organisation =
        if invitation.is_empty() { None } else { cx.store.invitation(&invitation).await?.map(|(o, _)| o.name) };
    if !invitation.is_empty() && cx.actor.may_somewhere(Action::ClaimWishes) {
        // A donor who opens an invitation joins with the account there is.
        return belonging::page(cx).await;
    }
    let areas: Vec<_> = cx.store.roots().await?.into_iter().map(|a| (a.id.to_string(), a.name)).collect();
    let (next, sign_in) = (cx.next(), cx.link_with_next("/sign-in"));
    let (wish, root) = wanted(&cx, &next).await?;
    let area = match (root, areas.as_slice()) {
        (Some(root), _) => root.to_string(),
        (None, [(only, _)]) => only.clone(),
        (None, _) => String::new(),
    };
    let named = areas.iter().find(|(id, _)| *id == area).map(|(_, name)| name.clone());
    let wish = wish.zip(named);
    let back = sign_in.clone();
    let agreement = cx.store.agreement_in_force(text_lang(&cx).tag()).await?;
    let choices = Choices { next, sign_in, invitation, organisation, areas, area, wish, agreement };
    let asked = cx.messages.is_some().then(|| Asked::of(&cx));
    let page = Page::new(cx.lang.t("register-title"), Here::Nowhere, move || {
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
    .back(back)
    .narrow()
    .plain();
    // Search engines get one address: what others add is an invitation, or leads to one wish.
    Ok(if cx.query_with(&[]) == "?" { page } else { page.no_index() })
}

/// Loads title and root area of the wish that a visitor registers for.
async fn wanted(cx: &Cx, next: &str) -> Result<(Option<String>, Option<AreaId>)> {
    let Some(id) = wish_of(next) else { return Ok((None, None)) };
    let Some(root) = cx.store.wish_root(id).await? else { return Ok((None, None)) };
    let (wish, _) = cx.store.wish(&cx.actor, id).await?;
    Ok((Some(cx.lang.thing(&wish.key, &wish.size, &wish.title)), Some(root)))
}

/// Renders the phone alone, to which a code is sent.
fn phone_first(choices: Choices) -> AnyView {
    let banner = banner(&choices);
    let Choices { next, sign_in, invitation, .. } = choices;
    view! {
        {banner}
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

/// Says which organisation invites, or for which wish the visitor registers.
fn banner(choices: &Choices) -> Option<impl IntoView + use<>> {
    let words = match (&choices.organisation, &choices.wish) {
        (Some(name), _) => t!("register-invited-by", name = name.clone()),
        (None, Some((title, area))) => t!("register-for-wish", title = title.clone(), area = area.clone()),
        (None, None) => return None,
    };
    Some(view! { <Banner>{words}</Banner> })
}

/// Renders all fields; with a phone to which a code was sent, the code in its place.
fn whole(choices: Choices, sent: Option<String>) -> AnyView {
    let banner = banner(&choices);
    let Choices { next, sign_in, invitation, organisation, areas, area, agreement, .. } = choices;
    let again = sent.clone().map(|phone| send_again(phone, next.clone(), invitation.clone()));
    let belongs = match organisation {
        Some(_) => invited(invitation),
        None => neighbour(invitation, areas, area),
    };
    view! {
        {banner}
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
            {belongs}
            {agreed(&agreement)}
            <Submit label=t!("register-do") wide=true />
            <p><a class="link" href=sign_in>{t!("register-sign-in")}</a></p>
        </ActionForm>
        {again}
    }
    .into_any()
}

/// Renders the invitation, which says the area as well.
fn invited(invitation: String) -> AnyView {
    view! { <input type="hidden" name="invitation" value=invitation /> }.into_any()
}

/// Renders the area, and the invitation for those who have one.
fn neighbour(invitation: String, areas: Vec<(String, String)>, area: String) -> AnyView {
    // Without a choice made for the visitor, the list begins with none, so that no wrong area is sent by accident.
    let chosen = !area.is_empty();
    view! {
        <Select name="area" label=t!("field-area") options=areas value=area hint=t!("register-area-hint") required=chosen />
        <Field
            name="invitation" label=t!("field-invitation") value=invitation hint=t!("register-invitation-hint")
            autocomplete="off" max_length=16
        />
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
