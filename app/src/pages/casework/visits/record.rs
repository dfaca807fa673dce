//! The visits of one household: the report of a new one in a minute, what is due, what is open, and earlier reports.

use domain::{
    Error,
    casework::{
        findings::{Finding, NeedKind},
        visits::{MetPerson, Mood, Report, Visit, Way, must_wait},
    },
    consents::ConsentKind,
    households::{FileState, HouseholdId},
    permission::Action,
};
use leptos::prelude::*;
use store::casework::{findings::views::FindingQuery, visits::views::VisitQuery};

use super::pieces::{finding_row, options, visit_row};
use crate::{
    components::{
        ActionForm, Choice, Empty, EnclosedFor, Enclosures, Field, Icon, Kept, Near, Pager, Submit, TextArea,
    },
    i18n::{day_value, lang, phrase_key},
    pages::{
        casework::pieces::opening,
        consents::Asked,
        households::pieces::{FilePage, household_links},
        wishes::family::actions::waiting,
    },
    web::{Cx, Here, Page, Shown},
};

/// Renders the form alone, which the service worker keeps for the door: no names, no reports, no needs of the family,
/// and without the marks that reading its file leaves. Only for a visit that is due and that the caller may record.
async fn at_the_door(cx: Cx, id: HouseholdId) -> Shown {
    let query = VisitQuery { household: id, ..VisitQuery::default() };
    let visits = cx.store.visits(&cx.actor, &query).await?.items;
    let due = |visit: &Visit| visit.may_record && must_wait(visit.timing).is_ok();
    if !visits.iter().any(due) {
        return Err(Error::NotFound);
    }
    let (now, pictures) = (cx.now, cx.store.visit_pictures_allowed(&cx.actor, id).await?);
    Ok(Page::new(cx.lang.t("households-page-visits"), Here::Households, move || {
        view! {
            <p><b>{t!("desk-household-number", n = id.to_string())}</b></p>
            {form(id, now, Asking { kept: Kept::default(), ticked: Vec::new(), pictures })}
        }
    })
    .back("/desk/visits/plan")
    .narrow()
    .kept()
    .no_index())
}

/// Renders `GET /desk/households/{id}/visits?cursor`.
pub async fn page(cx: Cx) -> Shown {
    let id = cx.id("id")?;
    if cx.ahead {
        return at_the_door(cx, id).await;
    }
    let (file, _) = cx.store.household(&cx.actor, id).await?;
    let found = cx.store.visit_reports(&cx.actor, id, cx.query_i64("cursor").max(0)).await?;
    let records = cx.actor.may(Action::RecordVisits, &file.path);
    let reads = cx.actor.may_somewhere(Action::ReadVisits);
    let (mut due, mut open) = (Vec::new(), Vec::new());
    if reads {
        let waiting = VisitQuery { household: id, ..VisitQuery::default() };
        due = cx.store.visits(&cx.actor, &waiting).await?.items;
        due.retain(|visit| must_wait(visit.timing).is_ok());
        let all = FindingQuery { household: id, ..FindingQuery::default() };
        open = cx.store.findings(&cx.actor, &all).await?.items;
    }
    // What was typed stays, also when the file was closed meanwhile.
    let (now, refused) = (cx.now, cx.form.error.is_some());
    let in_use = file.state == FileState::Open || refused;
    let ticked: Vec<String> = cx.fields("needs").into_iter().map(str::to_owned).collect();
    let kept = waiting(&cx).await?;
    let pictures = records && in_use && cx.store.visit_pictures_allowed(&cx.actor, id).await?;
    let until = file.open_until;
    let next = found.next.map(|cursor| cx.query_with(&[("cursor", &cursor.to_string())]));
    Ok(Page::new(cx.lang.t("households-page-visits"), Here::Households, move || {
        let none = found.items.is_empty();
        let to_open = if none { None } else { opening(&file, until, records) };
        let due = due.iter().map(visit_row).collect_view();
        let has_due = !due.is_empty();
        let (opened, remove) = (file.opened, (records && file.opened).then_some("/desk/visits/media"));
        let reports = found.items.iter().map(|one| report(one, opened, remove)).collect_view();
        view! {
            {household_links(id, FilePage::Visits)}
            {has_due.then(|| view! { <ul class="rows">{due}</ul> })}
            {(records && in_use).then(|| form(id, now, Asking { kept, ticked, pictures }))}
            {findings(&open)}
            {to_open}
            <section class="stack" aria-labelledby="reports">
                <h2 id="reports">{t!("visit-reports")}</h2>
                {if none {
                    view! { <Empty title=t!("visit-reports-none") /> }.into_any()
                } else {
                    view! { <ul class="rows">{reports}</ul> }.into_any()
                }}
            </section>
            <Pager next />
        }
    })
    .back(format!("/desk/households/{id}"))
    .narrow()
    .no_index())
}

/// What the form at the door depends on.
struct Asking {
    /// Files of a refused form.
    kept: Kept,
    /// Needs that were ticked in it.
    ticked: Vec<String>,
    /// Whether the family agreed to pictures.
    pictures: bool,
}

