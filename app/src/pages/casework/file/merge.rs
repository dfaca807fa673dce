//! Two household files of one family side by side, before they are merged.

use domain::{
    casework::{Pair, Resident, Side},
    households::UNKNOWN_YEAR,
};
use leptos::prelude::*;

use crate::{
    components::{ActionForm, Banner, Field, Icon, Submit, Table},
    i18n::date_near,
    pages::casework::file::actions::same_field,
    web::{Cx, Here, Page, Shown, scene},
};

/// Renders `GET /desk/households/{id}/merge?with`: the file in the URL stays.
pub async fn page(cx: Cx) -> Shown {
    let keep = cx.id("id")?;
    let with = if cx.form.is_posted() { cx.field_i64("with") } else { cx.query_i64("with") };
    let pair = cx.store.files_pair(&cx.actor, keep, with).await?;
    Ok(Page::new(cx.lang.t("merge-title"), Here::Households, move || {
        let (keep, gone) = (pair.keep.id, pair.gone.id);
        let masked = !pair.keep.open || !pair.gone.open;
        view! {
            <Banner tone="amber">{t!("merge-warning")}</Banner>
            {beside(&pair)}
            {masked.then(|| view! {
                <p class="note">
                    {t!("merge-masked")}" "
                    <a class="link" href=format!("/desk/households/{keep}/openings")>{t!("merge-open-file", id = keep.to_string())}</a>" "
                    <a class="link" href=format!("/desk/households/{gone}/openings")>{t!("merge-open-file", id = gone.to_string())}</a>
                </p>
            })}
            <p>
                <a class="btn btn-quiet" href=format!("/desk/households/{gone}/merge?with={keep}")>
                    <Icon name="transfer" />{t!("merge-swap", id = gone.to_string())}
                </a>
            </p>
            {form(&pair)}
        }
    })
    .back(format!("/desk/households/{keep}/change"))
    .no_index())
}

fn beside(pair: &Pair) -> impl IntoView + use<> {
    let (keep, gone) = (pair.keep.clone(), pair.gone.clone());
    let row = |name: String, of: fn(&Side) -> String| {
        view! {
            <tr>
                <th scope="row">{name}</th>
                <td data-label=t!("merge-stays")>{of(&keep)}</td>
                <td data-label=t!("merge-goes")>{of(&gone)}</td>
            </tr>
        }
    };
    let rows = [
        row(t!("households-number"), |side| side.id.to_string()),
        row(t!("households-name"), |side| side.name.clone()),
        row(t!("field-phone"), |side| side.phone.clone()),
        row(t!("field-address"), |side| side.address.clone()),
        row(t!("field-area"), |side| side.area_name.clone()),
        row(t!("households-members"), |side| side.members.iter().map(named).collect::<Vec<_>>().join("、")),
        row(t!("merge-wishes"), |side| t!("merge-count", n = side.wishes)),
        row(t!("merge-orders"), |side| t!("merge-count", n = side.orders)),
        row(t!("merge-points"), |side| t!("merge-count", n = side.points)),
        row(t!("merge-signs-in"), |side| if side.account { t!("yes") } else { t!("no") }),
        row(t!("merge-created"), |side| date_near(side.created)),
    ];
    let rows = rows.into_iter().collect_view();
    view! {
        <Table label=t!("merge-title") heads=view! {
            <th scope="col"></th>
            <th scope="col">{t!("merge-stays")}</th>
            <th scope="col">{t!("merge-goes")}</th>
        }>{rows}</Table>
    }
}

fn named(person: &Resident) -> String {
    t!("merge-person", name = person.name.clone(), year = born(person))
}

/// The year of birth, or a question mark.
fn born(person: &Resident) -> String {
    if person.birth_year == UNKNOWN_YEAR { "?".to_owned() } else { person.birth_year.to_string() }
}

fn form(pair: &Pair) -> impl IntoView + use<> {
    let (keep, gone) = (pair.keep.id, pair.gone.id);
    let choices = pair.gone.members.iter().map(|person| choice(person, &pair.keep.members)).collect_view();
    view! {
        <ActionForm to=format!("/desk/households/{keep}/merge")>
            <input type="hidden" name="with" value=gone />
            <fieldset class="field" id="same">
                <legend>{t!("merge-people")}</legend>
                <p class="note">{t!("merge-people-note")}</p>
                <div class="stack">{choices}</div>
            </fieldset>
            <Field
                name="typed" label=t!("merge-number") hint=t!("merge-number-hint", id = keep.to_string()) required=true
                inputmode="numeric" autocomplete="off" max_length=12
            />
            <Submit label=t!("merge-do") tone="bad" />
        </ActionForm>
    }
}

/// Renders whether a person is new to the file that stays, or one of its members.
///
/// The member with the same year of birth and sex is preselected.
fn choice(person: &Resident, ours: &[Resident]) -> impl IntoView + use<> {
    let name = same_field(person.id);
    let likely = ours
        .iter()
        .find(|our| our.birth_year == person.birth_year && our.birth_year != UNKNOWN_YEAR && our.sex == person.sex);
    let likely = likely.map_or(0, |our| our.id).to_string();
    let posted = scene().form;
    let chosen = posted.value(&name).map_or(likely, str::to_owned);
    let mut options = vec![("0".to_owned(), t!("merge-new"))];
    options
        .extend(ours.iter().map(|our| (our.id.to_string(), t!("merge-is", name = our.name.clone(), year = born(our)))));
    let options = options
        .into_iter()
        .map(|(value, text)| view! { <option selected=value == chosen value=value.clone()>{text}</option> })
        .collect_view();
    view! {
        <div class="field">
            <label for=name.clone()>{named(person)}</label>
            <select id=name.clone() name=name required>{options}</select>
        </div>
    }
}
