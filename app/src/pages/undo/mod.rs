//! What the reader did in the last minutes and may take back, and the step that does it.

use domain::undo::{TakenBack, Undo, UndoKind};
use leptos::prelude::*;
use store::ops::undo::TakeBack;

use crate::{
    components::{Empty, Near, undo_line},
    web::{Cx, Done, Here, Page, Shown, To, routes::Routes},
};

pub(crate) fn routes() -> Routes {
    Routes::new().show("/undo", page).act("/undo/{id}", take, page)
}

/// Renders `GET /undo`.
pub async fn page(cx: Cx) -> Shown {
    let undos = cx.store.undos(&cx.actor).await?;
    let here = match cx.actor.household {
        0 if cx.actor.is_staff() => Here::Desk,
        0 => Here::Claims,
        _ => Here::Home,
    };
    Ok(Page::new(cx.lang.t("undo-title"), here, move || {
        if undos.is_empty() {
            return view! { <Empty title=t!("undo-none")>{t!("undo-none-text")}</Empty> }.into_any();
        }
        let rows = undos.into_iter().map(row).collect_view();
        view! { <ul class="rows">{rows}</ul> }.into_any()
    })
    .narrow()
    .no_index())
}

fn row(undo: Undo) -> impl IntoView {
    let (to, at) = (record_path(undo.kind, undo.record), undo.at);
    let number = undo.record.to_string();
    view! {
        <li class="row">
            <span class="row-main">{undo_line(undo)}<small><Near at=at /></small></span>
            <span class="row-end"><a class="link" href=to>{t!("undo-record", n = number)}</a></span>
        </li>
    }
}

/// Handles `POST /undo/{id}`.
pub async fn take(cx: Cx) -> Done {
    let TakenBack { kind, record } = cx.store.run(&cx.by(), TakeBack { undo: cx.id("id")? }).await?;
    let to = match kind {
        UndoKind::AppointmentCancelled if cx.actor.household != 0 => "/home/appointments".into(),
        _ => record_path(kind, record),
    };
    Ok(To::page(to).saying("done-undone"))
}

/// Path of the page of a record, for the one who changed it.
fn record_path(kind: UndoKind, record: i64) -> String {
    match kind {
        UndoKind::WishPublished | UndoKind::WishRejected => format!("/desk/wishes/{record}"),
        UndoKind::FileAssigned => format!("/desk/households/{record}"),
        UndoKind::WorkHandedOver => format!("/desk/workload/{record}"),
        UndoKind::CaseClosed => format!("/desk/cases/{record}"),
        UndoKind::PairingEnded => format!("/pairings/{record}"),
        UndoKind::AppointmentCancelled => "/undo".into(),
    }
}
