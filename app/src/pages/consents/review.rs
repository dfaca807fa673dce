//! What consents allow to be told of a wish, for its reviewer.

use domain::{
    Result,
    consents::ConsentKind,
    households::HouseholdId,
    permission::Action,
    wishes::{WishFile, WishState},
};
use leptos::prelude::*;
use store::consents::views::WishConsent;

use super::Asked;
use crate::{
    components::{ActionForm, Banner, Submit, TextArea},
    i18n::{alias, date_near},
    web::Cx,
};

/// Consents that limit a wish's public words.
pub(crate) struct Told {
    consent: WishConsent,
    /// Masked names of children who may not be mentioned; empty without access to the file.
    ///
    /// Masked even while the file is revealed, because the service worker caches this page.
    children: Vec<String>,
    household: HouseholdId,
    /// Whether the actor may record consents.
    records: bool,
}

impl Told {
    pub(crate) async fn read(cx: &Cx, file: &WishFile, reads_file: bool) -> Result<Told> {
        let consent = cx.store.wish_consent(&cx.actor, file.wish.id).await?;
        let children = if reads_file {
            cx.store.children_without_story(&cx.actor, file.household, consent.member).await?
        } else {
            Vec::new()
        };
        let records = cx.actor.may(Action::KeepHouseholds, &file.home_path);
        Ok(Told { consent, children, household: file.household, records })
    }

    /// True if consents allow public words at all.
    pub(crate) fn story(&self) -> bool {
        self.consent.allowed.story
    }

    /// Renders what will not be told, with links to record consents.
    pub(crate) fn banner(&self, file: &WishFile) -> AnyView {
        let who = alias(&domain::households::Alias { age: -1, ..file.wish.alias.clone() });
        let allowed = self.consent.allowed;
        let wish = file.wish.id;
        let waits = matches!(file.wish.state, WishState::Submitted | WishState::Published);
        let from = if waits { format!("/desk/review/{wish}") } else { format!("/desk/wishes/{wish}") };
        let record = |kind, wish| {
            let asked = Asked { kind, member: self.consent.member, wish };
            self.records.then(|| {
                view! { " "<a class="link" href=asked.form_from(self.household, &from)>{t!("review-consent-record")}</a> }
            })
        };
        let story = (!allowed.story).then(|| {
            let words = if allowed.child && self.consent.refused != 0 {
                t!("review-consent-refused", who = who, date = date_near(self.consent.refused))
            } else if allowed.child {
                t!("review-consent-missing", who = who)
            } else {
                t!("review-consent-adult", who = who)
            };
            let link = record(ConsentKind::Story, 0);
            view! { <Banner tone="amber">{words}{link}</Banner> }
        });
        let photo = (self.consent.picture != 0 && !allowed.photo).then(|| {
            let link = record(ConsentKind::Photo, wish);
            view! { <Banner tone="amber">{t!("review-photo-missing")}{link}</Banner> }
        });
        let names = self.children.join(&t!("list-comma"));
        let children = (allowed.story && !self.children.is_empty())
            .then(|| view! { <Banner>{t!("review-children", names = names)}</Banner> });
        view! { {story}{photo}{children} }.into_any()
    }

    /// Renders the form that rewrites the words of a published wish, if that is due.
    pub(crate) fn again(&self, file: &WishFile) -> Option<AnyView> {
        if !self.consent.words_due || file.wish.state != WishState::Published {
            return None;
        }
        let to = format!("/desk/review/{}/words", file.wish.id);
        let words = if file.wish.words.is_empty() { file.own_words.clone() } else { file.wish.words.clone() };
        Some(
            view! {
                <section class="stack" aria-labelledby="again">
                    <h2 id="again">{t!("review-words-again")}</h2>
                    <p class="note">{t!("review-words-again-note")}</p>
                    <ActionForm to=to>
                        <TextArea name="words" label=t!("review-words") hint=t!("review-words-hint") value=words />
                        <Submit label=t!("review-words-do") />
                    </ActionForm>
                </section>
            }
            .into_any(),
        )
    }
}
