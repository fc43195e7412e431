"""How a pair is summed up: reports of its mentor by their dates, words of its people, conclusions, the order of the end."""
