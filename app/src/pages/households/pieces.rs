//! The row of links shared by the pages of one household file.

use domain::households::HouseholdId;
use leptos::prelude::*;

/// A page of a household file; [`FilePage::ALL`] has the end of its URL.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FilePage {
    /// The file itself.
    File,
    /// Timeline.
    Timeline,
    /// Visits and findings.
    Visits,
    /// Notes.
    Notes,
    /// Cases and referrals.
    Cases,
    /// Papers on file.
    Papers,
    /// Consents.
    Consents,
    /// Card, PIN and password.
    SignIn,
    /// Log of reveals.
    Openings,
    /// Relocation, merge, closing, erasure.
    Change,
}

impl FilePage {
    const ALL: [(FilePage, &str, &str); 10] = [
        (FilePage::File, "", "households-page-file"),
        (FilePage::Timeline, "/timeline", "households-page-timeline"),
        (FilePage::Visits, "/visits", "households-page-visits"),
        (FilePage::Notes, "/notes", "households-page-notes"),
        (FilePage::Cases, "/cases", "households-page-cases"),
        (FilePage::Papers, "/papers", "households-page-papers"),
        (FilePage::Consents, "/consents", "households-page-consents"),
        (FilePage::SignIn, "/sign-in", "households-page-sign-in"),
        (FilePage::Openings, "/openings", "households-page-openings"),
        (FilePage::Change, "/change", "households-page-change"),
    ];
}

/// Renders the links to all pages of a file, placed first on each of them.
pub(crate) fn household_links(id: HouseholdId, here: FilePage) -> AnyView {
    let links = FilePage::ALL.map(|(page, end, key)| {
        let to = format!("/desk/households/{id}{end}");
        view! { <a class="chip" href=to aria-current=(page == here).then_some("page")>{t!(key)}</a> }
    });
    view! { <nav class="chips" aria-label=t!("households-pages")>{links.collect_view()}</nav> }.into_any()
}
