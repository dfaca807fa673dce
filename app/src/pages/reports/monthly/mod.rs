//! The monthly notice of a shop: for staff with links to the journals, and public once published.

pub mod actions;
mod posted;
mod table;

use domain::{ledger::Location, permission::Action, reports::monthly::MonthNotice, time::Month};
use leptos::prelude::*;

use crate::{
    components::{ActionForm, Banner, Empty, Icon, Near, Submit},
    i18n::month_name,
    pages::stock::{pieces::keeps, words::link},
    web::{Cx, Here, Page, Shown, routes::Routes},
};

pub(crate) fn routes() -> Routes {
    Routes::new()
        .show("/shop/notice", page)
        .act("/shop/notice/publish", actions::publish, page)
        .show("/notice", posted::list)
        .show("/notice/{location}/{month}", posted::page)
}

/// Renders `GET /shop/notice?location&month`, and again after publishing is refused.
///
/// Without `month`, the last complete one.
async fn page(cx: Cx) -> Shown {
    let given =
        |name: &str| if cx.field(name).is_empty() { cx.query(name).to_owned() } else { cx.field(name).to_owned() };
    cx.actor.must_somewhere(Action::ReadStock).or(cx.actor.must_somewhere(Action::Administer))?;
    let shops = cx.store.locations(&cx.actor).await?;
    let this = Month::of(cx.now);
    let month = given("month").parse::<Month>().unwrap_or(this.before());
    let asked: i64 = given("location").parse().unwrap_or(0);
    let at = if asked == 0 { shops.first().map_or(0, |shop| shop.id) } else { asked };
    if at == 0 {
        return Ok(Page::new(cx.lang.t("month-title"), Here::Journals, || {
            view! { <Empty title=t!("month-no-shop") pictogram="bridge">{t!("month-no-shop-text")}</Empty> }
        })
        .no_index());
    }
    let notice = cx.store.month_notice(&cx.actor, at, &month.to_string()).await?;
    // Administrators of shops may publish without access to the ledger; numbers are then no links.
    let reads_stock = cx.actor.may_somewhere(Action::ReadStock);
    let reader = if reads_stock { table::NoticeReader::Shop } else { table::NoticeReader::Administrator };
    let publishes = cx.actor.may_somewhere(Action::Administer) || keeps(&cx, at).await?;
    let beside = [month.before(), month.after()].map(|month| month.to_string());
    let latest = month >= this;
    Ok(Page::new(cx.lang.t("month-title"), Here::Journals, move || {
        let [before, after] = beside;
        let to = |month: &str| link("/shop/notice", &[("location", &at.to_string()), ("month", month)]);
        view! {
            {choice(&shops, at, &notice.month)}
            <nav class="chips no-print" aria-label=t!("month-turn")>
                <a class="chip" rel="prev" href=to(&before)><Icon name="back" />{month_name(&before)}</a>
                {(!latest).then(|| view! { <a class="chip" rel="next" href=to(&after)>{month_name(&after)}<Icon name="chevron-right" /></a> })}
            </nav>
            {state(&notice, publishes)}
            {table::whole(&notice, reader)}
        }
    })
    .back("/shop/journals")
    .wide()
    .no_index())
}

fn choice(shops: &[Location], at: i64, month: &str) -> impl IntoView + use<> {
    let options = shops
        .iter()
        .map(|shop| view! { <option value=shop.id.to_string() selected=shop.id == at>{shop.name.clone()}</option> })
        .collect_view();
    let month = month.to_owned();
    view! {
        <form class="filter-row" action="/shop/notice">
            <select name="location" aria-label=t!("stock-location")>{options}</select>
            <input type="month" name="month" value=month aria-label=t!("month-which") pattern="[0-9]{4}-[0-9]{2}" placeholder="2026-10" />
            <button class="btn btn-quiet">{t!("month-show")}</button>
        </form>
    }
}

/// Renders whether the notice is public, with the button that changes it.
fn state(notice: &MonthNotice, publishes: bool) -> AnyView {
    if !notice.complete {
        return view! { <Banner tone="amber">{t!("month-not-over")}</Banner> }.into_any();
    }
    let published = notice.published;
    let hidden = [("location", notice.location.to_string()), ("month", notice.month.clone())]
        .map(|(name, value)| view! { <input type="hidden" name=name value=value /> })
        .collect_view();
    let (open, label, tone) = match published {
        0 => ("yes", t!("month-publish"), "main"),
        _ => ("no", t!("month-unpublish"), "quiet"),
    };
    let public = format!("/notice/{}/{}", notice.location, notice.month);
    view! {
        <div class="no-print stack">
            {if published == 0 {
                view! { <p class="note">{t!("month-publish-text")}</p> }.into_any()
            } else {
                view! {
                    <Banner tone="tea">{t!("month-published")}" "<Near at=published />" "<a class="link" href=public>{t!("month-public-page")}</a></Banner>
                }.into_any()
            }}
            {publishes.then(|| view! {
                <ActionForm to="/shop/notice/publish" class="cluster">
                    {hidden}
                    <input type="hidden" name="open" value=open />
                    <Submit label tone />
                </ActionForm>
            })}
            <p class="note">{t!("month-print-note")}</p>
        </div>
    }
    .into_any()
}
