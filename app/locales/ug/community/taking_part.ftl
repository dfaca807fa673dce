# Points for taking part, as a family reads them.

part-title = قاتناشقانلارغا نومۇر
part-kind-event = پائالىيەتكە قاتناشتى
part-kind-course = دەرسنى تاماملىدى
part-kind-shift = پىدائىي نۆۋەتچىلىك
part-kind-neighbour = قوشنىغا ياردەم
help-state-waiting = جاۋاب كۈتۈۋاتىدۇ
help-state-confirmed = جەزملەشتۈرۈلدى
help-state-refused = قارشى تەرەپ ياق دېدى
help-state-lapsed = جاۋاب بولمىدى، كۈچتىن قالدى
help-state-withdrawn = قايتۇرۇۋېلىندى
notice-neighbour-help-said = بىر قوشنىڭىز ئائىلىڭىزگە ياردەم قىلغانلىقىنى ئېيتتى، جەزملەشتۈرۈڭ.
notice-neighbour-help-answered = قوشنىغا قىلغان ياردىمىڭىز توغرىسىدا جاۋاب بار.
notice-help-state = نەتىجە: { $text }
part-rules-none = بۇ رايوندا قاتنىشىپ جۇغلانما ئېلىش بەلگىلىمىسى ھازىرچە يوق.
part-bookings-none = تېخى جۇغلانما خاتىرىلەنمىدى. پائالىيەتكە قاتناشسىڭىز، نۆۋەتچى بولسىڭىز، بۇ يەرگە ئۆزلۈكىدىن يېزىلىدۇ.
part-booked = قايسى جۇغلانمىلار خاتىرىلەندى
part-neighbours = قوشنىلارنىڭ ياردىمى
help-say = بىز قوشنىغا ياردەم قىلدۇق
help-say-note = قوشنىڭىزدىن ئۇلارنىڭ ياردەم كودىنى سوراڭ. ئۇلار ياكى تور خادىمى جەزملىگەندىن كېيىنلا جۇغلانما خاتىرىلىنىدۇ، 14 كۈندە جاۋاب بولمىسا بىكار بولىدۇ.
help-say-do = ئۇلارغا ئېيتىش
help-code = قوشنىنىڭ ياردەم كودى
help-day = قايسى كۈنى
help-words = قانداق ياردەم
help-code-note = قوشنىڭىز ياردەم قىلسا، بۇ كودنى ئۇنىڭغا ئېيتىڭ. كودتىن ئىسىم ۋە ئادرېس كۆرۈنمەيدۇ.
help-code-make = ياردەم كودى چىقىرىش
