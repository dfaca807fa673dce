//! Actions of receiving: one item or a scanned list, on one receipt.

use domain::{
    Code, Error, Result, catalogue,
    error::Checks,
    ledger::{Condition, Origin},
    stock::{
        lists::{ListBody, ListKind, ListSubject},
        receipts::{Line, NewReceipt, ReceiptId, fen},
    },
};
use store::{
    catalogue::{barcodes::AddBarcode, items::ScannedItem},
    community::drives::goods::{ReceiveForDrive, Unloading},
    stock::{
        receiving::receipts::{AddReceiptLines, BeginReceipt, CloseReceipt},
        transfers::cross_docking::{ReceiveAndSend, SentOn},
    },
};

use crate::{
    components::{scanned, scans_on},
    i18n::day_end,
    pages::{
        claims::counter::actions::day,
        stock::{actions::address, lists, receiving::receive_rows::typed},
    },
    web::{Cx, Done, To},
};

/// Handles `POST /shop/receive`, then shows the form for the next line on the same receipt.
pub async fn receive(cx: Cx) -> Done {
    let list = lists::keep(&cx, ListSubject::of(ListKind::Receiving)).await?;
    if scans_on(&cx) || cx.checked("again") {
        return Ok(To::again());
    }
    if let Some(learned) = cx.form.value("learn_size").or(cx.form.value("learn")) {
        learn(&cx, learned).await?;
        return Ok(To::again());
    }
    if cx.field("item").is_empty() { many(&cx, list).await } else { one(&cx).await }
}

/// Stores the code for the item that was picked. An item with sizes is asked for its size first.
async fn learn(cx: &Cx, learned: &str) -> Result<()> {
    let wrong = || Error::field("item", Code::Unknown);
    let mut parts = learned.rsplitn(if cx.checked("learn_size") { 3 } else { 2 }, '|');
    let last = parts.next().ok_or_else(wrong)?;
    let (size, item) =
        if cx.checked("learn_size") { (Some(last), parts.next().ok_or_else(wrong)?) } else { (None, last) };
    let code = parts.next().ok_or_else(wrong)?;
    let item = cx.store.item_file(&cx.actor, item.parse().map_err(|_| wrong())?).await?.item;
    if size.is_none() && !item.sizes.is_empty() {
        return Ok(());
    }
    Ok(cx
        .store
        .run(&cx.by(), AddBarcode { code: code.to_owned(), item: item.id, size: size.unwrap_or_default().to_owned() })
        .await?)
}

/// Parses an amount in yuan to fen.
fn cost(raw: &str, name: &'static str) -> Result<i64> {
    fen(raw).map_err(|code| Error::field(name, code))
}

async fn one(cx: &Cx) -> Done {
    let asked = cx.field("item");
    let id = catalogue::by_key(asked).map(|item| item.id).or_else(|| asked.parse().ok());
    let id = id.ok_or(Error::field("item", Code::Required))?;
    let item = cx.store.item_file(&cx.actor, id).await?.item;
    let line = Line {
        item: item.id,
        size: cx.field("size").to_owned(),
        quantity: cx.field_i64("quantity"),
        condition: cx.choice("condition")?,
        expires: day(cx, "expires")?,
        cost: cost(cx.field("spent"), "spent")?,
        code: String::new(),
    };
    if item.perishable && line.expires == 0 {
        return Err(Error::field("expires", Code::Required));
    }
    let waits = item.electrical && line.condition == Condition::Used;
    let title = cx.lang.item_title(&item.key, &item.name, item.id, &line.size);
    let quantity = line.quantity.to_string();
    let receipt = match save(cx, None, ListBody::default(), vec![line]).await? {
        Saved::Here(receipt) => receipt,
        Saved::SentOn(sent) => return Ok(sent_on(cx, sent)),
    };
    let to = address("/shop/receive", &[("receipt", &receipt.to_string()), ("again", &item.id.to_string())]);
    let said = if waits { "done-stock-received-check" } else { "done-stock-received" };
    Ok(To::page(to).saying_with(said, [("title", title), ("n", quantity)]))
}

async fn many(cx: &Cx, list: Option<lists::PostedList>) -> Done {
    let rows = scanned(cx).await?;
    if rows.is_empty() {
        return Err(Error::field("scan", Code::Required));
    }
    let (known, unknown): (Vec<_>, Vec<_>) = rows.into_iter().partition(|row| row.found.is_some());
    // An unknown code: the page asks which item it stands for, unless the others are to come in meanwhile.
    if !unknown.is_empty() && (cx.field("part") != "known" || known.is_empty()) {
        return Ok(To::again());
    }
    let mut rest = ListBody::read(&cx.form.values);
    rest.rows.retain(|row| unknown.iter().any(|other| other.code == row.code));
    let all: Condition = cx.choice("condition")?;
    let mut wrong = Vec::new();
    let mut lines = Vec::with_capacity(known.len());
    for row in &known {
        let Some(found) = &row.found else { continue };
        match line(cx, &row.code, row.count, found, all) {
            Ok(line) => lines.push(line),
            // All that is missing, at once; each row marks its own.
            Err(Error::Invalid(fields)) => wrong.extend(fields),
            Err(other) => return Err(other),
        }
    }
    if !wrong.is_empty() {
        let mut named = Vec::new();
        wrong.retain(|field| {
            let new = !named.contains(&field.name);
            named.push(field.name);
            new
        });
        return Err(Error::Invalid(wrong));
    }
    let (n, units) = (lines.len().to_string(), lines.iter().map(|line| line.quantity).sum::<i64>().to_string());
    let receipt = match save(cx, list, rest, lines).await? {
        Saved::Here(receipt) => receipt,
        Saved::SentOn(sent) => return Ok(sent_on(cx, sent)),
    };
    let to = address("/shop/receive", &[("receipt", &receipt.to_string())]);
    Ok(To::page(to).saying_with("done-receipt-lines", [("n", n), ("units", units)]))
}

