//! The poster of a group, to print: its name, and the code by which families join.

use leptos::prelude::*;

use crate::{
    components::{Code, Icon, Qr},
    islands::PrintButton,
    web::{Cx, Here, Page, Shown},
};

/// Renders `GET /desk/groups/{id}/poster`.
pub async fn page(cx: Cx) -> Shown {
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
