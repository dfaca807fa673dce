//! The area and the shop that staff choose as their own, by which lists begin.

use domain::{Code, Error, permission::Action};
use leptos::prelude::*;
use store::accounts::work_place::SetWorkPlace;

use crate::{
    components::{ActionForm, Select, Submit, area_options},
    web::{Cx, Done, Here, Page, Shown, To},
};

/// Renders `GET /me/place`, and again after its form is refused.
pub async fn page(cx: Cx) -> Shown {
    cx.signed_in()?;
    if !cx.actor.is_staff() {
        return Err(Error::NotAllowed(Code::NotAllowed));
    }
    let areas = cx.store.areas(&cx.actor).await?;
    let areas = area_options(&areas, |area| cx.actor.works_in(&area.path));
    let shops = match cx.actor.may_somewhere(Action::ReadStock) {
        true => cx.store.shops(&cx.actor, Action::ReadStock).await?,
        false => Vec::new(),
    };
    let shops: Vec<(String, String)> = shops.into_iter().map(|shop| (shop.id.to_string(), shop.name)).collect();
    let area = cx.actor.place.area.as_ref().map(|area| area.id.to_string()).unwrap_or_default();
    let shop = cx.actor.place.shop.as_ref().map(|shop| shop.id.to_string()).unwrap_or_default();
    Ok(Page::new(cx.lang.t("place-title"), Here::Me, move || {
        view! {
            <section class="card">
                <p class="soft">{t!("place-note")}</p>
                <ActionForm to="/me/place">
                    <Select name="area" label=t!("place-area") options=areas value=area hint=t!("place-area-hint") />
                    {(!shops.is_empty()).then(|| view! {
                        <Select name="location" label=t!("place-shop") options=shops value=shop hint=t!("place-shop-hint") />
                    })}
                    <Submit label=t!("place-save") />
                </ActionForm>
            </section>
        }
    })
    .back("/me")
    .narrow()
    .no_index())
}

/// Handles `POST /me/place`.
///
/// # Errors
/// As [`SetWorkPlace`].
pub async fn set(cx: Cx) -> Done {
    let chosen = |name: &str| Some(cx.field_i64(name)).filter(|id| *id > 0);
    let place = SetWorkPlace { area: chosen("area"), location: chosen("location") };
    cx.store.run(&cx.by(), place).await?;
    Ok(To::page("/me/place").saying("done-place-set"))
}
