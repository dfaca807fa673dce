//! Filling open wishes from stock: the list of wishes the shelves can fill, and one of them.

use domain::{
    Error,
    permission::Action,
    tables::{StockColumn, filters::ListKind},
    wishes::Wish,
};
use leptos::prelude::*;
use store::{
    claims::fill::{Fill, FillWish},
    stock::shelves::FittingLot,
};

use crate::{
    components::{
        ActionForm, Choice, Empty, Fact, Facts, Row, Split, Stepper, Submit, Tile,
        tables::{
            Column, DataTable, Line,
            bulk::{self, Verdicts},
        },
        tint, waited_pill,
    },
    i18n::{alias, lang, wish_title},
    pages::stock::{
        transfers::kits,
        words::{condition, grouped, origin},
    },
    web::{Cx, Here, Page, Shown},
};

/// Renders `GET /shop/fill`.
pub async fn list(cx: Cx) -> Shown {
    shown(cx, Verdicts::default()).await
}

/// Renders the list again after the step for selected wishes was refused as a whole.
pub async fn unfilled(cx: Cx) -> Shown {
    shown(cx.at(ListKind::Fill.path()), Verdicts::default()).await
}

/// Handles `POST /shop/fill/picked`: sets goods aside for each of the selected wishes, from the caller's own shop if it
/// has chosen one.
///
/// # Errors
/// Not allowed without a role that keeps stock; field `pick` without a wish. What is wrong with one of them is its
/// verdict.
pub async fn fill_picked(cx: Cx) -> Shown {
    cx.actor.must_somewhere(Action::KeepStock)?;
    let (by, location, mut verdicts) = (cx.by(), cx.shop(), Verdicts::default());
    for one in bulk::picked(&cx)? {
        // The box names as many units as the list showed, so that a second click asks for the same.
        let fill = Fill { location, quantity: one.version, ..Fill::default() };
        let done = cx.store.run(&bulk::by_row(&by, one.id), FillWish { wish: one.id, fill }).await;
        verdicts.note(one.id, done.map_err(Error::from))?;
    }
    shown(cx.at(ListKind::Fill.path()), verdicts).await
}

async fn shown(cx: Cx, verdicts: Verdicts) -> Shown {
    let wishes = cx.store.fillable(&cx.actor).await?;
    let kits = cx.store.kits_at_hand(&cx.actor, cx.shop(), "").await?;
    let columns = vec![
        Column::text("thing", cx.lang.t("table-wish")),
        Column::text("family", cx.lang.t("table-family")),
        Column::text("area", cx.lang.t("field-area")),
        Column::number("left", cx.lang.t("table-left")),
        Column::number("shelf", cx.lang.t("table-on-shelf")),
        Column::mark("waiting", cx.lang.t("table-waiting")),
    ];
    let title = cx.lang.t("shop-fill-title");
    let table = DataTable::of::<StockColumn>(&cx, ListKind::Fill, title.clone(), columns, None);
    Ok(Page::new(title, Here::Fill, move || {
        let said = verdicts.drawn("/shop/fill");
        let kits = kits::at_hand(kits);
        if wishes.is_empty() {
            return view! {
                {said}
                <Empty title=t!("shop-fill-empty") action=("/shop/receive", t!("shop-fill-empty-action"))>{t!("shop-fill-empty-text")}</Empty>
                {kits}
            }
            .into_any();
        }
        let button = view! { <Submit label=t!("fill-picked") tone="soft" small=true /> };
        let lines = wishes.iter().map(|(wish, stock)| line(wish, *stock)).collect();
        view! {
            {said}
            <p class="soft">{t!("shop-fill-text")}</p>
            {bulk::form("/shop/fill/picked".into(), button.into_any())}
            <div class="only-wide">{table.drawn(lines, &verdicts, None)}</div>
            <div class="only-phone">{rows(&wishes, 0)}</div>
            {kits}
        }
        .into_any()
    })
    .wide()
    .no_index())
}

/// Renders a wish as a row; its box asks for as many units as it lacks and the shelves have.
fn line(wish: &Wish, stock: i64) -> Line {
    let cells = vec![
        alias(&wish.alias).into_any(),
        wish.area_name.clone().into_any(),
        grouped(wish.remaining).into_any(),
        grouped(stock).into_any(),
        waited_pill(wish.submitted),
    ];
    Line {
        id: wish.id,
        to: format!("/shop/fill/{}", wish.id),
        title: wish_title(wish),
        note: None,
        pick: Some(format!("{}:{}", wish.id, wish.remaining.min(stock))),
        cells,
    }
}

