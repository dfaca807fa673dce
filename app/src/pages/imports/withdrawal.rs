//! The way back of a list of goods or points: a button for its booked rows, and what became of each that stays.

use domain::imports::withdrawal::{KeptRow, RowWithdrawal};
use leptos::prelude::*;

use crate::{
    components::{ActionForm, Banner, More, Submit},
    i18n::lang,
    pages::stock::words::grouped,
};

/// Rows that stay and are named at most.
const KEPT_SHOWN: usize = 100;

/// Renders the fold with the button, for a list with booked rows; `note` says what it does.
pub(super) fn way_back(to: String, note: String, booked: i64) -> Option<AnyView> {
    (booked > 0).then(|| {
        view! {
            <More summary=t!("import-withdraw") to=to.clone()>
                <ActionForm to=to>
                    <p class="note">{note}</p>
                    <Submit label=t!("import-rows-withdraw", n = grouped(booked)) tone="bad" icon="undo" />
                </ActionForm>
            </More>
        }
        .into_any()
    })
}

/// Renders what became of the rows of a list that was taken back.
pub(super) fn outcome(done: RowWithdrawal) -> AnyView {
    let RowWithdrawal { gone, left, kept } = done;
    let stay = i64::try_from(kept.len()).unwrap_or(i64::MAX);
    let named = kept
        .into_iter()
        .take(KEPT_SHOWN)
        .map(|KeptRow { row, why }| view! { <li>{t!("import-row-kept", n = row, why = lang().refusal(why))}</li> })
        .collect_view();
    view! {
        <Banner tone="tea">
            {t!("import-rows-gone", n = grouped(gone))}
            {(left > 0).then(|| format!(" {}", t!("import-rows-left", n = grouped(left))))}
        </Banner>
        {(stay > 0).then(|| view! { <Banner tone="amber"><p>{t!("import-rows-kept", n = grouped(stay))}</p><ul>{named}</ul></Banner> })}
    }
    .into_any()
}
