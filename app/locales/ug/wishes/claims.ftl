# Promises, as far as a family meets their words.

day-latest = ئەڭ كېچىككەندە { $day }
day-left = { $weekday }، يەنە { $n } كۈن بار
claims-bring-to = بۇ يەرگە ئەكېلىڭ: { $place }
