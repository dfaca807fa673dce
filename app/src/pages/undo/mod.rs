//! What the reader did in the last minutes and may take back, and the step that does it.

use domain::{
    households::HouseholdId,
    undo::{TakenBack, Undo, UndoKind},
};
use leptos::prelude::*;
use store::ops::undo::TakeBack;

use crate::{
    components::{Empty, Near, undo_line},
    web::{Cx, Done, Here, Page, Shown, To, routes::Routes},
};

/// Page of acts that may be taken back; also that of a record without a page of its own.
const LIST: &str = "/undo";

pub(crate) fn routes() -> Routes {
    Routes::new().show(LIST, page).act("/undo/{id}", take, page)
}

/// Renders `GET /undo`.
pub async fn page(cx: Cx) -> Shown {
    let undos = cx.store.undos(&cx.actor).await?;
    let household = cx.actor.household;
    let here = match household {
        0 if cx.actor.is_staff() => Here::Desk,
        0 => Here::Claims,
        _ => Here::Home,
    };
    Ok(Page::new(cx.lang.t("undo-title"), here, move || {
        if undos.is_empty() {
            return view! { <Empty title=t!("undo-none")>{t!("undo-none-text")}</Empty> }.into_any();
        }
        let rows = undos.into_iter().map(|undo| row(undo, household)).collect_view();
        view! { <ul class="rows">{rows}</ul> }.into_any()
    })
    .narrow()
    .no_index())
}

fn row(undo: Undo, household: HouseholdId) -> impl IntoView {
    let (to, at) = (record_path(undo.kind, undo.record, household), undo.at);
    let number = undo.record.to_string();
    let link = (to != LIST).then(|| view! { <a class="link" href=to>{t!("undo-record", n = number)}</a> });
    view! {
        <li class="row">
            <span class="row-main">{undo_line(undo)}<small><Near at=at /></small></span>
            <span class="row-end">{link}</span>
        </li>
    }
}

/// Handles `POST /undo/{id}`.
pub async fn take(cx: Cx) -> Done {
    let TakenBack { kind, record } = cx.store.run(&cx.by(), TakeBack { undo: cx.id("id")? }).await?;
    Ok(To::page(record_path(kind, record, cx.actor.household)).saying("done-undone"))
}

/// Path of the page of a record, for the account that changed it: a family's, or with household 0 another one.
fn record_path(kind: UndoKind, record: i64, household: HouseholdId) -> String {
    match kind {
        UndoKind::WishPublished | UndoKind::WishRejected => format!("/desk/wishes/{record}"),
        UndoKind::FileAssigned => format!("/desk/households/{record}"),
        UndoKind::WorkHandedOver => format!("/desk/workload/{record}"),
        UndoKind::CaseClosed => format!("/desk/cases/{record}"),
        UndoKind::PairingEnded => format!("/pairings/{record}"),
        UndoKind::ShiftCancelled => format!("/desk/shifts/{record}"),
        UndoKind::CourseCancelled => format!("/courses/{record}"),
        UndoKind::AppointmentCancelled if household != 0 => "/home/appointments".into(),
        UndoKind::AppointmentCancelled => LIST.into(),
    }
}
