//! Files and pictures without consent, and published wishes whose words are to be reviewed again.

use domain::{permission::Action, wishes::WishFile};
use leptos::prelude::*;
use store::consents::missing::Missing;

use crate::{
    components::{Empty, Pager, StatePill, Within, wish_row},
    web::{Cx, Here, Page, Shown},
};

/// Renders `GET /desk/consents?cursor`.
pub async fn page(cx: Cx) -> Shown {
    let reader = cx.within();
    let missing = cx.store.consents_missing(&reader, cx.query_i64("cursor")).await?;
    let reviews = cx.query_i64("cursor") == 0 && cx.actor.may_somewhere(Action::ReviewWishes);
    let due = if reviews { cx.store.words_due(&reader, 0).await?.items } else { Vec::new() };
    let next = missing.next.map(|cursor| cx.query_with(&[("cursor", &cursor.to_string())]));
    let within = Within::of(&cx);
    Ok(Page::new(cx.lang.t("consents-missing-title"), Here::Households, move || {
        let within = within.map(Within::note);
        if due.is_empty() && missing.items.is_empty() {
            return view! {
                {within}
                <Empty title=t!("consents-none-missing") action=("/desk", t!("desk-title"))>{t!("consents-none-missing-text")}</Empty>
            }
            .into_any();
        }
        let rows = missing.items.into_iter().map(row).collect_view();
        view! {
            {within}
            {words(&due)}
            <p class="note">{t!("consents-missing-note")}</p>
            <ul class="rows">{rows}</ul>
            <Pager next />
        }
        .into_any()
    })
    .back("/desk")
    .narrow()
    .no_index())
}

/// Lists published wishes without words, since a consent was given or another member's withdrawn.
pub(crate) fn words(due: &[WishFile]) -> Option<AnyView> {
    if due.is_empty() {
        return None;
    }
    let rows = due.iter().map(|file| wish_row(file, format!("/desk/review/{}", file.wish.id), false)).collect_view();
    Some(
        view! {
            <section class="stack" aria-labelledby="words-due">
                <h2 id="words-due">{t!("consents-words-due")}</h2>
                <p class="note">{t!("consents-words-due-note")}</p>
                <ul class="rows">{rows}</ul>
            </section>
        }
        .into_any(),
    )
}

pub(crate) fn row(missing: Missing) -> impl IntoView {
    let Missing { household, name, area_name, file, unwanted, stories, photos } = missing;
    let end = if unwanted { "change" } else { "consents" };
    let line = format!("{} · {area_name}", t!("households-number-short", n = household.to_string()));
    let pill = |text: String| view! { <StatePill tone="amber" icon="clock" text=text /> };
    view! {
        <li>
            <a class="row" href=format!("/desk/households/{household}/{end}")>
                <span class="row-main"><b>{name}</b><small>{line}</small></span>
                <span class="row-end">
                    {unwanted.then(|| view! { <StatePill tone="plum" icon="undo" text=t!("consents-file-unwanted") /> })}
                    {file.then(|| pill(t!("consent-kind-file")))}
                    {(stories > 0).then(|| pill(t!("consents-missing-stories", n = stories)))}
                    {(photos > 0).then(|| pill(t!("consents-missing-photos", n = photos)))}
                </span>
            </a>
        </li>
    }
}
