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
    components::{Choice, Field, FileField, StatePill},
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

/// True if the member is a minor this year.
pub(super) fn child(member: &Member) -> bool {
    is_minor(member.birth_year, year(scene().now))
}

/// Formats a member with age: `小明 · 8 岁`.
pub(super) fn aged(member: &Member) -> String {
    let age = t!("households-years", n = (year(scene().now) - member.birth_year).max(0));
    format!("{} · {age}", member.name)
}

/// Returns the sentence that is read to the person who consents.
pub(super) fn sentence(file: &ConsentFile, asked: Asked) -> String {
    let name = called(&file.members, asked.member);
    match asked.kind {
        ConsentKind::File => t!("consents-says-file"),
        ConsentKind::Story => t!("consents-says-story", name = name),
        ConsentKind::Photo => t!("consents-says-photo", title = title(file, asked.wish)),
        ConsentKind::Voice => t!("consents-says-voice", name = name),
    }
}

/// Returns the title of a picture's wish.
pub(super) fn pictured(picture: &Picture) -> String {
    lang().title(&picture.key, &picture.size)
}

/// Returns a wish's title if its picture is listed, else its number.
fn title(file: &ConsentFile, wish: i64) -> String {
    let found = file.pictures.iter().find(|picture| picture.wish == wish).map(pictured);
    found.unwrap_or_else(|| t!("consents-wish", n = wish.to_string()))
}

/// Names a kind of consent: `公开说到这个人`.
pub(super) fn kind_name(kind: ConsentKind) -> String {
    lang().named("consent-kind", kind.as_str())
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

/// Renders the state of a consent; `None` is a missing one.
pub(super) fn pill(consent: Option<&Consent>) -> AnyView {
    match consent {
        Some(consent) if consent.holds() => {
            view! { <StatePill tone="tea" icon="check" text=t!("consents-given") /> }.into_any()
        }
        Some(consent) => view! { <StatePill tone="plum" icon="undo" text=t!(ended(consent)) /> }.into_any(),
        None => view! { <StatePill tone="amber" icon="clock" text=t!("consents-missing") /> }.into_any(),
    }
}

/// Returns the phrase for how a consent ended.
pub(super) fn ended(consent: &Consent) -> &'static str {
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
        <FileField name="paper" label=t!("consents-paper") accept="image/*" />
    }
}

fn hint_of(how: How) -> &'static str {
    if how == How::Spoken { "consents-spoken-hint" } else { "consents-paper-hint" }
}
