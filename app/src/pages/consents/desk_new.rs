//! The form that records a consent given orally or on paper.

use domain::{
    Error,
    consents::{ConsentKind, is_minor},
    households::HouseholdId,
    permission::Action,
    time::year,
};
use leptos::prelude::*;

use super::{
    Asked,
    desk::base,
    pieces::{about, called, grown_ups, how_fields, pictured, relations, sentence},
};
use crate::{
    components::{ActionForm, Choice, Field, More, Photo, Submit, TextArea},
    web::{Cx, Here, Page, Shown},
};

/// Renders `GET /desk/households/{id}/consents/new?kind&member&wish&next`.
pub async fn page(cx: Cx) -> Shown {
    cx.actor.must_somewhere(Action::KeepHouseholds)?;
    let id = cx.id("id")?;
    let file = cx.store.consents(&cx.actor, id, 0).await?;
    if !cx.actor.may(Action::KeepHouseholds, &file.household.path) {
        return Err(Error::NotFound);
    }
    let asked = Asked::read(&cx)?;
    let who = file.members.iter().find(|member| member.id == asked.member);
    if asked.member != 0 && who.is_none() {
        return Err(Error::NotFound);
    }
    let next = cx.next();
    let back = if next.is_empty() { base(id) } else { next.clone() };
    let for_child = who.is_some_and(|member| is_minor(member.birth_year, year(cx.now)));
    Ok(Page::new(cx.lang.t("consents-new"), Here::Households, move || {
        let mut givers = grown_ups(&file.members);
        let no = refuse_form(id, asked, &givers, &next);
        givers.push(("0".into(), t!("consents-another-person"), String::new()));
        let own = asked.member == 0 || !for_child;
        let says = sentence(&file, asked);
        let picture = file.pictures.iter().find(|p| p.wish == asked.wish && asked.kind == ConsentKind::Photo);
        let picture = picture.map(|p| {
            let alt = t!("wish-photo", title = pictured(p));
            view! { <p><Photo id=p.photo alt /></p> }
        });
        view! {
            <section class="card">
                <h2>{called(&file.members, asked.member)}</h2>
                {picture}
                <blockquote class="quote"><p>{says}</p></blockquote>
                <p class="note">{t!("consents-read-out")}</p>
            </section>
            {no}
            <ActionForm to=format!("{}/new", base(id)) files=true>
                {about(asked)}
                {onward(&next)}
                <Choice name="giver" label=t!("consents-who") options=givers />
                <Field name="given_by" label=t!("consents-given-by") hint=t!("consents-given-by-hint") max_length=30 autocomplete="off" />
                <Choice
                    name="relation" label=t!("consents-relation") options=relations(for_child) side=true
                    value=if own { "self" } else { "parent" }
                />
                {how_fields()}
                <TextArea name="note" label=t!("consents-note") hint=t!("consents-note-hint") rows=2 />
                <div class="thumb-bar"><Submit label=t!("consents-new-do") wide=true /></div>
            </ActionForm>
        }
    })
    .back(back)
    .narrow()
    .no_index())
}

/// Renders the hidden field with the page to return to.
fn onward(next: &str) -> Option<AnyView> {
    let next = next.to_owned();
    (!next.is_empty()).then(|| view! { <input type="hidden" name="next" value=next /> }.into_any())
}

/// Renders the refusal: one button, since neither who refused nor why is required.
fn refuse_form(id: HouseholdId, asked: Asked, grown_ups: &[(String, String, String)], next: &str) -> AnyView {
    let to = format!("{}/refuse", base(id));
    let mut who = vec![("0".to_owned(), t!("consents-family"), String::new())];
    who.extend_from_slice(grown_ups);
    let onward = onward(next);
    view! {
        <More summary=t!("consents-said-no") to=to.clone()>
            <ActionForm to=to>
                {about(asked)}
                {onward}
                <p class="note">{t!(refused_means(asked))}</p>
                <Choice name="refused_by" label=t!("consents-who-refused") options=who value="0" />
                <TextArea name="reason" label=t!("consents-refused-why") hint=t!("consents-note-hint") rows=2 />
                <Submit label=t!("consents-said-no-do") tone="bad" />
            </ActionForm>
        </More>
    }
    .into_any()
}

/// Returns the phrase for the effect of a refusal.
fn refused_means(asked: Asked) -> &'static str {
    match asked.kind {
        ConsentKind::File => "consents-no-means-file",
        ConsentKind::Story => "consents-no-means-story",
        ConsentKind::Photo if asked.wish == 0 => "consents-no-means-visit-photos",
        ConsentKind::Photo => "consents-no-means-photo",
        ConsentKind::Voice => "consents-no-means-voice",
    }
}
