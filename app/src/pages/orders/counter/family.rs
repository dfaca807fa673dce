//! One family at the counter: what waits for it, handed over in one step, its basket, and what it may still take.

use domain::{
    Code, Error, Result, claims::ClaimState, ledger::Location, lending::Loan, orders::Order, permission::Action,
};
use leptos::prelude::*;
use store::{
    orders::walk_in::Guest,
    search::counter_file::{BasketGoods, CounterFile},
};

use super::list::contents;
use crate::{
    components::{
        ActionForm, Banner, Empty, Field, Icon, Submit, Tile,
        tables::bulk::{Verdicts, by_row},
        tint,
    },
    i18n::{alias, date_near, item_title, lang},
    islands::ScanField,
    pages::{lending, stock::pieces::claim_rows},
    web::{Cx, Form, Here, Page, Shown, scene},
};

/// Goods that one box of the form stands for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Ready {
    Claim(i64),
    Order(i64),
}

impl Ready {
    /// Reads the value of a box.
    fn read(text: &str) -> Option<Ready> {
        let (kind, id) = text.split_once(':')?;
        let id = id.parse().ok().filter(|id| *id > 0)?;
        match kind {
            "claim" => Some(Ready::Claim(id)),
            "order" => Some(Ready::Order(id)),
            _ => None,
        }
    }

    fn value(self) -> String {
        match self {
            Ready::Claim(id) => format!("claim:{id}"),
            Ready::Order(id) => format!("order:{id}"),
        }
    }

    /// Number in the verdicts, which know one kind of record only.
    fn key(self) -> i64 {
        match self {
            Ready::Claim(id) => id,
            Ready::Order(id) => -id,
        }
    }
}

/// What became of the lines of a step.
#[derive(Default)]
struct Handed {
    done: i64,
    verdicts: Verdicts,
}

/// Renders `GET /shop/families/{id}`.
pub async fn page(cx: Cx) -> Shown {
    let household = cx.id("id")?;
    show(cx, household).await
}

/// Renders the family again after the step was refused as a whole.
pub async fn unhanded(cx: Cx) -> Shown {
    let household = cx.id("id")?;
    show(cx.at(&format!("/shop/families/{household}")), household).await
}

/// Renders one family; the search shows it too when it is the only hit.
pub(crate) async fn show(cx: Cx, household: i64) -> Shown {
    shown(cx, household, Handed::default()).await
}

/// Handles `POST /shop/families/{id}/hand-over`: hands over what is ticked, each line by its own code or by the card of
/// the family. A line without a code stays where it is, unless the card is there for it.
///
/// # Errors
/// Not allowed without a role that keeps stock; field `card` without any code or card. What is wrong with one line is
/// its verdict.
pub async fn hand_over(cx: Cx) -> Shown {
    cx.actor.must_somewhere(Action::KeepStock)?;
    let household = cx.id("id")?;
    let (by, card, mut handed) = (cx.by(), cx.field("card").to_owned(), Handed::default());
    let mut tried = 0;
    for line in cx.fields("pick").into_iter().filter_map(Ready::read) {
        // A scanned code may be a URL; only its last part counts.
        let code = typed_code(&cx.form, line);
        let code = code.rsplit(['/', '=']).next().unwrap_or_default().to_owned();
        if code.is_empty() && card.is_empty() {
            continue;
        }
        tried += 1;
        let by = by_row(&by, line.key());
        let done = match (line, code.is_empty()) {
            (Ready::Claim(id), false) => cx.store.claim_hand_over(&by, id, code).await,
            (Ready::Claim(id), true) => cx.store.claim_hand_over_by_card(&by, id, card.clone()).await,
            (Ready::Order(id), false) => cx.store.order_hand_over(&by, id, code).await,
            (Ready::Order(id), true) => cx.store.order_hand_over_by_card(&by, id, card.clone()).await,
        };
        handed.done += i64::from(done.is_ok());
        handed.verdicts.note(line.key(), done.map_err(Error::from))?;
    }
    if tried == 0 {
        return Err(Error::field("card", Code::Required));
    }
    shown(cx.at(&format!("/shop/families/{household}")), household, handed).await
}

/// Returns the code that was typed beside a line: each line sends its name and its code, ticked or not.
fn typed_code(form: &Form, line: Ready) -> String {
    let all = |name: &'static str| form.values.iter().filter(move |(key, _)| key == name).map(|(_, text)| text.trim());
    let mut lines = all("line").zip(all("code"));
    lines.find(|(name, _)| *name == line.value()).map_or_else(String::new, |(_, code)| code.to_owned())
}

