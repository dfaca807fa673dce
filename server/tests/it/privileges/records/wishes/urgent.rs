//! Records and requests for urgent wishes, those who are asked, and the duty roster.

use domain::{
    casework::{
        cases::AskedHow,
        urgent::{DutyHours, UrgentReason},
    },
    services::{
        office::{Shared, Sharing},
        referrals::NewReferral,
    },
};
use serde_json::{Value, json};
use store::{
    By,
    casework::urgent::{
        duty::{AddDuty, EndDuty},
        follow_on::SetFollowOn,
        mark::{AskUrgent, MarkUrgent},
    },
};

use crate::support::TestApp;

fn by(app: &TestApp, who: &str) -> By {
    By::new(app.person(who).actor, server::http::random_id())
}

/// Tells whether this module handles a route.
pub fn is_ours(route: &str) -> bool {
    ["/urgent", "/follow-on", "/duties", "/desk/duty"].iter().any(|part| route.contains(part))
}

/// Puts the donor on duty, alone.
async fn duty(app: &TestApp) -> i64 {
    let coordinator = app.person("coordinator").actor;
    for duty in app.store.duties(&coordinator).await.expect("duties") {
        app.store.run(&by(app, "coordinator"), EndDuty { duty: duty.id }).await.expect("ended");
    }
    let hours = DutyHours { days: 127, from: 0, until: 24 };
    let new = AddDuty { area: app.world.id("community"), account: app.donor().actor.account, hours };
    app.store.run(&by(app, "coordinator"), new).await.expect("on duty")
}

/// Names a service that follows the goods of a wish, with what is needed of it.
pub async fn followed(app: &TestApp, need: &str) {
    let (wish, service) = (app.published_wish(1).await, super::super::cases::service(app).await);
    let (how, at) = (AskedHow::Visit, app.store.now());
    let sharing = Sharing { what: vec![Shared::Need], whom: need.into(), how, at };
    let new = NewReferral { service, case: None, need: need.into(), sharing, send: true };
    app.store.run(&by(app, "caseworker"), SetFollowOn { wish, new: Some(new) }).await.expect("set");
}

/// Publishes a wish, marked for the routes that need it; for asks the donor is asked.
pub async fn record(app: &TestApp, route: &str) -> i64 {
    if route.contains("/duties/{id}") || route.contains("/duty/{id}") {
        return duty(app).await;
    }
    if !route.contains("{id}") {
        duty(app).await;
        return 0;
    }
    let wish = app.published_wish(20).await;
    let asked = route.contains("/urgent-asks/{id}") || route.contains("/urgent/{id}");
    let marked = ["/urgent/end", "/urgent/ask", "/urgent/keep", "/unmark"].iter().any(|end| route.ends_with(end));
    if !asked && !marked {
        return wish;
    }
    let mark = MarkUrgent { wish, reason: UrgentReason::Illness };
    app.store.run(&by(app, "caseworker"), mark).await.expect("marked");
    if !asked {
        return wish;
    }
    let account = Some(app.donor().actor.account);
    app.store.run(&by(app, "caseworker"), AskUrgent { wish, account }).await.expect("asked");
    app.store.own_urgent_asks(&app.donor().actor).await.expect("asks").first().expect("an ask").id
}

/// Builds a valid JSON body.
pub async fn body(app: &TestApp, template: &str) -> Value {
    match template {
        t if t.ends_with("/urgent/ask") => json!({"account": app.donor().actor.account}),
        t if t.ends_with("/urgent/keep") => json!({"account": app.caseworker().actor.account}),
        t if t.ends_with("/urgent") => json!({"reason": "child"}),
        t if t.ends_with("/follow-on") => {
            let service = super::super::cases::service(app).await;
            json!({"referral": {"service": service, "need": "教怎么种", "sharing": {"how": "visit"}}})
        }
        t if t.ends_with("/duties") => json!({
            "area": app.world.id("community"), "account": app.donor().actor.account,
            "hours": {"days": 127, "from": 8, "until": 20},
        }),
        _ => json!({}),
    }
}

/// Builds a valid form.
pub async fn form(app: &TestApp, template: &str) -> Vec<(&'static str, String)> {
    match template {
        t if t.ends_with("/urgent/ask") => vec![("account", app.donor().actor.account.to_string())],
        t if t.ends_with("/urgent/keep") => vec![("account", app.caseworker().actor.account.to_string())],
        t if t.ends_with("/urgent/mark") => vec![("reason", "child".to_owned())],
        t if t.ends_with("/follow-on") => {
            vec![("service", super::super::cases::service(app).await.to_string()), ("need", "教怎么种".to_owned())]
        }
        "/desk/duty" => vec![
            ("area", app.world.id("community").to_string()),
            ("account", app.donor().actor.account.to_string()),
            ("day_1", "yes".to_owned()),
            ("from", "8".to_owned()),
            ("until", "20".to_owned()),
        ],
        _ => Vec::new(),
    }
}
