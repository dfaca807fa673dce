# Households, as a family reads of itself.

sex-unsaid = ئېيتىلمىدى
sex-female = ئايال
sex-male = ئەر
households-years = { $n } ياش
households-born = { $year }-يىلى تۇغۇلغان
households-born-missing = تۇغۇلغان يىلى تولدۇرۇلمىغان
households-care = ئالاھىدە دىققەت
households-hardship = ئالاھىدە قىيىنچىلىق
