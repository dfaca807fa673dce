//! One pledge: the four words, what was promised and given, and the reader's next step. Visitors read the public part.

use std::iter;

use domain::{
    DAY,
    community::pledges::{Pledge, PledgeEnd, PledgeLine, PledgeMiss, PledgePromise, PledgeRating},
};
use leptos::prelude::*;

use super::{
    form::fields,
    pieces::{pill, said, words},
};
use crate::{
    components::{ActionForm, Banner, Choice, Fact, Facts, Field, More, Near, RowForm, Select, Submit, Table},
    i18n::{day_value, lang},
    pages::community::organisations::pieces::at_least,
    web::{Cx, Here, Page, Shown, scene},
};

/// Renders `GET /pledges/{id}`.
pub async fn page(cx: Cx) -> Shown {
    let of = cx.store.pledge(&cx.actor, cx.id("id")?).await?;
    let (here, back) = place(&cx, &of);
    let title = format!("{} · {}", of.organisation_name, of.area_name);
    let public = of.state.is_public();
    let page = Page::new(title, here, move || {
        let waits = of.may_change() && !of.may_sign();
        view! {
            <p class="cluster">{pill(&of)}</p>
            {words(of.state)}
            {of.may_sign().then(|| sign(of.id))}
            {waits.then(|| view! { <Banner>{t!("pledge-waits")}</Banner> })}
            {table(&of)}
            {facts(&of)}
            {of.may_rate().then(|| rate(of.id, &of.lines))}
            {of.may_change().then(|| change(&of))}
            {of.may_end().then(|| end(of.id))}
        }
    })
    .back(back)
    .narrow();
    Ok(if public { page } else { page.no_index() })
}

/// Finds the entry of the navigation that a reader is in, and the list that it came from.
pub(super) fn place(cx: &Cx, of: &Pledge) -> (Here, &'static str) {
    match (cx.actor.organisation == of.organisation, of.exact) {
        (true, _) => (Here::Claims, "/organisation"),
        (_, true) => (Here::Partners, "/desk/pledges"),
        _ => (Here::Feed, "/pledges"),
    }
}

