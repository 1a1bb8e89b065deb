"""What is taken away: a lesson, an answer or a comparison as files for Word, slides, a spreadsheet and Markdown."""
