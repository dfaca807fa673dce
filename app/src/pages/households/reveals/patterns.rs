//! Unusual reveals, for the area's coordinators and auditors. Every number links to its list. And a year of what was
//! done with minors' data, as a file.

use domain::{Result, households::reveals::Pattern, permission::Action, time::year};
use leptos::prelude::*;

use crate::{
    components::{Banner, Empty, Icon, Pager, StatePill, Table},
    i18n::{date_near, day_end, day_value, lang},
    sheets::{self, File, Format},
    web::{Cx, Here, Page, Shown},
};

/// Years that the form offers.
const YEARS: i64 = 5;

/// Renders `GET /desk/openings?week&cursor`; `week` is any day of it.
pub async fn page(cx: Cx) -> Shown {
    let week = day_end(cx.query("week")).unwrap_or(0);
    let found = cx.store.opening_patterns(&cx.actor, week, cx.query_i64("cursor").max(0)).await?;
    let next = found.next.map(|cursor| cx.query_with(&[("cursor", &cursor.to_string())]));
    let this_year = year(cx.now);
    Ok(Page::new(cx.lang.t("patterns-title"), Here::Openings, move || {
        let n = i64::try_from(found.unusual).unwrap_or(i64::MAX);
        let sum = if n > 0 {
            view! { <Banner tone="amber">{t!("patterns-unusual", n = n)}</Banner> }.into_any()
        } else {
            view! { <Banner tone="tea">{t!("patterns-none")}</Banner> }.into_any()
        };
        view! {
            <p class="note">{t!("patterns-note")}</p>
            {(week != 0).then(|| view! { <p><a class="link" href="/desk/openings">{t!("patterns-all-weeks")}</a></p> })}
            {(!found.items.is_empty()).then_some(sum)}
            {table(found.items)}
            <Pager next />
            {minors(this_year)}
        }
    })
    .wide()
    .no_index())
}

/// Form that exports a year of minors' data. Last year comes first, because its audit is due.
fn minors(this_year: i64) -> impl IntoView {
    let years = (this_year - YEARS + 1..=this_year)
        .rev()
        .map(|year| {
            let selected = year == this_year - 1;
            view! { <option value=year selected=selected>{year}</option> }
        })
        .collect_view();
    let files = ["xlsx", "csv"]
        .map(|format| view! { <button class="btn btn-quiet" name="format" value=format><Icon name="download" />{lang().named("export", format)}</button> })
        .collect_view();
    view! {
        <section class="card" aria-labelledby="minors">
            <h2 id="minors">{t!("minors-title")}</h2>
            <p class="soft">{t!("minors-note")}</p>
            <form class="filter-row" action="/desk/openings/file">
                <select name="year" aria-label=t!("minors-year")>{years}</select>
                {files}
            </form>
        </section>
    }
}

/// Serves `GET /desk/openings/file?format&year`; this year without one.
pub async fn file(cx: Cx) -> Result<File> {
    cx.actor.must_somewhere(Action::WatchOpenings)?;
    let format = Format::of(cx.query("format")).unwrap_or(Format::Xlsx);
    let asked = cx.query_i64("year");
    let year = if asked == 0 { year(cx.now) } else { asked };
    sheets::minors(&cx.store, &cx.by(), cx.lang, format, year).await
}

fn table(found: Vec<Pattern>) -> AnyView {
    if found.is_empty() {
        return view! { <Empty title=t!("patterns-empty")>{t!("patterns-empty-text")}</Empty> }.into_any();
    }
    let rows = found.into_iter().map(row).collect_view();
    view! {
        <Table label=t!("patterns-title") heads=view! {
            <th scope="col">{t!("patterns-person")}</th>
            <th scope="col">{t!("patterns-week-head")}</th>
            <th scope="col" class="num">{t!("patterns-files")}</th>
            <th scope="col" class="num">{t!("patterns-openings")}</th>
            <th scope="col" class="num">{t!("patterns-outside")}</th>
            <th scope="col" class="num">{t!("patterns-night")}</th>
            <th scope="col" class="num">{t!("patterns-same")}</th>
            <th scope="col">{t!("patterns-marks")}</th>
        }>{rows}</Table>
    }
    .into_any()
}

fn row(pattern: Pattern) -> impl IntoView {
    let Pattern { week, account, name, role, count, unusual } = pattern;
    let day = day_value(week);
    let list = format!("/desk/openings/{account}?week={day}");
    let number = |n: i64, more: &str| {
        let to = format!("{list}{more}");
        if n == 0 {
            view! { <span class="soft">"0"</span> }.into_any()
        } else {
            view! { <a class="total" href=to>{n}</a> }.into_any()
        }
    };
    let marks = unusual
        .iter()
        .map(|mark| {
            let text = lang().named("unusual", mark.as_str());
            view! { <StatePill tone="amber" icon="alert" text /> }
        })
        .collect_view();
    let same = format!("&household={}", count.same_file);
    view! {
        <tr>
            <th scope="row"><a href=format!("/desk/openings/{account}")>{name}</a>" "<small class="soft">{lang().named("role", role.as_str())}</small></th>
            <td data-label=t!("patterns-week-head")><a class="link" href=format!("/desk/openings?week={day}")>{t!("patterns-week", date = date_near(week))}</a></td>
            <td class="num" data-label=t!("patterns-files")>{number(count.files, "")}</td>
            <td class="num" data-label=t!("patterns-openings")>{number(count.openings, "")}</td>
            <td class="num" data-label=t!("patterns-outside")>{number(count.outside, "&only=outside")}</td>
            <td class="num" data-label=t!("patterns-night")>{number(count.night, "&only=night")}</td>
            <td class="num" data-label=t!("patterns-same")>{number(count.same, &same)}</td>
            <td data-label=t!("patterns-marks")><span class="cluster">{marks}</span></td>
        </tr>
    }
}
