//! The helper's own pairings, and what it offers.

use domain::casework::{pairings::PairingNeed, rounds::profile::Spoken};
use leptos::prelude::*;

use super::rows;
use crate::{
    components::{ActionForm, Boxes, Empty, More, Submit},
    pages::casework::pieces::named,
    web::{Cx, Here, Page, Shown},
};

/// Renders `GET /pairings`.
pub async fn page(cx: Cx) -> Shown {
    let offer = cx.store.helper_offer(&cx.actor).await?;
    let pairings = cx.store.my_pairings(&cx.actor).await?;
    let needs: Vec<String> = offer.needs.iter().map(|need| need.as_str().to_owned()).collect();
    let languages: Vec<String> = offer.languages.iter().map(|language| language.as_str().to_owned()).collect();
    Ok(Page::new(cx.lang.t("pairings-mine"), Here::Claims, move || {
        let none = pairings.is_empty();
        view! {
            <p class="note">{t!("pairings-mine-note")}</p>
            {if none {
                view! { <Empty title=t!("pairings-none")>{t!("pairings-none-text")}</Empty> }.into_any()
            } else {
                rows(&pairings)
            }}
            <More summary=t!("helper-offer") to="/pairings/offer" open=none>
                <ActionForm to="/pairings/offer">
                    <Boxes
                        name="need" label=t!("helper-needs")
                        options=named("pairing-need", PairingNeed::ALL, PairingNeed::as_str) ticked=needs
                    />
                    <Boxes
                        name="language" label=t!("profile-languages")
                        options=named("spoken", Spoken::ALL, Spoken::as_str) ticked=languages
                    />
                    <Submit label=t!("file-save") tone="soft" />
                </ActionForm>
            </More>
        }
    })
    .back("/claims")
    .narrow()
    .no_index())
}
