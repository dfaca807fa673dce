//! Registry of routes: navigation, privilege table and browser tests read what the router serves.

use std::future::Future;

use axum::{Router, handler::Handler, routing::MethodRouter};

use super::{Cx, Done, Shown, handler, state::AppState};

/// A method of a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Route {
    /// `GET` or `POST`.
    pub method: &'static str,
    /// The path with its parameters in braces.
    pub path: &'static str,
}

/// Routes of some pages: an axum router and the list of its content.
#[derive(Default)]
pub struct Routes {
    router: Router<AppState>,
    list: Vec<Route>,
}

impl Routes {
    /// An empty registry.
    #[must_use]
    pub fn new() -> Self {
        Routes::default()
    }

    /// Every route, in the order of registration.
    #[must_use]
    pub fn list(&self) -> &[Route] {
        &self.list
    }

    /// The router that serves them.
    pub fn into_router(self) -> Router<AppState> {
        self.router
    }

    /// Adds the routes of another capability.
    #[must_use]
    pub fn merge(mut self, other: Routes) -> Self {
        self.router = self.router.merge(other.router);
        self.list.extend(other.list);
        self
    }

    fn add(mut self, methods: &[&'static str], path: &'static str, handlers: MethodRouter<AppState>) -> Self {
        self.router = self.router.route(path, handlers);
        self.list.extend(methods.iter().map(|method| Route { method, path }));
        self
    }

    /// GET: a page.
    #[must_use]
    pub fn show<P, F>(self, path: &'static str, page: P) -> Self
    where
        P: Fn(Cx) -> F + Clone + Send + Sync + 'static,
        F: Future<Output = Shown> + Send + 'static,
    {
        self.add(&["GET"], path, handler::show(page))
    }

    /// GET: part of a page, for a script.
    #[must_use]
    pub fn piece<P, F>(self, path: &'static str, page: P) -> Self
    where
        P: Fn(Cx) -> F + Clone + Send + Sync + 'static,
        F: Future<Output = Shown> + Send + 'static,
    {
        self.add(&["GET"], path, handler::piece(page))
    }

    /// GET: other content, such as a picture.
    #[must_use]
    pub fn get<H, T>(self, path: &'static str, handler: H) -> Self
    where
        H: Handler<T, AppState>,
        T: 'static,
    {
        self.add(&["GET"], path, axum::routing::get(handler))
    }

    /// POST: an action; `page` is rendered again after an error.
    #[must_use]
    pub fn act<A, D, P, F>(self, path: &'static str, action: A, page: P) -> Self
    where
        A: Fn(Cx) -> D + Clone + Send + Sync + 'static,
        D: Future<Output = Done> + Send + 'static,
        P: Fn(Cx) -> F + Clone + Send + Sync + 'static,
        F: Future<Output = Shown> + Send + 'static,
    {
        self.add(&["POST"], path, handler::act(action, page))
    }

    /// POST: an action whose answer is a page that no other request can show, such as a new card.
    #[must_use]
    pub fn act_and_show<A, D, P, F>(self, path: &'static str, action: A, page: P) -> Self
    where
        A: Fn(Cx) -> D + Clone + Send + Sync + 'static,
        D: Future<Output = Shown> + Send + 'static,
        P: Fn(Cx) -> F + Clone + Send + Sync + 'static,
        F: Future<Output = Shown> + Send + 'static,
    {
        self.add(&["POST"], path, handler::act_and_show(action, page))
    }

    /// GET and POST of one path: a form and its action.
    #[must_use]
    pub fn show_and_act<P, F, A, D>(self, path: &'static str, page: P, action: A) -> Self
    where
        P: Fn(Cx) -> F + Clone + Send + Sync + 'static,
        F: Future<Output = Shown> + Send + 'static,
        A: Fn(Cx) -> D + Clone + Send + Sync + 'static,
        D: Future<Output = Done> + Send + 'static,
    {
        self.add(&["GET", "POST"], path, handler::show_and_act(page, action))
    }
}
