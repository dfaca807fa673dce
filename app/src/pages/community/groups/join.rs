//! The poster of a group, and the page behind its code: strangers read the group's name there, and nothing else.

use leptos::prelude::*;

use crate::{
    components::{ActionForm, Code, Icon, Qr, Submit},
    islands::PrintButton,
    web::{Cx, Here, Page, Shown},
};

/// Renders `GET /groups/join/{code}`.
pub async fn page(cx: Cx) -> Shown {
    let code = cx.param("code").to_owned();
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

/// Renders `GET /desk/groups/{id}/poster`.
pub async fn poster(cx: Cx) -> Shown {
    let id = cx.id("id")?;
    let group = cx.store.group(&cx.actor, id).await?;
    let address = format!("{}/groups/join/{}", cx.origin, group.code);
    Ok(Page::new(group.line.name, Here::Groups, move || {
        view! {
            <section class="card stack">
                <p><b>{t!("group-poster-text")}</b></p>
                <Qr text=address.clone() caption=t!("group-poster-scan") />
                <p class="soft">{address}</p>
                <p><Code code=group.code /></p>
                <p class="note">{t!("group-poster-note")}</p>
            </section>
        }
    })
    .tools(|| view! {
        <PrintButton>
            <button type="button" class="btn btn-main" hidden data-wake="print" data-print><Icon name="print" />{t!("labels-print")}</button>
        </PrintButton>
    })
    .back(format!("/desk/groups/{id}"))
    .narrow()
    .no_index())
}
