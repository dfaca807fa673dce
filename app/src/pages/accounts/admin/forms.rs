//! Forms of accounts, and which roles can be granted where.

use domain::{
    accounts::{GrantLine, Role},
    areas::{Area, AreaPath},
    permission::Action,
};
use leptos::prelude::*;

use crate::{
    components::{ActionForm, Field, More, Select, Submit, area_choice, area_options},
    web::Cx,
};

/// Lists grantable roles: [`Role::Admin`] only for administrators, [`Role::Family`] never.
///
/// Families get their role with their household file.
pub(crate) fn roles_to_give(administers: bool) -> Vec<Role> {
    let may = |role: &&Role| **role != Role::Family && (administers || **role != Role::Admin);
    Role::ALL.iter().filter(may).copied().collect()
}

/// Lists areas in which the actor may grant roles, with the installation (0) for its administrators.
pub(crate) fn areas_to_give(cx: &Cx, areas: &[Area]) -> Vec<(String, String)> {
    let mut options = area_options(areas, |area| cx.actor.may(Action::AssignRoles, &area.path));
    if cx.actor.may(Action::Administer, &AreaPath::installation()) {
        options.push(("0".into(), cx.lang.t("admin-installation")));
    }
    area_choice(cx.lang, options)
}

/// Formats a role and its area: `网格员 · 凤山一网格`.
pub(crate) fn role_line(grant: &GrantLine) -> String {
    let role = crate::i18n::lang().named("role", grant.role.as_str());
    let place = if grant.area == 0 { t!("admin-installation") } else { grant.area_name.clone() };
    format!("{role} · {place}")
}

fn role_options(roles: Vec<Role>) -> Vec<(String, String)> {
    let lang = crate::i18n::lang();
    roles.into_iter().map(|role| (role.as_str().to_owned(), lang.named("role", role.as_str()))).collect()
}

fn role_fields(roles: Vec<Role>, areas: Vec<(String, String)>) -> impl IntoView {
    let usual = Role::Caseworker.as_str();
    let hint = if areas.iter().any(|(value, _)| value == "0") { t!("admin-installation-hint") } else { String::new() };
    view! {
        <div class="field-row">
            <Select name="role" label=t!("field-role") options=role_options(roles) value=usual required=true />
            <Select name="area" label=t!("field-area") options=areas hint required=true />
        </div>
    }
}

/// Renders the form for a new account with its first role.
pub(crate) fn add_form(roles: Vec<Role>, areas: Vec<(String, String)>) -> impl IntoView {
    view! {
        <ActionForm to="/admin/accounts">
            <div class="field-row">
                <Field name="name" label=t!("admin-account-name") required=true max_length=30 autocomplete="off" />
                <Field name="phone" label=t!("field-phone") required=true kind="tel" inputmode="tel" max_length=20 autocomplete="off" />
            </div>
            {role_fields(roles, areas)}
            <p class="note">{t!("admin-account-code-note")}</p>
            <Submit label=t!("admin-account-add-do") />
        </ActionForm>
    }
}

/// Renders the form that grants another role.
pub(crate) fn grant_form(id: i64, roles: Vec<Role>, areas: Vec<(String, String)>) -> impl IntoView {
    view! {
        <ActionForm to=format!("/admin/accounts/{id}/grant")>
            {role_fields(roles, areas)}
            <Submit label=t!("admin-account-grant-do") />
        </ActionForm>
    }
}

/// Renders the form that changes an account's name and phone.
pub(crate) fn contact_form(id: i64, name: String, phone: String) -> impl IntoView {
    let to = format!("/admin/accounts/{id}/contact");
    view! {
        <More summary=t!("admin-account-contact") to=to.clone()>
            <ActionForm to=to>
                <p class="note">{t!("admin-account-contact-note")}</p>
                <div class="field-row">
                    <Field name="name" label=t!("admin-account-name") value=name required=true max_length=30 autocomplete="off" />
                    <Field name="phone" label=t!("field-phone") value=phone required=true kind="tel" inputmode="tel" max_length=20 autocomplete="off" />
                </div>
                <Submit label=t!("admin-account-contact-do") tone="soft" />
            </ActionForm>
        </More>
    }
}

/// Renders the form that replaces a forgotten password by a set-up code.
pub(crate) fn password_form(id: i64) -> impl IntoView {
    let to = format!("/admin/accounts/{id}/password");
    view! {
        <More summary=t!("admin-account-reset") to=to.clone()>
            <ActionForm to=to>
                <p class="note">{t!("admin-account-reset-note")}</p>
                <Submit label=t!("admin-account-reset-do") tone="soft" />
            </ActionForm>
        </More>
    }
}

/// Renders the form that removes the second factor of a lost phone.
pub(crate) fn factor_form(id: i64) -> impl IntoView {
    let to = format!("/admin/accounts/{id}/factor");
    view! {
        <More summary=t!("admin-account-factor") to=to.clone()>
            <ActionForm to=to>
                <p class="note">{t!("admin-account-factor-note")}</p>
                <Submit label=t!("admin-account-factor-do") tone="bad" />
            </ActionForm>
        </More>
    }
}
