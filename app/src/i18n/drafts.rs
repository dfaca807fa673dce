//! Checks that drafts fall back to the original, and have every phrase of the pages that families use.

use std::{collections::BTreeSet, path::Path};

use super::{
    Lang,
    tests::{keys_in, sources},
};

#[test]
fn a_draft_falls_back_to_the_original() {
    let draft = Lang::ALL.into_iter().find(|lang| lang.is_draft()).expect("a draft");
    assert!(draft.has("nav-journals") && !draft.has("no-such-phrase"));
    assert_eq!(draft.t("nav-journals"), Lang::default().t("nav-journals"));
    assert_ne!(draft.t("language-draft"), Lang::default().t("language-draft"));
}

/// Sources of the pages that families use; drafts must have all their phrases.
const FAMILY: &[&str] = &[
    "components/catalogue.rs",
    "components/codes.rs",
    "components/forms/picture_choice.rs",
    "components/forms/recorder.rs",
    "components/site.rs",
    "components/speak.rs",
    "components/undo.rs",
    "components/wishes/stages.rs",
    "pages/accounts/actions.rs",
    "pages/accounts/forgotten.rs",
    "pages/accounts/me.rs",
    "pages/accounts/own/closing.rs",
    "pages/accounts/pin.rs",
    "pages/accounts/register.rs",
    "pages/accounts/sessions.rs",
    "pages/accounts/setup.rs",
    "pages/accounts/sign_in.rs",
    "pages/accounts/sign_in_actions.rs",
    "pages/accounts/sign_in_card.rs",
    "pages/accounts/sign_in_code.rs",
    "pages/casework/aid/own.rs",
    "pages/casework/cases/own.rs",
    "pages/casework/conferences/own.rs",
    "pages/casework/entitlements/own.rs",
    "pages/casework/school_places/own.rs",
    "pages/areas/answerers/people.rs",
    "pages/casework/own.rs",
    "pages/casework/visits/own.rs",
    "pages/claims/pickup.rs",
    "pages/claims/thanks/actions.rs",
    "pages/claims/thanks/write.rs",
    "pages/community/groups/join.rs",
    "pages/community/groups/own.rs",
    "pages/consents/own.rs",
    "pages/households/copy.rs",
    "pages/households/own.rs",
    "pages/households/received.rs",
    "pages/households/reveals/own.rs",
    "pages/messages/actions.rs",
    "pages/messages/link.rs",
    "pages/messages/own.rs",
    "pages/notifications",
    "pages/orders/family",
    "pages/points/own.rs",
    "pages/points/statement.rs",
    "pages/reports/wanted.rs",
    "pages/site/page.rs",
    "pages/today/family.rs",
    "pages/undo",
    "pages/wishes/family",
    "pages/wishes/feed.rs",
    "pages/wishes/picture.rs",
    "pages/wishes/wish.rs",
];
/// Phrases in these sources that only donors see.
const FOR_DONORS: [&str; 1] = ["offers-title"];

#[test]
fn a_draft_has_every_phrase_of_family_pages() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    for draft in Lang::ALL.into_iter().filter(|lang| lang.is_draft()) {
        let (mut asked, mut lacking) = (0, BTreeSet::new());
        sources(&folder, &mut |path, source| {
            let within = path.strip_prefix(&folder).unwrap_or(path);
            if !FAMILY.iter().any(|own| within.starts_with(own)) {
                return;
            }
            for key in keys_in(source).into_iter().filter(|key| !FOR_DONORS.contains(key)) {
                asked += 1;
                if draft.holder(key) != draft {
                    lacking.insert(format!("{}: {key}", within.display()));
                }
            }
        });
        assert!(asked > 200, "only {asked} phrases were found");
        assert_eq!(lacking, BTreeSet::new(), "{}", draft.tag());
    }
}
