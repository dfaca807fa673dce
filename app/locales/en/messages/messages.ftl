# Messages that leave the installation, and the page on which each account chooses them.
# The phrase of a kind has no placeholder: no title, reason or name leaves with it.

message-title = Wishbridge
message-daily = { $n ->
    [one] 1 thing today:
   *[other] { $n } things today:
}
message-more = Have a look: { $link }
message-stop-mail = No more mails? One tap stops them: { $link }
message-stop-push = Stop these
message-confirm-title = Please confirm your address
message-confirm-text =
    This address was given to Wishbridge. Please open this link to confirm it; it works for two days:

    { $link }

    It was not you? Do nothing, and no other mail will come.

messages-title = How we tell you
messages-intro = News is always under “Notices”. We can also tell you in these ways: one short sentence, without names, addresses or reasons.
messages-none = Here we tell you under “Notices” only; text messages, mail and push are not set up.
messages-choices = When and how
messages-text = Text messages for what cannot wait (goods arrived, a day is near, your account changed)
messages-text-unproved = Your phone is not proved yet: text messages begin once you have signed in with a code, or changed your phone with one.
messages-mail = Mail (once your address is confirmed)
messages-digest = Everything else
messages-digest-each = One message each
messages-digest-at = One message a day, at { $hour }:00
messages-quiet-from = Quiet from
messages-quiet-to = Quiet until
messages-quiet-never = Any time is fine
messages-hour = { $hour }:00
messages-lang = Language
messages-save = Save
messages-address = Mail address
messages-address-hint = We send one mail first; open the link in it to confirm
messages-address-do = Send the mail
messages-address-sent = A mail is on its way to { $address }. Please open its link within two days.
messages-address-confirmed = Confirmed: { $address }
messages-address-remove = Remove this address
messages-push = On your phone or computer
messages-push-on = Tell me here
messages-push-hint = Your browser asks whether you agree. Signing out ends it.
messages-push-denied = The browser does not allow it. Allow notifications in its settings and try again.
messages-push-this = This one
messages-device-phone = Phone
messages-device-other = Computer or other device
messages-push-end = Stop
messages-stop = Stop all of it
messages-stop-note = News stays under “Notices”.
messages-link-stop = Stop messages
messages-link-stop-text = One tap stops them. News stays under “Notices” in Wishbridge.
messages-link-stop-do = { $channel ->
    [text] No more text messages
    [mail] No more mails
   *[other] No more of these
}
messages-link-confirm = Confirm your address
messages-link-confirm-text = Send news to { $address } from now on?
messages-link-confirm-do = Yes, send it there
message-channel-push = Push
message-channel-text = Text message
message-channel-mail = Mail
message-channel-bot = Bot of a group
message-end-read = Read meanwhile
message-end-stopped = Turned off
message-end-limit = The month’s text messages are used up
message-end-refused = Refused by the other side
message-end-gave-up = Could not be reached
message-end-unsure = No answer; it may have arrived
done-messages-set = Saved.
done-messages-stopped = All stopped. News stays under “Notices”.
done-message-stopped = Stopped; no more will come.
done-mail-asked = The mail is on its way; please open its link.
done-mail-confirmed = Your address is confirmed.
done-mail-forgotten = The address is removed.
done-push-on = We tell you here from now on.
done-push-ended = That device is not told any more.

unreached-title = Families not reached
unreached-empty = All families were reached
unreached-empty-text = Families whom a message did not reach are listed here.
unreached-note = None of the ways these families chose worked, and they have not read the notice. Please call or visit them.
unreached-household = Family { $household }
unreached-why = { $channel }: { $end }
unreached-told = I have told them
done-unreached-told = Noted. Thank you.

bots-title = Group bots and text messages
bots-intro = A bot says in a work group what has to be done here: one sentence each, without names or addresses.
bots-none = No bot yet
bots-new = Add a bot
bots-kind = Chat
bots-name = Name of the group
bots-address = Address of the bot (webhook)
bots-address-hint = Add a bot in the group’s settings and paste the whole address it gives you. It is not shown again.
bots-secret = Signing secret
bots-secret-hint = Only if you chose signing in DingTalk or Feishu
bots-add = Add
bots-remove = Remove
bots-said = Last spoke: { $date }
bots-silent = Has not spoken yet
bots-failed = The last message failed: { $end }
bot-kind-wecom = WeCom
bot-kind-dingtalk = DingTalk
bot-kind-feishu = Feishu / Lark
texts-title = Text messages
texts-used = { $used } sent this month, { $most } at most.
texts-most = Most in a month
texts-unit = messages
texts-save = Save
done-bot-added = The bot is added.
done-bot-removed = The bot is removed.
done-texts-set = Saved.

