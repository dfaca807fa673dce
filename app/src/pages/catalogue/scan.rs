//! Looking up a code: typed, scanned, or in a photo for browsers that cannot decode it.

use domain::permission::Action;
use leptos::prelude::*;
use store::catalogue::items::ScannedItem;

use crate::{
    components::{ActionForm, Empty, FileField, Icon, PICTURES, Submit, Tile, tint},
    i18n,
    islands::ScanField,
    pages::stock::words::{grouped, link},
    web::{Cx, Here, Page, Shown},
};

/// Renders `GET /shop/scan?code`.
pub async fn page(cx: Cx) -> Shown {
    cx.actor.must_somewhere(Action::ReadStock)?;
    let code: String = cx.query("code").chars().take(200).collect();
    let found = if code.is_empty() { None } else { cx.store.item_by_code(&cx.actor, &code).await? };
    let on_hand = match &found {
        Some(found) => cx.store.item_file(&cx.actor, found.item.id).await?.on_hand,
        None => 0,
    };
    let may_keep = cx.actor.may_somewhere(Action::KeepStock);
    Ok(Page::new(cx.lang.t("scan-title"), Here::Stock, move || {
        let answer = match (found, code.is_empty()) {
            (Some(found), _) => what(&found, on_hand, may_keep).into_any(),
            (None, true) => ().into_any(),
            (None, false) => unknown(&code, may_keep).into_any(),
        };
        view! {
            <section class="card">
                <ScanField>
                    <form class="search" role="search" action="/shop/scan">
                        <Icon name="scan" />
                        <input
                            type="search" name="code" placeholder=t!("scan-placeholder") aria-label=t!("scan-field") autofocus
                            autocomplete="off" autocapitalize="off" spellcheck="false" maxlength="200"
                        />
                        <button type="button" class="icon-btn" hidden data-wake="BarcodeDetector" data-scan aria-label=t!("scan")>
                            <Icon name="camera" />
                        </button>
                        <button class="btn btn-main">{t!("scan-look")}</button>
                    </form>
                    <video class="scan" hidden playsinline muted aria-label=t!("scan-view")></video>
                </ScanField>
            </section>
            <div role="status">{answer}</div>
            <section class="card">
                <h2>{t!("scan-photo")}</h2>
                <ActionForm to="/shop/scan/photo" files=true>
                    <FileField
                        name="photo" label=t!("scan-photo-file") hint=t!("scan-photo-hint") accept=PICTURES
                        capture="environment" required=true
                    />
                    <Submit label=t!("scan-photo-do") tone="soft" icon="camera" />
                </ActionForm>
            </section>
        }
    })
    .back("/shop/stock")
    .narrow()
    .no_index())
}

fn what(found: &ScannedItem, on_hand: i64, may_keep: bool) -> impl IntoView + use<> {
    let ScannedItem { item, size, lot } = found.clone();
    let id = item.id.to_string();
    let title = i18n::item_title(&item.key, &item.name, item.id, &size);
    let name = crate::i18n::lang().item_called(&item.key, &item.name, item.id);
    let on_hand = format!("{} {} {}", t!("stock-place-shelf"), grouped(on_hand), item.unit);
    let stock = link("/shop/stock", &[("q", &name)]);
    let lot_words = (lot != 0).then(|| t!("stock-lot", n = lot.to_string()));
    let labels = if lot == 0 {
        link("/shop/labels", &[("item", &id), ("size", &size)])
    } else {
        link("/shop/labels", &[("lot", &lot.to_string())])
    };
    let mut doors = Vec::new();
    if may_keep {
        doors.push((link("/shop/receive", &[("item", &id), ("size", &size)]), "download", t!("stock-receive-title")));
    }
    doors.push((link("/shop/stock", &[("q", &name)]), "box", t!("stock-title")));
    doors.push((format!("/shop/items/{id}"), "list", t!("goods-one")));
    doors.push((labels, "print", t!("goods-labels")));
    let doors = doors
        .into_iter()
        .map(|(to, icon, label)| view! { <a class="door" href=to><Icon name=icon /><span>{label}</span></a> })
        .collect_view();
    view! {
        <section class=format!("card {}", tint(item.category))>
            <div class="cluster">
                <Tile key=item.key item_photo=item.photo />
                <div><h2>{title}</h2><p class="soft"><a class="total" href=stock>{on_hand}</a>{lot_words.map(|words| format!(" · {words}"))}</p></div>
            </div>
            <nav class="doors" aria-label=t!("scan-doors")>{doors}</nav>
        </section>
    }
}

fn unknown(code: &str, may_keep: bool) -> impl IntoView + use<> {
    let to = link("/shop/items", &[("code", code)]);
    view! {
        <Empty title=t!("scan-unknown-title", code = code.to_owned())>
            {if may_keep {
                view! { <a class="btn btn-soft" href=to>{t!("scan-learn")}</a> }.into_any()
            } else {
                t!("scan-unknown-text").into_any()
            }}
        </Empty>
    }
}
