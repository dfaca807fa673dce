//! Forms that were typed while their session ended for want of use: kept until their account signs in again.
//!
//! Sealed in the database, never in an address, and for an hour. A form names the account that it was shown to, signed;
//! what it holds is given back to that account alone, in the browser that sent it, by any server. Files, passwords and
//! codes are not kept.

use std::sync::Arc;

use domain::Timestamp;
use store::accounts::sign_in::waiting_forms::WaitingForm;

use super::{Cx, context::REQUEST_FIELD};

/// Hidden field with the account that a form was shown to.
pub(crate) const OWNER_FIELD: &str = "_for";
/// Field of the password, or of the code, with which a form is sent again after it asked for a proof.
pub(crate) const PROOF_FIELD: &str = "proof";
/// Time for which a form is kept, in seconds.
pub(crate) const KEPT: Timestamp = 3600;
/// Bytes of names and values of one form: the longest text areas of the site, several times.
const LARGEST: usize = 32 * 1024;
/// Fields that are never kept.
const SECRET: [&str; 10] =
    ["password", "old", "new", "pin", "old_pin", "one_time", "card", "code", PROOF_FIELD, OWNER_FIELD];

/// Keeps the posted form of a request whose session has ended; returns the number for its cookie. `None` when the form
/// names no account, comes from no page of this site, or is too large.
pub(crate) async fn keep(cx: &Cx) -> Option<String> {
    let account = cx.store.form_owner(cx.form.value(OWNER_FIELD)?)?;
    let page = cx.came_from().split('?').next().unwrap_or_default().to_owned();
    let kept = |name: &str| name != REQUEST_FIELD && !SECRET.contains(&name);
    let values: Vec<_> = cx.form.values.iter().filter(|(name, _)| kept(name)).cloned().collect();
    let size: usize = values.iter().map(|(name, value)| name.len() + value.len()).sum();
    if page == "/" || values.is_empty() || size > LARGEST {
        return None;
    }
    let number = super::new_request_id();
    let form = WaitingForm { number: number.clone(), page, to: cx.form.to.to_string(), values };
    // Without a database the sign-in page is all that can be shown; the form is empty then, as if it had not been kept.
    cx.store.form_keep(account, form, cx.now + KEPT).await.ok().map(|()| number)
}

/// Gives the form back to its page, once; any other request is returned as it is.
pub(crate) async fn restored(cx: Cx) -> Cx {
    if cx.draft.is_empty() || !cx.actor.is_signed_in() || cx.ahead {
        return cx;
    }
    let Ok(Some(form)) = cx.store.form_take(cx.actor.account, &cx.draft, &cx.path).await else { return cx };
    let mut request = (*cx.0).clone();
    (request.form.values, request.form.to) = (Arc::new(form.values), form.to.into());
    request.flash = form_urlencoded::Serializer::new(String::new()).append_pair("", "done-form-kept").finish();
    Cx(Arc::new(request))
}
