//! The form that applies for a costly wish: how many, and the plan.

use domain::{
    Code,
    claims::applications::{Application, MOST_UNITS, PLAN_LENGTH},
    wishes::{Wish, WishState},
};
use leptos::prelude::*;

use crate::{
    components::{ActionForm, Banner, Stepper, Submit, TextArea},
    pages::claims::take::{about, not_now},
    web::{Cx, Here, Page, Shown},
};

/// Renders `GET /wishes/{id}/apply`.
pub async fn page(cx: Cx) -> Shown {
    let id = cx.id("id")?;
    let (wish, _) = cx.store.wish(&cx.actor, id).await?;
    cx.signed_in()?;
    let refused = refused(&cx, &wish).await?;
    Ok(Page::new(cx.lang.t("application-title"), Here::Feed, move || {
        let body = match refused {
            Ok(own) => sheet(&wish, own),
            Err(code) => not_now(code, id),
        };
        view! {
            {about(&wish)}
            {body}
        }
    })
    .back(format!("/wishes/{id}"))
    .narrow()
    .plain()
    .no_index())
}

/// Loads the reader's own application, or why it cannot apply now.
async fn refused(cx: &Cx, wish: &Wish) -> domain::Result<Result<Option<Application>, Code>> {
    if wish.state != WishState::Published {
        return Ok(Err(Code::WishNotOpen));
    }
    let terms = cx.store.claim_terms(&cx.actor, wish.id).await?;
    let own = cx.store.apply_terms(&cx.actor, wish.id).await?;
    // A donor who has applied may change the plan, even with as many claims as allowed.
    let limit = terms.refused.filter(|code| own.own.is_none() || !is_limit(*code));
    Ok(match own.refused.or(limit) {
        Some(code) => Err(code),
        None => Ok(own.own),
    })
}

/// Whether a code is about the claims that a donor has, and not about the area.
fn is_limit(code: Code) -> bool {
    matches!(code, Code::ClaimLimit | Code::FirstClaimOpen | Code::OneAtATime)
}

fn sheet(wish: &Wish, own: Option<Application>) -> AnyView {
    let left = wish.remaining.min(MOST_UNITS);
    let (plan, quantity, again) = match own {
        Some(own) => (own.plan.unwrap_or_default(), own.quantity, Some(own.id)),
        None => (String::new(), 1, None),
    };
    let length = u32::try_from(PLAN_LENGTH).unwrap_or(u32::MAX);
    view! {
        <ActionForm to=format!("/wishes/{}/apply", wish.id) class="sheet">
            {again.map(|id| view! {
                <Banner tone="tea">
                    {t!("application-own")}" "<a href=format!("/applications/{id}")>{t!("application-see")}</a>
                </Banner>
            })}
            <p>{t!("application-text")}</p>
            {(left > 1).then(|| view! {
                <Stepper name="quantity" label=t!("claims-how-many") max=left value=quantity />
            })}
            <TextArea
                name="plan" label=t!("application-plan") hint=t!("application-plan-hint") value=plan required=true
                max_length=length rows=5
            />
            <div class="thumb-bar">
                <p class="note">{t!("application-note")}</p>
                <Submit label=t!("application-send") wide=true />
            </div>
        </ActionForm>
    }
    .into_any()
}
