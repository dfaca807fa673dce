//! One collection: what came in, how it was handed over, and its end.

use domain::{
    Error, Result,
    casework::aid::{
        AidSource,
        collections::{CollectedSum, Collection, CollectionEnd, CollectionFile, HandOver},
    },
};
use leptos::prelude::*;

use super::pieces::collection_pill;
use crate::{
    components::{
        ActionForm, Banner, Choice, Fact, Facts, Field, Icon, More, Near, RowForm, Select, StatePill, Submit,
        value_choices, value_options,
    },
    i18n::lang,
    pages::{
        audit::{History, history},
        stock::receipts::yuan,
    },
    web::{Cx, Here, Page, Shown},
};

/// Renders `GET /desk/aid/collections/{id}`.
pub async fn page(cx: Cx) -> Shown {
    let id = cx.id("id")?;
    of(cx, id).await
}

/// Renders the collection of a sum that was not struck out.
pub async fn of_sum(cx: Cx) -> Shown {
    let id = cx.store.collection_of_sum(&cx.actor, cx.id("id")?).await?;
    of(cx, id).await
}

async fn of(cx: Cx, id: i64) -> Result<Page> {
    let file = cx.store.collection(&cx.actor, id).await?;
    if cx.actor.household == file.collection.household {
        return Err(Error::NotFound);
    }
    let history = history(&cx, "aid_collection", id).await?;
    Ok(Page::new(cx.lang.tf("collection-number", &[("n", id.to_string().into())]), Here::Aid, move || {
        let keeps = file.may_keep;
        view! {
            <p class="cluster">{collection_pill(&file.collection)}</p>
            {next(&file.collection)}
            {facts(&file)}
            {(!file.opened_up).then(|| view! { <p class="note">{t!("collection-masked")}</p> })}
            {file.may_add.then(|| sum_form(id))}
            {keeps.then(|| to_hand_over(&file.collection)).flatten()}
            {sums(&file.sums, keeps)}
            {hand_overs(&file.hand_overs)}
            {keeps.then(|| close(id))}
            {history.map(History::drawn)}
        }
    })
    .back("/desk/aid/collections")
    .narrow()
    .no_index())
}

/// Says what is left, and until when.
fn next(collection: &Collection) -> Option<AnyView> {
    let left = collection.received - collection.handed_over;
    let (due, late) = (collection.due, collection.late);
    if collection.closed.is_some() {
        return None;
    }
    let tone = if late { "plum" } else { "" };
    let words = if left > 0 { t!("collection-left", amount = yuan(left)) } else { t!("collection-running") };
    Some(view! { <Banner tone>{words}" "<Near at=due /></Banner> }.into_any())
}

fn facts(file: &CollectionFile) -> impl IntoView + use<> {
    let Collection { household, case, target, received, handed_over, opened, outcome, .. } = file.collection.clone();
    let (purpose, organiser) = (file.collection.purpose.clone(), file.collection.organiser.clone());
    let (owner, in_charge) = (file.collection.owner_name.clone(), file.collection.in_charge.clone());
    let sources = file
        .by_source()
        .into_iter()
        .map(|(source, fen)| format!("{} {}", lang().named("aid-source", source.as_str()), yuan(fen)))
        .collect::<Vec<_>>()
        .join(" · ");
    view! {
        <Facts>
            <Fact name=t!("desk-household")>
                <a class="link" href=format!("/desk/households/{household}/aid")>{t!("desk-household-number", n = household.to_string())}</a>
            </Fact>
            {case.map(|case| view! { <Fact name=t!("collection-case")><a class="link" href=format!("/desk/cases/{case}")>{t!("collection-case-number", n = case.to_string())}</a></Fact> })}
            {(!purpose.is_empty()).then(|| view! { <Fact name=t!("collection-purpose")>{purpose}</Fact> })}
            {(!organiser.is_empty()).then(|| view! { <Fact name=t!("collection-organiser")>{organiser}</Fact> })}
            <Fact name=t!("collection-target")>{yuan(target)}</Fact>
            <Fact name=t!("collection-received")><b class="num">{yuan(received)}</b></Fact>
            {(!sources.is_empty()).then(|| view! { <Fact name=t!("collection-by-source")>{sources}</Fact> })}
            <Fact name=t!("collection-handed-over")>{yuan(handed_over)}</Fact>
            <Fact name=t!("collection-owner")>{owner}</Fact>
            {(!in_charge.is_empty()).then(|| view! { <Fact name=t!("collection-in-charge")>{in_charge}</Fact> })}
            <Fact name=t!("collection-opened")><Near at=opened /></Fact>
            {outcome.map(|end| view! { <Fact name=t!("collection-end")>{lang().named("collection-end", end.as_str())}</Fact> })}
        </Facts>
    }
}

