//! One line of the trail, and the last lines about a record.

use domain::{
    Result,
    audit::{AuditLine, page_of},
};
use leptos::prelude::*;

use crate::{
    components::{Icon, Near},
    i18n::lang,
    web::Cx,
};

/// Returns the address of the record's page, for readers who may open it.
pub(super) fn address(cx: &Cx, line: &AuditLine) -> Option<String> {
    let (path, actions) = page_of(&line.subject).filter(|_| line.subject_id != 0)?;
    let opens = actions.iter().any(|action| cx.actor.may(*action, &line.path));
    opens.then(|| format!("{path}/{}", line.subject_id))
}

/// Last lines about a record, and the address of all of them.
pub(crate) struct History {
    lines: Vec<AuditLine>,
    all: String,
}

/// Loads the last lines about a record; `None` for readers who do not read the trail.
pub(crate) async fn history(cx: &Cx, subject: &'static str, id: i64) -> Result<Option<History>> {
    let lines = cx.store.audit_of(&cx.actor, subject, id).await?;
    Ok((!lines.is_empty()).then(|| History { lines, all: format!("/audit?subject={subject}:{id}") }))
}

impl History {
    /// Renders them folded, because they are read seldom.
    pub(crate) fn drawn(self) -> AnyView {
        let row = |line: &AuditLine| {
            let lang = lang();
            let (author, device) = (lang.author(line), lang.device(line));
            let said = if device.is_empty() { author } else { format!("{author} · {device}") };
            view! {
                <li class="row">
                    <span class="row-main"><b>{lang.operation(&line.action)}</b><small>{said}</small></span>
                    <span class="row-end"><small><Near at=line.at /></small></span>
                </li>
            }
        };
        let rows = self.lines.iter().map(row).collect_view();
        view! {
            <details class="more no-print">
                <summary>{t!("audit-record")}</summary>
                <ul class="rows">{rows}</ul>
                <p><a class="link" href=self.all>{t!("audit-record-all")}<Icon name="chevron-right" /></a></p>
            </details>
        }
        .into_any()
    }
}
