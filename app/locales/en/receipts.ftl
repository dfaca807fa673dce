# Offers, receiving, receipts and inspection.

nav-offers = Offers

offers-title = My offers
offers-new = I have something to give
offers-new-item = Give: { $item }
offers-empty = Nothing offered yet
offers-empty-text = Something good that you no longer use? Ask the shop first, then bring it.
offers-search = What would you give?
offers-none = Not among the pictures
offers-none-text = You can describe it in your own words.
offers-own = Not in the pictures: I will write it
offers-what-hint = For example: a child’s desk
offers-words = What should the shop know?
offers-words-hint = How old it is, whether the manual is there.
offers-photos = Photos, up to { $n }
offers-named = My name may be on the monthly notice
offers-note = The shop will answer soon. Please do not bring it yet.
offers-send = Ask the shop
offers-plenty = The shop has { $have } of these; it may ask you to keep it for now.
offers-wanted = The shop needs these: { $n } are missing.
offers-link = Something good to give away? Ask the shop first
field-thing = What it is
field-day = Day
field-outcome = Outcome
field-answer = Answer
field-giver = Brought by
field-organisation = Organisation
field-spent = Cost
field-row-size = Size
field-row-expires = Best before
field-row-state = Condition
field-row-cost = Cost

offer-units = { $n ->
    [one] { $n } piece
   *[other] { $n } pieces
}
offer-since = Offered
offer-named-name = Monthly notice
offer-named-yes = May be named
offer-photo = Photo { $n }
offer-day = Bring it
offer-place = To
offer-bring = Say number { $n } when you bring it.
offer-wait = The shop will look at it and tell you when and where to bring it. Please wait until then.
offer-receipt = See the receipt
offer-declined-thanks = Thank you for thinking of others. New needs appear among the wishes.
offer-see-wishes = See the wishes
offer-withdraw-ask = Changed your mind?
offer-withdraw-text = The shop will no longer wait for it.
offer-withdraw = Take the offer back
offer-now-offered = Waiting for the shop
offer-now-accepted = The shop would like it
offer-now-declined = Please keep it for now
offer-now-received = The shop has it. Thank you
offer-now-withdrawn = You took it back
offer-state-offered = Waiting
offer-state-accepted = Bring it
offer-state-declined = Declined
offer-state-received = Received
offer-state-withdrawn = Taken back
offer-reason-plenty = The shop has plenty of these; please do not bring more for now.
offer-reason-no-room = The shop has no room for something this large.
offer-reason-not-needed = No family has asked for this yet.
offer-reason-not-allowed = Things of this kind may not be passed on (hygiene or safety).
offer-reason-too-worn = It is too worn to be given on.
offer-reason-other = Something else, in your own words

shop-offers-title = Offers
shop-offers-waiting = To answer and to come
shop-offers-over = Done
shop-offers-none = Nobody is waiting for an answer
shop-offers-none-text = What people offer lines up here.
shop-offers-none-over = None done yet
shop-offers-none-over-text = Received, declined and withdrawn offers are kept here.
shop-offers-known = { $have } here, { $wanted } wanted
shop-offers-have = In the shop
shop-offers-wished = Missing for wishes
shop-offers-minimum = Minimum stock
shop-offers-where = Which shop shall get it?
shop-offers-day = By which day shall it be brought?
shop-offers-words = A word for the donor?
shop-offers-words-hint = For example: afternoons are quiet.
shop-offers-accept = Accept
shop-offers-accept-note = The donor gets the day and the address.
shop-offers-change-ask = Expected { $day }: change it?
shop-offers-change = Change the day
shop-offers-receive = It is here: receive it
shop-offers-decline-ask = Not this time
shop-offers-why = Why not?
shop-offers-decline-words = Anything to add?
shop-offers-decline-hint = The donor reads it; please be kind.
shop-offers-decline = Decline and tell the donor

