//! One transfer: what was sent, what arrived, and the action that is due from this actor.

use std::sync::Arc;

use domain::stock::{
    lists::{ListKind, ListSubject},
    transfers::{Outcome, Transfer, TransferLine, TransferState},
};
use leptos::prelude::*;

use super::{
    super::{
        lists::{self, PageList},
        pieces::{best_before, keeps},
        words::{grouped, link},
    },
    scans,
};
use crate::{
    components::{
        ActionForm, Banner, Choice, Fact, Facts, Field, Icon, More, Near, Scan, Scanned, Stepper, Submit, Table,
        scanned, scans_on,
    },
    functions::stock::ScanTarget,
    i18n::{item_title, lang},
    pages::{
        audit::{History, history},
        stock::transfers::list::pill,
    },
    web::{Cx, Here, Page, Shown, scene},
};

/// Which of the two shops the actor keeps.
#[derive(Clone, Copy)]
struct Keeps {
    source: bool,
    target: bool,
}

/// Renders `GET /shop/transfers/{id}?lot`, and again after one of its forms is refused.
pub async fn page(cx: Cx) -> Shown {
    let transfer = cx.store.transfer(&cx.actor, cx.id("id")?).await?;
    let side = Keeps { source: keeps(&cx, transfer.source).await?, target: keeps(&cx, transfer.target).await? };
    let chosen = if cx.field("lot").is_empty() { cx.query_i64("lot") } else { cx.field_i64("lot") };
    let history = history(&cx, "transfer", transfer.id).await?;
    let receiving = transfer.state == TransferState::Sent && side.target;
    let (cx, list) = if receiving { arriving(cx, &transfer).await? } else { (cx, None) };
    let form = cx.form.clone();
    let id = transfer.id;
    let title = cx.lang.tf("transfer-title", &[("n", transfer.id.into())]);
    Ok(Page::new(title, Here::Moving, move || {
        let due = match list {
            Some((list, Some(lines))) => scan_form(&transfer, &list, lines),
            Some((list, None)) => receive_form(&transfer, &list),
            None => table(&transfer, side),
        };
        view! {
            {facts(&transfer)}
            {said(&transfer, side)}
            {due}
            {(transfer.state == TransferState::Short).then(|| settle_form(&transfer, side, chosen))}
            {(transfer.state == TransferState::Sent && side.source).then(|| cancel_form(transfer.id))}
            <p><a class="link" href=link("/shop/journals", &[("transfer", &transfer.id.to_string())])>{t!("transfer-journals")}<Icon name="chevron-right" /></a></p>
            {history.map(History::drawn)}
        }
    })
    .filled(form)
    .back("/shop/transfers")
    .tools(move || {
        let (scan, paper) = (format!("/shop/transfers/{id}?how=scan"), format!("/shop/transfers/{id}/paper"));
        view! {
            {receiving.then(|| view! { <a class="btn btn-quiet" href=scan><Icon name="scan" />{t!("transfer-by-scan")}</a> })}
            <a class="btn btn-quiet" href=paper><Icon name="print" />{t!("transfer-paper")}</a>
        }
    })
    .no_index())
}

/// Opens the list of what arrives. It comes with the scanned rows while codes are scanned, and without them once they
/// are compared with the lines, which the form then shows as they were scanned.
async fn arriving(cx: Cx, transfer: &Transfer) -> domain::Result<(Cx, Option<(PageList, Option<Vec<Scanned>>)>)> {
    let of = ListSubject { kind: ListKind::Arrival, subject: transfer.id, household: 0 };
    let compares = cx.field("do") == "compare" && cx.form.error.is_none();
    let scans = cx.query("how") == "scan" || scans_on(&cx) || cx.field("do") == "compare";
    let (cx, list) = lists::open(&cx, of, 0, &format!("/shop/transfers/{}/receive", transfer.id)).await?;
    let lines = scanned(&cx).await?;
    if compares {
        let mut request = (*cx.0).clone();
        let arrived = scans::arrived(&cx, transfer).await?;
        let values = arrived.into_iter().map(|line| (format!("a_{}", line.lot), line.quantity.to_string()));
        request.form.values = Arc::new(values.collect());
        return Ok((Cx(Arc::new(request)), Some((list, None))));
    }
    let shown = (scans || !lines.is_empty()).then_some(lines);
    Ok((cx, Some((list, shown))))
}

