//! One recall: what is left to do, the units in shops, and the families that have some.

use domain::{
    ledger::Place,
    permission::Action,
    stock::recalls::{RecallFile, RecallHome, RecallLot, RecallOutcome, RecallState, RecallStock},
};
use leptos::prelude::*;

use super::{
    super::{
        pieces::best_before,
        words::{grouped, place},
    },
    list::pill,
};
use crate::{
    components::{ActionForm, Banner, Choice, Fact, Facts, Icon, Near, Select, Stepper, Submit, Table},
    i18n::{item_title, lang},
    pages::audit::{History, history},
    web::{Cx, Here, Page, Shown},
};

/// Renders `GET /shop/recalls/{id}?home`, and again after one of its forms is refused.
pub async fn page(cx: Cx) -> Shown {
    let (id, home) = (cx.id("id")?, cx.query_i64("home"));
    shown(cx, id, home).await
}

/// The recall of a form about a family that was refused.
pub async fn refused_home(cx: Cx) -> Shown {
    let (recall, home) = (cx.field_i64("recall"), cx.id("id")?);
    shown(cx, recall, home).await
}

async fn shown(cx: Cx, id: i64, home: i64) -> Shown {
    let file = cx.store.recall(&cx.actor, id).await?;
    let shops: Vec<i64> = match cx.actor.may_somewhere(Action::KeepStock) {
        true => cx.store.shops(&cx.actor, Action::KeepStock).await?.iter().map(|shop| shop.id).collect(),
        false => Vec::new(),
    };
    let (tells, settles) = (cx.actor.may_somewhere(Action::KeepHouseholds), cx.actor.may_somewhere(Action::HandOver));
    let history = history(&cx, "recall", id).await?;
    let download = format!("/shop/recalls/{id}/file");
    let title = cx.lang.tf("recall-title", &[("n", id.into())]);
    Ok(Page::new(title, Here::Moving, move || {
        let open = file.recall.state == RecallState::Open;
        let chosen = file.homes.iter().find(|one| open && settles && one.id == home && one.open() > 0);
        // One form on the page: that of the family that was chosen, else that of the shop.
        let form = match chosen {
            Some(home) => Some(home_form(home, file.recall.id)),
            None if open => settle_form(&file, &shops),
            None => None,
        };
        view! {
            {head(&file)}
            {form}
            {stock(&file)}
            {homes(&file, open && tells, open && settles)}
            {history.map(History::drawn)}
        }
    })
    .back("/shop/recalls")
    .tools(move || {
        view! {
            <a class="btn btn-quiet no-print" href=download download="" rel="nofollow"><Icon name="download" />{lang().named("export", "xlsx")}</a>
            <button type="button" class="btn btn-quiet" hidden data-wake="print" data-print>{t!("labels-print")}</button>
        }
    })
    .no_index())
}

fn lot_words(lot: &RecallLot) -> AnyView {
    let (title, number, expires) =
        (item_title(&lot.key, &lot.name, lot.item, &lot.size), lot.lot, best_before(lot.expires));
    let receipt = (lot.receipt != 0).then(|| {
        let to = format!("/shop/receipts/{}", lot.receipt);
        view! { " · "<a href=to>{t!("lot-receipt", n = format!("#{}", lot.receipt))}</a> }
    });
    view! { <li><b>{title}</b>" "<small class="soft">{t!("stock-lot", n = number.to_string())}" "{expires}{receipt}</small></li> }.into_any()
}

fn head(file: &RecallFile) -> impl IntoView + use<> {
    let recall = file.recall.clone();
    let lots = file.lots.iter().map(lot_words).collect_view();
    let told = file.homes.iter().filter(|home| home.told > 0).count();
    let families = file.homes.len();
    view! {
        <section class="card">
            <div class="cluster"><b>{recall.reason}</b>{pill(recall.state)}</div>
            <ul>{lots}</ul>
            <Facts>
                <Fact name=t!("recall-opened")>{recall.opened_by}" "<Near at=recall.opened /></Fact>
                <Fact name=t!("recall-in-shops")>{grouped(recall.in_shops)}</Fact>
                <Fact name=t!("recall-at-homes")>{t!("recall-of", n = grouped(recall.at_homes), of = grouped(recall.of_homes))}</Fact>
                {(families > 0).then(|| view! { <Fact name=t!("recall-told-families")>{t!("recall-of", n = told, of = families)}</Fact> })}
                {(recall.ended != 0).then(|| view! { <Fact name=t!("recall-ended")><Near at=recall.ended /></Fact> })}
            </Facts>
        </section>
    }
}

