//! How a family signs in: its card, PIN and password, with what its caseworker may make, revoke and remove.

use domain::accounts::cards::Card;
use leptos::prelude::*;
use store::accounts::sign_in::{card_views::SignInFile, pins::PinState};

use crate::{
    components::{ActionForm, Empty, Fact, Facts, Near, StatePill, Submit},
    i18n::{date_full, lang},
    pages::households::pieces::{FilePage, household_links},
    web::{Cx, Here, Page, Shown},
};

/// Renders `GET /desk/households/{id}/sign-in`.
pub async fn page(cx: Cx) -> Shown {
    let file = cx.store.household_sign_in(&cx.actor, cx.id("id")?).await?;
    let id = file.household;
    Ok(Page::new(cx.lang.t("households-page-sign-in"), Here::Households, move || {
        view! {
            {household_links(id, FilePage::SignIn)}
            <p class="soft">{t!("card-of", number = id.to_string(), name = file.masked.clone())}</p>
            {card(&file)}
            {pin(&file)}
            {password(&file)}
            {earlier(&file.cards)}
        }
    })
    .back(format!("/desk/households/{id}"))
    .narrow()
    .no_index())
}

/// Renders the valid card, or the form that creates one.
fn card(file: &SignInFile) -> AnyView {
    let (id, keeps) = (file.household, file.keeps);
    let Some(card) = file.card() else {
        return view! {
            <section class="card">
                <h2>{t!("card")}</h2>
                <p>{t!("card-none")}</p>
                {keeps.then(|| view! {
                    <p>
                        <a class="btn btn-main btn-wide" href=format!("/desk/households/{id}/card")>{t!("card-make")}</a>
                    </p>
                })}
            </section>
        }
        .into_any();
    };
    let (made, used, sessions) = (card.made, card.used, file.sessions);
    let used = if used == 0 { t!("card-never-used").into_any() } else { view! { <Near at=used /> }.into_any() };
    view! {
        <section class="card">
            <h2>{t!("card")}</h2>
            <StatePill tone="tea" icon="check" text=t!("card-works") />
            <Facts>
                <Fact name=t!("card-made")><Near at=made /></Fact>
                <Fact name=t!("card-used")>{used}</Fact>
                <Fact name=t!("card-devices")>{sessions}</Fact>
            </Facts>
            {keeps.then(|| view! {
                <ActionForm to=format!("/desk/households/{id}/card/revoke")>
                    <Submit label=t!("card-revoke") tone="bad" icon="close" />
                    <p class="note">{t!("card-revoke-note")}</p>
                </ActionForm>
                <p><a class="btn btn-soft" href=format!("/desk/households/{id}/card")>{t!("card-replace")}</a></p>
                <p class="note">{t!("card-replace-note")}</p>
            })}
        </section>
    }
    .into_any()
}

fn pin(file: &SignInFile) -> AnyView {
    let (id, keeps, state) = (file.household, file.keeps, file.pin);
    let (tone, icon, words) = match state {
        PinState::Unset => ("soft", "key", t!("pin-unset")),
        PinState::Set => ("tea", "check", t!("pin-set")),
        PinState::Resting => ("amber", "clock", t!("pin-resting")),
        PinState::Locked => ("plum", "alert", t!("pin-locked")),
    };
    view! {
        <section class="card">
            <h2>{t!("pin")}</h2>
            <StatePill tone=tone icon=icon text=words />
            {(keeps && state != PinState::Unset).then(|| view! {
                <ActionForm to=format!("/desk/households/{id}/pin/clear")>
                    <Submit label=t!("pin-clear") tone="quiet" icon="close" />
                    <p class="note">{t!("pin-clear-note")}</p>
                </ActionForm>
            })}
            {(state == PinState::Unset).then(|| view! { <p class="note">{t!("pin-unset-note")}</p> })}
        </section>
    }
    .into_any()
}

/// Renders phone and password, for families that sign in without a card.
fn password(file: &SignInFile) -> AnyView {
    let (id, keeps, phone) = (file.household, file.keeps, file.phone_ending.clone());
    let words = match (phone.is_empty(), file.password) {
        (true, _) => t!("card-no-phone"),
        (false, true) => t!("card-phone-password", ending = phone),
        (false, false) => t!("card-phone-no-password", ending = phone),
    };
    let waits = (file.setup_until != 0).then(|| t!("setup-code-waits", time = date_full(file.setup_until)));
    view! {
        <section class="card">
            <h2>{t!("card-phone")}</h2>
            <p>{words}</p>
            {waits.map(|words| view! { <p class="note">{words}</p> })}
            {keeps.then(|| view! {
                <p>
                    <a class="btn btn-soft" href=format!("/desk/households/{id}/password")>{t!("setup-code-make")}</a>
                </p>
                <p class="note">{t!("setup-code-make-note")}</p>
            })}
        </section>
    }
    .into_any()
}

/// Lists cards that are no longer valid.
fn earlier(cards: &[Card]) -> AnyView {
    let rows = cards
        .iter()
        .filter(|card| card.ended != 0)
        .map(|card| {
            let (made, ended) = (card.made, card.ended);
            let why = card.why.map(|why| lang().named("card-ended", why.as_str())).unwrap_or_default();
            view! {
                <li class="row">
                    <span class="row-main"><b>{t!("card-made")}" "<Near at=made /></b><small>{why}" "<Near at=ended /></small></span>
                </li>
            }
        })
        .collect_view();
    if cards.iter().all(|card| card.ended == 0) {
        return ().into_any();
    }
    view! {
        <section class="stack" aria-labelledby="earlier">
            <h2 id="earlier">{t!("card-earlier")}</h2>
            <ul class="rows">{rows}</ul>
        </section>
    }
    .into_any()
}

/// Renders the empty state when every family has a card.
pub(crate) fn no_card() -> AnyView {
    view! { <Empty title=t!("cards-none") action=("/desk/households", t!("cards-back"))>{t!("cards-none-text")}</Empty> }
        .into_any()
}
