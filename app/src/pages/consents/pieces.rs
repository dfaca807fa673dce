//! Helpers shared by the consent pages: what is consented to, in whole sentences, and its state.

use domain::{
    consents::{Consent, ConsentKind, GivenAs, How, is_minor},
    households::Member,
    time::year,
};
use leptos::prelude::*;
use store::consents::views::{ConsentFile, Picture};

use super::Asked;
use crate::{
    components::{Banner, Choice, Field, FileField, Near, PICTURES, StatePill},
    i18n::lang,
    web::scene,
};

/// Returns a member's name, or the phrase for the family as a whole (0).
pub(super) fn called(members: &[Member], member: i64) -> String {
    match members.iter().find(|one| one.id == member) {
        Some(one) => one.name.clone(),
        None if member == 0 => t!("consents-family"),
        None => t!("consents-other-person"),
    }
}

/// Names what a consent is about: pictures at visits, else the member or the family.
pub(super) fn subject(members: &[Member], consent: &Consent) -> String {
    match (consent.kind, consent.wish) {
        (ConsentKind::Photo, 0) => t!("consents-visit-photos"),
        _ => called(members, consent.member),
    }
}

/// True if the member is a minor this year.
pub(super) fn child(member: &Member) -> bool {
    is_minor(member.birth_year, year(scene().now))
}

/// Formats a member with age: `小明 · 8 岁`.
pub(super) fn aged(member: &Member) -> String {
    if !member.has_year() {
        return member.name.clone();
    }
    let age = t!("households-years", n = (year(scene().now) - member.birth_year).max(0));
    format!("{} · {age}", member.name)
}

/// Returns the sentence that is read to the person who consents.
pub(super) fn sentence(file: &ConsentFile, asked: Asked) -> String {
    let name = called(&file.members, asked.member);
    match asked.kind {
        ConsentKind::File => t!("consents-says-file"),
        ConsentKind::Story => t!("consents-says-story", name = name),
        ConsentKind::Photo if asked.wish == 0 => t!("consents-says-visit-photos"),
        ConsentKind::Photo => t!("consents-says-photo", title = title(file, asked.wish)),
        ConsentKind::Voice => t!("consents-says-voice", name = name),
    }
}

/// Returns the title of a picture's wish.
pub(super) fn pictured(picture: &Picture) -> String {
    lang().thing(&picture.key, &picture.size, &picture.title)
}

/// Returns a wish's title if its picture is listed, else its number.
fn title(file: &ConsentFile, wish: i64) -> String {
    let found = file.pictures.iter().find(|picture| picture.wish == wish).map(pictured);
    found.unwrap_or_else(|| t!("consents-wish", n = wish.to_string()))
}

/// Names a kind of consent: `公开心愿里提到他`; a picture without a wish is one of a visit.
pub(super) fn kind_name(kind: ConsentKind, wish: i64) -> String {
    match (kind, wish) {
        (ConsentKind::Photo, 0) => t!("consent-kind-visit-photos"),
        _ => lang().named("consent-kind", kind.as_str()),
    }
}

/// Names who consented, and in which relation.
pub(super) fn giver(members: &[Member], consent: &Consent) -> String {
    let name = match consent.giver {
        0 if consent.given_by.is_empty() && consent.how != How::Screen => t!("consents-family"),
        0 if consent.given_by.is_empty() => t!("consents-account"),
        0 => consent.given_by.clone(),
        id => called(members, id),
    };
    match consent.relation {
        GivenAs::Own => name,
        relation => t!("consents-as", name = name, relation = lang().named("consent-relation", relation.as_str())),
    }
}

/// Names how consent was given: `口头`, `书面`, `手机上`.
pub(super) fn how_name(how: How) -> String {
    lang().named("consent-how", how.as_str())
}

/// Renders the state of a consent and its mark; `None` is a missing one.
pub(super) fn pill(consent: Option<&Consent>) -> AnyView {
    let Some(consent) = consent else {
        return view! { <StatePill tone="amber" icon="clock" text=t!("consents-missing") /> }.into_any();
    };
    let state = if consent.holds() {
        view! { <StatePill tone="tea" icon="check" text=t!("consents-given") /> }.into_any()
    } else {
        view! { <StatePill tone="plum" icon="undo" text=t!(how_ended(consent)) /> }.into_any()
    };
    view! { {state}{mark(consent)} }.into_any()
}