fn outcomes(all: &[RecallOutcome]) -> Vec<(String, String, String)> {
    all.iter()
        .map(|outcome| {
            let name = outcome.as_str();
            (name.to_owned(), lang().named("recall-outcome", name), String::new())
        })
        .collect()
}

/// Renders the form for units in the quarantine of the actor's shops.
fn settle_form(file: &RecallFile, shops: &[i64]) -> Option<AnyView> {
    let mine = |unit: &&RecallStock| {
        unit.place == Place::Quarantine && shops.contains(&unit.location) && unit.quantity > unit.kept
    };
    let options: Vec<(String, String)> = file
        .stock
        .iter()
        .filter(mine)
        .map(|unit| {
            let words = t!(
                "recall-units",
                lot = unit.lot.to_string(),
                place = unit.location_name.clone(),
                n = grouped(unit.quantity - unit.kept)
            );
            (format!("{}-{}", unit.lot, unit.location), words)
        })
        .collect();
    let most = file.stock.iter().filter(mine).map(|unit| unit.quantity - unit.kept).max()?;
    let first = options.first().map(|(value, _)| value.clone()).unwrap_or_default();
    let start = file.stock.iter().find(mine).map_or(1, |unit| unit.quantity - unit.kept);
    Some(
        view! {
            <section class="card no-print" id="settle">
                <h2>{t!("recall-settle")}</h2>
                <ActionForm to=format!("/shop/recalls/{}/settle", file.recall.id)>
                    <Select name="units" label=t!("recall-which") options value=first />
                    <Stepper name="quantity" label=t!("stock-how-many") max=most value=start />
                    <Choice name="outcome" label=t!("recall-outcome") options=outcomes(&RecallOutcome::IN_SHOP) value="" side=true />
                    <p class="hint">{t!("recall-kept-hint")}</p>
                    <Submit label=t!("recall-settle-do") wide=true />
                </ActionForm>
            </section>
        }
        .into_any(),
    )
}

/// Links units that are bound to a claim, an order, a transfer or a loan to it.
fn bound(unit: &RecallStock) -> AnyView {
    let n = unit.owner;
    let (to, words) = match unit.place {
        Place::Reserved => (format!("/shop/claims/{n}"), t!("stock-claim", n = format!("#{n}"))),
        Place::Ordered => (format!("/shop/orders/{n}"), t!("stock-order", n = format!("#{n}"))),
        Place::Transit => (format!("/shop/transfers/{n}"), t!("recall-transfer", n = format!("#{n}"))),
        Place::Lent => (format!("/shop/loans/{n}"), t!("recall-loan", n = format!("#{n}"))),
        _ => return ().into_any(),
    };
    view! { <a class="link" href=to>{words}</a> }.into_any()
}

