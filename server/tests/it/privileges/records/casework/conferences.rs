//! Records and requests for conferences about the family, which agreed to its file.

use app::i18n::day_value;
use domain::{
    DAY,
    casework::{
        cases::AskedHow,
        conferences::{AgendaItem, ConferenceConsent, ConferenceId, MeasureId, MeasureKind, NewConference, NewMeasure},
    },
    consents::ConsentKind,
};
use serde_json::{Value, json};
use store::{
    By,
    casework::conferences::{holding::HoldConference, measures::AddMeasure},
};

use super::super::consents;
use crate::support::TestApp;

fn by(app: &TestApp, who: &str) -> By {
    By::new(app.person(who).actor, server::http::random_id())
}

/// Tells whether this module handles a route.
pub fn is_ours(route: &str) -> bool {
    route.contains("/conferences") || route.contains("/measures/")
}

/// Sees to the consent that a conference needs.
async fn agreed(app: &TestApp) {
    let consent = consents::spoken(app, ConsentKind::File, 0).await;
    // It may be on file already.
    app.store.consent_record(&by(app, "caseworker"), consent, None).await.ok();
}

/// Records a conference about the family, with these words.
pub async fn conference(app: &TestApp, words: &str) -> ConferenceId {
    agreed(app).await;
    let at = app.store.now();
    let new = NewConference {
        case: None,
        previous: None,
        held: at,
        agenda: vec![AgendaItem::School],
        accounts: vec![app.caseworker().actor.account],
        offices: vec![format!("区教育局 {words}")],
        consent: ConferenceConsent { whom: format!("妈妈 {words}"), how: AskedHow::Visit, at },
        words: words.into(),
    };
    let hold = HoldConference { household: app.world.id("family"), new };
    app.store.run(&by(app, "caseworker"), hold).await.expect("a conference")
}

/// Gives the caseworker a task of a new conference, with these words.
pub async fn measure(app: &TestApp, words: &str) -> MeasureId {
    let conference = conference(app, words).await;
    let new = NewMeasure {
        kind: MeasureKind::Task,
        record: None,
        owner: Some(app.caseworker().actor.account),
        words: words.into(),
        due: Some(app.store.now() + 7 * DAY),
    };
    app.store.run(&by(app, "caseworker"), AddMeasure { conference, new }).await.expect("a measure")
}

/// Creates the record that a route needs.
pub async fn record(app: &TestApp, route: &str) -> i64 {
    match route {
        r if r.contains("/measures/{id}") => measure(app, "联系学校").await,
        r if r.contains("/conferences/{id}") => conference(app, "一起想办法").await,
        _ => {
            agreed(app).await;
            app.world.id("family")
        }
    }
}

/// Builds a valid JSON body.
pub async fn body(app: &TestApp, template: &str) -> Value {
    let (now, keeper) = (app.store.now(), app.caseworker().actor.account);
    match template {
        t if t.ends_with("/households/{id}/conferences") => json!({
            "held": now, "agenda": ["school"], "accounts": [keeper], "offices": ["区教育局"],
            "consent": {"whom": "妈妈", "how": "visit", "at": now},
        }),
        t if t.ends_with("/measures") => {
            json!({"kind": "task", "owner": keeper, "words": "联系学校", "due": now + 7 * DAY})
        }
        t if t.ends_with("/finish") => json!({"outcome": "done", "words": "联系好了"}),
        _ => json!({}),
    }
}

/// Builds a valid form.
pub async fn form(app: &TestApp, template: &str) -> Vec<(&'static str, String)> {
    let (today, keeper) = (day_value(app.store.now()), app.caseworker().actor.account.to_string());
    match template {
        t if t.ends_with("/households/{id}/conferences") => vec![
            ("held", today.clone()),
            ("agenda", "school".into()),
            ("accounts", keeper),
            ("offices", "区教育局".into()),
            ("whom", "妈妈".into()),
            ("how", "visit".into()),
            ("at", today),
        ],
        t if t.ends_with("/measures") => {
            vec![("owner", keeper), ("words", "联系学校".into()), ("due", day_value(app.store.now() + 7 * DAY))]
        }
        t if t.ends_with("/records") => {
            let wish = app.published_wish(1).await;
            vec![("record", format!("wish:{wish}"))]
        }
        t if t.ends_with("/finish") => vec![("outcome", "done".into()), ("words", "联系好了".into())],
        _ => Vec::new(),
    }
}
