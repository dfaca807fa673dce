//! The count sheet: counting line by line, then the reasons of differences.
//! Everything after that is in [`super::settle`].

use domain::stock::{
    counts::{StockTake, TakeLine, TakeState},
    lists::{ListKind, ListSubject},
};
use leptos::prelude::*;
use store::stock::counts::views::{HIDDEN, LINES, LineQuery, Lines, Missing, Show};

use super::{
    super::{
        pieces::best_before,
        words::{condition, grouped, signed},
    },
    category, pill, settle,
};
use crate::{
    components::{ActionForm, Banner, Fact, Facts, Field, Icon, More, Scan, Scanned, Search, Submit, scanned},
    functions::stock::ScanTarget,
    i18n::{item_title, lang},
    pages::{
        audit::{History, history},
        stock::lists::{self, PageList},
    },
    web::{Cx, Here, Page, Shown, scene},
};

/// Renders `GET /shop/stock-takes/{id}?show&q&from&how`, and again after one of its forms is refused.
pub async fn page(cx: Cx) -> Shown {
    let id = cx.id("id")?;
    let take = cx.store.stock_take(&cx.actor, id).await?;
    let title = cx.lang.tf("take-title", &[("n", format!("#{id}").into())]);
    if take.state != TakeState::Counting || !take.may_count {
        return settle::page(&cx, take, title).await;
    }
    let q: String = cx.query("q").chars().take(40).collect();
    let show = match cx.query("show") {
        "all" => Show::All,
        "different" => Show::Different,
        _ if take.left > 0 => Show::Left,
        _ => Show::Different,
    };
    let from = cx.query_i64("from").max(0);
    let wanted = LineQuery { show, q: q.clone(), from, ..LineQuery::default() };
    let lines = cx.store.stock_take_lines(&cx.actor, id, &wanted).await?;
    let missing = if q.is_empty() { Vec::new() } else { cx.store.stock_take_missing(&cx.actor, id, &q).await? };
    let scans = cx.query("how") == "scan" || cx.path.ends_with("/scan");
    let (cx, list) = match scans {
        true => {
            let of = ListSubject { kind: ListKind::Count, subject: id, household: 0 };
            let (cx, list) = lists::open(&cx, of, 0, &format!("/shop/stock-takes/{id}/scan")).await?;
            (cx, Some(list))
        }
        false => (cx, None),
    };
    let scans = if scans { Some(scanned(&cx).await?) } else { None };
    // All differing lines on one page: finishing needs a reason for each.
    let every = LineQuery { show: Show::Different, limit: 500, ..LineQuery::default() };
    let different =
        if take.left == 0 { cx.store.stock_take_lines(&cx.actor, id, &every).await?.lines } else { Vec::new() };
    let here = |show: &str| cx.query_with(&[("show", show), ("from", ""), ("q", ""), ("how", "")]);
    let sheet = format!("/shop/stock-takes/{id}");
    let chips = [
        ("", take.left, "take-left", show == Show::Left),
        ("all", take.lines, "take-all", show == Show::All),
        ("different", take.differences, "take-different", show == Show::Different),
    ]
    .map(|(value, n, key, chosen)| (format!("{sheet}{}", here(value)), cx.lang.tf(key, &[("n", n.into())]), chosen));
    let at = |from: i64| format!("{sheet}{}", cx.query_with(&[("from", &from.to_string())]));
    let (before, after) =
        ((from > 0).then(|| at((from - LINES).max(0))), (from + LINES < lines.total).then(|| at(from + LINES)));
    let history = history(&cx, "stock_take", id).await?;
    let form = cx.form.clone();
    Ok(Page::new(title, Here::Stock, move || {
        let finish = (take.left == 0).then(|| finish_form(id, &different));
        let keep = vec![("show", if show == Show::All { "all".to_owned() } else { String::new() })];
        let counting = if let (Some(scans), Some(list)) = (scans, list) {
            scan_form(id, scans, &list)
        } else {
            let chips = chips
                .into_iter()
                .map(|(to, words, chosen)| view! { <a class="chip" href=to aria-current=chosen.then_some("true")>{words}</a> })
                .collect_view();
            view! {
                <nav class="chips" aria-label=t!("take-lines")>{chips}</nav>
                <Search to=format!("/shop/stock-takes/{id}") q=q placeholder=t!("take-search") keep />
                {count_form(id, &lines, &missing, take.left > 0)}
                {turn(before, after)}
            }
            .into_any()
        };
        view! {
            {head(&take)}
            {(!take.note.is_empty()).then(|| view! { <Banner tone="amber"><b>{t!("take-sent-back")}</b>" "{take.note.clone()}</Banner> })}
            {finish}
            {counting}
            {settle::cancel_form(id)}
            {history.map(History::drawn)}
        }
    })
    .filled(form)
    .back("/shop/stock-takes")
    .tools(move || {
        view! {
            <a class="btn btn-quiet" href=format!("/shop/stock-takes/{id}?how=scan")><Icon name="scan" />{t!("take-by-scan")}</a>
            <a class="btn btn-quiet" href=format!("/shop/stock-takes/{id}/paper")><Icon name="print" />{t!("take-paper")}</a>
        }
    })
    .no_index())
}

