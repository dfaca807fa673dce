//! Organisations and the invitation codes that their members register with.

use domain::{accounts::Organisation, areas::Area, permission::Action};
use leptos::prelude::*;

use crate::{
    components::{
        ActionForm, Empty, Field, Icon, More, Select, StatePill, Submit, Table, area_choice, area_name, area_options,
    },
    web::{Cx, Here, Page, Shown},
};

/// Renders `GET /admin/organisations`.
pub async fn page(cx: Cx) -> Shown {
    let found = cx.store.organisations(&cx.actor, 0).await?;
    let areas = cx.store.areas(&cx.actor).await?;
    let options = area_choice(cx.lang, area_options(&areas, |area| cx.actor.may(Action::Administer, &area.path)));
    let empty = found.is_empty();
    Ok(Page::new(cx.lang.t("admin-organisations-title"), Here::Organisations, move || {
        let table = if empty {
            view! { <Empty title=t!("admin-organisations-empty")>{t!("admin-organisations-empty-text")}</Empty> }
                .into_any()
        } else {
            table(found, &areas)
        };
        view! {
            <More summary=t!("admin-organisation-add") to="/admin/organisations" open=empty>{add_form(options)}</More>
            {table}
        }
    })
    .wide()
    .no_index())
}

fn add_form(areas: Vec<(String, String)>) -> impl IntoView {
    view! {
        <ActionForm to="/admin/organisations">
            <div class="field-row">
                <Field name="name" label=t!("admin-organisation-name") required=true max_length=40 autocomplete="off" />
                <Select name="area" label=t!("field-area") options=areas required=true />
            </div>
            <p class="note">{t!("admin-organisation-note")}</p>
            <Submit label=t!("admin-organisation-add-do") />
        </ActionForm>
    }
}

fn table(found: Vec<Organisation>, areas: &[Area]) -> AnyView {
    let rows = found.into_iter().map(|organisation| row(organisation, areas)).collect_view();
    view! {
        <Table label=t!("admin-organisations-title") heads=view! {
            <th scope="col">{t!("admin-organisation-name")}</th>
            <th scope="col">{t!("field-area")}</th>
            <th scope="col">{t!("field-invitation")}</th>
            <th scope="col" class="num">{t!("admin-organisation-members")}</th>
            <th scope="col">{t!("admin-state")}</th>
            <th scope="col"><span class="visually-hidden">{t!("admin-acts")}</span></th>
        }>{rows}</Table>
    }
    .into_any()
}

fn row(organisation: Organisation, areas: &[Area]) -> impl IntoView + use<> {
    let Organisation { id, area, name, invitation, members, open } = organisation;
    let named = area_name(areas, area);
    let act = move |verb: &str| format!("/admin/organisations/{id}/{verb}");
    view! {
        <tr>
            <th scope="row"><a class="link" href=format!("/desk/organisations/{id}")>{name.clone()}</a></th>
            <td data-label=t!("field-area")>{named}</td>
            <td data-label=t!("field-invitation")><span class="num nowrap">{invitation.clone()}</span></td>
            <td class="num" data-label=t!("admin-organisation-members")>{members}</td>
            <td data-label=t!("admin-state")>
                {if open {
                    view! { <StatePill tone="tea" icon="check" text=t!("admin-open") /> }
                } else {
                    view! { <StatePill tone="plum" icon="close" text=t!("admin-closed") /> }
                }}
            </td>
            <td class="acts">
                <div class="cluster">
                    {open.then(|| view! {
                        {invite_button(&invitation, &name)}
                        <More summary=t!("admin-organisation-renew") to=act("renew")>
                            <ActionForm to=act("renew") class="stack">
                                <p class="note">{t!("admin-organisation-renew-ask")}</p>
                                <Submit label=t!("admin-organisation-renew-do") tone="bad" small=true />
                            </ActionForm>
                        </More>
                        <ActionForm to=act("close") class="cluster"><Submit label=t!("admin-organisation-close") tone="bad" small=true /></ActionForm>
                    })}
                    <More summary=t!("admin-organisation-rename") to=act("rename")>
                        <ActionForm to=act("rename") class="stack">
                            <Field name="name" label=t!("admin-organisation-name") value=name.clone() hint=t!("admin-organisation-rename-note") required=true max_length=40 autocomplete="off" />
                            <Submit label=t!("admin-organisation-rename-do") tone="soft" small=true />
                        </ActionForm>
                    </More>
                    {(!open).then(|| view! {
                        <ActionForm to=act("open") class="cluster"><Submit label=t!("admin-organisation-open") tone="quiet" small=true /></ActionForm>
                    })}
                </div>
            </td>
        </tr>
    }
}

/// Renders a button that shares the registration URL with its invitation code.
fn invite_button(invitation: &str, name: &str) -> impl IntoView + use<> {
    let (url, title) = (format!("/register?invitation={invitation}"), name.to_owned());
    view! {
        <div>
            <button type="button" class="btn btn-soft btn-small" hidden data-wake="Event" data-url=url data-title=title data-done=t!("share-copied")>
                <Icon name="link" /><span>{t!("admin-organisation-invite")}</span>
            </button>
        </div>
    }
}