/// Renders the mark of a consent that was given in a session opened with a credential which staff had just made.
pub(super) fn mark(consent: &Consent) -> Option<AnyView> {
    consent.staff_issued.then(mark_pill)
}

fn mark_pill() -> AnyView {
    view! { <StatePill tone="amber" icon="key" text=t!("consents-staff-issued") /> }.into_any()
}

/// Explains the mark; `None` when nothing on the page has it.
pub(super) fn mark_note(file: &ConsentFile) -> Option<AnyView> {
    let consents = file.held.iter().chain(&file.ended.items).any(|consent| consent.staff_issued);
    let marked = consents || !file.receipts.is_empty();
    marked.then(|| view! { <Banner tone="amber">{t!("consents-staff-issued-note")}</Banner> }.into_any())
}

/// Lists the receipts that were confirmed in such sessions.
pub(super) fn marked_receipts(file: &ConsentFile) -> Option<AnyView> {
    if file.receipts.is_empty() {
        return None;
    }
    let rows = file.receipts.iter().map(|receipt| {
        let (title, at) = (lang().thing(&receipt.key, &receipt.size, &receipt.title), receipt.at);
        view! {
            <li class="row">
                <span class="row-main"><b>{title}</b><small>{t!("consents-receipt")}" "<Near at=at /></small></span>
                <span class="row-end">{mark_pill()}</span>
            </li>
        }
    });
    let rows = rows.collect_view();
    Some(
        view! {
            <section class="stack" aria-labelledby="receipts">
                <h2 id="receipts">{t!("consents-receipts")}</h2>
                <ul class="rows">{rows}</ul>
            </section>
        }
        .into_any(),
    )
}

/// Returns the phrase for how a consent ended.
pub(super) fn how_ended(consent: &Consent) -> &'static str {
    if consent.refused() { "consents-refused" } else { "consents-taken-back" }
}

/// Renders the subject as hidden fields.
pub(super) fn about(asked: Asked) -> impl IntoView {
    view! {
        <input type="hidden" name="kind" value=asked.kind.as_str() />
        <input type="hidden" name="member" value=asked.member.to_string() />
        <input type="hidden" name="wish" value=asked.wish.to_string() />
    }
}

/// Lists the adults of the household as options.
pub(super) fn grown_ups(members: &[Member]) -> Vec<(String, String, String)> {
    members
        .iter()
        .filter(|member| !child(member))
        .map(|member| (member.id.to_string(), aged(member), String::new()))
        .collect()
}

/// Lists the relations a giver may have to the person; "own" is none for a child.
pub(super) fn relations(for_child: bool) -> Vec<(String, String, String)> {
    let fits = |relation: &&GivenAs| match relation {
        GivenAs::Own => !for_child,
        GivenAs::Parent | GivenAs::Grandparent => for_child,
        GivenAs::Guardian => true,
    };
    let named = |relation: &GivenAs| lang().named("consent-relation", relation.as_str());
    GivenAs::ALL.iter().filter(fits).map(|r| (r.as_str().to_owned(), named(r), String::new())).collect()
}

/// Renders witness and paper fields, both shown because a page without scripts cannot fold them.
pub(super) fn how_fields() -> impl IntoView {
    let options = [How::Spoken, How::Paper];
    let options = options.map(|how| (how.as_str().to_owned(), how_name(how), t!(hint_of(how)))).to_vec();
    view! {
        <Choice name="how" label=t!("consents-how") options side=true />
        <Field name="witness" label=t!("consents-witness") hint=t!("consents-witness-hint") max_length=30 autocomplete="off" />
        <FileField name="paper" label=t!("consents-paper") accept=PICTURES />
    }
}

fn hint_of(how: How) -> &'static str {
    if how == How::Spoken { "consents-spoken-hint" } else { "consents-paper-hint" }
}
