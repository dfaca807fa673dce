//! One drive: what is wanted, how far each item is, where to bring it, and what was done.

use domain::{
    community::{
        drives::{Drive, DriveCancel, DriveItem, DriveSource, DriveState},
        posters::PosterSubject,
    },
    permission::Action,
};
use leptos::prelude::*;

use super::list::row;
use crate::{
    components::{
        ActionForm, Banner, Checkbox, Choice, Fact, Facts, Icon, More, Near, RowForm, Select, Stepper, Submit, Table,
        TextArea, poster_link, value_choices,
    },
    i18n::{item_title, lang},
    pages::stock::pieces::condition_choices,
    web::{Cx, Here, Page, Shown},
};

/// Renders `GET /drives/{id}`.
pub async fn page(cx: Cx) -> Shown {
    let id = cx.id("id")?;
    let drive = cx.store.drive(&cx.actor, id).await?;
    let gives = cx.actor.may_somewhere(Action::OfferGoods);
    let is_visitor = !cx.actor.is_signed_in();
    let hangs = cx.actor.may_somewhere(Action::HangPosters);
    let others = match drive.state {
        DriveState::Open => Vec::new(),
        DriveState::Ended | DriveState::Cancelled => cx.store.other_drives(id).await?,
    };
    let here = if cx.actor.is_staff() { Here::Drives } else { Here::Feed };
    Ok(Page::new(drive.title.clone(), here, move || {
        let is_open = drive.state == DriveState::Open;
        let result = drive.result.clone();
        view! {
            {banner(&drive)}
            {(!drive.words.is_empty()).then(|| view! { <p>{drive.words.clone()}</p> })}
            {items(&drive)}
            {(result.is_empty() && drive.published.is_some()).then(|| view! { <p class="soft">{t!("drive-result-none")}</p> })}
            {(!result.is_empty()).then(|| view! {
                <section class="card stack" aria-labelledby="result">
                    <h2 id="result">{t!("drive-result")}</h2>
                    <p>{result}</p>
                </section>
            })}
            {(drive.state != DriveState::Cancelled).then(|| places(&drive))}
            {(!others.is_empty()).then(|| view! {
                <section class="stack" aria-labelledby="others">
                    <h2 id="others">{t!("drive-instead")}</h2>
                    <ul class="rows">{others.iter().map(row).collect_view()}</ul>
                </section>
            })}
            {(is_open && is_visitor).then(|| sign_in(id))}
            {(is_open && drive.may_offer).then(|| announce(&drive))}
            {(is_open && gives && !drive.may_offer).then(|| view! {
                <Banner>{t!("drive-elsewhere")}" "<a class="link" href="/drives">{t!("drives-title")}</a></Banner>
            })}
            {(is_open && hangs).then(|| poster_link(PosterSubject::Drive, id))}
            {drive.may_keep.then(|| view! {
                <p><a class="btn btn-quiet" href=format!("/drives/{id}/rows")><Icon name="list" />{t!("drive-rows")}</a></p>
            })}
            {drive.may_keep.then(|| keep(&drive))}
        }
    })
    .back("/drives")
    .narrow())
}

fn banner(drive: &Drive) -> AnyView {
    let until = drive.until;
    match (drive.state, drive.reason) {
        (DriveState::Open, _) => {
            view! { <Banner tone="tea">{t!("drive-until")}" "<Near at=until /></Banner> }.into_any()
        }
        (DriveState::Ended, _) => view! { <Banner>{t!("drive-ended")}</Banner> }.into_any(),
        (DriveState::Cancelled, reason) => {
            let why = reason.map(|reason| lang().named("drive-cancel", reason.as_str())).unwrap_or_default();
            view! { <Banner tone="amber">{t!("drive-cancelled", why = why)}</Banner> }.into_any()
        }
    }
}

/// Says what an item still takes, or that it is enough.
fn stand(item: &DriveItem) -> String {
    match item.left() {
        0 if item.received > item.wanted => t!("drive-item-over", n = item.received - item.wanted),
        0 => t!("drive-item-enough"),
        n => t!("drive-item-left", n = n),
    }
}

/// Renders a number, which leads to its rows for those who keep the drive.
fn counted(drive: &Drive, source: DriveSource, item: &DriveItem, units: i64) -> AnyView {
    if !drive.may_keep || units == 0 {
        return units.into_any();
    }
    let to = format!("/drives/{}/rows?source={}&item={}", drive.id, source.as_str(), item.item);
    view! { <a class="link" href=to>{units}</a> }.into_any()
}

