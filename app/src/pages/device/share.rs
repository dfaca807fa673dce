//! A photo from the phone's gallery: the installed app is offered for it, and the manifest names this page as its target.
//! It leads to what the account does with a photo: a family to its new wish, a shop to what the code in it stands for.

use domain::{Code, Error, permission::Action};
use leptos::prelude::*;

use crate::{
    components::{ActionForm, FileField, PICTURES, Submit},
    pages::catalogue,
    web::{Cx, Done, Here, Page, Shown, To},
};

/// Renders `GET /share`, and again after a photo that could not be used.
pub async fn page(cx: Cx) -> Shown {
    cx.signed_in()?;
    let takes = cx.actor.household != 0 || cx.actor.may_somewhere(Action::KeepStock);
    Ok(Page::new(cx.lang.t("share-photo-title"), Here::Nowhere, move || {
        view! {
            <p class="soft">{if takes { t!("share-photo-text") } else { t!("share-photo-none") }}</p>
            {takes.then(|| view! {
                <ActionForm to="/share" files=true>
                    <FileField name="photo" label=t!("share-photo") accept=PICTURES required=true />
                    <Submit label=t!("share-photo-do") icon="camera" wide=true />
                </ActionForm>
            })}
        }
    })
    .narrow()
    .no_index())
}

/// Handles `POST /share`. A family's photo waits for its wish, as that of a refused form does.
///
/// # Errors
/// [`Code::NotAllowed`] without a family or a shop; field `photo` without one, for a file that is no picture, and for a
/// shop without a code in it.
pub async fn take(cx: Cx) -> Done {
    cx.signed_in()?;
    if cx.actor.household == 0 {
        cx.actor.must_somewhere(Action::KeepStock)?;
        return catalogue::actions::scan_photo(cx).await;
    }
    let bytes = cx.file("photo").ok_or(Error::field("photo", Code::Required))?.to_vec();
    let photo = cx.store.picture(&cx.actor, bytes).await?;
    let photo = cx.store.photo_keep(&cx.by(), photo).await?;
    Ok(To::page("/home/wishes/new").cookie(cx.cookies.shared(photo)).saying("done-photo-shared"))
}
