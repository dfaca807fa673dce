# Messages that leave the installation, and the page on which each account chooses them.

message-title = ئارزۇ كۆۋرۈكى
messages-title = سىزگە قانداق خەۋەر قىلىمىز
message-wish-arrived = نەرسىڭىز دۇكانغا كەلدى، ئېلىش كودىنى ئېلىپ كېلىڭ.
message-wish-waiting = نەرسىڭىز دۇكاندا سىزنى كۈتۈۋاتىدۇ، ئېلىش كودىنى ئېلىپ كېلىڭ.
message-order-reminder = بۈگۈن زاكازىڭىزنى ئالسىڭىز بولىدۇ، ئېلىش كودىنى ئۇنتۇماڭ.
