//! Events about wishes, claims, and goods.

/// Adds these events to those before, and hands all to the next macro.
macro_rules! wish_events {
    ($next:ident $($rest:ident)* { $($before:tt)* }) => {
        $next! { $($rest)* { $($before)*
            /// Staff published a wish.
            WishPublished(OfWish) = "wish_published",
            /// Staff rejected a wish; `words` is the reason.
            WishRejected(OfWish) = "wish_rejected",
            /// Staff look at a wish again: its publication or its rejection was taken back.
            WishBack(OfWish) = "wish_back",
            /// A wish ended without a claim.
            WishExpired(OfWish) = "wish_expired",
            /// A draft was not sent yet.
            WishDraftWaiting(OfWish) = "wish_draft_waiting",
            /// A draft was never sent and has ended.
            WishDraftEnded(OfWish) = "wish_draft_ended",
            /// A wish waits long for its review; its coordinators are told.
            WishReviewLate(OfReview) = "wish_review_late",
            /// A wish still waits for its review; its family is told whom to ask.
            WishReviewWaits(OfWish) = "wish_review_waits",
            /// A donor promised units of a wish.
            ClaimTaken(OfClaim) = "claim_taken",
            /// The claimer took back that it had ended the claim.
            ClaimRestored(OfClaim) = "claim_restored",
            /// A shop set goods from its shelf aside for a wish.
            WishFilled(OfClaim) = "wish_filled",
            /// The deadline of a promise is near.
            ClaimDue(OfClaim) = "claim_due",
            /// A promise ended at its deadline.
            ClaimLapsed(OfClaim) = "claim_lapsed",
            /// The claimed goods should have arrived; the claimer is asked where they are.
            ClaimOverdue(OfClaim) = "claim_overdue",
            /// The claimer did not say where overdue goods are; the shop is asked.
            ClaimMissing(OfGoods) = "claim_missing",
            /// Overdue goods did not arrive, and the wish is open again.
            ClaimNotArrived(OfClaim) = "claim_not_arrived",
            /// The claimer ended the claim.
            ClaimCancelled(OfClaim) = "claim_cancelled",
            /// Staff ended the claim; `words` is the reason.
            ClaimRevoked(OfClaim) = "claim_revoked",
            /// The claim ended because its wish did.
            ClaimEndedWithWish(OfClaim) = "claim_ended_with_wish",
            /// The claimed goods are in the shop.
            ClaimArrived(OfClaim) = "claim_arrived",
            /// The claimed goods passed the shop's check and wait for the family.
            ClaimSetAside(OfClaim) = "claim_set_aside",
            /// The claimed goods still wait in the shop for the family.
            ClaimWaiting(OfClaim) = "claim_waiting",
            /// A claimed appliance still waits for the shop's check.
            ClaimUnchecked(OfGoods) = "claim_unchecked",
            /// The family did not collect the claimed goods; `claimer` is 0 for goods of the shop.
            ClaimUncollected(OfClaim) = "claim_uncollected",
            /// Units whose goods were not collected are open again.
            ClaimReopened(OfClaim) = "claim_reopened",
            /// The shop refused the claimed goods; `words` is the reason.
            ClaimRefused(OfClaim) = "claim_refused",
            /// The family got the goods.
            ClaimHandedOver(OfClaim) = "claim_handed_over",
            /// The hand-over was confirmed, by the family, by time or with the file.
            ClaimConfirmed(OfClaim) = "claim_confirmed",
            /// The hand-over was reversed; `claimer` is 0 when the goods wait for the family again.
            ClaimReversed(OfClaim) = "claim_reversed",
            /// The hand-over was reversed, as the family hears by the answer to its dispute; else as `ClaimReversed`.
            ClaimReturned(OfClaim) = "claim_returned",
            /// Units of a wish are free, and the next in its line is asked for them.
            StandbyAsked(OfStandby) = "standby_asked",
            /// The donor may not claim now, and the next in the line is asked; it keeps its place.
            StandbyPassed(OfStandby) = "standby_passed",
            /// The donor who was asked did not answer in time.
            StandbyMissed(OfStandby) = "standby_missed",
            /// A place in the line ended, because its wish did or its donor belongs to another root area.
            StandbyEnded(OfStandby) = "standby_ended",
            /// No donor of the line brings the goods, and the shops with fitting stock have the turn.
            ShelvesAsked(OfStandby) = "shelves_asked",
            /// A wish is urgent from now on.
            UrgentMarked(OfUrgent) = "urgent_marked",
            /// A shop with fitting goods is asked for an urgent wish.
            UrgentShopAsked(OfUrgent) = "urgent_shop_asked",
            /// A person on duty is asked for an urgent wish.
            UrgentAsked(OfUrgent) = "urgent_asked",
            /// None of those who were asked brings an urgent wish: a coordinator is in charge.
            UrgentFell(OfUrgent) = "urgent_fell",
            /// An urgent wish was not taken for long: a coordinator decides whether it stays urgent.
            UrgentUndecided(OfUrgent) = "urgent_undecided",
            /// A wish stays urgent, and an account was named that sees to it.
            UrgentKept(OfUrgent) = "urgent_kept",
            /// A wish that goes on is not urgent any more.
            UrgentEnded(OfUrgent) = "urgent_ended",
            /// The referral that follows the goods of a wish is open.
            FollowOnOpened(OfReferral) = "follow_on_opened",
            /// The first application for a wish waits for a decision of staff.
            ApplicationFiled(OfApplication) = "application_filed",
            /// Applications for a wish still wait, and its caseworkers are reminded.
            ApplicationWaiting(OfApplication) = "application_waiting",
            /// Applications for a wish are late, and its coordinators are told.
            ApplicationLate(OfApplication) = "application_late",
            /// The donor of an application hears that its decision is late.
            ApplicationUnanswered(OfApplication) = "application_unanswered",
            /// Staff chose an application, which is a claim now.
            ApplicationChosen(OfApplication) = "application_chosen",
            /// Another donor or a shop brings the goods.
            ApplicationPassed(OfApplication) = "application_passed",
            /// The goods of others did not come, and a passed application waits again.
            ApplicationReopened(OfApplication) = "application_reopened",
            /// Staff declined an application; `words` is the reason.
            ApplicationDeclined(OfApplication) = "application_declined",
            /// An application ended, because its wish did or its donor belongs to another root area.
            ApplicationEnded(OfApplication) = "application_ended",
            /// A turn of a standing need opened and was claimed for the donor who brings all of them.
            NeedClaimed(OfNeed) = "need_claimed",
            /// A turn of a standing need opened, and could not be claimed for the donor who brings all of them.
            NeedSkipped(OfNeed) = "need_skipped",
            /// A standing need ended, and with it the promise to bring every turn.
            NeedEnded(OfNeed) = "need_ended",
            /// Staff let a family's thanks through to the claimer.
            ThanksReleased(OfClaim) = "thanks_released",
            /// An order is to be collected today.
            OrderDue(OfOrder) = "order_due",
            /// An order was not collected in time.
            OrderExpired(OfOrder) = "order_expired",
            /// The shop cancelled an order; `words` is the reason.
            OrderCancelled(OfOrder) = "order_cancelled",
            /// An order was handed over.
            OrderCollected(OfOrder) = "order_collected",
            /// The hand-over of an order was reversed.
            OrderReversed(OfOrder) = "order_reversed",
            /// A unit of a shop went out on loan.
            LoanMade(OfLoan) = "loan_made",
            /// The day of return of a loan is in three days.
            LoanSoon(OfLoan) = "loan_soon",
            /// A loan is to be returned today.
            LoanDue(OfLoan) = "loan_due",
            /// The day of return has passed; family and shop are told.
            LoanOverdue(OfLoan) = "loan_overdue",
            /// A loan is a week late, or later; coordinators are told.
            LoanLate(OfLoan) = "loan_late",
            /// The family says that it never got what is on loan to it.
            LoanDenied(OfLoan) = "loan_denied",
            /// The family asks to keep a loan longer.
            LoanExtensionAsked(OfLoan) = "loan_extension_asked",
            /// A loan has a later day of return.
            LoanExtended(OfLoan) = "loan_extended",
            /// The day of return of a loan stays.
            LoanNotExtended(OfLoan) = "loan_not_extended",
            /// A loan is to end as lost or given, and waits for a second person.
            LoanEndAsked(OfLoan) = "loan_end_asked",
            /// The second person refused an end of a loan, which stays out.
            LoanEndRefused(OfLoan) = "loan_end_refused",
            /// A loan ended.
            LoanEnded(OfLoan) = "loan_ended",
            /// A shop accepted an offer; `words` says when and where.
            OfferAccepted(OfOffer) = "offer_accepted",
            /// A shop declined an offer; `words` is the reason's key, and the shop's words on the next line.
            OfferDeclined(OfOffer) = "offer_declined",
            /// The offered goods are in the shop.
            OfferReceived(OfOffer) = "offer_received",
            /// An offer waits for an answer of a shop.
            OfferWaiting(OfOffer) = "offer_waiting",
            /// The day of an accepted offer has passed.
            OfferMissed(OfOffer) = "offer_missed",
            /// Nothing came of an offer, which has ended.
            OfferLapsed(OfOffer) = "offer_lapsed",
            /// Some goods of a receipt were unfit; `words` is the reason.
            GoodsUnfit(OfReceipt) = "goods_unfit",
            /// Expired goods were taken off a shelf.
            GoodsExpired(OfLocation) = "goods_expired",
            /// A location sent goods to another.
            TransferSent(OfTransfer) = "transfer_sent",
            /// Goods arrived incomplete.
            TransferShort(OfTransfer) = "transfer_short",
            /// A transfer waits to be received or settled.
            TransferWaiting(OfTransfer) = "transfer_waiting",
            /// Lots are recalled, and units have no outcome yet.
            RecallOpen(OfRecall) = "recall_open",
            /// A hand-over is to be reversed.
            ReversalAsked(OfReversal) = "reversal_asked",
            /// A reversal was approved or refused.
            ReversalDecided(OfReversal) = "reversal_decided",
        } }
    };
}
