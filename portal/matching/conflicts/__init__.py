"""The conflict list of a year: pairs of people who must not be joined. A hard rule of every draft, asked again by hand.

Why they must not stands in the row and is read by those only who run the matching; everybody else hears «запрещено
правилами».
"""
