//! The line that takes back what its reader just did, on the page after the act and on the record.

use domain::undo::Undo;
use leptos::prelude::*;

use super::{Icon, RowForm};
use crate::{i18n::lang, web::scene};

/// Renders what was done, and the button that takes it back while its minutes run.
pub(crate) fn undo_line(undo: Undo) -> impl IntoView {
    let (n, done) = (undo.minutes_left(scene().now), lang().named("undo-kind", undo.kind.as_str()));
    view! {
        <div class="cluster">
            <span class="soft">{done}</span>
            <RowForm to=format!("/undo/{}", undo.id)>
                <button class="btn btn-soft btn-small"><Icon name="undo" />{t!("undo-do", n = n)}</button>
            </RowForm>
        </div>
    }
}
