# The feed and one wish.

feed-title = ئارزۇلار
feed-intro = يېقىندىكى ئائىلىلەرگە كېرەكلىك نەرسىلەر، مېھىر تاللا بازىرىغا ئەكەلسىڭىزلا بولىدۇ.
feed-search = نەرسە ئىزدەش
feed-categories = تۈرلەر
feed-conditions = شەرتلەر
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
wish-fulfilled = بۇ ئارزۇ ئەمەلگە ئاشتى.
wish-just-taken = بۇ ئارزۇنى ھازىرلا بىرى ئۈستىگە ئالدى.
wish-just-taken-similar = بۇ ئارزۇنى ھازىرلا بىرى ئۈستىگە ئالدى، ئوخشاش يەنە { $n } سى بار.
wish-not-public = بۇ ئارزۇ ھازىر ئاشكارا كۆرسىتىلمەيدۇ.
wish-area = جاي
wish-cost = تەخمىنەن
wish-wanted = كېرەكلىكى
wish-until = كۆرسىتىلىدىغان ۋاقىت
wish-units = { $n } دانە
wish-how = ئۈستىڭىزگە ئالغاندىن كېيىن نەرسىنى مېھىر تاللا بازىرىغا ئەكېلىڭ، دۇكان خادىمى ئائىلىگە تاپشۇرىدۇ.
wish-similar = ئوخشاش ئارزۇلار
wish-photo = سۈرەت: { $title }
