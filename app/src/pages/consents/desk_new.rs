//! Writing a consent down that somebody said or signed.

use domain::{
    Error,
    consents::{ConsentKind, is_minor},
    permission::Action,
};
use leptos::prelude::*;

use super::{
    Asked,
    desk::base,
    pieces::{about, called, grown_ups, how_fields, relations, sentence},
};
use crate::{
    i18n::year,
    page::{Cx, Here, Page, Shown},
    parts::{ActionForm, Choice, Field, Submit, TextArea},
};

/// `/desk/households/{id}/consents/new?kind&member&wish`
pub async fn page(cx: Cx) -> Shown {
    cx.actor.must_somewhere(Action::KeepHouseholds)?;
    let id = cx.id("id")?;
    let file = cx.store.consents(&cx.actor, id, 0).await?;
    if !cx.store.may_in(&cx.actor, Action::KeepHouseholds, file.household.area).await? {
        return Err(Error::NotFound);
    }
    let asked = Asked::read(&cx)?;
    let who = file.members.iter().find(|member| member.id == asked.member);
    if asked.member != 0 && who.is_none() {
        return Err(Error::NotFound);
    }
    let for_child = who.is_some_and(|member| is_minor(member.birth_year, year(cx.now)));
    Ok(Page::new(cx.lang.t("consents-new"), Here::Households, move || {
        let mut givers = grown_ups(&file.members);
        givers.push(("0".into(), t!("consents-somebody-else"), String::new()));
        let own = asked.member == 0 || !for_child;
        let says = sentence(&file, asked);
        let picture = file.pictures.iter().find(|p| p.wish == asked.wish && asked.kind == ConsentKind::Photo);
        let picture = picture.map(|p| {
            let alt = t!("wish-photo", title = p.title.clone());
            view! { <p><img class="photo" alt=alt src=format!("/photos/{}", p.photo) /></p> }
        });
        view! {
            <section class="card">
                <h2>{called(&file.members, asked.member)}</h2>
                {picture}
                <blockquote class="quote"><p>{says}</p></blockquote>
                <p class="note">{t!("consents-read-out")}</p>
            </section>
            <ActionForm to=format!("{}/new", base(id)) files=true>
                {about(asked)}
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
    .back(base(id))
    .narrow()
    .no_index())
}
