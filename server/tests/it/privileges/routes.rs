//! The routes of a router. axum has no list of them to ask for, but it prints one.

use std::collections::{BTreeMap, BTreeSet};

use axum::Router;

/// `GET /wishes/{id}` and so on, read out of what the router prints. Built files are not routes of ours.
pub fn of(router: &Router) -> BTreeSet<String> {
    let printed = format!("{router:?}");
    let printed = printed.split("fallback_router").next().expect("a router");
    let (endpoints, paths) = printed.split_once("node: Node").expect("a tree of paths");
    let mut methods: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for endpoint in endpoints.split("RouteId(").skip(1) {
        let (id, rest) = endpoint.split_once(')').expect("a number");
        let of = |(method, field): &(&'static str, &'static str)| {
            let after = rest.split_once(field).map_or("None", |(_, after)| after);
            (!after.starts_with("None")).then_some(*method)
        };
        methods.insert(id, METHODS.iter().filter_map(of).collect());
    }
    let mut routes = BTreeSet::new();
    for path in paths.split("RouteId(").skip(1) {
        let (id, rest) = path.split_once(')').expect("a number");
        let path = rest.split('"').nth(1).expect("a path");
        routes.extend(methods[id].iter().map(|method| format!("{method} {path}")));
    }
    routes
}

const METHODS: [(&str, &str); 5] =
    [("GET", "{ get: "), ("POST", ", post: "), ("DELETE", ", delete: "), ("PUT", ", put: "), ("PATCH", ", patch: ")];
