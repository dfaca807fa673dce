//! Pages and their statements: on PostgreSQL each is a round trip, and one for each row of a list grows with the list.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use demo::{PASSWORD, SignIn};
use store::{Store, count_statements};

use crate::support::{Client, router};

/// Statements that answer a page.
const MOST: u32 = 12;
/// Pages that need more: their route, and the most that they may send.
const LISTED: &str = include_str!("statements.txt");
/// Pages where a role begins; the others are found by the links of those.
const BEGINNINGS: [&str; 7] = ["/", "/home", "/desk", "/shop", "/claims", "/me", "/admin"];

/// Follows every link of the site once for each role and route; fails on a page that sends more than it may.
pub async fn pages_send_few(store: &Store, sign_ins: &[SignIn]) {
    let router = router(store);
    let mut most: BTreeMap<String, (u32, String)> = BTreeMap::new();
    let mut roles = BTreeSet::new();
    for sign_in in sign_ins.iter().filter(|sign_in| roles.insert(sign_in.role.as_str())) {
        let session = store.sign_in(&sign_in.phone, PASSWORD, "127.0.0.1").await.expect("signed in");
        let client = Client::signed_in(router.clone(), sign_in.role.as_str(), session);
        for (route, (sent, path)) in Box::pin(walk(&client)).await {
            let seen = most.entry(route).or_default();
            if sent > seen.0 {
                *seen = (sent, format!("{path} as {}", client.name));
            }
        }
    }
    assert!(most.len() > 250, "the links are followed: {}", most.len());
    let listed: BTreeMap<&str, u32> = LISTED
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.split_once(" | "))
        .map(|(route, number)| (route, number.parse().expect("a number")))
        .collect();
    let over: Vec<String> = most
        .iter()
        .filter(|(route, (sent, _))| *sent > listed.get(route.as_str()).copied().unwrap_or(MOST))
        .map(|(route, (sent, path))| format!("{route} | {sent} ({path})"))
        .collect();
    assert!(over.is_empty(), "{} pages send more statements than they may:\n{}", over.len(), over.join("\n"));
    let gone: Vec<_> = listed.keys().filter(|route| !most.contains_key(**route)).collect();
    assert!(gone.is_empty(), "no link leads to these listed pages: {gone:?}");
}

/// Returns the most statements of each route, and the page that sent them.
async fn walk(client: &Client) -> BTreeMap<String, (u32, String)> {
    let mut waiting: VecDeque<String> = BEGINNINGS.map(str::to_owned).into();
    let (mut asked, mut most) = (BTreeSet::new(), BTreeMap::new());
    while let Some(path) = waiting.pop_front() {
        if !asked.insert(shape(&path)) {
            continue;
        }
        let (page, sent) = count_statements(client.get(&path)).await;
        if page.status != 200 || !page.header("content-type").starts_with("text/html") {
            continue;
        }
        let seen: &mut (u32, String) = most.entry(page.route.clone()).or_default();
        if sent > seen.0 {
            *seen = (sent, path);
        }
        let links = page.text.split(" href=\"").skip(1).filter_map(|rest| rest.split('"').next());
        let pages = links.filter(|link| link.starts_with('/') && !link.starts_with("/api") && !link.contains('.'));
        waiting.extend(pages.map(|link| link.replace("&amp;", "&")));
    }
    most
}

/// Returns the path of a link without its query, with a mark in place of each number and of what is new.
fn shape(link: &str) -> String {
    let path = link.split(['?', '#']).next().unwrap_or_default();
    let number = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let mut shape = String::new();
    for part in path.split('/') {
        shape += if number(part) || shape.ends_with("/new/") { "#" } else { part };
        shape.push('/');
    }
    shape
}
