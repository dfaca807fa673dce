//! The photo of a wish, with the consent that this photo may be shown.

use domain::{
    Error,
    consents::{ConsentKind, is_minor},
    permission::Action,
    time::year,
    wishes::{WishFile, WishState},
};
use leptos::prelude::*;
use store::consents::views::{ConsentFile, WishConsent};

use super::{
    Asked,
    pieces::{grown_ups, how_fields, relations},
};
use crate::{
    components::{ActionForm, Banner, Choice, Field, FileField, PICTURES, Photo, Submit},
    i18n::wish_title,
    web::{Cx, Here, Page, Shown},
};

/// Renders `GET /desk/wishes/{id}/photo`.
pub async fn page(cx: Cx) -> Shown {
    let id = cx.id("id")?;
    cx.actor.must_somewhere(Action::KeepHouseholds)?;
    let wish = cx.store.wish_file(&cx.actor, id).await?;
    if !cx.actor.may(Action::KeepHouseholds, &wish.home_path) {
        return Err(Error::NotFound);
    }
    let file = cx.store.consents(&cx.actor, wish.household, 0).await?;
    let consent = cx.store.wish_consent(&cx.actor, id).await?;
    let born = file.members.iter().find(|member| member.id == consent.member).map(|member| member.birth_year);
    let for_child = born.is_some_and(|born| is_minor(born, year(cx.now)));
    let open = matches!(wish.wish.state, WishState::Submitted | WishState::Published);
    let title =
        cx.lang.tf("photo-of", &[("title", cx.lang.thing(&wish.wish.key, &wish.wish.size, &wish.wish.title).into())]);
    Ok(Page::new(title, Here::Wishes, move || {
        view! {
            {present(&wish, consent)}
            {open.then(|| form(&wish, &file, for_child))}
        }
    })
    .back(format!("/desk/wishes/{id}"))
    .narrow()
    .no_index())
}

/// Renders the current photo, whether it is public, and its removal.
fn present(wish: &WishFile, consent: WishConsent) -> AnyView {
    let id = wish.wish.id;
    if consent.picture == 0 {
        return view! { <p class="soft">{t!("photo-none")}</p> }.into_any();
    }
    let shown = wish.wish.photo != 0;
    let alt = t!("wish-photo", title = wish_title(&wish.wish));
    view! {
        <section class="card">
            <p><Photo id=consent.picture alt /></p>
            {if shown && consent.allowed.photo {
                view! { <Banner tone="tea">{t!("photo-shown")}</Banner> }.into_any()
            } else if consent.allowed.photo {
                view! { <Banner>{t!("photo-waits")}</Banner> }.into_any()
            } else {
                let asked = Asked { kind: ConsentKind::Photo, member: consent.member, wish: id };
                let to = asked.form_from(wish.household, &format!("/desk/wishes/{id}/photo"));
                view! {
                    <Banner tone="amber">
                        {t!("photo-not-allowed")}" "<a class="link" href=to>{t!("review-consent-record")}</a>
                    </Banner>
                }
                .into_any()
            }}
            <ActionForm to=format!("/desk/wishes/{id}/photo/remove")>
                <Submit label=t!("photo-remove") tone="quiet" icon="trash" />
            </ActionForm>
        </section>
    }
    .into_any()
}

fn form(wish: &WishFile, file: &ConsentFile, for_child: bool) -> impl IntoView + use<> {
    let id = wish.wish.id;
    let says = t!("consents-says-photo", title = wish_title(&wish.wish));
    let mut givers = grown_ups(&file.members);
    givers.push(("0".into(), t!("consents-another-person"), String::new()));
    view! {
        <ActionForm to=format!("/desk/wishes/{id}/photo") files=true>
            <FileField name="photo" label=t!("photo-file") hint=t!("photo-file-hint") accept=PICTURES required=true />
            <h2>{t!("photo-agreed")}</h2>
            <blockquote class="quote"><p>{says}</p></blockquote>
            <p class="note">{t!("consents-read-out")}</p>
            <Choice name="giver" label=t!("consents-who") options=givers />
            <Field name="given_by" label=t!("consents-given-by") hint=t!("consents-given-by-hint") max_length=30 autocomplete="off" />
            <Choice
                name="relation" label=t!("consents-relation") options=relations(for_child) side=true
                value=if for_child { "parent" } else { "self" }
            />
            {how_fields()}
            <div class="thumb-bar"><Submit label=t!("photo-do") wide=true /></div>
        </ActionForm>
    }
}
