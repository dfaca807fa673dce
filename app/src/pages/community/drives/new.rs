//! The form that opens a drive.

use domain::{DAY, catalogue::ITEMS, community::drives::LONGEST_DAYS, permission::Action};
use leptos::prelude::*;

use crate::{
    components::{ActionForm, Boxes, Field, Select, Submit, TextArea, area_choice, area_options},
    i18n::{day_value, lang},
    web::{Cx, Here, Page, Shown, scene},
};

/// Fields of the items: which one, and how many units.
pub(super) const ITEM_FIELDS: [(&str, &str); 6] = [
    ("item_1", "wanted_1"),
    ("item_2", "wanted_2"),
    ("item_3", "wanted_3"),
    ("item_4", "wanted_4"),
    ("item_5", "wanted_5"),
    ("item_6", "wanted_6"),
];
/// Days that a drive usually runs.
const USUALLY: i64 = 21;

/// Renders `GET /drives/new?item&wanted&place`: the list of what to reorder fills the first line.
pub async fn page(cx: Cx) -> Shown {
    cx.actor.must_somewhere(Action::OpenDrives)?;
    let areas = cx.store.areas(&cx.actor).await?;
    let areas = area_choice(cx.lang, area_options(&areas, |area| cx.actor.may(Action::OpenDrives, &area.path)));
    let places = cx.store.drive_places(&cx.actor).await?;
    let places: Vec<_> = places.into_iter().map(|(id, name)| (id.to_string(), name)).collect();
    let first = (cx.query("item").to_owned(), cx.query("wanted").to_owned());
    let chosen = cx.query("place").to_owned();
    Ok(Page::new(cx.lang.t("drive-new"), Here::Drives, move || {
        let now = scene().now;
        let (today, usual) = (day_value(now), day_value(now + USUALLY * DAY));
        let latest = day_value(now + (LONGEST_DAYS - 1) * DAY);
        view! {
            <ActionForm to="/drives/new">
                <Field name="title" label=t!("drive-title") required=true max_length=40 autocomplete="off" />
                <Select name="area" label=t!("drive-area") options=areas required=true />
                <Field name="until" label=t!("drive-until") kind="date" value=usual required=true min=today max=latest />
                <TextArea name="words" label=t!("drive-words") max_length=500 />
                <h2>{t!("drive-items")}</h2>
                {items(first)}
                <Boxes name="place" label=t!("drive-places") options=places ticked=vec![chosen] />
                <div class="thumb-bar"><Submit label=t!("drive-new") wide=true /></div>
            </ActionForm>
        }
    })
    .back("/drives")
    .narrow()
    .no_index())
}

fn items(first: (String, String)) -> impl IntoView {
    let mut first = Some(first);
    ITEM_FIELDS
        .into_iter()
        .map(|(item, wanted)| {
            let (start, units) = first.take().unwrap_or_default();
            let options: Vec<_> = ITEMS.iter().map(|one| (one.id.to_string(), lang().item(one.key))).collect();
            view! {
                <div class="field-row">
                    <Select name=item label=t!("drive-item") options value=start />
                    <Field name=wanted label=t!("drive-wanted") value=units inputmode="numeric" max_length=6 autocomplete="off" />
                </div>
            }
        })
        .collect_view()
}
