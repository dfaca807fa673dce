//! The form that opens a round, with the running rounds that are in its way.

use domain::{
    DAY,
    casework::rounds::{Base, LONGEST_DAYS, Overlap, Round},
    permission::Action,
};
use leptos::prelude::*;

use super::doors_line;
use crate::{
    components::{ActionForm, Banner, Choice, Field, Select, Submit, area_choice, area_options},
    i18n::{day_value, lang},
    web::{Cx, Here, Page, Shown},
};

/// Days that a round usually runs.
const USUALLY: i64 = 30;

/// Renders `GET /desk/rounds/new`.
pub async fn page(cx: Cx) -> Shown {
    cx.actor.must_somewhere(Action::OpenRounds)?;
    let areas = cx.store.areas(&cx.actor).await?;
    let options = area_choice(cx.lang, area_options(&areas, |area| cx.actor.may(Action::OpenRounds, &area.path)));
    // After a refusal: which rounds are in the way.
    let area = cx.field_i64("area");
    let in_the_way = match area {
        0 => Vec::new(),
        area => cx.store.rounds_overlapping(&cx.actor, area).await.unwrap_or_default(),
    };
    let (today, latest) = (day_value(cx.now), day_value(cx.now + (LONGEST_DAYS - 1) * DAY));
    let usual = day_value(cx.now + USUALLY * DAY);
    // Only rounds below the chosen area can be joined into the new one.
    let below = |round: &Round| {
        let path = |id| areas.iter().find(|area| area.id == id).map(|area| &area.path);
        round.area != area && path(area).zip(path(round.area)).is_some_and(|(all, one)| all.covers(one))
    };
    let inside = !in_the_way.is_empty() && in_the_way.iter().all(below);
    Ok(Page::new(cx.lang.t("rounds-new"), Here::Rounds, move || {
        let choice = |prefix: &'static str, value: &'static str| {
            (value.to_owned(), lang().named(prefix, value), lang().named(&format!("{prefix}-note"), value))
        };
        let bases: Vec<_> = Base::ALL.iter().map(|base| choice("round-base", base.as_str())).collect();
        let overlaps: Vec<_> = Overlap::ALL.iter().map(|overlap| choice("round-overlap", overlap.as_str())).collect();
        view! {
            {(!in_the_way.is_empty()).then(|| others(&in_the_way))}
            <ActionForm to="/desk/rounds/new">
                <Field
                    name="name" label=t!("round-name") hint=t!("round-name-hint") required=true max_length=40 autocomplete="off"
                />
                <Select name="area" label=t!("field-area") options required=true />
                <Field
                    name="due" label=t!("round-due") hint=t!("round-due-hint") kind="date" value=usual required=true min=today max=latest
                />
                <Choice name="base" label=t!("round-base") options=bases value="files" />
                {inside.then(|| view! { <Choice name="overlap" label=t!("round-overlap") options=overlaps value="refuse" /> })}
                <div class="thumb-bar"><Submit label=t!("rounds-new-do") wide=true /></div>
            </ActionForm>
        }
    })
    .back("/desk/rounds")
    .narrow()
    .no_index())
}

/// Renders the running rounds in the way, each with its page.
fn others(rounds: &[Round]) -> impl IntoView + use<> {
    let links = rounds
        .iter()
        .map(|round| {
            let Round { id, name, area_name, coverage, .. } = round.clone();
            let line = format!("{area_name} · {}", doors_line(coverage));
            view! { <li><a class="row" href=format!("/desk/rounds/{id}")><span class="row-main"><b>{name}</b><small>{line}</small></span></a></li> }
        })
        .collect_view();
    view! {
        <Banner tone="amber">{t!("round-in-the-way")}</Banner>
        <ul class="rows">{links}</ul>
    }
}
