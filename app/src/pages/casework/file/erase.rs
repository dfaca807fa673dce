//! Confirmation of an erasure: what goes, what stays, and the file's number to be typed again.

use domain::{Code, Error, casework::EraseReason, households::FileState, permission::Action};
use leptos::prelude::*;

use crate::{
    components::{ActionForm, Banner, Choice, Fact, Facts, Field, Submit},
    i18n::lang,
    web::{Cx, Here, Page, Shown},
};

/// Renders `GET /desk/households/{id}/erase`.
pub async fn page(cx: Cx) -> Shown {
    cx.actor.must_somewhere(Action::KeepHouseholds)?;
    let id = cx.id("id")?;
    let (household, _) = cx.store.household(&cx.actor, id).await?;
    if !cx.actor.may(Action::KeepHouseholds, &household.path) {
        return Err(Error::NotFound);
    }
    // An erased file may be erased once more, when `wishbridge check` finds that something was left in it.
    if household.state == FileState::Merged {
        return Err(Error::Conflict(Code::FileClosed));
    }
    Ok(Page::new(cx.lang.t("erase-title"), Here::Households, move || {
        let reasons = EraseReason::ALL.iter().map(|reason| {
            (reason.as_str().to_owned(), lang().named("erase-reason", reason.as_str()), String::new())
        });
        let reasons = reasons.collect::<Vec<_>>();
        view! {
            <Banner tone="plum"><b>{t!("erase-warning")}</b></Banner>
            <section class="card">
                <Facts>
                    <Fact name=t!("erase-goes")>{t!("erase-goes-list")}</Fact>
                    <Fact name=t!("erase-stays")>{t!("erase-stays-list")}</Fact>
                </Facts>
            </section>
            <ActionForm to=format!("/desk/households/{id}/erase")>
                <Choice name="reason" label=t!("field-reason") options=reasons />
                <Field
                    name="typed" label=t!("erase-number") hint=t!("erase-number-hint", id = id.to_string()) required=true
                    inputmode="numeric" autocomplete="off" max_length=12
                />
                <Submit label=t!("erase-do") tone="bad" />
            </ActionForm>
            <p><a class="link" href=format!("/desk/households/{id}/change")>{t!("erase-back")}</a></p>
        }
    })
    .back(format!("/desk/households/{id}/change"))
    .narrow()
    .no_index())
}
