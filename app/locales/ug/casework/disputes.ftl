home-disputes = مەسىلىسى بار دېگەن نەرسىلىرىم

dispute-ask = تاپشۇرۇۋالمىدىڭىزمۇ ياكى بۇزۇقمۇ؟
dispute-title = نەرسىدە مەسىلە بار
dispute-what = نېمە بولدى
dispute-kind-not-received = تاپشۇرۇۋالمىدىم
dispute-kind-broken = بۇزۇلغان، ئىشلەتكىلى بولمايدۇ
dispute-kind-wrong = توغرا ئەمەس: باشقا نەرسە ياكى چوڭ-كىچىكلىكى، سانى خاتا
dispute-words = يەنە نېمە دېمەكچى
dispute-words-hint = يازمىسىڭىزمۇ بولىدۇ. پەقەت مەسئۇللا كۆرىدۇ
dispute-send = مەسئۇلغا ئېيتىش
dispute-note = مەسئۇل 3 كۈن ئىچىدە جاۋاب بېرىدۇ. نەرسە تارقاتقان كىشى بۇ ئىشنى قارار قىلالمايدۇ، يازغىنىڭىزنىمۇ كۆرەلمەيدۇ.
done-dispute-opened = مەسئۇلغا ئېيتىلدى، 3 كۈن ئىچىدە جاۋاب بېرىلىدۇ.

disputes-own-title = مەسىلىسى بار دېگەن نەرسىلىرىم
disputes-own-empty = تېخى نەرسىدە مەسىلە بار دېمىدىڭىز
disputes-own-empty-text = نەرسە كەلمىسە ياكى بۇزۇق بولسا، شۇ ئارزۇنىڭ بېتىدە مەسئۇلغا ئېيتسىڭىز بولىدۇ.
dispute-answer-by = جاۋاب بېرىدىغان كۈن:
reversal-own = بۇ قېتىمقى تارقىتىش بىكار قىلىندى، نەرسە:
dispute-of-order = { $n } نومۇرلۇق زاكاز
dispute-late = ۋاقتى ئۆتتى
dispute-state-open = قارار كۈتۈۋاتىدۇ
dispute-state-settled = جاۋاب بېرىلدى
dispute-state-withdrawn = بىر تەرەپ قىلىش ھاجەتسىز
dispute-outcome-brought = كېيىن يەتكۈزۈلدى
dispute-outcome-replaced = باشقىسىغا ئالماشتۇرۇلدى
dispute-outcome-returned = قايتۇرۇۋېلىندى، قايتا بېجىرىلىدۇ
dispute-outcome-unsolved = ھەل قىلغىلى بولمىدى
reversal-goal-waiting = ساقلاپ قويۇلىدۇ، يەنىلا ئائىلىڭىز ئالىدۇ
reversal-goal-shelf = جازىغا قايتۇرۇلدى
reversal-goal-quarantine = تەكشۈرۈلىدۇ
reversal-goal-gone = تېپىلمىدى

notice-dispute-recorded = «{ $title }»دا مەسىلە بارلىقى ئائىلىڭىز ئۈچۈن خاتىرىلەندى، مەسئۇل جاۋاب بېرىدۇ.
notice-dispute-settled = مەسىلىسى بار دېگەن «{ $title }»غا جاۋاب كەلدى.
notice-hand-over-reversed = «{ $title }»نىڭ تارقىتىلىشى بىكار قىلىندى. چۈشەنمىسىڭىز، مەھەللە خادىمىدىن سوراڭ.
notice-claim-returned = سىز ئەكەلگەن «{ $title }» ئائىلىدىن قايتىپ كەلدى، ئارزۇ يەنە ئېلان قىلىندى، نەرسىنى دۇكان ئورۇنلاشتۇرىدۇ.
