//! One consent: who gave it, how and when; and its withdrawal.

use domain::{
    Error,
    consents::{Consent, ConsentKind},
    permission::Action,
};
use leptos::prelude::*;
use store::consents::views::ConsentFile;

use super::{
    Asked,
    desk::base,
    pieces::{called, giver, how_name, kind_name, pill, sentence},
};
use crate::{
    components::{ActionForm, Banner, Fact, Facts, More, Near, Submit, TextArea},
    i18n::end_reason,
    pages::households::reveal_form::reveal_form,
    web::{Cx, Here, Page, Shown},
};

/// Renders `GET /desk/households/{id}/consents/{consent}`.
pub async fn page(cx: Cx) -> Shown {
    cx.actor.must_somewhere(Action::ReadHouseholds)?;
    let (id, number) = (cx.id("id")?, cx.id("consent")?);
    // Ended consents come newest first below the cursor, so this page starts with the requested one.
    let file = cx.store.consents(&cx.actor, id, number + 1).await?;
    let found = file.held.iter().chain(&file.ended.items).find(|consent| consent.id == number);
    let consent = found.cloned().ok_or(Error::NotFound)?;
    let keeps = cx.actor.may(Action::KeepHouseholds, &file.household.path);
    let title = match (consent.kind, consent.wish) {
        (ConsentKind::Photo, 0) => cx.lang.t("consent-kind-visit-photos"),
        (kind, _) => cx.lang.named("consent-kind", kind.as_str()),
    };
    Ok(Page::new(title, Here::Households, move || {
        let to = format!("{}/{number}/withdraw", base(id));
        let holds = consent.holds();
        view! {
            {(keeps && !file.household.opened).then(|| reveal_form(id))}
            {facts(&file, &consent)}
            {consent.staff_issued.then(|| view! { <Banner tone="amber">{t!("consents-staff-issued-note")}</Banner> })}
            {paper(&file, &consent)}
            {(keeps && holds).then(|| view! {
                <More summary=t!("consents-withdraw") to=to.clone()>
                    <ActionForm to=to>
                        <Banner tone="amber">{t!(ends(&consent))}</Banner>
                        <TextArea name="reason" label=t!("consents-reason") rows=2 />
                        <Submit label=t!("consents-withdraw-do") tone="bad" />
                    </ActionForm>
                </More>
            })}
        }
    })
    .back(base(id))
    .narrow()
    .no_index())
}

/// Returns the phrase for what a withdrawal removes.
pub(super) fn ends(consent: &Consent) -> &'static str {
    use domain::consents::ConsentKind::{File, Photo, Story, Voice};
    match consent.kind {
        File => "consents-ends-file",
        Story => "consents-ends-story",
        Photo if consent.wish == 0 => "consents-ends-visit-photos",
        Photo => "consents-ends-photo",
        Voice => "consents-ends-voice",
    }
}

fn facts(file: &ConsentFile, consent: &Consent) -> impl IntoView + use<> {
    let asked = Asked { kind: consent.kind, member: consent.member, wish: consent.wish };
    let (at, wish, how, refused) = (consent.at, consent.wish, consent.how, consent.refused());
    let withdrawn = if refused { 0 } else { consent.withdrawn_at };
    let (who, kind, stands) =
        (called(&file.members, consent.member), kind_name(consent.kind, consent.wish), pill(Some(consent)));
    let (says, by) = (sentence(file, asked), giver(&file.members, consent));
    let text = |key: &'static str, words: &str| {
        let words = words.to_owned();
        (!words.is_empty()).then(|| view! { <Fact name=t!(key)>{words}</Fact> })
    };
    let (who_key, at_key, why) = match refused {
        true => ("consents-who-refused", "consents-refused-at", "consents-refused-why"),
        false => ("consents-who", "consents-at", "consents-reason"),
    };
    let witness = text("consents-witness", &consent.witness);
    let (note, reason) = (text("consents-note", &consent.note), text(why, &end_reason(&consent.reason)));
    view! {
        <section class="card">
            <div class="cluster"><h2>{who}</h2>{stands}</div>
            <p>{kind}</p>
            <blockquote class="quote"><p>{says}</p></blockquote>
            <Facts>
                <Fact name=t!(who_key)>{by}</Fact>
                {(!refused).then(|| view! { <Fact name=t!("consents-how")>{how_name(how)}</Fact> })}
                {witness}
                <Fact name=t!(at_key)><Near at=at /></Fact>
                {(wish != 0).then(|| view! {
                    <Fact name=t!("consents-for-wish")><a class="link" href=format!("/desk/wishes/{wish}")>{wish}</a></Fact>
                })}
                {note}
                {(withdrawn != 0).then(|| view! { <Fact name=t!("consents-withdrawn-at")><Near at=withdrawn /></Fact> })}
                {reason}
            </Facts>
        </section>
    }
}

fn paper(file: &ConsentFile, consent: &Consent) -> Option<AnyView> {
    if !consent.paper {
        return None;
    }
    if !file.household.opened {
        return Some(view! { <p class="note">{t!("consents-paper-closed")}</p> }.into_any());
    }
    let from = format!("{}/{}/paper", base(file.household.id), consent.id);
    Some(view! { <p><img class="photo" alt=t!("consents-paper") src=from /></p> }.into_any())
}