/// Renders the lines: promised, given, and why not. An exact number leads to its rows.
fn table(of: &Pledge) -> impl IntoView + use<> {
    let (id, exact) = (of.id, of.exact);
    let rows = of
        .lines
        .iter()
        .map(|line| {
            let kept = match (line.kept, exact) {
                (Some(kept), true) if kept > 0 => {
                    let to = format!("/pledges/{id}/rows?line={}", line.id);
                    view! { <a class="link" href=to>{kept}</a> }.into_any()
                }
                (Some(kept), true) => kept.into_any(),
                (kept, false) => at_least(kept).into_any(),
                (None, true) => "—".into_any(),
            };
            let why = line.why.map(|why| lang().named("pledge-miss", why.as_str())).unwrap_or_default();
            let what = said(&line.promise);
            view! {
                <tr>
                    <th scope="row">{what}</th>
                    <td class="num" data-label=t!("pledge-kept")>{kept}</td>
                    <td data-label=t!("pledge-why")>{why}</td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <Table label=t!("pledge-lines") heads=view! {
            <th scope="col">{t!("pledge-promised")}</th>
            <th scope="col" class="num">{t!("pledge-kept")}</th>
            <th scope="col">{t!("pledge-why")}</th>
        }>{rows}</Table>
        <p class="note">{t!("pledge-kept-note")}</p>
    }
}

fn facts(of: &Pledge) -> impl IntoView + use<> {
    let Pledge { organisation, organisation_name, area_name, until, organisation_signed, area_signed, shown, .. } =
        of.clone();
    let Pledge { rated, rating, reason, organisation_open, .. } = of.clone();
    // A closed organisation has no public page.
    let name = match organisation_open {
        true => {
            view! { <a class="link" href=format!("/organisations/{organisation}")>{organisation_name}</a> }.into_any()
        }
        false => organisation_name.into_any(),
    };
    view! {
        <Facts>
            <Fact name=t!("partnership-organisation")>{name}</Fact>
            <Fact name=t!("field-area")>{area_name}</Fact>
            {organisation_signed.map(|at| view! { <Fact name=t!("pledge-organisation-signed")><Near at /></Fact> })}
            {area_signed.map(|at| view! { <Fact name=t!("pledge-area-signed")><Near at /></Fact> })}
            {shown.map(|at| view! { <Fact name=t!("pledge-counts-from")><Near at /></Fact> })}
            <Fact name=t!("partnership-until")><Near at=until /></Fact>
            {rating.map(|rating| view! { <Fact name=t!("pledge-rating")>{lang().named("pledge-rating", rating.as_str())}</Fact> })}
            {rated.map(|at| view! { <Fact name=t!("pledge-rated")><Near at /></Fact> })}
            {reason.map(|reason| view! { <Fact name=t!("partnership-reason")>{lang().named("pledge-end", reason.as_str())}</Fact> })}
        </Facts>
    }
}

fn sign(id: i64) -> impl IntoView {
    view! {
        <section class="card">
            <p>{t!("pledge-asked")}</p>
            <RowForm to=format!("/pledges/{id}/sign")><button class="btn btn-main">{t!("pledge-sign")}</button></RowForm>
        </section>
    }
}

fn change(of: &Pledge) -> impl IntoView + use<> {
    let to = format!("/pledges/{}/change", of.id);
    let promises: Vec<PledgePromise> = of.lines.iter().map(|line| line.promise).collect();
    let (until, first) = (day_value(of.until), day_value(scene().now + DAY));
    view! {
        <More summary=t!("pledge-change") to=to.clone()>
            <ActionForm to=to>
                <p class="note">{t!("pledge-change-note")}</p>
                {fields(&promises)}
                <Field name="until" label=t!("partnership-until") kind="date" value=until min=first required=true />
                <Submit label=t!("pledge-sign-and-send") tone="soft" />
            </ActionForm>
        </More>
    }
}

fn end(id: i64) -> impl IntoView {
    let to = format!("/pledges/{id}/end");
    let reasons = PledgeEnd::CHOICES
        .iter()
        .map(|reason| (reason.as_str().to_owned(), lang().named("pledge-end", reason.as_str()), String::new()))
        .collect::<Vec<_>>();
    view! {
        <More summary=t!("pledge-end") to=to.clone()>
            <ActionForm to=to>
                <p class="note">{t!("pledge-end-note")}</p>
                <Choice name="reason" label=t!("partnership-reason") options=reasons />
                <Submit label=t!("pledge-end-do") tone="bad" />
            </ActionForm>
        </More>
    }
}

/// Names of the fields with the reasons of lines that were not kept in full.
pub(super) const WHY: [&str; 10] =
    ["why_1", "why_2", "why_3", "why_4", "why_5", "why_6", "why_7", "why_8", "why_9", "why_10"];

fn rate(id: i64, lines: &[PledgeLine]) -> impl IntoView + use<> {
    let to = format!("/pledges/{id}/rate");
    let is_missed = |line: &PledgeLine| line.kept.unwrap_or_default() < line.promise.count;
    let any_missed = lines.iter().any(is_missed);
    let ratings = PledgeRating::ALL
        .iter()
        .filter(|one| !any_missed || **one != PledgeRating::Kept)
        .map(|one| (one.as_str().to_owned(), lang().named("pledge-rating", one.as_str()), String::new()))
        .collect::<Vec<_>>();
    let whys = lines
        .iter()
        .zip(WHY)
        .filter(|(line, _)| is_missed(line))
        .map(|(line, name)| (name, t!("pledge-why-line", what = said(&line.promise))))
        .collect::<Vec<_>>();
    let why = |(name, label): (&'static str, String)| {
        let reasons =
            PledgeMiss::ALL.iter().map(|why| (why.as_str().to_owned(), lang().named("pledge-miss", why.as_str())));
        // None is chosen at first: a reason is published, and the first one says that the area is at fault.
        let options = iter::once((String::new(), t!("areas-choose"))).chain(reasons).collect::<Vec<_>>();
        view! { <Select name label options required=true /> }
    };
    view! {
        <section class="card" aria-labelledby="rate">
            <h2 id="rate">{t!("pledge-rate")}</h2>
            <ActionForm to=to>
                {any_missed.then(|| view! { <p class="note">{t!("pledge-rate-missed")}</p> })}
                <Choice name="rating" label=t!("pledge-rating") options=ratings tight=true />
                <div class="stack" id="why">{whys.into_iter().map(why).collect_view()}</div>
                <Submit label=t!("pledge-rate-do") />
            </ActionForm>
        </section>
    }
}
