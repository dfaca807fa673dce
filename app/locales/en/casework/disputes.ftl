# What a family did not receive, or received broken; reversals of wrong hand-overs.

nav-disputes = Not received
desk-disputes = Not received or broken
home-disputes = What you said was wrong

dispute-ask = Not received, or broken?
dispute-title = Something is wrong
dispute-what = What is wrong
dispute-kind-not-received = I did not get it
dispute-kind-broken = It is broken
dispute-kind-wrong = It is not what it should be: another thing, size or number
dispute-words = Anything else
dispute-words-hint = Not needed. Only the coordinator reads it
dispute-voice-say = Press the microphone and say what happened
dispute-voice-hint = Up to a minute; press again to stop. Only your family and the coordinator can hear it.
dispute-voice-denied = The microphone did not open. You can tell the coordinator without.
dispute-photo-take = Take a picture of what is wrong
dispute-photo-hint = Not needed. Only your family and the coordinator can see it.
dispute-photo = Picture from the family
dispute-send = Tell the coordinator
dispute-note = The coordinator answers within 3 days. The person who handed it over does not decide, and does not see your words.
done-dispute-opened = The coordinator was told, and answers within 3 days.
done-dispute-recorded = Recorded for the family; the coordinator decides.

dispute-record = The family did not get it, or it is broken
dispute-record-note = Record it for the family; the coordinator decides, and the family is told. Write only what the family said.
dispute-how = How they said it
dispute-channel-family = on their own page
dispute-channel-visit = face to face
dispute-channel-phone = by phone

disputes-own-title = What you said was wrong
disputes-own-empty = You have not said that something was wrong
disputes-own-empty-text = If goods did not come, or came broken, tell the coordinator on the page of that wish.
dispute-answer-by = You get an answer by:
reversal-own = This hand-over was reversed. The goods:

disputes-title = Not received or broken
disputes-tab-waiting = To decide
disputes-tab-over = Decided
disputes-empty = Nothing to decide
disputes-empty-text = When a family did not get something, or got it broken, it is here.
dispute-of-order = Order No. { $n }
dispute-of-claim = Claim No. { $n }
dispute-goods = Goods
dispute-handed-by = Handed over by
dispute-said = Said
dispute-owner = In charge
dispute-no-owner = No coordinator yet; a higher one must take it
dispute-due = Answer by
dispute-late = Late
dispute-climbs = Passed up
dispute-climbs-n = { $n ->
    [one] once
   *[other] { $n } times
}
dispute-state-open = To decide
dispute-state-settled = Answered
dispute-state-withdrawn = Nothing to do
dispute-others-decide = Another coordinator decides: not the person who handed over, not the one who asked, and not the family itself.
dispute-settle = Decision
dispute-outcome = Outcome
dispute-outcome-brought = Brought after all
dispute-outcome-replaced = Replaced
dispute-outcome-returned = Taken back, to be done again
dispute-outcome-unsolved = Cannot be solved
dispute-outcome-note-brought = The family was asked, and has it
dispute-outcome-note-replaced = The shop records the other goods as usual
dispute-outcome-note-returned = The hand-over is void: the wish is open again, points are given back
dispute-outcome-note-unsolved = Write down clearly why
dispute-goal-note = For “Taken back”, say also where the goods are now.
dispute-answer = Words for the family
dispute-answer-hint = The family sees these words and your name
dispute-settle-do = Answer the family
done-dispute-settled = The family was told.

reversals-title = Reversed hand-overs
reversals-empty = No hand-over is to be reversed
reversals-empty-text = Goods that went to the wrong family: one person asks, another coordinator approves.
reversal-ask = A mistake: reverse the hand-over
reversal-ask-note = You ask, and another coordinator approves. Then the opposite is posted to the books, and the family is told.
reversal-goal = Where the goods go
reversal-goal-waiting = they wait, for the same family
reversal-goal-shelf = back on the shelf
reversal-goal-quarantine = to be inspected
reversal-goal-gone = they are lost
reversal-reason = What went wrong
reversal-reason-hint = The family reads this once it is approved
reversal-ask-do = Ask for the reversal
done-reversal-asked = Asked; another coordinator decides.
reversal-state-asked = To approve
reversal-state-approved = Reversed
reversal-state-refused = Not reversed
reversal-asked-by = Asked by
reversal-decided-by = Decided by
reversal-answer = Why not
reversal-journal = Journal
reversal-approve = Approve
reversal-approve-note = Goods and points go back at once; this cannot be changed later.
reversal-refuse = Do not reverse
reversal-refuse-do = Do not reverse this hand-over
done-reversal-approved = Reversed; the family was told.
done-reversal-refused = Not reversed; the person who asked was told.

notice-dispute-opened = A family says that “{ $title }” did not come or is not right. Please decide within 3 days.
notice-dispute-recorded = It is recorded for you that “{ $title }” is not right. The coordinator will answer.
notice-dispute-reminder = “{ $title }” is due tomorrow: please answer the family.
notice-dispute-late = “{ $title }” was not answered in time, and comes to you.
notice-dispute-settled = You said that “{ $title }” was not right. There is an answer.
notice-reversal-asked = A hand-over of “{ $title }” is to be reversed. Please decide.
notice-reversal-decided = You asked to reverse the hand-over of “{ $title }”. It was decided.
notice-hand-over-reversed = The hand-over of “{ $title }” was reversed. Ask your caseworker if you do not know why.
notice-claim-returned = “{ $title }”, which you gave, came back from the family. The wish is open again; the shop takes care of the goods.
