//! The file of an organisation for staff: what it is, whom to call, what it did, who acts for it, its partnerships.

use domain::{
    areas::{Area, AreaKind},
    community::organisations::{ContactRole, OrganisationFile, OrganisationKind, OrganisationMember},
    permission::Action,
};
use leptos::prelude::*;

use super::pieces::{contact, figures, kind, offer_form, offers};
use crate::{
    components::{
        ActionForm, Banner, Boxes, Choice, Fact, Facts, Field, More, RowForm, StatePill, Submit, area_choice,
        area_options,
    },
    i18n::lang,
    pages::community::{
        partnerships::pieces::{propose_form, rows},
        pledges::pieces::pledge_rows,
    },
    web::{Cx, Here, Page, Shown},
};

/// Renders `GET /desk/organisations/{id}`.
pub async fn page(cx: Cx) -> Shown {
    let id = cx.id("id")?;
    cx.actor.must_somewhere(Action::ReadOrganisations)?;
    let file = cx.store.organisation_file(&cx.actor, id).await?;
    let partnerships = cx.store.organisation_partnerships(&cx.actor, id).await?;
    let pledges = cx.store.organisation_pledges(&cx.actor, id).await?;
    let members = if file.may_keep { cx.store.organisation_members(&cx.actor, id).await? } else { Vec::new() };
    let areas = cx.store.areas(&cx.actor).await?;
    let mine = area_options(&areas, |area| cx.actor.may(Action::KeepOrganisations, &area.path));
    let proposes = file.open && !mine.is_empty() && !file.acts && cx.actor.organisation != id;
    let mine = area_choice(cx.lang, mine);
    Ok(Page::new(file.name.clone(), Here::Partners, move || {
        let silent = file.open && file.contacts.is_empty();
        let to = format!("/desk/organisations/{id}");
        let forms = file.may_keep.then(|| {
            let (profile, offer) = (profile_form(&file, to.clone(), &areas), offer_form(&file, format!("{to}/offer")));
            view! {
                <section class="stack" aria-labelledby="members">
                    <h2 id="members">{t!("organisation-members")}</h2>
                    {member_rows(&to, members)}
                </section>
                <More summary=t!("organisation-change") to=to.clone()>{profile}</More>
                <More summary=t!("organisation-offer-change") to=format!("{to}/offer")>{offer}</More>
            }
        });
        view! {
            {(!file.open).then(|| view! { <StatePill tone="plum" icon="close" text=t!("admin-closed") /> })}
            {silent.then(|| view! { <Banner tone="amber">{t!("organisation-no-contact-note")}</Banner> })}
            {facts(&file)}
            {figures(&file)}
            <section class="stack" aria-labelledby="partnerships">
                <h2 id="partnerships">{t!("partnerships-title")}</h2>
                {(!file.may_keep).then(|| view! { <p class="note">{t!("organisation-own-areas")}</p> })}
                {rows(&partnerships)}
                {proposes.then(|| propose_form(format!("{to}/partnerships"), mine))}
            </section>
            <section class="stack" aria-labelledby="pledges">
                <h2 id="pledges">{t!("pledges-title")}</h2>
                {pledge_rows(&pledges)}
                {proposes.then(|| view! { <p><a class="btn btn-soft" href="/pledges/new">{t!("pledge-draft")}</a></p> })}
            </section>
            {forms}
        }
    })
    .back("/desk/organisations")
    .narrow()
    .no_index())
}

fn facts(file: &OrganisationFile) -> impl IntoView + use<> {
    let served = file.areas.iter().map(|area| area.name.clone()).collect::<Vec<_>>().join(" · ");
    let (contacts, offered, id) = (file.contacts.join(" · "), offers(&file.offers), file.id);
    let (area_name, said, members, call) = (file.area_name.clone(), kind(file.kind), file.members, contact(file));
    let is_open = file.open;
    view! {
        <Facts>
            <Fact name=t!("organisation-kind")>{said}</Fact>
            <Fact name=t!("field-area")>{area_name}</Fact>
            {(!served.is_empty()).then(|| view! { <Fact name=t!("organisation-serves")>{served}</Fact> })}
            {(!offered.is_empty()).then(|| view! { <Fact name=t!("organisation-offers")>{offered}</Fact> })}
            {call}
            {(!contacts.is_empty()).then(|| view! { <Fact name=t!("organisation-acts")>{contacts}</Fact> })}
            <Fact name=t!("admin-organisation-members")>{members}</Fact>
        </Facts>
        {is_open.then(|| view! { <p><a class="link" href=format!("/organisations/{id}")>{t!("organisation-public-link")}</a></p> })}
    }
}

fn member_rows(to: &str, members: Vec<OrganisationMember>) -> AnyView {
    if members.is_empty() {
        return view! { <p class="note">{t!("organisation-members-none")}</p> }.into_any();
    }
    let rows = members
        .into_iter()
        .map(|member| {
            let OrganisationMember { account, name, contact } = member;
            let other = if contact { ContactRole::Ended } else { ContactRole::Named };
            let label = lang().named("organisation-contact-set", other.as_str());
            view! {
                <li class="row">
                    <span class="row-main"><b>{name}</b></span>
                    <span class="row-end">
                        {contact.then(|| view! { <StatePill tone="tea" icon="check" text=t!("organisation-acts") /> })}
                        <RowForm to=format!("{to}/members")>
                            <input type="hidden" name="account" value=account />
                            <input type="hidden" name="role" value=other.as_str() />
                            <Submit label tone="quiet" small=true />
                        </RowForm>
                    </span>
                </li>
            }
        })
        .collect_view();
    view! { <ul class="rows">{rows}</ul> }.into_any()
}

fn profile_form(file: &OrganisationFile, to: String, areas: &[Area]) -> impl IntoView + use<> {
    let options = OrganisationKind::ALL
        .iter()
        .map(|one| (one.as_str().to_owned(), kind(*one), String::new()))
        .collect::<Vec<_>>();
    let root = areas.iter().find(|area| area.id == file.area).map(|area| area.root);
    let served: Vec<String> = file.areas.iter().map(|area| area.area.to_string()).collect();
    let own = file.area;
    let choices = area_options(areas, |area| Some(area.root) == root && area.kind != AreaKind::Grid && area.id != own);
    let (name, chosen) = (file.name.clone(), file.kind.as_str());
    view! {
        <ActionForm to=to>
            <Field name="name" label=t!("admin-organisation-name") value=name required=true max_length=40 autocomplete="off" />
            <Choice name="kind" label=t!("organisation-kind") options value=chosen side=true />
            <Boxes name="areas" label=t!("organisation-serves") options=choices ticked=served />
            <Submit label=t!("file-save") tone="soft" />
        </ActionForm>
    }
}
