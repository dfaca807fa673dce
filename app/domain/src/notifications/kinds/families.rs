//! Kinds of notices about families, their files, and accounts.

/// Adds these kinds to those before, and hands all to the next macro.
macro_rules! family_kinds {
    ($next:ident $($rest:ident)* { $($before:tt)* }) => {
        $next! { $($rest)* { $($before)*
            /// To coordinators: a family objects to reveals of its file; the subject is the objection.
            ObjectionMade = "objection_made",
            /// To the family: its objection was answered; the subject is the objection.
            ObjectionAnswered = "objection_answered",
            /// To the new area's caseworkers: a relocation was requested; the subject is the relocation.
            MoveAsked = "move_asked",
            /// To the old area: the relocation was accepted; the subject is the relocation.
            MoveAccepted = "move_accepted",
            /// To the old area: the relocation was declined; the subject is the relocation.
            MoveDeclined = "move_declined",
            /// To the new area: the relocation was withdrawn; the subject is the relocation.
            MoveCalledBack = "move_called_back",
            /// To the family: it was relocated to another area; the title is the area's name.
            HouseholdMoved = "household_moved",
            /// To the family: a duplicate of its file was merged; the title is the remaining file's id.
            HouseholdMerged = "household_merged",
            /// To the family: staff recorded a consent; the subject is the household.
            ConsentRecorded = "consent_recorded",
            /// To the other side, family or caseworkers: a consent was withdrawn; the subject is the household.
            ConsentWithdrawn = "consent_withdrawn",
            /// To the other side, family or caseworkers: a refusal was recorded; the subject is the household.
            ConsentRefused = "consent_refused",
            /// To a caseworker: a household was assigned; the subject is the household, the title its id.
            FileAssigned = "file_assigned",
            /// To a caseworker: the family asks for a correction; subject and title are the household, as above.
            CorrectionAsked = "correction_asked",
            /// To the family: its correction request was answered; the subject is the household.
            CorrectionAnswered = "correction_answered",
            /// To the family: staff wrote to it; the text is what they wrote.
            FamilyMessage = "family_message",
            /// To the family: staff made a sign-in card for it.
            CardIssued = "card_issued",
            /// To the family: staff made a code for it to set a password.
            SetupCodeIssued = "setup_code_issued",
            /// To the family: staff removed its PIN.
            PinCleared = "pin_cleared",
            /// To the account: an administrator replaced its password by a set-up code.
            PasswordReset = "password_reset",
            /// An administrator changed the name or the phone of the recipient.
            ContactChanged = "contact_changed",
            /// To the account: an administrator removed its second factor.
            FactorRemoved = "factor_removed",
            /// To the account: a token for a program was made in its name.
            TokenMade = "token_made",
            /// To staff: its account signed in by password from a browser that had not signed it in before.
            NewBrowser = "new_browser",
            /// To administrators of the installation: a backup failed, or one that was tried cannot be relied on.
            BackupFailed = "backup_failed",
            /// To the other accounts that assign or audit roles there: an account got a role; the subject is the account, the
            /// title its name.
            ///
            /// `text` has three lines: the role, the name of the area (empty for the installation), and the name of the account
            /// that did it.
            RoleGranted = "role_granted",
            /// As [`NoticeKind::RoleGranted`]: the account lost a role.
            RoleRevoked = "role_revoked",
            /// To coordinators: a family did not receive goods, or received them broken; the subject is the dispute.
            DisputeOpened = "dispute_opened",
            /// To the family: staff recorded for it that it did not receive goods; the subject is the dispute.
            DisputeRecorded = "dispute_recorded",
            /// To the coordinator in charge: a dispute is due tomorrow; the subject is the dispute.
            DisputeReminder = "dispute_reminder",
            /// To the next higher coordinators: a dispute is late; the subject is the dispute.
            DisputeLate = "dispute_late",
            /// To the family: its dispute was decided; the subject is the dispute.
            DisputeSettled = "dispute_settled",
            /// To helper and family: a pairing was proposed; the subject is the pairing.
            PairingProposed = "pairing_proposed",
            /// To helper and family: the other side does not want the pairing.
            PairingDeclined = "pairing_declined",
            /// To helper and family: both agreed to the pairing.
            PairingStarted = "pairing_started",
            /// To helper and family: the pairing goes on, its end was a mistake.
            PairingResumed = "pairing_resumed",
            /// To helper and family: the proposal was not answered in time.
            PairingLapsed = "pairing_lapsed",
            /// To coordinators: a pairing had no contact for 60 days; the subject is the pairing.
            PairingSilent = "pairing_silent",
            /// To helper and family: asks whether they go on for another year; the subject is the pairing.
            PairingRenewal = "pairing_renewal",
            /// To helper and family: the pairing ended.
            PairingEnded = "pairing_ended",
            /// To the family: asks whether it wants something to which it may be entitled; the subject is the entitlement.
            EntitlementAsked = "entitlement_asked",
            /// To the caseworker: the family said whether it wants it; as above.
            EntitlementAnswered = "entitlement_answered",
            /// To the family: the office decided; as above.
            EntitlementDecided = "entitlement_decided",
            /// To the family: nothing comes of what it wanted; as above.
            EntitlementEnded = "entitlement_ended",
            /// To caseworkers: the last day to apply is near; the subject is the rule, the title its name.
            EntitlementsClosing = "entitlements_closing",
            /// To coordinators: what a rule found was not dealt with in time; as above.
            EntitlementsLate = "entitlements_late",
            /// To caseworkers: a round was opened, and doors are theirs; the subject is the round.
            RoundOpened = "round_opened",
            /// To a caseworker: it got doors of a round; the subject is the round.
            DoorsGiven = "doors_given",
            /// To coordinators and caseworkers: a round ends in three days, and doors are left; the subject is the round.
            RoundDue = "round_due",
            /// To coordinators: a round has ended; the subject is the round.
            RoundEnded = "round_ended",
            /// To the family: staff follow its problem; the subject is the case, the title the key of its kind.
            CaseOpened = "case_opened",
            /// To a caseworker: it owns the case; as above.
            CaseAssigned = "case_assigned",
            /// To the owner: a step of the case is due tomorrow; as above.
            CaseDue = "case_due",
            /// To the next level and the owner: the case is late; as above.
            CaseLate = "case_late",
            /// To the owner: the family said how its case stands; as above.
            CaseFamilySaid = "case_family_said",
            /// To the family: its case was closed; as above.
            CaseClosed = "case_closed",
            /// To the family and the owner: the case is open again; as above.
            CaseReopened = "case_reopened",
            /// To the family: staff seek a school place for its child; the subject is the case.
            SchoolPlaceOpened = "school_place_opened",
            /// To a caseworker: it owns the case of a child; as above.
            SchoolPlaceAssigned = "school_place_assigned",
            /// To owner and family: the last day of a step comes near; the title is the key of the step and the day.
            SchoolStepDue = "school_step_due",
            /// To owner and family: the first day changed; the title is the key of the standing and the day.
            SchoolDatesChanged = "school_dates_changed",
            /// To the owner: the family is to be asked again; the subject is the case.
            SchoolAskDue = "school_ask_due",
            /// To the next level and the owner: the case of a child is late; as above.
            SchoolPlaceLate = "school_place_late",
            /// To the owner: the family took back that its months are kept; as above.
            SchoolFactsStopped = "school_facts_stopped",
            /// To the family: the case of its child was closed; the title is the key of the outcome.
            SchoolPlaceClosed = "school_place_closed",
            /// To owner and family: the case of a child is open again; the subject is the case.
            SchoolPlaceReopened = "school_place_reopened",
            /// To the owner: the family said of a case whether it ended well; as above.
            SchoolPlaceSaid = "school_place_said",
            /// To the account that is to ask: a call-back; the subject is the call-back, the title the key of the kind.
            CallBackAsked = "call_back_asked",
            /// To coordinators: a call-back is late; as above.
            CallBackLate = "call_back_late",
            /// To sender, office or family: the referral came to another state, which the text names; the subject is the
            /// referral, the title the name of the service.
            ReferralChanged = "referral_changed",
            /// To the sender and the office: a step is due soon; as above, without a text.
            ReferralDue = "referral_due",
            /// To the sender and the office: a step is due now; as above, without a text.
            ReferralNow = "referral_now",
            /// To the next level and the sender: the referral is late; as above, without a text.
            ReferralLate = "referral_late",
            /// To a deputy: it does the work of another account; the title is that account's name.
            DeputyNamed = "deputy_named",
            /// To a caseworker: it got files of another account; the title is that account's name, the subject the
            /// number of files.
            WorkHandedOver = "work_handed_over",
            /// To the next of the chain: a family was not visited twice in a row; the subject is the visit, the title the
            /// household's number.
            VisitMissed = "visit_missed",
            /// To the next of the chain: a finding is old or not solved; the subject is the finding, the title the household's
            /// number.
            FindingRaised = "finding_raised",
            /// To the family: several offices talked about it, as it agreed.
            ConferenceHeld = "conference_held",
            /// To an account: it has a task of a conference; the subject is the conference, the title the household's number.
            MeasureGiven = "measure_given",
            /// To the owner and the next of the chain: a task of a conference is late; as above.
            MeasureRaised = "measure_raised",
            /// To the family: what it got was recorded.
            AidRecorded = "aid_recorded",
            /// To the family: what was recorded was reversed.
            AidReversed = "aid_reversed",
            /// To the owner and the next of the chain: collected money was not handed over in time; the subject is the
            /// collection, the title the household's number.
            CollectionRaised = "collection_raised",
            /// To the helped family: a neighbour says that it helped, and it is to confirm; the subject is the help.
            NeighbourHelpSaid = "neighbour_help_said",
            /// To the helper's family: what came of the help that it said, which the text names; the subject is the help.
            NeighbourHelpAnswered = "neighbour_help_answered",
        } }
    };
}
