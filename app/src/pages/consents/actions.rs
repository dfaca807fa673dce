//! Actions on consents, wish photos, and public words that are reviewed again.

use domain::{Code, Error, consents::ConsentKind, households::HouseholdId, permission::Action, wishes::Publication};
use store::{
    consents::{record::WithdrawConsent, refusals::RefuseConsent},
    wishes::{media::photos::RemoveWishPhoto, public_fields::RewriteWish},
};

use crate::{
    pages::consents::{Asked, posted, refused},
    web::{Cx, Done, To},
};

/// Handles `POST /desk/households/{id}/consents/new`.
///
/// # Errors
/// Invalid fields; [`Code::GuardianNeeded`]; [`Code::ConsentGiven`]; not found outside the actor's areas.
pub async fn record(cx: Cx) -> Done {
    cx.actor.must_somewhere(Action::KeepHouseholds)?;
    let id = cx.id("id")?;
    let new = posted(&cx, id, Asked::read(&cx)?)?;
    let paper = cx.file("paper").filter(|bytes| !bytes.is_empty()).map(<[u8]>::to_vec);
    cx.store.consent_record(&cx.by(), new, paper).await?;
    Ok(onward(&cx, id).saying("done-consent-recorded"))
}

/// Redirects to `next`, or to the household's consents.
fn onward(cx: &Cx, id: HouseholdId) -> To {
    let next = cx.next();
    To::page(if next.is_empty() { format!("/desk/households/{id}/consents") } else { next })
}

/// Handles `POST /desk/households/{id}/consents/refuse`: records a refused consent.
///
/// # Errors
/// Invalid fields; [`Code::GuardianNeeded`]; [`Code::ConsentGiven`] while one holds; not found outside the actor's
/// areas.
pub async fn refuse(cx: Cx) -> Done {
    cx.actor.must_somewhere(Action::KeepHouseholds)?;
    let id = cx.id("id")?;
    cx.store.run(&cx.by(), RefuseConsent(refused(&cx, id, Asked::read(&cx)?))).await?;
    Ok(onward(&cx, id).saying("done-consent-refused"))
}

/// Handles `POST /desk/households/{id}/consents/{consent}/withdraw`.
///
/// # Errors
/// [`Code::WrongState`] if withdrawn earlier; not found outside the actor's areas.
pub async fn withdraw(cx: Cx) -> Done {
    cx.actor.must_somewhere(Action::KeepHouseholds)?;
    let (id, consent) = (cx.id("id")?, cx.id("consent")?);
    let input = WithdrawConsent { household: id, consent, reason: cx.field("reason").to_owned() };
    cx.store.run(&cx.by(), input).await?;
    Ok(To::page(format!("/desk/households/{id}/consents")).saying("done-consent-withdrawn"))
}

/// Handles `POST /home/household/consents/new`; with `refuse` the family refuses without being asked.
///
/// # Errors
/// Invalid fields; [`Code::GuardianNeeded`]; [`Code::ConsentGiven`]; not found without a household.
pub async fn agree(cx: Cx) -> Done {
    let household = cx.actor.must_be_family()?;
    let asked = Asked::read(&cx)?;
    let back = To::page("/home/household/consents");
    if cx.checked("refuse") {
        cx.store.run(&cx.by(), RefuseConsent(refused(&cx, household, asked))).await?;
        return Ok(back.saying("done-consent-refused-own"));
    }
    let new = posted(&cx, household, asked)?;
    cx.store.consent_record(&cx.by(), new, None).await?;
    Ok(back.saying("done-consent-agreed"))
}

/// Handles `POST /home/household/consents/{consent}/withdraw`.
///
/// # Errors
/// [`Code::WrongState`] if withdrawn earlier; not found for another household's.
pub async fn withdraw_own(cx: Cx) -> Done {
    let (household, consent) = (cx.actor.must_be_family()?, cx.id("consent")?);
    let input = WithdrawConsent { household, consent, reason: String::new() };
    cx.store.run(&cx.by(), input).await?;
    Ok(To::page("/home/household/consents").saying("done-consent-withdrawn"))
}

/// Handles `POST /desk/wishes/{id}/photo`: stores a photo together with the consent to show it.
///
/// # Errors
/// [`Code::NotAPicture`]; as [`record`]; [`Code::WrongState`] for a wish that is over; not found outside the actor's
/// areas.
pub async fn photo(cx: Cx) -> Done {
    cx.actor.must_somewhere(Action::KeepHouseholds)?;
    let id = cx.id("id")?;
    let file = cx.store.wish_file(&cx.actor, id).await?;
    let picture = cx.file("photo").filter(|bytes| !bytes.is_empty()).map(<[u8]>::to_vec);
    let agreed = posted(&cx, file.household, Asked { kind: ConsentKind::Photo, member: 0, wish: id });
    // A missing photo does not hide the consent's errors: all fields are reported at once.
    let (picture, agreed) = match (picture, agreed) {
        (Some(picture), agreed) => (picture, agreed?),
        (None, agreed) => {
            let mut wrong = vec![domain::Field { name: "photo", code: Code::Required }];
            let checked = agreed.and_then(domain::consents::NewConsent::checked);
            if let Err(Error::Invalid(fields)) = checked {
                wrong.extend(fields);
            }
            return Err(Error::Invalid(wrong));
        }
    };
    let paper = cx.file("paper").filter(|bytes| !bytes.is_empty()).map(<[u8]>::to_vec);
    cx.store.photo_add(&cx.by(), id, picture, agreed, paper).await?;
    Ok(To::page(format!("/desk/wishes/{id}")).saying("done-photo-added"))
}

/// Handles `POST /desk/wishes/{id}/photo/remove`.
///
/// # Errors
/// [`Code::WrongState`] for a wish that is over; not found outside the actor's areas.
pub async fn photo_remove(cx: Cx) -> Done {
    let id = cx.id("id")?;
    cx.store.run(&cx.by(), RemoveWishPhoto(id)).await?;
    Ok(To::page(format!("/desk/wishes/{id}")).saying("done-photo-removed"))
}

/// Handles `POST /desk/review/{id}/words`.
///
/// # Errors
/// [`Code::WrongState`] unless the wish is published; field `words` when too long; not found outside the actor's areas.
pub async fn words(cx: Cx) -> Done {
    let id = cx.id("id")?;
    cx.store
        .run(&cx.by(), RewriteWish { id, words: Publication { words: cx.field("words").to_owned() }.words })
        .await?;
    Ok(To::page(format!("/desk/wishes/{id}")).saying("done-words-read"))
}