/// Renders the form for money that came in.
fn sum_form(id: i64) -> AnyView {
    let sources = value_options("aid-source", AidSource::ALL.iter().map(|source| source.as_str()));
    view! {
        <section class="card stack" aria-labelledby="sum">
            <h2 id="sum">{t!("collection-sum-add")}</h2>
            <ActionForm to=format!("/desk/aid/collections/{id}/sums")>
                <div class="field-row">
                    <Select name="source" label=t!("field-aid-source") options=sources required=true />
                    <Field name="amount" label=t!("field-amount") unit=t!("receive-yuan") inputmode="decimal" autocomplete="off" required=true max_length=14 />
                </div>
                <p class="note">{t!("collection-sum-note")}</p>
                <Submit label=t!("collection-sum-do") tone="soft" />
            </ActionForm>
        </section>
    }
    .into_any()
}

/// Renders the way to a hand-over while money is left.
fn to_hand_over(collection: &Collection) -> Option<AnyView> {
    let to = format!("/desk/aid/collections/{}/hand-over", collection.id);
    let left = collection.received > collection.handed_over;
    left.then(|| {
        view! { <p><a class="btn btn-main" href=to><Icon name="hand" />{t!("collection-hand-over")}</a></p> }.into_any()
    })
}

fn sums(sums: &[CollectedSum], keeps: bool) -> Option<AnyView> {
    if sums.is_empty() {
        return None;
    }
    let rows = sums
        .iter()
        .map(|sum| {
            let CollectedSum { id, source, amount, at, is_void } = sum.clone();
            let end = match (is_void, keeps) {
                (true, _) => view! { <StatePill tone="soft" icon="undo" text=t!("collection-struck") /> }.into_any(),
                (false, true) => view! {
                    <RowForm to=format!("/desk/aid/sums/{id}/strike")>
                        <button class="btn btn-quiet btn-small" aria-label=t!("collection-strike-of", amount = yuan(amount))>{t!("collection-strike")}</button>
                    </RowForm>
                }
                .into_any(),
                (false, false) => ().into_any(),
            };
            view! {
                <li class="row">
                    <span class="row-main"><b class="num">{yuan(amount)}</b><small>{lang().named("aid-source", source.as_str())}" · "<Near at /></small></span>
                    <span class="row-end">{end}</span>
                </li>
            }
        })
        .collect_view();
    Some(
        view! {
            <section class="stack" aria-labelledby="sums"><h2 id="sums">{t!("collection-sums")}</h2><ul class="rows">{rows}</ul></section>
        }
        .into_any(),
    )
}

/// Renders hand-overs with both signatures, where the reader sees them.
pub(super) fn hand_overs(hand_overs: &[HandOver]) -> Option<AnyView> {
    if hand_overs.is_empty() {
        return None;
    }
    let rows = hand_overs
        .iter()
        .map(|one| {
            let HandOver { amount, at, how, signer, witness, is_reversed, .. } = one.clone();
            let signed = (!signer.is_empty()).then(|| t!("collection-signed", one = signer, other = witness));
            view! {
                <li class="row">
                    <span class="row-main">
                        <b class="num">{yuan(amount)}</b>
                        <small>{lang().named("hand-over-how", how.as_str())}" · "<Near at /></small>
                        {signed.map(|line| view! { <small>{line}</small> })}
                    </span>
                    {is_reversed.then(|| view! { <span class="row-end"><StatePill tone="soft" icon="undo" text=t!("aid-reversed") /></span> })}
                </li>
            }
        })
        .collect_view();
    Some(
        view! {
            <section class="stack" aria-labelledby="handed"><h2 id="handed">{t!("collection-hand-overs")}</h2><ul class="rows">{rows}</ul></section>
        }
        .into_any(),
    )
}

fn close(id: i64) -> impl IntoView {
    let to = format!("/desk/aid/collections/{id}/close");
    let ends = value_choices("collection-end", CollectionEnd::ALL.iter().map(|end| end.as_str()));
    view! {
        <More summary=t!("collection-close") to=to.clone()>
            <ActionForm to=to>
                <Choice name="outcome" label=t!("collection-end") options=ends />
                <Submit label=t!("collection-close-do") tone="soft" />
            </ActionForm>
        </More>
    }
}
