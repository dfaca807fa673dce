//! Kinds of notices about wishes, claims, and goods.

/// Adds these kinds to those before, and hands all to the next macro.
macro_rules! wish_kinds {
    ($next:ident $($rest:ident)* { $($before:tt)* }) => {
        $next! { $($rest)* { $($before)*
            /// To the family: staff published the wish.
            WishPublished = "wish_published",
            /// To the family: staff rejected the wish; `text` is the reason.
            WishRejected = "wish_rejected",
            /// To the family: staff look at the wish again.
            WishBack = "wish_back",
            /// To the family: the wish was not claimed in time.
            WishExpired = "wish_expired",
            /// To the family: the wish was claimed.
            WishClaimed = "wish_claimed",
            /// To the family: the goods are in the shop, to be collected with the code.
            WishArrived = "wish_arrived",
            /// To the family: asks to confirm the hand-over.
            WishHandedOver = "wish_handed_over",
            /// To the family: a claim ended early, the wish is open again.
            WishReopened = "wish_reopened",
            /// To the family: the goods still wait in the shop.
            WishWaiting = "wish_waiting",
            /// To the family: the goods were not collected and are on the shelf again; its caseworker asks what it needs.
            WishUncollected = "wish_uncollected",
            /// To the family: a draft was not sent yet.
            WishDraftWaiting = "wish_draft_waiting",
            /// To the family: a draft was never sent and has ended.
            WishDraftEnded = "wish_draft_ended",
            /// To coordinators: a wish has waited long for its review.
            WishReviewLate = "wish_review_late",
            /// To the family: the wish still waits for its review; says whom to ask.
            WishReviewWaits = "wish_review_waits",
            /// To the claimer: the deadline is near.
            ClaimReminder = "claim_reminder",
            /// To the claimer: the deadline passed, the wish is open again.
            ClaimLapsed = "claim_lapsed",
            /// To the claimer: the goods should have arrived; asks where they are.
            ClaimOverdue = "claim_overdue",
            /// To shopkeepers: goods on the way are overdue; asks whether they came.
            ClaimMissing = "claim_missing",
            /// To the claimer: the goods did not arrive, the wish is open again.
            ClaimNotArrived = "claim_not_arrived",
            /// To shopkeepers: a used appliance still waits for its check.
            ClaimUnchecked = "claim_unchecked",
            /// To the claimer: the family did not collect the goods, which are on the shelf for others.
            ClaimShelved = "claim_shelved",
            /// To the claimer: the shop has the goods.
            ClaimArrived = "claim_arrived",
            /// To the claimer: the shop rejected the goods; `text` is the reason.
            ClaimRefused = "claim_refused",
            /// To the claimer: staff revoked the claim; `text` is the reason.
            ClaimRevoked = "claim_revoked",
            /// To the claimer: the goods were handed to the family.
            ClaimHandedOver = "claim_handed_over",
            /// To the claimer: the family confirmed.
            ClaimConfirmed = "claim_confirmed",
            /// To a standby: a claim ahead fell through; asks whether the donor brings the goods. The subject is the place.
            StandbyAsked = "standby_asked",
            /// To a standby: it may not claim now, and the next is asked; it keeps its place, which is the subject.
            StandbyPassed = "standby_passed",
            /// To a standby: the time to answer passed, and the next is asked; the subject is the place.
            StandbyMissed = "standby_missed",
            /// To a standby: the wish does not need it any more; the subject is the place.
            StandbyEnded = "standby_ended",
            /// To shopkeepers with fitting stock: no donor brings the goods; the subject is the turn of the shelves.
            ShelvesAsked = "shelves_asked",
            /// To the family: its wish is urgent, and those on duty are asked.
            UrgentMarked = "urgent_marked",
            /// To shopkeepers: an urgent wish could be filled from the shelf; the subject is the ask.
            UrgentShopAsked = "urgent_shop_asked",
            /// To a person on duty: it is asked for an urgent wish; the subject is the ask.
            UrgentAsked = "urgent_asked",
            /// To a coordinator: none of those on duty brings an urgent wish.
            UrgentFell = "urgent_fell",
            /// To a coordinator: an urgent wish was not taken for long, and it is to be decided whether it stays urgent.
            UrgentUndecided = "urgent_undecided",
            /// To the family, and to staff who posted the wish: it stays urgent, and an account sees to it.
            UrgentKept = "urgent_kept",
            /// To the family, and to staff who posted the wish: it is not urgent any more, and stays open.
            UrgentEnded = "urgent_ended",
            /// To the caseworker: the referral that follows the goods is open; the subject is the referral, the title the name
            /// of the service.
            FollowOnOpened = "follow_on_opened",
            /// To the donor who brings every turn of a standing need: a turn opened, and was claimed for it.
            NeedClaimed = "need_claimed",
            /// To that donor: a turn opened, but it may not claim now, so it is open to others.
            NeedSkipped = "need_skipped",
            /// To that donor: the standing need ended, or its promise to bring every turn.
            NeedEnded = "need_ended",
            /// To caseworkers: a donor applied for a costly wish; the subject is the application.
            ApplicationFiled = "application_filed",
            /// To caseworkers: applications still wait; the subject is the first of them.
            ApplicationWaiting = "application_waiting",
            /// To coordinators: applications are late; the subject is the first of them.
            ApplicationLate = "application_late",
            /// To the donor: the decision about its application is late; the subject is the application.
            ApplicationUnanswered = "application_unanswered",
            /// To the donor: its application was chosen and is a claim now.
            ApplicationChosen = "application_chosen",
            /// To the donor: another one brings the goods; the subject is the application.
            ApplicationPassed = "application_passed",
            /// To the donor: the goods of others did not come, its application waits again; the subject is the application.
            ApplicationReopened = "application_reopened",
            /// To the donor: staff declined its application; the subject is the application, `text` is the reason.
            ApplicationDeclined = "application_declined",
            /// To the donor: the wish ended; the subject is the application.
            ApplicationEnded = "application_ended",
            /// To the claimer: the family sent thanks.
            ThanksReceived = "thanks_received",
            /// To the donor: the shop accepts the offer, which says when and where.
            OfferAccepted = "offer_accepted",
            /// To the donor: the shop declined the offer; `text` has the reason's key.
            ///
            /// The shop's own words follow on the next line.
            OfferDeclined = "offer_declined",
            /// To shopkeepers: an offer waits for an answer; the subject is the offer.
            OfferWaiting = "offer_waiting",
            /// To the donor: the day of an accepted offer has passed; the subject is the offer.
            OfferMissed = "offer_missed",
            /// To the donor: nothing came of an offer, which has ended; the subject is the offer.
            OfferLapsed = "offer_lapsed",
            /// To the donor: the offered goods are in the shop; the subject is the receipt.
            OfferReceived = "offer_received",
            /// To the donor: some goods of a receipt were unfit; `text` is the reason.
            GoodsUnfit = "goods_unfit",
            /// To the family: its order is due for pick-up today.
            OrderReminder = "order_reminder",
            /// To the family: the order was not collected in time; goods and points were given back.
            OrderExpired = "order_expired",
            /// To the family: the shop cancelled the order; `text` is the reason.
            OrderCancelled = "order_cancelled",
            /// To the family: the order was handed over.
            OrderCollected = "order_collected",
            /// To the family: something is on loan to it; the subject is the loan, as in all of these.
            LoanMade = "loan_made",
            /// To the family: it brings the loan back in three days.
            LoanSoon = "loan_soon",
            /// To the family: it brings the loan back today.
            LoanDue = "loan_due",
            /// To the family: the day of return has passed.
            LoanOverdue = "loan_overdue",
            /// To the shop: a loan is not back.
            LoanNotBack = "loan_not_back",
            /// To coordinators: a loan is late.
            LoanLate = "loan_late",
            /// To coordinators: the family says that it never got the loan.
            LoanDenied = "loan_denied",
            /// To the shop: the family asks to keep the loan longer.
            LoanExtensionAsked = "loan_extension_asked",
            /// To the family: the loan has a later day of return.
            LoanExtended = "loan_extended",
            /// To the family: the day of return stays.
            LoanNotExtended = "loan_not_extended",
            /// To shop and coordinators: an end of a loan waits for a second person.
            LoanEndAsked = "loan_end_asked",
            /// To the account that asked for an end of a loan: the second person refused it; as above.
            LoanEndRefused = "loan_end_refused",
            /// To the family: the loan ended.
            LoanEnded = "loan_ended",
            /// To shopkeepers: expired goods were taken off the shelf; the subject is the location.
            GoodsExpired = "goods_expired",
            /// To shopkeepers: another location sent goods; the subject is the transfer.
            TransferSent = "transfer_sent",
            /// To shopkeepers: goods they sent arrived incomplete; the subject is the transfer.
            TransferShort = "transfer_short",
            /// To shopkeepers: a transfer still waits to be received or settled; the subject is the transfer.
            TransferWaiting = "transfer_waiting",
            /// To shops and caseworkers: goods are recalled; the subject is the recall.
            RecallOpen = "recall_open",
            /// To shopkeepers: a count sheet still waits to be finished or approved; the subject is the sheet.
            TakeWaiting = "take_waiting",
            /// To shopkeepers: a count sheet was left open and has ended; the subject is the sheet.
            TakeLapsed = "take_lapsed",
            /// To the counter: a count sheet was sent back; the subject is the sheet, `text` is the reason.
            TakeSentBack = "take_sent_back",
            /// To coordinators: a hand-over is to be reversed; the subject is the reversal.
            ReversalAsked = "reversal_asked",
            /// To the account that asked: the reversal was approved or refused; the subject is the reversal.
            ReversalDecided = "reversal_decided",
            /// To the family: a hand-over was reversed; the subject is the order, or 0 for a claim.
            HandOverReversed = "hand_over_reversed",
            /// To the claimer: the goods came back from the family, and the wish is open again.
            ClaimReturned = "claim_returned",
        } }
    };
}
