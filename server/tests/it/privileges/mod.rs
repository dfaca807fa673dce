//! Privileges: calls each route of the real router as every caller of `table.txt`.
//! Callers have no account, or belong to this root area or to the other one. `table.txt` holds the expected outcomes; a
//! route that it does not list fails.

mod ahead;
pub mod canaries;
mod forms;
mod lines;
mod reached;
mod records;
mod targets;
mod trail;

use std::collections::BTreeSet;

use utoipa::openapi::path::PathItem;

use crate::support::{Reply, TestApp, database::Kind, run};
use canaries::discreet;
use records::{
    access, cases,
    casework::{aid, conferences},
    community::{
        appointments, courses, drives, groups, helper_sheets, jobs, markets, partners, pledges, programmes, shifts,
        taking_part,
    },
    disputes, entitlements, files, gifts, household, lending, messages, moving, pairings, rounds, school_places, site,
    takes, visits,
    wishes::{standbys, urgent},
};
pub use records::{consents, orders, own};
use targets::{Target, target};
pub use targets::{handed_over, own_item};

const TABLE: &str = include_str!("table.txt");

/// A line of the table.
struct Row {
    /// `GET /wishes/{id}`, or `GET /wishes/{id} (unreviewed)` to tell lines of one route apart.
    route: &'static str,
    /// Expected outcome for each caller.
    cells: Vec<char>,
}

/// Returns the callers, in the order of the table's columns.
fn callers() -> Vec<&'static str> {
    let heads = TABLE.lines().filter_map(|line| line.strip_prefix("# caller "));
    heads.map(|line| line.split_whitespace().next().expect("a name")).collect()
}

fn rows() -> Vec<Row> {
    let lines = TABLE.lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty());
    let row = |line: &'static str| {
        let (cells, route) = line.split_once(" | ").expect("cells | route");
        Row { route: route.trim(), cells: cells.chars().filter(|c| *c != ' ').collect() }
    };
    lines.map(row).collect()
}

/// Returns the outcome of a call as a letter of the table.
fn outcome(reply: &Reply) -> char {
    let signs_in = reply.header("location").starts_with("/sign-in");
    match reply.status.as_u16() {
        303 if signs_in => 'S',
        401 => 'S',
        403 => 'F',
        404 => 'N',
        409 | 422 => 'C',
        200..=299 | 303 => '+',
        other => panic!("{other}: {}", reply.text),
    }
}

async fn call(app: &TestApp, who: &str, target: &Target) -> Reply {
    let client = if who == "visitor" { app.visitor() } else { app.person(who) };
    match target {
        Target::Get(path) => client.get(path).await,
        Target::Delete(path) => client.delete(path).await,
        Target::Post(path, body) => client.post(path, body.clone()).await,
        Target::Form(path, fields) => {
            let fields: Vec<_> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
            client.post_form(path, &fields).await
        }
    }
}

/// Calls a route as every caller. A record that a call has used up is created anew for the next.
/// Returns the outcomes, and the callers whose write succeeded without an audit line.
async fn try_row(app: &mut TestApp, route: &str) -> (String, Vec<&'static str>) {
    let (mut cells, mut silent) = (String::new(), Vec::new());
    let mut goal = Box::pin(target(app, route)).await;
    for who in callers() {
        let noted = trail::lines(app).await;
        let reply = call(app, who, &goal).await;
        let template = route.split(" (").next().and_then(|route| route.split_once(' ')).expect("a method").1;
        assert_eq!(reply.route, template, "the call for {route} was answered by another route");
        discreet(who, route, &goal, &reply);
        let cell = outcome(&reply);
        cells.push(cell);
        if cell == '+' && trail::is_noted(who, route, &goal) && trail::lines(app).await == noted {
            silent.push(who);
        }
        let ends_sessions = ["session", "sign-out", "password"].iter().any(|word| route.contains(word));
        if ends_sessions && cell == '+' {
            app.world.sign_in_again(&app.store, &app.database).await;
        }
        let used_up = cell == '+' && !matches!(goal, Target::Get(_));
        // Wrong passwords are counted for each phone.
        if used_up || route.contains("session") || route.contains("sign-in") {
            goal = Box::pin(target(app, route)).await;
        }
    }
    (cells, silent)
}

async fn try_rows(app: TestApp, which: impl Fn(&str) -> bool) {
    let mut app = app;
    lines::listen();
    targets::prepare(&app).await;
    let (mut wrong, mut unnoted) = (Vec::new(), Vec::new());
    for row in rows().iter().filter(|row| which(row.route)) {
        let expected: String = row.cells.iter().collect();
        let (found, silent) = try_row(&mut app, row.route).await;
        if !silent.is_empty() {
            unnoted.push(format!("{} as {silent:?}", row.route));
        }
        if expected != found {
            wrong.push(format!("{expected} expected\n{} | {}", written(&found), row.route));
        }
    }
    assert!(wrong.is_empty(), "{} rows differ; what was found:\n{}", wrong.len(), wrong.join("\n"));
    assert!(unnoted.is_empty(), "writes without an audit line:\n{}", unnoted.join("\n"));
    lines::names_no_family();
}

/// Groups the letters as the table does.
/// The groups are: no account, families, donors, staff, staff of other districts, the other root area.
fn written(cells: &str) -> String {
    let mut rest = cells.chars();
    let groups = [1, 2, 2, 6, 2, 7].map(|n| rest.by_ref().take(n).collect::<String>());
    groups.join(" ")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn api_routes_answer_as_in_the_table() {
    run(Kind::Sqlite, |app| try_rows(app, |route| route.contains(" /api/"))).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn page_routes_answer_as_in_the_table() {
    run(Kind::Sqlite, |app| try_rows(app, |route| !route.contains(" /api/"))).await;
}

/// Returns all routes: of pages, of the API description, and the other routes.
fn routes() -> BTreeSet<String> {
    let pages = app::pages::routes();
    let pages = pages.list().iter().map(|route| format!("{} {}", route.method, route.path));
    let document = server::api::openapi();
    let operations = document.paths.paths.iter().flat_map(|(path, item)| {
        let PathItem { get, post, put, patch, delete, .. } = item;
        let methods = [("GET", get), ("POST", post), ("PUT", put), ("PATCH", patch), ("DELETE", delete)];
        methods
            .into_iter()
            .filter(|(_, operation)| operation.is_some())
            .map(move |(method, _)| format!("{method} {path}"))
    });
    pages.chain(operations).chain(server::http::OTHER_ROUTES.iter().map(|path| format!("GET {path}"))).collect()
}

#[test]
fn every_route_is_in_the_table() {
    let listed: BTreeSet<String> =
        rows().iter().map(|row| row.route.split(" (").next().expect("a route").to_owned()).collect();
    let real = routes();
    let missing: Vec<_> = real.difference(&listed).collect();
    let gone: Vec<_> = listed.difference(&real).collect();
    assert!(missing.is_empty() && gone.is_empty(), "not in the table: {missing:#?}\nno such route: {gone:#?}");
}
