//! The account's own page: profile, what of it can be changed and where, language and view, password, PIN, sign-out.

use domain::{accounts::Profile, permission::Action};
use leptos::prelude::*;

use super::{factor, pin};
use crate::{
    components::{ActionForm, DisplaySwitch, Fact, Facts, Field, Icon, LangSwitch, More, Submit, caseworker_line},
    web::{Cx, Here, Page, Shown},
};

/// Renders `GET /me`.
pub async fn page(cx: Cx) -> Shown {
    cx.signed_in()?;
    let profile = cx.store.profile(&cx.actor).await?;
    let pin = if cx.actor.household != 0 { Some(cx.store.pin_state(&cx.actor).await?) } else { None };
    // A donor who signed in by code has none; it sets its first without an old one.
    let first = cx.actor.household == 0 && !cx.store.has_password(&cx.actor).await?;
    let (display, phone) = (cx.display, profile.phone.clone());
    let caseworker = cx.store.own_caseworker(&cx.actor).await?;
    let (whose, donor) = (Whose::of(&cx), cx.actor.may_somewhere(Action::ClaimWishes));
    let told = cx.channels.any();
    Ok(Page::new(cx.lang.t("me-title"), Here::Me, move || {
        view! {
            <section class="card">
                {facts(profile)}
                {whose.note().map(|words| view! { <p class="note">{words}</p> })}
            </section>
            {caseworker_line(caseworker)}
            {links(whose, donor, told)}
            <section class="card">
                <h2>{t!("me-display")}</h2>
                <LangSwitch />
                <DisplaySwitch display />
            </section>
            <section class="card">
                <More summary=password_title(first) to="/me/password">
                <ActionForm to="/me/password">
                    <input type="text" name="username" autocomplete="username" value=phone hidden />
                    {(!first).then(|| view! {
                        <Field name="old" label=t!("field-old") kind="password" autocomplete="current-password" required=true />
                    })}
                    <Field name="new" label=t!("field-new") kind="password" autocomplete="new-password" required=true hint=t!("register-password-hint") />
                    <Submit label=password_title(first) tone="soft" />
                </ActionForm>
                </More>
            </section>
            {pin.map(pin::card)}
            <form method="post" action="/sign-out">
                <Submit label=t!("sign-out") tone="quiet" icon="logout" wide=true />
            </form>
        }
    })
    .narrow()
    .no_index())
}

/// Who changes name and phone.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Whose {
    /// The owner.
    Donor,
    /// The family's caseworker, in its file.
    Family,
    /// An administrator.
    Staff,
}

impl Whose {
    fn of(cx: &Cx) -> Whose {
        match cx.actor.household {
            0 if cx.actor.is_staff() => Whose::Staff,
            0 => Whose::Donor,
            _ => Whose::Family,
        }
    }

    /// Says who changes them, unless the owner does.
    fn note(self) -> Option<String> {
        match self {
            Whose::Donor => None,
            Whose::Family => Some(t!("me-contact-family")),
            Whose::Staff => Some(t!("me-contact-staff")),
        }
    }
}

/// Renders the pages of this account, as a list for the thumb.
fn links(whose: Whose, donor: bool, told: bool) -> impl IntoView {
    let all = [
        (told, "/me/messages", "bell", t!("messages-title")),
        (whose == Whose::Donor, "/me/contact", "pen", t!("me-contact")),
        (donor, "/me/area", "pin", t!("me-belonging")),
        (donor, "/receipts", "list", t!("receipts-mine")),
        (true, "/me/helper-sheets", "star", t!("helper-sheets-title")),
        (whose == Whose::Staff, "/me/place", "pin", t!("place-title")),
        (true, "/me/sessions", "phone", t!("sessions-title")),
        (whose == Whose::Staff, "/me/factor", "shield", factor::title()),
        (true, "/me/close", "trash", t!("me-close")),
    ];
    let rows = all
        .into_iter()
        .filter(|(shown, ..)| *shown)
        .map(|(_, to, icon, label)| {
            view! {
                <li>
                    <a class="row" href=to>
                        <Icon name=icon />
                        <span class="row-main"><b>{label}</b></span>
                        <Icon name="chevron-right" />
                    </a>
                </li>
            }
        })
        .collect_view();
    view! { <ul class="rows">{rows}</ul> }
}

fn password_title(first: bool) -> String {
    if first { t!("me-password-first") } else { t!("me-password-change") }
}

fn facts(profile: Profile) -> impl IntoView {
    let lang = crate::i18n::lang();
    let roles = profile
        .roles
        .iter()
        .map(|grant| {
            let role = lang.named("role", grant.role.as_str());
            if grant.area_name.is_empty() { role } else { format!("{role} · {}", grant.area_name) }
        })
        .map(|line| view! { <Fact name=t!("me-role")>{line}</Fact> })
        .collect_view();
    let (organisation, area) = (profile.organisation, profile.root_name);
    view! {
        <h2>{profile.name}</h2>
        <Facts>
            {(!profile.phone.is_empty()).then(|| view! { <Fact name=t!("field-phone")>{profile.phone}</Fact> })}
            {(!area.is_empty()).then(|| view! { <Fact name=t!("field-area")>{area}</Fact> })}
            {(!organisation.is_empty()).then(|| view! { <Fact name=t!("me-organisation")>{organisation}</Fact> })}
            {roles}
        </Facts>
    }
}
