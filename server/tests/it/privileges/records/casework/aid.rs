//! Records and requests for aid: programmes of the city, and what the family got of them.

use app::i18n::day_value;
use domain::casework::aid::{
    AidKind, AidSource, GrantId, NewGrant, NewProgramme, ProgrammeId,
    collections::{CollectionId, NewCollection, SumId},
};
use serde_json::{Value, json};
use store::{
    By,
    casework::aid::{
        collections::{AddSum, OpenCollection},
        grants::RecordGrant,
        programmes::AddProgramme,
    },
};

use crate::support::TestApp;

/// Sum that came in, in fen.
const CAME_IN: i64 = 500_000;

fn by(app: &TestApp, who: &str) -> By {
    By::new(app.person(who).actor, server::http::random_id())
}

fn name() -> String {
    format!("项目{:08x}", rand::random::<u32>())
}

fn month(app: &TestApp) -> String {
    domain::time::Month::of(app.store.now()).to_string()
}

/// Tells whether this module handles a route.
pub fn is_ours(route: &str) -> bool {
    route.contains("/aid") || route.contains("/collections")
}

async fn programme(app: &TestApp, kind: AidKind) -> ProgrammeId {
    let new = NewProgramme { area: app.world.id("city"), kind, source: AidSource::Charity, name: name() };
    app.store.run(&by(app, "coordinator"), AddProgramme(new)).await.expect("a programme")
}

/// Records goods that the family got, with these words.
pub async fn grant(app: &TestApp, words: &str) -> GrantId {
    let programme = programme(app, AidKind::Temporary).await;
    let new = NewGrant {
        programme,
        member: None,
        month: month(app),
        amount: 0,
        goods: words.into(),
        papers: Vec::new(),
        anyway: true,
    };
    let record = RecordGrant { household: app.world.id("family"), new };
    app.store.run(&by(app, "caseworker"), record).await.expect("a grant")
}

/// Ends what earlier calls left, so that no limit is reached.
async fn tidy(app: &TestApp) {
    let family = app.world.id("family");
    let sql = format!("update aid_collection set state = 'cancelled' where household = {family} and state = 'open'");
    app.database.raw(&sql).await.expect("tidied");
}

/// Opens a collection for the family, with these words; some money came in.
pub async fn collection(app: &TestApp, words: &str) -> (CollectionId, SumId) {
    tidy(app).await;
    let new = NewCollection {
        programme: programme(app, AidKind::Collection).await,
        case: None,
        purpose: words.into(),
        organiser: words.into(),
        target: 1_000_000,
        due: app.store.now() + 20 * domain::DAY,
    };
    let open = OpenCollection { household: app.world.id("family"), new };
    let collection = app.store.run(&by(app, "caseworker"), open).await.expect("a collection");
    let add = AddSum { collection, source: AidSource::People, amount: CAME_IN };
    let sum = app.store.run(&by(app, "caseworker"), add).await.expect("a sum");
    (collection, sum)
}

/// Creates the record that a route needs.
pub async fn record(app: &TestApp, route: &str) -> i64 {
    match route {
        r if r.contains("/programmes/{id}") => programme(app, AidKind::Student).await,
        r if r.contains("/grants/{id}") => grant(app, "大米").await,
        r if r.contains("/sums/{id}") => collection(app, "手术").await.1,
        r if r.contains("/collections/{id}") => collection(app, "手术").await.0,
        _ => app.world.id("family"),
    }
}

/// Builds a valid JSON body.
pub async fn body(app: &TestApp, template: &str) -> Value {
    match template {
        t if t.ends_with("/aid/programmes") => {
            json!({"area": app.world.id("city"), "kind": "student", "source": "charity", "name": name()})
        }
        t if t.ends_with("/programmes/{id}") => json!({"name": name(), "usage": "closed"}),
        t if t.ends_with("/households/{id}/aid") => {
            let programme = programme(app, AidKind::Temporary).await;
            json!({"programme": programme, "month": month(app), "amount": 61_725, "papers": ["slip"], "anyway": true})
        }
        t if t.ends_with("/reverse") => json!({"reason": "登记错了"}),
        t if t.ends_with("/households/{id}/collections") => {
            tidy(app).await;
            let programme = programme(app, AidKind::Collection).await;
            let due = app.store.now() + 20 * domain::DAY;
            json!({"programme": programme, "purpose": "手术", "organiser": "工会", "target": 100_000, "due": due})
        }
        t if t.ends_with("/sums") => json!({"source": "people", "amount": 1_000}),
        t if t.ends_with("/hand-over") => {
            json!({"amount": 1_000, "at": app.store.now(), "how": "cash", "signer": "妈妈", "witness": "书记"})
        }
        t if t.ends_with("/close") => json!({"outcome": "returned"}),
        _ => json!({}),
    }
}

/// Builds a valid form.
pub async fn form(app: &TestApp, template: &str) -> Vec<(&'static str, String)> {
    let text = |pairs: &[(&'static str, &str)]| pairs.iter().map(|(k, v)| (*k, (*v).to_owned())).collect::<Vec<_>>();
    match template {
        "/desk/aid" => vec![
            ("name", name()),
            ("area", app.world.id("city").to_string()),
            ("kind", "student".into()),
            ("source", "charity".into()),
        ],
        t if t.ends_with("/programmes/{id}") => vec![("name", name()), ("usage", "closed".into())],
        t if t.ends_with("/households/{id}/aid") => vec![
            ("programme", programme(app, AidKind::Temporary).await.to_string()),
            ("month", month(app)),
            ("amount", "617.25".into()),
            ("paper", "slip".into()),
            ("anyway", "yes".into()),
        ],
        t if t.ends_with("/reverse") => text(&[("reason", "登记错了")]),
        t if t.ends_with("/households/{id}/collections") => {
            tidy(app).await;
            vec![
                ("programme", programme(app, AidKind::Collection).await.to_string()),
                ("purpose", "手术".into()),
                ("organiser", "工会".into()),
                ("target", "1000".into()),
                ("due", day_value(app.store.now() + 20 * domain::DAY)),
            ]
        }
        t if t.ends_with("/sums") => text(&[("source", "people"), ("amount", "10")]),
        t if t.ends_with("/hand-over") => vec![
            ("amount", "10".into()),
            ("at", day_value(app.store.now())),
            ("how", "cash".into()),
            ("signer", "妈妈".into()),
            ("witness", "书记".into()),
        ],
        t if t.ends_with("/close") => text(&[("outcome", "returned")]),
        _ => Vec::new(),
    }
}
