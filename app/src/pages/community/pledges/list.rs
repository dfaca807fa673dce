//! Pledges of the area, for staff, on the page and as a file.

use domain::{Result, community::pledges::PledgeList, permission::Action};
use leptos::prelude::*;

use super::pieces::pledge_rows;
use crate::{
    components::{Empty, Icon, Pager, file_link},
    i18n::lang,
    sheets::{self, File, Format},
    web::{Cx, Here, Page, Shown},
};

/// Renders `GET /desk/pledges?show&cursor`.
pub async fn page(cx: Cx) -> Shown {
    let list: PledgeList = cx.query("show").parse().unwrap_or_default();
    let found = cx.store.pledges(&cx.actor, list, cx.query_i64("cursor").max(0)).await?;
    let next = found.next.map(|cursor| cx.query_with(&[("cursor", &cursor.to_string())]));
    let keeps = cx.actor.may_somewhere(Action::KeepOrganisations);
    let files =
        ["xlsx", "csv"].map(|format| (format, format!("/desk/pledges/file?format={format}&show={}", list.as_str())));
    Ok(Page::new(cx.lang.t("pledges-title"), Here::Partners, move || {
        let chips = PledgeList::ALL
            .iter()
            .map(|one| {
                let to = format!("/desk/pledges?show={}", one.as_str());
                let here = (*one == list).then_some("true");
                view! { <a class="chip" href=to aria-current=here>{lang().named("pledge-list", one.as_str())}</a> }
            })
            .collect_view();
        view! {
            <nav class="chips" aria-label=t!("pledges-title")>{chips}</nav>
            <p><a class="link" href="/pledges/board">{t!("pledge-board")}</a></p>
            {if found.items.is_empty() {
                view! { <Empty title=t!("pledges-none")>{t!("pledges-none-text")}</Empty> }.into_any()
            } else {
                pledge_rows(&found.items)
            }}
            <Pager next />
        }
    })
    .tools(move || {
        let links = files
            .map(|(format, to)| file_link(format, to))
            .collect_view();
        view! {
            {links}
            {keeps.then(|| view! { <a class="btn btn-soft" href="/pledges/new"><Icon name="pen" />{t!("pledge-draft")}</a> })}
        }
    })
    .back("/desk/organisations")
    .no_index())
}

/// Serves `GET /desk/pledges/file?format&show`.
pub async fn file(cx: Cx) -> Result<File> {
    cx.actor.must_somewhere(Action::ReadOrganisations)?;
    let format = Format::of(cx.query("format")).unwrap_or(Format::Xlsx);
    let list = cx.query("show").parse().unwrap_or_default();
    sheets::pledges(&cx.store, &cx.by(), cx.lang, format, list).await
}