/// Renders shop, category and progress.
pub(crate) fn head(take: &StockTake) -> impl IntoView + use<> {
    let (done, of, opened) = (take.lines - take.left, take.lines, take.opened);
    let (place, which, by, state) =
        (take.location_name.clone(), category(&take.category), take.opened_by.clone(), take.state);
    view! {
        <div class="cluster">{pill(state)}<b>{t!("takes-progress", n = done, of = of)}</b></div>
        {(take.blind && take.left > 0).then(|| view! { <p class="note">{t!("take-blind-note")}</p> })}
        <Facts>
            <Fact name=t!("stock-location")>{place}</Fact>
            <Fact name=t!("take-range")>{which}</Fact>
            <Fact name=t!("take-opened")><crate::components::Near at=opened />" · "{by}</Fact>
        </Facts>
    }
}

/// Describes what tells two lots of one item apart: condition and date.
pub(crate) fn lot_words(line: &TakeLine) -> AnyView {
    let (lot, what, expires) = (line.lot, condition(line.condition), best_before(line.expires));
    view! { <small>"#"{lot}" · "{what}{expires.map(|day| view! { " · "{day} })}</small> }.into_any()
}

fn count_form(id: i64, lines: &Lines, missing: &[Missing], main: bool) -> AnyView {
    if lines.lines.is_empty() && missing.is_empty() {
        return view! { <p class="note">{t!("take-nothing-here")}</p> }.into_any();
    }
    let rows = lines.lines.iter().map(line_row).collect_view();
    let others = (!missing.is_empty()).then(|| {
        let rows = missing.iter().map(missing_row).collect_view();
        view! { <h2>{t!("take-missing")}</h2><p class="note">{t!("take-missing-text")}</p><ul class="tally-rows">{rows}</ul> }
    });
    view! {
        <ActionForm to=format!("/shop/stock-takes/{id}/count")>
            <p class="note">{t!("take-count-note")}</p>
            <ul class="tally-rows">{rows}</ul>
            {others}
            <div class="thumb-bar"><Submit label=t!("take-save") tone=if main { "main" } else { "soft" } wide=true /></div>
        </ActionForm>
    }
    .into_any()
}

/// Returns what was typed before a refusal.
fn typed(name: &str) -> Option<String> {
    scene().form.value(name).map(str::to_owned)
}

fn line_row(line: &TakeLine) -> impl IntoView + use<> {
    let (counted, seen, skip) =
        (format!("counted_{}", line.lot), format!("seen_{}", line.lot), format!("skip_{}", line.lot));
    let title = item_title(&line.key, &line.name, line.item, &line.size);
    // Not prefilled with an earlier count: input is compared with the ledger as it is now, so only a recount may be
    // posted again.
    let value = typed(&counted);
    let shelf = line.shelf;
    let (unit, label) = (line.unit.clone(), t!("take-count-of", what = title.clone(), lot = format!("#{}", line.lot)));
    // The ledger's number is hidden until the line is counted, so that it does not bias the count.
    let said = if line.again {
        Some(view! { <small class="tally-again">{t!("take-again")}</small> }.into_any())
    } else if line.counted >= 0 && line.shelf == HIDDEN {
        Some(view! { <small>{t!("take-was-counted", n = grouped(line.counted))}</small> }.into_any())
    } else if line.counted >= 0 {
        let words = match line.difference() {
            0 => t!("take-agrees"),
            n => t!("take-differs", book = grouped(line.booked_then), n = signed(n)),
        };
        let counted = t!("take-was-counted", n = grouped(line.counted));
        Some(view! { <small>{counted}" "{words}</small> }.into_any())
    } else {
        line.skipped.then(|| view! { <small>{t!("take-skipped")}</small> }.into_any())
    };
    view! {
        <li class=format!("tally-row {}", if line.again { "again" } else { "" })>
            <span class="row-main"><b>{title}</b>{lot_words(line)}{said}</span>
            <label class="check"><input type="checkbox" name=skip value="yes" checked=line.skipped /><span>{t!("take-skip")}</span></label>
            {(shelf != HIDDEN).then(|| view! { <input type="hidden" name=seen value=shelf /> })}
            <span class="affix"><input class="tally-input" name=counted value=value inputmode="numeric" autocomplete="off" maxlength="5" aria-label=label /><span>{unit}</span></span>
        </li>
    }
}

