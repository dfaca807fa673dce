//! One's own sessions: which devices are signed in, since when, and ending them; and tokens of programs.

use domain::accounts::sessions::{SessionId, SessionLine, SignInWay};
use leptos::prelude::*;
use store::accounts::session_list::{EndOtherSessions, EndSession};

use super::tokens;
use crate::{
    components::{ActionForm, Banner, Icon, Near, StatePill, Submit},
    i18n::lang,
    web::{Cx, Done, Here, Page, Shown, To},
};

/// Renders `GET /me/sessions`.
pub async fn page(cx: Cx) -> Shown {
    cx.signed_in()?;
    let found = cx.store.my_sessions(&cx.actor, cx.session).await?;
    // A family shares its account, so it has no tokens.
    let own = if cx.actor.household == 0 { Some(cx.store.my_tokens(&cx.actor).await?) } else { None };
    Ok(Page::new(cx.lang.t("sessions-title"), Here::Me, move || {
        let alone = found.iter().all(|session| session.current);
        let rows = found.into_iter().map(row).collect_view();
        view! {
            <p class="soft">{t!("sessions-note")}</p>
            <ul class="rows">{rows}</ul>
            {if alone {
                view! { <Banner tone="tea">{t!("sessions-alone")}</Banner> }.into_any()
            } else {
                view! {
                    <ActionForm to="/me/sessions/end-others">
                        <p class="note">{t!("sessions-end-others-note")}</p>
                        <Submit label=t!("sessions-end-others") tone="bad" icon="logout" wide=true />
                    </ActionForm>
                }
                .into_any()
            }}
            {own.map(tokens::section)}
        }
    })
    .back("/me")
    .narrow()
    .no_index())
}

fn row(session: SessionLine) -> impl IntoView {
    let SessionLine { id: SessionId(id), created, used, way, staff_issued, current } = session;
    let icon = match way {
        SignInWay::Password => "key",
        SignInWay::Card => "card",
        SignInWay::Code => "phone",
    };
    let way = lang().named("session-way", way.as_str());
    let end = t!("sessions-end-named", way = way.clone());
    let last = if current {
        view! { <StatePill tone="tea" icon="check" text=t!("sessions-this") /> }.into_any()
    } else {
        view! {
            <ActionForm to="/me/sessions/end" class="cluster">
                <input type="hidden" name="session" value=id />
                <button type="submit" class="btn btn-bad btn-small" aria-label=end>{t!("sessions-end")}</button>
            </ActionForm>
        }
        .into_any()
    };
    view! {
        <li class="row">
            <Icon name=icon />
            <span class="row-main">
                <b>{way}</b>
                <small>{t!("sessions-since")}" "<Near at=created />" · "{t!("sessions-used")}" "<Near at=used /></small>
                {staff_issued.then(|| view! { <StatePill tone="amber" icon="key" text=t!("sessions-staff-issued") /> })}
            </span>
            {last}
        </li>
    }
}

/// Handles `POST /me/sessions/end`. Ending the session of this request signs out.
///
/// # Errors
/// [`domain::Code::SignInNeeded`] for visitors; not found for another account's session.
pub async fn end(cx: Cx) -> Done {
    let id = SessionId(cx.field_i64("session"));
    cx.store.run(&cx.by(), EndSession(id)).await?;
    Ok(if id == cx.session {
        To::page("/").cookie(cx.cookies.no_session()).saying("done-signed-out")
    } else {
        To::page("/me/sessions").saying("done-session-ended")
    })
}

/// Handles `POST /me/sessions/end-others`.
///
/// # Errors
/// [`domain::Code::SignInNeeded`] for visitors.
pub async fn end_others(cx: Cx) -> Done {
    cx.store.run(&cx.by(), EndOtherSessions).await?;
    Ok(To::page("/me/sessions").saying("done-sessions-ended"))
}
