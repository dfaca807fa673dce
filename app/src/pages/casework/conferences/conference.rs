//! One conference: who took part, what is open, and what each does until when.

use domain::{
    DAY, Error,
    casework::conferences::{ConferenceFile, MeasureKind, Participant},
    permission::Action,
};
use leptos::prelude::*;

use super::pieces::{Reader, agenda, conference_pill, measure_rows};
use crate::{
    components::{ActionForm, Choice, Empty, Fact, Facts, Field, Icon, Near, RowForm, Select, Submit, TextArea},
    i18n::{day_value, lang},
    pages::audit::{History, history},
    web::{Cx, Here, Page, Shown},
};

/// Days until a task is due that the form suggests.
const DAYS: i64 = 14;

/// Renders `GET /desk/conferences/{id}`.
pub async fn page(cx: Cx) -> Shown {
    let id = cx.id("id")?;
    let file = cx.store.conference(&cx.actor, id).await?;
    let household = file.conference.household;
    if cx.actor.household == household {
        return Err(Error::NotFound);
    }
    let records = if file.may_keep { cx.store.conference_records(&cx.actor, household).await? } else { Vec::new() };
    let history = history(&cx, "conference", id).await?;
    let (first, until) = (day_value(cx.now), day_value(cx.now + DAYS * DAY));
    let refers = cx.actor.may_somewhere(Action::KeepCases);
    Ok(Page::new(cx.lang.tf("conference-number", &[("n", id.to_string().into())]), Here::Cases, move || {
        let none = file.measures.is_empty();
        let keeps = file.may_keep;
        let open = file.measures.iter().filter(|measure| measure.is_open).count();
        let records = records.into_iter().map(|(kind, record, name)| option(kind, record, &name)).collect::<Vec<_>>();
        view! {
            <p class="cluster">{conference_pill(file.conference.state)}</p>
            {facts(&file)}
            {(!file.opened_up).then(|| view! { <p class="note">{t!("conference-masked")}</p> })}
            <h2>{t!("measures-title")}</h2>
            {if none {
                view! { <Empty title=t!("measures-none")>{t!("measures-none-text")}</Empty> }.into_any()
            } else {
                measure_rows(&file.measures, Reader::Staff)
            }}
            {keeps.then(|| task(id, &file.accounts, first, until))}
            {(keeps && refers).then(|| office(id, household))}
            {(keeps && !records.is_empty()).then(|| record(id, records))}
            {keeps.then(|| end(id, household, open))}
            {history.map(History::drawn)}
        }
    })
    .back("/desk/conferences")
    .narrow()
    .no_index())
}

/// Returns the value and the name of a record in the list that links one.
fn option(kind: MeasureKind, record: i64, name: &str) -> (String, String) {
    let named = lang().named("measure-kind", kind.as_str());
    let name = match kind {
        MeasureKind::Visit => name.parse().map(day_value).unwrap_or_default(),
        MeasureKind::Referral => name.to_owned(),
        MeasureKind::Wish | MeasureKind::Task => String::new(),
    };
    (format!("{}:{record}", kind.as_str()), format!("{named} #{record} {name}"))
}

