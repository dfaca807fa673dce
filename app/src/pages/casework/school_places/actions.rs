//! Actions on school places and on rules of districts.

use domain::{
    Code, Error, Result,
    accounts::AccountId,
    casework::{
        cases::{AskedHow, FamilyAsked},
        school_places::{
            NewSchoolAnswer, NewSchoolFacts, NewSchoolPlace, SchoolConsent, SchoolEnd,
            rules::{NewSchoolRule, SchoolTerms},
        },
    },
    text::half_width,
    time::Day,
};
use store::casework::school_places::{
    closing::{CloseSchoolPlace, SayOfSchoolPlace},
    facts::{RecordSchoolFacts, StopSchoolFacts},
    opening::{AssignSchoolPlace, OpenSchoolPlace},
    rules::{SetSchoolRule, WithdrawSchoolRule},
    schools::NoteSchoolAnswer,
};

use super::facts;
use crate::{
    i18n::day_end,
    web::{Cx, Done, To},
};

fn to(id: i64) -> To {
    To::page(format!("/desk/school-places/{id}"))
}

/// Reads a day that may be left out.
pub(super) fn day(cx: &Cx, name: &'static str) -> Result<Option<Day>> {
    if cx.field(name).is_empty() { Ok(None) } else { cx.choice(name).map(Some) }
}

/// Reads a number of months that may be left out.
fn months(cx: &Cx, name: &'static str) -> Result<Option<i64>> {
    match half_width(cx.field(name)).trim() {
        "" => Ok(None),
        typed => typed.parse().map(Some).map_err(|_| Error::field(name, Code::Unknown)),
    }
}

/// Reads who agreed, where that is asked.
fn consent(cx: &Cx) -> Result<SchoolConsent> {
    let how: AskedHow = cx.choice("consent_how")?;
    Ok(SchoolConsent { how, whom: cx.field("consent_whom").to_owned() })
}

/// Handles `POST /desk/school-rules`.
pub async fn set_rule(cx: Cx) -> Done {
    let replaces = cx.field_i64("replaces");
    let new = NewSchoolRule {
        area: cx.choice("area")?,
        replaces: (replaces > 0).then_some(replaces),
        terms: SchoolTerms {
            months: months(&cx, "months")?.ok_or(Error::field("months", Code::Required))?,
            counting: cx.choice("counting")?,
            back_payment: cx.choice("back_payment")?,
            residence_months: months(&cx, "residence_months")?,
            contract_months: months(&cx, "contract_months")?,
            cut_off: cx.choice("cut_off")?,
            first_day: cx.choice("first_day")?,
            last_day: cx.choice("last_day")?,
        },
        papers: cx.field("papers").lines().map(str::to_owned).collect(),
        source: cx.field("source").to_owned(),
        checked_by: cx.field("checked_by").to_owned(),
    };
    cx.store.run(&cx.by(), SetSchoolRule(new)).await?;
    Ok(To::page("/desk/school-rules").saying("done-school-rule"))
}

/// Handles `POST /desk/school-rules/{id}/withdraw`.
pub async fn withdraw_rule(cx: Cx) -> Done {
    cx.store.run(&cx.by(), WithdrawSchoolRule { rule: cx.id("id")? }).await?;
    Ok(To::page("/desk/school-rules").saying("done-school-rule-withdrawn"))
}

/// Handles `POST /desk/households/{id}/school-places`.
pub async fn open(cx: Cx) -> Done {
    let household = cx.id("id")?;
    let new = NewSchoolPlace { member: cx.choice("member")?, consent: consent(&cx)? };
    let id = cx.store.run(&cx.by(), OpenSchoolPlace { household, new }).await?;
    Ok(to(id).saying("done-school-place-opened"))
}

/// Handles `POST /desk/school-places/{id}/facts`.
pub async fn record_facts(cx: Cx) -> Done {
    let id = cx.id("id")?;
    let asks = !cx.field("consent_whom").is_empty();
    let consent = if asks { Some(consent(&cx)?) } else { None };
    let new = NewSchoolFacts { facts: facts::typed(&cx)?, consent };
    cx.store.run(&cx.by(), RecordSchoolFacts { place: id, new }).await?;
    Ok(to(id).saying("done-school-facts"))
}

/// Handles `POST /desk/school-places/{id}/schools`.
pub async fn note_school(cx: Cx) -> Done {
    let id = cx.id("id")?;
    let school = cx.field_i64("school");
    let new = NewSchoolAnswer {
        school: (school > 0).then_some(school),
        name: cx.field("name").to_owned(),
        answer: cx.choice("answer")?,
        day: cx.choice("day")?,
        words: cx.field("words").to_owned(),
    };
    cx.store.run(&cx.by(), NoteSchoolAnswer { place: id, new }).await?;
    Ok(to(id).saying("done-school-answer"))
}

/// Handles `POST /desk/school-places/{id}/close`.
pub async fn close(cx: Cx) -> Done {
    let id = cx.id("id")?;
    let asked = FamilyAsked {
        how: cx.choice("how")?,
        whom: cx.field("whom").to_owned(),
        at: day_end(cx.field("at")).ok_or(Error::field("at", Code::Required))?,
        answer: cx.choice("answer")?,
        words: cx.field("words").to_owned(),
    };
    let end = SchoolEnd { outcome: cx.choice("outcome")?, not_before: day(&cx, "not_before")? };
    cx.store.run(&cx.by(), CloseSchoolPlace { place: id, end, asked }).await?;
    Ok(to(id).saying("done-school-place-closed"))
}

/// Handles `POST /desk/school-places/{id}/assign`.
pub async fn assign(cx: Cx) -> Done {
    let id = cx.id("id")?;
    let owner: AccountId = cx.choice("owner")?;
    cx.store.run(&cx.by(), AssignSchoolPlace { place: id, owner }).await?;
    Ok(to(id).saying("done-school-place-assigned"))
}

/// Handles `POST /home/school-places/{id}/say`.
pub async fn say(cx: Cx) -> Done {
    let said = SayOfSchoolPlace { place: cx.id("id")?, answer: cx.choice("answer")? };
    cx.store.run(&cx.by(), said).await?;
    Ok(To::page("/home/school-places").saying("done-school-place-said"))
}

/// Handles `POST /home/school-places/{id}/stop`.
pub async fn stop(cx: Cx) -> Done {
    cx.store.run(&cx.by(), StopSchoolFacts { place: cx.id("id")? }).await?;
    Ok(To::page("/home/school-places").saying("done-school-facts-stopped"))
}
