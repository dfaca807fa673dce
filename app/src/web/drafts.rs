//! Forms that were typed while their session ended for want of use: kept until their account signs in again.
//!
//! In memory only, never in an address, and for an hour. A form names the account that it was shown to, signed; what it
//! holds is given back to that account alone, in the browser that sent it. Files, passwords and codes are not kept. A
//! server that restarts, or another server, has none, and then the form is empty as before.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use domain::{Timestamp, accounts::AccountId};

use super::{Cx, context::REQUEST_FIELD};

/// Hidden field with the account that a form was shown to.
pub(crate) const OWNER_FIELD: &str = "_for";
/// Field of the password, or of the code, with which a form is sent again after it asked for a proof.
pub(crate) const PROOF_FIELD: &str = "proof";
/// Time for which a form is kept, in seconds.
pub(crate) const KEPT: Timestamp = 3600;
/// Forms kept at once, one for each account; the oldest makes room.
const MOST: usize = 256;
/// Bytes of names and values of one form: the longest text areas of the site, several times.
const LARGEST: usize = 32 * 1024;
/// Fields that are never kept.
const SECRET: [&str; 10] =
    ["password", "old", "new", "pin", "old_pin", "one_time", "card", "code", PROOF_FIELD, OWNER_FIELD];

/// Form of one account.
struct Draft {
    /// Number in the cookie of the browser that sent it.
    number: String,
    /// Path of the page that showed it.
    page: String,
    /// Path that it was posted to.
    to: Arc<str>,
    values: Arc<Vec<(String, String)>>,
    until: Timestamp,
}

/// Forms waiting for their accounts; clones share them.
#[derive(Clone, Default)]
pub struct Drafts(Arc<Mutex<HashMap<AccountId, Draft>>>);

impl Drafts {
    /// Keeps the posted form of a request whose session has ended; returns the number for its cookie. `None` when the
    /// form names no account, comes from no page of this site, or is too large.
    pub(crate) fn keep(&self, cx: &Cx) -> Option<String> {
        let account = cx.store.form_owner(cx.form.value(OWNER_FIELD)?)?;
        let page = cx.came_from().split('?').next().unwrap_or_default().to_owned();
        let kept = |name: &str| name != REQUEST_FIELD && !SECRET.contains(&name);
        let values: Vec<_> = cx.form.values.iter().filter(|(name, _)| kept(name)).cloned().collect();
        let size: usize = values.iter().map(|(name, value)| name.len() + value.len()).sum();
        if page == "/" || values.is_empty() || size > LARGEST {
            return None;
        }
        let number = super::new_request_id();
        let (to, until) = (cx.form.to.clone(), cx.now + KEPT);
        let draft = Draft { number: number.clone(), page, to, values: Arc::new(values), until };
        let mut drafts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        drafts.retain(|_, draft| draft.until > cx.now);
        if drafts.len() >= MOST && !drafts.contains_key(&account) {
            let oldest = drafts.iter().min_by_key(|(_, draft)| draft.until).map(|(account, _)| *account);
            oldest.map(|oldest| drafts.remove(&oldest));
        }
        drafts.insert(account, draft);
        Some(number)
    }

    /// Gives the form back to its page, once; any other request is returned as it is.
    pub(crate) fn restored(&self, cx: Cx) -> Cx {
        if cx.draft.is_empty() || !cx.actor.is_signed_in() || cx.ahead {
            return cx;
        }
        let mut drafts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let fits = drafts
            .get(&cx.actor.account)
            .is_some_and(|draft| draft.number == cx.draft && draft.page == cx.path && draft.until > cx.now);
        let Some(draft) = fits.then(|| drafts.remove(&cx.actor.account)).flatten() else { return cx };
        drop(drafts);
        let mut request = (*cx.0).clone();
        (request.form.values, request.form.to) = (draft.values, draft.to);
        request.flash = form_urlencoded::Serializer::new(String::new()).append_pair("", "done-form-kept").finish();
        Cx(Arc::new(request))
    }
}
