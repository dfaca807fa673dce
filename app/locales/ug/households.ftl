# Households, as a family reads of itself.

sex-unsaid = ئېيتىلمىدى
sex-female = ئايال
sex-male = ئەر
