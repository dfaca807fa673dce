# The frame of every page, dates, states and roles.

language-draft = بۇ دەسلەپكى نۇسخا: ئانا تىلى ئۇيغۇرچە بولغان كىشى تېخى تەكشۈرمىدى.