/// Renders `GET /shop/fill/{id}`, and again after it is refused.
pub async fn page(cx: Cx) -> Shown {
    cx.actor.must_somewhere(Action::KeepStock)?;
    let id = cx.id("id")?;
    let wish = cx.store.wish_to_fill(&cx.actor, id).await?;
    let lots = cx.store.fitting(&cx.actor, id).await?;
    let others = cx.store.fillable(&cx.actor).await?;
    Ok(Page::new(cx.lang.thing(&wish.key, &wish.size, &wish.title), Here::Fill, move || {
        let record = record(&wish, &lots);
        view! { <Split record_open=true list=rows(&others, wish.id) record /> }
    })
    .back("/shop/fill")
    .no_index())
}

fn rows(wishes: &[(Wish, i64)], current: i64) -> AnyView {
    let rows = wishes
        .iter()
        .map(|(wish, stock)| {
            let title = t!("shop-units-of", title = wish_title(wish), n = wish.remaining);
            let line = format!("{} · {}", alias(&wish.alias), wish.area_name);
            let (to, stock, since) = (format!("/shop/fill/{}", wish.id), grouped(*stock), wish.submitted);
            view! {
                <Row to picture=wish.key.clone() tint=tint(wish.category) title line current=wish.id == current>
                    {waited_pill(since)}
                    <small>{t!("shop-fill-on-shelf", n = stock)}</small>
                </Row>
            }
        })
        .collect_view();
    view! { <ul class="rows">{rows}</ul> }.into_any()
}

fn record(wish: &Wish, lots: &[FittingLot]) -> AnyView {
    let (words, area, quantity) = (wish.words.clone(), wish.area_name.clone(), wish.quantity);
    let form = match (lots.first(), wish.remaining) {
        (_, ..=0) => view! { <Empty title=t!("shop-fill-taken") action=("/shop/fill", t!("shop-fill-back"))>{t!("shop-fill-taken-text")}</Empty> }.into_any(),
        (None, _) => view! { <Empty title=t!("shop-fill-gone") action=("/shop/fill", t!("shop-fill-back"))>{t!("shop-fill-gone-text")}</Empty> }.into_any(),
        (Some(first), left) => fill_form(wish.id, first, lots, left),
    };
    view! {
        <article class="split-record">
            <div class=format!("cluster {}", tint(wish.category))>
                <Tile key=wish.key.clone() />
                <p class="row-main">
                    <b>{t!("wish-left", n = wish.remaining)}</b>
                    <span>{alias(&wish.alias)}</span>
                    <span class="cluster">{waited_pill(wish.submitted)}</span>
                </p>
            </div>
            {(!words.is_empty()).then(|| view! { <blockquote class="quote"><p>{words}</p></blockquote> })}
            <Facts>
                <Fact name=t!("wish-area")>{area}</Fact>
                <Fact name=t!("wish-wanted")>{t!("wish-units", n = quantity)}</Fact>
            </Facts>
            {form}
        </article>
    }
    .into_any()
}

/// Renders the lots that fit, with the one to use first preselected.
fn fill_form(wish: i64, first: &FittingLot, lots: &[FittingLot], left: i64) -> AnyView {
    let options = lots
        .iter()
        .map(|lot| {
            let text = t!("shop-fill-lot", place = lot.location_name.clone(), n = grouped(lot.quantity));
            (lot_value(lot), text, lot_words(lot))
        })
        .collect();
    let (start, proposed) = (lot_value(first), first.quantity);
    let most = lots.iter().map(|lot| lot.quantity).max().unwrap_or(1).min(left);
    view! {
        <ActionForm to=format!("/shop/fill/{wish}")>
            <Choice name="lot" label=t!("shop-fill-which") options value=start />
            <Stepper name="quantity" label=t!("field-quantity") max=most value=most.min(proposed) />
            <div class="thumb-bar">
                <p class="note">{t!("shop-fill-note")}</p>
                <Submit label=t!("shop-fill-do") icon="gift" wide=true />
            </div>
        </ActionForm>
    }
    .into_any()
}

/// Returns lot and location as one value, because one lot may lie in several shops.
fn lot_value(lot: &FittingLot) -> String {
    format!("{}-{}", lot.lot, lot.location)
}

/// Describes a lot: `全新 · 单位捐赠 · 保质期 3 月 1 日`.
fn lot_words(lot: &FittingLot) -> String {
    let expires = (lot.expires != 0).then(|| t!("shop-fill-expires", date = crate::i18n::date_near(lot.expires)));
    let parts = [
        Some(condition(lot.condition)),
        Some(origin(lot.origin)),
        expires,
        Some(lang().tf("stock-lot", &[("n", lot.lot.into())])),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}
