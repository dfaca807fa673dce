//! A family's own consents, given and withdrawn on its screen, for itself and its children.

use domain::{
    Error,
    consents::{Consent, ConsentKind, is_minor},
    households::Member,
    time::year,
};
use leptos::prelude::*;
use store::consents::views::ConsentFile;

use super::{
    Asked,
    desk_one::ends,
    pieces::{
        about, aged, called, child, giver, grown_ups, how_ended, how_name, kind_name, mark, mark_note, marked_receipts,
        pictured, pill, relations, sentence, subject,
    },
};
use crate::{
    components::{ActionForm, Banner, Choice, Empty, More, Pager, Photo, Submit},
    i18n::date_near,
    web::{Cx, Here, Page, Shown},
};

const BASE: &str = "/home/household/consents";

/// Renders `GET /home/household/consents?cursor`.
pub async fn page(cx: Cx) -> Shown {
    let file = own(&cx, cx.query_i64("cursor")).await?;
    let first = cx.query_i64("cursor") == 0;
    let next = file.ended.next.map(|cursor| format!("{BASE}?cursor={cursor}"));
    Ok(Page::new(cx.lang.t("consents-own"), Here::Home, move || {
        view! {
            {first.then(|| view! { <p>{t!("consents-own-text")}</p> })}
            {mark_note(&file)}
            {first.then(|| cards(&file))}
            {ended(&file)}
            {first.then(|| marked_receipts(&file))}
            <Pager next />
        }
    })
    .back("/home/household")
    .narrow()
    .no_index())
}

async fn own(cx: &Cx, cursor: i64) -> domain::Result<ConsentFile> {
    let household = cx.actor.must_be_family()?;
    Ok(cx.store.consents(&cx.actor, household, cursor).await?)
}

/// Renders a card for each consent that is given or can be given.
fn cards(file: &ConsentFile) -> AnyView {
    let asked = |kind, member, wish| Asked { kind, member, wish };
    let mut cards = vec![card(file, t!("consents-family"), asked(ConsentKind::File, 0, 0))];
    let children = file.members.iter().filter(|member| child(member));
    cards.extend(children.map(|member| card(file, aged(member), asked(ConsentKind::Story, member.id, 0))));
    let pictures = file.pictures.iter();
    cards.extend(pictures.map(|p| card(file, pictured(p), asked(ConsentKind::Photo, p.member, p.wish))));
    let known = |consent: &&Consent| {
        consent.kind == ConsentKind::File
            || (consent.kind == ConsentKind::Story && file.members.iter().any(|m| m.id == consent.member && child(m)))
    };
    let others = file.held.iter().filter(|consent| !known(consent));
    cards.extend(others.map(|consent| {
        let about = asked(consent.kind, consent.member, consent.wish);
        card(file, subject(&file.members, consent), about)
    }));
    let visits = asked(ConsentKind::Photo, 0, 0);
    if !visits.is_held(&file.held) {
        cards.push(card(file, t!("consents-visit-photos"), visits));
    }
    // An adult who withdrew can consent again.
    let back = file.members.iter().filter(|member| {
        let of = |c: &&Consent| c.kind == ConsentKind::Story && c.member == member.id;
        !child(member) && !file.held.iter().any(|c| of(&c)) && file.ended.items.iter().any(|c| of(&c))
    });
    cards.extend(back.map(|member| card(file, aged(member), asked(ConsentKind::Story, member.id, 0))));
    // Other adults need no consent: their wishes may be told until they refuse.
    let unasked = file.members.iter().filter(|member| {
        let of = |c: &&Consent| c.kind == ConsentKind::Story && c.member == member.id;
        !child(member) && !file.held.iter().chain(&file.ended.items).any(|c| of(&c))
    });
    cards.extend(unasked.map(grown_up));
    view! { <div class="stack">{cards}</div> }.into_any()
}

/// Renders the card of an adult, whose wishes may be told until a refusal.
fn grown_up(member: &Member) -> AnyView {
    let (who, id) = (aged(member), member.id);
    view! {
        <section class="card">
            <h2>{who}</h2>
            <p>{t!("consents-grown-up")}</p>
            {refuse(Asked { kind: ConsentKind::Story, member: id, wish: 0 }, id, "consents-ends-story")}
        </section>
    }
    .into_any()
}

/// Renders the refusal of a consent that has no answer yet.
fn refuse(asked: Asked, by: i64, means: &'static str) -> AnyView {
    // Pictures at visits are public in no case.
    let (no, do_it) = match (asked.kind, asked.wish) {
        (ConsentKind::Photo, 0) => ("consents-refuse-visit-photos", "consents-refuse-visit-photos"),
        _ => ("consents-refuse", "consents-refuse-do"),
    };
    view! {
        <More summary=t!(no)>
            <ActionForm to=format!("{BASE}/new")>
                {about(asked)}
                <input type="hidden" name="refused_by" value=by />
                <input type="hidden" name="refuse" value="yes" />
                <Banner tone="amber">{t!(means)}</Banner>
                <Submit label=t!(do_it) tone="bad" wide=true />
            </ActionForm>
        </More>
    }
    .into_any()
}

