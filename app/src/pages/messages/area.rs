//! Messages of an area: the bots of its work groups, and how many text messages its root area sends.

use domain::messages::{AreaMessages, Bot, BotId, BotKind};
use leptos::prelude::*;

use crate::{
    components::{ActionForm, Choice, Empty, Field, More, Select, Submit},
    i18n::{date_full, lang},
    web::{Cx, Here, Page, Shown},
};

/// Renders `GET /admin/areas/{id}/messages`, and again after one of its forms is refused.
pub async fn page(cx: Cx) -> Shown {
    let id = cx.id("id")?;
    let found = cx.store.area_messages(&cx.actor, id).await?;
    let sends_texts = cx.channels.text;
    let langs: Vec<_> = cx.offer.langs().map(|lang| (lang.tag().to_owned(), lang.own_name().to_owned())).collect();
    let own = cx.lang.tag().to_owned();
    Ok(Page::new(cx.lang.t("bots-title"), Here::Areas, move || {
        let AreaMessages { area, is_root, bots, most_texts, used_texts } = found;
        let none = bots.is_empty();
        let rows = bots.into_iter().map(|bot| row(area, bot)).collect_view();
        view! {
            <p class="soft">{t!("bots-intro")}</p>
            {if none {
                view! { <Empty title=t!("bots-none") /> }.into_any()
            } else {
                view! { <ul class="rows">{rows}</ul> }.into_any()
            }}
            {new_bot(area, none, langs, own)}
            {sends_texts.then(|| texts(area, is_root, most_texts, used_texts))}
        }
    })
    .back(format!("/admin/areas/{id}"))
    .narrow()
    .no_index())
}

fn row(area: i64, bot: Bot) -> impl IntoView {
    let Bot { id: BotId(id), kind, name, sent, failed, .. } = bot;
    let said = if sent == 0 { t!("bots-silent") } else { t!("bots-said", date = date_full(sent)) };
    let failed = failed.map(|end| t!("bots-failed", end = lang().named("message-end", end.as_str())));
    view! {
        <li class="row">
            <span class="row-main">
                <b>{name}</b>
                <small>{lang().named("bot-kind", kind.as_str())}" · "{said}</small>
                {failed.map(|words| view! { <small class="error">{words}</small> })}
            </span>
            <ActionForm to=format!("/admin/areas/{area}/bots/remove") class="cluster">
                <input type="hidden" name="bot" value=id />
                <Submit label=t!("bots-remove") tone="bad" small=true />
            </ActionForm>
        </li>
    }
}

fn new_bot(area: i64, open: bool, langs: Vec<(String, String)>, own: String) -> impl IntoView {
    let to = format!("/admin/areas/{area}/bots");
    let kinds = BotKind::ALL.iter().map(|kind| {
        let name = lang().named("bot-kind", kind.as_str());
        (kind.as_str().to_owned(), name, String::new())
    });
    let kinds: Vec<_> = kinds.collect();
    view! {
        <More summary=t!("bots-new") to=to.clone() open=open>
            <ActionForm to=to>
                <Choice name="kind" label=t!("bots-kind") options=kinds value=BotKind::Wecom.as_str().to_owned() tight=true />
                <Field name="name" label=t!("bots-name") required=true max_length=40 autocomplete="off" />
                <Field
                    name="address" label=t!("bots-address") hint=t!("bots-address-hint") kind="url" required=true
                    max_length=500 autocomplete="off"
                />
                <Field name="secret" label=t!("bots-secret") hint=t!("bots-secret-hint") max_length=200 autocomplete="off" />
                <Select name="lang" label=t!("messages-lang") options=langs value=own required=true />
                <Submit label=t!("bots-add") icon="plus" />
            </ActionForm>
        </More>
    }
}

/// Renders what was sent this month; the root area sets the limit.
fn texts(area: i64, is_root: bool, most: i64, used: i64) -> impl IntoView {
    view! {
        <section class="card">
            <h2>{t!("texts-title")}</h2>
            <p>{t!("texts-used", used = used, most = most)}</p>
            {is_root.then(|| view! {
                <ActionForm to=format!("/admin/areas/{area}/texts")>
                    <Field
                        name="most" label=t!("texts-most") unit=t!("texts-unit") value=most.to_string() kind="number"
                        inputmode="numeric" min="0" max="1000000" required=true
                    />
                    <Submit label=t!("texts-save") tone="soft" />
                </ActionForm>
            })}
        </section>
    }
}
