//! Actions on visits, rules and findings.

use domain::{
    Code, Error, Result,
    casework::{
        findings::{NeedKind, NewFindingAnswer},
        visits::{NewReport, NewVisitRule},
    },
    households::HouseholdId,
    permission::Action,
    wishes::NewWish,
};
use store::{
    casework::{
        findings::{
            answers::{AnswerFinding, ReopenFinding},
            assignment::AssignFinding,
            steps::{AppointFinding, PostWishForFinding},
        },
        visits::{
            assignment::AssignVisit,
            media::RemoveVisitMedium,
            plans::PlanVisitDay,
            rules::{EndVisitRule, SetVisitRule},
        },
    },
    community::appointments::booking::BookForFinding,
    wishes::media::voice::WishMedia,
};

use crate::{
    i18n::{day_end, day_value},
    pages::wishes::family::actions::{keep_files, without_picture},
    web::{Cx, Done, To},
};

/// Handles `POST /desk/households/{id}/visits`, with a recording and a picture.
pub async fn record(cx: Cx) -> Done {
    cx.actor.must_somewhere(Action::RecordVisits)?;
    let household = cx.id("id")?;
    let picture = match cx.file("photo") {
        Some(upload) => cx.store.visit_picture(&cx.actor, household, upload.to_vec()).await.map(Some),
        None => Ok(None),
    };
    // A picture that cannot be read is left out, and refused beside the rest.
    let (photo, readable) = match picture {
        Ok(photo) => (photo, Ok(())),
        Err(refused) => (None, Err(refused)),
    };
    let enclosed = WishMedia { photo, ..without_picture(&cx) };
    let recorded = match (report(&cx, household), readable) {
        (Ok(new), Ok(())) => cx.store.visit_record_with(&cx.by(), new, enclosed.clone()).await.map_err(Error::from),
        (Err(wrong), _) => Err(wrong),
        (Ok(_), Err(refused)) => Err(refused.into()),
    };
    // A report that waited for a network still has its files where it was written.
    if recorded.is_err() && cx.unsent.is_none() {
        // Without the family's consent the form has no field for a picture any more: none is kept for it.
        let agreed = cx.store.visit_pictures_allowed(&cx.actor, household).await.unwrap_or(false);
        keep_files(&cx, WishMedia { photo: enclosed.photo.filter(|_| agreed), ..enclosed }).await;
    }
    recorded?;
    // Of a merged file the report is in the one that is left.
    let household = cx.store.reported_file(&cx.actor, household).await?;
    Ok(To::page(format!("/desk/households/{household}/visits")).saying("done-visit-recorded"))
}

/// Parses the report of a form.
fn report(cx: &Cx, household: HouseholdId) -> Result<NewReport> {
    let needs = cx.fields("needs").into_iter().map(|need| need.parse::<NeedKind>());
    let needs = needs.collect::<Result<Vec<_>, Code>>().map_err(|code| Error::field("needs", code))?;
    // Today is now; the time of an earlier day is its end. A report that waited for a network was written at its own
    // time, which stays the same however often it is sent.
    let day = cx.field("day");
    let written = cx.unsent.map(|kept| kept.done(cx.now));
    let at = if day.is_empty() || day == day_value(written.unwrap_or(cx.now)) {
        written
    } else {
        Some(day_end(day).ok_or_else(|| Error::field("day", Code::Unknown))?)
    };
    Ok(NewReport {
        household,
        way: cx.choice("way")?,
        met: cx.choice("met")?,
        mood: cx.choice("mood")?,
        needs,
        words: cx.field("words").to_owned(),
        at,
    })
}

/// Handles `POST /desk/visits/media/{id}/remove`.
pub async fn medium_remove(cx: Cx) -> Done {
    cx.actor.must_somewhere(Action::RecordVisits)?;
    let household = cx.store.run(&cx.by(), RemoveVisitMedium { medium: cx.id("id")? }).await?;
    Ok(To::page(format!("/desk/households/{household}/visits")).saying("done-visit-medium-removed"))
}

/// Handles `POST /home/visits/media/{id}/remove`.
pub async fn medium_remove_own(cx: Cx) -> Done {
    cx.actor.must_be_family()?;
    cx.store.run(&cx.by(), RemoveVisitMedium { medium: cx.id("id")? }).await?;
    Ok(To::page("/home/visits").saying("done-visit-medium-removed"))
}

