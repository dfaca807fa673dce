//! Personal access tokens on the page of one's sessions: list, make, end.
//! A family's account, which is shared, has none.

use domain::accounts::tokens::{NewToken, TokenId, TokenLine, TokenScope};
use leptos::prelude::*;
use store::accounts::tokens::{EndToken, FreshToken};

use crate::{
    components::{ActionForm, Banner, Field, Icon, More, Near, Select, Submit},
    i18n::{date_full, lang},
    web::{Cx, Done, Here, Page, Shown, To},
};

/// Days that a token may last, in the form.
const DAYS: [i64; 4] = [30, 90, 180, 365];

/// Renders the tokens of the account with their ends, and the form for a new one.
pub(crate) fn section(tokens: Vec<TokenLine>) -> AnyView {
    let rows = tokens.into_iter().map(row).collect_view();
    let scopes: Vec<_> = TokenScope::ALL.iter().map(|scope| (scope.as_str().to_owned(), named(*scope))).collect();
    let days: Vec<_> = DAYS.iter().map(|days| (days.to_string(), t!("token-days", n = *days))).collect();
    view! {
        <section class="card">
            <h2>{t!("tokens-title")}</h2>
            <p class="soft">{t!("tokens-note")}</p>
            <a class="link" href="/api">{t!("api-title")}</a>
            <ul class="rows">{rows}</ul>
            <More summary=t!("token-make") to="/me/tokens">
                <ActionForm to="/me/tokens">
                    <Field
                        name="name" label=t!("token-name") hint=t!("token-name-hint") required=true max_length=40
                        autocomplete="off"
                    />
                    <Select name="scope" label=t!("token-scope") options=scopes required=true />
                    <Select name="days" label=t!("token-until") options=days required=true />
                    <Submit label=t!("token-make") icon="key" />
                </ActionForm>
            </More>
        </section>
    }
    .into_any()
}

fn named(scope: TokenScope) -> String {
    lang().named("token-scope", scope.as_str())
}

fn row(token: TokenLine) -> impl IntoView {
    let TokenLine { id: TokenId(id), name, scope, expires, used, .. } = token;
    let end = t!("token-end-named", name = name.clone());
    let until = t!("token-ends", time = date_full(expires));
    let last = if used == 0 {
        t!("token-unused").into_any()
    } else {
        view! { {t!("sessions-used")}" "<Near at=used /> }.into_any()
    };
    view! {
        <li class="row">
            <Icon name="key" />
            <span class="row-main">
                <b>{name}</b>
                <small>{named(scope)}" · "{until}" · "{last}</small>
            </span>
            <ActionForm to="/me/tokens/end" class="cluster">
                <input type="hidden" name="token" value=id />
                <button type="submit" class="btn btn-bad btn-small" aria-label=end>{t!("token-end")}</button>
            </ActionForm>
        </li>
    }
}

/// Handles `POST /me/tokens`: shows the new token, once.
///
/// # Errors
/// As [`store::Store::token_make`].
pub async fn make(cx: Cx) -> Shown {
    let new = NewToken { name: cx.field("name").to_owned(), scope: cx.choice("scope")?, days: cx.choice("days")? };
    let FreshToken { token, .. } = cx.store.token_make(&cx.by(), new).await?;
    Ok(Page::new(cx.lang.t("token-made"), Here::Me, move || {
        view! {
            <Banner tone="amber">{t!("token-once")}</Banner>
            <p class="prose typed"><bdi>{token}</bdi></p>
            <p class="note">{t!("token-how")}</p>
        }
    })
    .back("/me/sessions")
    .narrow()
    .secret())
}

/// Handles `POST /me/tokens/end`.
///
/// # Errors
/// [`domain::Code::SignInNeeded`] for visitors; not found for another account's token.
pub async fn end(cx: Cx) -> Done {
    cx.store.run(&cx.by(), EndToken { token: TokenId(cx.field_i64("token")) }).await?;
    Ok(To::page("/me/sessions").saying("done-token-ended"))
}
