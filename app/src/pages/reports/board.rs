//! The board of shortage and surplus: open wishes and minimums against stock, largest gap first.
//! Every number links to what it is the sum of.

use domain::areas::Area;
use leptos::prelude::*;
use store::reports::board::{Board, BoardLine};

use crate::{
    components::{
        Empty, Pager, Table,
        area_menu::{Choice, area_menu},
        tint,
    },
    i18n::lang,
    pages::{
        reports::wanted::{thing, wishes_of},
        stock::words::{grouped, link},
    },
    web::{Cx, Here, Page, Shown},
};

/// Renders `GET /shop/board?area&show&cursor`.
pub async fn page(cx: Cx) -> Shown {
    let plenty = cx.query("show") == "plenty";
    let area = cx.query_i64("area");
    let board = cx.store.board(&cx.actor, area, plenty, cx.query_i64("cursor").max(0)).await?;
    let areas = cx.store.districts(cx.actor.root).await?;
    let menu = areas.iter().map(|one| choice(&cx, one, area)).collect();
    let next = board.lines.next.map(|next| cx.query_with(&[("cursor", &next.to_string())]));
    let sides = [("", "board-short", board.short), ("plenty", "board-plenty", board.plenty)].map(|(show, key, n)| {
        let to = cx.address_with(&[("show", show), ("cursor", "")]);
        (to, key, n, (show == "plenty") == plenty)
    });
    Ok(Page::new(cx.lang.t("board-title"), Here::Board, move || {
        let sides = sides
            .into_iter()
            .map(|(to, key, n, here)| view! { <a class="chip" href=to aria-current=here.then_some("true")>{t!(key, n = n)}</a> })
            .collect_view();
        view! {
            <nav class="chips" aria-label=t!("board-sides")>{sides}</nav>
            {list(&board, area, plenty)}
            <Pager next />
            <p class="soft">{if plenty { t!("board-plenty-rule") } else { t!("board-short-rule") }}" "<a class="link" href="/wanted">{t!("board-public")}</a></p>
        }
    })
    .wide()
    .tools(move || area_menu(menu))
    .no_index())
}

fn choice(cx: &Cx, area: &Area, chosen: i64) -> Choice {
    let whole = area.id == area.root;
    let to = cx.address_with(&[("area", &if whole { String::new() } else { area.id.to_string() }), ("cursor", "")]);
    Choice { to, label: area.name.clone(), chosen: area.id == chosen || (whole && chosen == 0) }
}

fn list(board: &Board, area: i64, plenty: bool) -> AnyView {
    if board.lines.items.is_empty() {
        let (title, text) = if plenty {
            (t!("board-none-plenty"), t!("board-none-plenty-text"))
        } else {
            (t!("board-none-short"), t!("board-none-short-text"))
        };
        return view! { <Empty title>{text}</Empty> }.into_any();
    }
    let rows = board.lines.items.iter().map(|line| row(line, area, plenty)).collect_view();
    view! {
        <Table label=t!("board-title") heads=view! {
            <th scope="col">{t!("field-item")}</th>
            <th scope="col">{t!("board-sizes")}</th>
            {(!plenty).then(|| view! { <th scope="col" class="num">{t!("board-lacking")}</th> })}
            <th scope="col" class="num">{t!("board-wanted")}</th>
            <th scope="col" class="num">{t!("board-on-shelf")}</th>
            <th scope="col" class="num">{t!("board-minimum")}</th>
        }>{rows}</Table>
    }
    .into_any()
}

fn row(line: &BoardLine, area: i64, plenty: bool) -> impl IntoView + use<> {
    let (item, need) = (&line.item, &line.need);
    let name = thing(lang(), item, "");
    let stock = link("/shop/stock", &[("q", &item.name)]);
    let wanted = number(need.wanted, wishes_of(item.id, "", area));
    let on_shelf = number(need.on_shelf, stock.clone());
    let sized = need.sizes.iter().any(|size| !size.size.is_empty());
    let sizes = need
        .sizes
        .iter()
        .filter(|size| !size.size.is_empty())
        .map(|size| {
            let named = lang().size(&size.size);
            let (to, n) = if plenty {
                (stock.clone(), size.on_shelf)
            } else {
                (wishes_of(item.id, &size.size, area), size.short)
            };
            view! { <a class="chip" href=to>{t!("wanted-size", size = named, n = n)}</a> }
        })
        .collect_view();
    let sizes = sized.then(|| view! { <span class="cluster">{sizes}</span> });
    let minimum = (need.minimum > 0).then(|| grouped(need.minimum));
    view! {
        <tr class=tint(item.category)>
            <th scope="row" data-label=t!("field-item")><a href=stock>{name}</a></th>
            <td data-label=t!("board-sizes")>{sizes}</td>
            {(!plenty).then(|| view! { <td class="num" data-label=t!("board-lacking")><b>{grouped(need.short)}</b></td> })}
            <td class="num" data-label=t!("board-wanted")>{wanted}</td>
            <td class="num" data-label=t!("board-on-shelf")>{on_shelf}</td>
            <td class="num" data-label=t!("board-minimum")>{minimum}</td>
        </tr>
    }
}

/// Renders a number, linked unless it is 0.
fn number(n: i64, to: String) -> AnyView {
    if n == 0 {
        view! { <span class="soft">"0"</span> }.into_any()
    } else {
        view! { <a class="total" href=to>{grouped(n)}</a> }.into_any()
    }
}
