//! The public wall of pledges.

use domain::community::pledges::PledgeList;
use leptos::prelude::*;

use super::pieces::pledge_rows;
use crate::{
    components::{Empty, Pager},
    i18n::lang,
    web::{Cx, Here, Page, Shown},
};

/// Lists of visitors: drafts are in none.
const LISTS: [PledgeList; 3] = [PledgeList::Running, PledgeList::Rating, PledgeList::Over];

/// Renders `GET /pledges?show&organisation&cursor`.
pub async fn page(cx: Cx) -> Shown {
    let list: PledgeList = cx.query("show").parse().unwrap_or_default();
    let organisation = cx.query_i64("organisation").max(0);
    let found = cx.store.public_pledges(list, organisation, cx.query_i64("cursor").max(0)).await?;
    let next = found.next.map(|cursor| cx.query_with(&[("cursor", &cursor.to_string())]));
    let address = cx.clone();
    let here = if cx.actor.is_staff() { Here::Partners } else { Here::Feed };
    Ok(Page::new(cx.lang.t("pledges-title"), here, move || {
        let chips = LISTS
            .iter()
            .map(|one| {
                let to = address.query_with(&[("show", one.as_str()), ("cursor", "")]);
                let here = (*one == list).then_some("true");
                view! { <a class="chip" href=to aria-current=here>{lang().named("pledge-list", one.as_str())}</a> }
            })
            .collect_view();
        view! {
            <p class="note">{t!("pledges-note")}</p>
            <nav class="chips" aria-label=t!("pledges-title")>{chips}</nav>
            {if found.items.is_empty() {
                view! { <Empty title=t!("pledges-none")>{t!("pledges-none-text")}</Empty> }.into_any()
            } else {
                pledge_rows(&found.items)
            }}
            <Pager next />
        }
    })
    .narrow())
}
