//! Records and requests for the parts of a household file, such as members, notes and documents.

use domain::households::{
    Hardship, HardshipKind, Member, PaperKind, Sex,
    reveals::{Reveal, RevealReason},
};
use serde_json::{Value, json};
use store::{
    By,
    casework::{
        corrections::AskCorrection,
        hardships::{AddHardship, Change},
        members::AddMember,
        notes::AddNote,
    },
    households::{edit::ANY_VERSION, reveal::RevealHousehold},
};

use crate::support::{TestApp, world::PICTURE};

fn by(app: &TestApp, who: &str) -> By {
    By::new(app.person(who).actor, server::http::random_id())
}

/// Fills the numbers into a path, with new records each time, because a call may use them up.
pub async fn filled(app: &TestApp, path: String) -> String {
    let (family, keeper) = (app.world.id("family"), by(app, "caseworker"));
    let (name, id) = if path.contains("{member}") {
        let member = Member { name: "新人".into(), birth_year: 2001, sex: Sex::Unsaid, ..Member::default() };
        let members = app.store.household(&app.person("family").actor, family).await.expect("a file").1;
        let id = match members.len() {
            ..18 => app.store.run(&keeper, AddMember::new(family, member)).await.expect("a member"),
            _ => members[members.len() - 1].id,
        };
        ("{member}", id)
    } else if path.contains("{hardship}") {
        let new = Hardship { kind: HardshipKind::Illness, since: "2024".into(), ..Hardship::default() };
        (
            "{hardship}",
            app.store
                .run(
                    &keeper,
                    AddHardship(Change {
                        household: family,
                        version: ANY_VERSION,
                        hardship: Hardship { id: 0, ..new },
                    }),
                )
                .await
                .expect("a hardship"),
        )
    } else if path.contains("{note}") {
        ("{note}", app.store.run(&keeper, AddNote::new(family, "看过".into())).await.expect("a note"))
    } else if path.contains("{paper}") && !path.contains("/consents/") {
        // The picture is served only during a reveal.
        app.store
            .run(
                &keeper,
                RevealHousehold(Reveal { household: family, reason: RevealReason::Visit, words: String::new() }),
            )
            .await
            .expect("opened");
        let keeper = by(app, "caseworker");
        let paper = app.store.paper_add(&keeper, family, PaperKind::Other, PICTURE.to_vec()).await;
        ("{paper}", paper.expect("a paper"))
    } else if path.contains("{correction}") {
        ("{correction}", app.store.run(&by(app, "family"), AskCorrection("写错了".into())).await.expect("a request"))
    } else {
        return path;
    };
    path.replace(name, &id.to_string())
}

/// Tells whether this module handles a route's form or body.
pub fn is_ours(template: &str) -> bool {
    let route = template.trim_start_matches("/api/v1").trim_start_matches("/desk");
    let blocks = ["/contact", "/situation", "/members", "/hardship", "/notes", "/message", "/papers", "/corrections"];
    ["/home/household/correct", "/me/corrections"].contains(&route)
        || (template.starts_with("/api/") && ["/households", "/households/alike"].contains(&route))
        || route.strip_prefix("/households/{id}").is_some_and(|rest| blocks.iter().any(|block| rest.starts_with(block)))
}

fn member() -> Value {
    json!({"name": "新人", "birth_year": 2001})
}

/// Builds a valid JSON body.
pub async fn body(app: &TestApp, template: &str) -> Value {
    let hardship = json!({"kind": "illness", "since": "2024-03"});
    match template.trim_start_matches("/api/v1") {
        "/households" | "/households/alike" => {
            json!({"area": app.world.id("community"), "name": "新家", "members": [member()], "anyway": true})
        }
        "/households/{id}/contact" => {
            // The caseworker needs a reveal.
            let keeper = by(app, "caseworker");
            let family = app.world.id("family");
            app.store
                .run(
                    &keeper,
                    RevealHousehold(Reveal { household: family, reason: RevealReason::Visit, words: String::new() }),
                )
                .await
                .expect("opened");
            let (file, _) = app.store.my_household(&app.person("family").actor).await.expect("a file");
            json!({"contact": {"name": file.name, "phone": file.phone, "address": file.address}})
        }
        "/households/{id}/notes"
        | "/households/{id}/notes/{note}"
        | "/households/{id}/messages"
        | "/me/corrections" => {
            json!({"words": "看过"})
        }
        "/households/{id}/papers" => json!({"kind": "id_seen"}),
        "/households/{id}/corrections/{correction}/answer" => json!({"answer": "改好了"}),
        "/households/{id}/situation" => json!({"situation": {"income": "low"}}),
        "/households/{id}/members" => member(),
        "/households/{id}/members/{member}" => json!({"member": member()}),
        "/households/{id}/hardships" => hardship,
        "/households/{id}/hardships/{hardship}" => json!({"hardship": hardship}),
        _ => json!({}),
    }
}

/// Builds a valid form.
pub async fn form(app: &TestApp, template: &str) -> Vec<(&'static str, String)> {
    let text = |pairs: &[(&'static str, &str)]| pairs.iter().map(|(k, v)| (*k, (*v).to_owned())).collect::<Vec<_>>();
    let (file, _) = app.store.my_household(&app.person("family").actor).await.expect("a file");
    let mut form = vec![("version", file.version.to_string())];
    form.extend(match template.trim_start_matches("/desk/households/{id}") {
        "/contact" => vec![("name", file.name), ("phone", file.phone), ("address", file.address)],
        "/situation" => text(&[("income", "low"), ("language", "zh-CN"), ("caseworker", "")]),
        "/members" | "/members/{member}" => text(&[("name", "新人"), ("birth_year", "2001"), ("sex", "male")]),
        "/hardship" | "/hardship/{hardship}" => text(&[("hardship_kind", "illness"), ("since", "2024")]),
        "/message" => text(&[("message", "看过")]),
        "/notes" | "/notes/{note}" => text(&[("note_words", "看过")]),
        "/papers" => text(&[("paper_kind", "id_seen")]),
        "/corrections/{correction}" => text(&[("answer", "改好了")]),
        "/home/household/correct" => text(&[("words", "写错了")]),
        _ => Vec::new(),
    });
    form
}