/// Renders the form that is filled at the door: all by tapping, a recording or words only where they are needed.
/// The picture has a field once the family agreed to it, else a link to ask it.
fn form(id: i64, now: i64, asking: Asking) -> impl IntoView {
    let Asking { kept, ticked, pictures } = asking;
    let about = if pictures { EnclosedFor::VisitWithPhoto } else { EnclosedFor::Visit };
    let asked = Asked { kind: ConsentKind::Photo, member: 0, wish: 0 };
    let ask = asked.form_from(id, &format!("/desk/households/{id}/visits"));
    let met = options("visit-met", MetPerson::ALL, MetPerson::as_str);
    let mood = options("visit-mood", Mood::ALL, Mood::as_str);
    let way = options("visit-way", Way::ALL, Way::as_str);
    let later = t!("unsent-visit", n = id.to_string());
    view! {
        <section class="card">
            <h2>{t!("visit-new")}</h2>
            <ActionForm to=format!("/desk/households/{id}/visits") files=true later>
                <Choice name="met" label=t!("visit-met") options=met side=true />
                <Choice name="mood" label=t!("visit-mood") options=mood value="unsaid" side=true />
                {needs(&ticked)}
                <Enclosures kept about />
                {(!pictures).then(|| view! {
                    <p class="note">{t!("visit-photo-ask")}" "<a class="link" href=ask>{t!("visit-photo-ask-do")}</a></p>
                })}
                <TextArea name="words" label=t!("visit-words") hint=t!("visit-words-hint") max_length=500 />
                <Choice name="way" label=t!("visit-way") options=way value="home" side=true />
                <Field name="day" label=t!("visit-day") kind="date" value=day_value(now) max=day_value(now) required=true />
                <Submit label=t!("visit-save") wide=true />
            </ActionForm>
        </section>
    }
}

/// Renders what a family may need, as tiles that are ticked.
fn needs(ticked: &[String]) -> impl IntoView + use<> {
    let tiles = NeedKind::ALL
        .iter()
        .map(|need| {
            let text = need.as_str();
            let checked = ticked.iter().any(|one| one == text);
            view! {
                <label class="choice">
                    <input type="checkbox" name="needs" value=text checked=checked />
                    <span><b>{lang().t(&phrase_key("need", text))}</b></span>
                </label>
            }
        })
        .collect_view();
    view! {
        <fieldset class="field" id="needs">
            <legend>{t!("visit-needs")}</legend>
            <div class="choices side">{tiles}</div>
        </fieldset>
    }
}

fn findings(open: &[Finding]) -> Option<AnyView> {
    if open.is_empty() {
        return None;
    }
    let rows = open.iter().map(finding_row).collect_view();
    Some(
        view! {
            <section class="stack" aria-labelledby="findings">
                <h2 id="findings">{t!("findings-title")}</h2>
                <ul class="rows">{rows}</ul>
            </section>
        }
        .into_any(),
    )
}

/// Renders one report of an earlier visit. Its recording and picture are for readers to whom the file is `opened`;
/// `remove` is the beginning of the address that deletes them.
pub(crate) fn report(report: &Report, opened: bool, remove: Option<&'static str>) -> impl IntoView + use<> {
    let Report { at, way, met, mood, words, voice, photo, by, .. } = report.clone();
    let line = t!(
        "visit-report-line",
        met = lang().named("visit-met", met.as_str()),
        mood = lang().named("visit-mood", mood.as_str()),
        way = lang().named("visit-way", way.as_str())
    );
    let heard = voice.map(|id| {
        if !opened {
            return view! { <small>{t!("visit-has-voice")}</small> }.into_any();
        }
        view! { <audio class="voice" controls preload="none" src=medium(id) aria-label=t!("voice-listen")></audio> }
            .into_any()
    });
    let seen = photo.map(|id| {
        if !opened {
            return view! { <small>{t!("visit-has-photo")}</small> }.into_any();
        }
        view! { <a class="btn btn-quiet btn-small" href=medium(id)><Icon name="eye" />{t!("visit-photo-see")}</a> }
            .into_any()
    });
    let gone = remove.map(|base| {
        let form = |id: i64, key: &'static str| {
            let to = format!("{base}/{id}/remove");
            view! { <ActionForm to class="cluster"><Submit label=t!(key) tone="quiet" small=true icon="trash" /></ActionForm> }
        };
        view! {
            {voice.map(|id| form(id, "visit-voice-remove"))}
            {photo.map(|id| form(id, "visit-photo-remove"))}
        }
    });
    view! {
        <li class="row">
            <span class="row-main">
                <b>{line}</b>
                {(!words.is_empty()).then(|| view! { <small>{words}</small> })}
                {heard}
                {seen}
                {gone}
                <small>{by}</small>
            </span>
            <span class="row-end"><small><Near at /></small></span>
        </li>
    }
}

/// Address of a recording or a picture.
fn medium(id: i64) -> String {
    format!("/visits/media/{id}")
}
