# A family's home, its wishes, its thanks and its file; and the form of a wish, which caseworkers use too.

home-title = ئۆيۈم
home-empty = تېخى ئارزۇ يوق
home-empty-text = ئۆيدە نېمە كەم بولسا، شۇ رەسىمنى بېسىڭ.
home-new = ئارزۇ يوللاش
home-doors = باشقا ئىشلار
home-household = ئائىلە ئارخىپىمىز
home-past = بۇرۇنقى ئارزۇلار
home-draft-fold = ئۆزگەرتىش
home-draft-save = ساقلاش
done-draft-changed = ئۆزگەرتىلدى، تېخى ئەۋەتىلمىدى.
home-more = يەنە { $n } ئارزۇ

home-code = ئېلىش كودى
home-code-for = ئېلىش كودى: { $title }
home-code-scan = دۇكان خادىمىغا كۆرسىتىڭ ياكى بۇ ساننى ئېيتىڭ
home-code-show = دۇكان خادىمىغا كۆرسىتىش
home-ready = { $n } نەرسە دۇكانغا كەلدى، ئېلىش كودىنى ئېلىپ كېلىڭ
home-got-it = { $title }، تاپشۇرۇۋالدىڭىزمۇ؟
home-handed-at = { $place }: { $day } تارقىتىلدى
home-confirm = تاپشۇرۇۋالدۇق
home-confirm-note = تاپشۇرۇۋالمىدىڭىزمۇ ياكى بۇزۇقمۇ؟ ئاستىدا ئېيتىڭ. بىرنەچچە كۈندىن كېيىن ئۆزلۈكىدىن جەزملىنىدۇ.
home-thank = نەرسە ئەكەلگەن كىشىگە رەھمەت ئېيتىش

home-at-draft = ئارگىنال، تېخى يوللانمىدى
home-at-submitted = مەھەللە خادىمى كۆرۈۋاتىدۇ
home-at-rejected = ماقۇللانمىدى
home-at-withdrawn = قايتۇرۇۋېلىندى
home-at-expired = ۋاقتى توشتى، ھېچكىم ئۈستىگە ئالمىدى
home-at-open = ئېلان قىلىندى، ئۈستىگە ئالىدىغان كىشىنى كۈتۈۋاتىدۇ
home-at-pledged = بىرى ئۈستىگە ئالدى
home-at-sent = يولدا كېلىۋاتىدۇ
home-at-checking = دۇكانغا كەلدى، تەكشۈرۈلۈۋاتىدۇ
home-at-ready = دۇكانغا كەلدى، ئالسىڭىز بولىدۇ
home-at-handed = تارقىتىلدى، جەزملەڭ
home-at-confirmed = تاپشۇرۇۋېلىندى
home-at-undecided = ئېلىنمىدى، جازىغا قايتۇرۇلدى، مەھەللە خادىمى سورايدۇ
home-of-open = { $n } نەرسە كۈتۈۋاتىدۇ
home-of-pledged = { $n } نەرسىنى بىرى ئۈستىگە ئالدى
home-of-sent = { $n } نەرسە يولدا
home-of-checking = { $n } نەرسە تەكشۈرۈلۈۋاتىدۇ
home-of-ready = { $n } نەرسىنى ئالسىڭىز بولىدۇ
home-of-handed = { $n } نەرسىنى جەزملەڭ
home-of-confirmed = { $n } نەرسە تاپشۇرۇۋېلىندى
home-of-undecided = { $n } نەرسە ئېلىنمىدى، مەھەللە خادىمى سورايدۇ
home-of-join = {"، "}

home-choose-title = بىر نەرسىنى بېسىڭ
home-post-title = ئارزۇ يوللاش
home-post-note = مەھەللە خادىمى كۆرگەندىن كېيىن ئېلان قىلىنىدۇ، باشقىلار ئىسمىڭىز ۋە ئادرېسىڭىزنى كۆرمەيدۇ
home-send = ئارزۇنى يوللاش
home-keep = ھازىرچە ساقلاپ، كېيىن يوللاش

