//! Walk-ins: a family without an order, found by card or name, takes goods at once.

use domain::{
    ledger::Location,
    orders::{MOST_LINES, MOST_UNITS, Wanted},
    permission::Action,
    stock::lists::{ListKind, ListSubject},
};
use leptos::prelude::*;
use store::orders::{
    basket::BasketLine,
    walk_in::{AtCounter, Guest},
};

use crate::{
    components::{ActionForm, Banner, Cells, Empty, Field, Icon, Scan, Scanned, Submit, Tile, scanned, tint},
    functions::stock::ScanTarget,
    i18n::{alias, date_near, item_title, lang},
    islands::ScanField,
    pages::{
        orders::{actions::size_of, counter::list::shop_choice},
        stock::{lists, receiving::receive_rows},
    },
    web::{Cx, Here, Page, Shown},
};

/// Renders `GET /shop/walk-in`, and again when there is not exactly one hit.
pub async fn page(cx: Cx) -> Shown {
    let shops = cx.store.shops(&cx.actor, Action::KeepStock).await?;
    let location = if cx.form.is_posted() { cx.field_i64("location") } else { cx.shop() };
    let asked = cx.form.is_posted() && cx.form.error.is_none();
    let found = match asked {
        // Same request id as in the action: same answer, one audit entry.
        true => Some(cx.store.walk_in_find(&cx.by(), cx.field("family").to_owned()).await?),
        false => None,
    };
    let may_keep = !shops.is_empty();
    Ok(Page::new(cx.lang.t("walk-in-title"), Here::Orders, move || {
        if !may_keep {
            return view! { <Empty title=t!("walk-in-no-shop") action=("/shop", t!("shop-back")) /> }.into_any();
        }
        view! {
            {found.map(|guests| several(guests, location))}
            {find_form(&shops, location)}
        }
        .into_any()
    })
    .back("/shop/orders")
    .narrow()
    .no_index())
}

fn find_form(shops: &[Location], location: i64) -> impl IntoView + use<> {
    let place = shop_choice(shops, location);
    view! {
        <ScanField>
            <ActionForm to="/shop/walk-in">
                {place}
                <Field
                    name="family" label=t!("field-family") hint=t!("walk-in-hint") autocomplete="off" required=true
                    max_length=160 ready=true
                />
                <button type="button" class="btn btn-quiet" hidden data-wake="BarcodeDetector" data-scan>
                    <Icon name="scan" />
                    {t!("scan")}
                </button>
                <div class="thumb-bar">
                    <p class="note">{t!("walk-in-note")}</p>
                    <Submit label=t!("walk-in-find") icon="search" wide=true />
                </div>
            </ActionForm>
            <video class="scan" hidden playsinline muted aria-label=t!("scan-view")></video>
        </ScanField>
    }
}

/// Lists several families of one name, or says that this shop serves none.
fn several(guests: Vec<Guest>, location: i64) -> AnyView {
    if guests.is_empty() {
        return view! { <Banner tone="amber">{t!("walk-in-none")}</Banner> }.into_any();
    }
    let rows = guests
        .into_iter()
        .map(|guest| {
            let to = format!("/shop/walk-in/{}?location={location}", guest.household);
            view! {
                <li><a class="row" href=to>
                    <span class="row-main"><b>{guest.masked}</b><small>{alias(&guest.alias)}</small></span>
                    <span class="row-end"><small class="num">"#"{guest.household}</small></span>
                </a></li>
            }
        })
        .collect_view();
    view! {
        <p role="status">{t!("walk-in-several")}</p>
        <ul class="rows">{rows}</ul>
    }
    .into_any()
}

