//! Unusual reveals, for the area's coordinators and auditors. Every number links to its list.

use domain::households::reveals::Pattern;
use leptos::prelude::*;

use crate::{
    components::{Banner, Empty, Pager, StatePill, Table},
    i18n::{date_near, day_end, day_value, lang},
    web::{Cx, Here, Page, Shown},
};

/// Renders `GET /desk/openings?week&cursor`; `week` is any day of it.
pub async fn page(cx: Cx) -> Shown {
    let week = day_end(cx.query("week")).unwrap_or(0);
    let found = cx.store.opening_patterns(&cx.actor, week, cx.query_i64("cursor").max(0)).await?;
    let next = found.next.map(|cursor| cx.query_with(&[("cursor", &cursor.to_string())]));
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
        }
    })
    .wide()
    .no_index())
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
