//! Actions on urgent wishes, asks, the duty roster, and services that follow goods.

use domain::{
    Code, Error,
    casework::{
        cases::AskedHow,
        urgent::{DutyHours, UrgentState},
    },
    services::{office::Sharing, referrals::NewReferral},
};
use store::casework::urgent::{
    answers::{AcceptUrgent, DeclineUrgent},
    decisions::KeepUrgent,
    duty::{AddDuty, EndDuty},
    follow_on::SetFollowOn,
    mark::{AskUrgent, MarkUrgent, UnmarkUrgent},
};

use super::duty::DAYS;
use crate::{
    i18n::day_end,
    pages::services::new::ticked,
    web::{Cx, Done, To},
};

fn to_wish(id: i64) -> To {
    To::page(format!("/desk/wishes/{id}/urgent"))
}

/// Handles `POST /desk/wishes/{id}/urgent/mark`.
pub async fn mark(cx: Cx) -> Done {
    let wish = cx.id("id")?;
    cx.store.run(&cx.by(), MarkUrgent { wish, reason: cx.choice("reason")? }).await?;
    Ok(to_wish(wish).saying("done-urgent-marked"))
}

/// Handles `POST /desk/wishes/{id}/urgent/unmark`.
pub async fn unmark(cx: Cx) -> Done {
    let wish = cx.id("id")?;
    cx.store.run(&cx.by(), UnmarkUrgent { wish }).await?;
    Ok(to_wish(wish).saying("done-urgent-unmarked"))
}

/// Handles `POST /desk/wishes/{id}/urgent/ask`: one person, or all anew.
pub async fn ask(cx: Cx) -> Done {
    let wish = cx.id("id")?;
    // The form of one person has the field; that of all anew has none.
    let account = if cx.fields("account").is_empty() { None } else { Some(cx.choice("account")?) };
    cx.store.run(&cx.by(), AskUrgent { wish, account }).await?;
    let found = cx.store.urgent_of(&cx.actor, wish).await?;
    let asks = found.is_some_and(|(urgent, _)| urgent.state == UrgentState::Asking);
    Ok(to_wish(wish).saying(if asks { "done-urgent-asked" } else { "done-urgent-none-asked" }))
}

/// Handles `POST /desk/wishes/{id}/urgent/keep`.
pub async fn keep(cx: Cx) -> Done {
    let wish = cx.id("id")?;
    cx.store.run(&cx.by(), KeepUrgent { wish, account: cx.choice("account")? }).await?;
    Ok(to_wish(wish).saying("done-urgent-kept"))
}

/// Handles `POST /desk/wishes/{id}/urgent/follow-on`; without a service none follows.
pub async fn follow_on(cx: Cx) -> Done {
    let wish = cx.id("id")?;
    let service = cx.field_i64("service");
    let new = if service == 0 {
        None
    } else {
        let how = if cx.field("how").is_empty() { AskedHow::Visit } else { cx.choice("how")? };
        let sharing = Sharing {
            what: ticked(&cx),
            whom: cx.field("whom").to_owned(),
            how,
            at: day_end(cx.field("at")).unwrap_or_default(),
        };
        let need = cx.field("need").to_owned();
        Some(NewReferral { service, case: None, need, sharing, send: cx.field("send") == "yes" })
    };
    cx.store.run(&cx.by(), SetFollowOn { wish, new }).await?;
    Ok(to_wish(wish).saying("done-follow-on"))
}

/// Handles `POST /desk/duty`.
pub async fn duty_add(cx: Cx) -> Done {
    let days = DAYS.iter().enumerate().filter(|(_, (name, _))| cx.checked(name)).map(|(bit, _)| 1_i64 << bit).sum();
    let hour = |name: &'static str| {
        let typed = domain::text::half_width(cx.field(name));
        typed.trim().parse::<i64>().map_err(|_| Error::field(name, Code::OutOfRange))
    };
    let hours = DutyHours { days, from: hour("from")?, until: hour("until")? };
    let new = AddDuty { area: cx.choice("area")?, account: cx.choice("account")?, hours };
    cx.store.run(&cx.by(), new).await?;
    Ok(To::page("/desk/duty").saying("done-duty-added"))
}

/// Handles `POST /desk/duty/{id}/end`.
pub async fn duty_end(cx: Cx) -> Done {
    cx.store.run(&cx.by(), EndDuty { duty: cx.id("id")? }).await?;
    Ok(To::page("/desk/duty").saying("done-duty-ended"))
}

/// Handles `POST /urgent/{id}/accept`.
pub async fn accept(cx: Cx) -> Done {
    let claim = cx.store.run(&cx.by(), AcceptUrgent { ask: cx.id("id")? }).await?;
    Ok(To::page(format!("/claims/{}", claim.id)).saying("done-urgent-accepted"))
}

/// Handles `POST /urgent/{id}/decline`.
pub async fn decline(cx: Cx) -> Done {
    let ask = cx.id("id")?;
    cx.store.run(&cx.by(), DeclineUrgent { ask }).await?;
    Ok(To::page(format!("/urgent/{ask}")).saying("done-urgent-declined"))
}
