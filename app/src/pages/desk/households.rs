//! Household files of the area: found by name, phone or number.

use domain::{households::Household, permission::Action};
use leptos::prelude::*;

use crate::{
    islands::DeskKeys,
    page::{Cx, Here, Page, Shown},
    parts::{Empty, Pager, Search, StatePill, thumb_link, top_link},
};

const NEW: &str = "/desk/households/new";

/// `/desk/households?q&cursor`
pub async fn page(cx: Cx) -> Shown {
    let q: String = cx.query("q").chars().take(40).collect();
    let found = cx.store.households(&cx.actor, &q, cx.query_i64("cursor").max(0)).await?;
    let may_add = cx.actor.may_somewhere(Action::KeepHouseholds);
    let may_grant = cx.actor.may_somewhere(Action::GrantPoints);
    let next = found.next.map(|cursor| cx.query_with(&[("cursor", &cursor.to_string())]));
    let searched = !q.is_empty() || cx.query_i64("cursor") > 0;
    let page = Page::new(cx.lang.t("households-title"), Here::Households, move || {
        view! {
            <Search q placeholder=t!("households-search") />
            {list(found.items, searched, may_add)}
            <Pager next />
            <DeskKeys />
            {may_grant.then(|| view! { <p><a class="link" href="/desk/points/import">{t!("points-sheet-title")}</a></p> })}
            {may_add.then(|| thumb_link(NEW.into(), t!("households-new"), "plus"))}
        }
    })
    .wide()
    .no_index();
    Ok(if may_add { page.tools(|| top_link(NEW.into(), t!("households-new"), "plus")) } else { page })
}

fn list(found: Vec<Household>, searched: bool, may_add: bool) -> AnyView {
    if found.is_empty() {
        return match (searched, may_add) {
            (true, _) => view! {
                <Empty title=t!("households-none-found") action=("/desk/households", t!("households-show-all"))>{t!("households-none-found-text")}</Empty>
            }
            .into_any(),
            (false, true) => view! {
                <Empty title=t!("households-empty") action=(NEW, t!("households-new"))>{t!("households-empty-text")}</Empty>
            }
            .into_any(),
            (false, false) => view! { <Empty title=t!("households-empty") /> }.into_any(),
        };
    }
    let rows = found.into_iter().map(row).collect_view();
    view! {
        <div class="table-wrap" tabindex="0" role="region" aria-label=t!("households-title")>
            <table class="table brief">
                <thead>
                    <tr>
                        <th scope="col">{t!("households-name")}</th>
                        <th scope="col" class="num">{t!("households-number")}</th>
                        <th scope="col">{t!("field-area")}</th>
                        <th scope="col" class="num">{t!("households-people")}</th>
                        <th scope="col">{t!("field-phone")}</th>
                        <th scope="col">{t!("households-care")}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}

/// A list needs no more of a phone number than tells two families apart.
fn row(household: Household) -> impl IntoView {
    let Household { id, area_name, name, phone, hardship, size, .. } = household;
    let ending = phone.get(phone.len().saturating_sub(4)..).unwrap_or_default().to_owned();
    view! {
        <tr>
            <th scope="row"><a href=format!("/desk/households/{id}")>{name}</a></th>
            <td class="num" data-label=t!("households-number")>{t!("households-number-short", n = id.to_string())}</td>
            <td data-label=t!("field-area")>{area_name}</td>
            <td class="num" data-label=t!("households-people")>{t!("households-people-count", n = size)}</td>
            <td data-label=t!("field-phone")>{t!("households-phone-ending", digits = ending)}</td>
            <td class="mark" data-label=t!("households-care")>
                {hardship.then(|| view! { <StatePill tone="amber" icon="heart" text=t!("households-hardship") /> })}
            </td>
        </tr>
    }
}
