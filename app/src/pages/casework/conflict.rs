//! The version conflict of a household file: its current values, shown above what was typed.

use domain::{Code, Error, households::Household};
use leptos::prelude::*;

use crate::{
    components::{Banner, Fact, Facts, Near},
    pages::casework::actions::VERSION,
    web::scene,
};

/// Renders the hidden field with the file's version.
pub(crate) fn version(file: &Household) -> impl IntoView + use<> {
    view! { <input type="hidden" name=VERSION value=file.version /> }
}

/// Renders the file's current values, only after [`Code::ChangedMeanwhile`].
///
/// The form then carries the new version, so saving again overwrites them deliberately.
pub(crate) fn says_now(file: &Household, facts: Vec<(String, String)>) -> Option<AnyView> {
    let clashed = scene().form.error == Some(Error::Conflict(Code::ChangedMeanwhile));
    let changed = file.changed;
    clashed.then(|| {
        let facts = facts
            .into_iter()
            .map(|(name, value)| {
                let value = if value.is_empty() { "–".to_owned() } else { value };
                view! { <Fact name>{value}</Fact> }
            })
            .collect_view();
        view! {
            <Banner tone="amber">
                <p><b>{t!("file-now")}</b>" "<Near at=changed /></p>
                <Facts>{facts}</Facts>
            </Banner>
        }
        .into_any()
    })
}
