# Hearing instead of reading, saying instead of writing, and what comes after a wish was sent.

speak-page = ماڭا ئوقۇپ بېرىش
speak-hear = ئاڭلاش:

voice-say = مىكروفوننى بېسىپ، نېمىشقا كېرەكلىكىنى ئېيتىڭ
voice-record = ئاۋاز ئېلىش
voice-hint = ئەڭ ئۇزۇن بىر مىنۇت، يەنە باسسىڭىز توختايدۇ. پەقەت ئائىلىڭىز ۋە مەھەللە خادىمى ئاڭلىيالايدۇ.
voice-listen = ئاۋازنى ئاڭلاش
voice-drop = بۇ ئاۋاز كېرەك ئەمەس
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
