//! One of the family's own wishes: progress, outcome, pick-up code and actions.

use domain::{Error, catalogue, claims::ClaimState, events::live::Topic, wishes::WishState};
use leptos::prelude::*;
use store::claims::family_view::Errand;

use super::stage::Part;
use crate::{
    components::{
        ActionForm, Banner, FREE, Fact, Facts, InTheWay, More, Near, Pictogram, Spoken, Stepper, Steps, Submit,
        TextArea, VoiceNote, caseworker_line, tint,
    },
    i18n::{alias, date_near, end_reason},
    pages::{
        claims::pickup,
        wishes::family::{Own, actions::in_the_way},
    },
    web::{Cx, Here, Page, Shown},
};

/// Renders `GET /home/wishes/{id}`.
pub async fn page(cx: Cx) -> Shown {
    let id = cx.id("id")?;
    let errands = cx.store.errands(&cx.actor).await?;
    let file = cx.store.wish_file(&cx.actor, id).await?;
    // Staff see wishes on their own pages, not here.
    let own = Own::all(vec![file], errands).pop().filter(|own| own.is_of(cx.actor.household)).ok_or(Error::NotFound)?;
    let openings = pickup::openings(&cx, std::slice::from_ref(&own)).await?;
    let (heading, topic) = (own.title(cx.lang), Topic::Wish(id).to_string());
    let draft = own.file.wish.state == WishState::Draft;
    let way = if draft { Some(in_the_way(&cx, cx.actor.household, own.file.wish.item).await?) } else { None };
    let caseworker = cx.store.own_caseworker(&cx.actor).await?;
    Ok(Page::new(heading, Here::Home, move || {
        view! {
            <div class="live" id="own-wish" data-live=topic.clone()>
                {(!acts(&own)).then(|| said(&own))}
                {pickup::pickup(&own, true, &openings, &mut Vec::new())}
                {pickup::to_confirm(&own)}
                {parts(&own)}
            </div>
            {about(&own)}
            {change(&own)}
            {need(&own)}
            <div class="live" id="own-actions" data-live=topic>{actions(&own)}</div>
            {caseworker_line(caseworker)}
            {way.clone().map(|way| send(id, way))}
        }
    })
    .back("/home")
    .narrow()
    .live()
    .no_index()
    .kept())
}

/// True if a card below already says what to do.
fn acts(own: &Own) -> bool {
    own.file.wish.quantity == 1 && own.ready().chain(own.to_confirm()).next().is_some()
}

/// Renders the state, with the reason if the wish has ended.
fn said(own: &Own) -> AnyView {
    let (tone, reason) = match own.file.wish.state {
        WishState::Rejected => ("plum", own.file.reason.clone()),
        WishState::Expired => ("amber", String::new()),
        WishState::Fulfilled => ("tea", String::new()),
        WishState::Withdrawn => ("", end_reason(&own.file.reason)),
        _ => ("", String::new()),
    };
    let stage = own.stage();
    view! {
        <Banner tone=tone>
            <b>{stage}</b>
            {(!reason.is_empty()).then(|| view! { <p>{t!("home-reason", text = reason)}</p> })}
        </Banner>
    }
    .into_any()
}

fn about(own: &Own) -> impl IntoView + use<> {
    let file = &own.file;
    let wish = &file.wish;
    let public = matches!(wish.state, WishState::Published | WishState::Fulfilled);
    let words = if public { wish.words.clone() } else { file.own_words.clone() };
    let said = file.voice.then(|| said_aloud(wish.id));
    let (sent, expires, seen_as) = (wish.submitted, wish.expires, alias(&wish.alias));
    let open = wish.state == WishState::Published && wish.remaining > 0;
    let due =
        own.errands.iter().find(|e| wish.quantity == 1 && e.claim.state == ClaimState::Pledged).map(|e| e.claim.due);
    let on_the_way = own.errands.iter().find(|e| wish.quantity == 1 && e.claim.state == ClaimState::OnTheWay);
    let expected = on_the_way.map(|errand| errand.claim.expected).filter(|day| *day > 0);
    let ended = matches!(wish.state, WishState::Rejected | WishState::Withdrawn | WishState::Expired);
    view! {
        <article class=format!("wish-hero {}", tint(wish.category)) id="own-about" data-live=Topic::Wish(wish.id).to_string()>
            <div class="stage"><Pictogram key=wish.key.clone() /></div>
            <div class="lead">
                {(!words.is_empty()).then(|| view! { <blockquote class="quote"><p>{words}</p></blockquote> })}
                {said}
                <Facts>
                    <Fact name=t!("home-seen-as")>{seen_as}</Fact>
                    {(sent > 0).then(|| view! { <Fact name=t!("home-sent-on")><Near at=sent /></Fact> })}
                    {(open && expires > 0).then(|| view! { <Fact name=t!("home-open-until")><Near at=expires /></Fact> })}
                    {due.map(|due| view! { <Fact name=t!("home-due-by")><Near at=due /></Fact> })}
                    {expected.map(|day| view! { <Fact name=t!("home-expected-by")><Near at=day /></Fact> })}
                </Facts>
                {(!ended).then(|| view! { <Steps state=wish.state quantity=wish.quantity progress=file.progress /> })}
            </div>
        </article>
    }
}

