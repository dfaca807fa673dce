//! The account's notices, newest first; each leads to its subject.

use domain::{
    accounts::{Actor, GrantLine, Role},
    notifications::{Notice, NoticeKind},
    permission::Action,
    stock::offers::DeclineReason,
};
use leptos::prelude::*;

use super::icons::icon;
use crate::{
    components::{ActionForm, Empty, Icon, Near, Pager, RowForm, Submit},
    i18n::{Arg, end_reason, lang, phrase_key},
    pages::accounts::admin::forms::role_line,
    web::{Cx, Here, Page, Shown},
};

/// Renders `GET /notices?cursor`.
pub async fn page(cx: Cx) -> Shown {
    let found = cx.store.notices(&cx.actor, cx.query_i64("cursor").max(0)).await?;
    let unread = cx.store.notices_unread(&cx.actor).await?;
    let next = found.next.map(|cursor| cx.query_with(&[("cursor", &cursor.to_string())]));
    Ok(Page::new(cx.lang.t("notices-title"), Here::Notices, move || {
        if found.items.is_empty() {
            return view! { <Empty title=t!("notices-empty") pictogram="bridge">{t!("notices-empty-text")}</Empty> }
                .into_any();
        }
        let items = found.items.into_iter().map(item).collect_view();
        view! {
            {(unread > 0).then(|| view! {
                <ActionForm to="/notices/read" class="cluster">
                    <span class="soft">{t!("notices-unread", n = unread)}</span>
                    <Submit label=t!("notices-read") tone="quiet" icon="check" />
                </ActionForm>
            })}
            <ul class="notices">{items}</ul>
            <Pager next />
        }
        .into_any()
    })
    .narrow()
    .no_index())
}

fn item(notice: Notice) -> impl IntoView + use<> {
    let of_case = notice.kind.as_str().starts_with("case_") || notice.kind.as_str().starts_with("call_back_");
    let title = if notice.kind.as_str().starts_with("school_") {
        school_title(notice.kind, &notice.title)
    } else if of_case {
        lang().named("case-kind", &notice.title)
    } else {
        // Notices about a free title do not quote it.
        match notice.title.as_str() {
            "" => t!("wish-free-name"),
            stored => lang().stored_title(stored),
        }
    };
    let of_role = of_role(notice.kind);
    let key = phrase_key("notice", notice.kind.as_str());
    let words = if of_role {
        let (role, by) = role_and_account(&notice.text);
        lang().tf(&key, &[("title", title.into()), ("role", role.into()), ("by", by.into())])
    } else {
        lang().tf(&key, &[("title", title.into()), ("text", Arg::from(notice.text.clone()))])
    };
    let unread = !notice.read;
    let text = if of_role { String::new() } else { reason(notice.kind, &notice.text) };
    // What a shop writes to an offer that it takes is no reason.
    let label = match notice.kind {
        NoticeKind::OfferAccepted => "notices-note",
        NoticeKind::FamilyMessage => "notices-words",
        NoticeKind::JobChanged | NoticeKind::ReferralChanged => "notice-job-state",
        NoticeKind::NeighbourHelpAnswered => "notice-help-state",
        _ => "notices-reason",
    };
    view! {
        <li class="notice-item" data-unread=unread.then_some("true")>
            <Icon name=icon(notice.kind) />
            <div>
                // Opening marks as read, so it is a POST: a prefetched link must not do that.
                <RowForm to=format!("/notices/{}/open", notice.id) class="notice-open">
                    <button><b>{unread.then(|| view! { <span class="visually-hidden">{t!("notices-new")}" "</span> })}{words}</b></button>
                </RowForm>
                {(!text.is_empty()).then(|| view! { <p>{t!(label, text = text)}</p> })}
                <Near at=notice.created />
            </div>
        </li>
    }
}

