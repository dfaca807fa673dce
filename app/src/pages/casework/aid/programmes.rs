//! Programmes of the areas with what they gave in a year, and the same as a file.

use domain::{
    Result,
    casework::aid::{AidKind, AidSource, Programme, ProgrammeUse},
    permission::Action,
    time::year,
};
use leptos::prelude::*;

use crate::{
    components::{
        ActionForm, Empty, Field, Icon, More, Select, StatePill, Submit, area_choice, area_options, file_link,
        value_options,
    },
    i18n::lang,
    pages::stock::receipts::yuan,
    sheets::{self, File, Format},
    web::{Cx, Here, Page, Shown},
};

/// Reads the year of the query; this one without any.
pub(super) fn chosen_year(cx: &Cx) -> i64 {
    match cx.query_i64("year") {
        year @ 1970..=9999 => year,
        _ => year(cx.now),
    }
}

/// Renders links to this year and the two before.
pub(super) fn years(path: &str, this: i64, chosen: i64) -> AnyView {
    let links = (0..3)
        .map(|ago| {
            let (year, path) = (this - ago, path.to_owned());
            view! { <a class="chip" href=format!("{path}?year={year}") aria-current=(year == chosen).then_some("true")>{year.to_string()}</a> }
        })
        .collect_view();
    view! { <nav class="chips" aria-label=t!("aid-year")>{links}</nav> }.into_any()
}

/// Renders `GET /desk/aid?year`.
pub async fn page(cx: Cx) -> Shown {
    let (this, chosen) = (year(cx.now), chosen_year(&cx));
    let programmes = cx.store.aid_programmes(&cx.actor, chosen).await?;
    let leads = cx.actor.may_somewhere(Action::LeadAid);
    let areas = if leads { cx.store.areas(&cx.actor).await? } else { Vec::new() };
    let options = area_options(&areas, |area| cx.actor.may(Action::LeadAid, &area.path));
    let options = area_choice(cx.lang, options);
    let page = Page::new(cx.lang.t("aid-title"), Here::Aid, move || {
        let none = programmes.is_empty();
        let rows = programmes.iter().map(row).collect_view();
        view! {
            <p class="cluster"><a class="btn btn-quiet" href="/desk/aid/collections"><Icon name="gift" />{t!("collections-title")}</a></p>
            {years("/desk/aid", this, chosen)}
            {if none {
                view! { <Empty title=t!("aid-none")>{t!("aid-none-text")}</Empty> }.into_any()
            } else {
                view! { <ul class="rows">{rows}</ul> }.into_any()
            }}
            {leads.then(|| add(options))}
        }
    })
    .narrow()
    .no_index();
    if !leads {
        return Ok(page);
    }
    Ok(page.tools(move || {
        ["xlsx", "csv"]
            .map(|format| {
                let to = format!("/desk/aid/file?format={format}&year={chosen}");
                file_link(format, to)
            })
            .collect_view()
    }))
}

/// Renders a programme; where the reader sees its figures, its row leads to its grants.
fn row(programme: &Programme) -> AnyView {
    let kind = lang().named("aid-kind", programme.kind.as_str());
    let line =
        format!("{} · {} · {}", kind, lang().named("aid-source", programme.source.as_str()), programme.area_name);
    let name = programme.name.clone();
    let over = (programme.usage == ProgrammeUse::Closed)
        .then(|| view! { <StatePill tone="soft" icon="close" text=t!("programme-closed") /> });
    match programme.figures {
        Some(figures) => {
            let people = t!("aid-figures", grants = figures.grants, households = figures.households);
            view! {
                <li>
                    <a class="row" href=format!("/desk/aid/programmes/{}", programme.id)>
                        <span class="row-main"><b>{name}</b><small>{line}</small></span>
                        <span class="row-end">{over}<b class="num">{yuan(figures.amount)}</b><small>{people}</small></span>
                    </a>
                </li>
            }
            .into_any()
        }
        None => view! { <li class="row"><span class="row-main"><b>{name}</b><small>{line}</small></span>{over}</li> }
            .into_any(),
    }
}

/// Renders the form that adds a programme.
fn add(areas: Vec<(String, String)>) -> impl IntoView {
    let kinds = value_options("aid-kind", AidKind::ALL.iter().map(|kind| kind.as_str()));
    let sources = value_options("aid-source", AidSource::ALL.iter().map(|source| source.as_str()));
    view! {
        <More summary=t!("programme-add") to="/desk/aid">
            <ActionForm to="/desk/aid">
                <Field name="name" label=t!("programme-name") hint=t!("programme-name-hint") required=true max_length=60 autocomplete="off" />
                <Select name="area" label=t!("field-area") options=areas required=true />
                <Select name="kind" label=t!("field-aid-kind") options=kinds required=true />
                <Select name="source" label=t!("field-aid-source") options=sources required=true />
                <Submit label=t!("programme-add-do") tone="soft" />
            </ActionForm>
        </More>
    }
}

/// Serves `GET /desk/aid/file?format&year`.
pub async fn file(cx: Cx) -> Result<File> {
    cx.actor.must_somewhere(Action::LeadAid)?;
    let format = Format::of(cx.query("format")).unwrap_or(Format::Xlsx);
    sheets::aid(&cx.store, &cx.by(), cx.lang, format, chosen_year(&cx)).await
}