fn missing_row(line: &Missing) -> impl IntoView + use<> {
    let counted = format!("counted_{}", line.lot);
    let title = item_title(&line.key, &line.name, line.item, &line.size);
    let label = t!("take-count-of", what = title.clone(), lot = format!("#{}", line.lot));
    let (lot, what, value, expires) =
        (line.lot, lang().named("stock-condition", &line.condition), typed(&counted), best_before(line.expires));
    view! {
        <li class="tally-row">
            <span class="row-main"><b>{title}</b><small>"#"{lot}" · "{what}{expires.map(|day| view! { " · "{day} })}</small></span>
            <span class="affix"><input class="tally-input" name=counted value=value inputmode="numeric" autocomplete="off" maxlength="5" aria-label=label /><span>{t!("take-piece")}</span></span>
        </li>
    }
}

/// Renders the scan form: the number of scans is the count.
fn scan_form(id: i64, lines: Vec<Scanned>, list: &PageList) -> AnyView {
    let fields = list.fields();
    view! {
        {list.head(&format!("/shop/stock-takes/{id}?how=scan"))}
        <ActionForm to=format!("/shop/stock-takes/{id}/scan")>
            <p class="note">{t!("take-scan-note")}</p>
            <Scan lines target=ScanTarget::StockTake />
            {fields}
            <div class="thumb-bar"><Submit label=t!("take-scan-save") wide=true /></div>
        </ActionForm>
        <p><a class="link" href=format!("/shop/stock-takes/{id}")>{t!("take-by-hand")}</a></p>
    }
    .into_any()
}

/// Renders the last step of counting: a reason for each difference.
fn finish_form(id: i64, different: &[TakeLine]) -> impl IntoView + use<> {
    let rows = different
        .iter()
        .map(|line| {
            let name = format!("reason_{}", line.lot);
            let title = item_title(&line.key, &line.name, line.item, &line.size);
            let value = typed(&name).unwrap_or_else(|| line.reason.clone());
            let differs = t!("take-differs", book = grouped(line.booked_then), n = signed(line.difference()));
            let label = t!("take-why-of", what = title.clone());
            view! {
                <li class="tally-row why">
                    <span class="row-main"><b>{title}</b>{lot_words(line)}<small>{differs}</small></span>
                    <input class="input tally-why" name=name value=value required maxlength="200" placeholder=t!("take-why") aria-label=label list="take-reasons" />
                </li>
            }
        })
        .collect_view();
    let usual = ["take-reason-lost", "take-reason-broken", "take-reason-unbooked", "take-reason-miscounted"]
        .map(|key| view! { <option value=t!(key)></option> })
        .collect_view();
    let none = different.is_empty();
    view! {
        <section class="card stack">
            <h2>{t!("take-all-counted")}</h2>
            <p class="note">{if none { t!("take-all-agrees") } else { t!("take-why-text") }}</p>
            <ActionForm to=format!("/shop/stock-takes/{id}/finish")>
                <ul class="tally-rows">{rows}</ul>
                <datalist id="take-reasons">{usual}</datalist>
                <Submit label=t!("take-finish") wide=true />
            </ActionForm>
        </section>
    }
}

/// Renders links to the previous and next lines.
pub(crate) fn turn(before: Option<String>, after: Option<String>) -> Option<impl IntoView> {
    (before.is_some() || after.is_some()).then(|| {
        view! {
            <nav class="pager" aria-label=t!("pager")>
                {before.map(|to| view! { <a class="btn btn-quiet" rel="prev" href=to>{t!("stock-before")}</a> })}
                {after.map(|to| view! { <a class="btn btn-quiet" rel="next" href=to>{t!("stock-after")}</a> })}
            </nav>
        }
    })
}

/// Renders a folded form with a reason and a button.
pub(crate) fn reason_form(to: String, ask: String, text: String, label: String, tone: &'static str) -> impl IntoView {
    view! {
        <More summary=ask to=to.clone()>
            <ActionForm to=to>
                <p class="note">{text}</p>
                <Field name="reason" label=t!("stock-why") required=true max_length=200 />
                <Submit label tone />
            </ActionForm>
        </More>
    }
}