/// Returns the shops from which the family can take goods for points: the caller's own, or all of its areas.
async fn places(cx: &Cx) -> Result<Vec<Location>> {
    let shops = cx.store.shops(&cx.actor, Action::KeepStock).await?;
    let own: Vec<Location> = shops.iter().filter(|shop| shop.id == cx.shop()).cloned().collect();
    Ok(if own.is_empty() { shops } else { own })
}

async fn shown(cx: Cx, household: i64, handed: Handed) -> Shown {
    let file = cx.store.counter_file(&cx.actor, household).await?;
    let places = places(&cx).await?;
    let title = cx.lang.tf("counter-family-title", &[("n", household.to_string().into())]);
    Ok(Page::new(title, Here::Counter, move || {
        let (ready, others): (Vec<_>, Vec<_>) = file
            .claims
            .iter()
            .cloned()
            .partition(|file| file.claim.state == ClaimState::Arrived && !file.claim.awaiting_check);
        let idle = file.claims.is_empty() && file.orders.is_empty() && file.loans.is_empty();
        let rows: Vec<AnyView> = ready
            .iter()
            .map(|file| {
                let claim = &file.claim;
                let title = t!(
                    "shop-units-of",
                    title = lang().thing(&claim.key, &claim.size, &claim.title),
                    n = claim.quantity
                );
                let note = format!("#{} · {}", claim.id, file.location_detail.name);
                line(Ready::Claim(claim.id), &format!("/shop/claims/{}", claim.id), title, note, &handed)
            })
            .chain(file.orders.iter().map(|order| order_line(order, &handed)))
            .collect();
        let done = handed.done;
        view! {
            {(done > 0).then(|| view! { <Banner tone="tea">{t!("counter-handed-over", n = done)}</Banner> })}
            {head(&file.guest)}
            {take_links(household, &places)}
            {idle.then(|| view! { <Empty title=t!("counter-family-idle")>{t!("counter-family-idle-text")}</Empty> })}
            {(!rows.is_empty()).then(|| form(household, rows))}
            {(!others.is_empty()).then(|| view! {
                <section class="stack"><h2>{t!("counter-family-coming")}</h2>{claim_rows(others, "", 0)}</section>
            })}
            {loans(&file.loans)}
            {basket(&file.basket)}
            {year(&file)}
            {limits(&file)}
        }
    })
    .back("/shop")
    .no_index())
}

fn head(guest: &Guest) -> impl IntoView + use<> {
    let Guest { masked, alias: who, household, points } = guest.clone();
    let initial: String = masked.chars().take(1).collect();
    view! {
        <section class="card">
            <div class="cluster">
                <span class="avatar" aria-hidden="true">{initial}</span>
                <p class="row-main">
                    <b>{masked}</b>
                    <small>{alias(&who)}" · "{t!("desk-household-number", n = household.to_string())}</small>
                </p>
                <p><b class="num">{t!("free-points", n = points)}</b></p>
            </div>
            <p class="note">{t!("counter-family-note")}</p>
        </section>
    }
}

/// Renders the links to the goods for points and to a loan, per shop.
fn take_links(household: i64, places: &[Location]) -> impl IntoView + use<> {
    let named = places.len() > 1;
    let links = places
        .iter()
        .take(6)
        .map(|place| {
            let (take, lend) = (
                format!("/shop/walk-in/{household}?location={}", place.id),
                format!("/shop/loans/new?household={household}&location={}", place.id),
            );
            let at = named.then(|| format!(" · {}", place.name));
            view! {
                <a class="btn btn-soft" href=take><Icon name="box" />{t!("walk-in-title")}{at.clone()}</a>
                <a class="btn btn-quiet" href=lend><Icon name="calendar" />{t!("loans-lend")}{at}</a>
            }
        })
        .collect_view();
    view! { <p class="cluster">{links}</p> }
}

fn order_line(order: &Order, handed: &Handed) -> AnyView {
    let note = format!("{} · {}", t!("found-order-number", n = order.id.to_string()), order.location_name);
    line(Ready::Order(order.id), &format!("/shop/orders/{}", order.id), contents(order), note, handed)
}