/// Renders the form for scanning what arrived; the lines are compared before anything is booked.
fn scan_form(transfer: &Transfer, list: &PageList, lines: Vec<Scanned>) -> AnyView {
    let (fields, id) = (list.fields(), transfer.id);
    view! {
        {list.head(&format!("/shop/transfers/{id}?how=scan"))}
        <ActionForm to=format!("/shop/transfers/{id}/receive")>
            <p class="note">{t!("transfer-scan-note")}</p>
            <Scan lines more=scans::cells() target=ScanTarget::Arrival />
            {fields}
            <div class="thumb-bar"><Submit label=t!("transfer-compare") icon="check" wide=true choice=("do", "compare".to_owned()) /></div>
        </ActionForm>
    }
    .into_any()
}

fn facts(transfer: &Transfer) -> impl IntoView + use<> {
    let way = t!("transfer-way", from = transfer.source_name.clone(), to = transfer.target_name.clone());
    let Transfer { id, state, sent_by, sent_at, received_by, received_at, note, reason, sent, open, .. } =
        transfer.clone();
    view! {
        <section class="card">
            <div class="cluster"><b>{way}</b>{pill(state)}</div>
            <Facts>
                <Fact name=t!("transfer-sent")>{sent_by}" "<Near at=sent_at /></Fact>
                {(received_at != 0).then(|| view! { <Fact name=t!("transfer-received")>{received_by}" "<Near at=received_at /></Fact> })}
                <Fact name=t!("transfer-sent-units")>{total(id, "send", None, sent)}</Fact>
                {(open != 0).then(|| view! { <Fact name=t!("transfer-open")>{total(id, "", None, open)}</Fact> })}
                {(!note.is_empty()).then(|| view! { <Fact name=t!("transfer-note")>{note}</Fact> })}
                {(!reason.is_empty()).then(|| view! { <Fact name=t!("stock-why")>{reason}</Fact> })}
            </Facts>
        </section>
    }
}

/// Renders a number of the transfer or of one line, linked to its journals; "" is every kind.
fn total(id: i64, kinds: &str, line: Option<&TransferLine>, n: i64) -> AnyView {
    let item = line.map(|line| line.item.to_string()).unwrap_or_default();
    let size = line.map(|line| line.size.clone()).unwrap_or_default();
    let to =
        link("/shop/journals", &[("transfer", &id.to_string()), ("kind", kinds), ("item", &item), ("size", &size)]);
    view! { <a class="total" href=to>{grouped(n)}</a> }.into_any()
}

/// Renders whose turn it is, for actors who cannot act.
fn said(transfer: &Transfer, side: Keeps) -> Option<AnyView> {
    let (tone, words) = match transfer.state {
        TransferState::Sent if side.target => return None,
        TransferState::Sent => ("", t!("transfer-waits", place = transfer.target_name.clone())),
        TransferState::Short => ("amber", t!("transfer-short", n = grouped(transfer.open))),
        _ => return None,
    };
    Some(view! { <Banner tone=tone>{words}</Banner> }.into_any())
}

fn thing(line: &TransferLine) -> String {
    item_title(&line.key, &line.name, line.item, &line.size)
}

/// Renders the lines with the quantity that arrived, prefilled with the quantity sent.
fn receive_form(transfer: &Transfer, list: &PageList) -> AnyView {
    let (posted, fields) = (scene().form, list.fields());
    let rows = transfer
        .lines
        .iter()
        .map(|line| {
            let name = format!("a_{}", line.lot);
            let value = posted.value(&name).map_or_else(|| line.sent.to_string(), str::to_owned);
            let (title, sent, lot) = (thing(line), line.sent, line.lot);
            view! {
                <div class="send-row">
                    <label for=name.clone()><b>{title}</b>" "<small class="soft">{t!("stock-lot", n = lot.to_string())}" "{best_before(line.expires)}</small></label>
                    <div class="affix"><input id=name.clone() name=name type="number" inputmode="numeric" min="0" max=sent value=value required /><span>{t!("transfer-of", n = grouped(sent))}</span></div>
                </div>
            }
        })
        .collect_view();
    view! {
        <ActionForm to=format!("/shop/transfers/{}/receive", transfer.id)>
            {fields}
            <fieldset class="field" id="lines"><legend>{t!("transfer-what-arrived")}</legend>
            <p class="hint">{t!("transfer-what-arrived-hint")}</p>
            {rows}
            </fieldset>
            <div class="thumb-bar"><Submit label=t!("transfer-receive") icon="check" wide=true /></div>
        </ActionForm>
    }
    .into_any()
}

