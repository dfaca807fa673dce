//! Programmes of the root area, for its staff.

use domain::{community::programmes::ProgrammeLine, permission::Action};
use leptos::prelude::*;
use store::community::programmes::lists::ProgrammeList;

use super::pieces::programme_pill;
use crate::{
    components::{Empty, Icon, Near, Pager, thumb_link, top_link},
    web::{Cx, Here, Page, Shown},
};

/// Renders `GET /desk/programmes?show&cursor`.
pub async fn page(cx: Cx) -> Shown {
    let show = cx.query("show").to_owned();
    let which = match show.as_str() {
        "ended" => ProgrammeList::Ended,
        "drafts" => ProgrammeList::Drafts,
        _ => ProgrammeList::Running,
    };
    let found = cx.store.programmes(&cx.actor, which, cx.query_i64("cursor").max(0)).await?;
    let next = found.next.map(|cursor| cx.query_with(&[("cursor", &cursor.to_string())]));
    let leads = cx.actor.may_somewhere(Action::LeadProgrammes);
    Ok(Page::new(cx.lang.t("programmes-title"), Here::Programmes, move || {
        let chips = [
            ("/desk/programmes", ProgrammeList::Running, "programmes-running"),
            ("/desk/programmes?show=ended", ProgrammeList::Ended, "programmes-ended"),
            ("/desk/programmes?show=drafts", ProgrammeList::Drafts, "programmes-drafts"),
        ]
        .map(|(to, one, key)| view! { <a class="chip" href=to aria-current=(one == which).then_some("true")>{t!(key)}</a> })
        .collect_view();
        let none = found.items.is_empty();
        let rows = found.items.iter().map(|line| row(line, "/desk/programmes")).collect_view();
        view! {
            <nav class="chips" aria-label=t!("programmes-title")>{chips}</nav>
            {if none {
                view! { <Empty title=t!("programmes-none")>{t!("programmes-none-text")}</Empty> }.into_any()
            } else {
                view! { <ul class="rows">{rows}</ul> }.into_any()
            }}
            <Pager next />
            <nav class="doors" aria-label=t!("programmes-more")>
                <a class="door" href="/desk/indicators"><Icon name="clock" /><span>{t!("indicators-mine")}</span></a>
                <a class="door" href="/programmes"><Icon name="eye" /><span>{t!("programmes-public")}</span></a>
            </nav>
            {leads.then(|| thumb_link("/desk/programmes/new".to_owned(), t!("programme-new"), "plus"))}
        }
    })
    .tools(move || leads.then(|| top_link("/desk/programmes/new".to_owned(), t!("programme-new"), "plus")))
    .narrow()
    .no_index())
}

/// Renders a programme as a row with its page below `base`.
pub(super) fn row(line: &ProgrammeLine, base: &'static str) -> impl IntoView + use<> {
    let (to, name, until) = (format!("{base}/{}", line.id), line.name.clone(), line.until);
    let small = format!("{} · {}", line.area_name, t!("programme-indicators-n", n = line.indicators));
    let (state, behind) = (line.state, line.behind);
    view! {
        <li>
            <a class="row" href=to>
                <span class="row-main"><b>{name}</b><small>{small}</small></span>
                <span class="row-end">{programme_pill(state, behind)}<small><Near at=until /></small></span>
            </a>
        </li>
    }
}
