//! What waits for staff: help of neighbours to confirm, and facts that were taken back after their points were spent.

use domain::{permission::Action, points::taking_part::PartBooking};
use leptos::prelude::*;

use super::pieces::{booking, help};
use crate::{
    components::{Empty, Pager, RowForm},
    web::{Cx, Here, Page, Shown},
};

/// Renders `GET /desk/taking-part?show&cursor`.
pub async fn page(cx: Cx) -> Shown {
    let confirms = cx.actor.may_somewhere(Action::KeepHouseholds);
    let notes = cx.query("show") == "notes" || !confirms;
    let cursor = cx.query_i64("cursor").max(0);
    let (next, rows) = if notes {
        let found = cx.store.part_notes(&cx.actor, cursor).await?;
        (found.next, Ok(found.items))
    } else {
        let found = cx.store.helps_waiting(&cx.actor, cursor).await?;
        (found.next, Err(found.items))
    };
    let next = next.map(|cursor| cx.query_with(&[("cursor", &cursor.to_string())]));
    Ok(Page::new(cx.lang.t("part-desk"), Here::Desk, move || {
        let chips =
            [("/desk/taking-part", false, "desk-helps"), ("/desk/taking-part?show=notes", true, "desk-part-notes")]
                .into_iter()
                .filter(|(_, one, _)| *one || confirms)
                .map(|(to, one, key)| {
                    view! { <a class="chip" href=to aria-current=(one == notes).then_some("true")>{t!(key)}</a> }
                })
                .collect_view();
        let list = match rows {
            Ok(found) if !found.is_empty() => {
                let rows = found.iter().map(note).collect_view();
                view! { <p class="note">{t!("part-notes-note")}</p><ul class="rows">{rows}</ul> }.into_any()
            }
            Err(found) if !found.is_empty() => found
                .iter()
                .map(|one| {
                    let home = t!("part-of", n = one.helped);
                    let to = format!("/desk/taking-part/help/{}/answer", one.id);
                    view! {
                        <p><a class="link" href=format!("/desk/households/{}", one.helped)>{home}</a></p>
                        {help(one, Some(to))}
                    }
                })
                .collect_view()
                .into_any(),
            _ => view! { <Empty title=t!("part-desk-none") /> }.into_any(),
        };
        view! {
            <nav class="chips" aria-label=t!("part-desk")>{chips}</nav>
            {list}
            <Pager next />
        }
    })
    .narrow()
    .no_index())
}

fn note(one: &PartBooking) -> impl IntoView + use<> {
    let household = one.household;
    view! {
        <li class="row">
            {booking(one)}
            <a class="link" href=format!("/desk/households/{household}/points")>{t!("part-of", n = household)}</a>
            <RowForm to=format!("/desk/taking-part/{}/settle", one.id)>
                <button class="btn btn-quiet btn-small">{t!("part-note-settle")}</button>
            </RowForm>
        </li>
    }
}
