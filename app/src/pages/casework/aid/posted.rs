//! What the public reads: a whole year that is over, and only programmes with five households or more.

use domain::casework::aid::figures::{AidNotice, FEWEST};
use leptos::prelude::*;

use crate::{
    components::{Empty, Table},
    i18n::lang,
    pages::stock::receipts::yuan,
    web::{Cx, Here, Page, SITE_PICTURE, Shown},
};

/// Renders `GET /aid?area&year`.
pub async fn page(cx: Cx) -> Shown {
    let roots = cx.store.roots().await?;
    let asked = match (cx.query_i64("area"), cx.actor.root) {
        (0, 0) => roots.first().map_or(0, |area| area.id),
        (0, own) => own,
        (area, _) => area,
    };
    let year = Some(cx.query_i64("year")).filter(|year| *year > 0);
    let notice = cx.store.aid_notice(asked, year).await?;
    let areas: Vec<_> = roots.into_iter().map(|area| (area.id, area.name)).collect();
    let (share, line) = (cx.lang.t("aid-public"), cx.lang.t("aid-public-line"));
    Ok(Page::new(cx.lang.t("aid-public"), Here::Nowhere, move || {
        let chips = areas
            .into_iter()
            .map(|(id, name)| view! { <a class="chip" href=format!("/aid?area={id}") aria-current=(id == asked).then_some("true")>{name}</a> })
            .collect_view();
        let before = notice.year - 1;
        view! {
            <nav class="chips" aria-label=t!("field-area")>{chips}</nav>
            <h2>{t!("aid-public-of", area = notice.area_name.clone(), year = notice.year.to_string())}</h2>
            <p class="note">{t!("aid-public-note", n = FEWEST)}</p>
            {table(&notice)}
            <p><a class="link" href=format!("/aid?area={asked}&year={before}")>{t!("aid-public-before", year = before.to_string())}</a></p>
        }
    })
    .back("/notice")
    .share(share, line, SITE_PICTURE.to_owned()))
}

fn table(notice: &AidNotice) -> AnyView {
    if notice.programmes.is_empty() {
        return view! { <Empty title=t!("aid-public-none") /> }.into_any();
    }
    let rows = notice
        .programmes
        .iter()
        .map(|one| {
            let kind = lang().named("aid-kind", one.kind.as_str());
            view! {
                <tr>
                    <td>{one.name.clone()}</td>
                    <td>{kind}</td>
                    <td class="num">{one.households}</td>
                    <td class="num">{yuan(one.amount)}</td>
                </tr>
            }
        })
        .collect_view();
    let heads = view! {
        <th scope="col">{t!("programme-name")}</th>
        <th scope="col">{t!("field-aid-kind")}</th>
        <th scope="col" class="num">{t!("aid-public-households")}</th>
        <th scope="col" class="num">{t!("aid-public-amount")}</th>
    };
    view! { <Table label=t!("aid-public") heads>{rows}</Table> }.into_any()
}
