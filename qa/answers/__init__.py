"""What is said to a question: units, dates, numbers and sentences, word for word."""
