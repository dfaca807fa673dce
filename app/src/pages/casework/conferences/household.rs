//! The conferences about one household, and the form that records one, also as the next of an earlier one.

use domain::{
    Error,
    casework::{
        cases::AskedHow,
        conferences::{AgendaItem, ConferenceState},
    },
    permission::Action,
};
use leptos::prelude::*;

use super::pieces::conference_rows;
use crate::{
    components::{ActionForm, Banner, Boxes, Choice, Empty, Field, Submit, TextArea},
    i18n::{day_value, lang},
    web::{Cx, Here, Page, Shown},
};

/// What the form needs to know.
struct FormData {
    household: i64,
    /// Conference that the new one continues, or 0.
    after: i64,
    people: Vec<(String, String)>,
    today: String,
}

/// Renders `GET /desk/households/{id}/conferences?after`.
pub async fn page(cx: Cx) -> Shown {
    let id = cx.id("id")?;
    if cx.actor.household == id {
        return Err(Error::NotFound);
    }
    let conferences = cx.store.household_conferences(&cx.actor, id).await?;
    let asked = cx.query_i64("after");
    let after =
        conferences.iter().find(|one| one.id == asked && one.state == ConferenceState::Open).map_or(0, |one| one.id);
    let keeps = cx.actor.may_somewhere(Action::FollowCases);
    let people = if keeps { cx.store.conference_people(&cx.actor, id).await? } else { Vec::new() };
    let people = people.into_iter().map(|(account, name)| (account.to_string(), name)).collect();
    let form = keeps.then(|| FormData { household: id, after, people, today: day_value(cx.now) });
    let title = cx.lang.tf("conferences-household", &[("n", id.to_string().into())]);
    Ok(Page::new(title, Here::Households, move || {
        let none = conferences.is_empty();
        view! {
            {if none {
                view! { <Empty title=t!("conferences-household-none") /> }.into_any()
            } else {
                conference_rows(&conferences, "/desk/conferences")
            }}
            {form.map(hold)}
        }
    })
    .back("/desk/conferences")
    .narrow()
    .no_index())
}

fn hold(form: FormData) -> AnyView {
    let FormData { household, after, people, today } = form;
    let end = if after > 0 { format!("?after={after}") } else { String::new() };
    let items = AgendaItem::ALL
        .iter()
        .map(|item| (item.as_str().to_owned(), lang().named("agenda", item.as_str())))
        .collect::<Vec<_>>();
    let ways = AskedHow::ALL
        .iter()
        .filter(|how| **how != AskedHow::Page)
        .map(|how| (how.as_str().to_owned(), lang().named("asked-how", how.as_str()), String::new()))
        .collect::<Vec<_>>();
    view! {
        <section class="card stack" aria-labelledby="hold">
            <h2 id="hold">{t!("conference-hold")}</h2>
            {(after > 0).then(|| view! { <Banner>{t!("conference-after", n = after.to_string())}</Banner> })}
            <ActionForm to=format!("/desk/households/{household}/conferences{end}")>
                {(after > 0).then(|| view! { <input type="hidden" name="previous" value=after /> })}
                <Field name="held" label=t!("conference-held") kind="date" value=today.clone() max=today.clone() required=true />
                <Boxes name="agenda" label=t!("conference-agenda") options=items />
                <Boxes name="accounts" label=t!("conference-people") options=people />
                <TextArea name="offices" label=t!("conference-offices") hint=t!("conference-offices-hint") max_length=800 rows=3 />
                <TextArea name="words" label=t!("conference-words") hint=t!("conference-words-hint") max_length=2000 rows=3 />
                <h3>{t!("conference-consent")}</h3>
                <p class="note">{t!("conference-consent-note")}</p>
                <Field name="whom" label=t!("asked-whom") hint=t!("asked-whom-hint") required=true max_length=40 autocomplete="off" />
                <Choice name="how" label=t!("asked-how") options=ways side=true />
                <Field name="at" label=t!("asked-at") kind="date" value=today.clone() max=today required=true />
                <div class="thumb-bar"><Submit label=t!("conference-hold-do") wide=true /></div>
            </ActionForm>
        </section>
    }
    .into_any()
}
