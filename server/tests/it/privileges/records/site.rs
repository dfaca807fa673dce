//! Input for the routes of public pages, the contact, and what is kept for how long.

use domain::site::PublicPage;
use serde_json::{Value, json};
use store::{By, site::pages::EditPage};

use crate::support::TestApp;

/// Page that the calls change.
pub const PAGE: &str = "about";

/// Tells whether this module handles a route.
pub fn is_ours(route: &str) -> bool {
    let single = ["/api/v1/contact", "/api/v1/retention", "/admin/health", "/admin/pages"];
    single.contains(&route) || route.contains("/pages/{page}")
}

/// Returns the last version of the page; with `/reset`, after the administrator has written one.
async fn seen(app: &TestApp, route: &str) -> i64 {
    let version = app.store.public_text(PublicPage::About, "zh-CN").await.expect("a text").version;
    if !route.ends_with("/reset") {
        return version;
    }
    let by = By::new(app.person("admin").actor, server::http::random_id());
    let edit = EditPage { page: PublicPage::About, lang: "zh-CN".into(), seen: version, text: "我们".into() };
    app.store.run(&by, edit).await.expect("a version")
}

/// Builds a valid JSON body.
pub async fn body(app: &TestApp, route: &str) -> Value {
    match route {
        r if r.ends_with("/retention") => json!({"notice_days": 400, "audit_years": 10}),
        r if r.ends_with("/contact") => json!({"name": "社区服务中心", "phone": "12345"}),
        r if r.ends_with("/reset") => json!({"lang": "zh-CN", "seen": seen(app, r).await}),
        r => json!({"lang": "zh-CN", "seen": seen(app, r).await, "text": "# 我们"}),
    }
}

/// Builds a valid form.
pub async fn form(app: &TestApp, route: &str) -> Vec<(&'static str, String)> {
    if route == "/admin/pages" {
        return vec![("contact_name", "社区服务中心".into()), ("contact_phone", "12345".into())];
    }
    if route == "/admin/health" {
        return vec![("notice-days", "400".into()), ("audit-years", "10".into())];
    }
    let seen = seen(app, route).await.to_string();
    vec![("lang", "zh-CN".into()), ("seen", seen), ("text", "# 我们".into())]
}
