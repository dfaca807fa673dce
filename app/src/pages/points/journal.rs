//! One journal of a household's points: who, when, why, which points, and its reversal.

use domain::{Code, Error, points::PointsLine};
use leptos::prelude::*;
use store::points::views::PointsPart;

use super::statement::what;
use crate::{
    components::{ActionForm, Banner, Fact, Facts, Field, More, Near, Submit, Table},
    i18n::end_reason,
    pages::stock::words::{grouped, signed},
    web::{Cx, Here, Page, Shown, scene},
};

/// Renders `GET /desk/households/{id}/points/{journal}`, and again after its reversal is refused.
pub async fn page(cx: Cx) -> Shown {
    let (id, journal) = (cx.id("id")?, cx.id("journal")?);
    let (line, parts) = cx.store.points_journal(&cx.actor, id, journal).await?;
    let reversible = line.is_reversible() && cx.store.points_grantable(&cx.actor, id).await?;
    let title = cx.lang.tf("points-journal", &[("n", journal.to_string().into())]);
    Ok(Page::new(title, Here::Households, move || {
        view! {
            {righted(id, &line)}
            {facts(&line)}
            {table(&parts)}
            {reversible.then(|| reverse_form(id, journal))}
        }
    })
    .back(format!("/desk/households/{id}/points"))
    .narrow()
    .no_index())
}

fn righted(id: i64, line: &PointsLine) -> Option<AnyView> {
    let (key, other) = match (line.reversed_by, line.reverses) {
        (0, 0) => return None,
        (0, wrong) => ("journal-reverses", wrong),
        (by, _) => ("journal-reversed-by", by),
    };
    Some(
        view! {
            <Banner>
                {t!(key)}" "<a class="link" href=format!("/desk/households/{id}/points/{other}")>"#"{other}</a>
            </Banner>
        }
        .into_any(),
    )
}

fn facts(line: &PointsLine) -> impl IntoView + use<> {
    let by = if line.by.is_empty() { t!("stock-by-clock") } else { line.by.clone() };
    let (at, reason) = (line.at, end_reason(&line.reason));
    let (what, points, after) = (what(line), signed(line.points), grouped(line.after));
    view! {
        <section class="card">
            <Facts>
                <Fact name=t!("stock-what")>{what}</Fact>
                <Fact name=t!("field-points")>{points}</Fact>
                <Fact name=t!("points-then")>{after}</Fact>
                <Fact name=t!("stock-when")><Near at /></Fact>
                <Fact name=t!("stock-who")>{by}</Fact>
                {(!reason.is_empty()).then(|| view! { <Fact name=t!("stock-why")>{reason}</Fact> })}
            </Facts>
        </section>
    }
}

fn table(parts: &[PointsPart]) -> impl IntoView + use<> {
    let rows = parts
        .iter()
        .map(|part| {
            let expires = part.expires;
            let until =
                if expires == 0 { t!("points-never").into_any() } else { view! { <Near at=expires /> }.into_any() };
            view! {
                <tr>
                    <th scope="row">{until}</th>
                    <td class="num" data-label=t!("field-points")>{signed(part.points)}</td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <Table label=t!("points-parts") heads=view! {
            <th scope="col">{t!("points-lapses")}</th>
            <th scope="col" class="num">{t!("field-points")}</th>
        }>{rows}</Table>
    }
}

fn reverse_form(id: i64, journal: i64) -> impl IntoView {
    let to = format!("/desk/households/{id}/points/{journal}/reverse");
    let used = scene().form.error == Some(Error::Conflict(Code::NotEnoughPoints));
    view! {
        <More summary=t!("journal-reverse-ask") to=to.clone()>
            <ActionForm to=to>
                {used.then(|| view! { <Banner tone="amber">{t!("points-reverse-used")}</Banner> })}
                <p class="note">{t!("points-reverse-text")}</p>
                <Field name="reason" label=t!("journal-reverse-reason") required=true max_length=200 />
                <Submit label=t!("journal-reverse") tone="bad" icon="undo" />
            </ActionForm>
        </More>
    }
}
