//! Events about families, their files, and accounts.

/// Adds these events to those before, and hands all to the next macro.
macro_rules! family_events {
    ($next:ident $($rest:ident)* { $($before:tt)* }) => {
        $next! { $($rest)* { $($before)*
            /// A count was sent back; `words` is the reason.
            StockTakeRejected(OfStockTake) = "stock_take_rejected",
            /// A count sheet waits to be finished or approved.
            StockTakeWaiting(OfStockTake) = "stock_take_waiting",
            /// A count sheet was left open and has ended.
            StockTakeLapsed(OfStockTake) = "stock_take_lapsed",
            /// A family objected to a reveal of its file.
            ObjectionFiled(OfObjection) = "objection_filed",
            /// An objection was answered.
            ObjectionAnswered(OfObjection) = "objection_answered",
            /// A family's relocation was requested.
            RelocationAsked(OfRelocation) = "relocation_asked",
            /// The new area took the family over.
            RelocationAccepted(OfRelocation) = "relocation_accepted",
            /// The new area declined.
            RelocationDeclined(OfRelocation) = "relocation_declined",
            /// The old area withdrew its request.
            RelocationRecalled(OfRelocation) = "relocation_recalled",
            /// A duplicate file was merged into this one.
            FilesMerged(OfHousehold) = "files_merged",
            /// A consent was recorded.
            ConsentRecorded(OfConsent) = "consent_recorded",
            /// A consent was withdrawn.
            ConsentWithdrawn(OfConsent) = "consent_withdrawn",
            /// A refusal was recorded.
            ConsentRefused(OfConsent) = "consent_refused",
            /// A file got another caseworker.
            FileAssigned(OfHousehold) = "file_assigned",
            /// A family asked for a correction of its file.
            CorrectionAsked(OfHousehold) = "correction_asked",
            /// A request for a correction was answered.
            CorrectionAnswered(OfHousehold) = "correction_answered",
            /// Staff wrote to a family; `words` is what they wrote.
            FamilyMessageSent(OfFamilyMessage) = "family_message_sent",
            /// Staff made a sign-in card for a family.
            CardIssued(OfHousehold) = "card_issued",
            /// Staff made a set-up code for a family.
            SetupCodeIssued(OfHousehold) = "setup_code_issued",
            /// Staff removed a family's PIN.
            PinCleared(OfHousehold) = "pin_cleared",
            /// An administrator replaced the password of an account.
            PasswordReset(OfAccount) = "password_reset",
            /// An administrator changed the name or the phone of an account.
            ContactChanged(OfAccount) = "contact_changed",
            /// An administrator removed the second factor of an account.
            FactorRemoved(OfAccount) = "factor_removed",
            /// A token for a program was made in the name of an account.
            TokenMade(OfAccount) = "token_made",
            /// An account of staff signed in from a browser that had not signed it in before.
            NewBrowser(OfAccount) = "new_browser",
            /// A backup failed, or one that was tried cannot be relied on.
            BackupFailed(OfAccount) = "backup_failed",
            /// An account got a role.
            RoleGranted(OfRole) = "role_granted",
            /// An account lost a role.
            RoleRevoked(OfRole) = "role_revoked",
            /// Goods that were handed over are missing or broken, says the family or staff for it.
            DisputeOpened(OfDispute) = "dispute_opened",
            /// A dispute is due tomorrow.
            DisputeDue(OfDispute) = "dispute_due",
            /// A dispute is late and belongs to the next higher coordinators.
            DisputeLate(OfDispute) = "dispute_late",
            /// A dispute was decided.
            DisputeSettled(OfDispute) = "dispute_settled",
            /// A pairing was proposed; helper and family are asked.
            PairingProposed(OfPairing) = "pairing_proposed",
            /// A pairing was declined.
            PairingDeclined(OfPairing) = "pairing_declined",
            /// Helper and family agreed to a pairing.
            PairingStarted(OfPairing) = "pairing_started",
            /// The end of a pairing was taken back.
            PairingResumed(OfPairing) = "pairing_resumed",
            /// A proposed pairing was not answered in time.
            PairingLapsed(OfPairing) = "pairing_lapsed",
            /// A pairing had no contact for 60 days.
            PairingSilent(OfPairing) = "pairing_silent",
            /// The year of a pairing ends in 30 days.
            PairingRenewal(OfPairing) = "pairing_renewal",
            /// A pairing ended.
            PairingEnded(OfPairing) = "pairing_ended",
            /// A family is asked on its page whether it wants something to which it may be entitled.
            EntitlementAsked(OfEntitlement) = "entitlement_asked",
            /// A family said whether it wants it.
            EntitlementAnswered(OfEntitlement) = "entitlement_answered",
            /// The office decided.
            EntitlementDecided(OfEntitlement) = "entitlement_decided",
            /// What a family wanted ended without a decision: too late, withdrawn, or it does not fit.
            EntitlementEnded(OfEntitlement) = "entitlement_ended",
            /// The last day to apply by a rule is near.
            EntitlementsClosing(OfEntitlementRule) = "entitlements_closing",
            /// What a rule found was not dealt with in time.
            EntitlementsLate(OfEntitlementRule) = "entitlements_late",
            /// A round was opened; its caseworkers have doors.
            RoundOpened(OfRound) = "round_opened",
            /// A caseworker got doors of a round.
            DoorsGiven(OfRound) = "doors_given",
            /// A round ends in three days, and doors are left.
            RoundDue(OfRound) = "round_due",
            /// A round has ended; doors that were not met are listed.
            RoundEnded(OfRound) = "round_ended",
            /// Staff follow a problem of a family from now on.
            CaseOpened(OfCase) = "case_opened",
            /// A case has another owner.
            CaseAssigned(OfCase) = "case_assigned",
            /// A step of a case is due tomorrow.
            CaseDue(OfCase) = "case_due",
            /// A case is late and went up.
            CaseLate(OfCase) = "case_late",
            /// The family said how its case stands.
            CaseFamilySaid(OfCase) = "case_family_said",
            /// A case was closed.
            CaseClosed(OfCase) = "case_closed",
            /// A closed case is open again, because the family says that it is not solved.
            CaseReopened(OfCase) = "case_reopened",
            /// Staff seek a school place for a child from now on.
            SchoolPlaceOpened(OfSchoolPlace) = "school_place_opened",
            /// A child's case has another owner.
            SchoolPlaceAssigned(OfSchoolPlace) = "school_place_assigned",
            /// The last day of a step comes near.
            SchoolStepDue(OfSchoolPlace) = "school_step_due",
            /// A child can be admitted earlier or later than was said before.
            SchoolDatesChanged(OfSchoolPlace) = "school_dates_changed",
            /// A family is to be asked again which months were paid.
            SchoolAskDue(OfSchoolPlace) = "school_ask_due",
            /// A child's case is late and went up.
            SchoolPlaceLate(OfSchoolPlace) = "school_place_late",
            /// A family took back that its months are kept.
            SchoolFactsStopped(OfSchoolPlace) = "school_facts_stopped",
            /// A child's case was closed.
            SchoolPlaceClosed(OfSchoolPlace) = "school_place_closed",
            /// A child's case is open again.
            SchoolPlaceReopened(OfSchoolPlace) = "school_place_reopened",
            /// The family said of a case of its child whether it ended well.
            SchoolPlaceSaid(OfSchoolPlace) = "school_place_said",
            /// A family is to be asked about a closed case.
            CallBackAsked(OfCallBack) = "call_back_asked",
            /// A family was not asked in time.
            CallBackLate(OfCallBack) = "call_back_late",
            /// A referral came to another state, which `words` names.
            ReferralChanged(OfReferral) = "referral_changed",
            /// A step of a referral is due soon.
            ReferralDue(OfReferral) = "referral_due",
            /// A step of a referral is due now.
            ReferralNow(OfReferral) = "referral_now",
            /// A referral is late and went up.
            ReferralLate(OfReferral) = "referral_late",
            /// An account does the work of another one that is on leave.
            DeputyNamed(OfWork) = "deputy_named",
            /// Household files and what is open in them went over to an account.
            WorkHandedOver(OfWork) = "work_handed_over",
            /// A family was not visited twice in a row; the next of the chain are told.
            VisitMissed(OfVisit) = "visit_missed",
            /// A finding is old, or the family says that it is not solved; the next of the chain are told.
            FindingRaised(OfFinding) = "finding_raised",
            /// What a household got was recorded.
            AidRecorded(OfHousehold) = "aid_recorded",
            /// A grant was reversed.
            AidReversed(OfHousehold) = "aid_reversed",
            /// Several offices talked about a family, which agreed to it.
            ConferenceHeld(OfHousehold) = "conference_held",
            /// A task of a conference was given to an account.
            MeasureGiven(OfMeasure) = "measure_given",
            /// A task of a conference was not done in time.
            MeasureRaised(OfMeasure) = "measure_raised",
            /// Collected money was not handed over in time.
            CollectionRaised(OfCollection) = "collection_raised",
            /// A household says that it helped another one, which is asked to confirm it.
            NeighbourHelpSaid(OfHelp) = "neighbour_help_said",
            /// Help of a neighbour was confirmed, refused, or not answered in time.
            NeighbourHelpAnswered(OfHelp) = "neighbour_help_answered",
        } }
    };
}
