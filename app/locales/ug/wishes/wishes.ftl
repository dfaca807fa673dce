# The feed and one wish.

feed-title = ئارزۇلار
feed-intro = يېقىندىكى ئائىلىلەرگە كېرەكلىك نەرسىلەر، مېھىر تاللا بازىرىغا ئەكەلسىڭىزلا بولىدۇ.
feed-search = نەرسە ئىزدەش
feed-categories = تۈرلەر
feed-conditions = شەرتلەر
feed-order = تەرتىپى
feed-order-fair = ياردەم ئالمىغانلار ئالدىدا
feed-order-waiting = ئۇزۇن كۈتكەنلەر ئالدىدا
feed-order-ending = ۋاقتى توشايدىغانلار ئالدىدا
feed-order-cost = ئەرزانلار ئالدىدا
feed-order-near = تاللانغان رايون ئالدىدا
wish-bring-one-of = مۇشۇ رايوندىكى مېھىر تاللا بازىرىغا ({ $n } دۇكان) ئەكېلىڭ؛ كىرگەندىن كېيىن قايسىسى ئىكەنلىكى كۆرۈنىدۇ.
feed-area = رايون
feed-all-areas = ھەممە رايون
feed-cost-up-to = { $n } يۈەندىن ئاشمايدۇ
feed-empty = ھازىر كۈتۈۋاتقان ئارزۇ يوق
feed-empty-text = ھەممىسىنى بىرى ئۈستىگە ئالدى. بىرنەچچە كۈندىن كېيىن يەنە كۆرۈڭ.
feed-none-found = بۇنداق ئارزۇ يوق
feed-none-found-text = باشقا تۈرنى ياكى باشقا رايوننى كۆرۈپ بېقىڭ.
feed-show-all = ھەممە ئارزۇنى كۆرۈش

wish-left = يەنە { $n } كەم
wish-none-left = بىرى ئۈستىگە ئالدى
wish-in-stock = دۇكاندا بار
wish-claim = بۇ ئارزۇنى ئۈستۈمگە ئالىمەن
wish-claim-short = ئۈستۈمگە ئالىمەن
wish-claim-named = ئۈستىگە ئېلىش: { $title }
wish-own-shelf = بۇ يەردىكى باشقا نەرسىلەر
wish-months = نەچچە قېتىم؟
wish-months-once = بىر قېتىم
wish-months-every = ھەر ئايدا بىر قېتىم، { $n } ئاي
need-turn = ھەر ئايدا بىر قېتىم، { $n }-قېتىم، جەمئىي { $of } قېتىم
need-stop-fold = ئەمدى ھەر ئايدا كېرەك ئەمەس
need-stop-note = بۇ ئايدىكىسى ئۆزگەرمەيدۇ، كېيىنكى ئايلاردا ئارزۇ يوللانمايدۇ.
need-stop = ئەمدى كېرەك ئەمەس
done-need-stopped = بولىدۇ، كېيىنكى ئايلاردا ئارزۇ يوللانمايدۇ.
wish-free-name = باشقا نەرسە
wish-free-text = تىزىملىكتە يوق نەرسىنى ئۆز سۆزىڭىز بىلەن يېزىڭ. مەھەللە خادىمى كۆرگەندىن كېيىن ئاندىن باشقىلار كۆرىدۇ.
wish-free-title = نېمە كېرەك؟
wish-free-hint = قىسقىچە يېزىڭ، مەسىلەن: قوناق ئۇرۇقى
wish-free-symbol = قايسىسى ئوخشايدۇ؟
free-symbol-seed = ئۇرۇق
free-symbol-fertiliser = ئوغۇت
free-symbol-aid = ياردەمچى سايمان
free-symbol-tool = قورال
free-symbol-other = باشقا
wish-fulfilled = بۇ ئارزۇ ئەمەلگە ئاشتى.
wish-just-taken = بۇ ئارزۇنى بىرى ئۈستىگە ئالدى.
wish-just-taken-similar = بۇ ئارزۇنى بىرى ئۈستىگە ئالدى، ئوخشاش يەنە { $n } سى بار.
wish-not-public = بۇ ئارزۇ ھازىر ئاشكارا كۆرسىتىلمەيدۇ.
wish-area = جاي
wish-cost = تەخمىنەن
wish-wanted = كېرەكلىكى
wish-until = كۆرسىتىلىدىغان ۋاقىت
wish-units = { $n } دانە
wish-how = ئۈستىڭىزگە ئالغاندىن كېيىن نەرسىنى مېھىر تاللا بازىرىغا ئەكېلىڭ، دۇكان خادىمى ئائىلىگە تاپشۇرىدۇ.
wish-in-stock-note = مېھىر تاللا بازىرىدىمۇ بار. سىز ئۈستىڭىزگە ئالسىڭىز سىز ئەكېلىسىز؛ ھېچكىم ئالمىسا، دۇكان ئۆزى بېرىدۇ.
wish-similar = ئوخشاش ئارزۇلار
wish-photo = سۈرەت: { $title }

