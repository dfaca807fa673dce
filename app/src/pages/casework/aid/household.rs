//! What one household got, by year and grant, and the form that records what it got now.

use domain::{
    Error,
    casework::aid::{AidGrant, AidKind, AidPaper, EarlierAid, HouseholdAid},
    households::FileState,
    permission::Action,
    time::Month,
};
use leptos::prelude::*;

use super::pieces::{Reader, collection_rows, grant_rows};
use crate::{
    components::{
        ActionForm, Banner, Boxes, Checkbox, Empty, Fact, Facts, Field, Icon, Select, Submit, TextArea, value_options,
    },
    i18n::{lang, month_name},
    pages::stock::receipts::yuan,
    web::{Cx, Here, Page, Shown},
};

/// What the form needs to know of the household.
struct FormData {
    id: i64,
    members: Vec<(String, String)>,
    programmes: Vec<(String, String)>,
    /// Earlier help that is the same as what was typed.
    earlier: Vec<EarlierAid>,
    month: String,
}

/// Renders `GET /desk/households/{id}/aid`.
pub async fn page(cx: Cx) -> Shown {
    let id = cx.id("id")?;
    // The family has a page of its own.
    if cx.actor.household == id {
        return Err(Error::NotFound);
    }
    let aid = cx.store.household_aid(&cx.actor, id).await?;
    let form = form_data(&cx, id).await?;
    let reads_file = cx.actor.may_somewhere(Action::ReadHouseholds);
    let page =
        Page::new(cx.lang.tf("aid-of-household", &[("n", id.to_string().into())]), Here::Households, move || {
            let records = form.is_some();
            view! {
                {totals(&aid)}
                {list(&aid.grants)}
                {collections(id, &aid, records)}
                {form.map(record)}
            }
        })
        .narrow()
        .no_index();
    Ok(if reads_file { page.back(format!("/desk/households/{id}")) } else { page.back("/desk/aid") })
}

/// Loads what the form needs; `None` for readers who record nothing, and for a file that is not open.
async fn form_data(cx: &Cx, id: i64) -> domain::Result<Option<FormData>> {
    if !cx.actor.may_somewhere(Action::RecordAid) {
        return Ok(None);
    }
    let (file, members) = cx.store.household(&cx.actor, id).await?;
    if file.state != FileState::Open || !cx.actor.may(Action::RecordAid, &file.path) {
        return Ok(None);
    }
    let programmes = cx.store.aid_programmes_for(&cx.actor, id).await?;
    // After a refusal the form comes back with what was typed, and with what it is the same as.
    let earlier = match cx.field_i64("programme") {
        0 => Vec::new(),
        programme => {
            let month = domain::text::half_width(cx.field("month"));
            cx.store.aid_earlier(&cx.actor, id, programme, cx.field_i64("member"), month.trim()).await?
        }
    };
    Ok(Some(FormData {
        id,
        members: members.into_iter().map(|member| (member.id.to_string(), member.name)).collect(),
        programmes: programmes
            .into_iter()
            .filter(|(_, _, kind)| *kind != AidKind::Collection)
            .map(|(programme, name, _)| (programme.to_string(), name))
            .collect(),
        earlier,
        month: Month::of(cx.now).to_string(),
    }))
}

/// Renders what the household got in each year.
pub(super) fn totals(aid: &HouseholdAid) -> Option<AnyView> {
    if aid.years.is_empty() {
        return None;
    }
    let years = aid
        .years
        .iter()
        .map(|of| {
            let line = t!("aid-year-line", n = of.grants, amount = yuan(of.amount));
            view! { <Fact name=t!("aid-in-year", year = of.year.to_string())>{line}</Fact> }
        })
        .collect_view();
    Some(view! { <Facts>{years}</Facts> }.into_any())
}

fn list(grants: &[AidGrant]) -> AnyView {
    if grants.is_empty() {
        return view! { <Empty title=t!("aid-household-none")>{t!("aid-household-none-text")}</Empty> }.into_any();
    }
    let twice = grants.iter().any(|grant| grant.twice);
    view! {
        {twice.then(|| view! { <Banner tone="amber">{t!("aid-twice-note")}</Banner> })}
        {grant_rows(grants, Reader::Staff, |grant| grant.programme_name.clone())}
    }
    .into_any()
}

fn collections(id: i64, aid: &HouseholdAid, records: bool) -> Option<AnyView> {
    if aid.collections.is_empty() && !records {
        return None;
    }
    let some = !aid.collections.is_empty();
    let rows = some.then(|| collection_rows(&aid.collections));
    Some(
        view! {
            <section class="stack" aria-labelledby="collections">
                <h2 id="collections">{t!("collections-title")}</h2>
                {rows}
                {records.then(|| view! {
                    <p><a class="btn btn-quiet" href=format!("/desk/households/{id}/collections")><Icon name="gift" />{t!("collection-open")}</a></p>
                })}
            </section>
        }
        .into_any(),
    )
}

/// Says what the household has had, and asks for the second tap.
fn seen(earlier: &[EarlierAid]) -> AnyView {
    let lines = earlier
        .iter()
        .map(|one| {
            let kind = lang().named("aid-kind", one.kind.as_str());
            let source = lang().named("aid-source", one.source.as_str());
            view! { <li>{t!("aid-earlier", kind = kind, source = source, month = month_name(&one.month))}</li> }
        })
        .collect_view();
    view! {
        <Banner tone="amber"><p>{t!("aid-earlier-title")}</p><ul>{lines}</ul></Banner>
        <Checkbox name="anyway" label=t!("aid-anyway") />
    }
    .into_any()
}

fn record(form: FormData) -> AnyView {
    let FormData { id, members, programmes, earlier, month } = form;
    if programmes.is_empty() {
        return view! { <p class="note">{t!("aid-no-programmes")}</p> }.into_any();
    }
    let same = !earlier.is_empty();
    view! {
        <section class="card stack" aria-labelledby="record">
            <h2 id="record">{t!("aid-record")}</h2>
            <ActionForm to=format!("/desk/households/{id}/aid")>
                {same.then(|| seen(&earlier))}
                <Select name="programme" label=t!("field-programme") options=programmes required=true />
                <Select name="member" label=t!("field-member") hint=t!("aid-member-hint") options=members />
                <div class="field-row">
                    <Field name="month" label=t!("field-month") kind="month" value=month required=true />
                    <Field name="amount" label=t!("field-amount") unit=t!("receive-yuan") inputmode="decimal" autocomplete="off" max_length=14 />
                </div>
                <TextArea name="goods" label=t!("field-goods") hint=t!("aid-goods-hint") max_length=200 rows=2 />
                <Boxes
                    name="paper" label=t!("aid-papers")
                    options=value_options("aid-paper", AidPaper::ALL.iter().map(|paper| paper.as_str()))
                />
                <p class="note">{t!("aid-record-note")}</p>
                <div class="thumb-bar"><Submit label=t!("aid-record-do") wide=true /></div>
            </ActionForm>
        </section>
    }
    .into_any()
}