/// Renders goods that can be handed over: a box, what they are, why they were refused, and the field of their code.
fn line(goods: Ready, to: &str, title: String, note: String, handed: &Handed) -> AnyView {
    let (value, to) = (goods.value(), to.to_owned());
    let scene = scene();
    let picked = scene.form.values.iter().any(|(name, text)| name == "pick" && *text == value);
    let checked = picked || !scene.form.is_posted();
    let typed = typed_code(&scene.form, goods);
    let wrong = handed.verdicts.reason(goods.key());
    let (pick, label) = (t!("counter-pick-of", what = title.clone()), t!("counter-code-of", what = title.clone()));
    view! {
        <li class="tally-row">
            <input type="hidden" name="line" value=value.clone() />
            <label class="check"><input type="checkbox" name="pick" value=value checked=checked aria-label=pick /></label>
            <span class="row-main">
                <b><a class="link" href=to>{title}</a></b>
                <small>{note}</small>
                {wrong.map(|wrong| view! { <small class="error" role="alert"><Icon name="alert" />{wrong}</small> })}
            </span>
            <input
                class="input tally-input" name="code" value=typed inputmode="numeric" autocomplete="off" maxlength="8"
                placeholder=t!("shop-code") aria-label=label
            />
        </li>
    }
    .into_any()
}

/// Renders what can be handed over in one step.
fn form(household: i64, rows: Vec<AnyView>) -> impl IntoView {
    let n = i64::try_from(rows.len()).unwrap_or(i64::MAX);
    view! {
        <section class="stack" aria-labelledby="ready">
            <h2 id="ready">{t!("counter-family-ready", n = n)}</h2>
            <ScanField>
                <ActionForm to=format!("/shop/families/{household}/hand-over")>
                    <Field
                        name="card" label=t!("counter-card") hint=t!("counter-card-hint") autocomplete="off"
                        max_length=200 ready=true
                    />
                    <button type="button" class="btn btn-quiet" hidden data-wake="BarcodeDetector" data-scan>
                        <Icon name="scan" />
                        {t!("scan")}
                    </button>
                    <ul class="tally-rows">{rows}</ul>
                    <div class="thumb-bar">
                        <p class="note">{t!("counter-hand-over-note")}</p>
                        <Submit label=t!("counter-hand-over") icon="check" wide=true />
                    </div>
                </ActionForm>
                <video class="scan" hidden playsinline muted aria-label=t!("scan-view")></video>
            </ScanField>
        </section>
    }
}

fn loans(all: &[Loan]) -> Option<impl IntoView + use<>> {
    let rows = lending::rows(all, "/shop/loans");
    (!all.is_empty()).then(|| view! { <section class="stack"><h2>{t!("loans-title")}</h2>{rows}</section> })
}

/// Lists what the family put into its baskets without ordering it yet.
fn basket(goods: &[BasketGoods]) -> Option<impl IntoView + use<>> {
    let rows = goods
        .iter()
        .map(|line| {
            let title = item_title(&line.item.key, &line.item.name, line.item.id, &line.size);
            let (costs, place) = (
                t!("free-points", n = line.item.terms.points * line.quantity),
                line.location_name.clone(),
            );
            view! {
                <li>
                    <div class=format!("row {}", tint(line.item.category))>
                        <Tile key=line.item.key.clone() item_photo=line.item.photo size="small" />
                        <span class="row-main"><b>{format!("{title} × {}", line.quantity)}</b><small>{place}</small></span>
                        <span class="row-end num">{costs}</span>
                    </div>
                </li>
            }
        })
        .collect_view();
    (!goods.is_empty())
        .then(|| view! { <section class="stack"><h2>{t!("counter-family-basket")}</h2><ul class="rows">{rows}</ul></section> })
}

/// Says how many wishes the family may still have within the year, where its area limits them.
fn year(file: &CounterFile) -> Option<impl IntoView + use<>> {
    let room = file.room;
    (room.year_limit > 0).then(|| {
        let left = (room.year_limit - room.year).max(0);
        let again = (room.again != 0).then(|| t!("counter-family-again", day = date_near(room.again)));
        view! { <p class="note">{t!("counter-family-year", n = left, of = room.year_limit)}" "{again}</p> }
    })
}

/// Lists the limited goods of the free shop, with what the family may still take of them.
fn limits(file: &CounterFile) -> Option<impl IntoView + use<>> {
    let rows = file
        .limits
        .iter()
        .map(|(item, allowance)| {
            let title = item_title(&item.key, &item.name, item.id, "");
            let left = t!("walk-in-allowance", n = allowance.left(), units = allowance.units, days = allowance.days);
            let again = (allowance.free != 0).then(|| t!("free-again", day = date_near(allowance.free)));
            view! {
                <li>
                    <div class=format!("row {}", tint(item.category))>
                        <Tile key=item.key.clone() item_photo=item.photo size="small" />
                        <span class="row-main"><b>{title}</b><small>{left}</small></span>
                        <span class="row-end"><small>{again}</small></span>
                    </div>
                </li>
            }
        })
        .collect_view();
    (!file.limits.is_empty())
        .then(|| view! { <section class="stack"><h2>{t!("counter-family-limits")}</h2><ul class="rows">{rows}</ul></section> })
}
