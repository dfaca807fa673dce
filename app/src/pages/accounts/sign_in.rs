//! Signing in: with a password, a family's card, or a one-time code sent by SMS.

use leptos::prelude::*;

use super::{sign_in_card, sign_in_code, wish_of};
use crate::{
    components::{ActionForm, Banner, ContactLine, DisplaySwitch, Field, Icon, LangSwitch, Pictogram, Submit},
    web::{Cx, Here, Page, Shown},
};

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Way {
    Password,
    Card,
    Code,
}

impl Way {
    /// Picks the way of the posted form, else of the query, else the one remembered in the cookie.
    fn of(cx: &Cx) -> Way {
        let named = |name: &str| match name {
            "card" => Some(Way::Card),
            "code" if cx.messages.is_some() => Some(Way::Code),
            "password" => Some(Way::Password),
            _ => None,
        };
        let posted = cx.path.strip_prefix("/sign-in/").and_then(named);
        let posted = posted.or((cx.form.is_posted() || cx.form.error.is_some()).then_some(Way::Password));
        posted.or_else(|| named(cx.query("by"))).or_else(|| named(&cx.way)).unwrap_or(Way::Password)
    }

    fn name(self) -> &'static str {
        match self {
            Way::Password => "password",
            Way::Card => "card",
            Way::Code => "code",
        }
    }

    fn icon(self) -> &'static str {
        match self {
            Way::Password => "key",
            Way::Card => "card",
            Way::Code => "phone",
        }
    }
}

/// Renders `GET /sign-in?next&by`, and again after one of its forms is refused.
pub async fn page(cx: Cx) -> Shown {
    let next = cx.next();
    let (register, forgotten) = (cx.link_with_next("/register"), cx.link_with_next("/sign-in/forgotten"));
    let wish = wanted(&cx, &next).await;
    let way = Way::of(&cx);
    // The way this browser used last comes first.
    let mut ways = vec![Way::Password, Way::Card];
    ways.extend(cx.messages.is_some().then_some(Way::Code));
    ways.sort_by_key(|one| one.name() != cx.way);
    let tabs: Vec<(Way, String)> = ways.into_iter().map(|one| (one, link(&next, one))).collect();
    let card = sign_in_card::Typed::of(&cx).await;
    let code = sign_in_code::Asked::of(&cx);
    let (contact, display) = (cx.store.site_contact().await?, cx.display);
    let page = Page::new(cx.lang.t("sign-in-title"), Here::Nowhere, move || {
        let form = match way {
            Way::Password => password(next, register, forgotten).into_any(),
            Way::Card => sign_in_card::form(card, next).into_any(),
            Way::Code => sign_in_code::form(code, next).into_any(),
        };
        view! {
            {match wish {
                Some(title) => Some(view! { <Banner>{t!("sign-in-for-wish", title = title)}</Banner> }.into_any()),
                None => (way != Way::Card).then(|| hello().into_any()),
            }}
            {switch(way, tabs)}
            {form}
            <DisplaySwitch display />
            <ContactLine contact />
            <LangSwitch />
        }
    });
    let back = wish_of(&cx.next()).map_or_else(|| "/".to_owned(), |wish| format!("/wishes/{wish}"));
    let page = page.back(back).narrow().plain();
    // Search engines get one address: what others add leads to one wish.
    Ok(if cx.query_with(&[]) == "?" { page } else { page.no_index() })
}

/// Returns the title of the wish that a visitor is about to claim; `None` when it is not public.
async fn wanted(cx: &Cx, next: &str) -> Option<String> {
    let (wish, _) = cx.store.wish(&cx.actor, wish_of(next)?).await.ok()?;
    Some(cx.lang.thing(&wish.key, &wish.size, &wish.title))
}

fn link(next: &str, way: Way) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.append_pair("by", way.name());
    if !next.is_empty() {
        query.append_pair("next", next);
    }
    format!("/sign-in?{}", query.finish())
}

fn hello() -> impl IntoView {
    view! {
        <div class="hello tint-all">
            <Pictogram key="bridge" />
            <h2>{t!("hello-title")}</h2>
            <p>{t!("hello-text")}</p>
        </div>
    }
}

/// Renders the ways as tabs. They are links, so they work without scripts.
fn switch(now: Way, tabs: Vec<(Way, String)>) -> impl IntoView {
    let tabs = tabs
        .into_iter()
        .map(|(way, to)| {
            let label = t!(&format!("sign-in-by-{}", way.name()));
            view! {
                <a class="chip" href=to aria-current=(way == now).then_some("true")>
                    <Icon name=way.icon() />
                    {label}
                </a>
            }
        })
        .collect_view();
    view! { <nav class="chips ways" aria-label=t!("sign-in-ways")>{tabs}</nav> }
}

fn password(next: String, register: String, forgotten: String) -> impl IntoView {
    view! {
        <ActionForm to="/sign-in">
            <input type="hidden" name="next" value=next />
            <Field name="phone" label=t!("field-phone") kind="tel" inputmode="tel" autocomplete="username" required=true />
            <Field
                name="password" label=t!("field-password") hint=t!("sign-in-code-hint") kind="password"
                autocomplete="current-password" required=true
            />
            <Submit label=t!("sign-in-do") wide=true />
            <p><a class="link" href=forgotten>{t!("forgotten-link")}</a></p>
            <p><a class="link" href=register>{t!("sign-in-register")}</a></p>
        </ActionForm>
    }
}
