# What people are told. `title` is the wish; a reason that somebody gave stands below.

notice-wish-published = “{ $title }” is published; everybody can see it.
notice-wish-rejected = “{ $title }” was not accepted.
notice-wish-expired = “{ $title }” expired before anybody claimed it. You may post it again.
notice-wish-claimed = Somebody claimed “{ $title }”.
notice-wish-arrived = “{ $title }” is in the shop; bring your pick-up code.
notice-wish-handed-over = “{ $title }” was handed over; please confirm that you have it.
notice-wish-reopened = The claim on “{ $title }” fell through; the wish is open again.
notice-claim-reminder = “{ $title }” is due soon; please bring it.
notice-claim-lapsed = The deadline for “{ $title }” passed; the wish is open to others again.
notice-claim-arrived = The shop has “{ $title }”. Thank you.
notice-claim-refused = The shop could not take “{ $title }”; please fetch it.
notice-claim-revoked = Your claim on “{ $title }” was taken back; you need not bring it.
notice-claim-handed-over = The family has “{ $title }”.
notice-claim-confirmed = The family confirmed “{ $title }”.
notice-thanks-received = The family wrote a thank-you for “{ $title }”.
notice-offer-accepted = The shop would like “{ $title }”. See when and where to bring it.
notice-offer-declined = Please keep “{ $title }” for now. Thank you for thinking of others.
notice-offer-received = “{ $title }” has arrived. Thank you. Here is your receipt.
notice-goods-unfit = Some of “{ $title }” could not be used. Thank you all the same for bringing it.
notice-order-reminder = Today you can collect order { $title }. Bring the code.
notice-order-expired = Nobody came for order { $title }. The goods are back on the shelf and your points are yours again.
notice-order-cancelled = The shop cancelled order { $title }. Your points are yours again.
notice-order-collected = Order { $title } was handed over. It was not you? Tell your caseworker at once.
notice-review-waiting = “{ $title }” waits for review.
notice-thanks-waiting = A thank-you waits to be passed on: { $title }
notice-goods-expired = Something at “{ $title }” is past its date and has left the shelf. Please look at it.
notice-transfer-sent = “{ $title }” has sent goods. Please receive them when they arrive.
notice-transfer-short = Not everything you sent to “{ $title }” arrived. Please say what became of it.

notices-title = Notices
notices-empty = No notices yet
notices-empty-text = What happens to wishes and claims is told here.
notices-unread = { $n } unread
notices-read = Mark all as read
notices-new = Unread
notices-reason = The reason: { $text }
