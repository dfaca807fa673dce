//! Documentation of the API: its groups in the viewer's language, and each group drawn by Swagger UI, with requests to try.
//!
//! One group at a time: drawing an operation of the whole description takes a browser ten seconds, one of a group less
//! than one.

use leptos::prelude::*;

use crate::{
    components::Banner,
    i18n::lang,
    web::{Cx, Here, Page, Shown},
};

/// Groups of operations by section, named as the tags of the description.
pub const GROUPS: &[(&str, &[&str])] = &[
    ("accounts", &["session", "accounts", "messages", "search", "site", "audit"]),
    ("areas", &["areas", "locations", "answerers", "reports"]),
    ("wishes", &["wishes", "claims", "urgent", "fairness", "disputes"]),
    ("households", &["households", "cards", "consents", "moves", "openings"]),
    (
        "casework",
        &[
            "visits",
            "rounds",
            "findings",
            "cases",
            "conferences",
            "referrals",
            "services",
            "appointments",
            "questions",
            "rules",
            "entitlements",
            "schools",
            "aid",
            "collections",
        ],
    ),
    ("goods", &["items", "stock", "receipts", "transfers", "kits", "recalls", "offers", "orders", "points", "lending"]),
    (
        "community",
        &[
            "pairings",
            "courses",
            "groups",
            "documents",
            "market",
            "shifts",
            "drives",
            "jobs",
            "participation",
            "helpers",
            "posters",
        ],
    ),
    ("partners", &["organisations", "partnerships", "pledges", "programmes"]),
];

/// Address of the description; `?tag=` narrows it to a group.
const DESCRIPTION: &str = "/api/v1/openapi.json";

/// Renders `GET /api`: how the API is used and its groups, or the operations of the group `?tag=`.
pub async fn page(cx: Cx) -> Shown {
    let group = cx.query("tag").to_owned();
    if group.is_empty() {
        let title = cx.lang.t("api-title");
        return Ok(Page::new(title, Here::Nowhere, || view! { {manners()} {groups()} {files()} }).back("/").narrow());
    }
    if !GROUPS.iter().any(|(_, groups)| groups.contains(&group.as_str())) {
        return Err(domain::Error::NotFound);
    }
    let signed_in = cx.actor.is_signed_in();
    let title = cx.lang.named("api-group", &group);
    Ok(Page::new(title, Here::Nowhere, move || operations(&group, signed_in)).back("/api").no_index())
}

/// How requests are signed, written and refused.
fn manners() -> impl IntoView {
    view! {
        <p class="soft prose">{t!("api-intro")}</p>
        <section class="card stack">
            <h2>{t!("api-sign-in")}</h2>
            <p>{t!("api-sign-in-text")}</p>
            <a class="link" href="/me/sessions">{t!("api-tokens")}</a>
            <h2>{t!("api-writes")}</h2>
            <p>{t!("api-writes-text")}</p>
            <h2>{t!("api-refusals")}</h2>
            <p>{t!("api-refusals-text")}</p>
        </section>
    }
}

/// Links to the groups, by section.
fn groups() -> impl IntoView {
    let sections = GROUPS
        .iter()
        .map(|(section, groups)| {
            let links = groups
                .iter()
                .map(|group| {
                    let to = format!("/api?tag={group}");
                    view! { <a class="chip" href=to>{lang().named("api-group", group)}</a> }
                })
                .collect_view();
            view! {
                <h3>{lang().named("api-section", section)}</h3>
                <p class="cluster">{links}</p>
            }
        })
        .collect_view();
    view! {
        <section class="card stack">
            <h2>{t!("api-groups")}</h2>
            {sections}
        </section>
    }
}

/// Links to what programs read.
fn files() -> impl IntoView {
    view! {
        <section class="card stack">
            <h2>{t!("api-files")}</h2>
            <a class="link" href=DESCRIPTION download="openapi.json">{t!("api-file-all")}</a>
            <a class="link" href="/api/v1/open/hsds.json" download="hsds.json">{t!("api-file-hsds")}</a>
        </section>
    }
}

/// The place that `public/docs/start.js` fills with the operations of a group.
fn operations(group: &str, signed_in: bool) -> impl IntoView + use<> {
    let description = format!("{DESCRIPTION}?tag={group}");
    let warned = if signed_in { t!("api-real") } else { t!("api-visitor") };
    view! {
        <link rel="stylesheet" href="/docs/swagger-ui.css" />
        <Banner>{warned}" "{t!("api-english")}</Banner>
        <noscript>
            <p class="soft">{t!("api-no-scripts")}</p>
        </noscript>
        <p>
            <a class="link" href=description.clone() download="openapi.json">{t!("api-file-group")}</a>
        </p>
        <div class="api-docs" id="api-docs" lang="en" dir="ltr" data-description=description></div>
        <script src="/docs/swagger-ui-bundle.js" defer=true></script>
        <script src="/docs/start.js" defer=true></script>
    }
}
