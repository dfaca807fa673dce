//! Consents written down and taken back, pictures with their consent, and words that are read again.

use domain::{
    Code, Error, Result, consents::ConsentKind, households::HouseholdId, permission::Action, wishes::Publication,
};
use store::consents::record::Withdrawal;

use crate::{
    pages::consents::{Asked, posted, refused},
    web::{Cx, Done, To},
};

/// POST `/desk/households/{id}/consents/new`
///
/// # Errors
/// Wrong fields, on file already, or outside the actor's areas.
pub async fn record(cx: Cx) -> Done {
    cx.actor.must_somewhere(Action::KeepHouseholds)?;
    let id = cx.id("id")?;
    let new = posted(&cx, id, Asked::read(&cx)?)?;
    let paper = cx.file("paper").filter(|bytes| !bytes.is_empty()).map(<[u8]>::to_vec);
    cx.store.consent_record(&cx.by(), new, paper).await?;
    Ok(onward(&cx, id).saying("done-consent-recorded"))
}

/// To what somebody was reading, or to the household's consents.
fn onward(cx: &Cx, id: HouseholdId) -> To {
    let next = cx.next();
    To::page(if next.is_empty() { format!("/desk/households/{id}/consents") } else { next })
}

/// POST `/desk/households/{id}/consents/refuse`: somebody was asked and does not agree.
///
/// # Errors
/// A yes is on file, or outside the actor's areas.
pub async fn refuse(cx: Cx) -> Done {
    cx.actor.must_somewhere(Action::KeepHouseholds)?;
    let id = cx.id("id")?;
    cx.store.consent_refuse(&cx.by(), refused(&cx, id, Asked::read(&cx)?)).await?;
    Ok(onward(&cx, id).saying("done-consent-refused"))
}

/// POST `/desk/households/{id}/consents/{consent}/withdraw`
///
/// # Errors
/// Taken back before, or outside the actor's areas.
pub async fn withdraw(cx: Cx) -> Done {
    cx.actor.must_somewhere(Action::KeepHouseholds)?;
    let (id, consent) = (cx.id("id")?, cx.id("consent")?);
    let input = Withdrawal { household: id, consent, reason: cx.field("reason").to_owned() };
    cx.store.consent_withdraw(&cx.by(), input).await?;
    Ok(To::page(format!("/desk/households/{id}/consents")).saying("done-consent-withdrawn"))
}

/// The household of the family that is signed in.
fn must_be_family(cx: &Cx) -> Result<HouseholdId> {
    cx.signed_in()?;
    if cx.actor.household == 0 { Err(Error::NotFound) } else { Ok(cx.actor.household) }
}

/// POST `/home/household/consents/new`; with `refuse` the family says no to what nobody had asked.
///
/// # Errors
/// Wrong fields, on file already, or no family.
pub async fn agree(cx: Cx) -> Done {
    let household = must_be_family(&cx)?;
    let asked = Asked::read(&cx)?;
    let back = To::page("/home/household/consents");
    if cx.checked("refuse") {
        cx.store.consent_refuse(&cx.by(), refused(&cx, household, asked)).await?;
        return Ok(back.saying("done-consent-refused-own"));
    }
    let new = posted(&cx, household, asked)?;
    cx.store.consent_record(&cx.by(), new, None).await?;
    Ok(back.saying("done-consent-agreed"))
}

/// POST `/home/household/consents/{consent}/withdraw`
///
/// # Errors
/// Taken back before, or another family's.
pub async fn withdraw_own(cx: Cx) -> Done {
    let (household, consent) = (must_be_family(&cx)?, cx.id("consent")?);
    let input = Withdrawal { household, consent, reason: String::new() };
    cx.store.consent_withdraw(&cx.by(), input).await?;
    Ok(To::page("/home/household/consents").saying("done-consent-withdrawn"))
}

/// POST `/desk/wishes/{id}/photo`
///
/// # Errors
/// Not a picture, nobody agreed who may, or outside the actor's areas.
pub async fn photo(cx: Cx) -> Done {
    cx.actor.must_somewhere(Action::KeepHouseholds)?;
    let id = cx.id("id")?;
    let file = cx.store.wish_file(&cx.actor, id).await?;
    let picture = cx.file("photo").filter(|bytes| !bytes.is_empty()).map(<[u8]>::to_vec);
    let agreed = posted(&cx, file.household, Asked { kind: ConsentKind::Photo, member: 0, wish: id });
    // Everything that is wrong is said at once.
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

/// POST `/desk/wishes/{id}/photo/remove`
///
/// # Errors
/// Outside the actor's areas, or a wish that is over.
pub async fn photo_remove(cx: Cx) -> Done {
    let id = cx.id("id")?;
    cx.store.photo_remove(&cx.by(), id).await?;
    Ok(To::page(format!("/desk/wishes/{id}")).saying("done-photo-removed"))
}

/// POST `/desk/review/{id}/words`
///
/// # Errors
/// Not open any more, words that are too long, or outside the actor's areas.
pub async fn words(cx: Cx) -> Done {
    let id = cx.id("id")?;
    cx.store.wish_rewrite(&cx.by(), id, Publication { words: cx.field("words").to_owned() }).await?;
    Ok(To::page(format!("/desk/wishes/{id}")).saying("done-words-read"))
}
