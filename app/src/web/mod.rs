//! The vocabulary of pages and actions: what a request brings ([`Cx`]), what a page gives back
//! ([`Page`]) and where an action leads ([`To`]).

mod context;
mod form;
pub mod handler;
pub mod messages;
pub mod recorded;
mod redirect;
pub mod routes;
pub mod session;
pub mod state;

use domain::Result;
use leptos::prelude::{AnyView, IntoAny, IntoView};

pub(crate) use crate::web::context::{REQUEST_FIELD, new_request_id};
pub use crate::web::{
    context::{Cx, Request},
    redirect::To,
};
pub use form::{Form, Scene, scene};

/// What a page function gives: the page, or why not.
pub type Shown = Result<Page>;

/// What an action gives: where to go on, or why not.
pub type Done = Result<To>;

/// Which entry of the navigation is the present one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Here {
    /// None of them.
    Nowhere,
    /// The feed.
    Feed,
    /// My claims.
    Claims,
    /// My notices.
    Notices,
    /// Me.
    Me,
    /// A family's home.
    Home,
    /// Today, at a desk.
    Desk,
    /// What waits for review.
    Review,
    /// The area's wishes.
    Wishes,
    /// Thanks to be read.
    Thanks,
    /// Household files.
    Households,
    /// Families that were left out.
    LeftOut,
    /// Families that move.
    Moves,
    /// Who opened which file.
    Openings,
    /// What families object to.
    Objections,
    /// The shop's counter.
    Counter,
    /// Filling wishes from the shelf.
    Fill,
    /// What is in stock.
    Stock,
    /// What is lacking and what is plenty.
    Board,
    /// Orders of the free shop.
    Orders,
    /// Taking goods in.
    Receive,
    /// What donors offer.
    Offers,
    /// Dates, transfers and kits.
    Moving,
    /// The ledger's journals.
    Journals,
    /// Areas and their rules.
    Areas,
    /// Organisations.
    Organisations,
    /// Accounts and roles.
    Accounts,
    /// Shop locations.
    Locations,
    /// Languages of the pages.
    Languages,
}

/// How wide the page's column is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Width {
    #[default]
    Normal,
    Narrow,
    Wide,
}

type Piece = Box<dyn FnOnce() -> AnyView + Send>;

/// What others see of a page before they open it.
pub(crate) struct Share {
    pub(crate) line: String,
    pub(crate) picture: String,
}

/// A page: a title, a place in the navigation, and a view that is made when everything is known.
pub struct Page {
    pub(crate) title: String,
    pub(crate) here: Here,
    pub(crate) body: Piece,
    pub(crate) tools: Option<Piece>,
    pub(crate) back: Option<String>,
    pub(crate) width: Width,
    pub(crate) plain: bool,
    pub(crate) own_heading: bool,
    pub(crate) indexed: bool,
    pub(crate) secret: bool,
    pub(crate) kept: bool,
    pub(crate) share: Option<Share>,
    pub(crate) status: u16,
}

impl Page {
    /// A page. The title is its `<h1>` too; `body` goes into `<main>`. It is called where the viewer's
    /// language, the time and the posted form are known, so `t!` and the parts work in it.
    pub fn new<V: IntoView + 'static>(
        title: impl Into<String>,
        here: Here,
        body: impl FnOnce() -> V + Send + 'static,
    ) -> Self {
        Page {
            title: title.into(),
            here,
            body: Box::new(move || body().into_any()),
            tools: None,
            back: None,
            width: Width::Normal,
            plain: false,
            own_heading: false,
            indexed: true,
            secret: false,
            kept: false,
            share: None,
            status: 200,
        }
    }

    /// What stands at the right of the title: a search, a filter, a record's actions.
    #[must_use]
    pub fn tools<V: IntoView + 'static>(mut self, tools: impl FnOnce() -> V + Send + 'static) -> Self {
        self.tools = Some(Box::new(move || tools().into_any()));
        self
    }

    /// A page below another: a way back stands where the brand was.
    #[must_use]
    pub fn back(mut self, to: impl Into<String>) -> Self {
        self.back = Some(to.into());
        self
    }

    /// For forms and single records.
    #[must_use]
    pub fn narrow(mut self) -> Self {
        self.width = Width::Narrow;
        self
    }

    /// For tables.
    #[must_use]
    pub fn wide(mut self) -> Self {
        self.width = Width::Wide;
        self
    }

    /// Without navigation: one thing to do, or to leave.
    #[must_use]
    pub fn plain(mut self) -> Self {
        self.plain = true;
        self
    }

    /// The body brings its own `<h1>`; the top bar does not repeat it.
    #[must_use]
    pub fn own_heading(mut self) -> Self {
        self.own_heading = true;
        self
    }

    /// Not for search engines.
    #[must_use]
    pub fn no_index(mut self) -> Self {
        self.indexed = false;
        self
    }

    /// What stands beside a link to it that somebody passes on: a line, and the path of a picture.
    #[must_use]
    pub fn share(mut self, line: String, picture: String) -> Self {
        self.share = Some(Share { line, picture });
        self
    }

    /// Neither its address nor its content is for anybody else: no search engine, no other page's `Referer`, no cache.
    #[must_use]
    pub fn secret(mut self) -> Self {
        self.indexed = false;
        self.secret = true;
        self
    }

    /// May be kept by the service worker of a signed-in person, to be read without a network: nothing on it was opened
    /// with a reason, and no code or phone is on it.
    #[must_use]
    pub fn kept(mut self) -> Self {
        self.kept = true;
        self
    }

    /// Another status than 200. After a refusal the status is the refusal's.
    #[must_use]
    pub fn status(mut self, status: u16) -> Self {
        self.status = status;
        self
    }
}
