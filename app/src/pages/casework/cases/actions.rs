//! Actions on cases, call-backs, and what a family says of its own.

use std::collections::BTreeMap;

use domain::{
    Code, Error, Result,
    accounts::AccountId,
    casework::cases::{CaseKind, FamilyAsked, NewCase},
};
use store::{
    casework::cases::{
        call_backs::{AnswerCallBack, AssignCallBack},
        closing::CloseCase,
        opening::OpenCase,
        steps::{AssignCase, NoteCase, SayOfCase, StepCase},
    },
    services::referrals::steps::{SayOfReferral, StopSharing},
};

use crate::{
    i18n::day_end,
    web::{Cx, Done, To},
};

/// Handles `POST /desk/households/{id}/cases`.
pub async fn open(cx: Cx) -> Done {
    let household = cx.id("id")?;
    let kind: CaseKind = cx.choice("kind")?;
    let fields: BTreeMap<String, String> =
        kind.rules().fields.iter().map(|field| (field.key.to_owned(), cx.field(field.key).to_owned())).collect();
    let some = |n: i64| (n > 0).then_some(n);
    let new = NewCase {
        kind,
        member: some(cx.field_i64("member")),
        urgency: cx.choice("urgency")?,
        fields,
        words: cx.field("words").to_owned(),
        finding: some(cx.field_i64("finding")),
    };
    let id = cx.store.run(&cx.by(), OpenCase { household, new }).await?;
    Ok(To::page(format!("/desk/cases/{id}")).saying("done-case-opened"))
}

/// Handles `POST /desk/cases/{id}/step`.
pub async fn step(cx: Cx) -> Done {
    let id = cx.id("id")?;
    let step = StepCase { case: id, step: cx.field("step").to_owned(), words: cx.field("step_words").to_owned() };
    cx.store.run(&cx.by(), step).await?;
    Ok(To::page(format!("/desk/cases/{id}")).saying("done-case-step"))
}

/// Handles `POST /desk/cases/{id}/note`.
pub async fn note(cx: Cx) -> Done {
    let id = cx.id("id")?;
    cx.store.run(&cx.by(), NoteCase { case: id, words: cx.field("note_words").to_owned() }).await?;
    Ok(To::page(format!("/desk/cases/{id}")).saying("done-case-note"))
}

/// Reads whom of the family one asked, and what they said.
fn asked(cx: &Cx) -> Result<FamilyAsked> {
    Ok(FamilyAsked {
        how: cx.choice("how")?,
        whom: cx.field("whom").to_owned(),
        at: day_end(cx.field("at")).ok_or(Error::field("at", Code::Required))?,
        answer: cx.choice("answer")?,
        words: cx.field("words").to_owned(),
    })
}

/// Handles `POST /desk/cases/{id}/close`.
pub async fn close(cx: Cx) -> Done {
    let id = cx.id("id")?;
    let close = CloseCase { case: id, outcome: cx.field("outcome").to_owned(), asked: asked(&cx)? };
    cx.store.run(&cx.by(), close).await?;
    Ok(To::page(format!("/desk/cases/{id}")).saying("done-case-closed"))
}

/// Handles `POST /desk/cases/{id}/assign`.
pub async fn assign(cx: Cx) -> Done {
    let id = cx.id("id")?;
    let owner: AccountId = cx.choice("owner")?;
    cx.store.run(&cx.by(), AssignCase { case: id, owner }).await?;
    Ok(To::page(format!("/desk/cases/{id}")).saying("done-case-assigned"))
}

/// Handles `POST /desk/call-backs/{id}/answer`.
pub async fn answer_call_back(cx: Cx) -> Done {
    let id = cx.id("id")?;
    cx.store.run(&cx.by(), AnswerCallBack { call_back: id, asked: asked(&cx)? }).await?;
    Ok(To::page("/desk/call-backs").saying("done-call-back"))
}

/// Handles `POST /desk/call-backs/{id}/assign`.
pub async fn assign_call_back(cx: Cx) -> Done {
    let id = cx.id("id")?;
    let assignee: AccountId = cx.choice("assignee")?;
    cx.store.run(&cx.by(), AssignCallBack { call_back: id, assignee }).await?;
    Ok(To::page(format!("/desk/call-backs/{id}")).saying("done-call-back-assigned"))
}

/// Handles `POST /home/cases/{id}/say`.
pub async fn say(cx: Cx) -> Done {
    let id = cx.id("id")?;
    let said = SayOfCase { case: id, answer: cx.choice("answer")?, words: cx.field("words").to_owned() };
    cx.store.run(&cx.by(), said).await?;
    Ok(To::page("/home/cases").saying("done-case-said"))
}

/// Handles `POST /home/referrals/{id}/say`.
pub async fn say_of_referral(cx: Cx) -> Done {
    let id = cx.id("id")?;
    let said = SayOfReferral { referral: id, step: cx.choice("step")?, words: cx.field("words").to_owned() };
    cx.store.run(&cx.by(), said).await?;
    Ok(To::page("/home/cases").saying("done-case-said"))
}

/// Handles `POST /home/referrals/{id}/stop-sharing`.
pub async fn stop_sharing(cx: Cx) -> Done {
    cx.store.run(&cx.by(), StopSharing { referral: cx.id("id")? }).await?;
    Ok(To::page("/home/cases").saying("done-sharing-stopped"))
}
