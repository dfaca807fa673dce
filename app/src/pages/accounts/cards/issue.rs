//! Making a credential for a family: the form with the reason that the family reads, for a card and for a set-up code.

use domain::{
    Error, Result,
    households::{
        HouseholdId,
        reveals::{Reveal, RevealReason},
    },
    permission::Action,
};
use leptos::prelude::*;
use store::accounts::sign_in::card_views::SignInFile;

use crate::{
    components::{ActionForm, Banner, Choice, Submit, TextArea},
    i18n::lang,
    pages::households::pieces::{FilePage, household_links},
    web::{Cx, Here, Page, Shown},
};

/// Renders `GET /desk/households/{id}/card`.
pub async fn card(cx: Cx) -> Shown {
    let file = keeper(&cx).await?;
    let replaces = file.card().is_some();
    let note = if replaces { "card-replace-note" } else { "card-make-note" };
    let label = if replaces { "card-replace" } else { "card-make" };
    Ok(page(&cx, file.household, "card", Words { title: label, note, label }))
}

/// Renders `GET /desk/households/{id}/password`.
pub async fn code(cx: Cx) -> Shown {
    let file = keeper(&cx).await?;
    Ok(page(
        &cx,
        file.household,
        "password",
        Words { title: "setup-code-make", note: "setup-code-make-note", label: "setup-code-make" },
    ))
}

/// Loads the family's ways of signing in, for those who may change them.
async fn keeper(cx: &Cx) -> Result<SignInFile> {
    cx.actor.must_somewhere(Action::KeepHouseholds)?;
    let file = cx.store.household_sign_in(&cx.actor, cx.id("id")?).await?;
    if file.keeps { Ok(file) } else { Err(Error::NotFound) }
}

/// Phrase keys of the form.
struct Words {
    title: &'static str,
    note: &'static str,
    label: &'static str,
}

fn page(cx: &Cx, id: HouseholdId, what: &'static str, words: Words) -> Page {
    Page::new(cx.lang.t(words.title), Here::Households, move || {
        view! {
            {household_links(id, FilePage::SignIn)}
            <Banner tone="amber">{t!("credential-note")}</Banner>
            <ActionForm to=format!("/desk/households/{id}/{what}")>
                {reason_fields()}
                <p class="note">{t!(words.note)}</p>
                <Submit label=t!(words.label) icon="key" wide=true />
            </ActionForm>
        }
    })
    .back(format!("/desk/households/{id}/sign-in"))
    .narrow()
    .no_index()
}

/// Renders the fields for the reason of a reveal: one of those that staff choose from, and words.
pub(crate) fn reason_fields() -> impl IntoView {
    let named = |reason: &RevealReason| {
        (reason.as_str().to_owned(), lang().named("reveal-reason", reason.as_str()), String::new())
    };
    let options = RevealReason::CHOICES.iter().map(named).collect::<Vec<_>>();
    view! {
        <Choice name="reason" label=t!("credential-reason") options side=true />
        <TextArea name="words" label=t!("reveal-words") hint=t!("reveal-words-hint") rows=2 />
    }
}

/// Reads the posted reason of a caseworker.
///
/// # Errors
/// As [`domain::accounts::Actor::must_somewhere`]; field `reason` when none of those was chosen.
pub(crate) fn posted_reason(cx: &Cx, household: HouseholdId) -> Result<Reveal> {
    cx.actor.must_somewhere(Action::KeepHouseholds)?;
    let reason = cx.choice("reason")?;
    Ok(Reveal { household, reason, words: cx.field("words").to_owned() })
}