/// Builds a line from a scanned row: what its code stands for, and what was typed beside it.
fn line(cx: &Cx, code: &str, quantity: i64, found: &ScannedItem, all: Condition) -> Result<Line> {
    let typed = |name: &str| typed(&cx.form.values, name, code);
    let item = &found.item;
    let mut checks = Checks::default();
    let size = if found.size.is_empty() { typed("row_size") } else { found.size.clone() };
    checks.ensure("row_size", !size.is_empty() || item.sizes.is_empty(), Code::Required);
    let expires = match typed("row_expires").as_str() {
        "" if item.perishable => Err(Code::Required),
        "" => Ok(0),
        text => day_end(text).ok_or(Code::Unknown),
    };
    let condition = match typed("row_state").as_str() {
        "" if item.electrical => Err(Code::Required),
        "" => Ok(all),
        text => text.parse(),
    };
    let (expires, condition) = (checks.take("row_expires", expires), checks.take("row_state", condition));
    let cost = checks.take("row_cost", fen(&typed("row_cost")));
    checks.done()?;
    let (expires, cost) = (expires.unwrap_or_default(), cost.unwrap_or_default());
    Ok(Line { item: item.id, size, quantity, condition: condition.unwrap_or(all), expires, cost, code: String::new() })
}

/// Where received goods are.
enum Saved {
    /// On a receipt of this shop, which takes more lines.
    Here(ReceiptId),
    /// On their way to another shop.
    SentOn(SentOn),
}

/// Leads back to the form, which keeps the destination, with the link to the delivery note.
fn sent_on(cx: &Cx, sent: SentOn) -> To {
    let SentOn { transfer, waiting, .. } = sent;
    let kept = |name: &'static str| (name, cx.field(name));
    let number = transfer.to_string();
    let query = [kept("location"), kept("origin"), kept("send_to"), ("sent", number.as_str())];
    let said = if waiting > 0 { "done-received-sent-some" } else { "done-received-sent" };
    To::page(address("/shop/receive", &query)).saying_with(said, [("n", number.clone()), ("left", waiting.to_string())])
}

/// Adds lines to the open receipt, or to a new one, or to one whose goods are sent on.
async fn save(cx: &Cx, list: Option<lists::PostedList>, rest: ListBody, lines: Vec<Line>) -> Result<Saved> {
    let receipt = cx.field_i64("receipt");
    if receipt != 0 {
        lists::book(cx, list, rest, AddReceiptLines { receipt, lines }).await?;
        return Ok(Saved::Here(receipt));
    }
    let origin: Origin = cx.choice("origin")?;
    let new = NewReceipt {
        location: cx.choice("location")?,
        origin,
        organisation: cx.field_i64("organisation"),
        giver: cx.field("giver").to_owned(),
        named: cx.checked("named"),
        note: cx.field("reason").to_owned(),
        offer: cx.field_i64("offer"),
        lines,
    };
    let to = cx.field_i64("send_to");
    if to != 0 {
        if cx.field_i64("drive") != 0 || new.offer != 0 {
            // What a drive or an offer brought belongs to the shop that took it.
            return Err(Error::field("send_to", Code::Unknown));
        }
        return lists::book(cx, list, rest, ReceiveAndSend { new, to }).await.map(Saved::SentOn).map_err(named);
    }
    let done = match cx.field_i64("drive") {
        0 => lists::book(cx, list, rest, BeginReceipt(new)).await,
        drive => lists::book(cx, list, rest, ReceiveForDrive { drive, new, unloading: Unloading::GoesOn }).await,
    };
    done.map(Saved::Here).map_err(named)
}

/// Names fields as the form does.
fn named(error: Error) -> Error {
    error.renamed(&[("note", "reason"), ("to", "send_to")])
}

/// Handles `POST /shop/receipts/{id}/close`, then leads to the receipt for printing.
pub async fn close(cx: Cx) -> Done {
    let id = cx.id("id")?;
    cx.store.run(&cx.by(), CloseReceipt(id)).await?;
    Ok(To::page(format!("/shop/receipts/{id}")).saying("done-receipt-closed"))
}
