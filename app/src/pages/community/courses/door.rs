//! The door of a session: a list to tick, which works without scripts and keeps what was ticked while offline, and the
//! families' cards.

use domain::{
    Code, Error,
    community::courses::{CardScan, CourseSession, CourseState, DoorPerson, PlaceState},
    permission::Action,
};
use leptos::prelude::*;

use super::{
    course::{is_ahead, minutes_line},
    moment,
    roster::name,
};
use crate::{
    components::{ActionForm, Banner, Empty, Field, More, RowForm, Submit},
    web::{Cx, Here, Page, Shown},
};

/// Renders `GET /desk/courses/sessions/{id}?family`.
pub async fn page(cx: Cx) -> Shown {
    let id = cx.id("id")?;
    let (course, people) = cx.store.session_people(&cx.actor, id).await?;
    let details = cx.store.course(&cx.actor, course).await?;
    let session = details.sessions.into_iter().find(|one| one.id == id).ok_or(Error::NotFound)?;
    let scans = session.takes_marks && details.may_manage && cx.actor.may_somewhere(Action::KeepHouseholds);
    // After a refusal the family is in the form.
    let family = cx.query_i64("family").max(cx.field_i64("household"));
    let scan = match scans && family > 0 {
        true => match cx.store.scanned_family(&cx.actor, id, family).await.map_err(Error::from) {
            Ok(scan) => Some(scan),
            // The scan was half an hour ago: the card is read anew, and the list stays in hand.
            Err(Error::NotAllowed(Code::FileNotOpened)) => None,
            Err(error) => return Err(error),
        },
        false => None,
    };
    let here = if cx.actor.may_somewhere(Action::ReadCourses) { Here::Courses } else { Here::Claims };
    let manages = details.may_manage;
    Ok(Page::new(details.course.title.clone(), here, move || {
        let CourseSession { place, starts, takes_marks, .. } = session.clone();
        let title = details.course.title.clone();
        let begun = crate::web::scene().now >= starts;
        let open = details.course.state == CourseState::Announced;
        let minutes = session.real_minutes.unwrap_or(session.minutes);
        view! {
            <p class="cluster"><b>{moment(starts)}</b><span>{place}</span><span class="soft">{minutes_line(&session)}</span></p>
            {(!takes_marks).then(|| view! { <Banner>{t!("course-door-closed")}</Banner> })}
            {scan.map(|scan| adults(id, scan))}
            {scans.then(|| card(id, title.as_str()))}
            {list((id, title.as_str()), &people, takes_marks)}
            {(begun && open).then(|| note(id, minutes))}
            {(manages && is_ahead(starts)).then(|| drop_form(id))}
        }
    })
    .back(format!("/courses/{course}"))
    .narrow()
    .kept()
    .no_index())
}

/// Renders the field for a card: a scanner types into it, a phone's camera app opens the number.
fn card(id: i64, title: &str) -> impl IntoView + use<> {
    let later = t!("unsent-card", title = title);
    view! {
        <ActionForm to=format!("/desk/courses/sessions/{id}/scan") later>
            <Field name="card" label=t!("course-card") hint=t!("course-card-hint") required=true autocomplete="off" max_length=200 />
            <Submit label=t!("course-card-do") tone="soft" icon="scan" />
        </ActionForm>
    }
}