fn table(transfer: &Transfer, side: Keeps) -> AnyView {
    let short = transfer.state == TransferState::Short && (side.source || side.target);
    let received = transfer.state != TransferState::Sent;
    let rows = transfer
        .lines
        .iter()
        .map(|line| {
            let (title, open, lot) = (thing(line), line.open(), line.lot);
            let number = |kinds: &str, n: i64| (n != 0).then(|| total(transfer.id, kinds, Some(line), n));
            let settle = (short && open > 0).then(|| {
                view! { <a class="btn btn-quiet btn-small" href=format!("?lot={lot}#settle")>{t!("transfer-settle-one")}</a> }
            });
            view! {
                <tr>
                    <th scope="row">{title}" "<small class="soft">"#"{lot}</small></th>
                    <td class="num" data-label=t!("transfer-sent-units")>{number("send", line.sent)}</td>
                    {received.then(|| view! {
                        <td class="num" data-label=t!("transfer-arrived")>{number("arrive", line.arrived)}</td>
                        <td class="num" data-label=t!("transfer-outcome-returned")>{number("release", line.returned)}</td>
                        <td class="num" data-label=t!("transfer-outcome-lost")>{number("write_off", line.lost)}</td>
                        <td class="num" data-label=t!("transfer-open")>{number("", open)}</td>
                        <td class="acts">{settle}</td>
                    })}
                </tr>
            }
        })
        .collect_view();
    view! {
        <Table label=t!("transfer-lines") heads=view! {
            <th scope="col">{t!("field-item")}</th>
            <th scope="col" class="num">{t!("transfer-sent-units")}</th>
            {received.then(|| view! {
                <th scope="col" class="num">{t!("transfer-arrived")}</th>
                <th scope="col" class="num">{t!("transfer-outcome-returned")}</th>
                <th scope="col" class="num">{t!("transfer-outcome-lost")}</th>
                <th scope="col" class="num">{t!("transfer-open")}</th>
                <th scope="col"><span class="visually-hidden">{t!("stock-acts")}</span></th>
            })}
        }>{rows}</Table>
    }
    .into_any()
}

/// Renders the settlement of one line's shortage.
///
/// Each shop has its own outcomes: the target found the goods, the source got them back or lost them.
fn settle_form(transfer: &Transfer, side: Keeps, chosen: i64) -> Option<AnyView> {
    let open = || transfer.lines.iter().filter(|line| line.open() > 0);
    let line = open().find(|line| line.lot == chosen).or_else(|| open().next())?;
    let options: Vec<_> = Outcome::ALL
        .iter()
        .filter(|outcome| if **outcome == Outcome::Found { side.target } else { side.source })
        .map(|outcome| {
            let name = outcome.as_str();
            (name.to_owned(), lang().named("transfer-outcome", name), lang().named("transfer-outcome-text", name))
        })
        .collect();
    if options.is_empty() {
        return None;
    }
    let start = if let [(only, ..)] = options.as_slice() { only.clone() } else { String::new() };
    let (lot, most) = (line.lot, line.open());
    Some(
        view! {
            <section class="card" id="settle">
                <h2>{t!("transfer-settle", item = thing(line))}</h2>
                <ActionForm to=format!("/shop/transfers/{}/settle", transfer.id)>
                    <input type="hidden" name="lot" value=lot />
                    <Choice name="outcome" label=t!("transfer-outcome") options value=start />
                    <Stepper name="quantity" label=t!("stock-how-many") max=most value=most hint=t!("transfer-settle-hint", n = grouped(most)) />
                    <Field name="reason" label=t!("transfer-settle-reason") hint=t!("transfer-settle-reason-hint") max_length=200 />
                    <Submit label=t!("transfer-settle-do") wide=true />
                </ActionForm>
            </section>
        }
        .into_any(),
    )
}

fn cancel_form(id: i64) -> impl IntoView {
    let to = format!("/shop/transfers/{id}/cancel");
    view! {
        <More summary=t!("transfer-cancel-ask") to=to.clone()>
            <ActionForm to=to>
                <p class="note">{t!("transfer-cancel-text")}</p>
                <Field name="reason" label=t!("transfer-cancel-reason") required=true max_length=200 />
                <Submit label=t!("transfer-cancel") tone="bad" icon="undo" />
            </ActionForm>
        </More>
    }
}