/// Renders player and removal of the recording. Besides the family, its area's staff can hear it.
fn said_aloud(wish: i64) -> impl IntoView {
    view! {
        <div class="stack">
            <VoiceNote wish />
            <ActionForm to=format!("/home/wishes/{wish}/voice/remove")>
                <p class="note">{t!("voice-who-hears")}</p>
                <Submit label=t!("voice-drop") tone="quiet" icon="trash" />
            </ActionForm>
        </div>
    }
}

/// Renders the state of each claim where the steps do not tell it, and the links to thank.
fn parts(own: &Own) -> Option<AnyView> {
    if own.file.wish.quantity == 1 {
        let errand = own.errands.first()?;
        let confirmed = errand.claim.state == ClaimState::Confirmed;
        let links = view! { {pickup::thank_link(errand)} {confirmed.then(|| pickup::dispute_link(errand))} };
        return Some(links.into_any());
    }
    let lines = own.errands.iter().filter_map(|errand| Some((errand, Part::of(&errand.claim)?)));
    let lines: Vec<_> = lines.map(|(errand, part)| line(errand, part)).collect();
    (!lines.is_empty()).then(|| {
        view! {
            <section class="card" aria-labelledby="so-far">
                <h2 id="so-far">{t!("home-so-far")}</h2>
                <ol class="timeline">{lines}</ol>
            </section>
        }
        .into_any()
    })
}

fn line(errand: &Errand, part: Part) -> AnyView {
    let claim = &errand.claim;
    let state = if part == Part::Confirmed { "done" } else { "now" };
    let due = match claim.state {
        ClaimState::Pledged => Some(t!("home-due", day = date_near(claim.due))),
        ClaimState::OnTheWay if claim.expected > 0 => Some(t!("home-expected", day = date_near(claim.expected))),
        _ => None,
    };
    let due = due.map(|due| format!("{}{due}", t!("home-of-join")));
    view! {
        <li data-state=state>
            <Near at=claim.changed />
            <p><b>{t!("wish-units", n = claim.quantity)}</b>" "{part.words()}{due}</p>
            {pickup::thank_link(errand)}
            {pickup::dispute_link(errand)}
        </li>
    }
    .into_any()
}

/// Renders the form that changes a draft; `None` once the wish was sent.
fn change(own: &Own) -> Option<AnyView> {
    let (wish, words) = (&own.file.wish, own.file.own_words.clone());
    let (to, quantity) = (format!("/home/wishes/{}/draft", wish.id), wish.quantity);
    (wish.state == WishState::Draft).then(|| {
        view! {
            <More summary=t!("home-draft-fold") to=to.clone()>
                <ActionForm to=to>
                    <Stepper name="quantity" label=t!("wish-form-quantity") value=quantity />
                    <TextArea name="words" label=t!("wish-form-words") hint=t!("wish-form-words-hint") value=words />
                    <Submit label=t!("home-draft-save") tone="soft" icon="pen" />
                </ActionForm>
            </More>
        }
        .into_any()
    })
}

/// Renders which turn of a standing need it is, and the form that stops further ones; `None` for a wish for once.
fn need(own: &Own) -> Option<AnyView> {
    let turn = own.file.wish.turn?;
    let to = format!("/home/wishes/{}/stop-need", own.file.wish.id);
    let stop = turn.goes_on.then(|| {
        view! {
            <More summary=t!("need-stop-fold") to=to.clone()>
                <ActionForm to=to>
                    <p class="note">{t!("need-stop-note")}</p>
                    <Submit label=t!("need-stop") tone="bad" />
                </ActionForm>
            </More>
        }
    });
    Some(
        view! {
            <p class="note">{t!("need-turn", n = turn.month, of = turn.months)}</p>
            {stop}
        }
        .into_any(),
    )
}

fn actions(own: &Own) -> AnyView {
    let wish = &own.file.wish;
    let id = wish.id;
    let busy = own.errands.iter().any(|e| e.claim.state != ClaimState::Pledged && e.claim.undecided == 0);
    let withdraw = (own.is_live() && !busy).then(|| {
        let to = format!("/home/wishes/{id}/withdraw");
        view! {
            <More summary=t!("home-withdraw-fold") to=to.clone()>
                <ActionForm to=to>
                    <TextArea name="reason" label=t!("home-withdraw-reason") rows=2 />
                    <Submit label=t!("home-withdraw") tone="bad" />
                </ActionForm>
            </More>
        }
    });
    let again = matches!(wish.state, WishState::Rejected | WishState::Expired | WishState::Withdrawn);
    let again = again.then(|| {
        let thing = if wish.item == 0 { FREE.to_owned() } else { catalogue::handle_of(wish.item) };
        view! {
            <div class="thumb-bar">
                <a class="btn btn-main btn-wide" href=format!("/home/wishes/new/{thing}")>{t!("home-again")}</a>
            </div>
        }
    });
    view! {
        {withdraw}
        {again}
    }
    .into_any()
}

/// Renders the form that sends a draft, below its obstacles.
fn send(id: i64, way: InTheWay) -> AnyView {
    if way.is_shut() {
        return way.banner();
    }
    view! {
        {way.banner()}
        <ActionForm to=format!("/home/wishes/{id}/submit")>
            <div class="thumb-bar">
                <p class="note">{t!("home-post-note")}</p>
                <Spoken key="home-send" class="wide">{way.send(t!("home-send"))}</Spoken>
            </div>
        </ActionForm>
    }
    .into_any()
}
