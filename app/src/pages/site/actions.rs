//! Actions of administrators of the installation: the contact, the texts of public pages, and what is kept for how long.

use domain::{
    Code, Error,
    audit::Retention,
    permission::Action,
    site::{self, SiteContact},
};
use store::{
    ops::chain::retention::ChangeRetention,
    site::{
        contact::SetContact,
        pages::{EditPage, ResetPage},
    },
};

use super::edit::{address, asked};
use crate::web::{Cx, Done, To};

/// Handles `POST /admin/pages`: sets the contact.
///
/// # Errors
/// As [`SetContact`].
pub async fn contact(cx: Cx) -> Done {
    let text = |name: &str| cx.field(name).to_owned();
    let contact =
        SiteContact { name: text("contact_name"), phone: text("contact_phone"), hours: text("contact_hours") };
    cx.store.run(&cx.by(), SetContact(contact)).await?;
    Ok(To::page("/admin/pages").saying("done-site-contact"))
}

/// Handles `POST /admin/pages/{page}`: shows the text as a preview, or saves it.
///
/// # Errors
/// As [`EditPage`]; not found for an unknown page or language.
pub async fn edit(cx: Cx) -> Done {
    cx.actor.must_in_installation(Action::Administer)?;
    let (page, lang) = asked(&cx)?;
    let text = cx.field("text").to_owned();
    if !cx.field("preview").is_empty() {
        site::page_text(&text)?;
        return Ok(To::again());
    }
    let edit = EditPage { page, lang: lang.tag().to_owned(), seen: seen(&cx)?, text };
    cx.store.run(&cx.by(), edit).await?;
    Ok(To::page(address(page, lang)).saying("done-site-page"))
}

/// Handles `POST /admin/pages/{page}/reset`: returns to the shipped text.
///
/// # Errors
/// As [`ResetPage`]; not found for an unknown page or language.
pub async fn reset(cx: Cx) -> Done {
    cx.actor.must_in_installation(Action::Administer)?;
    let (page, lang) = asked(&cx)?;
    let reset = ResetPage { page, lang: lang.tag().to_owned(), seen: seen(&cx)? };
    cx.store.run(&cx.by(), reset).await?;
    Ok(To::page(address(page, lang)).saying("done-site-reset"))
}

/// Handles `POST /admin/health`: sets how long the installation keeps what.
///
/// # Errors
/// As [`ChangeRetention`]; the field of what is no number.
pub async fn retention(cx: Cx) -> Done {
    cx.actor.must_in_installation(Action::Administer)?;
    let number =
        |name: &'static str| cx.field(name).trim().parse::<i64>().map_err(|_| Error::field(name, Code::OutOfRange));
    let policy = Retention { notice_days: number("notice-days")?, audit_years: number("audit-years")? };
    cx.store.run(&cx.by(), ChangeRetention(policy)).await?;
    Ok(To::page("/admin/health").saying("done-retention"))
}

/// Version that the form was made from.
fn seen(cx: &Cx) -> Result<i64, Error> {
    cx.field("seen").parse().map_err(|_| Error::field("text", Code::ChangedMeanwhile))
}
