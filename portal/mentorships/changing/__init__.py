"""What happens to a pair that works: pause, extension, another mentor, mentees who come and go, an early end."""