fn facts(file: &ConferenceFile) -> impl IntoView + use<> {
    let conference = file.conference.clone();
    let (household, area, held) = (conference.household, conference.area_name, conference.held);
    let about = agenda(&conference.agenda);
    let people: Vec<String> = file.accounts.iter().map(|one: &Participant| one.name.clone()).collect();
    let (people, offices) = (people.join("、"), file.offices.join("、"));
    let (words, convener) = (file.words.clone(), conference.convener);
    let consent = file.consent.clone().map(|consent| {
        let line = format!("{} · {}", consent.whom, lang().named("asked-how", consent.how.as_str()));
        let at = consent.at;
        view! { <Fact name=t!("conference-consent")>{line}" · "<Near at /></Fact> }
    });
    let link = |key: &'static str, id: i64| {
        view! { <Fact name=t!(key)><a class="link" href=format!("/desk/conferences/{id}")>{t!("conference-number", n = id.to_string())}</a></Fact> }
    };
    let previous = conference.previous.map(|id| link("conference-previous", id));
    let next = file.next.map(|id| link("conference-next", id));
    view! {
        <Facts>
            <Fact name=t!("desk-household")>
                <a class="link" href=format!("/desk/households/{household}/conferences")>{t!("desk-household-number", n = household.to_string())}</a>
                " · "{area}
            </Fact>
            <Fact name=t!("conference-held")><Near at=held /></Fact>
            <Fact name=t!("conference-agenda")>{about}</Fact>
            {(!people.is_empty()).then(|| view! { <Fact name=t!("conference-people")>{people}</Fact> })}
            {(!offices.is_empty()).then(|| view! { <Fact name=t!("conference-offices")>{offices}</Fact> })}
            {consent}
            {(!words.is_empty()).then(|| view! { <Fact name=t!("conference-words")>{words}</Fact> })}
            <Fact name=t!("conference-convener")>{convener}</Fact>
            {previous}
            {next}
        </Facts>
    }
}

/// Renders the form for a task of an account that took part.
fn task(id: i64, accounts: &[Participant], first: String, until: String) -> AnyView {
    let owners = accounts.iter().map(|one| (one.account.to_string(), one.name.clone())).collect::<Vec<_>>();
    view! {
        <section class="card stack" aria-labelledby="task">
            <h2 id="task">{t!("measure-add-task")}</h2>
            <ActionForm to=format!("/desk/conferences/{id}/measures")>
                <TextArea name="words" label=t!("measure-words") required=true max_length=300 rows=2 />
                <div class="field-row">
                    <Select name="owner" label=t!("measure-owner") options=owners required=true />
                    <Field name="due" label=t!("measure-due") kind="date" value=until min=first required=true />
                </div>
                <Submit label=t!("measure-add-do") tone="soft" icon="plus" />
            </ActionForm>
        </section>
    }
    .into_any()
}

/// Renders the way to what an office promised: a referral to a service of its list.
fn office(id: i64, household: i64) -> AnyView {
    let to = format!("/desk/households/{household}/referrals?conference={id}");
    view! {
        <section class="card stack" aria-labelledby="office">
            <h2 id="office">{t!("measure-office")}</h2>
            <p class="note">{t!("measure-office-note")}</p>
            <p><a class="btn btn-soft" href=to><Icon name="truck" />{t!("measure-office-do")}</a></p>
        </section>
    }
    .into_any()
}

/// Renders the form that links a record of the family.
fn record(id: i64, records: Vec<(String, String)>) -> AnyView {
    let records = records.into_iter().map(|(value, name)| (value, name, String::new())).collect::<Vec<_>>();
    view! {
        <section class="card stack" aria-labelledby="link">
            <h2 id="link">{t!("measure-link")}</h2>
            <ActionForm to=format!("/desk/conferences/{id}/records")>
                <p class="note">{t!("measure-link-note")}</p>
                <Choice name="record" label=t!("measure-record") options=records />
                <Submit label=t!("measure-link-do") tone="soft" />
            </ActionForm>
        </section>
    }
    .into_any()
}

/// Renders what ends a conference: all measures have ended, or the next one goes on.
fn end(id: i64, household: i64, open: usize) -> AnyView {
    let next = format!("/desk/households/{household}/conferences?after={id}");
    view! {
        <div class="cluster">
            <a class="btn btn-soft" href=next><Icon name="users" />{t!("conference-continue")}</a>
            {(open == 0).then(|| view! {
                <RowForm to=format!("/desk/conferences/{id}/end")><button class="btn btn-quiet">{t!("conference-end")}</button></RowForm>
            })}
        </div>
        {(open > 0).then(|| view! { <p class="note">{t!("conference-open-note", n = i64::try_from(open).unwrap_or(i64::MAX))}</p> })}
    }
    .into_any()
}