home-reason = سەۋەبى: { $text }
home-seen-as = باشقىلارغا كۆرۈنىدىغىنى
home-sent-on = يوللانغان ۋاقتى
home-open-until = كۆرسىتىلىدىغان ۋاقىت
home-so-far = قەيەرگە كەلدى
home-due = ئەڭ كېچىككەندە { $day } كېلىدۇ
home-due-by = ئەڭ كېچىككەندە
home-expected = مۆلچەر { $day } كېلىدۇ
home-expected-by = يولدا، كېلىدىغان ۋاقتى
home-collect-by = ئەڭ كېچىككەندە { $day } ئېلىپ كېتىڭ
home-withdraw-fold = ئەمدى كېرەك ئەمەس
home-withdraw-reason = نېمىشقا كېرەك ئەمەس؟
home-withdraw = بۇ ئارزۇنى قايتۇرۇۋېلىش
home-again = يەنە بىر قېتىم يوللاش

wish-form-shelves = تۈرلەر
wish-form-other = باشقا نەرسە
wish-form-size = چوڭ-كىچىكلىكى
wish-form-quantity = قانچە؟
wish-form-member = كىم ئىشلىتىدۇ؟
wish-form-whole-family = پۈتۈن ئائىلە
wish-form-words = بىر ئېغىز گەپ
wish-form-words-hint = ئىسىم، مەكتەپ ۋە ئادرېس يازماڭ

home-file-phone = تېلېفون نومۇرى
home-file-address = ئادرېس
home-file-area = تۇرۇشلۇق جاي
home-file-number = ئائىلە نومۇرى
home-file-none = يېزىلمىغان
home-file-members = ئۆيدە { $n } كىشى بار
home-file-born = { $year }-يىلى تۇغۇلغان
home-file-correct = خاتا يېزىلغان ياكى ئۆزگەرگەن بولسا مەھەللە خادىمىغا ئېيتىڭ، ئۇ تۈزىتىدۇ.
home-file-correct-named = خاتا يېزىلغان ياكى ئۆزگەرگەن بولسا مەھەللە خادىمى { $names }غا ئېيتىڭ، ئۇ تۈزىتىدۇ.
home-file-and = {"، "}
home-file-seen = پەقەت ئائىلىڭىز ۋە بۇ يەرگە مەسئۇل خادىملارلا كۆرەلەيدۇ. ئۈستىگە ئالغۇچى كۆرەلمەيدۇ.

thank-title = رەھمەت ئېيتىش
thank-text = «{ $title }»نى بىر قىزغىن كىشى ئەكەلدى. كارتا ئەۋەتسىڭىز ياكى بىر ئېغىز گەپ يازسىڭىز بولىدۇ، يازمىسىڭىزمۇ بولىدۇ.
thank-card = بىر كارتا تاللاڭ
thank-words = بىر ئېغىز گەپ يېزىڭ
thank-words-hint = ئىسىم، مەكتەپ ۋە ئادرېس يازماڭ
thank-note = مەھەللە خادىمى كۆرگەندىن كېيىن يەتكۈزىدۇ
thank-send = رەھمەتنى ئەۋەتىش
thank-skip = بۇ قېتىم يازمايمەن
thank-waiting = يېزىلدى، مەھەللە خادىمى كۆرگەندىن كېيىن يەتكۈزىدۇ.
thank-released = يەتكۈزۈلدى.
thank-home = ئۆيۈمگە قايتىش

done-wish-sent = يوللاندى. مەھەللە خادىمى كۆرگەندىن كېيىن ئېلان قىلىنىدۇ، ئۇچۇر بولسا سىزگە ئېيتىمىز.
done-wish-kept = ساقلاندى. يوللىماقچى بولغاندا «ئارزۇنى يوللاش»نى بېسىڭ.
done-wish-withdrawn = قايتۇرۇۋېلىندى. كېيىن كېرەك بولسا يەنە يوللاڭ.
done-wish-confirmed = خاتىرىلەندى، ئائىلىڭىز تاپشۇرۇۋالدى.
done-wish-confirmed-thank = خاتىرىلەندى، ئائىلىڭىز تاپشۇرۇۋالدى.
done-thanks-written = يازغىنىڭىزغا رەھمەت. مەھەللە خادىمى كۆرگەندىن كېيىن يەتكۈزىدۇ.
