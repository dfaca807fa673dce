//! Types of pages and actions: the request ([`Cx`]), the page ([`Page`]) and the redirect ([`To`]).

pub mod ahead;
pub mod bodies;
mod context;
pub(crate) mod drafts;
mod form;
pub(crate) mod function;
pub mod handler;
pub mod lists;
pub mod messages;
pub mod public_url;
mod query;
pub mod recorded;
mod redirect;
pub mod routes;
pub mod session;
pub mod state;
pub mod trace_id;
pub(crate) mod undo;
pub mod unsent;

use domain::{Result, undo::Undo};
use leptos::prelude::{AnyView, IntoAny, IntoView};

pub(crate) use crate::web::context::{ALL_AREAS, REQUEST_FIELD, new_request_id};
pub(crate) use crate::web::redirect::Lead;
pub use crate::web::{
    context::{Cx, Request},
    redirect::To,
};
pub use form::{Form, Scene, scene};

/// Result of a page function.
pub type Shown = Result<Page>;

/// Result of an action.
pub type Done = Result<To>;

/// Current entry of the navigation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Here {
    /// No entry.
    Nowhere,
    /// Feed of wishes.
    Feed,
    /// The account's claims.
    Claims,
    /// The account's notices.
    Notices,
    /// The account's profile.
    Me,
    /// Start page of a family.
    Home,
    /// The free shop, for families.
    FreeShop,
    /// Start page of staff, with today's tasks.
    Desk,
    /// Wishes awaiting review.
    Review,
    /// Wishes of the area.
    Wishes,
    /// Thanks awaiting review.
    Thanks,
    /// Household files.
    Households,
    /// Households that were never helped.
    LeftOut,
    /// Pairings of helpers and households.
    Pairings,
    /// Bookable times, appointments and questions.
    ServiceDesk,
    /// Courses and events.
    Courses,
    /// Offers of families on market days.
    Market,
    /// Vacancies, and who looks for work.
    Jobs,
    /// Shifts, and the people on them.
    Shifts,
    /// Rules that find who may be entitled to something, and their lists.
    Entitlements,
    /// Drives for goods.
    Drives,
    /// Community groups, and the public documents of areas.
    Groups,
    /// Aid: programmes, grants and collections.
    Aid,
    /// Organisations and what they agreed on with areas.
    Partners,
    /// Programmes with their indicators.
    Programmes,
    /// Rounds over an area, door by door.
    Rounds,
    /// Relocations of households.
    Moves,
    /// Log of reveals.
    Openings,
    /// Objections of families.
    Objections,
    /// Disputes about hand-overs, and reversals.
    Disputes,
    /// Cases of families, and call-backs about them.
    Cases,
    /// Referrals to other offices, and their services.
    Referrals,
    /// Visits that are due, and findings.
    Visits,
    /// Who answers for the areas.
    Chain,
    /// Counter of the shop.
    Counter,
    /// Filling wishes from the shelf.
    Fill,
    /// Stock.
    Stock,
    /// Board of shortages and surpluses.
    Board,
    /// Figures of an area and a month.
    Figures,
    /// Free-shop orders.
    Orders,
    /// Urgent wishes and the duty roster.
    Urgent,
    /// Goods on loan to families.
    Loans,
    /// Receiving goods.
    Receive,
    /// Offers of donors.
    Offers,
    /// Expiry, transfers and kits.
    Moving,
    /// Journals of the ledger.
    Journals,
    /// Areas and their policies.
    Areas,
    /// Organisations.
    Organisations,
    /// Accounts and roles.
    Accounts,
    /// Shop locations.
    Locations,
    /// Languages of the pages.
    Languages,
    /// The audit trail.
    Audit,
    /// Security events.
    Security,
    /// How the installation is doing.
    Health,
    /// Texts of the public pages.
    PublicPages,
}

/// Width of the page's column.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Width {
    #[default]
    Normal,
    Narrow,
    Wide,
}