fn card(file: &ConsentFile, who: String, about: Asked) -> AnyView {
    let fits =
        |consent: &&Consent| consent.kind == about.kind && consent.member == about.member && consent.wish == about.wish;
    let held = file.held.iter().find(fits);
    let answered = held.or(file.ended.items.iter().find(fits));
    let no = match about.kind {
        ConsentKind::Story if answered.is_none() => Some(refuse(about, 0, "consents-no-means-child")),
        ConsentKind::Photo if answered.is_none() && about.wish == 0 => {
            Some(refuse(about, 0, "consents-no-means-visit-photos"))
        }
        ConsentKind::Photo if answered.is_none() => Some(refuse(about, 0, "consents-no-means-photo")),
        _ => None,
    };
    let stands = pill(answered);
    let picture = file.pictures.iter().find(|p| about.kind == ConsentKind::Photo && p.wish == about.wish);
    let picture = picture.map(|p| {
        let alt = t!("wish-photo", title = pictured(p));
        view! { <p><Photo id=p.photo alt /></p> }
    });
    let says = sentence(file, about);
    let rest = match held {
        Some(consent) => taken_back(file, consent).into_any(),
        None => {
            let agree = about.form(BASE);
            view! { <p><a class="btn btn-soft btn-wide" href=agree>{t!("consents-agree")}</a></p>{no} }.into_any()
        }
    };
    view! {
        <section class="card">
            <div class="cluster"><h2>{who}</h2>{stands}</div>
            {picture}
            <p>{says}</p>
            {rest}
        </section>
    }
    .into_any()
}

/// Renders who consented, with the withdrawal form.
fn taken_back(file: &ConsentFile, consent: &Consent) -> impl IntoView + use<> {
    let line = format!("{} · {}", giver(&file.members, consent), how_name(consent.how));
    let (to, ends, at) = (format!("{BASE}/{}/withdraw", consent.id), ends(consent), consent.at);
    view! {
        <p class="soft">{line}" · "{date_near(at)}</p>
        <More summary=t!("consents-no-longer") to=to.clone()>
            <ActionForm to=to>
                <Banner tone="amber">{t!(ends)}</Banner>
                <Submit label=t!("consents-withdraw-do") tone="bad" wide=true />
            </ActionForm>
        </More>
    }
}

fn ended(file: &ConsentFile) -> Option<AnyView> {
    if file.ended.items.is_empty() {
        return None;
    }
    let rows = file.ended.items.iter().map(|consent| {
        let (who, at) = (subject(&file.members, consent), consent.withdrawn_at);
        view! {
            <li class="row">
                <span class="row-main"><b>{who}</b><small>{kind_name(consent.kind, consent.wish)}</small></span>
                <span class="row-end"><small>{t!(how_ended(consent))}" "{date_near(at)}</small>{mark(consent)}</span>
            </li>
        }
    });
    let rows = rows.collect_view();
    Some(
        view! {
            <section class="stack" aria-labelledby="ended">
                <h2 id="ended">{t!("consents-ended")}</h2>
                <ul class="rows">{rows}</ul>
            </section>
        }
        .into_any(),
    )
}

/// Renders `GET /home/household/consents/new?kind&member&wish`: who consents, and the button.
pub async fn new(cx: Cx) -> Shown {
    let file = own(&cx, 0).await?;
    let asked = Asked::read(&cx)?;
    let who = file.members.iter().find(|member| member.id == asked.member).cloned();
    if asked.member != 0 && who.is_none() {
        return Err(Error::NotFound);
    }
    let for_child = who.as_ref().is_some_and(|member| is_minor(member.birth_year, year(cx.now)));
    Ok(Page::new(cx.lang.t("consents-own-new"), Here::Home, move || {
        let givers = grown_ups(&file.members);
        if givers.is_empty() {
            return view! { <Empty title=t!("consents-no-grown-up") action=(BASE, t!("back"))>{t!("consents-no-grown-up-text")}</Empty> }.into_any();
        }
        let says = sentence(&file, asked);
        // An adult consents for itself; any adult consents for the family.
        let givers = match &who {
            Some(member) if !for_child => vec![(member.id.to_string(), aged(member), String::new())],
            _ => givers,
        };
        let only = if givers.len() == 1 { givers[0].0.clone() } else { String::new() };
        view! {
            <section class="card">
                <h2>{called(&file.members, asked.member)}</h2>
                <blockquote class="quote"><p>{says}</p></blockquote>
            </section>
            <ActionForm to=format!("{BASE}/new")>
                {about(asked)}
                <input type="hidden" name="how" value="screen" />
                <Choice name="giver" label=t!("consents-who-are-you") options=givers value=only />
                {for_child.then(|| view! {
                    <Choice name="relation" label=t!("consents-relation") options=relations(true) side=true />
                })}
                <div class="thumb-bar">
                    <p class="note">{t!("consents-own-note")}</p>
                    <Submit label=t!("consents-agree") wide=true />
                </div>
            </ActionForm>
        }
        .into_any()
    })
    .back(BASE)
    .narrow()
    .no_index())
}