fn items(drive: &Drive) -> impl IntoView + use<> {
    let rows = drive
        .items
        .iter()
        .map(|item| {
            let title = item_title(&item.key, &item.name, item.item, "");
            let received = counted(drive, DriveSource::Receipt, item, item.received);
            let offered = counted(drive, DriveSource::Offer, item, item.offered);
            view! {
                <tr>
                    <th scope="row">{title}</th>
                    <td class="num" data-label=t!("drive-wanted")>{item.wanted}</td>
                    <td class="num" data-label=t!("drive-received")>{received}</td>
                    <td class="num" data-label=t!("drive-offered")>{offered}</td>
                    <td data-label=t!("drive-stand")>{stand(item)}</td>
                </tr>
            }
        })
        .collect_view();
    let others = drive.others;
    view! {
        <Table label=t!("drive-items") heads=view! {
            <th scope="col">{t!("drive-item")}</th>
            <th scope="col" class="num">{t!("drive-wanted")}</th>
            <th scope="col" class="num">{t!("drive-received")}</th>
            <th scope="col" class="num">{t!("drive-offered")}</th>
            <th scope="col">{t!("drive-stand")}</th>
        }>{rows}</Table>
        {(others > 0).then(|| view! { <p class="soft">{t!("drive-others", n = others)}</p> })}
    }
}

fn places(drive: &Drive) -> impl IntoView + use<> {
    let facts = drive
        .places
        .iter()
        .map(|place| {
            let line = [place.address.clone(), place.hours.clone()];
            let line = line.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ");
            view! { <Fact name=place.name.clone()>{line}</Fact> }
        })
        .collect_view();
    view! {
        <section class="stack" aria-labelledby="places">
            <h2 id="places">{t!("drive-places")}</h2>
            <Facts>{facts}</Facts>
        </section>
    }
}

/// Renders the way in for visitors who would give something.
fn sign_in(id: i64) -> impl IntoView {
    view! { <p><a class="btn btn-main" href=format!("/sign-in?next=/drives/{id}")>{t!("drive-offer")}</a></p> }
}

/// Renders the form by which a donor announces goods; items of which there is enough are not offered.
fn announce(drive: &Drive) -> AnyView {
    let options: Vec<_> = drive
        .items
        .iter()
        .filter(|item| item.left() > 0)
        .map(|item| {
            let title = item_title(&item.key, &item.name, item.item, "");
            (item.id.to_string(), format!("{title} · {}", stand(item)))
        })
        .collect();
    if options.is_empty() {
        return view! { <Banner>{t!("drive-enough")}</Banner> }.into_any();
    }
    let to = format!("/drives/{}/offer", drive.id);
    view! {
        <section class="card stack" aria-labelledby="offer">
            <h2 id="offer">{t!("drive-offer")}</h2>
            <ActionForm to>
                <Select name="item" label=t!("drive-item") options required=true />
                <Stepper name="quantity" label=t!("field-quantity") max=999 />
                <Choice name="condition" label=t!("shop-condition-ask") options=condition_choices() side=true />
                <TextArea name="words" label=t!("offers-words") max_length=300 rows=2 />
                <Checkbox name="named" label=t!("offers-named") />
                <p class="note">{t!("drive-offer-note")}</p>
                <Submit label=t!("drive-offer-do") wide=true />
            </ActionForm>
        </section>
    }
    .into_any()
}

/// Renders the coordinator's steps.
fn keep(drive: &Drive) -> AnyView {
    let (id, result) = (drive.id, drive.result.clone());
    match drive.state {
        DriveState::Open => {
            let cancel = format!("/drives/{id}/cancel");
            let reasons = value_choices("drive-cancel", DriveCancel::ALL.iter().map(|reason| reason.as_str()));
            view! {
                <RowForm to=format!("/drives/{id}/end")><button class="btn btn-soft">{t!("drive-end")}</button></RowForm>
                <More summary=t!("drive-cancel") to=cancel.clone()>
                    <ActionForm to=cancel>
                        <Choice name="reason" label=t!("drive-cancel-why") options=reasons />
                        <p class="note">{t!("drive-cancel-note")}</p>
                        <Submit label=t!("drive-cancel") tone="bad" />
                    </ActionForm>
                </More>
            }
            .into_any()
        }
        DriveState::Ended => view! {
            <ActionForm to=format!("/drives/{id}/result")>
                <TextArea name="words" label=t!("drive-result-words") hint=t!("drive-result-hint") value=result required=true max_length=1000 />
                <Submit label=t!("drive-publish") wide=true />
            </ActionForm>
        }
        .into_any(),
        DriveState::Cancelled => ().into_any(),
    }
}