/// Returns the page of the notice's subject that this actor may see.
pub(crate) fn leads_to(actor: &Actor, notice: &Notice) -> String {
    let (wish, claim) = (notice.wish, notice.claim);
    match notice.kind {
        NoticeKind::OfferAccepted | NoticeKind::OfferDeclined | NoticeKind::OfferMissed | NoticeKind::OfferLapsed => {
            return format!("/offers/{}", notice.subject);
        }
        NoticeKind::StandbyAsked | NoticeKind::StandbyPassed | NoticeKind::StandbyMissed | NoticeKind::StandbyEnded => {
            return format!("/standbys/{}", notice.subject);
        }
        NoticeKind::ApplicationFiled | NoticeKind::ApplicationWaiting | NoticeKind::ApplicationLate => {
            return format!("/desk/applications/{}", notice.subject);
        }
        NoticeKind::ApplicationUnanswered
        | NoticeKind::ApplicationChosen
        | NoticeKind::ApplicationPassed
        | NoticeKind::ApplicationReopened
        | NoticeKind::ApplicationDeclined
        | NoticeKind::ApplicationEnded => return format!("/applications/{}", notice.subject),
        NoticeKind::NeedClaimed => return format!("/claims/{claim}"),
        NoticeKind::NeedSkipped => return format!("/wishes/{wish}"),
        NoticeKind::NeedEnded => return "/claims".into(),
        NoticeKind::WishReviewLate => return format!("/desk/wishes/{wish}"),
        NoticeKind::ShelvesAsked => return format!("/shop/fill/{wish}"),
        NoticeKind::CaseOpened | NoticeKind::CaseClosed => return "/home/cases".into(),
        NoticeKind::CaseReopened | NoticeKind::ReferralChanged if actor.household != 0 => return "/home/cases".into(),
        NoticeKind::SchoolPlaceOpened | NoticeKind::SchoolPlaceClosed => return "/home/school-places".into(),
        NoticeKind::SchoolStepDue | NoticeKind::SchoolDatesChanged | NoticeKind::SchoolPlaceReopened
            if actor.household != 0 =>
        {
            return "/home/school-places".into();
        }
        NoticeKind::SchoolStepDue
        | NoticeKind::SchoolDatesChanged
        | NoticeKind::SchoolPlaceReopened
        | NoticeKind::SchoolPlaceAssigned
        | NoticeKind::SchoolAskDue
        | NoticeKind::SchoolPlaceLate
        | NoticeKind::SchoolPlaceSaid
        | NoticeKind::SchoolFactsStopped => return format!("/desk/school-places/{}", notice.subject),
        NoticeKind::CaseAssigned
        | NoticeKind::CaseDue
        | NoticeKind::CaseLate
        | NoticeKind::CaseFamilySaid
        | NoticeKind::CaseReopened => return format!("/desk/cases/{}", notice.subject),
        NoticeKind::CallBackAsked | NoticeKind::CallBackLate => {
            return format!("/desk/call-backs/{}", notice.subject);
        }
        NoticeKind::ReferralChanged | NoticeKind::ReferralDue | NoticeKind::ReferralNow | NoticeKind::ReferralLate => {
            // Accounts of the receiving office keep no cases, and answer on a page of their own.
            let folder = if actor.may_somewhere(Action::FollowCases) { "referrals" } else { "office-referrals" };
            return format!("/desk/{folder}/{}", notice.subject);
        }
        NoticeKind::OfferWaiting => return "/shop/offers".into(),
        NoticeKind::ClaimMissing | NoticeKind::ClaimUnchecked => return format!("/shop/claims/{claim}"),
        NoticeKind::OfferReceived | NoticeKind::GoodsUnfit => return format!("/receipts/{}", notice.subject),
        NoticeKind::OrderReminder
        | NoticeKind::OrderExpired
        | NoticeKind::OrderCancelled
        | NoticeKind::OrderCollected => return format!("/home/orders/{}", notice.subject),
        NoticeKind::LoanNotBack
        | NoticeKind::LoanLate
        | NoticeKind::LoanDenied
        | NoticeKind::LoanExtensionAsked
        | NoticeKind::LoanEndAsked
        | NoticeKind::LoanEndRefused => return format!("/shop/loans/{}", notice.subject),
        kind if kind.as_str().starts_with("loan_") => return format!("/home/loans/{}", notice.subject),
        NoticeKind::UrgentAsked | NoticeKind::UrgentShopAsked => return format!("/urgent/{}", notice.subject),
        NoticeKind::UrgentFell | NoticeKind::UrgentUndecided => return format!("/desk/wishes/{wish}/urgent"),
        NoticeKind::UrgentKept | NoticeKind::UrgentEnded if actor.household == 0 => {
            return format!("/desk/wishes/{wish}/urgent");
        }
        NoticeKind::FollowOnOpened => return format!("/desk/referrals/{}", notice.subject),
        NoticeKind::UrgentMarked | NoticeKind::UrgentKept | NoticeKind::UrgentEnded => {
            return format!("/home/wishes/{wish}");
        }
        NoticeKind::GoodsExpired => return format!("/shop/expiry?within=expired&location={}", notice.subject),
        NoticeKind::RecallOpen => return format!("/shop/recalls/{}", notice.subject),
        NoticeKind::TransferSent | NoticeKind::TransferShort | NoticeKind::TransferWaiting => {
            return format!("/shop/transfers/{}", notice.subject);
        }
        NoticeKind::ObjectionMade => return "/desk/objections".into(),
        NoticeKind::ObjectionAnswered => return "/home/household/openings".into(),
        NoticeKind::MoveAsked => return "/desk/moves".into(),
        NoticeKind::MoveAccepted | NoticeKind::MoveDeclined | NoticeKind::MoveCalledBack => {
            return "/desk/moves?show=over".into();
        }
        NoticeKind::HouseholdMoved | NoticeKind::HouseholdMerged => return "/home/household".into(),
        NoticeKind::TakeSentBack | NoticeKind::TakeWaiting | NoticeKind::TakeLapsed => {
            return format!("/shop/stock-takes/{}", notice.subject);
        }
        NoticeKind::ConsentRecorded | NoticeKind::ConsentWithdrawn | NoticeKind::ConsentRefused
            if actor.household != 0 =>
        {
            return "/home/household/consents".into();
        }
        NoticeKind::ConsentRecorded | NoticeKind::ConsentWithdrawn | NoticeKind::ConsentRefused => {
            return format!("/desk/households/{}/consents", notice.subject);
        }
        NoticeKind::FileAssigned | NoticeKind::CorrectionAsked => {
            return format!("/desk/households/{}", notice.subject);
        }
        NoticeKind::CorrectionAnswered | NoticeKind::FamilyMessage => return "/home/household".into(),
        NoticeKind::CardIssued | NoticeKind::SetupCodeIssued => return "/home/household/openings".into(),
        NoticeKind::PinCleared | NoticeKind::ContactChanged => return "/me".into(),
        NoticeKind::PasswordReset | NoticeKind::TokenMade | NoticeKind::NewBrowser => return "/me/sessions".into(),
        NoticeKind::BackupFailed => return "/admin/health".into(),
        NoticeKind::FactorRemoved => return "/me/factor".into(),
        NoticeKind::RoleGranted | NoticeKind::RoleRevoked if actor.may_somewhere(Action::AssignRoles) => {
            return format!("/admin/accounts/{}", notice.subject);
        }
        NoticeKind::DisputeOpened | NoticeKind::DisputeReminder | NoticeKind::DisputeLate => {
            return format!("/desk/disputes/{}", notice.subject);
        }
        NoticeKind::DisputeRecorded | NoticeKind::DisputeSettled | NoticeKind::HandOverReversed => {
            return "/home/disputes".into();
        }
        NoticeKind::PairingSilent => return "/desk/pairings?show=silent".into(),
        NoticeKind::PairingProposed
        | NoticeKind::PairingDeclined
        | NoticeKind::PairingStarted
        | NoticeKind::PairingResumed
        | NoticeKind::PairingLapsed
        | NoticeKind::PairingRenewal
        | NoticeKind::PairingEnded => return format!("/pairings/{}", notice.subject),
        NoticeKind::CourseOffered | NoticeKind::CoursePassed | NoticeKind::CertificateMade => {
            return "/home/courses".into();
        }
        NoticeKind::CourseJoined
        | NoticeKind::CourseChanged
        | NoticeKind::CourseCancelled
        | NoticeKind::CourseRevived
        | NoticeKind::CourseShort
        | NoticeKind::CourseUnmarked => return format!("/courses/{}", notice.subject),
        NoticeKind::MarketOffered | NoticeKind::MarketWaiting | NoticeKind::MarketMissed => {
            return "/desk/market".into();
        }
        NoticeKind::MarketShown
        | NoticeKind::MarketUnreviewed
        | NoticeKind::MarketRefused
        | NoticeKind::MarketReserved
        | NoticeKind::MarketGivenBack
        | NoticeKind::MarketDue => return format!("/home/market/{}", notice.subject),
        NoticeKind::MarketWithdrawn => return "/market/reservations".into(),
        NoticeKind::EntitlementAsked | NoticeKind::EntitlementDecided | NoticeKind::EntitlementEnded => {
            return "/home/entitlements".into();
        }
        NoticeKind::EntitlementAnswered => return format!("/desk/entitled/{}", notice.subject),
        NoticeKind::EntitlementsClosing => {
            return format!("/desk/entitled?show=wanted&mine=yes&rule={}", notice.subject);
        }
        NoticeKind::EntitlementsLate => return format!("/desk/entitlements/{}", notice.subject),
        NoticeKind::DoorsGiven => return "/desk/doors".into(),
        NoticeKind::RoundOpened | NoticeKind::RoundDue | NoticeKind::RoundEnded => {
            return format!("/desk/rounds/{}", notice.subject);
        }
        NoticeKind::AppointmentBooked | NoticeKind::AppointmentCancelled | NoticeKind::AppointmentSoon => {
            return "/home/appointments".into();
        }
        NoticeKind::QuestionAsked
        | NoticeKind::QuestionAnswered
        | NoticeKind::QuestionUnanswered
        | NoticeKind::QuestionLate => {
            return format!("/questions/{}", notice.subject);
        }
        NoticeKind::ShiftCancelled | NoticeKind::ShiftRevived | NoticeKind::ShiftPlaceFree | NoticeKind::ShiftSoon => {
            return format!("/shifts/{}", notice.subject);
        }
        NoticeKind::ShiftTasksBack => return "/desk/shift-tasks".into(),
        NoticeKind::ShiftTasksLate => return format!("/desk/shifts/{}", notice.subject),
        NoticeKind::ReversalAsked | NoticeKind::ReversalDecided => {
            return format!("/desk/reversals/{}", notice.subject);
        }
        NoticeKind::DeputyNamed => return "/desk/visits".into(),
        NoticeKind::WorkHandedOver => return "/desk/households?mine=yes".into(),
        NoticeKind::VisitMissed => return format!("/desk/visits/{}", notice.subject),
        NoticeKind::ConferenceHeld => return "/home/conferences".into(),
        NoticeKind::MeasureGiven | NoticeKind::MeasureRaised => {
            return format!("/desk/conferences/{}", notice.subject);
        }
        NoticeKind::AidRecorded | NoticeKind::AidReversed => return "/home/aid".into(),
        NoticeKind::CollectionRaised => return format!("/desk/aid/collections/{}", notice.subject),
        NoticeKind::FindingRaised => return format!("/desk/findings/{}", notice.subject),
        NoticeKind::VacancyDue | NoticeKind::VacancyHidden => return format!("/jobs/{}", notice.subject),
        NoticeKind::GroupNoticePosted => return format!("/home/groups/notices/{}", notice.subject),
        NoticeKind::GroupNoticeUnread => return format!("/desk/groups/notices/{}", notice.subject),
        NoticeKind::IndicatorGiven
        | NoticeKind::IndicatorSlips
        | NoticeKind::IndicatorReportDue
        | NoticeKind::IndicatorReportLate => return format!("/desk/indicators/{}", notice.subject),
        NoticeKind::PosterDue => return "/posters".into(),
        NoticeKind::DriveEnded | NoticeKind::DriveUnpublished => return format!("/drives/{}", notice.subject),
        NoticeKind::PartnershipProposed
        | NoticeKind::PartnershipAgreed
        | NoticeKind::PartnershipRenewal
        | NoticeKind::PartnershipDue
        | NoticeKind::PartnershipOver => return format!("/partnerships/{}", notice.subject),
        NoticeKind::PledgeDrafted
        | NoticeKind::PledgeShown
        | NoticeKind::PledgeQuarter
        | NoticeKind::PledgeRating
        | NoticeKind::PledgeOver => return format!("/pledges/{}", notice.subject),
        NoticeKind::JobChanged => return format!("/job-proposals/{}", notice.subject),
        NoticeKind::JobCheckDue => return format!("/job-checks/{}", notice.subject),
        NoticeKind::NeighbourHelpSaid | NoticeKind::NeighbourHelpAnswered => return "/home/taking-part".into(),
        // An auditor reads the notice, but sees no accounts.
        NoticeKind::RoleGranted | NoticeKind::RoleRevoked => return "/notices".into(),
        _ => {}
    }
    let to_claimer = !notice.kind.as_str().starts_with("wish_");
    match actor {
        a if to_claimer && a.has(Role::Donor) => format!("/claims/{claim}"),
        a if to_claimer && a.is_staff() => format!("/desk/claims/{claim}"),
        a if a.household != 0 => format!("/home/wishes/{wish}"),
        a if a.is_staff() => format!("/desk/wishes/{wish}"),
        _ => format!("/claims/{claim}"),
    }
}