/// Handles `POST /desk/visits/plan`.
pub async fn plan(cx: Cx) -> Done {
    cx.actor.must_somewhere(Action::RecordVisits)?;
    let day = day_end(cx.field("day")).ok_or_else(|| Error::field("day", Code::Required))?;
    let visits = cx.fields("visits").into_iter().filter_map(|visit| visit.parse().ok()).collect();
    let planned = cx.store.run(&cx.by(), PlanVisitDay { day, visits }).await?;
    let to = To::page(format!("/desk/visits/plan?day={}", day_value(day)));
    Ok(to.saying_with("done-visits-planned", [("n", planned.to_string())]))
}

/// Handles `POST /desk/visits/{id}/assign`.
pub async fn assign(cx: Cx) -> Done {
    let visit = cx.store.run(&cx.by(), AssignVisit { visit: cx.id("id")?, to: cx.choice("to")? }).await?;
    Ok(To::page(format!("/desk/visits/{visit}")).saying("done-visit-assigned"))
}

/// Handles `POST /desk/visits/rules`.
pub async fn rule_set(cx: Cx) -> Done {
    let new = NewVisitRule {
        area: cx.field_i64("area"),
        families: cx.choice("families")?,
        rhythm: cx.choice("rhythm")?,
        days: cx.field_i64("days"),
        festival: cx.field("festival").parse().ok(),
        day: day_end(cx.field("day")),
    };
    cx.store.run(&cx.by(), SetVisitRule(new)).await?;
    Ok(To::page("/desk/visits/rules").saying("done-visit-rule-set"))
}

/// Handles `POST /desk/visits/rules/{id}/end`.
pub async fn rule_end(cx: Cx) -> Done {
    cx.store.run(&cx.by(), EndVisitRule { rule: cx.id("id")? }).await?;
    Ok(To::page("/desk/visits/rules").saying("done-visit-rule-ended"))
}

/// Handles `POST /desk/findings/{id}/answer`.
pub async fn answer(cx: Cx) -> Done {
    let finding = cx.id("id")?;
    let answer = NewFindingAnswer {
        asked: cx.choice("asked")?,
        way: cx.choice("way")?,
        said: cx.choice("said")?,
        words: cx.field("words").to_owned(),
        at: None,
    };
    cx.store.run(&cx.by(), AnswerFinding { finding, answer }).await?;
    Ok(To::page(format!("/desk/findings/{finding}")).saying("done-finding-answered"))
}

/// Handles `POST /desk/findings/{id}/assign`.
pub async fn assign_finding(cx: Cx) -> Done {
    let finding = cx.id("id")?;
    cx.store.run(&cx.by(), AssignFinding { finding, to: cx.choice("to")? }).await?;
    Ok(To::page(format!("/desk/findings/{finding}")).saying("done-visit-assigned"))
}

/// Handles `POST /desk/findings/{id}/wish`. The item is its number and its size: `12:1–3 年级`.
pub async fn wish(cx: Cx) -> Done {
    let finding = cx.id("id")?;
    let (item, size) = cx.field("item").split_once(':').unwrap_or_default();
    let wish = NewWish {
        item: item.parse().map_err(|_| Error::field("item", Code::Required))?,
        size: size.to_owned(),
        quantity: cx.field_i64("quantity"),
        again: !cx.field("beyond").is_empty(),
        beyond: cx.field("beyond").to_owned(),
        ..NewWish::default()
    };
    cx.store.run(&cx.by(), PostWishForFinding { finding, wish }).await?;
    Ok(To::page(format!("/desk/findings/{finding}")).saying("done-finding-wish"))
}

/// Handles `POST /desk/findings/{id}/appointment`.
pub async fn appoint(cx: Cx) -> Done {
    let finding = cx.id("id")?;
    let day = day_end(cx.field("day")).ok_or_else(|| Error::field("day", Code::Required))?;
    cx.store.run(&cx.by(), AppointFinding { finding, day }).await?;
    Ok(To::page(format!("/desk/findings/{finding}")).saying("done-finding-appointed"))
}

/// Handles `POST /desk/findings/{id}/booking`.
pub async fn book(cx: Cx) -> Done {
    let finding = cx.id("id")?;
    cx.store.run(&cx.by(), BookForFinding { finding, slot: cx.choice("slot")? }).await?;
    Ok(To::page(format!("/desk/findings/{finding}")).saying("done-appointment-booked"))
}

/// Handles `POST /home/findings/{id}/again`.
pub async fn again(cx: Cx) -> Done {
    let again = ReopenFinding { finding: cx.id("id")?, words: cx.field("words").to_owned() };
    cx.store.run(&cx.by(), again).await?;
    Ok(To::page("/home/visits").saying("done-finding-again"))
}
