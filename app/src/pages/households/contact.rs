//! A family's name and contact data.

use leptos::prelude::*;

use crate::{
    components::{ActionForm, Field, Submit},
    pages::casework::{
        conflict::{says_now, version},
        must_keep,
        pieces::opening,
    },
    web::{Cx, Here, Page, Shown},
};

/// Renders `GET /desk/households/{id}/contact`.
pub async fn page(cx: Cx) -> Shown {
    must_keep(&cx)?;
    let id = cx.id("id")?;
    let (file, _) = cx.store.household(&cx.actor, id).await?;
    let until = file.open_until;
    Ok(Page::new(cx.lang.t("households-contact"), Here::Households, move || {
        if !file.opened {
            return view! {
                <p class="note">{t!("file-masked")}</p>
                {opening(&file, until, true)}
            }
            .into_any();
        }
        let now = vec![
            (t!("households-contact-name"), file.name.clone()),
            (t!("field-phone"), file.phone.clone()),
            (t!("field-address"), file.address.clone()),
        ];
        view! {
            {says_now(&file, now)}
            <ActionForm to=format!("/desk/households/{id}/contact")>
                {version(&file)}
                <Field
                    name="name" label=t!("households-contact-name") value=file.name.clone() required=true max_length=30
                    autocomplete="off"
                />
                <Field
                    name="phone" label=t!("field-phone") hint=t!("file-phone-hint") value=file.phone.clone() kind="tel"
                    inputmode="tel" max_length=20 autocomplete="off"
                />
                <Field
                    name="address" label=t!("field-address") hint=t!("households-address-hint") value=file.address.clone()
                    max_length=120 autocomplete="off"
                />
                <div class="thumb-bar"><Submit label=t!("file-save") wide=true /></div>
            </ActionForm>
        }
        .into_any()
    })
    .back(format!("/desk/households/{id}"))
    .narrow()
    .no_index())
}