/// Says the key of a step, a standing or an outcome in words, with its day: `缴社保 · 2026-03-31`.
fn school_title(kind: NoticeKind, stored: &str) -> String {
    let (key, day) = stored.split_once(' ').unwrap_or((stored, ""));
    let prefix = match kind {
        NoticeKind::SchoolStepDue => "school-step",
        NoticeKind::SchoolDatesChanged => "school-standing",
        NoticeKind::SchoolPlaceClosed => "school-outcome",
        _ => return String::new(),
    };
    let said = lang().named(prefix, key);
    if day.is_empty() { said } else { format!("{said} · {day}") }
}

fn of_role(kind: NoticeKind) -> bool {
    matches!(kind, NoticeKind::RoleGranted | NoticeKind::RoleRevoked)
}

/// Reads the text of a notice about a role: the role with its area, and the name of the account that changed it.
fn role_and_account(text: &str) -> (String, String) {
    let mut lines = text.split('\n');
    let mut line = || lines.next().unwrap_or_default().to_owned();
    let (role, area_name, by) = (line(), line(), line());
    // An installation has no name; any number but 0 stands for an area with one.
    let area = i64::from(!area_name.is_empty());
    let role = role.parse::<Role>().map_or(role, |role| role_line(&GrantLine { role, area, area_name }));
    (role, by)
}

/// Translates the reason. Wishbridge stores its own as codes. A declined offer stores its reason code, then a line with free text.
fn reason(kind: NoticeKind, text: &str) -> String {
    let (key, words) = text.split_once('\n').unwrap_or((text, ""));
    match key.parse::<DeclineReason>() {
        Ok(DeclineReason::Other) if kind == NoticeKind::OfferDeclined => words.to_owned(),
        Ok(reason) if kind == NoticeKind::OfferDeclined => {
            let said = lang().named("offer-reason", reason.as_str());
            if words.is_empty() { said } else { format!("{said} {words}") }
        }
        _ if kind == NoticeKind::NeighbourHelpAnswered => lang().named("help-state", text),
        _ if kind == NoticeKind::JobChanged => lang().named("job-state", text),
        _ if kind == NoticeKind::ReferralChanged => lang().named("referral-state", text),
        _ => end_reason(text),
    }
}
