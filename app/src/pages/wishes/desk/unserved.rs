//! Families helped and never helped: the list, and the numbers per area that link to it.

use domain::{
    permission::Action,
    wishes::priority::{FamilyLine, Reached, Share},
};
use leptos::prelude::*;

use crate::{
    components::{Empty, Icon, Near, Pager, StatePill, Table},
    web::{Cx, Here, Page, Shown},
};

/// Renders `GET /desk/left-out?area&of&cursor`.
pub async fn page(cx: Cx) -> Shown {
    let area = cx.query_i64("area").max(0);
    let reached: Reached = cx.query("of").parse().unwrap_or_default();
    let found = cx.store.reached(&cx.actor, area, reached, cx.query_i64("cursor").max(0)).await?;
    let reads = cx.actor.may_somewhere(Action::ReadHouseholds);
    let name = cx.store.reached_area(&cx.actor, area).await?;
    let next = found.next.map(|cursor| cx.address_with(&[("cursor", &cursor.to_string())]));
    let choices = Reached::ALL
        .iter()
        .map(|of| {
            let to = cx.address_with(&[("of", of.as_str()), ("cursor", "")]);
            (to, cx.lang.named("left-out-of", of.as_str()), *of == reached)
        })
        .collect::<Vec<_>>();
    let title = if name.is_empty() {
        cx.lang.t("left-out-title")
    } else {
        format!("{} · {name}", cx.lang.t("left-out-title"))
    };
    // The count is left out for families that were never helped.
    let counts = matches!(reached, Reached::Helped | Reached::All);
    Ok(Page::new(title, Here::LeftOut, move || {
        let chips = choices
            .into_iter()
            .map(|(to, label, chosen)| view! { <a class="chip" href=to aria-current=chosen.then_some("true")>{label}</a> })
            .collect_view();
        view! {
            {(reached == Reached::LeftOut).then(|| view! { <p class="soft">{t!("left-out-text")}</p> })}
            <nav class="chips" aria-label=t!("left-out-shown")>
                {chips}
                <a class="chip" href="/desk/left-out/areas"><Icon name="tree" />{t!("left-out-numbers")}</a>
            </nav>
            {families(found.items, reads, counts)}
            <Pager next />
        }
    })
    .wide()
    .kept()
    .no_index())
}

fn families(found: Vec<FamilyLine>, reads: bool, counts: bool) -> AnyView {
    if found.is_empty() {
        return view! { <Empty title=t!("left-out-none")>{t!("left-out-none-text")}</Empty> }.into_any();
    }
    let rows = found.into_iter().map(|line| row(line, reads, counts)).collect_view();
    view! {
        <Table label=t!("left-out-title") brief=true heads=view! {
            <th scope="col">{t!("households-name")}</th>
            <th scope="col" class="num">{t!("households-number")}</th>
            <th scope="col">{t!("field-area")}</th>
            <th scope="col" class="num">{t!("households-people")}</th>
            {counts.then(|| view! { <th scope="col">{t!("left-out-times")}</th> })}
            <th scope="col">{t!("left-out-since")}</th>
            <th scope="col">{t!("households-care")}</th>
            <th scope="col"><span class="visually-hidden">{t!("left-out-post")}</span></th>
        }>{rows}</Table>
    }
    .into_any()
}

fn row(line: FamilyLine, reads: bool, counts: bool) -> impl IntoView {
    let FamilyLine { household, name, may_post, area_name, hardship, size, helped, since, .. } = line;
    let called = name.clone();
    let who = if reads {
        view! { <a href=format!("/desk/households/{household}")>{name}</a> }.into_any()
    } else {
        name.into_any()
    };
    let post = may_post.then(|| {
        view! {
            <a class="btn btn-soft" href=format!("/desk/households/{household}/wishes/new") aria-label=t!("left-out-post-named", name = called)>
                {t!("left-out-post")}
            </a>
        }
    });
    view! {
        <tr>
            <th scope="row">{who}</th>
            <td class="num" data-label=t!("households-number")>{t!("households-number-short", n = household.to_string())}</td>
            <td data-label=t!("field-area")>{area_name}</td>
            <td class="num" data-label=t!("households-people")>{t!("households-people-count", n = size)}</td>
            {counts.then(|| view! { <td data-label=t!("left-out-times")>{t!("fair-helped-times", n = helped)}</td> })}
            <td data-label=t!("left-out-since")><Near at=since /></td>
            <td class="mark" data-label=t!("households-care")>
                {hardship.then(|| view! { <StatePill tone="amber" icon="heart" text=t!("households-hardship") /> })}
            </td>
            <td class="acts">{post}</td>
        </tr>
    }
}

/// Renders `GET /desk/left-out/areas?area`.
pub async fn areas(cx: Cx) -> Shown {
    let area = cx.query_i64("area").max(0);
    let shares = cx.store.shares(&cx.actor, area).await?;
    let name = cx.store.reached_area(&cx.actor, area).await?;
    let title =
        if name.is_empty() { cx.lang.t("shares-title") } else { format!("{} · {name}", cx.lang.t("shares-title")) };
    Ok(Page::new(title, Here::LeftOut, move || {
        let rows = shares.iter().map(share).collect_view();
        view! {
            <p class="soft">{t!("shares-text")}</p>
            {(area != 0).then(|| view! { <p><a class="link" href="/desk/left-out/areas">{t!("shares-up")}</a></p> })}
            <Table label=t!("shares-title") heads=view! {
                <th scope="col">{t!("shares-area")}</th>
                <th scope="col" class="num">{t!("shares-households")}</th>
                <th scope="col" class="num">{t!("shares-helped")}</th>
                <th scope="col" class="num">{t!("shares-percent")}</th>
                <th scope="col" class="num">{t!("shares-never")}</th>
                <th scope="col" class="num">{t!("shares-left-out")}</th>
            }>{rows}</Table>
        }
    })
    .back("/desk/left-out")
    .wide()
    .no_index())
}

fn share(share: &Share) -> impl IntoView + use<> {
    let area = share.area;
    let list = move |of: Reached, n: i64| {
        view! { <a class="total" href=format!("/desk/left-out?area={area}&of={}", of.as_str())>{n}</a> }
    };
    let name = share.name.clone();
    let name = if share.below {
        view! { <a href=format!("/desk/left-out/areas?area={area}")>{name}</a> }.into_any()
    } else {
        name.into_any()
    };
    let percent = t!("shares-percent-value", n = share.percent());
    view! {
        <tr>
            <th scope="row">{name}</th>
            <td class="num" data-label=t!("shares-households")>{list(Reached::All, share.households)}</td>
            <td class="num" data-label=t!("shares-helped")>{list(Reached::Helped, share.helped)}</td>
            <td class="num" data-label=t!("shares-percent")>{percent}</td>
            <td class="num" data-label=t!("shares-never")>{list(Reached::Never, share.never())}</td>
            <td class="num" data-label=t!("shares-left-out")>{list(Reached::LeftOut, share.left_out)}</td>
        </tr>
    }
}
