# Messages that leave the installation, and the page on which each account chooses them.

message-title = ئارزۇ كۆۋرۈكى
messages-title = سىزگە قانداق خەۋەر قىلىمىز
messages-intro = ئۇچۇرلار «ئۇچۇرلار» دا تۇرىدۇ. بۇلاردىن باشقا، تۆۋەندىكىدەك خەۋەر قىلساقمۇ بولىدۇ: بىر جۈملە سۆز، ئىسىم، ئادرېس ۋە سەۋەب يېزىلمايدۇ.
messages-none = بۇ يەردە پەقەت «ئۇچۇرلار» دا خەۋەر قىلىنىدۇ، قىسقا ئۇچۇر، ئېلخەت ۋە ئەسكەرتىش ئېچىلمىغان.
messages-choices = قاچان ۋە قانداق
messages-text = كۈتكىلى بولمايدىغان ئىشلاردا قىسقا ئۇچۇر ئەۋەتىش (نەرسە كەلدى، ۋاقىت يېقىنلاشتى، ھېسابات ئۆزگەردى)
messages-text-unproved = يانفون نومۇرىڭىز تېخى دەلىللەنمىدى: دەلىللەش كودى بىلەن بىر قېتىم كىرگەندىن كېيىن قىسقا ئۇچۇر ئەۋەتىمىز.
messages-mail = ئېلخەت ئەۋەتىش (ئادرېس جەزملەنگەندىن كېيىن)
messages-digest = باشقا ئىشلار
messages-digest-each = ھەر بىرىنى ئايرىم
messages-digest-at = كۈنىگە بىر قېتىم، سائەت { $hour } دە
messages-quiet-from = بۇ سائەتتىن باشلاپ ئاۋارە قىلماڭلار
messages-quiet-to = بۇ سائەتتىن كېيىن بولىدۇ
messages-quiet-never = قايسى ۋاقىت بولسا بولىدۇ
messages-hour = سائەت { $hour }
messages-save = ساقلاش
messages-address = ئېلخەت ئادرېسى
messages-address-hint = ئاۋۋال بىر خەت ئەۋەتىمىز، ئىچىدىكى ئۇلانمىنى ئاچسىڭىز ھېسابلىنىدۇ
messages-address-do = جەزملەش خېتىنى ئەۋەتىش
messages-address-sent = خەت { $address } غا ئەۋەتىلدى، ئىككى كۈن ئىچىدە ئېچىڭ.
messages-address-confirmed = جەزملەندى: { $address }
messages-address-remove = بۇ ئادرېسنى ئېلىۋېتىش
messages-push = يانفون ياكى كومپيۇتېردا ئەسكەرتىش
messages-push-on = ماڭا مۇشۇ يەردە ئەسكەرت
messages-push-hint = توركۆرگۈ قوشۇلامسىز دەپ سورايدۇ. چېكىنسىڭىز ئەسكەرتمەيدۇ.
messages-push-denied = توركۆرگۈ ئەسكەرتىشكە يول قويمىدى. تەڭشەكتىن يول قويۇپ، يەنە سىناڭ.
messages-push-this = مۇشۇ ئۈسكۈنە
messages-device-phone = يانفون
messages-device-other = كومپيۇتېر ياكى باشقا ئۈسكۈنە
messages-push-end = توختىتىش
messages-stop = ھەممىنى توختىتىش
messages-stop-note = توختاتسىڭىزمۇ ئۇچۇرلار «ئۇچۇرلار» دا تۇرىدۇ.
messages-link-stop = ئەمدى ئەۋەتمەسلىك
messages-link-stop-text = توختىتىش ئۈچۈن بىر قېتىم بېسىڭ. ئۇچۇرلار «ئۇچۇرلار» دا تۇرىدۇ.
messages-link-stop-do = { $channel ->
    [text] قىسقا ئۇچۇر ئەۋەتمەڭلار
    [mail] ئېلخەت ئەۋەتمەڭلار
   *[other] ئەسكەرتمەڭلار
}
messages-link-confirm = ئېلخەت ئادرېسىنى جەزملەش
messages-link-confirm-text = بۇندىن كېيىن خەۋەرنى { $address } غا ئەۋەتىمىز، شۇنداقمۇ؟
messages-link-confirm-do = شۇنداق، شۇ يەرگە ئەۋەتىڭلار
done-messages-set = ساقلاندى.
done-messages-stopped = ھەممىسى توختىتىلدى. ئۇچۇرلار «ئۇچۇرلار» دا تۇرىدۇ.
done-message-stopped = توختىتىلدى، ئەمدى ئەۋەتىلمەيدۇ.
done-mail-asked = خەت ئەۋەتىلدى، ئېلخېتىڭىزنى ئېچىڭ.
done-mail-confirmed = ئېلخەت ئادرېسى جەزملەندى.
done-mail-forgotten = ئادرېس ئېلىۋېتىلدى.
done-push-on = بۇندىن كېيىن مۇشۇ يەردە ئەسكەرتىمىز.
done-push-ended = ئۇ ئۈسكۈنە ئەمدى ئەسكەرتمەيدۇ.

message-wish-arrived = نەرسىڭىز دۇكانغا كەلدى، ئېلىش كودىنى ئېلىپ كېلىڭ.
message-wish-back = ئائىلىڭىزنىڭ بىر ئارزۇسى قايتا كۆرۈلمەكتە.
message-wish-review-waits = بىر ئارزۇيىڭىز تېخى كۆرۈلمىدى، مەھەللە خادىمىدىن سوراڭ.
message-wish-waiting = نەرسىڭىز دۇكاندا سىزنى كۈتۈۋاتىدۇ، ئېلىش كودىنى ئېلىپ كېلىڭ.
message-order-reminder = بۈگۈن زاكازىڭىزنى ئالسىڭىز بولىدۇ، ئېلىش كودىنى ئۇنتۇماڭ.
message-appointment-booked = سىز ئۈچۈن بىر ئۇچرىشىش بېكىتىلدى.
message-appointment-cancelled = بىر ئۇچرىشىش بىكار قىلىندى.
message-appointment-soon = ئەتە بىر ئۇچرىشىشىڭىز بار.
message-question-answered = سوئالىڭىزغا جاۋاب كەلدى.
message-question-unanswered = سوئالىڭىزغا جاۋاب كەلمىدى، يەنە بىر سوراڭ.
message-course-offered = ساقلىغان پائالىيەتتە ئورۇن چىقتى، تېز جاۋاب بېرىڭ.
message-course-cancelled = تىزىملاتقان پائالىيەت بىكار قىلىندى.
message-course-revived = تىزىملاتقان پائالىيەت پىلان بويىچە ئۆتكۈزۈلىدۇ.
message-group-notice-posted = مەھەللە گۇرۇپپىسىدا يېڭى ئۇقتۇرۇش بار، ئېچىپ كۆرۈڭ.
message-neighbour-help-said = بىر قوشنىڭىز ئائىلىڭىزگە ياردەم قىلغانلىقىنى ئېيتتى، جەزملەشتۈرۈڭ.
message-neighbour-help-answered = قوشنىغا قىلغان ياردىمىڭىز توغرىسىدا جاۋاب بار.
