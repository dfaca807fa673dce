//! The forms that open and change a group.

use domain::{
    community::groups::{Group, GroupChannel},
    permission::Action,
};
use leptos::prelude::*;

use crate::{
    components::{ActionForm, Choice, Field, Select, Submit, area_choice, area_options, value_choices},
    web::{Cx, Here, Page, Shown},
};

async fn caretakers(cx: &Cx) -> domain::Result<Vec<(String, String)>> {
    let found = cx.store.caretakers(&cx.actor).await?;
    let mut options = vec![(String::new(), cx.lang.t("group-caretaker-choose"))];
    options.extend(found.into_iter().map(|(id, name)| (id.to_string(), name)));
    Ok(options)
}

/// Renders the fields that a new group and a change share.
fn fields(name: String, channel: &'static str, channel_name: String) -> impl IntoView {
    let channels = value_choices("group-channel", GroupChannel::ALL.iter().map(|channel| channel.as_str()));
    view! {
        <Field name="name" label=t!("group-name") hint=t!("group-name-hint") value=name required=true max_length=30 autocomplete="off" />
        <Choice name="channel" label=t!("group-channel") options=channels value=channel side=true />
        <Field name="channel_name" label=t!("group-channel-name") value=channel_name max_length=40 autocomplete="off" />
    }
}

/// Renders `GET /desk/groups/new`.
pub async fn new(cx: Cx) -> Shown {
    cx.actor.must_somewhere(Action::LeadGroups)?;
    let areas = cx.store.areas(&cx.actor).await?;
    let areas = area_choice(cx.lang, area_options(&areas, |area| cx.actor.may(Action::LeadGroups, &area.path)));
    let people = caretakers(&cx).await?;
    Ok(Page::new(cx.lang.t("group-new"), Here::Groups, move || {
        view! {
            <ActionForm to="/desk/groups/new">
                <Select name="area" label=t!("group-area") options=areas required=true />
                {fields(String::new(), GroupChannel::Wechat.as_str(), String::new())}
                <Select name="caretaker" label=t!("group-caretaker") options=people required=true />
                <div class="thumb-bar"><Submit label=t!("group-new") wide=true /></div>
            </ActionForm>
        }
    })
    .back("/desk/groups")
    .narrow()
    .no_index())
}

/// Renders `GET /desk/groups/{id}/change`.
pub async fn change(cx: Cx) -> Shown {
    let id = cx.id("id")?;
    cx.actor.must_somewhere(Action::LeadGroups)?;
    let Group { line, area, channel_name, caretaker, version, .. } = cx.store.group(&cx.actor, id).await?;
    let people = caretakers(&cx).await?;
    Ok(Page::new(cx.lang.t("group-change"), Here::Groups, move || {
        view! {
            <ActionForm to=format!("/desk/groups/{id}/change")>
                <input type="hidden" name="version" value=version />
                <input type="hidden" name="area" value=area />
                {fields(line.name, line.channel.as_str(), channel_name)}
                <Select name="caretaker" label=t!("group-caretaker") options=people value=caretaker.to_string() required=true />
                <div class="thumb-bar"><Submit label=t!("group-change") wide=true /></div>
            </ActionForm>
        }
    })
    .back(format!("/desk/groups/{id}"))
    .narrow()
    .no_index())
}