# Hearing instead of reading, saying instead of writing, and what comes after a wish was sent.

speak-page = ماڭا ئوقۇپ بېرىش
speak-hear = ئاڭلاش:
speak-synthetic = ئوقۇپ بېرىدىغان ئاۋازنى كومپيۇتېر ياسىغان.

voice-say = مىكروفوننى بېسىپ، نېمىشقا كېرەكلىكىنى ئېيتىڭ
voice-record = ئاۋاز ئېلىش
voice-hint = ئەڭ ئۇزۇن بىر مىنۇت، يەنە باسسىڭىز توختايدۇ. پەقەت ئائىلىڭىز ۋە مەھەللە خادىمى ئاڭلىيالايدۇ.
voice-listen = ئاۋازنى ئاڭلاش
voice-drop = بۇ ئاۋاز كېرەك ئەمەس
voice-file = ياكى ئېلىنغان ئاۋازنى تاللاڭ
voice-denied = مىكروفون ئېچىلمىدى. ئاۋازسىز يوللىسىڭىزمۇ بولىدۇ.
voice-who-hears = پەقەت ئائىلىڭىز ۋە مەھەللە خادىمى ئاڭلىيالايدۇ.
photo-take = نەرسىنى سۈرەتكە ئېلىش
photo-kept = مۇشۇ سۈرەتنى ئەۋەتىمەن
photo-hint = نەرسىنىلا سۈرەتكە ئېلىڭ، ئادەمنى ئالماڭ. كۆرۈپ چىقىلغاندىن كېيىن ھەممە كىشى كۆرەلەيدۇ.
field-voice = ئاۋاز

sent-title = يوللاندى
sent-next = كېيىن
sent-next-read = مەھەللە خادىمى ئاڭلايدۇ ۋە كۆرىدۇ
sent-next-claim = بىرى ئۈستىگە ئالىدۇ
sent-next-shop = نەرسە مېھىر تاللا بازىرىغا كېلىدۇ
sent-next-home = ئېلىش كودى بىلەن ئالىسىز
sent-home = ئۆيۈمگە قايتىش

done-voice-removed = ئاۋاز ئۆچۈرۈلدى.

# Fairness, as a family meets it.

fair-same-own = ئائىلىڭىزنىڭ مۇشۇنداق نەرسىسى بار
fair-same-open = { $day } يوللانغان، بېجىرىلىۋاتىدۇ، { $n } دانە
fair-same-wish = { $day } { $n } دانە ئېلىنغان
fair-same-shop = { $day } مېھىر تاللا بازىرىدىن { $n } دانە ئېلىنغان
fair-same-more = يەنە { $n } قېتىم
fair-again = يەنە بىرى كېرەك، يوللاش
fair-full-own = ھازىرچە يېڭى ئارزۇ يوللىغىلى بولمايدۇ
fair-full-open = ھازىر { $n } ئارزۇ بېجىرىلىۋاتىدۇ، ئەڭ كۆپ { $limit }. بىرى پۈتسە يەنە يوللىيالايسىز.
fair-full-year = بىر يىلدا { $n } ئارزۇ يوللاندى، ئەڭ كۆپ { $limit }. { $day }دىن باشلاپ يەنە يوللىيالايسىز.
fair-full-home = ھازىرقى ئارزۇلارنى كۆرۈش
received-title = تاپشۇرۇۋالغانلىرىمىز
home-openings = ئارخىپىمىزنى كىم كۆردى
received-none = تېخى نەرسە ئالمىدىڭىز
received-none-text = ئارزۇ ئەمەلگە ئاشسا ياكى دۇكاندىن ئالسىڭىز، بۇ يەرگە يېزىلىدۇ.
received-from-wish = ئارزۇ
received-from-shop = مېھىر تاللا بازىرى
live-said = بەت مەزمۇنى يېڭىلاندى.
live-gone = ئېلىپ بولۇندى
kept-line = تور يوق. بۇ { $time } دىكى مەزمۇن.
kept-unsent = تور يوق، يوللانمىدى. يازغانلىرىڭىز ساقلاندى، تور بولغاندا يەنە بىر قېتىم بېسىڭ.
newer-version = يېڭى نەشرى بار، يېڭىلاش ئۈچۈن بېسىڭ
share-photo-title = رەسىم ئىشلىتىش
share-photo-text = بىر رەسىم تاللاڭ، ئارزۇيىڭىزغا قوشۇلىدۇ.
share-photo = رەسىم
share-photo-do = مۇشۇنى ئىشلىتىمەن
done-photo-shared = رەسىم كەلدى. بىر نەرسە تاللاڭ، رەسىم ئۇنىڭغا قوشۇلىدۇ.
wish-save = بۇ ئارزۇنى ساقلاپ قويىمەن
wish-unsave = ساقلىمايمەن
saved-title = ساقلانغان ئارزۇلار
wish-apply = بۇ ئارزۇ ئۈچۈن ئىلتىماس قىلىمەن
