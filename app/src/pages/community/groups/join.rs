//! The page behind a poster's code: strangers read the group's name there, and nothing else.

use leptos::prelude::*;

use crate::{
    components::{ActionForm, Submit},
    web::{Cx, Here, Page, Shown},
};

/// Renders `GET /groups/join/{poster}`.
pub async fn page(cx: Cx) -> Shown {
    let code = cx.param("poster").to_owned();
    let name = cx.store.group_of_code(&code).await?;
    let (signed, family) = (cx.actor.is_signed_in(), cx.actor.household != 0);
    Ok(Page::new(name, Here::Nowhere, move || {
        let next = format!("/sign-in?next=/groups/join/{code}");
        view! {
            <p>{t!("group-join-text")}</p>
            {(!signed).then(|| view! { <p><a class="btn btn-main btn-wide" href=next>{t!("group-join-sign-in")}</a></p> })}
            {(signed && !family).then(|| view! { <p class="note">{t!("group-join-families")}</p> })}
            {family.then(|| view! {
                <ActionForm to=format!("/groups/join/{code}")>
                    <Submit label=t!("group-join-yes") wide=true />
                </ActionForm>
            })}
        }
    })
    .narrow()
    .no_index())
}
