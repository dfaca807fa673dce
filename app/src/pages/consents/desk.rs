//! The consents of a household, for staff who read its file.

use domain::{
    consents::{Consent, ConsentKind},
    households::{HouseholdId, Member},
    permission::Action,
};
use leptos::prelude::*;
use store::consents::views::ConsentFile;

use super::{
    Asked,
    pieces::{aged, child, giver, how_name, kind_name, mark_note, marked_receipts, pictured, pill, subject},
};
use crate::{
    components::{Banner, Pager},
    i18n::date_near,
    pages::households::{
        pieces::{FilePage, household_links},
        reveal_form::reveal_form,
    },
    web::{Cx, Here, Page, Shown},
};

/// Renders `GET /desk/households/{id}/consents?cursor`.
pub async fn page(cx: Cx) -> Shown {
    cx.actor.must_somewhere(Action::ReadHouseholds)?;
    let id = cx.id("id")?;
    let file = cx.store.consents(&cx.actor, id, cx.query_i64("cursor")).await?;
    let keeps = cx.actor.may(Action::KeepHouseholds, &file.household.path);
    let next = file.ended.next.map(|cursor| cx.query_with(&[("cursor", &cursor.to_string())]));
    let first = cx.query_i64("cursor") == 0;
    let title = cx.lang.tf("consents-of", &[("name", file.household.name.clone().into())]);
    Ok(Page::new(title, Here::Households, move || {
        view! {
            {household_links(id, FilePage::Consents)}
            {(keeps && !file.household.opened).then(|| reveal_form(id))}
            {mark_note(&file)}
            {first.then(|| standing(&file, id, keeps))}
            {ended(&file, id)}
            {first.then(|| marked_receipts(&file))}
            <Pager next />
        }
    })
    .back(format!("/desk/households/{id}"))
    .narrow()
    .no_index())
}

/// Returns the staff URL of a household's consents.
pub(super) fn base(id: HouseholdId) -> String {
    format!("/desk/households/{id}/consents")
}

/// Lists what is given and missing: for the file, each child, each picture and those at visits; and adults' refusals.
fn standing(file: &ConsentFile, id: HouseholdId, keeps: bool) -> AnyView {
    let asked = |kind, member, wish| Asked { kind, member, wish };
    let line = |who: String, about: Asked| row(file, id, keeps, who, about);
    let family = line(t!("consents-family"), asked(ConsentKind::File, 0, 0));
    let children = file.members.iter().filter(|member| child(member));
    let children = children.map(|member| line(aged(member), asked(ConsentKind::Story, member.id, 0))).collect_view();
    let pictures = file.pictures.iter();
    let pictures = pictures.map(|p| line(pictured(p), asked(ConsentKind::Photo, p.member, p.wish))).collect_view();
    let listed = |consent: &Consent| {
        consent.kind == ConsentKind::File
            || (consent.kind == ConsentKind::Story && file.members.iter().any(|m| m.id == consent.member && child(m)))
    };
    let others = file.held.iter().filter(|consent| !listed(consent));
    let others = others.map(|consent| held(&file.members, id, consent, subject(&file.members, consent)));
    let others = others.collect_view();
    let objections = objections(file, id, keeps);
    // One that holds is among the others.
    let visits = asked(ConsentKind::Photo, 0, 0);
    let visits = (!visits.is_held(&file.held)).then(|| line(t!("consents-visit-photos"), visits));
    view! {
        <section class="stack" aria-labelledby="standing">
            <h2 id="standing">{t!("consents-standing")}</h2>
            <ul class="rows">{family}{children}{objections}{pictures}{visits}{others}</ul>
            <p class="note">{t!("consents-grown-ups")}</p>
        </section>
    }
    .into_any()
}

/// Lists adults who withdrew or refused; they need no consent, but may be asked again.
fn objections(file: &ConsentFile, id: HouseholdId, keeps: bool) -> Vec<AnyView> {
    let story = |member: i64| move |consent: &&Consent| consent.kind == ConsentKind::Story && consent.member == member;
    let took_back = |member: &&Member| {
        !child(member)
            && !file.held.iter().any(|c| story(member.id)(&c))
            && file.ended.items.iter().any(|c| story(member.id)(&c))
    };
    let asked = |member: &Member| Asked { kind: ConsentKind::Story, member: member.id, wish: 0 };
    file.members.iter().filter(took_back).map(|member| row(file, id, keeps, aged(member), asked(member))).collect()
}

/// Renders one subject of consent: the consent that holds, or the link to record one.
fn row(file: &ConsentFile, id: HouseholdId, keeps: bool, who: String, about: Asked) -> AnyView {
    let fits =
        |consent: &&Consent| consent.kind == about.kind && consent.member == about.member && consent.wish == about.wish;
    if let Some(consent) = file.held.iter().find(fits) {
        return held(&file.members, id, consent, who);
    }
    let inner = view! {
        <span class="row-main"><b>{who}</b><small>{kind_name(about.kind, about.wish)}</small></span>
        <span class="row-end">{pill(file.ended.items.iter().find(fits))}</span>
    };
    if !keeps {
        return view! { <li class="row">{inner}</li> }.into_any();
    }
    view! { <li><a class="row" href=about.form(&base(id))>{inner}</a></li> }.into_any()
}

fn held(members: &[Member], id: HouseholdId, consent: &Consent, who: String) -> AnyView {
    let line =
        format!("{} · {} · {}", kind_name(consent.kind, consent.wish), giver(members, consent), how_name(consent.how));
    let (to, at) = (format!("{}/{}", base(id), consent.id), consent.at);
    view! {
        <li>
            <a class="row" href=to>
                <span class="row-main"><b>{who}</b><small>{line}</small></span>
                <span class="row-end">{pill(Some(consent))}<small>{date_near(at)}</small></span>
            </a>
        </li>
    }
    .into_any()
}

fn ended(file: &ConsentFile, id: HouseholdId) -> Option<AnyView> {
    if file.ended.items.is_empty() {
        return None;
    }
    let rows = file.ended.items.iter().map(|consent| {
        let line = format!("{} · {}", kind_name(consent.kind, consent.wish), giver(&file.members, consent));
        let (to, at) = (format!("{}/{}", base(id), consent.id), consent.withdrawn_at);
        view! {
            <li>
                <a class="row" href=to>
                    <span class="row-main"><b>{subject(&file.members, consent)}</b><small>{line}</small></span>
                    <span class="row-end">{pill(Some(consent))}<small>{date_near(at)}</small></span>
                </a>
            </li>
        }
    });
    let rows = rows.collect_view();
    Some(
        view! {
            <section class="stack" aria-labelledby="ended">
                <h2 id="ended">{t!("consents-ended")}</h2>
                <ul class="rows">{rows}</ul>
                <Banner>{t!("consents-ended-note")}</Banner>
            </section>
        }
        .into_any(),
    )
}
