//! Actions on services and referrals, by staff and by offices.

use domain::{
    Result,
    services::{
        Capacity, NewService, TimeClass,
        office::{OfficeAnswer, Sharing},
        referrals::{NewReferral, ReferralStep, StepTaken},
    },
};
use store::{
    casework::{conferences::measures::ReferMeasure, findings::steps::ReferFinding},
    services::{
        catalogue::{AddService, SetService},
        referrals::{
            drafts::DraftReferral,
            office::AnswerReferral,
            steps::{StepReferral, StopSharing},
        },
    },
};

use super::new::ticked;
use crate::{
    i18n::day_end,
    web::{Cx, Done, To},
};

/// Handles `POST /desk/services`.
pub async fn add_service(cx: Cx) -> Done {
    let class: TimeClass = cx.choice("class")?;
    let new = NewService { organisation: cx.field_i64("organisation"), name: cx.field("name").to_owned(), class };
    cx.store.run(&cx.by(), AddService(new)).await?;
    Ok(To::page("/desk/services").saying("done-service-added"))
}

/// Handles `POST /desk/services/{id}`.
pub async fn set_service(cx: Cx) -> Done {
    let capacity: Capacity = cx.choice("capacity")?;
    let open = cx.field("open") == "yes";
    cx.store.run(&cx.by(), SetService { service: cx.id("id")?, capacity, open }).await?;
    Ok(To::page("/desk/services").saying("done-service-set"))
}

/// Handles `POST /desk/households/{id}/referrals`.
pub async fn draft(cx: Cx) -> Done {
    let household = cx.id("id")?;
    let sharing = Sharing {
        what: ticked(&cx),
        whom: cx.field("whom").to_owned(),
        how: cx.choice("how")?,
        at: day_end(cx.field("at")).unwrap_or_default(),
    };
    let send = cx.field("send") == "yes";
    let new = NewReferral {
        service: cx.field_i64("service"),
        case: Some(cx.field_i64("case")).filter(|case| *case > 0),
        need: cx.field("need").to_owned(),
        sharing,
        send,
    };
    let done = if send { "done-referral-sent" } else { "done-referral-drafted" };
    let conference = cx.field_i64("conference");
    if conference > 0 {
        cx.store.run(&cx.by(), ReferMeasure { household, conference, new }).await?;
        return Ok(To::page(format!("/desk/conferences/{conference}")).saying(done));
    }
    let id = match cx.field_i64("finding") {
        finding if finding > 0 => cx.store.run(&cx.by(), ReferFinding { household, finding, new }).await?,
        _ => cx.store.run(&cx.by(), DraftReferral { household, new }).await?,
    };
    Ok(To::page(format!("/desk/referrals/{id}")).saying(done))
}

/// Handles `POST /desk/referrals/{id}/step`.
pub async fn step(cx: Cx) -> Done {
    let id = cx.id("id")?;
    let taken = StepTaken {
        step: cx.choice("step")?,
        words: cx.field("words").to_owned(),
        whom: cx.field("whom").to_owned(),
        service: Some(cx.field_i64("service")).filter(|service| *service > 0),
    };
    cx.store.run(&cx.by(), StepReferral { referral: id, taken }).await?;
    Ok(To::page(format!("/desk/referrals/{id}")).saying("done-referral-step"))
}

/// Handles `POST /desk/referrals/{id}/stop-sharing`.
pub async fn stop_sharing(cx: Cx) -> Done {
    let id = cx.id("id")?;
    cx.store.run(&cx.by(), StopSharing { referral: id }).await?;
    Ok(To::page(format!("/desk/referrals/{id}")).saying("done-sharing-stopped"))
}

fn office_answer(cx: &Cx) -> Result<OfficeAnswer> {
    Ok(OfficeAnswer { step: cx.choice("step")?, words: cx.field("words").to_owned(), by: cx.field("by").to_owned() })
}

/// Handles `POST /office/{token}/answer`.
pub async fn answer_by_link(cx: Cx) -> Done {
    let answer = office_answer(&cx)?;
    cx.store.office_answer(&cx.by(), cx.param("token"), &cx.address, answer).await?;
    // The answer may have ended the link, whose page would then say that it is over.
    Ok(To::page("/office"))
}

/// Handles `POST /desk/office-referrals/{id}`.
pub async fn answer(cx: Cx) -> Done {
    let (referral, answer) = (cx.id("id")?, office_answer(&cx)?);
    let out = matches!(answer.step, ReferralStep::Refuse | ReferralStep::SayFull);
    cx.store.run(&cx.by(), AnswerReferral { referral, answer }).await?;
    // What the office does not take is no page of its own any more; of all else the next step is there.
    let to = match (out, cx.actor.household) {
        (false, _) => format!("/desk/office-referrals/{referral}"),
        (true, 0) => "/organisation".to_owned(),
        // An account with a family has no page of its organisation.
        (true, _) => "/notices".to_owned(),
    };
    Ok(To::page(to).saying("done-referral-step"))
}