type Piece = Box<dyn FnOnce() -> AnyView + Send>;

/// Picture of link previews of pages that show no single item.
pub(crate) const SITE_PICTURE: &str = "/preview.png";

/// Content of a link preview.
pub(crate) struct Share {
    pub(crate) title: String,
    pub(crate) line: String,
    pub(crate) picture: String,
}

/// A page: title, navigation entry, options, and a view that is rendered once all data is loaded.
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
    pub(crate) live: bool,
    pub(crate) share: Option<Share>,
    pub(crate) form: Option<Form>,
    pub(crate) undo: Option<Undo>,
    pub(crate) status: u16,
}

impl Page {
    /// Creates a page. `title` is also its `<h1>`; `body` is rendered into `<main>`.
    ///
    /// `body` runs inside the [`scene`], so `t!` and the components work in it.
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
            live: false,
            share: None,
            form: None,
            undo: None,
            status: 200,
        }
    }

    /// Content beside the title: a search, a filter, a record's actions.
    #[must_use]
    pub fn tools<V: IntoView + 'static>(mut self, tools: impl FnOnce() -> V + Send + 'static) -> Self {
        self.tools = Some(Box::new(move || tools().into_any()));
        self
    }

    /// Shows a back link to `to` in place of the logo.
    #[must_use]
    pub fn back(mut self, to: impl Into<String>) -> Self {
        self.back = Some(to.into());
        self
    }

    /// Narrow column, for forms and single records.
    #[must_use]
    pub fn narrow(mut self) -> Self {
        self.width = Width::Narrow;
        self
    }

    /// Wide column, for tables.
    #[must_use]
    pub fn wide(mut self) -> Self {
        self.width = Width::Wide;
        self
    }

    /// Hides the navigation, for pages with a single task.
    #[must_use]
    pub fn plain(mut self) -> Self {
        self.plain = true;
        self
    }

    /// Leaves the `<h1>` to the body.
    #[must_use]
    pub fn own_heading(mut self) -> Self {
        self.own_heading = true;
        self
    }

    /// Excludes the page from search engines.
    #[must_use]
    pub fn no_index(mut self) -> Self {
        self.indexed = false;
        self
    }

    /// Sets the link preview: what is asked, a line of text, and the path of a PNG of 1200 x 630 pixels.
    /// Chat programs keep it for long, so nothing about a person belongs into it.
    #[must_use]
    pub fn share(mut self, title: String, line: String, picture: String) -> Self {
        self.share = Some(Share { title, line, picture });
        self
    }

    /// Keeps address and content private: no search engine, no path in the referrer, no cache.
    #[must_use]
    pub fn secret(mut self) -> Self {
        self.indexed = false;
        self.secret = true;
        self
    }

    /// Lets the service worker cache the page for offline reading by a signed-in account.
    ///
    /// Only for pages without revealed data and others' codes and phone numbers.
    #[must_use]
    pub fn kept(mut self) -> Self {
        self.kept = true;
        self
    }

    /// Fills the page's form with what was kept of it, instead of what the request posted.
    #[must_use]
    pub(crate) fn filled(mut self, form: Form) -> Self {
        self.form = Some(form);
        self
    }

    /// Keeps the parts that are marked with `data-live` as they are now, while the page is open.
    ///
    /// Such a part has an id, and names the topics of [`domain::events::live::Topic`] after which it is read again,
    /// unless its id is its topic. Its route stands in [`ahead::LIVE`].
    #[must_use]
    pub fn live(mut self) -> Self {
        self.live = true;
        self
    }

    /// Whether the script of live parts belongs to the page: not to one that shows a refusal, or what was typed.
    pub(crate) fn is_live(&self) -> bool {
        self.live && self.status == 200
    }

    /// Sets a status other than 200. After an error the error's status applies.
    #[must_use]
    pub fn status(mut self, status: u16) -> Self {
        self.status = status;
        self
    }
}