receive-pictures = No barcode? Tap a picture
receive-all-condition = What was scanned is
receive-giver = Who brought it?
receive-giver-hint = It goes on the receipt. Leave it empty if they would rather not say.
receive-named = Agreed to be named on the monthly notice
receive-more = Grant, note
receive-organisation = Which organisation granted it?
receive-organisation-hint = If it is not listed, write it into the field above.
receive-cost = Cost
receive-cost-hint = For all of this together
receive-cost-sum = This list costs
receive-cost-before = On the receipt so far: { $cost }.
receive-yuan = yuan
receive-choose = Choose
receive-so-far = { $lines } kinds, { $n } pieces so far
receive-finish = Finish the receipt
receive-offers = Offers { $n }
receive-offer = { $donor } was going to bring { $title } × { $n }
receive-what = What is this? Barcode { $code }
receive-what-hint = Tap its picture and the code is known from now on.
receive-what-none = None of these?
receive-what-new = Add a new item
receive-what-nothing = Nothing found; try another word.
receive-any-size = Any size

receipts-title = Receipts
receipts-mine = My receipts
receipts-mine-empty = No receipts yet
receipts-mine-empty-text = When the shop has received what you brought, the receipt is here.
receipts-empty = No receipts yet
receipts-empty-text = The first goods that come in make the first receipt.
receipts-empty-here = There are no receipts like this.
receipts-all-origins = All origins
receipt-title = Receipt { $number }
receipt-word = Receipt
receipt-lines = Goods received
receipt-open = Still receiving
receipt-units = { $n ->
    [one] { $n } piece
   *[other] { $n } pieces
}
receipt-yuan = { $yuan } yuan
receipt-nobody = a kind person
receipt-from-donation = Received from { $giver }, as a donation:
receipt-from-claim = Received from { $giver }, for a wish they promised to fulfil:
receipt-from-grant = Received from { $giver }, as a grant:
receipt-from-purchase = Bought from { $giver }:
receipt-from-opening = Counted when the books were opened:
receipt-thanks = Thank you. Every piece will reach somebody who needs it.
receipt-by = Received by { $name }
receipt-stamp = Stamp:
receipt-note = Note: { $note }
receipt-reversed = put right
receipt-add = Receive more
receipt-named = The giver agreed to be named on the monthly notice.
receipt-not-named = The giver did not agree to be named; the notice says “a kind person”.
receipt-offer = Offer { $n }
receipt-to-offer = See my offer
receipt-to-claim = See my claim

inspect-title = To inspect
inspect-none = Nothing to inspect
inspect-none-text = Used appliances and goods past their date wait here first.
inspect-check = Needs a signed check
inspect-waits = { $n ->
    [0] Today
    [one] { $n } day
   *[other] { $n } days
}
inspect-since = In the books
inspect-receipt = See the receipt
inspect-told = If it is returned or written off, whoever brought it gets a thank-you and the reason.
inspect-ask = And?
inspect-pass = On to the shelf
inspect-pass-text = Clean, whole and working
inspect-return = Back to the donor
inspect-return-text = Cannot be passed on; to be fetched
inspect-write-off = Write off
inspect-write-off-text = Broken or past its date
inspect-reason = What was found, or why
inspect-reason-hint = Needed for a return or a write-off. The donor reads it; please be kind.
inspect-do = Record the outcome

done-offer-posted = The shop has been asked. You will hear from it.
done-offer-withdrawn = Taken back.
done-offer-accepted = { $donor } has been told to bring “{ $title }”.
done-offer-declined = { $donor } has been told to keep “{ $title }” for now.
done-receipt-lines = { $n } kinds, { $units } pieces received. Go on, or finish the receipt.
done-receipt-closed = The receipt is finished and can be printed.
done-inspect-passed = Lot { $lot }: { $n } on the shelf.
done-inspect-returned = Lot { $lot }: { $n } returned.
done-inspect-written-off = Lot { $lot }: { $n } written off.
