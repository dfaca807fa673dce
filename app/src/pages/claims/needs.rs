//! Bringing every turn of a standing need: the offer on a claim's page, and the donor's promises.

use domain::{
    Error, Result,
    claims::ClaimFile,
    wishes::needs::{NeedPromise, NeedPromiseState},
};
use leptos::prelude::*;
use store::wishes::needs::promises::{PromiseNeed, StopPromise};

use super::{claim, is_live, list};
use crate::{
    components::{ActionForm, RowForm, Submit, Tile},
    i18n::{date_near, lang},
    web::{Cx, Done, To, routes::Routes},
};

pub(super) fn routes() -> Routes {
    Routes::new().act("/claims/{id}/every-month", promise, claim::page).act(
        "/need-promises/{id}/stop",
        stop,
        list::page,
    )
}

/// Promises every further turn of the need of which the claim's wish is one.
///
/// # Errors
/// Not found for another account's claim, and for a wish for once; [`domain::Code::NeedPromised`]; the area's policy.
pub async fn promise(cx: Cx) -> Done {
    let id = cx.id("id")?;
    let turn = cx.store.own_claim(&cx.actor, id).await?.wish.turn.ok_or(Error::NotFound)?;
    cx.store.run(&cx.by(), PromiseNeed(turn.need)).await?;
    Ok(To::page(format!("/claims/{id}")).saying("done-need-promised"))
}

/// Stops a promise to bring every turn.
///
/// # Errors
/// Not found for another account's promise; [`domain::Code::WrongState`] when it has ended.
pub async fn stop(cx: Cx) -> Done {
    cx.store.run(&cx.by(), StopPromise(cx.id("id")?)).await?;
    Ok(To::page("/claims").saying("done-need-promise-stopped"))
}

/// Renders the offer to bring every turn, on the page of a claim under way; `None` where it makes no sense.
pub(super) fn offer(file: &ClaimFile) -> Option<AnyView> {
    let turn = file.wish.turn.filter(|turn| turn.goes_on && is_live(file.claim.state))?;
    let (id, left) = (file.claim.id, turn.months - turn.month);
    if turn.promised {
        return Some(view! { <p class="note">{t!("need-promised-note")}</p> }.into_any());
    }
    Some(
        view! {
            <section class="card" aria-labelledby="every-month">
                <h2 id="every-month">{t!("need-offer-title")}</h2>
                <p>{t!("need-offer-text", n = left)}</p>
                <ActionForm to=format!("/claims/{id}/every-month")>
                    <Submit label=t!("need-offer") tone="soft" icon="heart" wide=true />
                </ActionForm>
            </section>
        }
        .into_any(),
    )
}

/// Loads the reader's running promises.
///
/// # Errors
/// Not signed in.
pub(super) async fn mine_of(cx: &Cx) -> Result<Vec<NeedPromise>> {
    let mut all = cx.store.my_need_promises(&cx.actor).await?;
    all.retain(|promise| promise.state == NeedPromiseState::Running);
    Ok(all)
}

/// Renders running promises for the list of claims, each with the way to stop it.
pub(super) fn mine(promises: Vec<NeedPromise>) -> Option<AnyView> {
    if promises.is_empty() {
        return None;
    }
    let rows = promises.into_iter().map(row).collect_view();
    Some(
        view! {
            <section class="stack" aria-labelledby="every-month">
                <h2 id="every-month">{t!("need-mine")}</h2>
                <ul class="rows">{rows}</ul>
            </section>
        }
        .into_any(),
    )
}

fn row(promise: NeedPromise) -> impl IntoView {
    let title = lang().thing(&promise.key, &promise.size, &promise.title);
    let so_far = t!("need-turn", n = promise.made, of = promise.months);
    let line = match promise.next {
        Some(next) => format!("{so_far} · {}", t!("need-next", day = date_near(next))),
        None => so_far,
    };
    let to = format!("/need-promises/{}/stop", promise.id);
    view! {
        <li class="row">
            <Tile key=promise.key size="small" />
            <span class="row-main"><b>{title}</b><small>{line}</small></span>
            <span class="row-end">
                <RowForm to><button class="btn btn-quiet btn-small">{t!("need-promise-stop")}</button></RowForm>
            </span>
        </li>
    }
}
