//! Webhooks of a root area: programs that are told of changes of public wishes, with their last tries.

use domain::{
    Code, Error,
    messages::webhooks::{NewWebhook, Webhook, WebhookDelivery, WebhookId},
};
use leptos::prelude::*;
use store::messages::webhooks::{AddWebhook, RemoveWebhook};

use crate::{
    components::{ActionForm, Empty, Field, More, Near, StatePill, Submit},
    web::{Cx, Done, Here, Page, Shown, To},
};

/// Renders `GET /admin/areas/{id}/webhooks`, and again after one of its forms is refused.
pub async fn page(cx: Cx) -> Shown {
    let area = cx.id("id")?;
    let found = cx.store.webhooks(&cx.actor, area).await?;
    Ok(Page::new(cx.lang.t("webhooks-title"), Here::Areas, move || {
        let none = found.is_empty();
        let list = found.into_iter().map(|webhook| one(area, webhook)).collect_view();
        view! {
            <p class="soft">{t!("webhooks-intro")}</p>
            {none.then(|| view! { <Empty title=t!("webhooks-none") /> })}
            {list}
            {form(area, none)}
        }
    })
    .back(format!("/admin/areas/{area}"))
    .narrow()
    .no_index())
}

fn one(area: i64, webhook: Webhook) -> AnyView {
    let Webhook { id: WebhookId(id), name, tries, deliveries, .. } = webhook;
    let state = if tries == 0 {
        view! { <StatePill tone="tea" icon="check" text=t!("webhook-fine") /> }.into_any()
    } else {
        view! { <StatePill tone="amber" icon="alert" text=t!("webhook-failing", n = tries) /> }.into_any()
    };
    let lines = deliveries.into_iter().map(line).collect_view();
    view! {
        <section class="card">
            <h2>{name}</h2>
            <p>{state}</p>
            <ul class="rows">{lines}</ul>
            <ActionForm to=format!("/admin/areas/{area}/webhooks/remove") class="cluster">
                <input type="hidden" name="webhook" value=id />
                <Submit label=t!("webhook-remove") tone="bad" small=true />
            </ActionForm>
        </section>
    }
    .into_any()
}

fn line(delivery: WebhookDelivery) -> impl IntoView {
    let taken = delivery.is_taken();
    let WebhookDelivery { at, first, last, status } = delivery;
    let end = match (taken, status) {
        (true, _) => t!("webhook-taken"),
        (false, 0) => t!("webhook-silent"),
        (false, status) => t!("webhook-refused", status = status.to_string()),
    };
    let which = t!("webhook-changes", first = first.to_string(), last = last.to_string());
    view! { <li class="row"><span class="row-main"><b>{end}</b><small>{which}" · "<Near at=at /></small></span></li> }
}

fn form(area: i64, open: bool) -> impl IntoView {
    let to = format!("/admin/areas/{area}/webhooks");
    view! {
        <More summary=t!("webhook-new") to=to.clone() open=open>
            <ActionForm to=to>
                <Field name="name" label=t!("webhook-name") required=true max_length=40 autocomplete="off" />
                <Field
                    name="address" label=t!("webhook-address") hint=t!("webhook-address-hint") kind="url" required=true
                    max_length=500 autocomplete="off"
                />
                <Field
                    name="secret" label=t!("webhook-secret") hint=t!("webhook-secret-hint") required=true max_length=200
                    autocomplete="off"
                />
                <Submit label=t!("webhook-add") icon="plus" />
            </ActionForm>
        </More>
    }
}

fn back(area: i64) -> To {
    To::page(format!("/admin/areas/{area}/webhooks"))
}

/// Handles `POST /admin/areas/{id}/webhooks`.
///
/// # Errors
/// Field `address` for a host that the installation does not allow; as [`AddWebhook`].
pub async fn add(cx: Cx) -> Done {
    let area = cx.id("id")?;
    // Permission first: who may not add one learns nothing of the address.
    cx.store.webhooks(&cx.actor, area).await?;
    let new = NewWebhook {
        name: cx.field("name").to_owned(),
        address: cx.field("address").to_owned(),
        secret: cx.field("secret").to_owned(),
    };
    if !cx.channels.hosts.allow_webhook(&new.address) {
        return Err(Error::field("address", Code::Unknown));
    }
    cx.store.run(&cx.by(), AddWebhook { area, new }).await?;
    Ok(back(area).saying("done-webhook-added"))
}

/// Handles `POST /admin/areas/{id}/webhooks/remove`.
///
/// # Errors
/// As [`RemoveWebhook`].
pub async fn remove(cx: Cx) -> Done {
    let area = cx.id("id")?;
    cx.store.run(&cx.by(), RemoveWebhook { area, webhook: WebhookId(cx.field_i64("webhook")) }).await?;
    Ok(back(area).saying("done-webhook-removed"))
}
