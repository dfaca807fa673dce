//! Reveals of the family's own file, in plain language, with the way to object.

use domain::households::reveals::{Objection, Opening, RevealReason};
use leptos::prelude::*;

use crate::{
    components::{ActionForm, Empty, More, Near, Pager, Select, StatePill, Submit, TextArea},
    i18n::{date_near, lang},
    pages::households::reveals::log::issued_pill,
    web::{Cx, Here, Page, Shown},
};

const OBJECT: &str = "/home/household/openings/object";

/// Renders `GET /home/household/openings?cursor`.
pub async fn page(cx: Cx) -> Shown {
    let found = cx.store.my_openings(&cx.actor, cx.query_i64("cursor").max(0)).await?;
    let objections = cx.store.my_objections(&cx.actor).await?;
    let next = found.next.map(|cursor| cx.query_with(&[("cursor", &cursor.to_string())]));
    Ok(Page::new(cx.lang.t("openings-own-title"), Here::Home, move || {
        let form = object_form(&found.items);
        view! {
            <p class="note">{t!("openings-own-note")}</p>
            {list(found.items)}
            <Pager next />
            {form}
            {said(objections)}
        }
    })
    .back("/home/household")
    .narrow()
    .no_index())
}

fn list(found: Vec<Opening>) -> AnyView {
    if found.is_empty() {
        return view! { <Empty title=t!("openings-own-empty") pictogram="bridge">{t!("openings-own-empty-text")}</Empty> }
            .into_any();
    }
    let rows = found.into_iter().map(row).collect_view();
    view! { <ul class="rows">{rows}</ul> }.into_any()
}

fn row(opening: Opening) -> impl IntoView {
    let Opening { name, role, reason, words, issued, at, .. } = opening;
    let initial: String = name.chars().take(1).collect();
    let who = format!("{name} · {}", lang().named("role", role.as_str()));
    let why = lang().named("reveal-reason", reason.as_str());
    let more = match reason {
        RevealReason::Counter => t!("openings-own-counter"),
        RevealReason::Phone => t!("openings-own-phone"),
        _ => words,
    };
    let why = if more.is_empty() { why } else { format!("{why} · {more}") };
    view! {
        <li class="row">
            <span class="avatar" aria-hidden="true">{initial}</span>
            <span class="row-main"><b>{who}</b><small>{why}</small>{issued.map(issued_pill)}</span>
            <span class="row-end"><Near at /></span>
        </li>
    }
}

fn object_form(found: &[Opening]) -> impl IntoView + use<> {
    let mut options = vec![("0".to_owned(), t!("objections-about-all"))];
    let of = |opening: &Opening| (opening.id.to_string(), format!("{} · {}", date_near(opening.at), opening.name));
    options.extend(found.iter().take(20).map(of));
    view! {
        <More summary=t!("objections-own") to=OBJECT>
            <ActionForm to=OBJECT>
                <p class="note">{t!("objections-own-note")}</p>
                <Select name="opening" label=t!("objections-about") options value="0" required=true />
                <TextArea name="words" label=t!("objections-words") required=true max_length=1000 />
                <Submit label=t!("objections-do") wide=true />
            </ActionForm>
        </More>
    }
}

fn said(objections: Vec<Objection>) -> Option<impl IntoView> {
    (!objections.is_empty()).then(|| {
        let rows = objections.into_iter().map(one).collect_view();
        view! {
            <section class="stack" aria-labelledby="said">
                <h2 id="said">{t!("objections-mine")}</h2>
                {rows}
            </section>
        }
    })
}

fn one(objection: Objection) -> impl IntoView {
    let Objection { words, created, answer, answered, answered_by, .. } = objection;
    let pill = if answered == 0 {
        view! { <StatePill tone="amber" icon="clock" text=t!("objections-waits") /> }
    } else {
        view! { <StatePill tone="tea" icon="check" text=t!("objections-answered") /> }
    };
    view! {
        <article class="card stack">
            <p class="cluster">{pill}<Near at=created /></p>
            <blockquote class="quote"><p>{words}</p></blockquote>
            {(answered != 0).then(|| view! {
                <p><b>{t!("objections-answer-of", name = answered_by)}</b>" "<Near at=answered /></p>
                <p>{answer}</p>
            })}
        </article>
    }
}
