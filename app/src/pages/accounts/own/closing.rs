//! Closing one's own account: what has to be done first, what stays, and the button.

use domain::{Code, accounts::closing::ClosingTerms};
use leptos::prelude::*;

use crate::{
    components::{ActionForm, Banner, Checkbox, Field, Icon, Submit},
    i18n::lang,
    web::{Cx, Here, Page, Shown},
};

/// Renders `GET /me/close`, and again after the form is refused.
pub async fn page(cx: Cx) -> Shown {
    cx.signed_in()?;
    let terms = cx.store.closing_terms(&cx.actor).await?;
    let (family, staff) = (cx.actor.household != 0, cx.actor.is_staff());
    Ok(Page::new(cx.lang.t("me-close"), Here::Me, move || {
        let body = if terms.refusal().is_some() { first(&terms).into_any() } else { form(terms.password).into_any() };
        view! {
            <section class="card">
                <ul class="note">
                    <li>{t!("me-close-ends")}</li>
                    <li>{if staff { t!("me-close-erased-staff") } else { t!("me-close-erased") }}</li>
                    <li>{if family { t!("me-close-stays-family") } else { t!("me-close-stays") }}</li>
                    <li>{t!("me-close-final")}</li>
                </ul>
            </section>
            {body}
        }
    })
    .back("/me")
    .narrow()
    .no_index())
}

/// Renders what stands in the way, each with the page where it is settled.
fn first(terms: &ClosingTerms) -> impl IntoView + use<> {
    let all = [
        (terms.claims > 0, Code::ClaimsOwed, "/claims", "hand"),
        (terms.offers > 0, Code::OffersOpen, "/offers", "gift"),
        (terms.wishes > 0, Code::WishesOpen, "/home", "wish"),
        (terms.orders > 0, Code::OrdersOpen, "/home/orders", "shop"),
        (terms.files > 0, Code::FilesKept, "/desk/households", "file"),
        (terms.last_admin, Code::LastAdmin, "/admin/accounts", "key"),
    ];
    let rows = all
        .into_iter()
        .filter(|(stands, ..)| *stands)
        .map(|(_, code, to, icon)| {
            let sentence = lang().refusal(code);
            view! {
                <li>
                    <a class="row" href=to>
                        <Icon name=icon />
                        <span class="row-main">{sentence}</span>
                        <Icon name="chevron-right" />
                    </a>
                </li>
            }
        })
        .collect_view();
    view! {
        <Banner tone="amber">{t!("me-close-first")}</Banner>
        <ul class="rows">{rows}</ul>
    }
}

fn form(password: bool) -> impl IntoView {
    view! {
        <ActionForm to="/me/close">
            {password.then(|| view! {
                <Field name="old" label=t!("field-old") kind="password" autocomplete="current-password" required=true />
            })}
            <Checkbox name="sure" label=t!("me-close-sure") />
            <Submit label=t!("me-close-do") tone="bad" icon="trash" wide=true />
        </ActionForm>
    }
}
