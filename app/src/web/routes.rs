//! Registry of routes: navigation, privilege table and browser tests read what the router serves.

use std::future::Future;

use axum::{Router, extract::State, handler::Handler, response::IntoResponse, routing::MethodRouter};
use leptos::server_fn::{
    Http, ServerFn,
    axum::{AxumServerFnBackend, register_explicit},
    codec::{Json, PostUrl},
};

use super::{
    Cx, Done, Lead, Shown,
    bodies::{Large, LargeBodies},
    function, handler,
    state::AppState,
};
use crate::functions::Refusal;

/// A method of a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Route {
    /// `GET` or `POST`.
    pub method: &'static str,
    /// The path with its parameters in braces.
    pub path: &'static str,
}

/// Routes of some pages and server functions: axum routers and the list of their content.
#[derive(Default)]
pub struct Routes {
    router: Router<AppState>,
    functions: Router<AppState>,
    list: Vec<Route>,
    large: Vec<(&'static str, Large)>,
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

    /// Paths that take a body above [`super::bodies::SMALL`].
    #[must_use]
    pub fn large(&self) -> LargeBodies {
        LargeBodies::new(self.large.iter().map(|(path, large)| ((*path).to_owned(), *large)).collect())
    }

    /// The routers that serve them: that of the pages, and that of the server functions, whose refusals are no pages.
    pub fn into_routers(self) -> (Router<AppState>, Router<AppState>) {
        (self.router, self.functions)
    }

    /// Adds the routes of another capability.
    #[must_use]
    pub fn merge(mut self, other: Routes) -> Self {
        self.router = self.router.merge(other.router);
        self.functions = self.functions.merge(other.functions);
        self.list.extend(other.list);
        self.large.extend(other.large);
        self
    }

    fn add(mut self, methods: &[&'static str], path: &'static str, handlers: MethodRouter<AppState>) -> Self {
        self.router = self.router.route(path, handlers);
        self.list.extend(methods.iter().map(|method| Route { method, path }));
        self
    }

    /// Reads large bodies that are posted to a path, of those who may send them.
    #[must_use]
    pub fn takes(mut self, path: &'static str, large: Large) -> Self {
        self.large.push((path, large));
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

    /// GET: a page that may lead on to another one.
    #[must_use]
    pub(crate) fn show_or_go<P, F>(self, path: &'static str, page: P) -> Self
    where
        P: Fn(Cx) -> F + Clone + Send + Sync + 'static,
        F: Future<Output = domain::Result<Lead>> + Send + 'static,
    {
        self.add(&["GET"], path, handler::show_or_go(page))
    }

    /// POST: a server function, for islands.
    ///
    /// All take a form and answer JSON, so that a browser sends them like any other write.
    #[must_use]
    pub fn function<F>(mut self) -> Self
    where
        F: ServerFn<
                Server = AxumServerFnBackend,
                Protocol = Http<PostUrl, Json>,
                Error = Refusal,
                InputStreamError = Refusal,
                OutputStreamError = Refusal,
            > + 'static,
    {
        // Explicitly, because collecting them by the linker fails silently where it does.
        register_explicit::<F>();
        self.functions = self.functions.route(F::PATH, function::handler());
        self.list.push(Route { method: "POST", path: F::PATH });
        self
    }

    /// GET: a file, such as the rows of a list; what refuses it is answered with a page.
    #[must_use]
    pub(crate) fn file<M, F, R>(self, path: &'static str, make: M) -> Self
    where
        M: Fn(Cx) -> F + Clone + Send + Sync + 'static,
        F: Future<Output = domain::Result<R>> + Send + 'static,
        R: IntoResponse + Send,
    {
        self.get(path, move |State(state): State<AppState>, cx: Cx| async move {
            match make(cx.clone()).await {
                Ok(file) => file.into_response(),
                Err(error) => handler::refused(&state, &cx, error).await,
            }
        })
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