/// Renders the adults of a scanned family, each with one tap.
fn adults(id: i64, scan: CardScan) -> impl IntoView {
    let household = scan.household;
    let none = scan.adults.is_empty();
    let rows = scan
        .adults
        .into_iter()
        .map(|adult| {
            let note = match adult.state {
                Some(PlaceState::Registered) => t!("course-registered"),
                Some(PlaceState::Offered) => t!("course-door-offered"),
                Some(PlaceState::Waiting) => t!("course-door-waiting"),
                _ => t!("course-not-registered"),
            };
            view! {
                <li class="row">
                    <span class="row-main"><b>{adult.masked}</b><small>{note}</small></span>
                    <span class="row-end">
                        {if adult.present {
                            view! { <b>{t!("course-there")}</b> }.into_any()
                        } else {
                            view! {
                                <RowForm to=format!("/desk/courses/sessions/{id}/admit")>
                                    <input type="hidden" name="household" value=household />
                                    <input type="hidden" name="member" value=adult.member />
                                    <button class="btn btn-soft btn-small">{t!("course-admit")}</button>
                                </RowForm>
                            }
                            .into_any()
                        }}
                    </span>
                </li>
            }
        })
        .collect_view();
    view! {
        <section class="card stack" aria-labelledby="family">
            <h2 id="family">{t!("desk-household-number", n = household.to_string())}</h2>
            {none.then(|| view! { <p class="soft">{t!("course-no-adults")}</p> })}
            <ul class="rows">{rows}</ul>
        </section>
    }
}

/// Renders the list: boxes for those who are not marked yet, and those who are, each with a way to take its mark back.
fn list((id, title): (i64, &str), people: &[DoorPerson], open: bool) -> AnyView {
    if people.is_empty() {
        return view! { <Empty title=t!("course-roster-empty")>{t!("course-door-empty")}</Empty> }.into_any();
    }
    let to = format!("/desk/courses/sessions/{id}/marks");
    let boxes = people
        .iter()
        .filter(|person| !person.present)
        .map(|person| {
            let (place, label) = (person.place, name(person.place, &person.masked, person.family_size));
            view! {
                <label class="check"><input type="checkbox" name="present" value=place disabled=!open /><span>{label}</span></label>
            }
        })
        .collect_view();
    let there = people
        .iter()
        .filter(|person| person.present)
        .map(|person| {
            let (place, label) = (person.place, name(person.place, &person.masked, person.family_size));
            let to = to.clone();
            view! {
                <li class="row">
                    <span class="row-main"><b>{label}</b>{person.walk_in.then(|| view! { <small>{t!("course-walk-in")}</small> })}</span>
                    {open.then(|| view! {
                        <RowForm to=to>
                            <input type="hidden" name="present" value=place />
                            <input type="hidden" name="take_back" value="yes" />
                            <button class="btn btn-quiet btn-small">{t!("course-take-back")}</button>
                        </RowForm>
                    })}
                </li>
            }
        })
        .collect_view();
    let n = i64::try_from(people.iter().filter(|person| person.present).count()).unwrap_or_default();
    let all_there = people.iter().all(|person| person.present);
    let (form_to, later) = (to.clone(), t!("unsent-marks", title = title));
    view! {
        {(!all_there).then(|| view! {
            <ActionForm to=form_to later>
                <fieldset class="field stack" id="place"><legend>{t!("course-list")}</legend>{boxes}</fieldset>
                {open.then(|| view! { <div class="thumb-bar"><Submit label=t!("course-mark") wide=true /></div> })}
            </ActionForm>
        })}
        <section class="stack" aria-labelledby="there">
            <h2 id="there">{t!("course-present", n = n)}</h2>
            <ul class="rows">{there}</ul>
        </section>
    }
    .into_any()
}

/// Renders the form for how long the session was.
fn note(id: i64, minutes: i64) -> impl IntoView {
    let to = format!("/desk/courses/sessions/{id}/minutes");
    view! {
        <More summary=t!("course-note-minutes") to=to.clone()>
            <ActionForm to=to>
                <Field
                    name="minutes" label=t!("course-minutes-was") hint=t!("course-minutes-was-hint") kind="number" inputmode="numeric"
                    value=minutes.to_string() required=true min="0" max="1440" unit=t!("course-minutes-unit")
                />
                <Submit label=t!("file-save") tone="soft" />
            </ActionForm>
        </More>
    }
}

fn drop_form(id: i64) -> impl IntoView {
    let to = format!("/desk/courses/sessions/{id}/drop");
    view! {
        <More summary=t!("course-session-drop") to=to.clone()>
            <ActionForm to=to>
                <p class="note">{t!("course-session-drop-note")}</p>
                <Submit label=t!("course-session-drop-do") tone="bad" />
            </ActionForm>
        </More>
    }
}
