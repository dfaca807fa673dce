//! Where a donor belongs: area and organisation, and what changing them means.

use domain::permission::Action;
use leptos::prelude::*;
use store::accounts::membership::chooses_area;

use crate::{
    components::{ActionForm, Banner, Fact, Facts, Field, Select, Submit},
    pages::accounts::wish_of,
    web::{Cx, Here, Page, Shown},
};

/// Renders `GET /me/area?next&invitation`, and again after one of its forms is refused.
pub async fn page(cx: Cx) -> Shown {
    cx.signed_in()?;
    cx.actor.must_somewhere(Action::ClaimWishes)?;
    let profile = cx.store.profile(&cx.actor).await?;
    let roots = cx.store.roots().await?;
    let next = cx.next();
    // The wish that led here says which area is meant.
    let meant = match wish_of(&next) {
        Some(wish) => cx.store.wish_root(wish).await?,
        None => None,
    };
    let meant = meant.unwrap_or(cx.actor.root).to_string();
    let areas: Vec<_> = roots.into_iter().map(|area| (area.id.to_string(), area.name)).collect();
    let moves = chooses_area(&cx.actor) && areas.len() > 1;
    let invitation = cx.query("invitation").to_owned();
    let invited =
        if invitation.is_empty() { None } else { cx.store.invitation(&invitation).await?.map(|(found, _)| found.name) };
    Ok(Page::new(cx.lang.t("me-belonging"), Here::Me, move || {
        let member = !profile.organisation.is_empty();
        let organisation = if member { profile.organisation } else { t!("me-organisation-none") };
        let (onwards, join) = (next.clone(), if member { t!("me-join-other") } else { t!("me-join") });
        view! {
            {invited.map(|name| view! { <Banner tone="tea">{t!("register-invited-by", name = name)}</Banner> })}
            <section class="card">
                <Facts>
                    <Fact name=t!("field-area")>{profile.root_name}</Fact>
                    <Fact name=t!("me-organisation")>{organisation}</Fact>
                </Facts>
            </section>
            <section class="card">
                <h2>{join.clone()}</h2>
                <p class="soft">{t!("me-join-note")}</p>
                <ActionForm to="/me/organisation">
                    <input type="hidden" name="next" value=next />
                    <Field
                        name="invitation" label=t!("field-invitation") hint=t!("me-join-hint") value=invitation
                        required=true autocomplete="off" max_length=16
                    />
                    <Submit label=join tone="soft" icon="users" />
                </ActionForm>
                {member.then(|| view! {
                    <ActionForm to="/me/organisation/leave">
                        <p class="note">{t!("me-leave-note")}</p>
                        <Submit label=t!("me-leave") tone="quiet" icon="logout" />
                    </ActionForm>
                })}
            </section>
            {moves.then(|| move_form(areas, meant, onwards))}
        }
    })
    .back("/me")
    .narrow()
    .no_index())
}

/// Renders the form that changes the area, with what this means before its button.
fn move_form(areas: Vec<(String, String)>, meant: String, next: String) -> impl IntoView {
    view! {
        <section class="card">
            <h2>{t!("me-area-change")}</h2>
            <ul class="note">
                <li>{t!("me-area-sees")}</li>
                <li>{t!("me-area-stays")}</li>
                <li>{t!("me-area-leaves")}</li>
            </ul>
            <ActionForm to="/me/area">
                <input type="hidden" name="next" value=next />
                <Select name="area" label=t!("field-area") options=areas value=meant required=true />
                <Submit label=t!("me-area-do") tone="soft" icon="pin" />
            </ActionForm>
        </section>
    }
}
