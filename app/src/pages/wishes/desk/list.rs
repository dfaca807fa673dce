//! All wishes of the actor's areas: filters, the list, and one wish beside it.

use domain::wishes::{WishFile, WishState};
use leptos::prelude::*;

use super::wish::Record;
use crate::{
    components::{Empty, Pager, Search, Split, Within, wish_row},
    pages::wishes::desk::must_see_wishes,
    web::{Cx, Here, Page, Shown},
};

/// Value of `waiting` that filters for wishes that have long had no claim.
const LONG: &str = "long";

/// Renders `GET /desk/wishes?state&q&waiting&cursor`.
pub async fn page(cx: Cx) -> Shown {
    shown(cx, None).await
}

/// Renders `GET /desk/wishes/{id}?state&q&waiting&cursor`.
pub async fn record(cx: Cx) -> Shown {
    must_see_wishes(&cx)?;
    let id = cx.id("id")?;
    shown(cx, Some(id)).await
}

async fn shown(cx: Cx, id: Option<i64>) -> Shown {
    must_see_wishes(&cx)?;
    let cursor = cx.query_i64("cursor").max(0);
    let state = cx.query("state").parse::<WishState>().ok();
    let q: String = cx.query("q").chars().take(40).collect();
    let long = cx.query("waiting") == LONG;
    let found = if long {
        cx.store.long_waiting(&cx.within(), &q, cursor).await?
    } else {
        cx.store.staff_wishes(&cx.within(), state, &q, cursor).await?
    };
    let within = Within::of(&cx);
    let record = match id.or(found.items.first().map(|file| file.wish.id)) {
        Some(open) if cx.ahead => Some(Record::read(&cx, open).await?.without_codes()),
        Some(open) => Some(Record::read(&cx, open).await?),
        None => None,
    };
    let title = match (&record, id) {
        (Some(record), Some(_)) => record.title(cx.lang),
        _ => cx.lang.t("desk-wishes-title"),
    };
    let back = format!("/desk/wishes{}", cx.query_with(&[]).trim_end_matches('?'));
    let (chips, ahead) = (chips(&cx, state, long), cx.ahead);
    let table =
        format!("/desk/wishes/table{}", cx.query_with(&[("waiting", ""), ("cursor", "")]).trim_end_matches('?'));
    let keep = ["state", "waiting", "within"].map(|name| (name, cx.query(name).to_owned())).to_vec();
    let page = Page::new(title, Here::Wishes, move || {
        // On a phone an open wish hides list and filters; the back link leads to them.
        let class = if id.is_some() { "stack only-wide" } else { "stack" };
        let filters = view! {
            <div class=class>
            {within.map(Within::note)}
            <Search to="/desk/wishes" q placeholder=t!("desk-wishes-search") keep />
            <nav class="chips" aria-label=t!("desk-wishes-states")>{chips}</nav>
            <p class="only-wide"><a class="link" href=table>{t!("table-open")}</a></p>
            </div>
        };
        let Some(record) = record else {
            return view! {
                {filters}
                <Empty title=t!("desk-wishes-none") action=("/desk/wishes", t!("desk-wishes-all"))>{t!("desk-wishes-none-text")}</Empty>
            }
            .into_any();
        };
        let list = list(&cx, found, record.id());
        view! { {filters}<Split record_open=id.is_some() list record=record.drawn() /> }.into_any()
    });
    // A prefetched page carries no codes, so it may be cached.
    let page = if ahead { page.kept() } else { page }.no_index();
    Ok(if id.is_some() { page.back(back) } else { page })
}

fn chips(cx: &Cx, state: Option<WishState>, long: bool) -> Vec<AnyView> {
    let link = |state: &str, waiting: &str| {
        format!("/desk/wishes{}", cx.query_with(&[("state", state), ("waiting", waiting), ("cursor", "")]))
    };
    let all = (link("", ""), cx.lang.t("desk-wishes-all"), state.is_none() && !long);
    let waiting = (link("", LONG), cx.lang.t("desk-long"), long);
    let states = WishState::ALL
        .iter()
        .map(|s| (link(s.as_str(), ""), cx.lang.named("wish-state", s.as_str()), !long && state == Some(*s)));
    [all, waiting]
        .into_iter()
        .chain(states)
        .map(|(to, label, chosen)| {
            view! { <a class="chip" href=to aria-current=chosen.then_some("true")>{label}</a> }.into_any()
        })
        .collect()
}

fn list(cx: &Cx, found: domain::wishes::Page<WishFile>, open: i64) -> AnyView {
    let query = cx.query_with(&[]);
    let query = query.trim_end_matches('?');
    let rows = found
        .items
        .iter()
        .map(|file| wish_row(file, format!("/desk/wishes/{}{query}", file.wish.id), file.wish.id == open))
        .collect_view();
    let next = found.next.map(|cursor| format!("/desk/wishes{}", cx.query_with(&[("cursor", &cursor.to_string())])));
    view! {
        {(!found.items.is_empty()).then(|| view! { <ul class="rows" aria-label=t!("desk-wishes-title")>{rows}</ul> })}
        <Pager next />
    }
    .into_any()
}
