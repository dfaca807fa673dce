//! Which action comes next: weighed by what is there at that moment, so that long stories come to their end.

use domain::{claims::ClaimState, community::shifts::ShiftState, orders::OrderState, wishes::WishState};

use super::{life::Life, schedule::Action};

impl Life<'_> {
    /// Draws the next action. What has nothing to act on has no weight.
    pub(super) fn choose(&mut self) -> Action {
        let model = &self.model;
        let wishes = |state: WishState| model.wishes.values().filter(|wish| wish.state == state).count();
        let claims = |state: ClaimState| model.claims.values().filter(|claim| claim.state == state).count();
        let any = |many: usize, weight: usize| if many > 0 { weight } else { 0 };
        let (published, submitted) = (wishes(WishState::Published), wishes(WishState::Submitted));
        let open = model.wishes.keys().filter(|wish| model.free(**wish) > 0).count();
        let owed = claims(ClaimState::Pledged) + claims(ClaimState::OnTheWay);
        let (arrived, handed) = (claims(ClaimState::Arrived), claims(ClaimState::HandedOver));
        let live = model.standbys.iter().filter(|one| one.id != 0 && one.state.is_live()).count();
        let stock = usize::try_from(model.stock()).unwrap_or_default();
        let shifts = model.shifts.values().filter(|shift| shift.state == ShiftState::Open).count();
        let held = model.orders.values().filter(|order| order.state == OrderState::Held).count();
        let sent = model.transfers.values().filter(|one| one.open > 0 && !one.looked).count();
        let missing = model.transfers.values().filter(|one| one.open > 0 && one.looked).count();
        let referrals = model.referrals.len();
        let weighed = [
            (if published + submitted < 6 { 10 } else { 1 }, Action::PostWish),
            (any(submitted, 14), Action::PublishWish),
            (any(published, 1), Action::WithdrawWish),
            (any(open, 16), Action::TakeClaim),
            (any(open, 4), Action::RaceForUnits),
            (any(owed, 3), Action::SendGoods),
            (any(owed, 4), Action::CancelClaim),
            (any(owed, 8), Action::BringGoods),
            (any(owed, 2), Action::RefuseGoods),
            (any(owed + arrived, 3), Action::RevokeClaim),
            (any(arrived, 7), Action::HandOver),
            (any(handed, 5), Action::Confirm),
            (any(published, 12), Action::JoinLine),
            (any(live, 9), Action::AnswerAsk),
            (any(published.min(stock), 4), Action::FillWish),
            (if stock < 12 { 6 } else { 1 }, Action::Receive),
            (any(stock, 1), Action::WriteOff),
            (any(stock, 3), Action::SendTransfer),
            (any(sent, 4), Action::ReceiveTransfer),
            (any(missing, 4), Action::SettleTransfer),
            (any(sent, 1), Action::CallBack),
            (any(stock, 3), Action::CountShelf),
            (any(model.counts.len(), 5), Action::ApproveCount),
            (3, Action::GivePoints),
            (any(stock, 6), Action::PlaceOrder),
            (any(held, 4), Action::CollectOrder),
            (any(held, 2), Action::CancelOrder),
            (if shifts < 3 { 4 } else { 0 }, Action::OpenShift),
            (any(shifts, 8), Action::SignUp),
            (any(shifts, 4), Action::LeaveShift),
            (any(shifts, 2), Action::ChangePlaces),
            (any(shifts, 1), Action::CancelShift),
            (4, Action::RecordVisit),
            (if referrals < 12 { 3 } else { 0 }, Action::Refer),
            (any(referrals, 6), Action::AnswerReferral),
            (any(referrals, 4), Action::StepReferral),
            (14, Action::PassTime),
            (2, Action::JumpClock),
        ];
        Action::draw(&mut self.dice, &weighed)
    }

    pub(super) async fn act(&mut self, action: Action) -> Result<(), String> {
        match action {
            Action::PostWish => self.post_wish().await,
            Action::PublishWish => self.publish_wish().await,
            Action::WithdrawWish => self.withdraw_wish().await,
            Action::TakeClaim => self.take_claim().await,
            Action::RaceForUnits => self.race_for_units().await,
            Action::SendGoods => self.send_goods().await,
            Action::CancelClaim => self.cancel_claim().await,
            Action::BringGoods => self.bring_goods().await,
            Action::RefuseGoods => self.refuse_goods().await,
            Action::RevokeClaim => self.revoke_claim().await,
            Action::HandOver => self.hand_over().await,
            Action::Confirm => self.confirm().await,
            Action::JoinLine => self.join_line().await,
            Action::AnswerAsk => self.answer_ask().await,
            Action::FillWish => self.fill_wish().await,
            Action::Receive => self.receive().await,
            Action::WriteOff => self.write_off().await,
            Action::SendTransfer => self.send_transfer().await,
            Action::ReceiveTransfer => self.receive_transfer().await,
            Action::SettleTransfer => self.settle_transfer().await,
            Action::CallBack => self.call_back().await,
            Action::CountShelf => self.count_shelf().await,
            Action::ApproveCount => self.approve_count().await,
            Action::GivePoints => self.give_points().await,
            Action::PlaceOrder => self.place_order().await,
            Action::CollectOrder => self.collect_order().await,
            Action::CancelOrder => self.cancel_order().await,
            Action::OpenShift => self.open_shift().await,
            Action::SignUp => self.sign_up().await,
            Action::LeaveShift => self.leave_shift().await,
            Action::ChangePlaces => self.change_places().await,
            Action::CancelShift => self.cancel_shift().await,
            Action::RecordVisit => self.record_visit().await,
            Action::Refer => self.refer().await,
            Action::AnswerReferral => self.answer_referral().await,
            Action::StepReferral => self.step_referral().await,
            Action::PassTime => self.pass_time().await,
            Action::JumpClock => self.jump_clock().await,
        }
    }
}