message-wish-published = A wish of your family is published.
message-wish-rejected = A wish of your family was not accepted; see why.
message-wish-expired = A wish ended without a donor; you can wish again.
message-wish-claimed = A donor took on a wish of your family.
message-wish-arrived = Your goods are in the shop. Bring your code.
message-wish-handed-over = Goods were handed over; please confirm.
message-wish-reopened = A donor could not come; we look for another.
message-wish-waiting = Your goods still wait in the shop. Bring your code.
message-wish-uncollected = Your goods went back; tell your caseworker.
message-wish-draft-waiting = A wish of your family is still a draft.
message-wish-draft-ended = A draft of your family was put away.
message-claim-reminder = What you promised is due soon.
message-claim-lapsed = A promise of yours ran out.
message-claim-overdue = Your parcel should be here; please check.
message-claim-missing = Goods on the way are overdue; did they come?
message-claim-not-arrived = Your goods did not arrive; the wish is open.
message-claim-unchecked = An appliance still waits for its check.
message-claim-shelved = Your goods help another family now. Thank you.
message-claim-arrived = The shop has your goods. Thank you.
message-claim-refused = The shop could not take your goods; see why.
message-claim-revoked = A claim of yours was withdrawn; do not bring it.
message-claim-handed-over = The family has your goods.
message-claim-confirmed = The family confirmed your goods.
message-standby-asked = It is your turn for a wish; please answer.
message-standby-passed = You cannot claim now, so the next donor is asked; you keep your place.
message-standby-missed = The time to answer has passed.
message-standby-ended = You need not stand by any more; do not buy.
message-shelves-asked = A wish needs goods from your shelf.
message-thanks-received = The family thanks you.
message-offer-accepted = The shop takes your goods; see when and where.
message-offer-declined = Please do not bring your goods this time.
message-offer-waiting = An offer of goods waits for an answer.
message-offer-missed = The day for your goods has passed.
message-offer-lapsed = An offer of yours has ended.
message-offer-received = The shop has your gift. Thank you.
message-goods-unfit = Some of your goods could not be used. Thank you.
message-order-reminder = Collect your order today. Bring your code.
message-order-expired = Your order was not collected; points are back.
message-order-cancelled = The shop cancelled your order; points are back.
message-order-collected = Your order was collected. Not by you? Tell us.
message-goods-expired = Goods are past their date; please look.
message-transfer-sent = Goods are on their way to you.
message-transfer-short = A delivery was incomplete.
message-transfer-waiting = A transfer is not finished.
message-take-waiting = A stock-take is not finished.
message-take-lapsed = A stock-take was cancelled.
message-take-sent-back = A stock-take came back; count again.
message-objection-made = A family objects to a reveal; please answer.
message-objection-answered = Your objection was answered.
message-move-asked = A family moves to your area; please answer.
message-move-accepted = A family was taken over.
message-move-declined = A family was not taken over.
message-move-called-back = A move was withdrawn.
message-household-moved = Your family belongs to a new area.
message-household-merged = Two files of your family became one.
message-consent-recorded = A consent of your family was recorded.
message-consent-withdrawn = A consent was withdrawn.
message-consent-refused = A refusal was recorded.
message-file-assigned = A family is in your care now.
message-correction-asked = A family asks to correct its file.
message-correction-answered = Your question about your file was answered.
message-card-issued = Your family got a new card. Not you? Tell us.
message-setup-code-issued = Your family got a set-up code. Not you? Tell us.
message-pin-cleared = Your PIN was removed; set a new one.
message-password-reset = Your password was reset. Not you? Tell us.
message-contact-changed = Your name or phone was changed. Not you? Tell us.
message-factor-removed = Your second factor was removed. Not you? Tell us.
message-role-granted = An account got a role; please look.
message-role-revoked = An account lost a role; please look.
message-dispute-opened = Goods are missing or broken; please decide.
message-dispute-recorded = Your caseworker noted missing goods for you.
message-dispute-reminder = A dispute is due tomorrow.
message-dispute-late = A dispute is late.
message-dispute-settled = Your dispute was decided.
message-reversal-asked = A hand-over is to be reversed.
message-reversal-decided = Your reversal was decided.
message-hand-over-reversed = A hand-over to your family was reversed.
message-claim-returned = Your goods came back; the wish is open.
