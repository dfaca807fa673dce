//! Consents: for staff beside the household file, and on the family's own screen.

pub mod actions;
mod desk;
mod desk_new;
mod desk_one;
pub(crate) mod missing;
mod own;
mod photo;
mod pieces;
pub(crate) mod review;

use axum::{
    extract::State,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use domain::{
    Error, Result,
    consents::{Consent, ConsentKind, GivenAs, How, NewConsent, NewRefusal},
    households::HouseholdId,
    permission::Action,
};

use crate::web::{Cx, bodies::Large, handler, routes::Routes, state::AppState};

pub(crate) fn routes() -> Routes {
    Routes::new()
        .show("/desk/consents", missing::page)
        .show("/desk/households/{id}/consents", desk::page)
        .show_and_act("/desk/households/{id}/consents/new", desk_new::page, actions::record)
        .takes("/desk/households/{id}/consents/new", Large::pictures(&[Action::KeepHouseholds]))
        .act("/desk/households/{id}/consents/refuse", actions::refuse, desk_new::page)
        .show("/desk/households/{id}/consents/{consent}", desk_one::page)
        .get("/desk/households/{id}/consents/{consent}/paper", paper)
        .act("/desk/households/{id}/consents/{consent}/withdraw", actions::withdraw, desk_one::page)
        .show_and_act("/desk/wishes/{id}/photo", photo::page, actions::photo)
        .takes("/desk/wishes/{id}/photo", Large::pictures(&[Action::KeepHouseholds]))
        .act("/desk/wishes/{id}/photo/remove", actions::photo_remove, photo::page)
        .show("/home/household/consents", own::page)
        .show_and_act("/home/household/consents/new", own::new, actions::agree)
        .act("/home/household/consents/{consent}/withdraw", actions::withdraw_own, own::page)
}

/// What a consent form is about, from the query, or from the fields of a refused form.
#[derive(Clone, Copy)]
pub(crate) struct Asked {
    pub(crate) kind: ConsentKind,
    pub(crate) member: i64,
    pub(crate) wish: i64,
}

impl Asked {
    /// Reads the subject from the form, else from the query.
    ///
    /// # Errors
    /// Not found for an unknown kind.
    pub(crate) fn read(cx: &Cx) -> Result<Asked> {
        let text = |name| if cx.field(name).is_empty() { cx.query(name) } else { cx.field(name) };
        let number = |name| text(name).parse().unwrap_or(0);
        let kind = text("kind").parse().map_err(|_| Error::NotFound)?;
        Ok(Asked { kind, member: number("member"), wish: number("wish") })
    }

    /// Whether one of the consents is about the same subject.
    pub(crate) fn is_held(self, held: &[Consent]) -> bool {
        held.iter().any(|one| one.kind == self.kind && one.member == self.member && one.wish == self.wish)
    }

    /// Returns the URL of the form that records this consent.
    pub(crate) fn form(self, base: &str) -> String {
        format!("{base}/new?kind={}&member={}&wish={}", self.kind.as_str(), self.member, self.wish)
    }

    /// Returns the staff URL of that form, which returns to `back` afterwards.
    pub(crate) fn form_from(self, household: HouseholdId, back: &str) -> String {
        let back: String = form_urlencoded::byte_serialize(back.as_bytes()).collect();
        format!("{}&next={back}", self.form(&desk::base(household)))
    }
}

/// Parses a consent form.
///
/// # Errors
/// Field `how` or `relation` when it is not one of the options.
pub(crate) fn posted(cx: &Cx, household: i64, asked: Asked) -> Result<NewConsent> {
    let how = cx.choice::<How>("how")?;
    let relation = match cx.field("relation") {
        "" => GivenAs::Own,
        _ => cx.choice("relation")?,
    };
    Ok(NewConsent {
        household,
        member: asked.member,
        kind: asked.kind,
        wish: asked.wish,
        giver: cx.field_i64("giver"),
        given_by: cx.field("given_by").to_owned(),
        relation,
        how,
        witness: cx.field("witness").to_owned(),
        note: cx.field("note").to_owned(),
    })
}

/// Parses a refusal form.
pub(crate) fn refused(cx: &Cx, household: HouseholdId, asked: Asked) -> NewRefusal {
    NewRefusal {
        household,
        member: asked.member,
        kind: asked.kind,
        wish: asked.wish,
        refused_by: cx.field_i64("refused_by"),
        reason: cx.field("reason").to_owned(),
    }
}

/// Serves the photo of a signed paper, with `no-store`.
async fn paper(state: State<AppState>, cx: Cx) -> Response {
    let bytes = match (cx.id("id"), cx.id("consent")) {
        (Ok(household), Ok(id)) => cx.store.consent_paper(&cx.actor, household, id).await,
        _ => Err(store::Error::Refused(Error::NotFound)),
    };
    let Ok(bytes) = bytes else { return handler::missing(state, cx).await };
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("image/jpeg")),
        (header::CACHE_CONTROL, HeaderValue::from_static("private, no-store")),
    ];
    (StatusCode::OK, headers, bytes).into_response()
}
