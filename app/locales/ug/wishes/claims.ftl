# Promises, as far as a family meets their words.

day-latest = ئەڭ كېچىككەندە { $day }
day-left = { $weekday }، يەنە { $n } كۈن بار
claims-bring-to = بۇ يەرگە ئەكېلىڭ: { $place }
claims-own-already = سىز بۇ ئارزۇنى ئۈستىڭىزگە ئېلىپ بولدىڭىز.
claims-own-see = ئۈستۈمگە ئالغاننى كۆرىمەن
application-how = بۇ نەرسە قىممەتراق. ئالدى بىلەن قانداق قىلماقچى بولغىنىڭىزنى دەڭ، مەھەللە بىر كىشىنى تاللايدۇ. تاللانغۇچە سېتىۋالماڭ.
application-late = ئىلتىماسلار ئۇزۇن كۈتتى، تېخى ھېچكىم تاللانمىدى. مەھەللىگە ئەسكەرتىلدى، كەچۈرۈڭ.
