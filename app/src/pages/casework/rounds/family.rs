//! A family that was met and has no file, in a minute: at a door of the list, or at one that is on no list.

use domain::{
    Error,
    casework::rounds::DoorState,
    households::{LikelyFile, NewHousehold},
    permission::Action,
    time::year,
};
use leptos::prelude::*;

use super::actions::new_family;
use crate::{
    components::{ActionForm, Checkbox, Field, Near, RowForm, Select, Submit, area_choice, area_options, is_smallest},
    pages::households::{
        actions::{BIRTH_YEARS, MEMBER_NAMES, SEXES},
        forms::sexes,
    },
    web::{Cx, Here, Page, Shown},
};

/// Member rows of the form; further members are added in the file.
const ROWS: usize = 6;

/// Renders `GET /desk/doors/{id}/family`.
pub async fn page(cx: Cx) -> Shown {
    cx.actor.must_somewhere(Action::KeepHouseholds)?;
    let id = cx.id("id")?;
    let file = cx.store.door(&cx.actor, id).await?;
    if !file.door.may_knock || file.door.household.is_some() || file.door.state == DoorState::Gone {
        return Err(Error::NotFound);
    }
    let (known, place, area) = (file.door.contact.clone(), file.door.place.clone(), file.door.area);
    let alike = alike(&cx, area).await;
    let form = form(&cx, format!("/desk/doors/{id}/family"), alike, None, (known, place), None);
    Ok(Page::new(cx.lang.t("door-new-family"), Here::Rounds, form)
        .back(format!("/desk/doors/{id}"))
        .narrow()
        .no_index())
}

/// Renders `GET /desk/rounds/{id}/found`.
pub async fn found(cx: Cx) -> Shown {
    cx.actor.must_somewhere(Action::KeepHouseholds)?;
    let id = cx.id("id")?;
    let (round, _) = cx.store.round(&cx.actor, id).await?;
    let areas = cx.store.areas(&cx.actor).await?;
    let inside =
        areas.iter().find(|area| area.id == round.area).map(|area| area.path.clone()).ok_or(Error::NotFound)?;
    let options = area_options(&areas, |area| {
        cx.actor.may(Action::KeepHouseholds, &area.path) && inside.covers(&area.path) && is_smallest(&areas, area)
    });
    let options = area_choice(cx.lang, options);
    let alike = alike(&cx, cx.field_i64("area")).await;
    let to = format!("/desk/rounds/{id}/found");
    let form = form(&cx, to, alike, Some(id), (String::new(), String::new()), Some(options));
    Ok(Page::new(cx.lang.t("door-found"), Here::Rounds, form).back(format!("/desk/rounds/{id}")).narrow().no_index())
}

/// Loads files that probably belong to the same family, after a refusal.
async fn alike(cx: &Cx, area: i64) -> Vec<LikelyFile> {
    let (new, _) = new_family(cx, year(cx.now));
    if new.name.is_empty() || area == 0 {
        return Vec::new();
    }
    cx.store.households_alike(&cx.actor, &NewHousehold { area, ..new }).await.unwrap_or_default()
}

/// Renders the form. `round` offers to add the door of a likely file instead; `areas` are to be chosen at a found door.
fn form(
    cx: &Cx,
    to: String,
    alike: Vec<LikelyFile>,
    round: Option<i64>,
    (contact, place): (String, String),
    areas: Option<Vec<(String, String)>>,
) -> impl FnOnce() -> AnyView + Send + use<> {
    let away: Vec<String> = cx.fields("away").into_iter().map(str::to_owned).collect();
    let this_year = year(cx.now);
    move || {
        view! {
            {(!alike.is_empty()).then(|| likely(alike, round))}
            <ActionForm to=to>
                {areas.map(|options| view! { <Select name="area" label=t!("field-area") options required=true /> })}
                {(0..ROWS).map(|row| person(row, this_year, &contact, &away)).collect_view()}
                <div class="field-row">
                    <Field name="phone" label=t!("field-phone") hint=t!("file-phone-hint") kind="tel" inputmode="tel" autocomplete="off" max_length=20 />
                    <Field name="address" label=t!("field-address") hint=t!("door-address-hint") value=place max_length=120 autocomplete="off" />
                </div>
                <Checkbox name="anyway" label=t!("households-anyway") />
                <Checkbox name="agreed" label=t!("door-agreed") />
                <div class="thumb-bar"><Submit label=t!("door-new-family-do") wide=true /></div>
            </ActionForm>
        }
        .into_any()
    }
}

fn person(row: usize, year: i64, contact: &str, away: &[String]) -> impl IntoView + use<> {
    let n = i64::try_from(row + 1).unwrap_or(0);
    let (first, name) = (row == 0, if row == 0 { contact.to_owned() } else { String::new() });
    let (place, legend) =
        (row.to_string(), if first { t!("households-contact") } else { t!("households-person", n = n) });
    let checked = away.contains(&place);
    view! {
        <fieldset class="field" id=format!("person-{n}")>
            <legend>{legend}</legend>
            <div class="field-row tight">
                <Field name=MEMBER_NAMES[row] label=t!("field-member-name") value=name required=first max_length=30 autocomplete="off" />
                <Field
                    name=BIRTH_YEARS[row] label=t!("field-birth-year") required=first kind="number" inputmode="numeric"
                    min="1900" max=year.to_string()
                />
                <Select name=SEXES[row] label=t!("field-sex") options=sexes() value="unsaid" required=true />
            </div>
            <label class="check">
                <input type="checkbox" name="away" value=place checked=checked />
                <span>{t!("lives-elsewhere")}</span>
            </label>
        </fieldset>
    }
}

/// Renders the files that probably belong to the same family; at a found door, each can be its file.
fn likely(files: Vec<LikelyFile>, round: Option<i64>) -> impl IntoView {
    let rows = files
        .into_iter()
        .map(|LikelyFile { household, area_name, size, created }| {
            let add = round.map(|round| {
                view! {
                    <RowForm to=format!("/desk/rounds/{round}/found/{household}")>
                        <button class="btn btn-quiet">{t!("door-is-this")}</button>
                    </RowForm>
                }
            });
            view! {
                <li class="row">
                    <span class="row-main">
                        <a href=format!("/desk/households/{household}")>{t!("desk-household-number", n = household.to_string())}</a>
                        <small>{area_name}" · "{t!("households-people-count", n = size)}" · "<Near at=created /></small>
                    </span>
                    <span class="row-end">{add}</span>
                </li>
            }
        })
        .collect_view();
    view! {
        <section class="card stack">
            <h2>{t!("households-alike")}</h2>
            <p class="note">{t!("households-alike-note")}</p>
            <ul class="rows">{rows}</ul>
        </section>
    }
}
