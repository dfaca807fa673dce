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