fn stock(file: &RecallFile) -> AnyView {
    if file.stock.is_empty() {
        return view! { <p class="soft">{t!("recall-nothing-in-shops")}</p> }.into_any();
    }
    let bound_units = file.stock.iter().any(|unit| unit.place != Place::Quarantine);
    let rows = file
        .stock
        .iter()
        .map(|unit| {
            let (lot, shop, n) = (unit.lot, unit.location_name.clone(), grouped(unit.quantity));
            let kept = (unit.kept > 0).then(|| t!("recall-kept-here", n = grouped(unit.kept)));
            view! {
                <tr>
                    <th scope="row">"#"{lot}</th>
                    <td data-label=t!("stock-location")>{shop}</td>
                    <td data-label=t!("stock-place")><span>{place(unit.place)}" "{bound(unit)}</span></td>
                    <td class="num" data-label=t!("field-quantity")>{n}{kept.map(|kept| view! { " "<small>{kept}</small> })}</td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <h2>{t!("recall-in-shops")}</h2>
        {bound_units.then(|| view! { <Banner>{t!("recall-bound-text")}</Banner> })}
        <Table label=t!("recall-in-shops") heads=view! {
            <th scope="col">{t!("stock-lot-head")}</th>
            <th scope="col">{t!("stock-location")}</th>
            <th scope="col">{t!("stock-place")}</th>
            <th scope="col" class="num">{t!("field-quantity")}</th>
        }>{rows}</Table>
    }
    .into_any()
}

/// Renders the form for what became of a family's units.
fn home_form(home: &RecallHome, recall: i64) -> AnyView {
    let (to, open, household) = (format!("/shop/recall-homes/{}/settle", home.id), home.open(), home.household);
    view! {
        <section class="card no-print" id="settle">
            <h2>{t!("recall-home-title", n = format!("#{household}"))}</h2>
            <ActionForm to=to>
                <input type="hidden" name="recall" value=recall />
                <Stepper name="quantity" label=t!("stock-how-many") max=open value=open />
                <Choice name="outcome" label=t!("recall-outcome") options=outcomes(RecallOutcome::ALL) value="" side=true />
                <Submit label=t!("recall-settle-do") wide=true />
            </ActionForm>
        </section>
    }
    .into_any()
}

fn homes(file: &RecallFile, tells: bool, settles: bool) -> AnyView {
    if file.recall.of_homes == 0 {
        return ().into_any();
    }
    if file.homes.is_empty() {
        return view! { <h2>{t!("recall-at-homes")}</h2><p class="soft">{t!("recall-homes-elsewhere")}</p> }.into_any();
    }
    let recall = file.recall.id;
    let rows = file.homes.iter().map(|home| home_row(home, recall, tells, settles)).collect_view();
    view! { <h2>{t!("recall-at-homes")}</h2><ul class="rows">{rows}</ul> }.into_any()
}

fn home_row(home: &RecallHome, recall: i64, tells: bool, settles: bool) -> impl IntoView + use<> {
    let (household, open, told) = (home.household, home.open(), home.told);
    let family = match home.size {
        0 => t!("alias-a-family"),
        n => t!("alias-family", n = n),
    };
    let caseworker = if home.caseworker.is_empty() { t!("recall-no-caseworker") } else { home.caseworker.clone() };
    let units = t!("recall-home-units", lot = home.lot.to_string(), n = grouped(home.quantity));
    let done = [
        (RecallOutcome::Destroyed, home.destroyed),
        (RecallOutcome::Returned, home.returned),
        (RecallOutcome::Kept, home.kept),
        (RecallOutcome::Used, home.used),
    ]
    .into_iter()
    .filter(|(_, n)| *n > 0)
    .map(|(outcome, n)| format!("{} {}", lang().named("recall-outcome", outcome.as_str()), grouped(n)))
    .collect::<Vec<_>>()
    .join(" · ");
    let tell = (tells && told == 0).then(|| {
        view! {
            <ActionForm to=format!("/shop/recall-homes/{}/tell", home.id) class="cluster no-print">
                <input type="hidden" name="recall" value=recall />
                <Submit label=t!("recall-tell") tone="soft" small=true />
            </ActionForm>
        }
    });
    let to = format!("/shop/recalls/{recall}?home={}#settle", home.id);
    let settle = (settles && open > 0)
        .then(|| view! { <a class="btn btn-quiet btn-small no-print" href=to>{t!("recall-home-settle")}</a> });
    view! {
        <li>
            <div class="row">
                <span class="row-main">
                    <b>{family}</b>" "<small class="num">"#"{household}</small>
                    <small>{units}</small>
                    <small>{t!("recall-caseworker", name = caseworker)}</small>
                    {(told > 0).then(|| view! { <small>{t!("recall-told")}" "<Near at=told /></small> })}
                    {(!done.is_empty()).then(|| view! { <small>{done}</small> })}
                </span>
                <span class="row-end">{tell}{settle}</span>
            </div>
        </li>
    }
}