/// Renders `GET /shop/walk-in/{id}?location`, and again while goods are scanned.
pub async fn family(cx: Cx) -> Shown {
    let household = cx.id("id")?;
    let shops = cx.store.shops(&cx.actor, Action::KeepStock).await?;
    let asked = if cx.form.is_posted() { cx.field_i64("location") } else { cx.query_i64("location") };
    let place = match (asked, shops.as_slice()) {
        (0, [only]) => only.id,
        (id, shops) => shops.iter().find(|shop| shop.id == id).ok_or(domain::Error::NotFound)?.id,
    };
    let of = ListSubject { kind: ListKind::WalkIn, subject: 0, household };
    let (cx, list) = lists::open(&cx, of, place, &format!("/shop/walk-in/{household}")).await?;
    let goods = scanned(&cx).await?;
    let wanted: Vec<Wanted> = goods.iter().filter_map(|line| wanted(&cx, line)).take(MOST_LINES).collect();
    let at = cx.store.walk_in(&cx.actor, household, place, &wanted).await?;
    let form = cx.form.clone();
    Ok(Page::new(cx.lang.t("walk-in-title"), Here::Orders, move || {
        let to = format!("/shop/walk-in/{household}");
        let fields = list.fields();
        view! {
            {head(&at)}
            {list.head(&format!("/shop/walk-in/{household}?location={place}"))}
            <p><a class="btn btn-quiet" href=format!("/shop/loans/new?household={household}&location={place}")><Icon name="calendar" />{t!("loans-lend")}</a></p>
            <ActionForm to=to>
                <Scan lines=goods more=cells() target=ScanTarget::WalkIn sums=running(&at) />
                {fields}
                <input type="hidden" name="location" value=place />
                {sums(&at)}
                <div class="thumb-bar">
                    <p class="note">{t!("walk-in-issue-note")}</p>
                    <Submit label=t!("walk-in-issue") icon="check" wide=true />
                </div>
            </ActionForm>
        }
    })
    .filled(form)
    .back(format!("/shop/walk-in?location={place}"))
    .narrow()
    .no_index())
}

fn wanted(cx: &Cx, line: &Scanned) -> Option<Wanted> {
    let found = line.found.as_ref()?;
    let (size, quantity) = (size_of(cx, &line.code, found), line.count.clamp(1, MOST_UNITS));
    let fits = found.item.has_size(&size);
    fits.then_some(Wanted { item: found.item.id, size, quantity })
}

/// Returns the cells of a scanned row: the size its code does not tell, and its price.
pub(crate) fn cells() -> Cells {
    Box::new(|line| {
        let size = receive_rows::size_cell(line);
        let price = line.and_then(|line| line.found.as_ref()).map(|found| found.item.terms.points).filter(|n| *n > 0);
        let price = price.map(|n| view! { <small class="num" data-points=n>{t!("free-points", n = n)}</small> });
        view! { {size}{price} }.into_any()
    })
}

/// Renders the running total, which a script updates while goods are scanned.
fn running(at: &AtCounter) -> AnyView {
    let (total, have) = (at.total(), at.guest.points);
    let short = t!("walk-in-over", n = have);
    view! {
        <p class="scan-sum">{t!("basket-total")}" "<b class="num" data-points-sum>{total.to_string()}</b>" "{t!("points-unit")}</p>
        <p class="banner banner-amber" role="status" data-points-have=have hidden=total <= have>{short}</p>
    }
    .into_any()
}

pub(crate) fn head(at: &AtCounter) -> impl IntoView + use<> {
    let AtCounter { guest, place, .. } = at.clone();
    let initial: String = guest.masked.chars().take(1).collect();
    view! {
        <section class="card">
            <div class="cluster">
                <span class="avatar" aria-hidden="true">{initial}</span>
                <p class="row-main">
                    <b>{guest.masked}</b>
                    <small>{alias(&guest.alias)}" · #"{guest.household}" · "{place.name}</small>
                </p>
                <p><b class="num">{t!("free-points", n = guest.points)}</b></p>
            </div>
        </section>
    }
}

/// Renders the price of each line and what prevents it, known once the scanned rows are posted.
fn sums(at: &AtCounter) -> Option<impl IntoView + use<>> {
    let rows = at.lines.iter().map(line).collect_view();
    (!at.lines.is_empty()).then(|| {
        view! {
            <section class="card">
                <ul class="rows">{rows}</ul>
            </section>
        }
    })
}

fn line(line: &BasketLine) -> impl IntoView + use<> {
    let (item, size) = (&line.shelf.item, &line.shelf.size);
    let title = item_title(&item.key, &item.name, item.id, size);
    let costs = t!("basket-costs", n = item.terms.points, of = line.quantity, sum = item.terms.points * line.quantity);
    let rule = line.shelf.allowance.map(|a| t!("walk-in-allowance", n = a.left(), units = a.units, days = a.days));
    let wrong = line.refused().map(|code| {
        let until = line.shelf.allowance.filter(|a| a.free != 0 && code == domain::Code::LimitReached);
        let until = until.map(|a| t!("free-again", day = date_near(a.free)));
        format!("{} {}", lang().refusal(code), until.unwrap_or_default())
    });
    view! {
        <li>
            <div class=format!("row {}", tint(item.category))>
                <Tile key=item.key.clone() item_photo=item.photo size="small" />
                <span class="row-main">
                    <b>{title}</b>
                    <small class="num">{costs}</small>
                    {rule.map(|rule| view! { <small>{rule}</small> })}
                    {wrong.map(|wrong| view! { <small class="error"><Icon name="alert" />{wrong}</small> })}
                </span>
            </div>
        </li>
    }
}
