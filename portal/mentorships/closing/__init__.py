"""How a pair is summed up: reports of its mentor by dates, words of its people, conclusions, the order of the end."""
